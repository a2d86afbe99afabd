//! Where marks stand: the more important at their places, the others beside them where they would lie on one another.

use super::view::{View, mark_scale};
use crate::atlas::Class;
use crate::order::order;
use crate::space::{Css, Point};

/// A mark of a feature.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Index into the atlas's features.
    pub feature: usize,
    /// Its middle.
    pub at: Point<Css>,
    /// CSS pixels.
    pub radius: f64,
}

/// Marks with this key and beyond are towns.
const TOWNS: u64 = 48;
/// Space between marks, CSS pixels.
const GAP: f64 = 1.0;
/// Turns after which a mark looks for a place beside another: cosine and sine, the least turn first.
const TURNS: [(f64, f64); 8] = [
    (1.0, 0.0),
    (0.707, 0.707),
    (0.707, -0.707),
    (0.0, 1.0),
    (0.0, -1.0),
    (-0.707, 0.707),
    (-0.707, -0.707),
    (-1.0, 0.0),
];

/// The marks in the view and around it, the most important last. A town whose mark would lie under another goes without, as does
/// any mark that finds no place beside: a nearer view shows it.
#[must_use]
pub fn place(view: &View<'_>) -> Vec<Placed> {
    let scale = mark_scale(view.zoom);
    let mut marks = Vec::new();
    let mut keys = Vec::new();
    for (feature, known, shape) in view.told_around() {
        let class = known.properties.class;
        let group = match class {
            Class::Summit => 0,
            Class::Capital => 16,
            Class::Town => TOWNS,
            _ => 32,
        };
        let radius = view.palette.symbol(class).1 * scale;
        for &point in &shape.points {
            keys.push(group + u64::from(known.properties.rank));
            marks.push(Placed {
                feature,
                at: view.camera.to_css(point),
                radius,
            });
        }
    }
    // Of equals the one drawn last is on top.
    marks.reverse();
    keys.reverse();
    let mut placed: Vec<Placed> = Vec::with_capacity(marks.len());
    for index in order(keys.iter().copied()) {
        let mark = marks[index];
        let blocking = |at: Point<Css>| {
            let mut placed = placed.iter();
            placed.find(|other| other.at.distance(at) < other.radius + mark.radius + GAP)
        };
        let Some(&other) = blocking(mark.at) else {
            placed.push(mark);
            continue;
        };
        if keys[index] >= TOWNS {
            continue;
        }
        // Away from what is in the way, to the right of what is exactly there.
        let apart = other.at.distance(mark.at);
        let (x, y) = if apart > 0.5 {
            (
                (mark.at.x - other.at.x) / apart,
                (mark.at.y - other.at.y) / apart,
            )
        } else {
            (1.0, 0.0)
        };
        let distance = other.radius + mark.radius + GAP + 0.01;
        let free = TURNS
            .iter()
            .map(|(cosine, sine)| {
                other.at.offset(
                    distance * (x * cosine - y * sine),
                    distance * (x * sine + y * cosine),
                )
            })
            .find(|&at| blocking(at).is_none());
        if let Some(at) = free {
            placed.push(Placed { at, ..mark });
        }
    }
    placed.reverse();
    placed
}
