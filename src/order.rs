//! Sorting by a number: one sort for the whole engine, since every other type sorted costs some 4 KB of wasm again.

use crate::list::Gather as _;

/// The indices of `keys` in ascending order of keys; equal keys stay in their order.
#[must_use]
pub fn order(keys: impl Iterator<Item = u64>) -> Vec<usize> {
    sorted(keys.gathered())
}

fn sorted(keys: Vec<u64>) -> Vec<usize> {
    let mut keyed = keys.into_iter().zip(0_u32..).gathered();
    keyed.sort_unstable();
    keyed
        .into_iter()
        .map(|(_, index)| index as usize)
        .gathered()
}

/// A key that sorts as the number does; not a number comes last.
#[must_use]
pub const fn key_of(number: f64) -> u64 {
    if number.is_nan() {
        return u64::MAX;
    }
    // Adding 0 makes −0 and 0 the same.
    let bits = (number + 0.0).to_bits();
    // The bits of positive numbers sort as they do; those of negative ones the other way round, before them.
    if bits >> 63 == 0 {
        bits | 1 << 63
    } else {
        !bits
    }
}
