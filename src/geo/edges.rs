//! Edges that rings have in common: areas of one topology share them exactly.

use crate::order::order;
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
    let sorted = order(keys.iter().copied());
    let mut twins = vec![NONE; keys.len()];
    for pair in sorted.windows(2) {
        if keys[pair[0]] == keys[pair[1]] {
            twins[pair[0]] = pair[1];
            twins[pair[1]] = pair[0];
        }
    }
    twins
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
