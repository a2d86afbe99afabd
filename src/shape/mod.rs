//! An atlas in the plane: projected once per projection, indexed, and grouped into what is drawn as one path.

mod axis;
mod graticule;
mod ground;
mod locator;
mod outline;
mod path;
mod projecting;

use std::cell::OnceCell;
use std::rc::Rc;

pub use ground::Ground;
pub use locator::Locator;
use outline::look;
pub use outline::{Outline, Shape};
pub use path::PlanePath;
pub use projecting::Projecting;

use crate::atlas::{Atlas, BoundaryKind, Class};
use crate::geo::index::Index;
use crate::geo::projection::{Equirectangular, Mercator, Projection};
use crate::geo::simplify::Detail;
use crate::list::{AddAll as _, Gather as _};
use crate::lon_lat::LonLatBounds;
use crate::order::order;
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
    pub fn of(self, atlas: &Atlas) -> Projection {
        let conic = Projection::Conic(atlas.manifest.conic);
        let center_lon = conic.center_lon();
        match self {
            Self::Conic => conic,
            Self::Mercator => Projection::Mercator(Mercator { center_lon }),
            Self::Equirectangular => Projection::Equirectangular(Equirectangular { center_lon }),
        }
    }
}

/// The boundaries of one boundary view by kind.
pub type Boundaries = Vec<(BoundaryKind, Rc<PlanePath>)>;

/// An atlas in the plane of one projection.
#[derive(Debug)]
pub struct Shapes {
    /// How it was projected.
    pub projection: Projection,
    /// Around everything: where the camera may go.
    pub extent: Rect<Plane>,
    /// Parallel to [`Atlas::features`].
    pub shapes: Vec<Rc<Shape>>,
    /// Parallel to [`Atlas::tracks`]: one line each, or more where the map's edge cuts it.
    pub tracks: Rc<Vec<Vec<Vec<Point<Plane>>>>>,
    /// Parallel to the tracks and their lines.
    track_details: Rc<Vec<Vec<Detail>>>,
    /// By shape: a number that is the same for a reader's own features that look the same, but for their layers. In one place, as
    /// very many are looked at.
    pub looks: Vec<u16>,
    ground: Ground,
    /// The base map in more detail, once some of it has been loaded.
    detail: Option<Ground>,
    graticule: Rc<PlanePath>,
    locator: OnceCell<Locator>,
    /// Indices of all features in drawing order: by layer.
    pub order: Vec<usize>,
    /// Each with the number of its first feature: of the atlas, and of some features of overlays at a time.
    indices: Vec<(usize, Rc<Index<Plane>>)>,
}

impl Shapes {
    /// Projects `atlas`. Costs time in proportion to its positions; share the result.
    #[must_use]
    pub fn new(atlas: &Atlas, projection: Projection) -> Self {
        let mut projecting = Projecting::new(atlas, projection);
        projecting.go_on(&atlas.features, usize::MAX);
        projecting.finish(atlas)
    }

    /// The atlas after [`Atlas::grown`]: only what is new is projected.
    #[must_use]
    pub fn grown(&self, atlas: &Atlas) -> Self {
        Self::build(
            atlas,
            self.projection,
            Rc::clone(&self.tracks),
            (self.shapes.clone(), self.looks.clone()),
            Vec::new(),
            Some(self),
        )
    }

    /// The atlas after [`Atlas::overlaid`], with what its overlays are in the plane.
    #[must_use]
    pub fn overlaid(&self, atlas: &Atlas, overlays: &[Projecting]) -> Self {
        let mut shapes = self.shapes.clone();
        let mut looks = self.looks.clone();
        let mut indices = self.indices.clone();
        for overlay in overlays {
            let first = shapes.len();
            let moved = overlay.indices.iter();
            indices.add_all(moved.map(|(at, index)| (first + at, Rc::clone(index))));
            shapes.add_all(overlay.shapes.iter().map(Rc::clone));
            looks.add_all(overlay.looks.iter().copied());
        }
        Self::build(
            atlas,
            self.projection,
            Rc::clone(&self.tracks),
            (shapes, looks),
            indices,
            Some(self),
        )
    }

    fn build(
        atlas: &Atlas,
        projection: Projection,
        tracks: Rc<Vec<Vec<Vec<Point<Plane>>>>>,
        (mut shapes, mut looks): (Vec<Rc<Shape>>, Vec<u16>),
        mut indices: Vec<(usize, Rc<Index<Plane>>)>,
        before: Option<&Self>,
    ) -> Self {
        // The classes of which there is more than before.
        let mut changed = Vec::new();
        let known = before.map_or(0, |before| before.shapes.len());
        let told = atlas.told();
        changed.add_all(
            told.iter()
                .skip(known)
                .map(|feature| feature.properties.class),
        );
        for feature in atlas.features.iter().skip(shapes.len()) {
            let shape = Shape::new(feature, &projection, &tracks);
            looks.push(look(feature, &shape));
            shapes.push(Rc::new(shape));
        }
        let added = changed.clone();
        let mut detailed = false;
        for (index, shape) in shapes.iter_mut().enumerate().take(told.len()) {
            if let (None, Some(geometry)) = (&shape.detail, &atlas.details[index]) {
                changed.push(atlas.features[index].properties.class);
                let outline = Outline::new(geometry, &projection, &mut Vec::new());
                *shape = Rc::new(shape.with_detail(outline));
            }
            detailed |= shape.detail.is_some();
        }
        follow_boundaries(atlas, &mut shapes);
        if indices.is_empty() {
            indices.push((0, Rc::new(index(&shapes))));
        }
        let mut extent = Rect::empty();
        for (_, index) in indices
            .iter()
            .filter(|(_, index)| !index.bounds().is_empty())
        {
            extent.union(index.bounds());
        }
        // The layers of overlays are on top, and come in their order.
        let mut order = order(told.iter().map(|feature| feature.layer as u64));
        order.add_all(told.len()..shapes.len());
        Self {
            projection,
            extent,
            order,
            indices,
            ground: Ground::new(
                atlas,
                &projection,
                &shapes,
                false,
                before.map(|shapes| (&shapes.ground, &*added)),
            ),
            detail: detailed.then(|| {
                let before = before.and_then(|shapes| shapes.detail.as_ref());
                Ground::new(
                    atlas,
                    &projection,
                    &shapes,
                    true,
                    before.map(|ground| (ground, &*changed)),
                )
            }),
            graticule: before.map_or_else(
                || graticule::graticule(&projection),
                |shapes| Rc::clone(&shapes.graticule),
            ),
            locator: OnceCell::new(),
            shapes,
            looks,
            track_details: match before {
                Some(before) => Rc::clone(&before.track_details),
                None => {
                    let details =
                        |lines: &Vec<Vec<_>>| lines.iter().map(|line| Detail::new(line)).gathered();
                    Rc::new(tracks.iter().map(details).gathered())
                }
            },
            tracks,
        }
    }

