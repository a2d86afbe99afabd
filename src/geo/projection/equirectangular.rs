//! Equirectangular projection (plate carrée): longitude is x, latitude is y.

use crate::space::{Plane, Point};

/// Degrees as they are, so that nothing is true but the meridians' length.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Equirectangular {
    /// The central meridian, degrees.
    pub center_lon: f64,
}

impl Equirectangular {
    pub(super) fn inverse(point: Point<Plane>) -> Option<(f64, f64)> {
        (point.x.abs() <= std::f64::consts::PI + 1e-9
            && point.y.abs() <= std::f64::consts::FRAC_PI_2 + 1e-9)
            .then_some((point.x, point.y))
    }
}
