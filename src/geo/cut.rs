//! Cuts lines and rings where the map ends, opposite its central meridian, and refines long edges.
//!
//! A segment between two positions is straight in longitude and latitude (RFC 7946 §3.1.1). Where its ends are more
//! than 180° apart it is taken to go the short way, over the antimeridian. One from 180° to -180° goes round the whole circle where
//! otherwise a ring would not close, or nothing would be left but a piece of the antimeridian.

use crate::geo::projection::{Projection, normalize_degrees};
use crate::list::{AddAll as _, Gather as _};
use crate::lon_lat::LonLat;
use crate::space::{Plane, Point};

/// Longest edge, in degrees of longitude or latitude, that is drawn as one straight line:
/// in the conic the sagitta of 2° of a parallel is below 0.02 % of the Earth's radius.
const STEP: f64 = 2.0;

/// The window of longitudes that the map shows, degrees from the central meridian.
const EDGE: f64 = 180.0;

/// A line in the plane: one piece, or more where the map's edge cuts it. Positions without a projection are left out.
#[must_use]
pub fn project_line(line: &[LonLat], projection: &Projection) -> Vec<Vec<Point<Plane>>> {
    let track = refine(&unwrap(line, projection.center_lon(), false));
    windows(&track)
        .flat_map(|shift| clip_line(&track, shift))
        .map(|piece| to_plane(&piece, projection))
        .filter(|piece| piece.len() > 1)
        .gathered()
}

/// A closed ring in the plane: one ring, or more where the map's edge cuts it, each closed without repeating its first point.
#[must_use]
pub fn project_ring(ring: &[LonLat], projection: &Projection) -> Vec<Vec<Point<Plane>>> {
    let mut track = unwrap(ring, projection.center_lon(), true);
    close_over_pole(&mut track);
    let track = refine(&track);
    windows(&track)
        .map(|shift| clip_ring(&track, shift))
        .map(|piece| {
            let mut piece = to_plane(&piece, projection);
            if piece.len() > 1 && piece.first() == piece.last() {
                piece.pop();
            }
            piece
        })
        .filter(|piece| piece.len() > 2)
        .gathered()
}

/// Degrees east of the central meridian, continuous (so possibly beyond ±180), and latitude.
type Unwrapped = (f64, f64);

/// The nearest of the longitudes, a tenth of a micrometre apart, that can be moved by whole turns and added up without error:
/// so neighbours share their edges exactly, wherever their rings begin.
fn exact(degrees: f64) -> f64 {
    const PER_DEGREE: f64 = (1_u64 << 40) as f64;
    (degrees * PER_DEGREE).round_ties_even() / PER_DEGREE
}

fn unwrap(line: &[LonLat], center_lon: f64, closed: bool) -> Vec<Unwrapped> {
    let short = follow(line, center_lon, false);
    let (Some(&first), Some(&last)) = (short.first(), short.last()) else {
        return short;
    };
    if closed && winds(first, last) || short.iter().all(|at| at.0 == first.0) {
        follow(line, center_lon, true)
    } else {
        short
    }
}

/// With the segments that span the whole circle, or with the short way in their place.
fn follow(line: &[LonLat], center_lon: f64, whole_circles: bool) -> Vec<Unwrapped> {
    let mut previous: Option<(f64, f64)> = None;
    line.iter()
        .map(|position| {
            let lon = exact(position.lon);
            let x = match previous {
                None => normalize_degrees(lon - exact(center_lon)),
                Some((before, x)) => {
                    let step = lon - before;
                    let whole_circle = whole_circles && (step.abs() - 360.0).abs() < 1e-9;
                    x + if step.abs() > 180.0 && !whole_circle {
                        step - 360.0 * step.signum()
                    } else {
                        step
                    }
                }
            };
            previous = Some((lon, x));
            (x, position.lat)
        })
        .gathered()
}

/// Whether a ring that begins and ends so has gone round a pole.
fn winds(first: Unwrapped, last: Unwrapped) -> bool {
    (last.0 - first.0).abs() >= 180.0
}

/// A ring that winds round a pole does not close in longitude: it is led along the map's edge over the pole.
fn close_over_pole(ring: &mut Vec<Unwrapped>) {
    let (Some(&first), Some(&last)) = (ring.first(), ring.last()) else {
        return;
    };
    if !winds(first, last) {
        return;
    }
    let mean = ring.iter().map(|&(_, lat)| lat).sum::<f64>();
    let pole = 90.0_f64.copysign(mean);
    ring.add_all([(last.0, pole), (first.0, pole), first]);
}