    /// Whether some of the base map has been loaded in more detail.
    #[must_use]
    pub const fn has_detail(&self) -> bool {
        self.detail.is_some()
    }

    /// Indices of the features whose bounds meet `rect`, in no order, with their bounds.
    #[must_use]
    pub fn near(&self, rect: &Rect<Plane>) -> Vec<(usize, Rect<Plane>)> {
        let mut near = Vec::with_capacity(self.shapes.len());
        for (first, index) in &self.indices {
            index.find(rect, *first, &mut near);
        }
        near
    }

    /// Whether a track of a feature is in `rect`.
    #[must_use]
    pub fn runs_in(&self, feature: usize, rect: &Rect<Plane>) -> bool {
        let mut legs = self.shapes[feature].legs.iter();
        legs.any(|&leg| {
            let mut parts = self.track_details[leg].iter();
            parts.any(|part| part.bounds.intersects(rect))
        })
    }

    /// The lines of all tracks, each in its parts, as one can see them in `rect` when details below `tolerance`, units of the
    /// plane, cannot be seen: whole, or empty where they are elsewhere.
    #[must_use]
    pub fn tracks_near(&self, rect: &Rect<Plane>, tolerance: f64) -> Vec<Vec<Vec<Point<Plane>>>> {
        let tracks = self.tracks.iter().zip(&*self.track_details);
        let simple = |(line, detail): (&Vec<_>, &Detail)| {
            if detail.bounds.intersects(rect) {
                detail.simplify(line, tolerance)
            } else {
                Vec::new()
            }
        };
        tracks
            .map(|(lines, details)| lines.iter().zip(details).map(simple).gathered())
            .gathered()
    }

    /// The base map at a level of detail.
    #[must_use]
    pub fn ground(&self, detailed: bool) -> &Ground {
        match &self.detail {
            Some(detail) if detailed => detail,
            _ => &self.ground,
        }
    }

    /// The overview for insets, made when it is first asked for.
    #[must_use]
    pub fn locator(&self, atlas: &Atlas) -> &Locator {
        self.locator
            .get_or_init(|| Locator::new(atlas, &self.projection, &self.ground))
    }

    /// The boundaries of the base map as a boundary view has them.
    #[must_use]
    pub fn boundaries(&self, atlas: &Atlas, view: &str, detailed: bool) -> Boundaries {
        let kinds = [
            BoundaryKind::International,
            BoundaryKind::Lease,
            BoundaryKind::Indefinite,
            BoundaryKind::LineOfControl,
            BoundaryKind::Disputed,
        ];
        let of = |kind| {
            let features = atlas.told().iter().zip(&self.shapes);
            let wanted = features.filter(|(feature, _)| {
                feature.properties.class == Class::Boundary
                    && feature.properties.kind_in(view) == kind
            });
            let lines = wanted.flat_map(|(_, shape)| shape.outline(detailed).lines.iter().cloned());
            PlanePath::new(lines.gathered(), false)
        };
        kinds.iter().map(|&kind| (kind, of(kind))).gathered()
    }
}

/// An index over the bounds of shapes.
fn index(shapes: &[Rc<Shape>]) -> Index<Plane> {
    let bounds: Vec<_> = shapes.iter().map(|shape| shape.bounds).gathered();
    Index::new(&bounds)
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

/// Borders of the story follow the boundaries between the same two sides into more detail.
fn follow_boundaries(atlas: &Atlas, shapes: &mut [Rc<Shape>]) {
    for index in 0..atlas.told().len() {
        let properties = &atlas.features[index].properties;
        let Some([one, other]) = &properties.between else {
            continue;
        };
        if properties.class != Class::Border || shapes[index].detail.is_some() {
            continue;
        }
        let mut lines = Vec::new();
        for (feature, shape) in atlas.told().iter().zip(shapes.iter()) {
            let Some(sides) = &feature.properties.between else {
                continue;
            };
            let same = sides.contains(one) && sides.contains(other);
            if let (true, Class::Boundary, Some(detail)) =
                (same, feature.properties.class, &shape.detail)
            {
                lines.add_all(detail.lines.iter().cloned());
            }
        }
        if !lines.is_empty() {
            let detail = Outline {
                lines,
                area: None,
                axis: OnceCell::new(),
            };
            shapes[index] = Rc::new(shapes[index].with_detail(detail));
        }
    }
}
