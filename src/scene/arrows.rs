//! Sparse arrows along lines whose flow has a direction.

use super::ways::Stretch;
use crate::atlas::Class;
use crate::space::{Css, Point};

/// The tips and wings of an arrow: a wing, the tip, the other wing.
pub(super) type Arrow = [Point<Css>; 3];

/// Distance of arrows along a line, CSS pixels.
const APART: f64 = 140.0;

/// The arrows of a stretch, their wings so far beside the line. Their places are counted from the beginning of the whole
/// line, so that they stay while the map is dragged.
pub(super) fn along(stretch: &Stretch, wing: f64) -> Vec<Arrow> {
    let mut arrows = Vec::new();
    // Pipelines flow one way, which is that of their legs; trains run both.
    if !matches!(stretch.look.class, Class::Gas | Class::Oil) || stretch.look.recedes {
        return arrows;
    }
    let mut start = stretch.phase;
    let mut next = ((start / APART - 0.5).ceil() + 0.5) * APART;
    for pair in stretch.points.windows(2) {
        let length = pair[0].distance(pair[1]);
        while next < start + length {
            let tip = pair[0].lerp(pair[1], (next - start) / length);
            let (x, y) = (
                (pair[1].x - pair[0].x) / length * wing,
                (pair[1].y - pair[0].y) / length * wing,
            );
            arrows.push([
                tip.offset(-x - y, -y + x),
                tip.offset(x * 0.6, y * 0.6),
                tip.offset(-x + y, -y - x),
            ]);
            next += APART;
        }
        start += length;
    }
    arrows
}
