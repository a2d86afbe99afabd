//! Less of a geometry: what a picture of some scale and place can show of it.

use std::cell::OnceCell;

use super::planar::distance_to_segment;
use crate::list::Gather as _;
use crate::space::{Plane, Point, Rect};

/// What is known of a line or ring for all scales: the bounds and, once it is asked for, how fine each point is.
///
/// D. H. Douglas and T. K. Peucker, *Algorithms for the reduction of the number of points required to represent a digitized
/// line or its caricature*, Cartographica 10 (1973): a point is left out from the tolerance on that its distance, or that
/// of a point before it in the recursion, does not exceed. The recursion is the same for all tolerances, so it is run once: each
/// is for one line, or for one ring.
#[derive(Debug, Clone)]
pub struct Detail {
    /// Around the line.
    pub bounds: Rect<Plane>,
    /// By point: the largest tolerance that it is not kept at; units of the plane.
    fineness: OnceCell<Vec<f32>>,
}

impl Detail {
    /// Of a line or a ring.
    #[must_use]
    pub fn new(line: &[Point<Plane>]) -> Self {
        Self {
            bounds: Rect::around(line.iter().copied()),
            fineness: OnceCell::new(),
        }
    }

    /// The line without the points that lie nearer than `tolerance` to the line through the others; the ends stay.
    #[must_use]
    pub fn simplify(&self, line: &[Point<Plane>], tolerance: f64) -> Vec<Point<Plane>> {
        let last = line.len().saturating_sub(1);
        self.kept(line, tolerance, &[(0, last)])
    }

    /// The ring (its first point not repeated) simplified, or nothing where no area of it would be left.
    #[must_use]
    pub fn simplify_ring(&self, ring: &[Point<Plane>], tolerance: f64) -> Vec<Point<Plane>> {
        let Some(&first) = ring.first() else {
            return Vec::new();
        };
        // Two points that are far apart stay: the ends of two lines that the ring consists of.
        let mut far = 0;
        for (at, point) in ring.iter().enumerate() {
            if point.distance(first) > ring[far].distance(first) {
                far = at;
            }
        }
        let simple = self.kept(ring, tolerance, &[(0, far), (far, ring.len())]);
        if simple.len() < 3 { Vec::new() } else { simple }
    }

    fn kept(
        &self,
        line: &[Point<Plane>],
        tolerance: f64,
        runs: &[(usize, usize)],
    ) -> Vec<Point<Plane>> {
        let fineness = self.fineness.get_or_init(|| fineness(line, runs));
        let points = line.iter().zip(fineness);
        points
            .filter(|(_, fineness)| f64::from(**fineness) > tolerance)
            .map(|(&point, _)| point)
            .gathered()
    }
}

/// How fine the points of a line are that consists of `runs`, from and to an index; the one after the last is the first.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a tolerance needs no more digits than that"
)]
fn fineness(line: &[Point<Plane>], runs: &[(usize, usize)]) -> Vec<f32> {
    let mut fineness = vec![0.0; line.len()];
    let mut open = Vec::new();
    for &(first, last) in runs {
        for end in [first, last] {
            if let Some(fineness) = fineness.get_mut(end) {
                *fineness = f32::INFINITY;
            }
        }
        open.push((first, last, f64::INFINITY));
    }
    while let Some((first, last, most)) = open.pop() {
        let (from, to) = match line {
            [] => continue,
            line => (line[first], line[last % line.len()]),
        };
        let mut farthest = (0, 0.0);
        for (at, &point) in line.iter().enumerate().take(last).skip(first + 1) {
            let distance = distance_to_segment(point, from, to);
            if distance > farthest.1 {
                farthest = (at, distance);
            }
        }
        let (at, distance) = farthest;
        if at > 0 {
            let distance = distance.min(most);
            // Rounded up: nothing is left out too early.
            fineness[at] = (distance as f32).next_up();
            open.push((first, at, distance));
            open.push((at, last, distance));
        }
    }
    fineness
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
