//! Less of a geometry: what a picture of some scale and place can show of it.

use super::planar::distance_to_segment;
use crate::space::{Plane, Point, Rect};

/// The line without the points that lie nearer than `tolerance` to the line through the others; the ends stay.
///
/// D. H. Douglas and T. K. Peucker, *Algorithms for the reduction of the number of points required to represent a digitized
/// line or its caricature*, Cartographica 10 (1973).
#[must_use]
pub fn simplify(line: &[Point<Plane>], tolerance: f64) -> Vec<Point<Plane>> {
    if line.len() < 3 {
        return line.to_vec();
    }
    let mut kept = vec![false; line.len()];
    kept[0] = true;
    kept[line.len() - 1] = true;
    let mut open = vec![(0, line.len() - 1)];
    while let Some((first, last)) = open.pop() {
        let mut farthest = (0, tolerance);
        for at in first + 1..last {
            let distance = distance_to_segment(line[at], line[first], line[last]);
            if distance > farthest.1 {
                farthest = (at, distance);
            }
        }
        if farthest.0 > 0 {
            kept[farthest.0] = true;
            open.push((first, farthest.0));
            open.push((farthest.0, last));
        }
    }
    let points = line.iter().zip(kept);
    points
        .filter(|(_, kept)| *kept)
        .map(|(&point, _)| point)
        .collect()
}

/// The ring (its first point not repeated) simplified, or nothing where no more than a speck of it would be left.
#[must_use]
pub fn simplify_ring(ring: &[Point<Plane>], tolerance: f64) -> Vec<Point<Plane>> {
    let bounds = Rect::around(ring.iter().copied());
    if bounds.width().max(bounds.height()) < 2.0 * tolerance {
        return Vec::new();
    }
    // Two points that are far apart stay: the ends of two lines that the ring consists of.
    let Some(&first) = ring.first() else {
        return Vec::new();
    };
    let mut far = 0;
    for (at, point) in ring.iter().enumerate() {
        if point.distance(first) > ring[far].distance(first) {
            far = at;
        }
    }
    let mut simple = simplify(&ring[..=far], tolerance);
    simple.pop();
    let mut back = ring[far..].to_vec();
    back.push(first);
    simple.extend(simplify(&back, tolerance));
    simple.pop();
    if simple.len() < 3 { Vec::new() } else { simple }
}

/// The parts of the line in and near `rect`: whole segments, since what sticks out is not seen.
#[must_use]
pub fn clip_line(line: &[Point<Plane>], rect: &Rect<Plane>) -> Vec<Vec<Point<Plane>>> {
    let mut parts = Vec::new();
    let mut part: Vec<Point<Plane>> = Vec::new();
    for pair in line.windows(2) {
        if Rect::around([pair[0], pair[1]]).intersects(rect) {
            if part.is_empty() {
                part.push(pair[0]);
            }
            part.push(pair[1]);
        } else if !part.is_empty() {
            parts.push(std::mem::take(&mut part));
        }
    }
    if !part.is_empty() {
        parts.push(part);
    }
    parts
}

/// The ring's area within `rect`, by Sutherland–Hodgman: where the ring leaves the rectangle it goes on along its edge.
#[must_use]
pub fn clip_ring(ring: &[Point<Plane>], rect: &Rect<Plane>) -> Vec<Point<Plane>> {
    let mut ring = ring.to_vec();
    // Signed distance from each edge, positive inside.
    let edges: [&dyn Fn(Point<Plane>) -> f64; 4] = [
        &|point| point.x - rect.min.x,
        &|point| rect.max.x - point.x,
        &|point| point.y - rect.min.y,
        &|point| rect.max.y - point.y,
    ];
    for inside in edges {
        if ring.iter().all(|&point| inside(point) >= 0.0) {
            continue;
        }
        let Some(&last) = ring.last() else {
            break;
        };
        let mut clipped = Vec::with_capacity(ring.len());
        let mut from = last;
        for &to in &ring {
            let (before, after) = (inside(from), inside(to));
            if (before >= 0.0) != (after >= 0.0) {
                clipped.push(from.lerp(to, before / (before - after)));
            }
            if after >= 0.0 {
                clipped.push(to);
            }
            from = to;
        }
        ring = clipped;
    }
    ring
}
