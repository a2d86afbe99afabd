//! What is taken: boxes of marks and names, and the ink of lines, in grids so that looking costs little.

use crate::space::{Css, Point, Rect};

/// Boxes that nothing else may touch.
#[derive(Debug)]
pub(super) struct Crowd {
    origin: Point<Css>,
    columns: usize,
    rows: usize,
    /// By cell: the last of its entries, counted from 1; 0 for none.
    last: Vec<u32>,
    /// Boxes, whose they are, and the entry before in the same cell.
    entries: Vec<(Rect<Css>, Option<usize>, u32)>,
}

/// CSS pixels.
const CELL: f64 = 48.0;

impl Crowd {
    pub(super) fn new(region: Rect<Css>) -> Self {
        let columns = cell(region.width(), CELL) + 1;
        let rows = cell(region.height(), CELL) + 1;
        Self {
            origin: region.min,
            columns,
            rows,
            last: vec![0; columns * rows],
            entries: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, bounds: Rect<Css>, whose: Option<usize>) {
        for cell in self.cells(&bounds) {
            self.entries.push((bounds, whose, self.last[cell]));
            self.last[cell] = u32::try_from(self.entries.len()).unwrap_or(0);
        }
    }

    /// Whether `bounds` touches nothing, or only what is `own`.
    pub(super) fn is_free(&self, bounds: &Rect<Css>, own: Option<usize>) -> bool {
        self.cells(bounds).all(|cell| {
            let mut entry = self.last[cell];
            while entry > 0 {
                let (other, whose, before) = &self.entries[entry as usize - 1];
                if other.intersects(bounds) && (own.is_none() || *whose != own) {
                    return false;
                }
                entry = *before;
            }
            true
        })
    }

    /// The cells that a box meets; what is outside counts as the cells at the edge.
    fn cells(&self, bounds: &Rect<Css>) -> impl Iterator<Item = usize> + use<> {
        let column = |x: f64| cell(x - self.origin.x, CELL).min(self.columns - 1);
        let row = |y: f64| cell(y - self.origin.y, CELL).min(self.rows - 1);
        let (first, last) = (column(bounds.min.x), column(bounds.max.x));
        let columns = self.columns;
        (row(bounds.min.y)..=row(bounds.max.y))
            .flat_map(move |row| (first..=last).map(move |column| row * columns + column))
    }
}

/// Where lines run, in cells that move with the map.
#[derive(Debug, Clone)]
pub struct Ink {
    origin: Point<Css>,
    columns: usize,
    cells: Vec<bool>,
}

/// CSS pixels.
const GRAIN: f64 = 8.0;

impl Ink {
    /// No ink in a region. The grid is in line with `fixed`, a point that moves with the map.
    #[must_use]
    pub fn new(region: Rect<Css>, fixed: Point<Css>) -> Self {
        let before = |at: f64, fixed: f64| fixed + ((at - fixed) / GRAIN).floor() * GRAIN;
        let origin = Point::new(before(region.min.x, fixed.x), before(region.min.y, fixed.y));
        let columns = cell(region.max.x - origin.x, GRAIN) + 1;
        let rows = cell(region.max.y - origin.y, GRAIN) + 1;
        Self {
            origin,
            columns,
            cells: vec![false; columns * rows],
        }
    }

    /// Draws a line.
    pub fn draw(&mut self, line: &[Point<Css>]) {
        for pair in line.windows(2) {
            // So close that where a line was cut hardly changes which cells it meets.
            let steps = pair[0].distance(pair[1]).ceil().min(4096.0);
            let mut step = 0.0;
            while step <= steps {
                let at = pair[0].lerp(pair[1], step / steps.max(1.0));
                step += 1.0;
                if at.x < self.origin.x || at.y < self.origin.y {
                    continue;
                }
                let column = cell(at.x - self.origin.x, GRAIN);
                let index = cell(at.y - self.origin.y, GRAIN) * self.columns + column;
                if column < self.columns && index < self.cells.len() {
                    self.cells[index] = true;
                }
            }
        }
    }

    /// How many cells with ink a box meets.
    pub(super) fn under(&self, bounds: &Rect<Css>) -> u32 {
        if self.cells.is_empty() {
            return 0;
        }
        let column = |x: f64| cell(x - self.origin.x, GRAIN).min(self.columns);
        let (first, last) = (column(bounds.min.x), column(bounds.max.x + GRAIN));
        let row = |y: f64| cell(y - self.origin.y, GRAIN);
        (row(bounds.min.y)..=row(bounds.max.y))
            .filter_map(|row| {
                self.cells
                    .get(row * self.columns + first..row * self.columns + last)
            })
            .flatten()
            .map(|&ink| u32::from(ink))
            .sum()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of a float saturates"
)]
fn cell(distance: f64, size: f64) -> usize {
    (distance / size) as usize
}
