//! Names of areas: level or along the area's axis, as large as it allows, and in the part of it that is in view.

use std::rc::Rc;

use super::along::{Run, baseline_on};
use super::capitals::capitals;
use super::labels::{CONTEXT, Candidate, LITTLE_INK, Spots, width_of};
use super::measure::{broken, joins_letters};
use super::names::text_style;
use super::view::View;
use super::{TextStyle, within};
use crate::atlas::{Class, Feature};
use crate::list::Gather as _;
use crate::math::between;
use crate::space::{Css, Plane, Rect, Size};

/// An area that is lower than so much of its width has one row for its name.
const FLAT: f64 = 0.65;
/// Letters with less space between them have no room to spare, CSS pixels.
const CRAMPED: f64 = 0.4;
/// What brings a name of the five behind their capitals, and before all others.
const BEHIND_CAPITALS: u32 = 5;

/// The candidates for the name of an area, the best first.
pub(super) fn candidates(view: &View<'_>, index: usize) -> Vec<Candidate> {
    let feature = &view.atlas.features[index];
    let shape = &view.shapes.shapes[index];
    let outline = shape.outline(view.detailed());
    let (Some(area), Some(priority)) = (&outline.area, priority(view, index)) else {
        return Vec::new();
    };
    let label = shape.label.unwrap_or(area.bounds.center());
    let scale = view.camera.scale;
    let (text, mut style) = written(view, feature);
    let mut found = Vec::new();
    let water = matches!(feature.properties.class, Class::Sea | Class::Lake);
    let focus = view.atlas.is_focus(feature);
    // A cramped name comes after the capitals, since it has more places than they; in a flat area it has not.
    let has_places = focus && area.bounds.height() > FLAT * area.bounds.width();
    let turn = |style: &TextStyle| {
        let later = has_places && style.spacing < CRAMPED;
        priority + if later { BEHIND_CAPITALS } else { 0 }
    };
    let width_css = area.bounds.width() * scale;
    let mut along = style.clone();
    if feature.properties.class == Class::Country {
        stretch(&text, &mut style, 0.5 * width_css);
    }
    let lines = cut(&text, &style, width_css);
    let half = half_size(&lines, &style);
    // What stands out has its name even where it is too small for it; water only where the name is in it.
    let (reach, over) = match (focus, water) {
        (true, _) => (6, f64::INFINITY),
        (_, true) => (3, 1.2),
        _ => (3, 4.0),
    };
    let level = |over| within::around(area, label, half, over, reach, &view.camera);
    // Along its axis if that is much longer than the area is wide.
    if let Some(axis) = shape.axis(label)
        && (water || feature.properties.class == Class::Country)
    {
        let line: Vec<_> = axis
            .iter()
            .map(|&point| view.camera.to_css(point))
            .gathered();
        let length = line[0].distance(line[line.len() - 1]);
        let room = if water { 0.7 } else { 0.62 };
        stretch(&text, &mut along, room * length);
        let width = width_of(&text, &along);
        let run = Run {
            text: &text,
            width,
            size: along.size,
            above: 0.0,
        };
        // Countries' names are never steep.
        let (dx, dy) = (
            line[line.len() - 1].x - line[0].x,
            line[line.len() - 1].y - line[0].y,
        );
        if width < 0.85 * length && (water || dy.abs() < 0.85 * dx.abs()) {
            let shares = [0.5, 0.42, 0.58, 0.34, 0.66];
            let paths: Vec<_> = shares
                .into_iter()
                .zip(0..)
                .filter_map(|(share, cost)| {
                    let (_, path) = baseline_on(&line, share, run)?;
                    Some((2 * cost, path))
                })
                .gathered();
            if !paths.is_empty() {
                // Over lines only where it has no room elsewhere.
                let fits = !water && !level(0.0).is_empty();
                let ink = if fits { LITTLE_INK } else { u32::MAX };
                found.push(Candidate {
                    priority: turn(&along),
                    feature: index,
                    lines: vec![Rc::clone(&text)],
                    spots: Spots::Axis(paths, ink),
                    style: along,
                    inside: false,
                });
            }
        }
    }
    found.push(Candidate {
        priority: turn(&style),
        feature: index,
        lines,
        spots: Spots::On(level(over)),
        style,
        inside: false,
    });
    // Ashore, a small lake's would be taken for that of another.
    if feature.properties.class == Class::Lake && feature.properties.rank <= 2 {
        found.push(ashore(view, shape.bounds, priority, index));
    }
    found
}

