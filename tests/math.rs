//! Functions of numbers are as exact as what draws with them needs, for all angles that occur.

use central_asia_map::math::{asin, cos, hypot, remainder, sin, sin_cos};
use proptest::prelude::*;

/// Two units in the last place of 1.
const NEAR: f64 = 2.0 * f64::EPSILON;

#[test]
fn right_angles_are_right() {
    use std::f64::consts::{FRAC_PI_2, PI};
    for (angle, sine, cosine) in [
        (0.0, 0.0, 1.0),
        (FRAC_PI_2, 1.0, 0.0),
        (PI, 0.0, -1.0),
        (-FRAC_PI_2, -1.0, 0.0),
        (-PI, 0.0, -1.0),
    ] {
        assert!((sin(angle) - sine).abs() < NEAR);
        assert!((cos(angle) - cosine).abs() < NEAR);
    }
}

#[test]
fn a_remainder_is_that_of_the_step_below() {
    assert_eq!(remainder(370.0, 360.0), 10.0);
    assert_eq!(remainder(-10.0, 360.0), 350.0);
    assert_eq!(remainder(360.0, 360.0), 0.0);
    assert_eq!(remainder(7.0, 2.0), 1.0);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[expect(clippy::disallowed_methods, reason = "what ours is compared with")]
    fn sine_and_cosine_are_those_of_the_platform(angle in -20.0..20.0_f64) {
        let (sine, cosine) = sin_cos(angle);
        prop_assert!((sine - angle.sin()).abs() < NEAR);
        prop_assert!((cosine - angle.cos()).abs() < NEAR);
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "what ours is compared with")]
    fn the_angle_of_a_sine_is_that_of_the_platform(sine in -1.0..=1.0_f64) {
        prop_assert!((asin(sine) - sine.asin()).abs() < NEAR);
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "what ours is compared with")]
    fn lengths_are_those_of_the_platform(x in -1e6..1e6_f64, y in -1e6..1e6_f64) {
        prop_assert!((hypot(x, y) - x.hypot(y)).abs() <= NEAR * hypot(x, y));
    }
}
