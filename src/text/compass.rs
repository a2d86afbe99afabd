//! Directions in words.

use crate::geo::geodesic::bearing;
use crate::lon_lat::LonLat;
use crate::math::remainder;

/// One of the eight principal directions, true ones: north is where the meridian leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the directions")]
pub enum Compass {
    North,
    NorthEast,
    East,
    SouthEast,
    South,
    SouthWest,
    West,
    NorthWest,
}

impl Compass {
    const ALL: [(Self, &'static str); 8] = [
        (Self::North, "n"),
        (Self::NorthEast, "ne"),
        (Self::East, "e"),
        (Self::SouthEast, "se"),
        (Self::South, "s"),
        (Self::SouthWest, "sw"),
        (Self::West, "w"),
        (Self::NorthWest, "nw"),
    ];

    /// The direction nearest to an angle in degrees clockwise from north.
    #[must_use]
    pub fn nearest(degrees: f64) -> Self {
        let mut best = (f64::INFINITY, Self::North);
        for (index, (direction, _)) in (0_u8..).zip(Self::ALL) {
            let apart = angle_between(degrees, 45.0 * f64::from(index));
            if apart < best.0 {
                best = (apart, direction);
            }
        }
        best.1
    }

    /// The direction in which one sets out from a position for another.
    #[must_use]
    pub fn toward(from: LonLat, to: LonLat) -> Self {
        Self::nearest(bearing(from, to))
    }

    /// The direction with a name: `n`, `ne`, `e`…
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let found = Self::ALL.into_iter().find(|(_, known)| *known == name);
        found.map(|(direction, _)| direction)
    }

    /// `n`, `ne`, `e`…: the last part of the keys of its words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Degrees clockwise from north.
    #[must_use]
    pub fn degrees(self) -> f64 {
        45.0 * f64::from(self as u8)
    }
}

/// The angle between two directions in degrees, 0…180.
pub(super) fn angle_between(one: f64, other: f64) -> f64 {
    let apart = remainder((one - other).abs(), 360.0);
    apart.min(360.0 - apart)
}
