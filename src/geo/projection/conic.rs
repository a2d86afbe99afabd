//! Albers conic equal-area projection.
//!
//! Formulas: J. P. Snyder, *Map Projections: A Working Manual*, USGS Professional Paper 1395 (1987), p. 100–102, for the sphere.

use crate::math::{asin, between, hypot, sin, sin_cos};
use crate::space::{Plane, Point};

/// Areas are true everywhere, shapes along the two standard parallels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConicEqualArea {
    /// Degrees.
    pub(super) center_lon: f64,
    /// n: the cone's share of the full circle, signed.
    cone: f64,
    /// C.
    constant: f64,
    /// ρ₀: radius of the arc through the origin.
    origin_radius: f64,
}

impl ConicEqualArea {
    /// `parallels`: the two standard parallels, degrees, not opposite to each other; `center`: longitude and latitude of the origin.
    ///
    /// `None` where these give no cone: parallels symmetric to the equator, or out of range.
    #[must_use]
    pub fn new(parallels: [f64; 2], center: [f64; 2]) -> Option<Self> {
        // Written so that what is not a number is out of range.
        let in_range = parallels.iter().all(|lat| lat.abs() < 90.0)
            && center[0].abs() <= 180.0
            && center[1].abs() <= 90.0;
        if !in_range {
            return None;
        }
        let sine = |lat: f64| sin(lat.to_radians());
        let (sine_1, sine_2) = (sine(parallels[0]), sine(parallels[1]));
        let cone = f64::midpoint(sine_1, sine_2);
        if cone.abs() < 1e-3 {
            return None;
        }
        let constant = 1.0 - sine_1 * sine_1 + 2.0 * cone * sine_1;
        let mut conic = Self {
            center_lon: center[0],
            cone,
            constant,
            origin_radius: 0.0,
        };
        conic.origin_radius = conic.radius(center[1].to_radians());
        Some(conic)
    }

    /// ρ: distance of a parallel from the cone's apex.
    fn radius(&self, phi: f64) -> f64 {
        // Below zero only by rounding, at the pole that is the far end of the cone.
        (self.constant - 2.0 * self.cone * sin(phi)).max(0.0).sqrt() / self.cone
    }

    pub(super) fn forward(&self, lambda: f64, phi: f64) -> Option<Point<Plane>> {
        if !(phi.abs() <= std::f64::consts::FRAC_PI_2 + 1e-9 && lambda.is_finite()) {
            return None;
        }
        let radius = self.radius(phi);
        let (sine, cosine) = sin_cos(self.cone * lambda);
        Some(Point::new(
            radius * sine,
            self.origin_radius - radius * cosine,
        ))
    }

    pub(super) fn inverse(&self, point: Point<Plane>) -> Option<(f64, f64)> {
        let sign = self.cone.signum();
        let (x, y) = (sign * point.x, sign * (self.origin_radius - point.y));
        let radius = hypot(x, y);
        let lambda = libm::atan2(x, y) / self.cone;
        let sine = (self.constant - radius * radius * self.cone * self.cone) / (2.0 * self.cone);
        // The poles are beyond 1 by rounding.
        (lambda.abs() <= std::f64::consts::PI + 1e-9 && sine.abs() <= 1.0 + 1e-12)
            .then(|| (lambda, asin(between(sine, -1.0, 1.0))))
    }
}
