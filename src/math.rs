//! The few functions of numbers that the engine needs: the same on every platform, and small.
//!
//! `libm`'s power functions bring tables of several KB, its sine 4 KB to reduce angles of any size, and the standard
//! library's `clamp` the printing of floats (15 KB) for the message of its assertion.

use std::f64::consts::{FRAC_2_PI, LN_2};

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

/// Sine and cosine of an angle in radians, of some turns at most: within two units in the last place of 1.
#[must_use]
pub fn sin_cos(angle: f64) -> (f64, f64) {
    // A quarter turn, and what its double leaves out of it: the multiples of the first are exact.
    const QUARTER: f64 = 1.570_796_326_734_125_6;
    const REST: f64 = 6.077_100_506_506_192e-11;
    let quarters = (angle * FRAC_2_PI).round_ties_even();
    let x = angle - quarters * QUARTER - quarters * REST;
    // Taylor's series, from the last term on.
    let (mut sine, mut cosine) = (1.0, 1.0);
    let square = x * x;
    for (sine_step, cosine_step) in SERIES {
        sine = 1.0 - square * sine_step * sine;
        cosine = 1.0 - square * cosine_step * cosine;
    }
    sine *= x;
    #[expect(clippy::cast_possible_truncation, reason = "a few quarters")]
    match quarters as i32 & 3 {
        0 => (sine, cosine),
        1 => (cosine, -sine),
        2 => (-sine, -cosine),
        _ => (-cosine, sine),
    }
}

/// By what each term of the two series is smaller than the one before it, but for the square of the angle; the last first.
const SERIES: [(f64, f64); 8] = {
    let mut series = [(0.0, 0.0); 8];
    let mut term = 0;
    while term < 8 {
        let n = 2.0 * (8 - term) as f64;
        series[term] = (1.0 / (n * (n + 1.0)), 1.0 / (n * (n - 1.0)));
        term += 1;
    }
    series
};

/// As the first of [`sin_cos`].
#[must_use]
pub fn sin(angle: f64) -> f64 {
    sin_cos(angle).0
}

/// As the second of [`sin_cos`].
#[must_use]
pub fn cos(angle: f64) -> f64 {
    sin_cos(angle).1
}

/// The angle in radians, −π/2…π/2, of a sine in −1…1.
#[must_use]
pub fn asin(sine: f64) -> f64 {
    libm::atan2(sine, ((1.0 - sine) * (1.0 + sine)).sqrt())
}

/// The length of the vector; of what overflows when it is squared, infinite.
#[must_use]
pub fn hypot(x: f64, y: f64) -> f64 {
    (x * x + y * y).sqrt()
}

/// `value` less the multiple of `step` below it: 0 or more and less than `step`.
#[must_use]
pub fn remainder(value: f64, step: f64) -> f64 {
    value - step * (value / step).floor()
}
