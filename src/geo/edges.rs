//! Edges that rings have in common: areas of one topology share them exactly.

use crate::list::AddAll as _;
use crate::space::{Plane, Point};

/// What has no twin.
pub const NONE: usize = usize::MAX;

/// The same for both directions of an edge between two places, and different for different edges but for chance.
#[must_use]
pub const fn edge_key(from: [f64; 2], to: [f64; 2]) -> u64 {
    place_key(from).wrapping_add(place_key(to))
}

const fn place_key([x, y]: [f64; 2]) -> u64 {
    let bits = x.to_bits().wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (bits ^ y.to_bits())
        .rotate_left(29)
        .wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

/// By edge of the rings, its twin: the edge of any of them between the same two places, or [`NONE`]. The edges are counted ring by
/// ring from their first points on, and one is counted after the last of each ring that is none.
#[must_use]
pub fn twins(rings: &[Vec<Point<Plane>>]) -> Vec<usize> {
    let mut keys = Vec::new();
    for ring in rings {
        for (at, from) in ring.iter().enumerate() {
            let to = ring[(at + 1) % ring.len()];
            keys.push(edge_key([from.x, from.y], [to.x, to.y]));
        }
        keys.push(keys.len() as u64);
    }
    pairs(&keys)
}

/// By key, the index of another that is the same, which has this one; or [`NONE`] for one that is left over. Keys are spread
/// evenly, so each is found in a table at once.
fn pairs(keys: &[u64]) -> Vec<usize> {
    let mut pairs = vec![NONE; keys.len()];
    let mut table = vec![NONE; (2 * keys.len()).next_power_of_two()];
    for (index, &key) in keys.iter().enumerate() {
        #[expect(clippy::cast_possible_truncation, reason = "any bits do")]
        let mut place = key as usize;
        loop {
            place &= table.len() - 1;
            let other = table[place];
            if other == NONE {
                table[place] = index;
                break;
            }
            if keys[other] == key {
                if pairs[other] == NONE {
                    (pairs[index], pairs[other]) = (other, index);
                } else {
                    table[place] = index;
                }
                break;
            }
            place += 1;
        }
    }
    pairs
}

/// The nodes of a ring whose edges have these twins: where it or a neighbour begins, and where it meets or leaves a neighbour.
/// Indices of points, ascending; the last is as many as there are points. Both sides of a border have the same.
#[must_use]
pub fn nodes(twins: &[usize]) -> Vec<usize> {
    let mut nodes = vec![0];
    for (at, pair) in twins.windows(2).enumerate() {
        // Two edges in a row of one neighbour, or of none.
        if pair[0].abs_diff(pair[1]) > 1 {
            nodes.push(at + 1);
        }
    }
    nodes.push(twins.len());
    nodes
}

/// The edges without a twin, in lines as they follow each other in their ring.
#[must_use]
pub fn unshared(rings: &[Vec<Point<Plane>>], twins: &[usize]) -> Vec<Vec<Point<Plane>>> {
    let mut lines: Vec<Vec<Point<Plane>>> = Vec::new();
    let mut edges = twins.iter();
    for ring in rings {
        let mut goes_on = false;
        let ends = ring.iter().skip(1).chain(ring.first());
        for ((&from, &to), &twin) in ring.iter().zip(ends).zip(&mut edges) {
            if twin != NONE {
                goes_on = false;
                continue;
            }
            match lines.last_mut() {
                Some(line) if goes_on => line.push(to),
                _ => lines.push(vec![from, to]),
            }
            goes_on = true;
        }
        // See [`twins`].
        edges.next();
    }
    lines
}

/// Lines whose ends meet, as rings that do not repeat their first point, each with its [`nodes`]: where the lines meet. Of the
/// [`unshared`] edges of areas that do not overlap, the rings are those of all of them together, by the even-odd rule: there
/// is an even number of ends wherever some are, and any two of them may be joined.
#[must_use]
pub fn joined(mut lines: Vec<Vec<Point<Plane>>>) -> Vec<(Vec<Point<Plane>>, Vec<usize>)> {
    // Two ends a line: an even number for its first point, and the odd one after it for its last.
    let mut places = Vec::new();
    for line in &lines {
        for end in [line.first(), line.last()] {
            places.push(end.map_or(0, |end| place_key([end.x, end.y])));
        }
    }
    let meets = pairs(&places);
    let mut rings = Vec::new();
    for first in 0..lines.len() {
        let (mut ring, mut nodes) = (Vec::new(), Vec::new());
        let mut end = 2 * first;
        while end != NONE && !lines[end / 2].is_empty() {
            let line = std::mem::take(&mut lines[end / 2]);
            nodes.push(ring.len());
            // The next one begins with the point that this one ends with.
            let last = line.len() - 1;
            let forwards = end % 2 == 0;
            ring.add_all((0..last).map(|at| line[if forwards { at } else { last - at }]));
            end = meets[end ^ 1];
        }
        if !ring.is_empty() {
            nodes.push(ring.len());
            rings.push((ring, nodes));
        }
    }
    rings
}
