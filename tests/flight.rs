//! Flights begin where the camera is, end where they should, and nothing jumps on the way.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use central_asia_map::camera::Camera;
use central_asia_map::flight::Flight;
use central_asia_map::space::{Point, Size};
use proptest::prelude::*;

const SIZE: Size = Size {
    width: 800.0,
    height: 500.0,
};

const fn camera(x: f64, y: f64, scale: f64) -> Camera {
    Camera {
        center: Point::new(x, y),
        scale,
        size: SIZE,
    }
}

fn cameras() -> impl Strategy<Value = Camera> {
    (-1.0..1.0_f64, -1.0..1.0_f64, 5.0..18.0_f64)
        .prop_map(|(x, y, log)| camera(x, y, libm::exp2(log)))
}

/// Same place and scale but for a hundredth of a pixel.
fn assert_near(a: &Camera, b: &Camera) {
    let pixels = a.center.distance(b.center) * a.scale.max(b.scale);
    assert!(pixels < 0.01, "{pixels} px from {a:?} to {b:?}");
    assert!(
        (a.scale / b.scale - 1.0).abs() < 1e-6,
        "from {a:?} to {b:?}"
    );
}

/// Flies to the end and gives all cameras on the way, one per millisecond.
fn fly(from: Camera, to: Camera) -> Vec<Camera> {
    let mut flight = Flight::new(from, to);
    assert_eq!(flight.target(), to);
    let mut way = Vec::new();
    // Clocks begin anywhere.
    for time in 0..2000 {
        let (camera, arrived) = flight.at(123_456.0 + f64::from(time));
        way.push(camera);
        if arrived {
            return way;
        }
    }
    panic!("under way for two seconds from {from:?} to {to:?}");
}

fn assert_smooth(from: Camera, to: Camera) {
    let way = fly(from, to);
    assert!(way.len() >= 400, "too hasty: {} ms", way.len());
    assert_near(&way[0], &from);
    assert_eq!(way.last(), Some(&to));
    for pair in way.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        assert!(
            b.center.x.is_finite()
                && b.center.y.is_finite()
                && b.scale.is_finite()
                && b.scale > 0.0
        );
        // In a millisecond less than a fiftieth of the element, and less than 4 % of scale.
        let pixels = a.center.distance(b.center) * a.scale.min(b.scale);
        assert!(
            pixels < 16.0,
            "{pixels} px between {a:?} and {b:?}, from {from:?} to {to:?}"
        );
        assert!(
            (a.scale / b.scale - 1.0).abs() < 0.04,
            "{a:?} {b:?}, from {from:?} to {to:?}"
        );
    }
}

proptest! {
    #[test]
    fn flights_are_smooth(from in cameras(), to in cameras()) {
        assert_smooth(from, to);
    }

    /// Out of a deep zoom, the two places nearly the same: where formulas lose their digits.
    #[test]
    fn flights_of_any_length_are_smooth(
        from in 5.0..18.0_f64, to in 5.0..18.0_f64, distance in -15.0..1.0_f64,
    ) {
        let (from, to) = (libm::exp2(from), libm::exp2(to));
        let target = camera(0.5 + libm::exp2(distance * 2.0), 0.25, to);
        assert_smooth(camera(0.5, 0.25, from), target);
    }

    #[test]
    fn the_centre_goes_straight_ahead(from in cameras(), to in cameras()) {
        let mut last = 0.0;
        for camera in fly(from, to) {
            let gone = from.center.distance(camera.center);
            let left = to.center.distance(camera.center);
            let whole = from.center.distance(to.center);
            prop_assert!((gone + left - whole).abs() < 1e-6 * whole.max(1e-3));
            prop_assert!(gone >= last - 1e-9);
            last = gone;
        }
    }
}

#[test]
fn far_flights_zoom_out_and_short_ones_do_not() {
    let lowest = |way: Vec<Camera>| {
        way.into_iter()
            .map(|camera| camera.scale)
            .fold(f64::INFINITY, f64::min)
    };
    let far = fly(camera(-0.5, 0.0, 10_000.0), camera(0.5, 0.0, 10_000.0));
    assert!(lowest(far) < 2_000.0);
    let near = fly(camera(0.0, 0.0, 1_000.0), camera(0.01, 0.0, 1_000.0));
    assert!(lowest(near) > 990.0);
}

#[test]
fn a_change_of_scale_alone_keeps_the_centre() {
    for camera in fly(camera(0.3, 0.2, 1_000.0), camera(0.3, 0.2, 16_000.0)) {
        assert_eq!(camera.center, Point::new(0.3, 0.2));
        assert!((1_000.0 - 1e-6..=16_000.0 + 1e-6).contains(&camera.scale));
    }
}

#[test]
fn a_flight_to_where_one_is_stays_there() {
    let here = camera(0.3, 0.2, 1_000.0);
    for camera in fly(here, here) {
        assert_near(&camera, &here);
    }
}

/// A tab in the background gets its next frame minutes later, and clocks may step back.
#[test]
fn late_and_early_frames_stay_on_the_way() {
    let (from, to) = (camera(0.0, 0.0, 1_000.0), camera(0.5, 0.0, 1_000.0));
    let mut flight = Flight::new(from, to);
    flight.at(1_000.0);
    let (camera, arrived) = flight.at(0.0);
    assert!(!arrived);
    assert_near(&camera, &from);
    assert_eq!(flight.at(1e9), (to, true));
}

/// An element that is not laid out yet may be told to fly.
#[test]
fn a_flight_without_a_size_has_numbers() {
    let nothing = Size {
        width: 0.0,
        height: 0.0,
    };
    let [from, to] = [(0.0, 100.0), (0.5, 1_000.0)].map(|(x, scale)| Camera {
        size: nothing,
        ..camera(x, 0.0, scale)
    });
    for camera in fly(from, to) {
        assert!(camera.center.x.is_finite() && camera.scale.is_finite() && camera.scale > 0.0);
    }
}
