//! Lines and rings that cross the map's edge or go round a pole are cut there: nothing leaps across the map, and
//! nothing is lost.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::f64::consts::PI;

use central_asia_map::geo::cut::{project_line, project_ring};
use central_asia_map::geo::projection::{ConicEqualArea, Equirectangular, Mercator, Projection};
use central_asia_map::lon_lat::LonLat;
use central_asia_map::space::{Plane, Point};
use proptest::prelude::*;

type Parts = Vec<Vec<Point<Plane>>>;

const fn equirectangular(center_lon: f64) -> Projection {
    Projection::Equirectangular(Equirectangular { center_lon })
}

fn conic(center_lon: f64) -> Projection {
    Projection::Conic(ConicEqualArea::new([30.0, 52.0], [center_lon, 42.0]).unwrap())
}

fn projections(center_lon: f64) -> [Projection; 3] {
    [
        conic(center_lon),
        equirectangular(center_lon),
        Projection::Mercator(Mercator { center_lon }),
    ]
}

fn positions(coordinates: &[[f64; 2]]) -> Vec<LonLat> {
    coordinates.iter().map(|&at| LonLat::from(at)).collect()
}

/// By the shoelace formula, holes negative.
fn area(rings: &Parts) -> f64 {
    let ring_area = |ring: &Vec<Point<Plane>>| {
        let next = ring.iter().cycle().skip(1);
        let twice: f64 = ring
            .iter()
            .zip(next)
            .map(|(a, b)| a.x * b.y - b.x * a.y)
            .sum();
        twice / 2.0
    };
    rings.iter().map(ring_area).sum::<f64>().abs()
}

fn length(lines: &Parts) -> f64 {
    let segments = lines.iter().flat_map(|line| line.windows(2));
    segments.map(|pair| pair[0].distance(pair[1])).sum()
}

/// The longest segment; of rings with the one that closes them.
fn longest(parts: &Parts, closed: bool) -> f64 {
    let segments = parts.iter().flat_map(|part| {
        let closing = closed.then(|| (part[part.len() - 1], part[0]));
        let inner = part.windows(2).map(|pair| (pair[0], pair[1]));
        inner.chain(closing)
    });
    segments.map(|(a, b)| a.distance(b)).fold(0.0, f64::max)
}

/// An edge of 2° is the longest that is drawn as one straight line. In the plane it is at most so long: along the far
/// pole's arc in the conic, at the edge of the square in Mercator.
fn bound(projection: &Projection) -> f64 {
    let edge = 2.0_f64.to_radians() * 2.0_f64.sqrt();
    match projection {
        Projection::Conic(_) => 2.0 * edge,
        Projection::Mercator(_) => 12.0 * edge,
        Projection::Equirectangular(_) => 1.0001 * edge,
    }
}

fn assert_no_leap(parts: &Parts, closed: bool, projection: &Projection) {
    let longest = longest(parts, closed);
    assert!(longest <= bound(projection), "{longest} in {projection:?}");
}

fn square_degrees(degrees: f64) -> f64 {
    degrees * (PI / 180.0) * (PI / 180.0)
}

fn assert_near(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
        "{found} is not {expected}"
    );
}

#[test]
fn a_line_away_from_the_edge_is_one_piece() {
    let line = positions(&[[60.0, 40.0], [61.0, 41.0], [80.0, 41.0]]);
    for projection in projections(75.0) {
        let pieces = project_line(&line, &projection);
        assert_eq!(pieces.len(), 1);
        assert_eq!(pieces[0].first().copied(), projection.forward(line[0]));
        assert_eq!(pieces[0].last().copied(), projection.forward(line[2]));
        assert_no_leap(&pieces, false, &projection);
    }
}

/// The antimeridian is in the middle of a map of the Pacific: nothing is cut there.
#[test]
fn the_antimeridian_is_no_edge_of_a_map_around_it() {
    let line = positions(&[[170.0, 0.0], [-170.0, 10.0]]);
    let pieces = project_line(&line, &equirectangular(180.0));
    assert_eq!(pieces.len(), 1);
    assert_near(length(&pieces), 500.0_f64.sqrt().to_radians());
}

