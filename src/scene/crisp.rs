//! Hairlines of the furniture on whole pixels of the device: what is one pixel wide is not two that are grey.

use super::Item;
use crate::space::{Css, Point};

/// Puts level and upright lines of furniture, and the edges of its plates, on pixels of a device that has `ratio` of them to
/// a CSS pixel. Such lines are a whole number of pixels wide. All else stays as it is.
pub fn crisp(items: &mut [Item], ratio: f64) {
    for item in items {
        match item {
            Item::Line { points, pen } if is_square(points) => {
                let pixels = (pen.width * ratio).round().max(1.0);
                pen.width = pixels / ratio;
                snap(points, ratio, pen.width / 2.0);
            }
            Item::Area { rings, .. } => {
                for ring in rings.iter_mut().filter(|ring| is_square(ring)) {
                    snap(ring, ratio, 0.0);
                }
            }
            _ => {}
        }
    }
}

/// Whether it has no slanting side.
fn is_square(points: &[Point<Css>]) -> bool {
    let mut sides = points.windows(2);
    points.len() > 1 && sides.all(|side| side[0].x == side[1].x || side[0].y == side[1].y)
}

/// So that the edges of a line that reaches `half` a width to either side are on pixels.
fn snap(points: &mut [Point<Css>], ratio: f64, half: f64) {
    let on_pixel = |at: f64| ((at - half) * ratio).round() / ratio + half;
    for point in points {
        *point = Point::new(on_pixel(point.x), on_pixel(point.y));
    }
}
