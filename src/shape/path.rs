//! What is drawn as one path, and what of it can be seen.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::geo::simplify::{Detail, clip_line, clip_ring};
use crate::list::{AddAll as _, Gather as _};
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
            details: OnceCell::new(),
        })
    }

    /// What of it can be seen in `rect` when details below `tolerance` cannot.
    #[must_use]
    pub fn cut(&self, rect: &Rect<Plane>, tolerance: f64) -> Rc<Self> {
        let known = || self.parts.iter().map(|part| Detail::new(part)).gathered();
        let details: &Vec<Detail> = self.details.get_or_init(known);
        let mut parts = Vec::new();
        for (part, detail) in self.parts.iter().zip(details) {
            let extent = detail.bounds.width().max(detail.bounds.height());
            if extent < 2.0 * tolerance || !detail.bounds.intersects(rect) {
                continue;
            }
            // Simplified first: what is left does not depend on where the view is.
            let whole = rect.contains(detail.bounds.min) && rect.contains(detail.bounds.max);
            if self.closed {
                let ring = detail.simplify_ring(part, tolerance);
                let ring = if whole { ring } else { clip_ring(&ring, rect) };
                if !ring.is_empty() {
                    parts.push(ring);
                }
            } else {
                let line = detail.simplify(part, tolerance);
                if whole {
                    parts.push(line);
                } else {
                    parts.add_all(clip_line(&line, rect));
                }
            }
        }
        Self::new(parts, self.closed)
    }
}