#[test]
fn a_line_across_the_edge_is_two_pieces_that_end_there() {
    // The edge of a map around 75° E is at 105° W.
    let line = positions(&[[-115.0, 0.0], [-95.0, 10.0]]);
    let pieces = project_line(&line, &equirectangular(75.0));
    assert_eq!(pieces.len(), 2);
    let ends = [pieces[0].last().unwrap(), pieces[1].first().unwrap()];
    assert!((ends[0].x - PI).abs() < 1e-12 && (ends[1].x + PI).abs() < 1e-12);
    let height = 5.0_f64.to_radians();
    assert!(ends.iter().all(|end| (end.y - height).abs() < 1e-12));
    assert_near(length(&pieces), 500.0_f64.sqrt().to_radians());
}

#[test]
fn a_line_across_the_antimeridian_goes_the_short_way() {
    let line = positions(&[[179.0, 50.0], [-179.0, 50.0]]);
    for center_lon in [0.0, 75.0, 180.0] {
        let pieces = project_line(&line, &equirectangular(center_lon));
        assert_near(length(&pieces), 2.0_f64.to_radians());
    }
}

#[test]
fn a_whole_parallel_goes_all_the_way_round() {
    let line = positions(&[[-180.0, 20.0], [180.0, 20.0]]);
    for center_lon in [0.0, 75.0, 180.0] {
        let pieces = project_line(&line, &equirectangular(center_lon));
        assert_near(length(&pieces), 2.0 * PI);
        assert_no_leap(&pieces, false, &equirectangular(center_lon));
    }
}

#[test]
fn a_line_along_the_edge_stays_at_it() {
    let line = positions(&[[-105.0, 0.0], [-105.0, 30.0]]);
    for projection in projections(75.0) {
        let pieces = project_line(&line, &projection);
        assert_eq!(pieces.len(), 1);
        assert_no_leap(&pieces, false, &projection);
    }
}

#[test]
fn rings_that_touch_the_edge_are_one_piece() {
    for (west, east) in [(-105.0, -95.0), (-115.0, -105.0)] {
        let corners = [[west, 0.0], [east, 0.0], [east, 10.0], [west, 10.0]];
        // Whatever corner it begins at.
        for first in 0..4 {
            let mut ring: Vec<[f64; 2]> = (0..5).map(|at| corners[(first + at) % 4]).collect();
            for reversed in [false, true] {
                if reversed {
                    ring.reverse();
                }
                for projection in projections(75.0) {
                    let rings = project_ring(&positions(&ring), &projection);
                    assert_eq!(rings.len(), 1, "{ring:?} in {projection:?}");
                    assert_no_leap(&rings, true, &projection);
                }
                let rings = project_ring(&positions(&ring), &equirectangular(75.0));
                assert_near(area(&rings), square_degrees(100.0));
            }
        }
    }
}

#[test]
fn a_ring_across_the_edge_is_two_rings() {
    let ring = positions(&[
        [-115.0, 0.0],
        [-95.0, 0.0],
        [-95.0, 10.0],
        [-115.0, 10.0],
        [-115.0, 0.0],
    ]);
    for projection in projections(75.0) {
        let rings = project_ring(&ring, &projection);
        assert_eq!(rings.len(), 2);
        assert_no_leap(&rings, true, &projection);
    }
    assert_near(
        area(&project_ring(&ring, &equirectangular(75.0))),
        square_degrees(200.0),
    );
}

/// Chukotka in many files: one ring on either side of the antimeridian, its coordinates leaping from 180 to −180.
#[test]
fn a_ring_across_the_antimeridian_is_not_the_rest_of_the_world() {
    let ring = positions(&[
        [170.0, 60.0],
        [-170.0, 60.0],
        [-170.0, 70.0],
        [170.0, 70.0],
        [170.0, 60.0],
    ]);
    for center_lon in [0.0, 75.0, 180.0] {
        let rings = project_ring(&ring, &equirectangular(center_lon));
        assert_near(area(&rings), square_degrees(200.0));
        assert_no_leap(&rings, true, &equirectangular(center_lon));
    }
}

