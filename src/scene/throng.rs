//! A reader's own features, as many as a scale can show.

use crate::atlas::Atlas;
use crate::list::Gather as _;
use crate::shape::Shapes;
use crate::space::{Plane, Rect};
use crate::table::Table;

/// Nothing is left out up to so many.
const MOST: usize = 4000;
/// Side of the smallest cell in which one stands for all, in tolerances: some 8 CSS pixels.
const CELL: f64 = 20.0;

/// For how many of the features `near` each stands, by feature: itself, or none where another does that is close by and
/// looks the same; those are taken out. Only a reader's own stand for others, and only small ones; a nearer view shows the others.
pub(super) fn throng(
    atlas: &Atlas,
    shapes: &Shapes,
    near: &mut Vec<(usize, Rect<Plane>)>,
    tolerance: f64,
) -> Vec<u32> {
    let mut counts = vec![1; atlas.features.len()];
    let told = atlas.told().len();
    let mut cell = CELL * tolerance;
    // A cell as large as the globe has room for all.
    let own = |near: &[(usize, _)]| near.iter().filter(|&&(index, _)| index >= told).count();
    while own(near) > MOST && cell < 10.0 {
        let key = |&(index, bounds): &(usize, Rect<Plane>)| {
            if index < told || bounds.width().max(bounds.height()) > cell {
                return index as u64;
            }
            let center = bounds.center();
            // One of 255 numbers, never 0: that is for what stands alone.
            let look =
                1 + (u64::from(shapes.looks[index]) + 4 * atlas.overlay_of(index) as u64) % 255;
            look << 56 | number(center.x / cell) << 28 | number(center.y / cell)
        };
        let keys: Vec<u64> = near.iter().map(key).gathered();
        let mut cells = Table::new(keys.len());
        for at in 0..keys.len() {
            let same = |known: usize| keys[known] == keys[at];
            if let Some(first) = cells.add(at, keys[at], &same) {
                // The one that is drawn first stands for all.
                if near[at].0 < near[first].0 {
                    near.swap(at, first);
                }
                counts[near[first].0] += counts[near[at].0];
                counts[near[at].0] = 0;
            }
        }
        near.retain(|&(index, _)| counts[index] > 0);
        // Cells lie in larger ones: who has been left out stays so.
        cell *= 2.0;
    }
    counts
}

/// The number of a cell, always positive.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the plane is some ten units wide, and a cell no less than a ten millionth of one"
)]
fn number(at: f64) -> u64 {
    (at.floor() + f64::from(1 << 27)) as u64 & 0xfff_ffff
}
