//! Geometries that are kept close together, since there are very many.

use std::rc::Rc;
use std::slice::Iter;

use super::Geometry;
use crate::list::Gather as _;
use crate::lon_lat::LonLat;

/// A geometry in one piece, half as large as a [`Geometry`] and less: positions are rounded to ten millionths of a degree, about
/// a centimetre. What was written with no more decimals is as it was.
///
/// Its kind comes first, and before each list how many it holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Packed(Rc<[i32]>);

const PER_DEGREE: f64 = 1e7;

const POINTS: i32 = 1;
const LINES: i32 = 2;
const AREAS: i32 = 3;

impl Packed {
    /// Points, lines or areas; of others it holds nothing.
    pub(super) fn new(geometry: &Geometry) -> Self {
        let mut numbers = Vec::new();
        match geometry {
            Geometry::Points(points) => {
                numbers.push(POINTS);
                pack(points, &mut numbers);
            }
            Geometry::Lines(lines) => {
                numbers.push(LINES);
                begin(lines.len(), &mut numbers);
                lines.iter().for_each(|line| pack(line, &mut numbers));
            }
            Geometry::Areas(areas) => {
                numbers.push(AREAS);
                begin(areas.len(), &mut numbers);
                for area in areas {
                    begin(area.len(), &mut numbers);
                    area.iter().for_each(|ring| pack(ring, &mut numbers));
                }
            }
            Geometry::Legs(_) | Geometry::Collection(_) => {}
        }
        Self(numbers.into())
    }

    /// The geometry, if it holds one.
    pub(super) fn geometry(&self) -> Option<Geometry> {
        let from = &mut self.0.iter();
        Some(match *from.next()? {
            POINTS => Geometry::Points(run(from)),
            LINES => Geometry::Lines(many(from, run)),
            _ => Geometry::Areas(many(from, |from| many(from, run))),
        })
    }
}

fn pack(run: &[LonLat], to: &mut Vec<i32>) {
    begin(run.len(), to);
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
fn begin(count: usize, to: &mut Vec<i32>) {
    to.push(count as i32);
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