/// Wrangel Island and one of Fiji in many files: points of the antimeridian stand on both of its sides in one ring.
#[test]
fn a_ring_with_points_on_both_sides_of_the_antimeridian_is_no_belt() {
    let island = [
        [-180.0, 70.0],
        [179.0, 70.0],
        [179.0, 71.0],
        [180.0, 71.0],
        [-180.0, 70.0],
    ];
    let other = [
        [-180.0, -16.0],
        [180.0, -16.0],
        [179.0, -16.0],
        [179.0, -17.0],
        [-180.0, -17.0],
        [-180.0, -16.0],
    ];
    for center_lon in [-180.0, 0.0, 75.0, 180.0] {
        for ring in [&island[..], &other] {
            let rings = project_ring(&positions(ring), &equirectangular(center_lon));
            assert_near(area(&rings), square_degrees(1.0));
            assert_no_leap(&rings, true, &equirectangular(center_lon));
        }
    }
    let line = positions(&[[179.0, 50.0], [180.0, 50.0], [-180.0, 50.0], [-179.0, 50.0]]);
    let pieces = project_line(&line, &equirectangular(75.0));
    assert_near(length(&pieces), 2.0_f64.to_radians());
}

#[test]
fn a_rectangle_of_the_whole_circle_is_all_of_it() {
    let ring = positions(&[
        [-180.0, -10.0],
        [180.0, -10.0],
        [180.0, 10.0],
        [-180.0, 10.0],
        [-180.0, -10.0],
    ]);
    for center_lon in [-180.0, -30.0, 0.0, 75.0, 180.0] {
        for projection in projections(center_lon) {
            assert_no_leap(&project_ring(&ring, &projection), true, &projection);
        }
        let rings = project_ring(&ring, &equirectangular(center_lon));
        assert_near(area(&rings), square_degrees(7200.0));
    }
}

#[test]
fn the_whole_world_is_all_of_it() {
    let ring = positions(&[
        [-180.0, -90.0],
        [180.0, -90.0],
        [180.0, 90.0],
        [-180.0, 90.0],
        [-180.0, -90.0],
    ]);
    for center_lon in [-180.0, 0.0, 75.0] {
        let rings = project_ring(&ring, &equirectangular(center_lon));
        assert_near(area(&rings), square_degrees(64800.0));
        // The conic's areas are true; chords of 2° make it a little smaller.
        let conic = area(&project_ring(&ring, &conic(center_lon)));
        assert!((conic / (4.0 * PI) - 1.0).abs() < 1e-3, "{conic} is not 4π");
    }
}

/// Antarctica in three spellings: with its way along 180° to the pole, without it, and winding round in short steps.
#[test]
fn a_ring_around_a_pole_reaches_it() {
    let round: Vec<[f64; 2]> = (0..=36)
        .map(|step| [f64::from(step) * 10.0 - 180.0, -60.0])
        .collect();
    let over_the_pole = [
        &round[..],
        &[[180.0, -90.0], [-180.0, -90.0], [-180.0, -60.0]],
    ]
    .concat();
    // No position twice, so that the last step goes over the antimeridian.
    let short: Vec<[f64; 2]> = (0..36)
        .chain([0])
        .map(|step| {
            let lon = f64::from(step) * 10.0 + 5.0;
            [if lon > 180.0 { lon - 360.0 } else { lon }, -60.0]
        })
        .collect();
    let cap = 2.0 * PI * (1.0 - libm::sin(60.0_f64.to_radians()));
    for (name, ring) in [
        ("round", round),
        ("over the pole", over_the_pole),
        ("short", short),
    ] {
        for center_lon in [0.0, 75.0, 180.0] {
            let ring = positions(&ring);
            let found = area(&project_ring(&ring, &equirectangular(center_lon)));
            let expected = square_degrees(360.0 * 30.0);
            assert!(
                (found - expected).abs() < 1e-9,
                "{name}: {found} is not {expected}"
            );
            let conic_rings = project_ring(&ring, &conic(center_lon));
            let found = area(&conic_rings);
            assert!(
                (found / cap - 1.0).abs() < 2e-3,
                "{name}: {found} is not {cap}"
            );
            for projection in projections(center_lon) {
                assert_no_leap(&project_ring(&ring, &projection), true, &projection);
            }
        }
    }
}

#[test]
fn nothing_gives_nothing() {
    for projection in projections(75.0) {
        assert_eq!(project_line(&[], &projection), Parts::new());
        assert_eq!(project_ring(&[], &projection), Parts::new());
        let point = [LonLat::new(75.0, 42.0); 5];
        assert_eq!(project_line(&point[..1], &projection), Parts::new());
        // A ring without an area is no ring, and no panic.
        let _ = project_ring(&point, &projection);
        let _ = project_line(&point, &projection);
    }
}

