//! A reader's own features: areas, lines and points as their author styled them, above the story.

use std::rc::Rc;

use super::view::{View, mark_scale};
use super::{Item, Pen, Symbol};
use crate::atlas::{Own, Style};
use crate::math::log2;
use crate::space::{Css, Rect};
use crate::theme::Color;

/// Radius of a point, CSS pixels.
const RADIUS: f64 = 5.0;
/// Width of a line, CSS pixels.
const WIDTH: f64 = 2.2;
/// Of the inside of areas that have no colour of their own.
const FILL_OPACITY: f64 = 0.16;
/// How much larger a point is at most that stands for many.
const MANY: f64 = 1.5;

/// Draws them; adds the places of their points to `taken`.
pub(super) fn draw(view: &View<'_>, items: &mut Vec<Item>, taken: &mut Vec<Rect<Css>>) {
    let own = || {
        let features = view.features_around();
        features.filter_map(|(index, feature, _)| Some((index, feature.own.as_ref()?)))
    };
    let emphasis = |index: usize| view.selected == Some(index) || view.hovered == Some(index);
    // Areas lie below lines, and lines below points, whatever the order of the file.
    own().for_each(|(index, own)| area(view, index, own, emphasis(index), items));
    own().for_each(|(index, own)| lines(view, index, own, emphasis(index), items));
    own().for_each(|(index, own)| points(view, index, own, emphasis(index), items, taken));
}

fn area(view: &View<'_>, index: usize, own: &Own, emphasis: bool, items: &mut Vec<Item>) {
    let Some(path) = view.base_map.own_area(index) else {
        return;
    };
    let fill = own.style.fill.clone();
    if let Some(color) = fill.or_else(|| Style::faded(view.palette.accent(), FILL_OPACITY)) {
        items.push(Item::Fill {
            path: Rc::clone(path),
            color,
        });
    }
    items.push(Item::Stroke {
        path: Rc::clone(path),
        pen: pen(view, own, if emphasis { 1.2 } else { 0.7 }),
    });
}

fn lines(view: &View<'_>, index: usize, own: &Own, emphasis: bool, items: &mut Vec<Item>) {
    let pen = pen(view, own, if emphasis { 1.6 } else { 1.0 });
    let under = Pen::solid(view.palette.halo(), pen.width + 2.0);
    for (_, points) in view.drawn_lines(index) {
        for pen in [&under, &pen] {
            items.push(Item::Line {
                points: points.clone(),
                pen: pen.clone(),
            });
        }
    }
}

fn points(
    view: &View<'_>,
    index: usize,
    own: &Own,
    emphasis: bool,
    items: &mut Vec<Item>,
    taken: &mut Vec<Rect<Css>>,
) {
    let color = own.style.marker_color.as_ref().or(own.style.fill.as_ref());
    let color: &Color = color.unwrap_or(view.palette.accent());
    let radius = radius(view, index, own);
    let shape = &view.shapes.shapes[index];
    for at in shape.points.iter().map(|&point| view.camera.to_css(point)) {
        // A name keeps its place while its point is larger.
        taken.push(Rect { min: at, max: at }.inflate(radius));
        items.push(Item::Mark {
            at,
            symbol: Symbol::Dot,
            radius: radius * if emphasis { 1.35 } else { 1.0 },
            color: Rc::clone(color),
            halo: Rc::clone(view.palette.halo()),
        });
    }
}

/// The radius of a feature's points, CSS pixels: larger where it stands for many.
pub(crate) fn radius(view: &View<'_>, index: usize, own: &Own) -> f64 {
    let many = f64::from(view.base_map.stands_for[index].max(1));
    let many = (1.0 + 0.08 * log2(many)).min(MANY);
    RADIUS * mark_scale(view.zoom) * own.style.marker_scale.unwrap_or(1.0) * many
}

fn pen(view: &View<'_>, own: &Own, times: f64) -> Pen {
    let color = own.style.stroke.as_ref().unwrap_or(view.palette.accent());
    let width = own.style.stroke_width.unwrap_or(WIDTH) * times;
    Pen::solid(color, width)
}