fn refine(line: &[Unwrapped]) -> Vec<Unwrapped> {
    let mut refined = Vec::with_capacity(line.len());
    refined.add_all(line.first().copied());
    for pair in line.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let extent = (to.0 - from.0).abs().max((to.1 - from.1).abs());
        // Loading refuses coordinates beyond ±180, so the count is small.
        let parts = (extent / STEP).ceil().max(1.0);
        let mut part = 1.0;
        while part < parts {
            let t = part / parts;
            refined.push((
                exact(from.0 + (to.0 - from.0) * t),
                exact(from.1 + (to.1 - from.1) * t),
            ));
            part += 1.0;
        }
        refined.push(to);
    }
    refined
}

/// The multiples of 360° by which parts of the track must be moved to come into the map.
fn windows(track: &[Unwrapped]) -> impl Iterator<Item = f64> + use<> {
    let (min, max) = track
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(min, max), &(x, _)| {
            (min.min(x), max.max(x))
        });
    let mut turn = ((min + EDGE) / 360.0).floor();
    // What only touches the next window's edge is not in it.
    let last = if max > min {
        ((max + EDGE) / 360.0).ceil() - 1.0
    } else if track.is_empty() {
        f64::NEG_INFINITY
    } else {
        turn
    };
    std::iter::from_fn(move || {
        (turn <= last).then(|| {
            turn += 1.0;
            (turn - 1.0) * 360.0
        })
    })
}

fn clip_line(track: &[Unwrapped], shift: f64) -> Vec<Vec<Unwrapped>> {
    let mut pieces = vec![Vec::new()];
    let inside = |x: f64| (-EDGE..=EDGE).contains(&x);
    if let [(x, lat)] = *track {
        return vec![vec![(x - shift, lat)]];
    }
    for pair in track.windows(2) {
        let (from, to) = (
            (pair[0].0 - shift, pair[0].1),
            (pair[1].0 - shift, pair[1].1),
        );
        let Some(piece) = pieces.last_mut() else {
            break;
        };
        match (inside(from.0), inside(to.0)) {
            (true, true) => {
                if piece.is_empty() {
                    piece.push(from);
                }
                piece.push(to);
            }
            (true, false) => {
                if piece.is_empty() {
                    piece.push(from);
                }
                piece.push(at_edge(from, to));
                pieces.push(Vec::new());
            }
            (false, true) => piece.add_all([at_edge(to, from), to]),
            // Refined segments are shorter than the window: none passes through it whole.
            (false, false) => {}
        }
    }
    pieces
}

/// Where the segment from `inside` to `outside` meets the map's edge.
fn at_edge(inside: Unwrapped, outside: Unwrapped) -> Unwrapped {
    let edge = EDGE.copysign(outside.0);
    let t = (edge - inside.0) / (outside.0 - inside.0);
    (edge, inside.1 + (outside.1 - inside.1) * t)
}

/// Sutherland–Hodgman against the two edges of the window.
fn clip_ring(track: &[Unwrapped], shift: f64) -> Vec<Unwrapped> {
    let mut ring: Vec<Unwrapped> = track.iter().map(|&(x, lat)| (x - shift, lat)).gathered();
    for side in [-1.0, 1.0] {
        let inside = |point: Unwrapped| point.0 * side <= EDGE;
        if ring.iter().all(|&point| inside(point)) {
            continue;
        }
        let mut clipped = Vec::with_capacity(ring.len());
        for pair in ring.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            if inside(from) {
                clipped.push(from);
            }
            if inside(from) != inside(to) {
                let t = (EDGE * side - from.0) / (to.0 - from.0);
                clipped.push((EDGE * side, from.1 + (to.1 - from.1) * t));
            }
        }
        clipped.add_all(clipped.first().copied());
        ring = refine(&clipped);
    }
    ring
}

fn to_plane(track: &[Unwrapped], projection: &Projection) -> Vec<Point<Plane>> {
    // There are very many lines, and they are kept.
    let mut plane = Vec::with_capacity(track.len());
    let track = track.iter();
    plane.add_all(
        track.filter_map(|&(x, lat)| projection.forward_relative(x.to_radians(), lat.to_radians())),
    );
    plane
}
