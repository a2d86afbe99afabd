//! An atlas in the plane: projected once per projection, indexed, and grouped into what is drawn as one path.

use std::rc::Rc;

use crate::atlas::{Atlas, BoundaryKind, Class, Geometry};
use crate::geo::cut::{project_line, project_ring};
use crate::geo::index::Index;
use crate::geo::planar::area_contains;
use crate::geo::projection::{Equirectangular, Mercator, Projection};
use crate::lon_lat::{LonLat, LonLatBounds};
use crate::space::{Plane, Point, Rect};

/// The projections by the names that readers and embedders use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProjectionName {
    /// The atlas's own conic.
    #[default]
    Conic,
    /// The projection of web tiles.
    Mercator,
    /// Degrees as they are.
    Equirectangular,
}

impl ProjectionName {
    /// The projection for an atlas: all have the conic's central meridian, so that the map is cut at the same place.
    #[must_use]
    pub const fn of(self, atlas: &Atlas) -> Projection {
        let conic = Projection::Conic(atlas.conic);
        let center_lon = conic.center_lon();
        match self {
            Self::Conic => conic,
            Self::Mercator => Projection::Mercator(Mercator { center_lon }),
            Self::Equirectangular => Projection::Equirectangular(Equirectangular { center_lon }),
        }
    }
}

/// Lines or rings in the plane that are drawn as one path. Filled by the even-odd rule.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanePath {
    /// Rings are closed without repeating their first point.
    pub parts: Vec<Vec<Point<Plane>>>,
    /// Whether the parts are rings.
    pub closed: bool,
    /// Around all parts.
    pub bounds: Rect<Plane>,
}

impl PlanePath {
    fn new(parts: Vec<Vec<Point<Plane>>>, closed: bool) -> Rc<Self> {
        let bounds = Rect::around(parts.iter().flatten().copied());
        Rc::new(Self {
            parts,
            closed,
            bounds,
        })
    }
}

/// One feature in the plane. Parts that a geometry lacks are empty.
#[derive(Debug, Clone)]
pub struct Shape {
    /// Around everything.
    pub bounds: Rect<Plane>,
    /// Separate points.
    pub points: Vec<Point<Plane>>,
    /// Lines of its own.
    pub lines: Vec<Vec<Point<Plane>>>,
    /// Indices into [`Shapes::tracks`].
    pub legs: Vec<usize>,
    /// Rings.
    pub area: Option<Rc<PlanePath>>,
    /// Where the name of an area stands.
    pub label: Option<Point<Plane>>,
}

/// Areas and boundaries of the base map that look the same and are drawn as one path.
#[derive(Debug, Clone)]
pub struct Ground {
    /// The layer it is switched with: that of the first area.
    pub layer: Option<usize>,
    /// All land.
    pub land: Rc<PlanePath>,
    /// The areas that stand out.
    pub focus: Rc<PlanePath>,
    /// Seas and lakes.
    pub water: Rc<PlanePath>,
    /// Rivers.
    pub rivers: Rc<PlanePath>,
    /// Boundaries of the base map by kind.
    pub boundaries: Vec<(BoundaryKind, Rc<PlanePath>)>,
}

/// An atlas in the plane of one projection.
#[derive(Debug)]
pub struct Shapes {
    /// How it was projected.
    pub projection: Projection,
    /// Around everything: where the camera may go.
    pub extent: Rect<Plane>,
    /// Parallel to [`Atlas::features`].
    pub shapes: Vec<Shape>,
    /// Parallel to [`Atlas::tracks`]: one line each, or more where the map's edge cuts it.
    pub tracks: Vec<Vec<Vec<Point<Plane>>>>,
    /// The base map.
    pub ground: Ground,
    index: Index<Plane>,
}

impl Shapes {
    /// Projects `atlas`. Costs time in proportion to its positions; share the result.
    #[must_use]
    pub fn new(atlas: &Atlas, projection: Projection) -> Self {
        let tracks: Vec<Vec<Vec<Point<Plane>>>> = atlas
            .tracks
            .iter()
            .map(|track| project_line(&track.line, &projection))
            .collect();
        let shapes: Vec<Shape> = atlas
            .features
            .iter()
            .map(|feature| {
                let mut shape = Shape::empty();
                let mut rings = Vec::new();
                shape.add(&feature.geometry, &projection, &mut rings);
                if !rings.is_empty() {
                    shape.area = Some(PlanePath::new(rings, true));
                }
                let label = feature.properties.label;
                shape.label = label.and_then(|position| projection.forward(position));
                shape.measure(&tracks);
                shape
            })
            .collect();
        let ground = Ground::new(atlas, &shapes);
        let bounds: Vec<_> = shapes.iter().map(|shape| shape.bounds).collect();
        let mut extent = Rect::empty();
        for rect in bounds.iter().filter(|rect| !rect.is_empty()) {
            extent.union(*rect);
        }
        Self {
            projection,
            extent,
            index: Index::new(&bounds),
            ground,
            shapes,
            tracks,
        }
    }

