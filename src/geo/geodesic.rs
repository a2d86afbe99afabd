//! Lengths and areas on the WGS 84 ellipsoid, in kilometres.

use crate::lon_lat::LonLat;
use crate::math::{sin, sin_cos};

/// Equatorial radius, km.
const A: f64 = 6378.137;
/// Flattening.
const F: f64 = 1.0 / 298.257_223_563;
/// Square of the first eccentricity.
const E2: f64 = F * (2.0 - F);

/// The length of the geodesic between two positions, km.
///
/// W. D. Lambert, *The distance between two widely separated points on the surface of the Earth*, Journal of the
/// Washington Academy of Sciences 32 (1942): the great circle between reduced latitudes, corrected to the first order of
/// the flattening. Within 0.01 % but for nearly opposite points, where it has no meaning.
#[must_use]
pub fn distance(from: LonLat, to: LonLat) -> f64 {
    let (start, end) = (on_auxiliary_sphere(from), on_auxiliary_sphere(to));
    let parts = start.iter().zip(end);
    let chord_squared: f64 = parts.map(|(p, q)| (p - q) * (p - q)).sum();
    // Squares of sine and cosine of half the angle between them.
    let sine = (chord_squared / 4.0).min(1.0);
    let cosine = 1.0 - sine;
    if sine == 0.0 || cosine == 0.0 {
        return 0.0;
    }
    let angle = 2.0 * libm::atan2(sine.sqrt(), cosine.sqrt());
    let sine_of_angle = 2.0 * (sine * cosine).sqrt();
    let (sum, difference) = ((start[2] + end[2]) / 2.0, (start[2] - end[2]) / 2.0);
    let x = (angle - sine_of_angle) * sum * sum / cosine;
    let y = (angle + sine_of_angle) * difference * difference / sine;
    A * (angle - F / 2.0 * (x + y))
}

/// The direction in which one sets out from a position for another, degrees clockwise from north, −180…180.
///
/// J. P. Snyder, *Map Projections: A Working Manual*, USGS Professional Paper 1395 (1987), formula 5-4b: on the sphere, which
/// is within 0.2° of the ellipsoid.
#[must_use]
pub fn bearing(from: LonLat, to: LonLat) -> f64 {
    let (sine, cosine) = sin_cos(from.lat.to_radians());
    let (to_sine, to_cosine) = sin_cos(to.lat.to_radians());
    let (east, along) = sin_cos((to.lon - from.lon).to_radians());
    let north = cosine * to_sine - sine * to_cosine * along;
    libm::atan2(to_cosine * east, north).to_degrees()
}

/// The length of a line, km: from position to position by geodesics.
#[must_use]
pub fn length(line: &[LonLat]) -> f64 {
    let pairs = line.windows(2);
    pairs.map(|pair| distance(pair[0], pair[1])).sum()
}

/// The area inside a closed ring, km²: negative where it runs clockwise. Edges are straight in longitude and latitude, as
/// RFC 7946 has them; the ring does not go round a pole.
///
/// The authalic latitude's integral, J. P. Snyder, *Map Projections: A Working Manual*, USGS Professional Paper 1395
/// (1987), formula 3-12, summed along each edge by Simpson's rule.
#[must_use]
pub fn area(ring: &[LonLat]) -> f64 {
    let pairs = ring.windows(2);
    let sum: f64 = pairs
        .map(|pair| {
            let (from, to) = (pair[0], pair[1]);
            let mut lon = to.lon - from.lon;
            if lon.abs() > 180.0 {
                lon -= 360.0_f64.copysign(lon);
            }
            let middle = f64::midpoint(from.lat, to.lat);
            let mean = (authalic(from.lat) + 4.0 * authalic(middle) + authalic(to.lat)) / 6.0;
            lon.to_radians() * mean
        })
        .sum();
    -A * A / 2.0 * sum
}

/// Snyder's q: twice the area between the equator and a parallel, per radian of longitude, on an ellipsoid of radius 1.
fn authalic(lat: f64) -> f64 {
    let (e, sine) = (E2.sqrt(), sin(lat.to_radians()));
    let part = libm::log((1.0 - e * sine) / (1.0 + e * sine)) / (2.0 * e);
    (1.0 - E2) * (sine / (1.0 - E2 * sine * sine) - part)
}

/// The position on the unit sphere whose latitude is the reduced one: tan β = (1 − f) tan φ.
fn on_auxiliary_sphere(position: LonLat) -> [f64; 3] {
    let (sine, cosine) = sin_cos(position.lat.to_radians());
    let (east, north) = sin_cos(position.lon.to_radians());
    let sine = sine * (1.0 - F);
    let size = (sine * sine + cosine * cosine).sqrt();
    [cosine * north / size, cosine * east / size, sine / size]
}
