//! The base map as one view needs it: clipped around it and simplified to its scale, kept from frame to frame.

use std::rc::Rc;

use crate::atlas::Atlas;
use crate::camera::Camera;
use crate::geo::simplify::simplify;
use crate::math::{exp2, log2};
use crate::shape::{Boundaries, Ground, PlanePath, Shapes};
use crate::space::{Plane, Point, Rect};

/// Areas, rivers and boundaries around a view.
#[derive(Debug, Clone)]
pub struct BaseMap {
    frame: Frame,
    /// Areas and rivers.
    pub ground: Ground,
    /// Boundaries of the chosen view.
    pub boundaries: Boundaries,
    /// Meridians and parallels.
    pub graticule: Rc<PlanePath>,
    /// By track, its parts; those out of the frame are empty.
    tracks: Vec<Vec<Vec<Point<Plane>>>>,
}

/// What the base map was cut for. It depends on nothing but the camera, so that the same view is the same picture whatever
/// came before it, and it stays the same while the camera moves a little.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Frame {
    rect: Rect<Plane>,
    /// Units of the plane.
    tolerance: f64,
    detailed: bool,
}

/// Details below this are left out, CSS pixels.
const TOLERANCE: f64 = 0.4;
/// What strokes need beyond the view, as a share of the frame.
const MARGIN: f64 = 0.05;

impl Frame {
    fn new(camera: &Camera, detailed: bool) -> Self {
        let view = camera.view();
        // A grid whose cells are between once and twice as large as the view.
        let side = exp2(log2(view.width().max(view.height())).ceil());
        let down = |at: f64| (at / side).floor() * side;
        let up = |at: f64| (at / side).ceil() * side;
        let rect = Rect {
            min: Point::new(down(view.min.x), down(view.min.y)),
            max: Point::new(up(view.max.x), up(view.max.y)),
        };
        Self {
            rect: rect.inflate(side * MARGIN),
            tolerance: TOLERANCE / exp2(log2(camera.scale).ceil()),
            detailed,
        }
    }
}

impl BaseMap {
    /// The base map for a camera.
    #[must_use]
    pub fn new(
        atlas: &Atlas,
        shapes: &Shapes,
        camera: &Camera,
        boundary_view: &str,
        detailed: bool,
    ) -> Self {
        let frame = Frame::new(camera, detailed);
        let Frame {
            rect, tolerance, ..
        } = frame;
        let simple = |line: &Vec<Point<Plane>>| {
            if Rect::around(line.iter().copied()).intersects(&rect) {
                simplify(line, tolerance)
            } else {
                Vec::new()
            }
        };
        let tracks = shapes.tracks.iter();
        Self {
            tracks: tracks
                .map(|parts| parts.iter().map(simple).collect())
                .collect(),
            frame,
            ground: shapes.ground(detailed).cut(&rect, tolerance),
            boundaries: shapes.boundaries(atlas, boundary_view, detailed, &rect, tolerance),
            graticule: shapes.graticule(&rect, tolerance),
        }
    }

    /// A part of a track, whole but simplified to the scale; empty where it is far from the view.
    #[must_use]
    pub fn track(&self, track: usize, part: usize) -> &[Point<Plane>] {
        &self.tracks[track][part]
    }

    /// Whether it serves for another camera as well.
    #[must_use]
    pub fn serves(&self, camera: &Camera, detailed: bool) -> bool {
        self.frame == Frame::new(camera, detailed)
    }
}
