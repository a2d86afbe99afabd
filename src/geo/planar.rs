//! Plane geometry, in whatever space the points are.

use crate::math::between;
use crate::space::Point;

/// Distance of `point` from the segment `from`–`to`, in the unit of the space.
#[must_use]
pub fn distance_to_segment<S>(point: Point<S>, from: Point<S>, to: Point<S>) -> f64 {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length_squared = dx * dx + dy * dy;
    let t = if length_squared > 0.0 {
        between(
            ((point.x - from.x) * dx + (point.y - from.y) * dy) / length_squared,
            0.0,
            1.0,
        )
    } else {
        0.0
    };
    point.distance(from.lerp(to, t))
}

/// Distance of `point` from a polyline; infinite for an empty one.
#[must_use]
pub fn distance_to_line<S>(point: Point<S>, line: &[Point<S>]) -> f64 {
    match line {
        [only] => point.distance(*only),
        _ => line
            .windows(2)
            .map(|pair| distance_to_segment(point, pair[0], pair[1]))
            .fold(f64::INFINITY, f64::min),
    }
}

/// Whether `point` lies within the area bounded by `rings` (the first not repeated at the end), by the even-odd rule.
#[must_use]
pub fn area_contains<S>(rings: &[Vec<Point<S>>], point: Point<S>) -> bool {
    rings
        .iter()
        .fold(false, |inside, ring| inside != ring_contains(ring, point))
}

fn ring_contains<S>(ring: &[Point<S>], point: Point<S>) -> bool {
    let Some(&last) = ring.last() else {
        return false;
    };
    let mut inside = false;
    let mut from = last;
    for &to in ring {
        // Half-open in y, so that a vertex at the point's height counts once.
        if (from.y > point.y) != (to.y > point.y) {
            let x = from.x + (point.y - from.y) / (to.y - from.y) * (to.x - from.x);
            inside ^= x > point.x;
        }
        from = to;
    }
    inside
}

/// The line without the points that lie nearer than `tolerance` to the last one kept; the ends always stay.
#[must_use]
pub fn thin<S>(line: &[Point<S>], tolerance: f64) -> Vec<Point<S>> {
    let mut kept: Vec<Point<S>> = Vec::with_capacity(line.len());
    for &point in line {
        if kept
            .last()
            .is_none_or(|last| last.distance(point) >= tolerance)
        {
            kept.push(point);
        }
    }
    if let Some(&end) = line.last()
        && kept.last() != Some(&end)
    {
        if kept.len() > 1 {
            kept.pop();
        }
        kept.push(end);
    }
    kept
}
