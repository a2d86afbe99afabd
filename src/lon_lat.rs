//! Positions on the globe.

/// Degrees, WGS 84, east and north positive, in the order of RFC 7946: longitude first.
/// In files `[lon, lat]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LonLat {
    /// Degrees east of Greenwich, −180…180.
    pub lon: f64,
    /// Degrees north of the equator, −90…90.
    pub lat: f64,
}

impl LonLat {
    /// The position at `lon`° east, `lat`° north.
    #[must_use]
    pub const fn new(lon: f64, lat: f64) -> Self {
        Self { lon, lat }
    }
}

impl From<[f64; 2]> for LonLat {
    fn from([lon, lat]: [f64; 2]) -> Self {
        Self { lon, lat }
    }
}

impl From<LonLat> for [f64; 2] {
    fn from(position: LonLat) -> Self {
        [position.lon, position.lat]
    }
}

/// A quadrangle of the globe, in files `[west, south, east, north]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LonLatBounds {
    /// Degrees; larger than `east` where the quadrangle crosses the antimeridian.
    pub west: f64,
    /// Degrees.
    pub south: f64,
    /// Degrees.
    pub east: f64,
    /// Degrees.
    pub north: f64,
}

impl LonLatBounds {
    /// Whether it is one: its sides are meridians and parallels, its south is south of its north.
    #[must_use]
    pub fn is_on_globe(&self) -> bool {
        self.west.abs() <= 180.0
            && self.east.abs() <= 180.0
            && self.south >= -90.0
            && self.north <= 90.0
            && self.south < self.north
    }

    /// Positions along its edge, `steps` to a side: in most projections its sides are curves.
    pub fn outline(self, steps: u32) -> impl Iterator<Item = LonLat> {
        let east = if self.east < self.west {
            self.east + 360.0
        } else {
            self.east
        };
        (0..steps).flat_map(move |step| {
            let t = f64::from(step) / f64::from(steps);
            let lon = self.west + (east - self.west) * t;
            let lat = self.south + (self.north - self.south) * t;
            [
                LonLat::new(lon, self.south),
                LonLat::new(east, lat),
                LonLat::new(east - (lon - self.west), self.north),
                LonLat::new(self.west, self.north - (lat - self.south)),
            ]
        })
    }
}

impl From<[f64; 4]> for LonLatBounds {
    fn from([west, south, east, north]: [f64; 4]) -> Self {
        Self {
            west,
            south,
            east,
            north,
        }
    }
}

impl From<LonLatBounds> for [f64; 4] {
    fn from(bounds: LonLatBounds) -> Self {
        [bounds.west, bounds.south, bounds.east, bounds.north]
    }
}
