//! What lies near a place, without looking at everything: a packed Hilbert R-tree over rectangles.

use std::marker::PhantomData;

use geo_index::rtree::sort::HilbertSort;
use geo_index::rtree::{RTree, RTreeBuilder, RTreeIndex as _};

use crate::space::Rect;

/// A static index; items are numbered as they were given. Building costs O(n log n), a search O(log n + hits).
pub struct Index<S> {
    tree: Option<RTree<f64>>,
    /// The tree's items are the rectangles that are not empty.
    items: Vec<usize>,
    space: PhantomData<S>,
}

impl<S> Index<S> {
    /// An index over `rects`; empty ones are never found.
    #[must_use]
    pub fn new(rects: &[Rect<S>]) -> Self {
        let items: Vec<usize> = (0..rects.len())
            .filter(|&item| !rects[item].is_empty())
            .collect();
        // The tree counts in u32 and takes no empty input.
        let tree = u32::try_from(items.len())
            .ok()
            .filter(|&count| count > 0)
            .map(|count| {
                let mut builder = RTreeBuilder::new(count);
                for &item in &items {
                    let rect = &rects[item];
                    builder.add(rect.min.x, rect.min.y, rect.max.x, rect.max.y);
                }
                builder.finish::<HilbertSort>()
            });
        Self {
            tree,
            items,
            space: PhantomData,
        }
    }

    /// The items whose rectangles meet `rect`, in ascending order.
    #[must_use]
    pub fn search(&self, rect: &Rect<S>) -> Vec<usize> {
        let Some(tree) = &self.tree else {
            return Vec::new();
        };
        let found = tree.search(rect.min.x, rect.min.y, rect.max.x, rect.max.y);
        let mut items: Vec<usize> = found
            .into_iter()
            .map(|index| self.items[index as usize])
            .collect();
        items.sort_unstable();
        items
    }
}

impl<S> std::fmt::Debug for Index<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Index of {} items", self.items.len())
    }
}
