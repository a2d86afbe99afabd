//! The projections are those of Snyder's manual, there and back, and the conic's areas are true.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::f64::consts::{FRAC_PI_2, PI};

use central_asia_map::geo::projection::{
    ConicEqualArea, Equirectangular, Mercator, Projection, normalize_degrees,
};
use central_asia_map::lon_lat::LonLat;
use central_asia_map::space::{Plane, Point};
use proptest::prelude::*;
use serde_json::Value;

mod support;

use support::read;

fn conic(parallels: [f64; 2], center: [f64; 2]) -> Projection {
    Projection::Conic(ConicEqualArea::new(parallels, center).unwrap())
}

const fn mercator(center_lon: f64) -> Projection {
    Projection::Mercator(Mercator { center_lon })
}

const fn equirectangular(center_lon: f64) -> Projection {
    Projection::Equirectangular(Equirectangular { center_lon })
}

/// Published values have seven digits.
fn assert_published(projection: &Projection, position: LonLat, x: f64, y: f64) {
    let point = projection.forward(position).unwrap();
    assert!((point.x - x).abs() < 6e-8, "{} is not {x}", point.x);
    assert!((point.y - y).abs() < 6e-8, "{} is not {y}", point.y);
    let back = projection.inverse(Point::new(x, y)).unwrap();
    assert!(
        (back.lon - position.lon).abs() < 1e-5 && (back.lat - position.lat).abs() < 1e-5,
        "{back:?} is not {position:?}"
    );
}

/// J. P. Snyder, *Map Projections: A Working Manual*, USGS Professional Paper 1395 (1987), p. 291.
#[test]
fn conic_gives_snyders_example() {
    let projection = conic([29.5, 45.5], [-96.0, 23.0]);
    assert_published(
        &projection,
        LonLat::new(-75.0, 35.0),
        0.295_272_0,
        0.241_677_4,
    );
}

/// The same, p. 266.
#[test]
fn mercator_gives_snyders_example() {
    assert_published(
        &mercator(-180.0),
        LonLat::new(-75.0, 35.0),
        1.832_595_7,
        0.652_836_6,
    );
}

#[test]
fn equirectangular_is_degrees() {
    assert_published(
        &equirectangular(75.0),
        LonLat::new(105.0, -45.0),
        PI / 6.0,
        -PI / 4.0,
    );
}

#[test]
fn the_origin_is_the_centre() {
    let origin = conic([30.0, 52.0], [75.0, 42.0]).forward(LonLat::new(75.0, 42.0));
    assert_eq!(origin, Some(Point::new(0.0, 0.0)));
}

#[test]
fn north_is_up_and_east_is_right() {
    for projection in [
        conic([30.0, 52.0], [75.0, 42.0]),
        conic([-52.0, -30.0], [75.0, -42.0]),
        mercator(75.0),
        equirectangular(75.0),
    ] {
        let at = |lon, lat| projection.forward(LonLat::new(lon, lat)).unwrap();
        assert!(at(75.0, 10.0).y > at(75.0, -10.0).y, "{projection:?}");
        assert!(at(85.0, 0.0).x > at(75.0, 0.0).x, "{projection:?}");
    }
}

/// Both standard parallels have the length that they have on the globe, and between them parallels are too short.
#[test]
fn standard_parallels_are_true() {
    let projection = conic([30.0, 52.0], [75.0, 42.0]);
    let stretch = |lat: f64| {
        let step = 1e-4_f64;
        let from = projection.forward_relative(0.0, lat.to_radians()).unwrap();
        let to = projection.forward_relative(step, lat.to_radians()).unwrap();
        from.distance(to) / (step * libm::cos(lat.to_radians()))
    };
    assert!((stretch(30.0) - 1.0).abs() < 1e-6);
    assert!((stretch(52.0) - 1.0).abs() < 1e-6);
    assert!(stretch(41.0) < 0.99 && stretch(20.0) > 1.01 && stretch(60.0) > 1.01);
}

