//! Which areas a line runs through, and for how far.

use super::geodesic::distance;
use crate::list::AddAll as _;
use crate::lon_lat::LonLat;

/// Areas that do not overlap, such as countries, by the number they were given.
#[derive(Debug, Default)]
pub struct Zones<'a> {
    zones: Vec<Zone<'a>>,
}

#[derive(Debug)]
struct Zone<'a> {
    number: usize,
    ring: &'a [LonLat],
    bounds: Bounds,
}

/// A stretch of a line inside one area, or outside all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// The area's number.
    pub zone: Option<usize>,
    /// Length, km.
    pub km: f64,
}

/// The quadrangle around positions: west, south, east, north, in degrees.
#[derive(Debug, Clone, Copy)]
pub struct Bounds(pub [f64; 4]);

impl Bounds {
    /// Around no position.
    pub const EMPTY: Self = Self([
        f64::INFINITY,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NEG_INFINITY,
    ]);

    /// Around all of them.
    #[must_use]
    pub fn of(positions: &[LonLat]) -> Self {
        let mut bounds = Self::EMPTY;
        bounds.include(positions);
        bounds
    }

    /// Grows to contain them.
    pub fn include(&mut self, positions: &[LonLat]) {
        let [west, south, east, north] = &mut self.0;
        for position in positions {
            *west = west.min(position.lon);
            *south = south.min(position.lat);
            *east = east.max(position.lon);
            *north = north.max(position.lat);
        }
    }

    fn meets(&self, other: &Self) -> bool {
        let (a, b) = (&self.0, &other.0);
        a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
    }
}

impl<'a> Zones<'a> {
    /// Adds the ring of an area: an outer one, a hole, or that of another part.
    pub fn add(&mut self, number: usize, ring: &'a [LonLat]) {
        self.zones.push(Zone {
            number,
            ring,
            bounds: Bounds::of(ring),
        });
    }

    /// The area around a position, by the even-odd rule.
    #[must_use]
    pub fn at(&self, position: LonLat) -> Option<usize> {
        let place = Bounds::of(&[position]);
        let mut inside: Vec<usize> = Vec::new();
        for zone in self.zones.iter().filter(|zone| zone.bounds.meets(&place)) {
            if contains(zone.ring, position) {
                // Inside a hole is outside again.
                match inside.iter().position(|&number| number == zone.number) {
                    Some(known) => drop(inside.swap_remove(known)),
                    None => inside.push(zone.number),
                }
            }
        }
        inside.first().copied()
    }

    /// The stretches of a line in order. The length of an edge, a geodesic, is shared out in proportion to degrees.
    #[must_use]
    pub fn split(&self, line: &[LonLat]) -> Vec<Stretch> {
        // With both sides of each place where it crosses the antimeridian, as areas have them.
        let mut whole: Vec<LonLat> = Vec::new();
        // Of the edges to each position, km.
        let mut lengths = Vec::new();
        for &to in line {
            let from = *whole.last().unwrap_or(&to);
            let mut length = distance(from, to);
            if is_long(from, to) {
                let side = if from.lon < to.lon { -180.0 } else { 180.0 };
                let t = (side - from.lon) / (to.lon - from.lon + 2.0 * side);
                // Not a number where both are on the meridian.
                let t = t.max(0.0);
                let lat = from.lat + (to.lat - from.lat) * t;
                whole.add_all([LonLat::new(side, lat), LonLat::new(-side, lat)]);
                lengths.add_all([length * t, 0.0]);
                length -= length * t;
            }
            whole.push(to);
            lengths.push(length);
        }
        let bounds = Bounds::of(&whole);
        let mut near = Vec::new();
        for zone in self.zones.iter().filter(|zone| zone.bounds.meets(&bounds)) {
            let edges = zone.ring.windows(2);
            near.add_all(edges.filter(|edge| Bounds::of(edge).meets(&bounds)));
        }
        let mut stretches: Vec<Stretch> = Vec::new();
        // Since the last crossing: the length, and where to ask which area it is, the middle of the longest piece.
        let (mut km, mut longest, mut asked) = (0.0, 0.0, None);
        let mut end = |km: &mut f64, longest: &mut f64, asked: Option<LonLat>| {
            if let Some(position) = asked {
                extend(&mut stretches, self.at(position), *km);
            }
            (*km, *longest) = (0.0, 0.0);
        };
        for (edge, length) in whole.windows(2).zip(lengths.into_iter().skip(1)) {
            let (from, to) = (edge[0], edge[1]);
            if is_long(from, to) {
                end(&mut km, &mut longest, asked.take());
                continue;
            }
            let bounds = Bounds::of(edge);
            let mut cuts = vec![1.0];
            for other in near.iter().filter(|other| Bounds::of(other).meets(&bounds)) {
                cuts.add_all(crossing(edge, other));
            }
            if cuts.iter().any(|&cut| cut < SAME) {
                end(&mut km, &mut longest, asked.take());
            }
            let mut start = SAME;
            while let Some(cut) = cuts
                .iter()
                .copied()
                .filter(|&cut| cut > start)
                .reduce(f64::min)
            {
                let piece = length * (cut - if start > SAME { start } else { 0.0 });
                km += piece;
                if piece > longest {
                    let t = f64::midpoint(start, cut);
                    let at = |from: f64, to: f64| from + (to - from) * t;
                    longest = piece;
                    asked = Some(LonLat::new(at(from.lon, to.lon), at(from.lat, to.lat)));
                }
                if cut < 1.0 {
                    end(&mut km, &mut longest, asked.take());
                }
                start = cut;
            }
        }
        end(&mut km, &mut longest, asked);
        stretches
    }
}

/// Whether the short way between two positions crosses the antimeridian.
fn is_long(from: LonLat, to: LonLat) -> bool {
    (to.lon - from.lon).abs() > 180.0
}

/// Adds to the last stretch, or begins another.
pub fn extend(stretches: &mut Vec<Stretch>, zone: Option<usize>, km: f64) {
    match stretches.last_mut() {
        Some(last) if last.zone == zone => last.km += km,
        _ => stretches.push(Stretch { zone, km }),
    }
}

fn contains(ring: &[LonLat], position: LonLat) -> bool {
    let crossed = ring.windows(2).filter(|edge| {
        let (from, to) = (edge[0], edge[1]);
        // Half-open in latitude, so that a vertex at the position's height counts once.
        (from.lat > position.lat) != (to.lat > position.lat)
            && from.lon + (position.lat - from.lat) / (to.lat - from.lat) * (to.lon - from.lon)
                > position.lon
    });
    crossed.count() % 2 == 1
}

/// Parts of an edge nearer than this to its start are its start.
const SAME: f64 = 1e-9;

/// Where `edge` meets `other`, as a part of `edge`: about 0 at its start, below 1.
fn crossing(edge: &[LonLat], other: &[LonLat]) -> Option<f64> {
    let vector = |from: LonLat, to: LonLat| (to.lon - from.lon, to.lat - from.lat);
    let cross = |p: (f64, f64), q: (f64, f64)| p.0 * q.1 - p.1 * q.0;
    let (along, across) = (vector(edge[0], edge[1]), vector(other[0], other[1]));
    let between = vector(edge[0], other[0]);
    let turn = cross(along, across);
    // Parallel edges divide by nought: what comes of it is in no range.
    let (t, u) = (cross(between, across) / turn, cross(between, along) / turn);
    (t > -SAME && t < 1.0 && u > -SAME && u < 1.0 + SAME).then_some(t)
}
