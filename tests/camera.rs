//! The camera shows what it says it shows, and its zoom is the zoom of web maps.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::f64::consts::TAU;

use central_asia_map::camera::Camera;
use central_asia_map::geo::projection::{ConicEqualArea, Equirectangular, Mercator, Projection};
use central_asia_map::lon_lat::LonLat;
use central_asia_map::space::{Css, Plane, Point, Rect, Size};
use proptest::prelude::*;

const SIZE: Size = Size {
    width: 800.0,
    height: 500.0,
};

fn conic() -> Projection {
    Projection::Conic(ConicEqualArea::new([30.0, 52.0], [75.0, 42.0]).unwrap())
}

const MERCATOR: Projection = Projection::Mercator(Mercator { center_lon: 75.0 });

fn camera(projection: &Projection, lon: f64, lat: f64, zoom: f64) -> Camera {
    let center = projection.forward(LonLat::new(lon, lat)).unwrap();
    Camera {
        center,
        scale: Camera::scale_for_zoom(zoom, center, projection),
        size: SIZE,
    }
}

fn cameras() -> impl Strategy<Value = Camera> {
    (-2.0..2.0_f64, -1.0..1.0_f64, 2.0..20.0_f64).prop_map(|(x, y, log)| Camera {
        center: Point::new(x, y),
        scale: libm::exp2(log),
        size: SIZE,
    })
}

fn places() -> impl Strategy<Value = Point<Css>> {
    (-100.0..900.0_f64, -100.0..600.0_f64).prop_map(|(x, y)| Point::new(x, y))
}

proptest! {
    #[test]
    fn there_and_back(camera in cameras(), place in places()) {
        prop_assert!(camera.to_css(camera.to_plane(place)).distance(place) < 1e-6);
    }

    #[test]
    fn the_view_is_what_is_in_the_element(camera in cameras(), place in places()) {
        let inside = SIZE.rect().contains(place);
        prop_assert_eq!(camera.view().contains(camera.to_plane(place)), inside);
    }

    #[test]
    fn scaling_keeps_the_place(camera in cameras(), at in places(), factor in 0.1..10.0_f64) {
        let scaled = camera.scaled_about(at, factor);
        prop_assert!((scaled.scale / camera.scale / factor - 1.0).abs() < 1e-12);
        prop_assert!(scaled.to_css(camera.to_plane(at)).distance(at) < 1e-6);
    }

    #[test]
    fn what_is_under_the_hand_moves_with_it(
        camera in cameras(), place in places(), dx in -500.0..500.0_f64, dy in -500.0..500.0_f64,
    ) {
        let moved = camera.panned(dx, dy).to_css(camera.to_plane(place));
        prop_assert!(moved.distance(place.offset(dx, dy)) < 1e-6);
    }

    #[test]
    fn what_is_fitted_is_in_view_and_fills_it(
        x in -3.0..3.0_f64, y in -1.0..1.0_f64, width in 1e-4..3.0_f64, height in 1e-4..3.0_f64, padding in 0.0..200.0_f64,
    ) {
        let min: Point<Plane> = Point::new(x, y);
        let rect = Rect { min, max: min.offset(width, height) };
        let camera = Camera::fit(rect, SIZE, padding);
        let (a, b) = (camera.to_css(rect.min), camera.to_css(rect.max));
        let room = SIZE.rect().inflate(1e-6 - padding);
        prop_assert!(room.contains(a) && room.contains(b));
        let fills = (b.x - a.x - (SIZE.width - 2.0 * padding)).abs() < 1e-6
            || (a.y - b.y - (SIZE.height - 2.0 * padding)).abs() < 1e-6;
        prop_assert!(fills, "{a:?} {b:?}");
    }

    /// A web map is Mercator with 256·2ᶻ pixels around the equator: there the two are the same thing.
    #[test]
    fn zoom_in_mercator_is_that_of_web_maps(
        lon in -180.0..180.0_f64, lat in -84.9..84.9_f64, zoom in 0.0..20.0_f64,
    ) {
        let camera = camera(&MERCATOR, lon, lat, zoom);
        prop_assert!((camera.scale * TAU / (256.0 * libm::exp2(zoom)) - 1.0).abs() < 1e-9);
        prop_assert!((camera.zoom(&MERCATOR) - zoom).abs() < 1e-9);
    }

    /// In any projection the zoom is that of the web map on which a little square of ground around the centre is as large.
    #[test]
    fn zoom_has_the_ground_scale_of_web_maps(
        lon in -20.0..170.0_f64, lat in -70.0..80.0_f64, zoom in 0.0..16.0_f64,
    ) {
        let equirectangular = Projection::Equirectangular(Equirectangular { center_lon: 75.0 });
        let web = size_of_ground(&MERCATOR, lon, lat) * 256.0 * libm::exp2(zoom) / TAU;
        for projection in [conic(), equirectangular, MERCATOR] {
            let camera = camera(&projection, lon, lat, zoom);
            let ours = size_of_ground(&projection, lon, lat) * camera.scale;
            prop_assert!((ours / web - 1.0).abs() < 1e-4, "{ours} is not {web} in {projection:?}");
            prop_assert!((camera.zoom(&projection) - zoom).abs() < 1e-9);
        }
    }
}

/// The square root of the plane area of a small square of ground.
fn size_of_ground(projection: &Projection, lon: f64, lat: f64) -> f64 {
    let half = 0.005;
    let across = half / libm::cos(lat.to_radians());
    let at = |lon, lat| projection.forward(LonLat::new(lon, lat)).unwrap();
    let (west, east) = (at(lon - across, lat), at(lon + across, lat));
    let (south, north) = (at(lon, lat - half), at(lon, lat + half));
    let (a, b) = (
        (east.x - west.x, east.y - west.y),
        (north.x - south.x, north.y - south.y),
    );
    (a.0 * b.1 - a.1 * b.0).abs().sqrt()
}

#[test]
fn north_is_up() {
    let camera = camera(&conic(), 75.0, 42.0, 4.0);
    let middle = camera.to_css(camera.center);
    assert_eq!(middle, Point::new(400.0, 250.0));
    let north = camera.to_css(conic().forward(LonLat::new(75.0, 50.0)).unwrap());
    assert!(north.y < middle.y && (north.x - middle.x).abs() < 1e-9);
}

/// The whole world at zoom 0 is one tile.
#[test]
fn zoom_0_is_one_tile() {
    let camera = camera(&MERCATOR, 75.0, 0.0, 0.0);
    let edge = MERCATOR
        .forward_relative(std::f64::consts::PI, 0.0)
        .unwrap();
    assert!((camera.to_css(edge).x - 400.0 - 128.0).abs() < 1e-9);
}

#[test]
fn a_point_or_a_padding_too_large_is_no_division_by_zero() {
    let point = Rect {
        min: Point::new(0.5, 0.5),
        max: Point::new(0.5, 0.5),
    };
    for padding in [0.0, 1e6] {
        let camera = Camera::fit(point, SIZE, padding);
        assert!(camera.scale.is_finite() && camera.scale > 0.0);
    }
}