/// The plane area of a quadrangle of a twentieth of a degree, by its outline.
fn plane_area(projection: &Projection, lon: f64, lat: f64, size: f64) -> f64 {
    let mut outline: Vec<Point<Plane>> = Vec::new();
    let steps = 16;
    for side in 0..4 {
        for step in 0..steps {
            let t = f64::from(step) / f64::from(steps) * size;
            let (dx, dy) = [(t, 0.0), (size, t), (size - t, size), (0.0, size - t)][side];
            outline.push(projection.forward(LonLat::new(lon + dx, lat + dy)).unwrap());
        }
    }
    let next = outline.iter().cycle().skip(1);
    // Around the first corner, so that little is lost to rounding.
    let o = outline[0];
    outline
        .iter()
        .zip(next)
        .map(|(a, b)| (a.x - o.x) * (b.y - o.y) - (b.x - o.x) * (a.y - o.y))
        .sum::<f64>()
        / 2.0
}

/// Latitudes of standard parallels that make a cone.
fn parallels() -> impl Strategy<Value = [f64; 2]> {
    let parallel = || -85.0..85.0_f64;
    [parallel(), parallel()].prop_filter("no cone", |[a, b]| (a + b).abs() > 5.0)
}

proptest! {
    #[test]
    fn conic_areas_are_true(
        parallels in parallels(), lon in -170.0..170.0_f64, lat in -85.0..85.0_f64,
    ) {
        let size: f64 = 0.05;
        let projection = conic(parallels, [0.0, 40.0]);
        let sphere = size.to_radians()
            * (libm::sin((lat + size).to_radians()) - libm::sin(lat.to_radians()));
        let plane = plane_area(&projection, lon, lat, size);
        prop_assert!((plane / sphere - 1.0).abs() < 1e-4, "{plane} is not {sphere}");
    }

    #[test]
    fn there_and_back(
        parallels in parallels(),
        center_lon in -180.0..=180.0_f64,
        center_lat in -90.0..=90.0_f64,
        lon in -180.0..=180.0_f64,
        lat in -89.9..=89.9_f64,
    ) {
        let position = LonLat::new(lon, lat);
        for projection in [
            conic(parallels, [center_lon, center_lat]),
            mercator(center_lon),
            equirectangular(center_lon),
        ] {
            // Mercator shows what is beyond the edge of its square at the edge.
            if matches!(projection, Projection::Mercator(_)) && lat.abs() > 85.05 {
                continue;
            }
            let point = projection.forward(position).unwrap();
            let back = projection.inverse(point);
            prop_assert!(back.is_some(), "{position:?} is lost in {projection:?}");
            let back = back.unwrap();
            let apart = normalize_degrees(back.lon - lon).abs();
            // The map's two edges are one meridian.
            let apart = apart.min((apart - 360.0).abs());
            prop_assert!(apart < 1e-9, "{position:?} became {back:?} in {projection:?}");
            // Near the far pole the arcsine loses half of the digits.
            prop_assert!((back.lat - lat).abs() < 1e-5, "{position:?} became {back:?}");
        }
    }

    #[test]
    fn poles_come_back(parallels in parallels(), lon in -180.0..180.0_f64, north in any::<bool>()) {
        let pole = LonLat::new(lon, if north { 90.0 } else { -90.0 });
        for projection in [conic(parallels, [0.0, 0.0]), equirectangular(0.0)] {
            let back = projection.inverse(projection.forward(pole).unwrap());
            prop_assert!(
                back.is_some_and(|back| (back.lat - pole.lat).abs() < 1e-5),
                "{pole:?} became {back:?} in {projection:?}"
            );
        }
    }

    #[test]
    fn meridians_are_the_same_after_whole_turns(lon in -180.0..180.0_f64, turns in -3..=3_i32) {
        let same = normalize_degrees(lon + 360.0 * f64::from(turns));
        prop_assert!((same - lon).abs() < 1e-9 || (same - lon).abs() > 359.9);
        prop_assert!((-180.0..=180.0).contains(&same));
    }

    /// `scale_at` is the geometric mean over all directions: the square root of how areas grow.
    #[test]
    fn scale_is_that_of_areas(lon in -100.0..170.0_f64, lat in -80.0..80.0_f64) {
        let size: f64 = 0.01;
        let sphere = size.to_radians()
            * (libm::sin((lat + size).to_radians()) - libm::sin(lat.to_radians()));
        for projection in [
            conic([30.0, 52.0], [75.0, 42.0]), mercator(75.0), equirectangular(75.0),
        ] {
            let grown = (plane_area(&projection, lon, lat, size) / sphere).sqrt();
            let stated = projection.scale_at(lat + size / 2.0);
            prop_assert!((grown / stated - 1.0).abs() < 1e-4, "{grown} is not {stated}");
        }
    }
}