/// A star around a centre: a ring that does not cross itself, as wide as half the globe.
fn star(lon: f64, lat: f64, radii: &[f64]) -> Vec<LonLat> {
    let corners = radii.iter().chain(radii.first()).enumerate();
    corners
        .map(|(index, radius)| {
            let share = f64::from(u32::try_from(index % radii.len()).unwrap()) / radii.len() as f64;
            let (sine, cosine) = libm::sincos(share * 2.0 * PI);
            let lat = lat + radius * sine * 0.5;
            let mut lon = lon + radius * cosine;
            if lon > 180.0 {
                lon -= 360.0;
            }
            if lon < -180.0 {
                lon += 360.0;
            }
            LonLat::new(lon, lat)
        })
        .collect()
}

/// The ring's area on the sphere: ∮ sin φ dλ along edges straight in longitude and latitude, in short steps.
fn sphere_area(ring: &[LonLat]) -> f64 {
    let mut total = 0.0;
    for pair in ring.windows(2) {
        let mut step = pair[1].lon - pair[0].lon;
        if step.abs() > 180.0 {
            step -= 360.0 * step.signum();
        }
        for part in 0..500 {
            let t = (f64::from(part) + 0.5) / 500.0;
            let lat = pair[0].lat + (pair[1].lat - pair[0].lat) * t;
            total += libm::sin(lat.to_radians()) * (step / 500.0).to_radians();
        }
    }
    total.abs()
}

proptest! {
    #[test]
    fn cutting_keeps_areas(
        lon in -180.0..180.0_f64,
        lat in -35.0..35.0_f64,
        center_lon in -180.0..180.0_f64,
        radii in proptest::collection::vec(5.0..80.0_f64, 5..12),
    ) {
        let ring = star(lon, lat, &radii);
        // The same ring where it is cut nowhere.
        let whole = area(&project_ring(&ring, &equirectangular(lon)));
        let cut = area(&project_ring(&ring, &equirectangular(center_lon)));
        prop_assert!((cut - whole).abs() < 1e-9, "{cut} is not {whole}");
        let sphere = sphere_area(&ring);
        let plane = area(&project_ring(&ring, &conic(center_lon)));
        prop_assert!((plane - sphere).abs() < 1e-3, "{plane} is not {sphere}");
        for projection in projections(center_lon) {
            assert_no_leap(&project_ring(&ring, &projection), true, &projection);
        }
    }

    #[test]
    fn cutting_keeps_lengths(
        center_lon in -180.0..180.0_f64,
        line in proptest::collection::vec((-180.0..180.0_f64, -90.0..90.0_f64), 2..30),
    ) {
        let expected: f64 = line
            .windows(2)
            .map(|pair| {
                let lon = (pair[1].0 - pair[0].0).abs();
                libm::hypot(lon.min(360.0 - lon), pair[1].1 - pair[0].1).to_radians()
            })
            .sum();
        let line: Vec<LonLat> = line.into_iter().map(|(lon, lat)| LonLat::new(lon, lat)).collect();
        let found = length(&project_line(&line, &equirectangular(center_lon)));
        prop_assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
        for projection in projections(center_lon) {
            let pieces = project_line(&line, &projection);
            assert_no_leap(&pieces, false, &projection);
            prop_assert!(pieces.iter().flatten().all(|point| point.x.is_finite() && point.y.is_finite()));
        }
    }
}

/// Two areas of one topology, the second of them over the antimeridian, so that its longitudes are moved by a turn.
#[test]
fn neighbours_share_their_edge_exactly_wherever_their_rings_begin() {
    let border: Vec<[f64; 2]> = (0..40)
        .map(|step| {
            let step = f64::from(step);
            [
                30.123_457 + step * 1.317_3,
                47.1 + central_asia_map::math::sin(step * 0.7) * 3.217,
            ]
        })
        .collect();
    let ring = |far: &[[f64; 2]], begin: usize| {
        let mut ring = border.clone();
        ring.extend(far);
        ring.rotate_left(begin);
        ring.push(ring[0]);
        positions(&ring)
    };
    for projection in projections(76.3) {
        let south = project_ring(&ring(&[[85.0, 20.0], [31.0, 20.0]], 7), &projection);
        let south: Vec<_> = south.concat();
        for begin in 0..44 {
            let over = [[120.0, 70.0], [179.3, 66.0], [-170.2, 67.1], [30.0, 75.0]];
            let north = project_ring(&ring(&over, begin), &projection).concat();
            let shared = south.iter().filter(|point| north.contains(point)).count();
            assert!(shared >= border.len(), "{shared} from {begin}");
        }
    }
}
