//! Geometries that are kept close together, since there are very many.

use std::rc::Rc;
use std::slice::Iter;

use super::{Geometry, Kind};
use crate::list::Gather as _;
use crate::lon_lat::LonLat;

/// A geometry in one piece, half as large as a [`Geometry`] and less: positions are rounded to ten millionths of a degree, about
/// a centimetre. What was written with no more decimals is as it was.
///
/// Its kind comes first, and before each list how many it holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Packed(Rc<[i32]>);

const PER_DEGREE: f64 = 1e7;

const POINTS: i32 = 0;
const LINES: i32 = 1;
const AREAS: i32 = 2;
const COLLECTION: i32 = 3;

impl Packed {
    pub(super) fn new(geometry: &Geometry) -> Self {
        let mut numbers = Vec::new();
        pack(geometry, &mut numbers);
        Self(numbers.into())
    }

    /// What it is drawn as.
    pub(super) fn kind(&self) -> Option<Kind> {
        // A collection has the count of its parts before the first.
        let first = self.0.iter().step_by(2).find(|kind| **kind != COLLECTION)?;
        match *first {
            POINTS => Some(Kind::Point),
            LINES => Some(Kind::Line),
            _ => Some(Kind::Area),
        }
    }

    pub(super) fn geometry(&self) -> Geometry {
        unpacked(&mut self.0.iter())
    }
}

fn pack(geometry: &Geometry, to: &mut Vec<i32>) {
    match geometry {
        Geometry::Points(points) => {
            to.push(POINTS);
            pack_run(points, to);
        }
        Geometry::Lines(lines) => {
            to.push(LINES);
            count(lines.len(), to);
            lines.iter().for_each(|line| pack_run(line, to));
        }
        Geometry::Areas(areas) => {
            to.push(AREAS);
            count(areas.len(), to);
            for area in areas {
                count(area.len(), to);
                area.iter().for_each(|ring| pack_run(ring, to));
            }
        }
        Geometry::Collection(parts) => {
            to.push(COLLECTION);
            count(parts.len(), to);
            parts.iter().for_each(|part| pack(part, to));
        }
        // Only an atlas has tracks.
        Geometry::Legs(_) => {}
    }
}

fn pack_run(run: &[LonLat], to: &mut Vec<i32>) {
    count(run.len(), to);
    for position in run {
        for degrees in [position.lon, position.lat] {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a position is on the globe: no more than 180°"
            )]
            to.push((degrees * PER_DEGREE).round_ties_even() as i32);
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "the text of so many would not fit into memory"
)]
fn count(count: usize, to: &mut Vec<i32>) {
    to.push(count as i32);
}

fn unpacked(from: &mut Iter<'_, i32>) -> Geometry {
    match next(from) {
        POINTS => Geometry::Points(run(from)),
        LINES => Geometry::Lines(many(from, run)),
        AREAS => Geometry::Areas(many(from, |from| many(from, run))),
        _ => Geometry::Collection(many(from, unpacked)),
    }
}

fn run(from: &mut Iter<'_, i32>) -> Vec<LonLat> {
    many(from, |from| {
        let mut degrees = || f64::from(next(from)) / PER_DEGREE;
        LonLat::new(degrees(), degrees())
    })
}

fn many<T>(from: &mut Iter<'_, i32>, read: fn(&mut Iter<'_, i32>) -> T) -> Vec<T> {
    (0..next(from)).map(|_| read(from)).gathered()
}

fn next(from: &mut Iter<'_, i32>) -> i32 {
    from.next().copied().unwrap_or_default()
}
