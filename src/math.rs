//! The few functions of numbers that the engine needs: the same on every platform, and small.
//!
//! `libm`'s power functions bring tables of several KB, and the standard library's `clamp` the printing of floats (15 KB)
//! for the message of its assertion.

use std::f64::consts::LN_2;

/// `value`, or the nearer of the limits.
#[must_use]
pub const fn between(value: f64, min: f64, max: f64) -> f64 {
    value.max(min).min(max)
}

/// 2 to the power of `x`, to about 14 digits.
#[must_use]
pub fn exp2(x: f64) -> f64 {
    libm::exp(x * LN_2)
}

/// The logarithm to base 2, to about 14 digits.
#[must_use]
pub fn log2(x: f64) -> f64 {
    libm::log(x) / LN_2
}

/// Hyperbolic cosine and sine.
#[must_use]
pub fn cosh_sinh(x: f64) -> (f64, f64) {
    let (up, down) = (libm::exp(x), libm::exp(-x));
    (f64::midpoint(up, down), f64::midpoint(up, -down))
}