/// A lake's name on land beside it, where it has no room on the water.
fn ashore(view: &View<'_>, bounds: Rect<Plane>, priority: u32, index: usize) -> Candidate {
    /// From the water, CSS pixels.
    const GAP: f64 = 4.0;
    let (text, style) = written(view, &view.atlas.features[index]);
    let half = half_size(&[Rc::clone(&text)], &style);
    let center = view.camera.to_css(bounds.center());
    let away = GAP + half.width + bounds.width() * view.camera.scale / 2.0;
    let over = GAP + half.height + bounds.height() * view.camera.scale / 2.0;
    let places = [(away, 0.0), (-away, 0.0), (0.0, over), (0.0, -over)];
    Candidate {
        priority: CONTEXT + priority,
        feature: index,
        lines: vec![text],
        spots: Spots::On(
            places
                .into_iter()
                .map(|(x, y)| (0, center.offset(x, y)))
                .gathered(),
        ),
        style,
        inside: false,
    }
}

/// Another candidate, for the part of the area that is in the frame, where the area's own place is not.
pub(super) fn in_view(
    view: &View<'_>,
    candidate: &Candidate,
    frame: &Rect<Css>,
) -> Option<Candidate> {
    let shape = &view.shapes.shapes[candidate.feature];
    let area = shape.outline(view.detailed()).area.as_ref()?;
    let feature = &view.atlas.features[candidate.feature];
    let (text, mut style) = written(view, feature);
    if view.atlas.is_focus(feature) {
        style.size = 13.0;
        style.spacing /= 2.0;
    }
    let width = area.bounds.width() * view.camera.scale;
    let lines = cut(&text, &style, width.min(frame.width()));
    let places = within::in_view(area, half_size(&lines, &style), &view.camera, frame);
    Some(Candidate {
        priority: candidate.priority,
        feature: candidate.feature,
        lines,
        spots: Spots::On(places),
        style,
        inside: candidate.inside,
    })
}

/// The name as it is written, before it is fitted to the area.
fn written(view: &View<'_>, feature: &Feature) -> (Rc<str>, TextStyle) {
    let name = view.name(feature);
    let style = text_style(view, feature);
    if feature.properties.class == Class::Country {
        (capitals(name).into(), style)
    } else {
        (name.into(), style)
    }
}

/// `None` for an area too small to name.
fn priority(view: &View<'_>, index: usize) -> Option<u32> {
    let feature = &view.atlas.features[index];
    let bounds = view.shapes.shapes[index].bounds;
    let scale = view.camera.scale;
    let (width, height) = (bounds.width() * scale, bounds.height() * scale);
    let rank = feature.properties.rank;
    let wanted = match feature.properties.class {
        Class::Country => {
            view.atlas.is_focus(feature) || width >= 44.0 + 12.0 * f64::from(rank.min(6))
        }
        Class::Region => width >= 40.0,
        _ => {
            // Beside its name one sees it.
            width.max(height) >= 24.0 && view.zoom >= 1.6 + 0.9 * f64::from(rank)
        }
    };
    let group = match feature.properties.class {
        Class::Country if view.atlas.is_focus(feature) => 10,
        Class::Country if rank <= 2 => 50,
        Class::Country => 200,
        Class::Region => 260,
        Class::Sea => 30,
        _ => 150,
    };
    (wanted || view.selected == Some(index)).then_some(group + u32::from(rank))
}

/// Larger letters, then more space between them, until the text fills `room` CSS pixels.
fn stretch(text: &str, style: &mut TextStyle, room: f64) {
    /// No smaller, so that it can be read on a phone.
    const LEAST: f64 = 11.0;
    let size = style.size;
    let most = size * 1.25;
    let factor = room / width_of(text, style);
    style.size = between(size * factor, LEAST, most);
    style.spacing = 0.0;
    if joins_letters(text) {
        return;
    }
    let letters = f64::from(u32::try_from(text.chars().count()).unwrap_or(1));
    let left = (room - width_of(text, style)) / letters;
    style.spacing = between(left, 0.0, 0.55 * style.size);
}

/// The text in lines for a width in CSS pixels.
fn cut(text: &Rc<str>, style: &TextStyle, width: f64) -> Vec<Rc<str>> {
    if width_of(text, style) <= 0.8 * width {
        return vec![Rc::clone(text)];
    }
    let most = (0.8 * width / style.size).max(5.0);
    broken(text, most).into_iter().map(Rc::from).gathered()
}

fn half_size(lines: &[Rc<str>], style: &TextStyle) -> Size {
    let widths = lines.iter().map(|line| width_of(line, style));
    let count = f64::from(u32::try_from(lines.len()).unwrap_or(1));
    Size {
        width: widths.fold(0.0, f64::max) / 2.0,
        height: (1.15 * count - 0.2) * style.size / 2.0,
    }
}
