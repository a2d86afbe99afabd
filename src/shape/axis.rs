//! The axis of a long area, for names to run along.

use super::PlanePath;
use crate::list::Gather as _;
use crate::math::sin_cos;
use crate::space::{Plane, Point};

/// How much longer than from left to right.
const LONGER: f64 = 1.3;
/// Directions tried, and places along the axis.
const DIRECTIONS: u32 = 24;
const PLACES: u32 = 8;

/// The middle of `area` along its longest chord through `label`, from left to right; `None` if the level chord is about as
/// long.
pub(super) fn axis(area: &PlanePath, label: Point<Plane>) -> Option<Vec<Point<Plane>>> {
    let level = chord(area, label, (1.0, 0.0))?;
    let mut longest = (level.1 - level.0) * LONGER;
    let mut best = None;
    for step in 1..DIRECTIONS {
        // From almost straight down to straight up.
        let angle = (f64::from(step) / f64::from(DIRECTIONS) - 0.5) * std::f64::consts::PI;
        let (sine, cosine) = sin_cos(angle);
        let heading = (cosine, sine);
        if let Some((from, to)) = chord(area, label, heading)
            && to - from > longest
        {
            longest = to - from;
            best = Some((heading, from, to));
        }
    }
    let ((x, y), from, to) = best?;
    let place = |index: u32| {
        // The very ends are corners.
        let share = 0.05 + 0.9 * f64::from(index) / f64::from(PLACES);
        let along = from + (to - from) * share;
        label.offset(x * along, y * along)
    };
    let across = |index: u32| {
        let sides = chord(area, place(index), (-y, x)).unwrap_or((0.0, 0.0));
        let limit = 0.12 * longest;
        f64::midpoint(sides.0, sides.1).max(-limit).min(limit)
    };
    let mut middles: Vec<f64> = (0..=PLACES).map(across).gathered();
    for _ in 0..3 {
        let last = middles.len() - 1;
        let smooth = |index: usize| {
            let (before, after) = (index.saturating_sub(1), (index + 1).min(last));
            (middles[before] + 2.0 * middles[index] + middles[after]) / 4.0
        };
        middles = (0..=last).map(smooth).gathered();
    }
    let places = (0..=PLACES).zip(middles);
    Some(
        places
            .map(|(index, off)| place(index).offset(-y * off, x * off))
            .gathered(),
    )
}

/// How far one can go from a point inside, back and ahead, without leaving the area.
fn chord(area: &PlanePath, at: Point<Plane>, (x, y): (f64, f64)) -> Option<(f64, f64)> {
    let (mut back, mut ahead) = (f64::NEG_INFINITY, f64::INFINITY);
    for ring in &area.parts {
        let mut from = *ring.last()?;
        for &to in ring {
            let side = |point: Point<Plane>| x * (point.y - at.y) - y * (point.x - at.x);
            let along = |point: Point<Plane>| x * (point.x - at.x) + y * (point.y - at.y);
            let (one, other) = (side(from), side(to));
            if (one > 0.0) != (other > 0.0) {
                let crossing = along(from) + (along(to) - along(from)) * one / (one - other);
                if crossing > 0.0 {
                    ahead = ahead.min(crossing);
                } else {
                    back = back.max(crossing);
                }
            }
            from = to;
        }
    }
    (back.is_finite() && ahead.is_finite()).then_some((back, ahead))
}
