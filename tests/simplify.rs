//! Less of a geometry is the same geometry: what is left are its own points, nothing moves further than it may, rings stay rings.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use central_asia_map::geo::planar::distance_to_line;
use central_asia_map::geo::simplify::{Detail, clip_line, clip_ring};
use central_asia_map::space::{Plane, Point, Rect};
use proptest::prelude::*;

mod support;

use support::{built_in, model};

type Line = Vec<Point<Plane>>;

fn simplify(line: &[Point<Plane>], tolerance: f64) -> Line {
    Detail::new(line).simplify(line, tolerance)
}

fn simplify_ring(ring: &[Point<Plane>], tolerance: f64) -> Line {
    let simple = Detail::between(ring, vec![0, ring.len()]).simplify(ring, tolerance);
    if simple.len() < 3 { Vec::new() } else { simple }
}

/// A walk that turns as it likes, with steps of any length.
fn walks() -> impl Strategy<Value = Line> {
    proptest::collection::vec((-1.0..1.0_f64, -1.0..1.0_f64), 2..120).prop_map(|steps| {
        let mut at = Point::new(0.0, 0.0);
        let walk = steps.into_iter().map(|(x, y)| {
            at = at.offset(x * x * x, y * y * y);
            at
        });
        walk.collect()
    })
}

/// A ring around the origin, seen whole from there.
fn stars() -> impl Strategy<Value = Line> {
    proptest::collection::vec(0.3..1.0_f64, 5..80).prop_map(|radii| {
        let count = f64::from(u32::try_from(radii.len()).unwrap());
        let corners = (0_u32..).zip(radii).map(|(at, radius)| {
            let (sine, cosine) = libm::sincos(std::f64::consts::TAU * f64::from(at) / count);
            Point::new(radius * cosine, radius * sine)
        });
        corners.collect()
    })
}

fn rects() -> impl Strategy<Value = Rect<Plane>> {
    (-1.0..1.0_f64, -1.0..1.0_f64, 0.01..2.0_f64, 0.01..2.0_f64).prop_map(
        |(x, y, width, height)| Rect {
            min: Point::new(x, y),
            max: Point::new(x + width, y + height),
        },
    )
}

/// Twice the area, positive counter-clockwise.
fn doubled_area(ring: &[Point<Plane>]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|(a, b)| a.x * b.y - b.x * a.y)
        .sum()
}

fn closed(ring: &[Point<Plane>]) -> Line {
    [ring, &ring[..1]].concat()
}

/// Whether `some` are points of `all` in their order.
fn is_part(some: &[Point<Plane>], all: &[Point<Plane>]) -> bool {
    let mut all = all.iter();
    some.iter().all(|point| all.any(|other| other == point))
}

/// The area of a ring inside a rectangle by another way: the rectangle in strips, and how much of the middle of each is in the ring.
fn by_strips(ring: &[Point<Plane>], rect: &Rect<Plane>) -> f64 {
    const STRIPS: u32 = 2000;
    let height = rect.height() / f64::from(STRIPS);
    let line = closed(ring);
    let strips = (0..STRIPS).map(|strip| {
        let y = rect.min.y + height * (f64::from(strip) + 0.5);
        let edges = line
            .windows(2)
            .filter(|edge| (edge[0].y > y) != (edge[1].y > y));
        let crossing = |edge: &[Point<Plane>]| {
            edge[0].x + (y - edge[0].y) / (edge[1].y - edge[0].y) * (edge[1].x - edge[0].x)
        };
        let mut crossings: Vec<f64> = edges.map(crossing).collect();
        crossings.sort_by(f64::total_cmp);
        let inside = |pair: &[f64]| (pair[1].min(rect.max.x) - pair[0].max(rect.min.x)).max(0.0);
        crossings.chunks(2).map(inside).sum::<f64>() * height
    });
    strips.sum()
}

