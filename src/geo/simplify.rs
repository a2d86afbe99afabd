//! Less of a geometry: what a picture of some scale and place can show of it.

use std::cell::OnceCell;

use crate::list::Gather as _;
use crate::math::between;
use crate::space::{Plane, Point, Rect};

/// What is known of a line or ring for all scales: the bounds, the nodes and, once it is asked for, how fine each point is.
///
/// D. H. Douglas and T. K. Peucker, *Algorithms for the reduction of the number of points required to represent a digitized
/// line or its caricature*, Cartographica 10 (1973): a point is left out from the tolerance on that its distance, or that
/// of a point before it in the recursion, does not exceed. The recursion is the same for all tolerances, so it is run once: each
/// is for one line, or for one ring. Between the same nodes it gives the same, whichever way the line runs.
#[derive(Debug, Clone)]
pub struct Detail {
    /// Around the line.
    pub bounds: Rect<Plane>,
    /// Indices of points that always stay, ascending; as many as there are points stands for the first one again.
    nodes: Vec<usize>,
    /// By point: the largest tolerance that it is not kept at; units of the plane.
    fineness: OnceCell<Vec<f32>>,
}

impl Detail {
    /// Of a line.
    #[must_use]
    pub fn new(line: &[Point<Plane>]) -> Self {
        Self::between(line, vec![0, line.len().saturating_sub(1)])
    }

    /// Of a line between its nodes, or of a ring whose [`nodes`](super::edges::nodes) these are.
    #[must_use]
    pub fn between(line: &[Point<Plane>], nodes: Vec<usize>) -> Self {
        Self {
            bounds: Rect::around(line.iter().copied()),
            nodes,
            fineness: OnceCell::new(),
        }
    }

    /// The line without the points that lie nearer than `tolerance`, units of the plane, to the line through the others; the
    /// nodes stay.
    #[must_use]
    pub fn simplify(&self, line: &[Point<Plane>], tolerance: f64) -> Vec<Point<Plane>> {
        let points = line.iter().zip(self.prepare(line));
        points
            .filter(|(_, fineness)| f64::from(**fineness) > tolerance)
            .map(|(&point, _)| point)
            .gathered()
    }

    /// How fine the points of the line are, found out when it is first asked for: it takes longer than all that follows.
    pub(crate) fn prepare(&self, line: &[Point<Plane>]) -> &[f32] {
        self.fineness.get_or_init(|| fineness(line, &self.nodes))
    }
}

/// How fine the points of a line are between its nodes.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a tolerance needs no more digits than that"
)]
fn fineness(line: &[Point<Plane>], nodes: &[usize]) -> Vec<f32> {
    let mut fineness = vec![0.0; line.len()];
    let mut open = Vec::new();
    for &node in nodes {
        if let Some(fineness) = fineness.get_mut(node) {
            *fineness = f32::INFINITY;
        }
    }
    for run in nodes.windows(2) {
        open.push((run[0], run[1], f64::INFINITY));
    }
    let place = |point: Point<Plane>| (point.x, point.y);
    while let Some((first, last, most)) = open.pop() {
        let (mut from, mut to) = match line {
            [] => continue,
            line => (line[first], line[last % line.len()]),
        };
        // The last bit of a distance, and which of two points is taken that are equally far, may not depend on the direction.
        if place(to) < place(from) {
            (from, to) = (to, from);
        }
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length_squared = dx * dx + dy * dy;
        let per_length = if length_squared > 0.0 {
            1.0 / length_squared
        } else {
            0.0
        };
        // Squares of distances are compared, which costs no root.
        let (mut farthest, mut at) = (0.0, first);
        for (index, &point) in line.iter().enumerate().take(last).skip(first + 1) {
            let (x, y) = (point.x - from.x, point.y - from.y);
            let along = between((x * dx + y * dy) * per_length, 0.0, 1.0);
            let (x, y) = (x - along * dx, y - along * dy);
            let squared = x * x + y * y;
            if squared > farthest || squared == farthest && place(point) > place(line[at]) {
                (farthest, at) = (squared, index);
            }
        }
        if farthest > 0.0 {
            let distance = farthest.sqrt().min(most);
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
