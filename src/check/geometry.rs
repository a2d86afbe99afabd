//! Whether a geometry is one: rings closed, wound as RFC 7946 has it and without crossings, lines without zig-zag.

use std::collections::BTreeSet;

use geojson::{GeometryValue, Position};

use super::{Place, Report};
use crate::error::Code;
use crate::geo::geodesic;
use crate::geo::index::Index;
use crate::geo::planar::distance_to_line;
use crate::geo::zones::Zones;
use crate::lon_lat::LonLat;
use crate::math::cos;
use crate::space::{Point, Rect};

/// The sharpest turn of a track, degrees.
const MAX_TURN: f64 = 150.0;

/// Degrees as they are: the space that RFC 7946 draws straight lines in.
#[derive(Debug)]
enum Degrees {}

/// Checks one geometry.
pub(super) fn check(value: &GeometryValue, place: &Place<'_>, report: &mut Report) {
    let at = place.member("coordinates");
    match value {
        GeometryValue::Point { .. } => {}
        GeometryValue::MultiPoint { coordinates } => repeated(coordinates, &at, report),
        GeometryValue::LineString { coordinates } => repeated(coordinates, &at, report),
        GeometryValue::MultiLineString { coordinates } => {
            for (index, line) in coordinates.iter().enumerate() {
                repeated(line, &at.item(index), report);
            }
        }
        GeometryValue::Polygon { coordinates } => polygon(coordinates, &at, report),
        GeometryValue::MultiPolygon { coordinates } => {
            for (index, rings) in coordinates.iter().enumerate() {
                polygon(rings, &at.item(index), report);
            }
        }
        GeometryValue::GeometryCollection { geometries } => {
            let at = place.member("geometries");
            for (index, part) in geometries.iter().enumerate() {
                check(&part.value, &at.item(index), report);
            }
        }
    }
}

/// Positions in the engine's type.
pub(super) fn line(positions: &[Position]) -> Vec<LonLat> {
    positions
        .iter()
        .map(|position| LonLat::new(position[0], position[1]))
        .collect()
}

/// Reports where a line turns back on itself.
pub(super) fn zig_zag(line: &[LonLat], place: &Place<'_>, report: &mut Report) {
    for (index, triple) in line.windows(3).enumerate() {
        let shrink = cos(triple[1].lat.to_radians());
        let vector = |from: LonLat, to: LonLat| ((to.lon - from.lon) * shrink, to.lat - from.lat);
        let (before, after) = (vector(triple[0], triple[1]), vector(triple[1], triple[2]));
        let cross = before.0 * after.1 - before.1 * after.0;
        let dot = before.0 * after.0 + before.1 * after.1;
        let turn = libm::atan2(cross, dot).to_degrees().abs();
        if turn > MAX_TURN {
            let at = place.member("coordinates").item(index + 1);
            let problem = at.problem(Code::BadFeature, format!("turns back by {turn:.0}°"));
            report.add(problem, "put the waypoints in order, or take this one out");
        }
    }
}

/// Reports legs that do not hang together: from the first, every other is reached by shared ends.
pub(super) fn joined(legs: &[Vec<LonLat>], place: &Place<'_>, report: &mut Report) {
    let ends = |leg: &Vec<LonLat>| [leg.first().copied(), leg.last().copied()];
    let mut reached = vec![false; legs.len()];
    let mut open = vec![0];
    while let Some(index) = open.pop() {
        let Some(leg) = legs.get(index) else { break };
        if std::mem::replace(&mut reached[index], true) {
            continue;
        }
        let here = ends(leg);
        let others = legs.iter().enumerate();
        open.extend(
            others
                .filter(|(other, leg)| {
                    !reached[*other] && ends(leg).iter().any(|end| here.contains(end))
                })
                .map(|(other, _)| other),
        );
    }
    if let Some(index) = reached.iter().position(|reached| !reached) {
        let problem = place
            .item(index)
            .problem(Code::BadFeature, "the leg does not join the others");
        report.add(
            problem,
            "let it begin or end at the very position where another does",
        );
    }
}

