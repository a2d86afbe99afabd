//! What is drawn as one path, and what of it can be seen.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::geo::edges::{joined, nodes, twins, unshared};
use crate::geo::planar::area_contains;
use crate::geo::simplify::{Detail, clip_line, clip_ring};
use crate::list::{AddAll as _, Gather as _};
use crate::space::{Plane, Point, Rect};

/// What is a reader's own keeps one point of so many at every scale: where it zigzags the work would grow by the square otherwise.
const RUN: usize = 1000;

/// Lines or rings in the plane that are drawn as one path. Filled by the even-odd rule.
#[derive(Debug, Clone)]
pub struct PlanePath {
    /// Rings are closed without repeating their first point.
    pub parts: Vec<Vec<Point<Plane>>>,
    /// Whether the parts are rings.
    pub closed: bool,
    /// Around all parts.
    pub bounds: Rect<Plane>,
    /// Of rings, see [`twins`].
    twins: OnceCell<Vec<usize>>,
    /// Parallel to the parts, once some of them are wanted.
    details: OnceCell<Vec<Detail>>,
}

/// What has been found out about a path makes no difference.
impl PartialEq for PlanePath {
    fn eq(&self, other: &Self) -> bool {
        self.closed == other.closed && self.parts == other.parts
    }
}

impl PlanePath {
    pub(super) fn new(parts: Vec<Vec<Point<Plane>>>, closed: bool) -> Rc<Self> {
        let bounds = Rect::around(parts.iter().flatten().copied());
        Rc::new(Self {
            parts,
            closed,
            bounds,
            twins: OnceCell::new(),
            details: OnceCell::new(),
        })
    }

    /// Its rings together: without the edges that two of them share.
    pub(super) fn together(&self) -> Rc<Self> {
        let (mut parts, mut details) = (Vec::new(), Vec::new());
        for (ring, nodes) in joined(unshared(&self.parts, self.twins())) {
            details.push(Detail::between(&ring, nodes));
            parts.push(ring);
        }
        Self::new(parts, true).with(details)
    }

    /// The same, whose details are known; it is new, and has none.
    fn with(self: Rc<Self>, details: Vec<Detail>) -> Rc<Self> {
        let _ = self.details.set(details);
        self
    }

    /// Some of the rings, which are simplified as they are among the others.
    pub(super) fn some(&self, wanted: &mut dyn Iterator<Item = bool>) -> Rc<Self> {
        let mut parts = Vec::new();
        let mut details = Vec::new();
        for ((part, detail), wanted) in self.parts.iter().zip(self.details()).zip(wanted) {
            if wanted {
                parts.push(part.clone());
                details.push(detail.clone());
            }
        }
        Self::new(parts, self.closed).with(details)
    }

    /// The twins of the edges of its rings.
    pub(super) fn twins(&self) -> &[usize] {
        self.twins.get_or_init(|| twins(&self.parts))
    }

    fn details(&self) -> &[Detail] {
        self.details
            .get_or_init(|| self.found(self.closed.then(|| self.twins()), usize::MAX))
    }

    /// The details of the parts, of rings among those that they have edges in common with by these twins; of others one point of
    /// `run` is kept at every scale.
    fn found(&self, twins: Option<&[usize]>, run: usize) -> Vec<Detail> {
        let mut details = Vec::new();
        let mut edge = 0;
        for part in &self.parts {
            let nodes = match twins {
                Some(twins) => nodes(&twins[edge..edge + part.len()]),
                None => {
                    let end = part.len().saturating_sub(usize::from(!self.closed));
                    (0..end).step_by(run).chain([end]).gathered()
                }
            };
            edge += part.len() + 1;
            details.push(Detail::between(part, nodes));
        }
        details
    }

    /// Finds out now what it is simplified by, if it has so many points that it costs less to cut it than to draw all of it. Its
    /// rings have no edges in common.
    pub(super) fn prepare(&self) {
        const MANY: usize = 100;
        if self.parts.iter().map(Vec::len).sum::<usize>() > MANY {
            let details = self.details.get_or_init(|| self.found(None, RUN));
            for (part, detail) in self.parts.iter().zip(details) {
                // The others cost little when they are seen.
                if part.len() > MANY {
                    detail.prepare(part);
                }
            }
        }
    }

    /// What is drawn of one of a reader's own: all of it, or if that is much what is [`cut`](Self::cut) from it.
    #[must_use]
    pub fn drawn(self: &Rc<Self>, rect: &Rect<Plane>, tolerance: f64) -> Rc<Self> {
        let Some(details) = self.details.get() else {
            return Rc::clone(self);
        };
        let cut = self.cut(rect, tolerance);
        if !cut.parts.is_empty() {
            return cut;
        }
        // Atolls are not nothing.
        let mut near = details.iter().map(|detail| detail.bounds.intersects(rect));
        self.some(&mut near)
    }

    /// Whether the rings contain `point`.
    #[must_use]
    pub fn contains(&self, point: Point<Plane>) -> bool {
        self.bounds.contains(point) && area_contains(&self.parts, point)
    }

    /// What of it can be seen in `rect` when details below `tolerance`, units of the plane, cannot.
    #[must_use]
    pub fn cut(&self, rect: &Rect<Plane>, tolerance: f64) -> Rc<Self> {
        self.cut_large(rect, tolerance, 2.0 * tolerance)
    }

    /// The same of those parts that are `least` long or high, as `tolerance` in units of the plane.
    #[must_use]
    pub fn cut_large(&self, rect: &Rect<Plane>, tolerance: f64, least: f64) -> Rc<Self> {
        let mut parts = Vec::new();
        for (part, detail) in self.parts.iter().zip(self.details()) {
            let extent = detail.bounds.width().max(detail.bounds.height());
            if extent < least || !detail.bounds.intersects(rect) {
                continue;
            }
            // Simplified first: what is left does not depend on where the view is.
            let whole = rect.contains(detail.bounds.min) && rect.contains(detail.bounds.max);
            let simple = detail.simplify(part, tolerance);
            // No area is left of less.
            if self.closed && simple.len() < 3 {
                continue;
            }
            if whole {
                parts.push(simple);
            } else if self.closed {
                let ring = clip_ring(&simple, rect);
                if !ring.is_empty() {
                    parts.push(ring);
                }
            } else {
                parts.add_all(clip_line(&simple, rect));
            }
        }
        Self::new(parts, self.closed)
    }
}
