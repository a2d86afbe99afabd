//! Which names a view wants, where they may stand, and how they are written.

use std::rc::Rc;

use super::TextStyle;
use super::capitals::capitals;
use super::labels::Candidate;
use super::view::{View, first_zoom, mark_scale};
use crate::atlas::{Class, Feature};
use crate::math::between;
use crate::order::order;
use crate::shape::Shape;
use crate::space::{Css, Point, Rect, Size};

/// What wants a name in this view.
pub(super) fn candidates(view: &View<'_>, drawn: &[Point<Css>]) -> Vec<Candidate> {
    let zoom = view.zoom();
    let mut candidates = Vec::new();
    for (index, feature, shape) in view.features() {
        let properties = &feature.properties;
        let name = properties.name.get(view.lang);
        if name.is_empty() || view.recedes(index) {
            continue;
        }
        let rank = u32::from(properties.rank);
        let mut style = text_style(view, feature);
        let mut text: Rc<str> = name.into();
        let mut add = |at: Point<Css>,
                       beside: Option<f64>,
                       text: &Rc<str>,
                       style: &TextStyle,
                       priority: u32| {
            candidates.push(Candidate {
                priority: if view.selected == Some(index) {
                    0
                } else {
                    priority
                },
                feature: index,
                text: Rc::clone(text),
                at,
                beside,
                style: style.clone(),
            });
        };
        match properties.class {
            Class::Country | Class::Region => {
                let focus = view.atlas.is_focus(feature);
                let region = properties.class == Class::Region;
                let width_css = shape.bounds.width() * view.camera.scale;
                if !focus && !region && width_css < 44.0 + 12.0 * f64::from(properties.rank.min(6))
                {
                    continue;
                }
                if !region {
                    text = capitals(name).into();
                }
                if focus {
                    // As large as the area's width allows, within limits.
                    let letters = f64::from(u32::try_from(text.chars().count()).unwrap_or(1));
                    style.size = between(width_css / letters / 1.15, 10.5, 17.0);
                    style.spacing = if style.size > 11.0 {
                        style.size * 0.16
                    } else {
                        0.5
                    };
                }
                let priority = match (focus, region) {
                    (true, _) => 10,
                    (_, true) => 260,
                    _ => 200,
                } + rank;
                let half = Size {
                    width: style.size
                        * 0.42
                        * f64::from(u32::try_from(text.chars().count()).unwrap_or(1)),
                    height: style.size * 0.6,
                };
                for at in within(view, shape, half, drawn) {
                    add(at, None, &text, &style, priority);
                }
            }
            Class::Sea | Class::Lake => {
                let width_css = shape.bounds.width().min(shape.bounds.height()) * view.camera.scale;
                if width_css >= 22.0 && zoom >= 1.6 + 0.9 * f64::from(properties.rank) {
                    let at = shape.label.unwrap_or(shape.bounds.center());
                    add(view.camera.to_css(at), None, &text, &style, 150 + rank);
                }
            }
            Class::River | Class::Boundary => {}
            Class::Corridor | Class::Gas | Class::Oil | Class::Border | Class::Other
                if shape.points.is_empty() =>
            {
                if view.tells(index) || zoom >= line_name_zoom(properties.class, properties.rank) {
                    for at in along(view, index) {
                        add(at, Some(5.0), &text, &style, 60 + rank);
                    }
                }
            }
            class => {
                // A name comes a little nearer than its mark.
                let from_zoom = match class {
                    Class::Summit if rank <= 1 => 0.0,
                    Class::Capital | Class::Town => first_zoom(class, properties.rank),
                    _ => first_zoom(class, properties.rank).max(2.4) + 0.8,
                };
                if (view.tells(index) || zoom >= from_zoom)
                    && let Some(&point) = shape.points.first()
                {
                    let (_, radius, _) = view.palette.symbol(class);
                    let radius = radius * mark_scale(zoom);
                    let group = match class {
                        Class::Summit => 1,
                        Class::Capital => 34,
                        Class::Town => 100,
                        _ => 40,
                    };
                    add(
                        view.camera.to_css(point),
                        Some(radius),
                        &text,
                        &style,
                        group + rank,
                    );
                }
            }
        }
    }
    candidates
}

