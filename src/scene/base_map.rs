//! The base map as one view needs it: clipped around it and simplified to its scale, kept from frame to frame.

use std::cell::OnceCell;
use std::rc::Rc;

use super::BLEED;
use super::throng::throng;
use crate::atlas::Atlas;
use crate::camera::Camera;
use crate::geo::index::Index;
use crate::list::Gather as _;
use crate::math::{exp2, log2};
use crate::order::order;
use crate::shape::{Boundaries, Ground, PlanePath, Shapes};
use crate::space::{Plane, Point, Rect};

/// Areas, rivers and boundaries around a view.
#[derive(Debug)]
pub struct BaseMap {
    frame: Frame,
    /// Areas and rivers.
    pub ground: Ground,
    /// Boundaries of the chosen view.
    pub boundaries: Boundaries,
    /// The same as they are wherever one looks.
    all_boundaries: Boundaries,
    /// Meridians and parallels.
    pub graticule: Rc<PlanePath>,
    /// By track, its parts; those out of the frame are empty.
    tracks: Vec<Vec<Vec<Point<Plane>>>>,
    /// The features that meet the frame, in drawing order, but for those for which others stand.
    pub near: Vec<usize>,
    /// What is drawn of the areas of a reader's own, by feature, ascending.
    own: Vec<(usize, Rc<PlanePath>)>,
    /// By feature: for how many it stands.
    pub stands_for: Vec<u32>,
    /// Over the bounds of those `near`, once it is asked for.
    index: OnceCell<Index<Plane>>,
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
/// What strokes need beyond the frame, as a share of a cell.
const MARGIN: f64 = 0.2;

impl Frame {
    fn new(camera: &Camera, detailed: bool) -> Self {
        // Twice: pictures are made ahead of a moving map.
        let view = camera.view().inflate(2.0 * BLEED / camera.scale);
        // A grid whose cells are between a quarter and a half of what is drawn: what is cut off does not cost.
        let side = exp2(log2(view.width().max(view.height())).ceil()) / 4.0;
        let down = |at: f64| (at / side).floor() * side;
        let up = |at: f64| (at / side).ceil() * side;
        let rect = Rect {
            min: Point::new(down(view.min.x), down(view.min.y)),
            max: Point::new(up(view.max.x), up(view.max.y)),
        };
        Self {
            rect: rect.inflate(side * MARGIN),
            tolerance: TOLERANCE / exp2((2.0 * log2(camera.scale)).ceil() / 2.0),
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
        let boundaries = shapes.boundaries(atlas, boundary_view, detailed);
        Self::cut(atlas, shapes, Frame::new(camera, detailed), boundaries)
    }

    /// The same base map for another camera.
    #[must_use]
    pub fn moved(&self, atlas: &Atlas, shapes: &Shapes, camera: &Camera) -> Self {
        let frame = Frame::new(camera, self.frame.detailed);
        Self::cut(atlas, shapes, frame, self.all_boundaries.clone())
    }

    fn cut(atlas: &Atlas, shapes: &Shapes, frame: Frame, all_boundaries: Boundaries) -> Self {
        let Frame {
            rect, tolerance, ..
        } = frame;
        let boundaries = all_boundaries.iter();
        let mut near = shapes.near(&rect);
        let stands_for = throng(atlas, shapes, &mut near, tolerance);
        let keys = near.iter().map(|&(index, _)| {
            let layer = atlas.features[index].layer as u64;
            layer << 32 | index as u64
        });
        let near: Vec<usize> = order(keys).into_iter().map(|at| near[at].0).gathered();
        let mut own = Vec::new();
        // Those of overlays are the last, each overlay a layer.
        for &index in &near {
            if index >= atlas.told().len()
                && let Some(area) = &shapes.shapes[index].outline(false).area
            {
                own.push((index, area.drawn(&rect, tolerance)));
            }
        }
        Self {
            tracks: shapes.tracks_near(&rect, tolerance),
            ground: shapes.ground(frame.detailed).cut(&rect, tolerance),
            boundaries: boundaries
                .map(|(kind, path)| (*kind, path.cut(&rect, tolerance)))
                .gathered(),
            graticule: shapes.graticule(&rect, tolerance),
            all_boundaries,
            frame,
            near,
            own,
            stands_for,
            index: OnceCell::new(),
        }
    }

    /// A part of a track, whole but simplified to the scale; empty where it is far from the view.
    #[must_use]
    pub fn track(&self, track: usize, part: usize) -> &[Point<Plane>] {
        &self.tracks[track][part]
    }

    /// What is drawn of the area of a reader's own feature; nothing where it has none, or is far from the view.
    #[must_use]
    pub fn own_area(&self, feature: usize) -> Option<&Rc<PlanePath>> {
        let at = self.own.partition_point(|(own, _)| *own < feature);
        let (own, area) = self.own.get(at)?;
        (*own == feature).then_some(area)
    }

    /// Those of `near` whose bounds meet `rect`, which is in the frame, in drawing order.
    #[must_use]
    pub fn near_to(&self, shapes: &Shapes, rect: &Rect<Plane>) -> Vec<usize> {
        let bounds = || self.near.iter().map(|&index| shapes.shapes[index].bounds);
        let index = self.index.get_or_init(|| Index::new(&bounds().gathered()));
        let found = index.search(rect).into_iter();
        found.map(|at| self.near[at]).gathered()
    }

    /// Whether it serves for another camera as well.
    #[must_use]
    pub fn serves(&self, camera: &Camera) -> bool {
        self.frame == Frame::new(camera, self.frame.detailed)
    }

    /// Whether it is drawn in detail.
    #[must_use]
    pub const fn detailed(&self) -> bool {
        self.frame.detailed
    }
}