/// How often pieces of a ring cross each other.
fn crossings(ring: &[Point<Plane>]) -> usize {
    let line = closed(ring);
    let pieces: Vec<_> = line.windows(2).collect();
    let side = |a: Point<Plane>, b: Point<Plane>, p: Point<Plane>| {
        (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
    };
    let mut count = 0;
    for (at, one) in pieces.iter().enumerate() {
        let bounds = Rect::around(one.iter().copied());
        for other in &pieces[at + 1..] {
            if !bounds.intersects(&Rect::around(other.iter().copied())) {
                continue;
            }
            let apart = side(one[0], one[1], other[0]) * side(one[0], one[1], other[1]) < 0.0;
            if apart && side(other[0], other[1], one[0]) * side(other[0], other[1], one[1]) < 0.0 {
                count += 1;
            }
        }
    }
    count
}

proptest! {
    #[test]
    fn lines_keep_their_ends_their_order_and_their_place(line in walks(), tolerance in 0.0..2.0_f64) {
        let simple = simplify(&line, tolerance);
        prop_assert!(is_part(&simple, &line));
        prop_assert_eq!((simple.first(), simple.last()), (line.first(), line.last()));
        for &point in &line {
            prop_assert!(distance_to_line(point, &simple) <= tolerance + 1e-12);
        }
    }

    /// How fine a point is does not depend on the tolerance that was asked for first.
    #[test]
    fn one_line_serves_all_tolerances(line in walks(), one in 0.0..2.0_f64, other in 0.0..2.0_f64) {
        let detail = Detail::new(&line);
        let (finer, coarser) = (one.min(other), one.max(other));
        let (fine, coarse) = (detail.simplify(&line, finer), detail.simplify(&line, coarser));
        prop_assert!(is_part(&coarse, &fine));
        prop_assert_eq!(coarse, simplify(&line, coarser));
    }

    /// Two areas that share a border run along it in opposite directions. On a grid
    /// many points are equally far from a line; a border comes to no place twice.
    #[test]
    fn there_and_back_are_the_same(line in walks(), tolerance in 0.0..2.0_f64, grid in 0.1..1.0_f64) {
        let mut seen = Vec::new();
        for mut point in line {
            point = Point::new((point.x / grid).round() * grid, (point.y / grid).round() * grid);
            if !seen.contains(&point) {
                seen.push(point);
            }
        }
        let line = seen;
        let reversed: Line = line.iter().rev().copied().collect();
        let mut back = simplify(&reversed, tolerance);
        back.reverse();
        prop_assert_eq!(simplify(&line, tolerance), back);
    }

    #[test]
    fn rings_keep_their_place_and_their_side(ring in stars(), tolerance in 0.0..0.1_f64) {
        let simple = simplify_ring(&ring, tolerance);
        prop_assert!(is_part(&simple, &ring) && simple.len() > 2);
        prop_assert!(doubled_area(&simple) > 0.0);
        for &point in &ring {
            prop_assert!(distance_to_line(point, &closed(&simple)) <= tolerance + 1e-12);
        }
    }

    /// What is cut away is what lies outside, and all of it.
    #[test]
    fn cutting_keeps_what_is_inside(line in walks(), ring in stars(), rect in rects()) {
        let inside = |point: &Point<Plane>, by: f64| rect.inflate(by).contains(*point);
        for part in clip_line(&line, &rect) {
            prop_assert!(part.len() > 1);
        }
        let parts = clip_line(&line, &rect);
        for point in line.iter().filter(|point| inside(point, -1e-9)) {
            prop_assert!(parts.iter().any(|part| part.contains(point)));
        }
        let cut = clip_ring(&ring, &rect);
        prop_assert!(cut.iter().all(|point| inside(point, 1e-9)));
        // As much as there is of it.
        let (area, expected) = (doubled_area(&cut) / 2.0, by_strips(&ring, &rect));
        prop_assert!((area - expected).abs() < 1e-3, "{area} is not {expected}");
    }
}

/// From zoom 6 on (3000 CSS pixels to the earth's radius); further out loops of less than half a pixel may be left, and every ring
/// still lies on the same side.
#[test]
fn areas_of_the_atlas_stay_areas_at_every_zoom() {
    let atlas = built_in();
    let model = model(&atlas, 800.0, 600.0);
    let areas = model.shapes.shapes.iter().flat_map(|shape| {
        let outlines = [false, true].map(|detailed| shape.outline(detailed).area.as_ref());
        outlines.into_iter().flatten()
    });
    let rings: Vec<&Line> = areas.flat_map(|area| &area.parts).collect();
    assert!(rings.len() > 1000, "{}", rings.len());
    for scale in [200.0, 400.0, 1000.0, 3000.0, 10_000.0, 40_000.0] {
        for ring in &rings {
            let tolerance = 0.4 / scale;
            let simple = simplify_ring(ring, tolerance);
            if simple.is_empty() {
                continue;
            }
            assert!(scale < 3000.0 || crossings(&simple) == 0, "at {scale}");
            let (before, after) = (doubled_area(ring), doubled_area(&simple));
            let bounds = Rect::around(ring.iter().copied());
            let is_seen = bounds.width().min(bounds.height()) > 10.0 * tolerance;
            assert!(!is_seen || before * after > 0.0, "at {scale}");
        }
    }
}
