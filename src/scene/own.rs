//! A reader's own features as their author styled them: areas below the lines of the story, lines and points above it all.

use std::rc::Rc;

use super::view::{View, mark_scale};
use super::{HAIRLINE, Item, Pen, Symbol};
use crate::atlas::{Own, Style};
use crate::math::log2;
use crate::space::{Css, Rect};
use crate::theme::{Color, Palette};

/// Radius of a point, CSS pixels.
const RADIUS: f64 = 5.0;
/// Width of a line whose style has none, CSS pixels.
pub(crate) const LINE: f64 = 2.2;
/// And of the outline of an area: see [`HAIRLINE`].
pub(crate) const OUTLINE: f64 = HAIRLINE;
/// Of the inside of areas that have no colour of their own.
const FILL_OPACITY: f64 = 0.16;
/// How much larger a point is at most that stands for many.
const MANY: f64 = 1.5;

/// Draws the areas.
pub(super) fn areas(view: &View<'_>, items: &mut Vec<Item>) {
    for (index, own, emphasis) in all(view) {
        area(view, index, own, emphasis, items);
    }
}

/// Draws the lines and, above them, the points, whose places are added to `taken`.
pub(super) fn draw(view: &View<'_>, items: &mut Vec<Item>, taken: &mut Vec<Rect<Css>>) {
    for (index, own, emphasis) in all(view) {
        lines(view, index, own, emphasis, items);
    }
    for (index, own, emphasis) in all(view) {
        points(view, index, own, emphasis, items, taken);
    }
}

/// Those around the view, and whether each stands out.
fn all<'a>(view: &'a View<'_>) -> impl Iterator<Item = (usize, &'a Own, bool)> {
    view.features_around().filter_map(|(index, feature, _)| {
        let emphasis = view.selected == Some(index) || view.hovered == Some(index);
        Some((index, feature.own.as_ref()?, emphasis))
    })
}

fn area(view: &View<'_>, index: usize, own: &Own, emphasis: bool, items: &mut Vec<Item>) {
    let Some(path) = view.base_map.own_area(index) else {
        return;
    };
    if let Some(color) = fill(view.palette, &own.style) {
        items.push(Item::Fill {
            path: Rc::clone(path),
            color,
        });
    }
    let times = if emphasis { 1.8 } else { 1.0 };
    let pen = pen(view.palette, &own.style, OUTLINE, times);
    // A canvas knows no pen without a width.
    if pen.width > 0.0 {
        items.push(Item::Stroke {
            path: Rc::clone(path),
            pen,
        });
    }
}

fn lines(view: &View<'_>, index: usize, own: &Own, emphasis: bool, items: &mut Vec<Item>) {
    let times = if emphasis { 1.6 } else { 1.0 };
    let pen = pen(view.palette, &own.style, LINE, times);
    if pen.width <= 0.0 {
        return;
    }
    let under = Pen::solid(view.palette.halo(), pen.width + 2.0);
    for stretch in view.stretches(index) {
        for pen in [&under, &pen] {
            items.push(Item::Line {
                points: stretch.points.clone(),
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
    let color = disc(view.palette, &own.style);
    let radius = radius(view, index, own);
    let shape = &view.shapes.shapes[index];
    for at in shape.points.iter().map(|&point| view.camera.to_css(point)) {
        // A name keeps its place while its point is larger.
        taken.push(Rect { min: at, max: at }.inflate(radius));
        items.push(Item::Mark {
            at,
            symbol: Symbol::Dot,
            radius: radius * if emphasis { 1.35 } else { 1.0 },
            color: Rc::clone(&color),
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

/// The colour of an area's inside.
pub(crate) fn fill(palette: &Palette, style: &Style) -> Option<Color> {
    let fill = style.fill.clone();
    let opacity = style.fill_opacity.unwrap_or(FILL_OPACITY);
    fill.or_else(|| Style::faded(palette.accent(), opacity))
}

/// The colour of a point.
pub(crate) fn disc(palette: &Palette, style: &Style) -> Color {
    let color = style.marker_color.as_ref().or(style.fill.as_ref());
    Rc::clone(color.unwrap_or(palette.accent()))
}

/// The pen of a line that is so many times as wide as the style has it; `width` where that has none.
pub(crate) fn pen(palette: &Palette, style: &Style, width: f64, times: f64) -> Pen {
    let color = style.stroke.as_ref().unwrap_or(palette.accent());
    let width = style.stroke_width.unwrap_or(width) * times;
    Pen::solid(color, width)
}
