//! Geometries that are kept close together, since there are very many.

use std::rc::Rc;
use std::slice::Iter;

use super::{Geometry, Kind};
use crate::list::Gather as _;
use crate::lon_lat::LonLat;

/// A geometry in one piece, half as large as a [`Geometry`] and less: positions are rounded to ten millionths of a degree, about
/// a centimetre. What was written with no more decimals is as it was.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Packed(Rc<[i32]>);

const PER_DEGREE: f64 = 1e7;

impl Packed {
    pub(super) fn new(geometry: &Geometry) -> Self {
        let mut numbers = Vec::new();
        pack(geometry, &mut numbers);
        Self(numbers.into())
    }

    /// What it is drawn as.
    pub(super) fn kind(&self) -> Option<Kind> {
        // A collection has the count of its parts before the first.
        let first = self.0.iter().step_by(2).find(|kind| **kind != 3)?;
        match first {
            0 => Some(Kind::Point),
            1 => Some(Kind::Line),
            _ => Some(Kind::Area),
        }
    }

    pub(super) fn geometry(&self) -> Geometry {
        unpack(&mut self.0.iter())
    }
}

fn pack(geometry: &Geometry, to: &mut Vec<i32>) {
    match geometry {
        Geometry::Points(points) => {
            to.push(0);
            positions(points, to);
        }
        Geometry::Lines(lines) => {
            to.push(1);
            each(lines, to, positions);
        }
        Geometry::Areas(areas) => {
            to.push(2);
            each(areas, to, |area, to| each(area, to, positions));
        }
        Geometry::Collection(parts) => {
            to.push(3);
            each(parts, to, pack);
        }
        // Only an atlas has tracks.
        Geometry::Legs(_) => {}
    }
}

fn positions(positions: &Vec<LonLat>, to: &mut Vec<i32>) {
    each(positions, to, |position, to| {
        for degrees in [position.lon, position.lat] {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a position is on the globe: no more than 180°"
            )]
            to.push((degrees * PER_DEGREE).round_ties_even() as i32);
        }
    });
}

fn each<T>(items: &Vec<T>, to: &mut Vec<i32>, pack: fn(&T, &mut Vec<i32>)) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        reason = "the text of so many would not fit into memory"
    )]
    to.push(items.len() as i32);
    for item in items {
        pack(item, to);
    }
}

fn unpack(from: &mut Iter<'_, i32>) -> Geometry {
    match next(from) {
        0 => Geometry::Points(unpacked(from, position)),
        1 => Geometry::Lines(unpacked(from, |from| unpacked(from, position))),
        2 => Geometry::Areas(unpacked(from, |from| {
            unpacked(from, |from| unpacked(from, position))
        })),
        _ => Geometry::Collection(unpacked(from, unpack)),
    }
}

fn position(from: &mut Iter<'_, i32>) -> LonLat {
    let mut degrees = || f64::from(next(from)) / PER_DEGREE;
    LonLat::new(degrees(), degrees())
}

fn unpacked<T>(from: &mut Iter<'_, i32>, unpack: fn(&mut Iter<'_, i32>) -> T) -> Vec<T> {
    let count = next(from);
    (0..count).map(|_| unpack(from)).gathered()
}

fn next(from: &mut Iter<'_, i32>) -> i32 {
    from.next().copied().unwrap_or_default()
}
