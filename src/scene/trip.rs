//! The way that was asked for, and what is closed to it.

use std::rc::Rc;

use super::view::{View, mark_scale};
use super::{Cap, Item, Pen, Symbol};
use crate::atlas::Mode;
use crate::space::{Plane, Point};

/// What is drawn of the way that was asked for; empty where none was.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trip {
    /// Indices into [`Atlas::tracks`](crate::atlas::Atlas::tracks).
    pub way: Vec<usize>,
    /// Tracks that are closed.
    pub barred: Vec<usize>,
    /// Features whose areas are closed.
    pub closed: Vec<usize>,
    /// Where the way begins and ends.
    pub ends: Vec<Point<Plane>>,
}

/// Shades the areas that are closed.
pub(super) fn shade_closed(view: &View<'_>, items: &mut Vec<Item>) {
    for &index in &view.trip.closed {
        if let Some(path) = &view.shapes.shapes[index].outline(view.detailed()).area {
            items.push(Item::fill(path, view.palette.closed()));
        }
    }
}

/// Draws the way over all lines, a ring at each of its ends.
pub(super) fn draw(view: &View<'_>, width: f64, items: &mut Vec<Item>) {
    let lines = view.trip_lines();
    for (color, of) in [(view.palette.halo(), 8.4), (view.palette.accent(), 5.2)] {
        for (track, points) in &lines {
            let pen = Pen::solid(color, of * width);
            let at_sea = matches!(
                view.atlas.tracks[*track].properties.mode,
                Mode::Ferry | Mode::Sea
            );
            let pen = if at_sea {
                pen.dashed(0.01, 8.0 * width, Cap::Round)
            } else {
                pen
            };
            items.push(Item::line(points, &pen));
        }
    }
    for &end in &view.trip.ends {
        items.push(Item::Mark {
            at: view.camera.to_css(end),
            symbol: Symbol::Ring,
            radius: 6.5 * mark_scale(view.zoom),
            color: Rc::clone(view.palette.accent()),
            halo: Rc::clone(view.palette.halo()),
        });
    }
}