/// Places inside an area where its name, of so large a half, may stand: those that cover the fewest lines first, and of these
/// the area's own place, then those around it.
fn within(view: &View<'_>, shape: &Shape, half: Size, drawn: &[Point<Css>]) -> Vec<Point<Css>> {
    let Some(label) = shape.label else {
        return Vec::new();
    };
    let at = view.camera.to_css(label);
    let steps = [
        (0.0, 0.0),
        (0.0, -18.0),
        (0.0, 18.0),
        (-30.0, -9.0),
        (30.0, -9.0),
        (-30.0, 18.0),
        (30.0, 18.0),
        (0.0, -36.0),
        (0.0, 36.0),
        (40.0, -36.0),
        (-40.0, -36.0),
        (40.0, 36.0),
        (-40.0, 36.0),
        (0.0, -56.0),
        (-50.0, 0.0),
        (50.0, 0.0),
        (-20.0, -30.0),
        (20.0, 30.0),
    ];
    let places: Vec<Point<Css>> = steps
        .into_iter()
        .map(|(dx, dy)| at.offset(dx, dy))
        .filter(|&place| place == at || shape.contains(view.camera.to_plane(place), false))
        .collect();
    /// How many points of lines a corner outside the area is as bad as.
    const OUTSIDE: u64 = 12;
    let badness = places.iter().map(|place| {
        let name = Rect {
            min: place.offset(-half.width, -half.height),
            max: place.offset(half.width, half.height),
        };
        let covered = drawn.iter().filter(|&&point| name.contains(point)).count() as u64;
        let corners = [-half.width, half.width]
            .into_iter()
            .flat_map(|dx| [-half.height, half.height].map(|dy| place.offset(dx, dy)));
        let outside = corners
            .filter(|&corner| !shape.contains(view.camera.to_plane(corner), false))
            .count() as u64;
        covered + OUTSIDE * outside
    });
    order(badness).into_iter().map(|at| places[at]).collect()
}

/// Places along a line where its name may stand: the middle of what is in view first.
fn along(view: &View<'_>, feature: usize) -> Vec<Point<Css>> {
    let frame = view.camera.size.rect().inflate(-30.0);
    let lines = view.drawn_lines(feature);
    let points: Vec<Point<Css>> = lines
        .iter()
        .flat_map(|(_, line)| line.iter().copied())
        .filter(|&point| frame.contains(point))
        .collect();
    let at = |part: usize| points.get(points.len() * part / 8).copied();
    [4, 3, 5, 2, 6, 1, 7].into_iter().filter_map(at).collect()
}

fn text_style(view: &View<'_>, feature: &Feature) -> TextStyle {
    let palette = view.palette;
    let focus = view.atlas.is_focus(feature);
    let (size, weight, italic, spacing, color) = match feature.properties.class {
        Class::Country if focus => (14.0, 600, false, 2.6, palette.text()),
        Class::Country => (11.0, 400, false, 1.6, palette.text_faint()),
        Class::Region => (11.0, 400, false, 0.8, palette.text_faint()),
        Class::Capital => (12.0, 600, false, 0.0, palette.text()),
        Class::Sea | Class::Lake | Class::River => (11.5, 400, true, 0.6, palette.text_water()),
        Class::Summit => (14.0, 600, false, 0.0, palette.text()),
        Class::Corridor => (11.5, 600, false, 0.0, palette.corridor_text()),
        Class::Gas => (11.0, 600, false, 0.0, palette.gas()),
        Class::Oil => (11.0, 600, false, 0.0, palette.oil()),
        Class::Border => (11.0, 600, false, 0.0, palette.story_border()),
        Class::Clash => (11.0, 600, false, 0.0, palette.disputed()),
        Class::Exercise | Class::Outpost | Class::Surveillance => {
            (11.0, 400, false, 0.0, palette.security())
        }
        _ => (11.5, 400, false, 0.0, palette.text()),
    };
    TextStyle {
        size,
        weight,
        italic,
        spacing,
        color: Rc::clone(color),
        halo: Rc::clone(palette.halo()),
    }
}

/// The zoom from which a line of some class and rank is named.
fn line_name_zoom(class: Class, rank: u8) -> f64 {
    let first = match class {
        Class::Corridor => 2.2,
        Class::Gas | Class::Oil => 3.0,
        _ => 3.2,
    };
    first + f64::from(rank.max(1) - 1)
}
