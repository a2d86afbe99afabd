//! One feature in the plane: its points, and its lines and area at each level of detail.

use std::cell::OnceCell;
use std::rc::Rc;

use super::PlanePath;
use super::axis;
use crate::atlas::{Feature, Geometry};
use crate::geo::cut::{project_line, project_ring};
use crate::geo::projection::Projection;
use crate::list::AddAll as _;
use crate::lon_lat::LonLat;
use crate::space::{Plane, Point, Rect};

/// One feature in the plane. Parts that a geometry lacks are empty.
#[derive(Debug)]
pub struct Shape {
    /// Around everything.
    pub bounds: Rect<Plane>,
    /// Separate points.
    pub points: Vec<Point<Plane>>,
    /// Indices into [`Shapes::tracks`].
    pub legs: Vec<usize>,
    /// Where the name of an area stands.
    pub label: Option<Point<Plane>>,
    /// Lines and area as in the first picture.
    pub(super) base: Outline,
    /// The same in more detail, where it has been loaded.
    pub(super) detail: Option<Rc<Outline>>,
}

/// The lines and the area of a feature at one level of detail.
#[derive(Debug, Clone)]
pub struct Outline {
    /// Lines of its own.
    pub lines: Vec<Vec<Point<Plane>>>,
    /// Rings.
    pub area: Option<Rc<PlanePath>>,
    /// See [`Shape::axis`]; found when it is first asked for.
    pub(super) axis: OnceCell<Option<Vec<Point<Plane>>>>,
}

impl Shape {
    pub(super) fn new(
        feature: &Feature,
        projection: &Projection,
        tracks: &[Vec<Vec<Point<Plane>>>],
    ) -> Self {
        let mut points = Vec::new();
        let base = Outline::new(&feature.geometry(), projection, &mut points);
        let legs = match &*feature.geometry {
            Geometry::Legs(legs) => legs.clone(),
            _ => Vec::new(),
        };
        let tracks = legs.iter().flat_map(|&leg| tracks[leg].iter());
        let lines = base.lines.iter().chain(tracks).flatten();
        let mut bounds = Rect::around(lines.chain(&points).copied());
        if let Some(area) = &base.area {
            bounds.union(area.bounds);
            // Not all at once in the first picture.
            if feature.own.is_some() {
                area.prepare();
            }
        }
        let label = feature.properties.label;
        Self {
            bounds,
            points,
            legs,
            label: label.and_then(|position| projection.forward(position)),
            base,
            detail: None,
        }
    }

    /// The same feature, in more detail as well.
    pub(super) fn with_detail(&self, detail: Outline) -> Self {
        Self {
            points: self.points.clone(),
            legs: self.legs.clone(),
            base: self.base.clone(),
            detail: Some(Rc::new(detail)),
            ..*self
        }
    }

    /// The line along the middle of a long area, through or near `label`; `None` for one that is about as long from left
    /// to right.
    #[must_use]
    pub fn axis(&self, label: Point<Plane>) -> Option<&[Point<Plane>]> {
        let find = || axis::axis(self.base.area.as_ref()?, label);
        self.base.axis.get_or_init(find).as_deref()
    }

    /// Lines and area, in detail if wanted and loaded.
    #[must_use]
    pub fn outline(&self, detailed: bool) -> &Outline {
        match &self.detail {
            Some(detail) if detailed => detail,
            _ => &self.base,
        }
    }

    /// Whether the area contains `point`.
    #[must_use]
    pub fn contains(&self, point: Point<Plane>, detailed: bool) -> bool {
        let area = self.outline(detailed).area.as_ref();
        area.is_some_and(|area| area.contains(point))
    }
}

/// A number that is the same for a reader's own features that look the same, but for their layers.
pub(super) fn look(feature: &Feature, shape: &Shape) -> u16 {
    let Some(own) = &feature.own else { return 0 };
    let no_lines = shape.base.lines.is_empty();
    let mut look = u16::from(shape.points.is_empty()) + 2 * u16::from(no_lines);
    let style = &own.style;
    for color in [&style.stroke, &style.fill, &style.marker_color] {
        for byte in color.iter().flat_map(|color| color.bytes()) {
            look = look * 31 % 255 + u16::from(byte);
        }
    }
    look
}

impl Outline {
    pub(super) fn new(
        geometry: &Geometry,
        projection: &Projection,
        points: &mut Vec<Point<Plane>>,
    ) -> Self {
        // There are very many, and most have one line or ring.
        let room = |wanted: bool| Vec::with_capacity(usize::from(wanted));
        let mut lines = room(matches!(geometry, Geometry::Lines(_)));
        let mut rings = room(matches!(geometry, Geometry::Areas(_)));
        if let Geometry::Points(positions) = geometry {
            *points = Vec::with_capacity(positions.len());
        }
        add(geometry, projection, points, &mut lines, &mut rings);
        Self {
            lines,
            area: (!rings.is_empty()).then(|| PlanePath::new(rings, true)),
            axis: OnceCell::new(),
        }
    }
}

fn add(
    geometry: &Geometry,
    projection: &Projection,
    points: &mut Vec<Point<Plane>>,
    lines: &mut Vec<Vec<Point<Plane>>>,
    rings: &mut Vec<Vec<Point<Plane>>>,
) {
    match geometry {
        Geometry::Points(positions) => {
            let positions = positions.iter().copied();
            points.add_all(positions.filter_map(|position: LonLat| projection.forward(position)));
        }
        Geometry::Lines(parts) => {
            lines.add_all(parts.iter().flat_map(|line| project_line(line, projection)));
        }
        Geometry::Areas(areas) => {
            let parts = areas.iter().flatten();
            rings.add_all(parts.flat_map(|ring| project_ring(ring, projection)));
        }
        Geometry::Legs(_) => {}
        Geometry::Collection(parts) => {
            for part in parts {
                add(part, projection, points, lines, rings);
            }
        }
    }
}