#[test]
fn outside_is_none() {
    let projection = conic([30.0, 52.0], [75.0, 42.0]);
    let outside: [Point<Plane>; 4] = [
        // Beyond the arc of the south pole.
        Point::new(0.0, -5.0),
        // In the gap that the cone leaves behind the pole.
        Point::new(0.0, 2.0),
        // Between the apex and the arc of the north pole.
        Point::new(0.0, 0.9),
        Point::new(f64::NAN, 0.0),
    ];
    for point in outside {
        assert_eq!(projection.inverse(point), None, "{point:?}");
    }
    for projection in [mercator(75.0), equirectangular(75.0)] {
        assert_eq!(projection.inverse(Point::new(3.2, 0.0)), None);
    }
    let below = Point::new(0.0, -FRAC_PI_2 - 0.01);
    assert_eq!(equirectangular(75.0).inverse(below), None);
}

#[test]
fn what_is_no_latitude_has_no_place() {
    for projection in [conic([30.0, 52.0], [75.0, 42.0]), mercator(75.0)] {
        assert_eq!(projection.forward_relative(0.0, 1.6), None);
        assert_eq!(projection.forward_relative(f64::NAN, 0.0), None);
        assert_eq!(projection.forward_relative(0.0, f64::NAN), None);
    }
}

#[test]
fn what_gives_no_cone_is_refused() {
    for parallels in [[40.0, -40.0], [0.0, 0.0], [91.0, 30.0], [f64::NAN, 30.0]] {
        assert_eq!(
            ConicEqualArea::new(parallels, [0.0, 0.0]),
            None,
            "{parallels:?}"
        );
    }
    assert_eq!(ConicEqualArea::new([30.0, 52.0], [181.0, 0.0]), None);
    assert_eq!(ConicEqualArea::new([30.0, 52.0], [0.0, f64::NAN]), None);
}

/// The world of web tiles is a square.
#[test]
fn mercator_ends_at_its_square() {
    let pole = mercator(0.0).forward(LonLat::new(0.0, 90.0)).unwrap();
    assert!((pole.y - PI).abs() < 1e-9);
    let pole = mercator(0.0).forward(LonLat::new(0.0, -90.0)).unwrap();
    assert!((pole.y + PI).abs() < 1e-9);
}

/// What d3-geo and PROJ make of the same places, recorded by the scripts beside the tables.
#[test]
fn all_projections_are_those_of_d3_and_proj() {
    for table in ["d3.json", "proj.json"] {
        let table: Value =
            serde_json::from_str(&read(&format!("tests/projections/{table}"))).unwrap();
        let pair = |name: &str| [0, 1].map(|at| table[name][at].as_f64().unwrap());
        let center = pair("center");
        for (name, projection) in [
            ("conic", conic(pair("parallels"), center)),
            ("mercator", mercator(center[0])),
            ("equirectangular", equirectangular(center[0])),
        ] {
            let points = table[name].as_array().unwrap();
            assert!(points.len() > 150, "{name}");
            for point in points {
                let [lon, lat, x, y] = [0, 1, 2, 3].map(|at| point[at].as_f64().unwrap());
                let Some(found) = projection.forward(LonLat::new(lon, lat)) else {
                    // The end of a square map.
                    assert!(name == "mercator" && lat.abs() > 85.0, "{name} {lon} {lat}");
                    continue;
                };
                // Meters on the ground, where the plane's unit is the earth's radius.
                let away = libm::hypot(found.x - x, found.y - y) * 6_371_000.0;
                assert!(
                    away < 0.01,
                    "{}: {name} {lon} {lat} is {away} m away",
                    table["source"]
                );
            }
        }
    }
}
