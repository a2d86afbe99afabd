//! What lies near a place, without looking at everything: a packed Hilbert R-tree over rectangles.
//!
//! I. Kamel and C. Faloutsos, *On packing R-trees*, CIKM 1993: items sorted along a Hilbert curve, nodes full and in one
//! array, each level after the one below. The `geo-index` crate does the same, but brings sorts of its own into the wasm; a
//! test compares with it.

use crate::list::Gather as _;
use crate::order::order;
use crate::space::Rect;

/// A static index; items are numbered as they were given. Building costs O(n log n), a search O(log n + hits).
#[derive(Debug)]
pub struct Index<S> {
    /// The rectangles of the sorted items, then of the nodes over them, level by level; the last is the root.
    bounds: Vec<Rect<S>>,
    /// The item of each of the first entries of `bounds`.
    items: Vec<usize>,
    /// Where each level begins in `bounds`, the items are the first, and where the last ends.
    levels: Vec<usize>,
}

/// Children of a node.
const FANOUT: usize = 16;

impl<S> Index<S> {
    /// An index over `rects`; empty ones are never found.
    #[must_use]
    pub fn new(rects: &[Rect<S>]) -> Self {
        let mut extent = Rect::empty();
        let filled = rects
            .iter()
            .enumerate()
            .filter(|(_, rect)| !rect.is_empty());
        let mut items: Vec<usize> = filled
            .map(|(item, rect)| {
                extent.union(*rect);
                item
            })
            .gathered();
        let keys = items.iter().map(|&item| {
            let center = rects[item].center();
            let part = |at: f64, min: f64, size: f64| {
                let part = if size > 0.0 { (at - min) / size } else { 0.0 };
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "between 0 and 65535"
                )]
                let part = (part * 65535.0) as u32;
                part
            };
            hilbert(
                part(center.x, extent.min.x, extent.width()),
                part(center.y, extent.min.y, extent.height()),
            )
        });
        items = order(keys).into_iter().map(|at| items[at]).gathered();
        let mut bounds: Vec<Rect<S>> = items.iter().map(|&item| rects[item]).gathered();
        let mut levels = vec![0];
        let mut start = 0;
        while bounds.len() - start > 1 {
            let end = bounds.len();
            levels.push(end);
            for first in (start..end).step_by(FANOUT) {
                let mut node = Rect::empty();
                for child in &bounds[first..end.min(first + FANOUT)] {
                    node.union(*child);
                }
                bounds.push(node);
            }
            start = end;
        }
        levels.push(bounds.len());
        Self {
            bounds,
            items,
            levels,
        }
    }

    /// Around everything; empty where there is nothing.
    #[must_use]
    pub fn bounds(&self) -> Rect<S> {
        self.bounds.last().copied().unwrap_or_else(Rect::empty)
    }

    /// The items whose rectangles meet `rect`, in ascending order.
    #[must_use]
    pub fn search(&self, rect: &Rect<S>) -> Vec<usize> {
        let mut found = Vec::new();
        self.find(rect, 0, &mut found);
        let sorted = order(found.iter().map(|(item, _)| *item as u64)).into_iter();
        sorted.map(|at| found[at].0).gathered()
    }

    /// Adds the items whose rectangles meet `rect` to what was `found`, in no order, as numbers from `first` on, each with its
    /// rectangle.
    pub fn find(&self, rect: &Rect<S>, first: usize, found: &mut Vec<(usize, Rect<S>)>) {
        // Pairs of a level and an entry in it, whose children are looked at; first that of the root is.
        let mut open = vec![(self.levels.len() - 1, self.bounds.len())];
        while let Some((level, entry)) = open.pop() {
            let below = self.levels[level - 1];
            let child = below + (entry - self.levels[level]) * FANOUT;
            for child in child..(child + FANOUT).min(self.levels[level]) {
                let bounds = self.bounds[child];
                if !bounds.intersects(rect) {
                    continue;
                }
                if level == 1 {
                    found.push((first + self.items[child], bounds));
                } else {
                    open.push((level - 1, child));
                }
            }
        }
    }
}

/// Distance along a Hilbert curve of order 16 to the cell `x`, `y`, each below 2¹⁶.
fn hilbert(mut x: u32, mut y: u32) -> u64 {
    let mut distance = 0;
    let mut side = 1_u32 << 15;
    while side > 0 {
        let (right, top) = (u32::from(x & side > 0), u32::from(y & side > 0));
        distance += u64::from(side) * u64::from(side) * u64::from((3 * right) ^ top);
        // Turns the quadrant so that the curve goes on at its end.
        if top == 0 {
            if right == 1 {
                x = 0xffff - x;
                y = 0xffff - y;
            }
            std::mem::swap(&mut x, &mut y);
        }
        side /= 2;
    }
    distance
}
