//! Lengths and areas are those of GeographicLib.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use central_asia_map::geo::geodesic::{area, distance, length};
use central_asia_map::lon_lat::LonLat;
use central_asia_map::math::between;
use geographiclib_rs::{Geodesic, InverseGeodesic, PolygonArea, Winding};

mod support;

use support::Random;

/// The share by which two figures may differ.
const TOLERANCE: f64 = 1e-4;

fn theirs(from: LonLat, to: LonLat) -> f64 {
    let meters: f64 = Geodesic::wgs84().inverse(from.lat, from.lon, to.lat, to.lon);
    meters / 1000.0
}

#[test]
fn distances_near_and_far_are_within_a_ten_thousandth() {
    let mut random = Random::new(1);
    let mut worst: f64 = 0.0;
    for round in 0..20_000 {
        let from = LonLat::new(random.between(-180.0, 180.0), random.between(-85.0, 85.0));
        // From a metre to half the way round, but not to the other side of the globe.
        let reach = libm::pow(10.0, random.between(-5.0, 2.0));
        let to = if round % 2 == 0 {
            let lat = between(from.lat + random.between(-reach, reach), -90.0, 90.0);
            LonLat::new(from.lon + random.between(-reach, reach), lat)
        } else {
            LonLat::new(random.between(-180.0, 180.0), random.between(-90.0, 90.0))
        };
        let expected = theirs(from, to);
        if expected < 18_000.0 && expected > 1e-3 {
            let error = (distance(from, to) - expected).abs() / expected;
            assert!(error < TOLERANCE, "{from:?} {to:?}: {error}");
            worst = worst.max(error);
        }
    }
    println!("largest error: {worst}");
}

#[test]
fn what_is_one_place_is_no_distance_apart() {
    let place = LonLat::new(75.0, 42.0);
    assert!(distance(place, place) == 0.0);
    assert!(length(&[place]) == 0.0 && length(&[]) == 0.0);
    // Opposite points: any number will do, but a number.
    assert!(distance(place, LonLat::new(-105.0, -42.0)).is_finite());
}

#[test]
fn areas_are_within_a_ten_thousandth() {
    let mut random = Random::new(2);
    for _ in 0..200 {
        let (lon, lat) = (random.between(-180.0, 180.0), random.between(-70.0, 70.0));
        let (wide, high) = (random.between(0.01, 20.0), random.between(0.01, 9.0));
        let corner = |x: f64, y: f64| {
            let lon = lon + x * wide;
            LonLat::new(if lon > 180.0 { lon - 360.0 } else { lon }, lat + y * high)
        };
        let corners = [(0.0, 0.0), (1.0, 0.1), (0.8, 1.0), (0.1, 0.7), (0.0, 0.0)];
        let ring = corners.map(|(x, y)| corner(x, y));
        // Their edges are geodesics, ours straight in degrees: so cut small.
        let wgs84 = Geodesic::wgs84();
        let mut polygon = PolygonArea::new(&wgs84, Winding::CounterClockwise);
        for pair in corners.windows(2) {
            for step in 0..400 {
                let t = f64::from(step) / 400.0;
                let at = |from: f64, to: f64| from + (to - from) * t;
                let point = corner(at(pair[0].0, pair[1].0), at(pair[0].1, pair[1].1));
                polygon.add_point(point.lat, point.lon);
            }
        }
        let (_, square_meters, _) = polygon.compute(true);
        let expected = square_meters / 1e6;
        let error = (area(&ring) - expected).abs() / expected;
        assert!(error < TOLERANCE, "{ring:?}: {error}");
        let reversed: Vec<LonLat> = ring.iter().rev().copied().collect();
        assert!((area(&reversed) + area(&ring)).abs() < 1e-6 * expected);
    }
}
