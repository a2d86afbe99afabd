//! Edges that rings have in common: areas of one topology share them exactly.

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