/// Whether `at` lies in the rings or at most `tolerance` degrees beside them.
pub(super) fn is_within(rings: &[Vec<LonLat>], at: LonLat, tolerance: f64) -> bool {
    let mut zone = Zones::default();
    for ring in rings {
        zone.add(0, ring);
    }
    let point = |position: &LonLat| Point::<Degrees>::new(position.lon, position.lat);
    zone.at(at).is_some()
        || rings.iter().any(|ring| {
            let ring: Vec<_> = ring.iter().map(point).collect();
            distance_to_line(point(&at), &ring) <= tolerance
        })
}

fn repeated(positions: &[Position], place: &Place<'_>, report: &mut Report) {
    for (index, pair) in positions.windows(2).enumerate() {
        if pair[0][..2] == pair[1][..2] {
            let problem = place
                .item(index + 1)
                .problem(Code::BadFeature, "the position stands twice");
            report.add(problem, "take one of the two out");
        }
    }
}

fn polygon(rings: &[Vec<Position>], place: &Place<'_>, report: &mut Report) {
    let mut edges = Vec::new();
    for (index, ring) in rings.iter().enumerate() {
        let at = place.item(index);
        repeated(ring, &at, report);
        if ring.len() < 4 || ring.first() != ring.last() {
            let problem = at.problem(
                Code::BadFeature,
                "a ring has 4 positions or more, the last one the first",
            );
            report.add(problem, "close it: repeat its first position at its end");
            continue;
        }
        let ring = line(ring);
        let area = geodesic::area(&ring);
        if (area > 0.0) != (index == 0) {
            let message = if index == 0 {
                "the outer ring runs clockwise"
            } else {
                "a hole runs counterclockwise"
            };
            report.add(
                at.problem(Code::BadFeature, message),
                "reverse the order of its positions",
            );
        }
        let mut seen = BTreeSet::new();
        for (position, vertex) in ring.iter().skip(1).enumerate() {
            if !seen.insert((vertex.lon.to_bits(), vertex.lat.to_bits())) {
                let at = at.item(position + 1);
                let problem = at.problem(Code::BadFeature, "the ring touches itself");
                report.add(problem, "split it into two rings, or move this position");
            }
        }
        let pairs = ring.windows(2).enumerate();
        edges.extend(pairs.map(|(position, pair)| (index, position, pair[0], pair[1])));
    }
    crossings(&edges, place, report);
}

/// An edge: its ring, its number there, its ends.
type Edge = (usize, usize, LonLat, LonLat);

/// Reports the first crossing of each edge with another of the same polygon.
fn crossings(edges: &[Edge], place: &Place<'_>, report: &mut Report) {
    let point = |position: LonLat| Point::<Degrees>::new(position.lon, position.lat);
    let rects: Vec<Rect<Degrees>> = edges
        .iter()
        .map(|(_, _, from, to)| Rect::around([point(*from), point(*to)]))
        .collect();
    let index = Index::new(&rects);
    for (number, (ring, position, from, to)) in edges.iter().enumerate() {
        let near = index.search(&rects[number]).into_iter();
        let crossed = near
            .filter(|&other| other > number)
            .find(|&other| cross(*from, *to, edges[other].2, edges[other].3));
        if let Some(other) = crossed {
            let (other_ring, other_position, ..) = edges[other];
            let message = format!("the edge crosses that at [{other_ring}][{other_position}]");
            let problem = place
                .item(*ring)
                .item(*position)
                .problem(Code::BadFeature, message);
            report.add(problem, "move one of the four positions");
        }
    }
}

/// Whether two edges cross, not merely touch.
fn cross(a: LonLat, b: LonLat, c: LonLat, d: LonLat) -> bool {
    let side = |from: LonLat, to: LonLat, at: LonLat| {
        (to.lon - from.lon) * (at.lat - from.lat) - (to.lat - from.lat) * (at.lon - from.lon)
    };
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}
