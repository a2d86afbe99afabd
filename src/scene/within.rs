//! Where a level name can stand in an area, or in the part of it that is in view.

use super::along::small;
use crate::camera::Camera;
use crate::list::empty;
use crate::math::{exp2, hypot, log2, remainder};
use crate::shape::PlanePath;
use crate::space::{Css, Plane, Point, Rect, Size};

/// Where an area reaches, row by row.
struct Rows {
    /// Plane y of row 0, and from a row to the next below.
    top: f64,
    step: f64,
    /// By row, ascending: where the area's edge crosses.
    crossings: Vec<Vec<f64>>,
}

impl Rows {
    fn new(area: &PlanePath, top: f64, step: f64, count: usize) -> Self {
        let mut crossings = empty(count);
        for ring in &area.parts {
            let Some(&end) = ring.last() else { continue };
            let mut from = end;
            for &to in ring {
                let (upper, lower) = (from.y.max(to.y), from.y.min(to.y));
                let mut row = ((top - upper) / step).ceil().max(0.0);
                loop {
                    let y = top - row * step;
                    let index = small(row) as usize;
                    if y <= lower || index >= count {
                        break;
                    }
                    let x = from.x + (y - from.y) / (to.y - from.y) * (to.x - from.x);
                    let row_of: &mut Vec<f64> = &mut crossings[index];
                    let place = row_of.partition_point(|&other| other < x);
                    row_of.insert(place, x);
                    row += 1.0;
                }
                from = to;
            }
        }
        Self {
            top,
            step,
            crossings,
        }
    }

    fn y(&self, row: usize) -> f64 {
        self.top - self.step * f64::from(u32::try_from(row).unwrap_or(0))
    }

    /// How much of `from`…`to` is inside in a row.
    fn inside(&self, row: usize, from: f64, to: f64) -> f64 {
        let pairs = self.crossings[row].chunks_exact(2);
        pairs
            .map(|pair| (pair[1].min(to) - pair[0].max(from)).max(0.0))
            .sum()
    }
}

/// Places around the area's own for a name of so large a half. They are so many rows and columns
/// around it. A name reaches over the area's edge by no more than `over` of its half widths in three rows.
pub(super) fn around(
    area: &PlanePath,
    label: Point<Plane>,
    half: Size,
    over: f64,
    reach: i32,
    camera: &Camera,
) -> Vec<(u32, Point<Css>)> {
    /// CSS pixels from a row to the next, and from a column.
    const ROW: f64 = 9.0;
    const COLUMN: f64 = 12.0;
    let at = camera.to_css(label);
    let scale = camera.scale;
    let step = ROW / scale;
    // A name's own half height is about one row.
    let rows = Rows::new(
        area,
        label.y + step * f64::from(reach + 1),
        step,
        2 * (reach as usize + 1) + 1,
    );
    let mut places = Vec::new();
    for row in -reach..=reach {
        for column in -reach..=reach {
            let (dx, dy) = (f64::from(column) * COLUMN, f64::from(row) * ROW);
            let x = label.x + dx / scale;
            let middle = (row + reach + 1) as usize;
            let out: f64 = (middle - 1..=middle + 1)
                .map(|row| {
                    let half = half.width / scale;
                    2.0 * half - rows.inside(row, x - half, x + half)
                })
                .sum();
            // Its middle is inside, or hardly out.
            let near = 14.0 / scale;
            if (row, column) != (0, 0) && rows.inside(middle, x - near, x + near) <= 0.0 {
                continue;
            }
            if out > over * half.width / scale {
                continue;
            }
            let away = hypot(dx, 1.5 * dy);
            places.push((small(out * scale / 8.0 + away / 9.0), at.offset(dx, dy)));
        }
    }
    places
}

/// Places in the part of an area that is in `frame`, all of the name inside the area, the deepest first.
pub(super) fn in_view(
    area: &PlanePath,
    half: Size,
    camera: &Camera,
    frame: &Rect<Css>,
) -> Vec<(u32, Point<Css>)> {
    /// Rows from a column to the next.
    const COLUMN: f64 = 2.0;
    let scale = camera.scale;
    // Rows of a grid that belongs to the map, 10 to 20 CSS pixels apart.
    let step = 10.0 / exp2(log2(scale).floor());
    let (top_left, bottom_right) = (camera.to_plane(frame.min), camera.to_plane(frame.max));
    let first = (top_left.y / step).floor();
    let count = small((first * step - bottom_right.y) / step) as usize + 1;
    let rows = Rows::new(area, first * step, step, count);
    let (half_width, half_rows) = (
        half.width / scale,
        small((half.height / scale / step).ceil()) as usize,
    );
    let mut places = Vec::new();
    for row in half_rows..count.saturating_sub(half_rows) {
        let mut column = ((top_left.x + half_width) / step / COLUMN).ceil();
        loop {
            let x = column * step * COLUMN;
            if x + half_width > bottom_right.x {
                break;
            }
            let holds =
                |row: usize| rows.inside(row, x - half_width, x + half_width) > 1.999 * half_width;
            if (row - half_rows..=row + half_rows).all(holds) {
                // How many more rows there are around it, up to some.
                let deep = (1..=4)
                    .take_while(|more| {
                        let (up, down) =
                            ((row - half_rows).checked_sub(*more), row + half_rows + more);
                        up.is_some_and(holds) && down < count && holds(down)
                    })
                    .count();
                let wide = rows.inside(row, x - 2.0 * half_width, x + 2.0 * half_width);
                let tight = 4.0 - wide / half_width;
                let rare = |at: f64| {
                    u32::from(remainder(at, 2.0) != 0.0) + u32::from(remainder(at, 4.0) != 0.0)
                };
                let cost = 2 * (4 - small(deep as f64))
                    + small(tight * 4.0)
                    + rare(column)
                    + rare(first - f64::from(row as u32));
                places.push((cost, camera.to_css(Point::new(x, rows.y(row)))));
            }
            column += 1.0;
        }
    }
    places
}