    /// Indices of the features whose bounds meet `rect`, ascending.
    #[must_use]
    pub fn near(&self, rect: &Rect<Plane>) -> Vec<usize> {
        self.index.search(rect)
    }

    /// The lines of a feature: its own and those of its legs, each with the track it belongs to.
    pub fn lines_of(
        &self,
        feature: usize,
    ) -> impl Iterator<Item = (Option<usize>, &Vec<Point<Plane>>)> {
        let shape = &self.shapes[feature];
        let own = shape.lines.iter().map(|line| (None, line));
        own.chain(shape.legs.iter().flat_map(|&track| {
            let lines = self.tracks[track].iter();
            lines.map(move |line| (Some(track), line))
        }))
    }
}

/// The plane rectangle around a quadrangle of the globe; the sides are curves, so they are walked.
#[must_use]
pub fn project_bounds(bounds: LonLatBounds, projection: &Projection) -> Rect<Plane> {
    const STEPS: u32 = 16;
    Rect::around(
        bounds
            .outline(STEPS)
            .filter_map(|position| projection.forward(position)),
    )
}

impl Shape {
    const fn empty() -> Self {
        Self {
            bounds: Rect::empty(),
            points: Vec::new(),
            lines: Vec::new(),
            legs: Vec::new(),
            area: None,
            label: None,
        }
    }

    /// Whether the area contains `point`.
    #[must_use]
    pub fn contains(&self, point: Point<Plane>) -> bool {
        self.area
            .as_ref()
            .is_some_and(|area| area.bounds.contains(point) && area_contains(&area.parts, point))
    }

    fn add(
        &mut self,
        geometry: &Geometry,
        projection: &Projection,
        rings: &mut Vec<Vec<Point<Plane>>>,
    ) {
        match geometry {
            Geometry::Points(points) => self.points.extend(
                points
                    .iter()
                    .filter_map(|&point: &LonLat| projection.forward(point)),
            ),
            Geometry::Lines(lines) => self
                .lines
                .extend(lines.iter().flat_map(|line| project_line(line, projection))),
            Geometry::Areas(areas) => rings.extend(
                areas
                    .iter()
                    .flatten()
                    .flat_map(|ring| project_ring(ring, projection)),
            ),
            Geometry::Legs(legs) => self.legs.clone_from(legs),
            Geometry::Collection(parts) => {
                for part in parts {
                    self.add(part, projection, rings);
                }
            }
        }
    }

    fn measure(&mut self, tracks: &[Vec<Vec<Point<Plane>>>]) {
        let legs = self.legs.iter().flat_map(|&leg| tracks[leg].iter());
        let lines = self.lines.iter().chain(legs).flatten();
        let mut bounds = Rect::around(lines.chain(&self.points).copied());
        if let Some(area) = &self.area {
            bounds.union(area.bounds);
        }
        self.bounds = bounds;
    }
}

impl Ground {
    fn new(atlas: &Atlas, shapes: &[Shape]) -> Self {
        let areas = |wanted: &dyn Fn(usize, Class) -> bool| {
            let parts = atlas.features.iter().enumerate();
            let parts = parts
                .filter(|(index, feature)| wanted(*index, feature.properties.class))
                .filter_map(|(index, _)| shapes[index].area.as_ref())
                .flat_map(|area| area.parts.iter().cloned());
            PlanePath::new(parts.collect(), true)
        };
        let lines = |wanted: &dyn Fn(usize) -> bool| {
            let parts = (0..shapes.len())
                .filter(|&index| wanted(index))
                .flat_map(|index| shapes[index].lines.iter().cloned());
            PlanePath::new(parts.collect(), false)
        };
        let class = |index: usize| atlas.features[index].properties.class;
        let kinds = [
            BoundaryKind::International,
            BoundaryKind::Disputed,
            BoundaryKind::LineOfControl,
            BoundaryKind::Indefinite,
            BoundaryKind::Lease,
        ];
        let first = atlas
            .features
            .iter()
            .find(|feature| feature.properties.class.is_area());
        Self {
            layer: first.map(|feature| feature.layer),
            land: areas(&|_, class| class == Class::Country),
            focus: areas(&|index, class| {
                class == Class::Country && atlas.is_focus(&atlas.features[index])
            }),
            water: areas(&|_, class| matches!(class, Class::Sea | Class::Lake)),
            rivers: lines(&|index| class(index) == Class::River),
            boundaries: kinds
                .map(|kind| {
                    let path = lines(&|index| {
                        class(index) == Class::Boundary
                            && atlas.features[index].properties.kind == kind
                    });
                    (kind, path)
                })
                .into(),
        }
    }
}
