//! From degrees to the plane and back, on the unit sphere.

mod conic;
mod equirectangular;
mod mercator;

pub use conic::ConicEqualArea;
pub use equirectangular::Equirectangular;
pub use mercator::Mercator;

use crate::lon_lat::LonLat;
use crate::math::{cos, remainder};
use crate::space::{Plane, Point};

/// How the globe becomes a plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Projection {
    /// Equal areas; made for middle latitudes.
    Conic(ConicEqualArea),
    /// The projection of web tiles.
    Mercator(Mercator),
    /// Degrees as they are.
    Equirectangular(Equirectangular),
}

impl Projection {
    /// The plane position of `position`, or `None` where the projection has none. Mercator draws poles at its edge.
    #[must_use]
    pub fn forward(&self, position: LonLat) -> Option<Point<Plane>> {
        let lambda = (normalize_degrees(position.lon - self.center_lon())).to_radians();
        self.forward_relative(lambda, position.lat.to_radians())
    }

    /// As [`Projection::forward`], from radians east of the central meridian; −π and π are different places.
    #[must_use]
    pub fn forward_relative(&self, lambda: f64, phi: f64) -> Option<Point<Plane>> {
        match self {
            Self::Conic(conic) => conic.forward(lambda, phi),
            Self::Mercator(_) => Mercator::forward(lambda, phi),
            Self::Equirectangular(_) => Some(Point::new(lambda, phi)),
        }
    }

    /// The position at `point`, or `None` outside the map.
    #[must_use]
    pub fn inverse(&self, point: Point<Plane>) -> Option<LonLat> {
        let (lambda, phi) = match self {
            Self::Conic(conic) => conic.inverse(point)?,
            Self::Mercator(_) => Mercator::inverse(point)?,
            Self::Equirectangular(_) => Equirectangular::inverse(point)?,
        };
        Some(LonLat::new(
            normalize_degrees(lambda.to_degrees() + self.center_lon()),
            phi.to_degrees(),
        ))
    }

    /// The central meridian in degrees; the map is cut opposite to it.
    #[must_use]
    pub const fn center_lon(&self) -> f64 {
        match self {
            Self::Conic(conic) => conic.center_lon,
            Self::Mercator(mercator) => mercator.center_lon,
            Self::Equirectangular(equirectangular) => equirectangular.center_lon,
        }
    }

    /// Length in the plane of a short line of length 1 on the sphere at `lat` degrees: the geometric mean over all directions.
    #[must_use]
    pub fn scale_at(&self, lat: f64) -> f64 {
        let cosine = cos(lat.to_radians()).max(1e-6);
        match self {
            Self::Conic(_) => 1.0,
            Self::Mercator(_) => 1.0 / cosine,
            Self::Equirectangular(_) => (1.0 / cosine).sqrt(),
        }
    }
}

/// The same meridian in −180…180; 180 and −180 stay as they are.
#[must_use]
pub fn normalize_degrees(lon: f64) -> f64 {
    if (-180.0..=180.0).contains(&lon) {
        lon
    } else {
        remainder(lon + 180.0, 360.0) - 180.0
    }
}
