//! Spherical Mercator projection.
//!
//! Formulas: J. P. Snyder, *Map Projections: A Working Manual*, USGS Professional Paper 1395 (1987), p. 41–44.

use crate::math::{between, sin_cos};
use crate::space::{Plane, Point};

/// Angles are true; areas grow without bound towards the poles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mercator {
    /// The central meridian, degrees.
    pub center_lon: f64,
}

/// Where the world's square ends: atan(sinh π), radians.
const MAX_LATITUDE: f64 = 1.484_422_229_745_332_4;

impl Mercator {
    /// Beyond ±85.05° the edge of the square stands for all that lies further.
    pub(super) fn forward(lambda: f64, phi: f64) -> Option<Point<Plane>> {
        if !(phi.abs() <= std::f64::consts::FRAC_PI_2 + 1e-9 && lambda.is_finite()) {
            return None;
        }
        let phi = between(phi, -MAX_LATITUDE, MAX_LATITUDE);
        let (sine, cosine) = sin_cos(std::f64::consts::FRAC_PI_4 + phi / 2.0);
        Some(Point::new(lambda, libm::log(sine / cosine)))
    }

    pub(super) fn inverse(point: Point<Plane>) -> Option<(f64, f64)> {
        let phi = std::f64::consts::FRAC_PI_2 - 2.0 * libm::atan(libm::exp(-point.y));
        (point.x.abs() <= std::f64::consts::PI + 1e-9).then_some((point.x, phi))
    }
}
