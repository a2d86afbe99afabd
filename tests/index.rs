//! The index finds what looking at everything finds.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use central_asia_map::geo::index::Index;
use central_asia_map::space::{Plane, Point, Rect};
use geo_index::rtree::sort::HilbertSort;
use geo_index::rtree::{RTreeBuilder, RTreeIndex as _};
use proptest::prelude::*;

fn rect(x: f64, y: f64, width: f64, height: f64) -> Rect<Plane> {
    let min = Point::new(x, y);
    Rect {
        min,
        max: min.offset(width, height),
    }
}

fn by_looking_at_all(rects: &[Rect<Plane>], at: &Rect<Plane>) -> Vec<usize> {
    let all = rects.iter().enumerate();
    let found = all.filter(|(_, rect)| !rect.is_empty() && rect.intersects(at));
    found.map(|(item, _)| item).collect()
}

fn by_geo_index(rects: &[Rect<Plane>], at: &Rect<Plane>) -> Vec<usize> {
    let mut builder = RTreeBuilder::<f64>::new(u32::try_from(rects.len()).unwrap());
    for rect in rects {
        builder.add(rect.min.x, rect.min.y, rect.max.x, rect.max.y);
    }
    let tree = builder.finish::<HilbertSort>();
    let found = tree.search(at.min.x, at.min.y, at.max.x, at.max.y);
    let mut found: Vec<usize> = found.into_iter().map(|item| item as usize).collect();
    found.sort_unstable();
    found
}

fn rects(
    count: impl Into<proptest::collection::SizeRange>,
) -> impl Strategy<Value = Vec<Rect<Plane>>> {
    // Whole numbers, so that rectangles often just touch.
    let rect = (-20..20_i32, -20..20_i32, 0..6_i32, 0..6_i32)
        .prop_map(|(x, y, width, height)| rect(x.into(), y.into(), width.into(), height.into()));
    proptest::collection::vec(rect, count)
}

proptest! {
    #[test]
    fn finds_what_meets_a_rectangle(items in rects(0..700_usize), places in rects(1..20_usize)) {
        let index = Index::new(&items);
        for place in &places {
            let found = index.search(place);
            prop_assert_eq!(&found, &by_looking_at_all(&items, place));
            if !items.is_empty() {
                prop_assert_eq!(&found, &by_geo_index(&items, place));
            }
        }
    }

    #[test]
    fn finds_items_of_any_size(
        corners in proptest::collection::vec((-1e3..1e3_f64, -1e3..1e3_f64, 0.0..300.0_f64), 1..200),
        x in -1e3..1e3_f64, y in -1e3..1e3_f64,
    ) {
        let items: Vec<_> = corners.into_iter().map(|(x, y, size)| rect(x, y, size, size / 3.0)).collect();
        let place = rect(x, y, 50.0, 50.0);
        prop_assert_eq!(Index::new(&items).search(&place), by_looking_at_all(&items, &place));
    }
}

/// Nodes have 16 children: around its powers a level begins.
#[test]
fn finds_all_at_every_count_around_a_full_node() {
    for count in [1, 2, 15, 16, 17, 255, 256, 257, 4095, 4096, 4097] {
        let items: Vec<_> = (0..count)
            .map(|item| rect(f64::from(item % 64), f64::from(item / 64), 0.5, 0.5))
            .collect();
        let index = Index::new(&items);
        let everything = rect(-1.0, -1.0, 1e3, 1e3);
        let all: Vec<usize> = (0..items.len()).collect();
        assert_eq!(index.search(&everything), all, "{count}");
        assert_eq!(index.search(&rect(0.0, 0.0, 0.1, 0.1)), [0], "{count}");
        assert_eq!(index.search(&rect(-9.0, -9.0, 1.0, 1.0)), [0; 0], "{count}");
    }
}

#[test]
fn nothing_is_found_in_nothing() {
    let none: [Rect<Plane>; 0] = [];
    assert_eq!(Index::new(&none).search(&rect(0.0, 0.0, 1.0, 1.0)), [0; 0]);
}

#[test]
fn one_item_is_found() {
    let index = Index::new(&[rect(1.0, 2.0, 3.0, 4.0)]);
    assert_eq!(index.search(&rect(4.0, 6.0, 1.0, 1.0)), [0]);
    assert_eq!(index.search(&rect(4.1, 6.0, 1.0, 1.0)), [0; 0]);
}

#[test]
fn items_at_one_point_are_all_found() {
    let items = vec![rect(7.0, 7.0, 0.0, 0.0); 1000];
    let index = Index::new(&items);
    let all: Vec<usize> = (0..1000).collect();
    assert_eq!(index.search(&rect(7.0, 7.0, 0.0, 0.0)), all);
    assert_eq!(index.search(&rect(7.1, 7.0, 1.0, 1.0)), [0; 0]);
}

/// Features without a place have empty bounds, and the others keep their numbers.
#[test]
fn empty_items_are_never_found() {
    let items = [
        Rect::empty(),
        rect(0.0, 0.0, 1.0, 1.0),
        Rect::empty(),
        rect(0.5, 0.5, 1.0, 1.0),
    ];
    let index = Index::new(&items);
    assert_eq!(index.search(&rect(-1e9, -1e9, 2e9, 2e9)), [1, 3]);
    assert_eq!(
        Index::new(&[Rect::<Plane>::empty(); 3]).search(&rect(-1e9, -1e9, 2e9, 2e9)),
        [0; 0]
    );
}
