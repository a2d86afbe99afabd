//! What is drawn as one path, and what of it can be seen.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::geo::edges::{nodes, twins};
use crate::geo::simplify::{Detail, clip_line, clip_ring};
use crate::list::AddAll as _;
use crate::space::{Plane, Point, Rect};

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
    details: OnceCell<Vec<Rc<Detail>>>,
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

    /// Some of the rings, which are simplified as they are among the others.
    pub(super) fn some(&self, wanted: impl Iterator<Item = bool>) -> Rc<Self> {
        let mut parts = Vec::new();
        let mut details = Vec::new();
        for ((part, detail), wanted) in self.parts.iter().zip(self.details()).zip(wanted) {
            if wanted {
                parts.push(part.clone());
                details.push(Rc::clone(detail));
            }
        }
        let some = Self::new(parts, self.closed);
        // It is new, and has none.
        let _ = some.details.set(details);
        some
    }

    /// The twins of the edges of its rings.
    pub(super) fn twins(&self) -> &[usize] {
        self.twins.get_or_init(|| twins(&self.parts))
    }

    fn details(&self) -> &[Rc<Detail>] {
        self.details.get_or_init(|| {
            let mut details = Vec::new();
            let mut edge = 0;
            for part in &self.parts {
                let detail = if self.closed {
                    let edges = &self.twins()[edge..edge + part.len()];
                    edge += part.len() + 1;
                    Detail::between(part, nodes(edges))
                } else {
                    Detail::new(part)
                };
                details.push(Rc::new(detail));
            }
            details
        })
    }

    /// What of it can be seen in `rect` when details below `tolerance` cannot.
    #[must_use]
    pub fn cut(&self, rect: &Rect<Plane>, tolerance: f64) -> Rc<Self> {
        let mut parts = Vec::new();
        for (part, detail) in self.parts.iter().zip(self.details()) {
            let extent = detail.bounds.width().max(detail.bounds.height());
            if extent < 2.0 * tolerance || !detail.bounds.intersects(rect) {
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
