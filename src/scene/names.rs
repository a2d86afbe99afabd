//! Which names a view wants, where they may stand, and how they are written.

use std::rc::Rc;

use super::along::{Run, baselines};
use super::area_names;
use super::crowd::Ink;
use super::labels::{Candidate, Named, Room, Spots, place, width_of};
use super::marks::Placed;
use super::measure::{broken, joins_letters};
use super::view::{View, first_zoom};
use super::{BLEED, TextStyle, own_radius};
use crate::atlas::{Class, Feature};
use crate::list::{AddAll as _, Gather as _};
use crate::space::{Css, Point, Rect};

/// A name beside a mark is cut into two lines from this width on, in ems.
const LONG: f64 = 8.5;
/// No name comes nearer to the edges, CSS pixels.
const EDGE: f64 = 4.0;
/// Candidates after which no more of a reader's own features are named.
const MOST: usize = 1000;

/// The names of a view. `lines` are those of the story as they are drawn, with their features; `marks` is what names keep
/// clear of, and so is `covered`, which does not move with the map; `places` is where the marks stand. Areas are named inside
/// `free` where they may choose; other names stand above and below what covers the sides, too.
pub(super) fn labels(
    view: &View<'_>,
    lines: &[(usize, Vec<Point<Css>>)],
    free: Rect<Css>,
    covered: Vec<Rect<Css>>,
    marks: Vec<Rect<Css>>,
    places: &[Placed],
) -> Named {
    let free = free.inflate(-EDGE);
    let mut frame = free;
    frame.min.x = EDGE;
    frame.max.x = view.camera.size.width - EDGE;
    let region = frame.inflate(BLEED);
    let mut ink = Ink::new(region, view.camera.to_css(Point::new(0.0, 0.0)));
    let mut strong = ink.clone();
    for (feature, line) in lines {
        ink.draw(line);
        if !view.recedes(*feature) {
            strong.draw(line);
        }
    }
    let mut candidates = Vec::new();
    let around = view.around();
    for &index in &view.base_map.near {
        let shape = &view.shapes.shapes[index];
        if !shape.bounds.intersects(&around) || !view.shows(index) {
            continue;
        }
        let feature = &view.atlas.features[index];
        let properties = &feature.properties;
        // A file of a reader's own may have more names than anyone can read.
        if view.name(feature).is_empty()
            || view.recedes(index)
            || (feature.own.is_some() && candidates.len() > MOST)
        {
            continue;
        }
        match properties.class {
            Class::Country | Class::Region | Class::Sea | Class::Lake => {
                candidates.add_all(area_names::candidates(view, index));
            }
            Class::Boundary => {}
            _ if shape.points.is_empty() => {
                candidates.add_all(along(view, index, lines, &region));
            }
            class => candidates.add_all(beside(view, index, class, places)),
        }
    }
    // A region is not named beside its town of the same name.
    let is_region = |candidate: &Candidate| {
        let class = view.atlas.features[candidate.feature].properties.class;
        class == Class::Region && view.selected != Some(candidate.feature)
    };
    let others = candidates.iter().filter(|other| !is_region(other));
    let others: Vec<_> = others.map(|other| Rc::clone(&other.lines[0])).gathered();
    candidates.retain(|candidate| !is_region(candidate) || !others.contains(&candidate.lines[0]));
    for candidate in &mut candidates {
        if view.selected == Some(candidate.feature) {
            candidate.priority = 0;
        }
    }
    let room = Room {
        frame,
        covered,
        marks,
        ink,
        strong,
    };
    place(&candidates, &room, |candidate| {
        area_names::in_view(view, candidate, &free)
    })
}

/// A name beside its mark.
fn beside(view: &View<'_>, index: usize, class: Class, places: &[Placed]) -> Option<Candidate> {
    let feature = &view.atlas.features[index];
    let rank = feature.properties.rank;
    // A name comes a little nearer than its mark.
    let from_zoom = match class {
        Class::Summit if rank <= 1 => 0.0,
        Class::Capital | Class::Town => first_zoom(class, rank),
        _ => first_zoom(class, rank).max(2.8) + 0.4,
    };
    if view.zoom < from_zoom && !view.tells(index) {
        return None;
    }
    let group = match class {
        Class::Summit => 1,
        Class::Capital => 12,
        Class::Town => 100,
        _ => 40,
    };
    // A mark may have made room for another, or gone without a place, and then its name does.
    let (at, radius) = if let Some(own) = &feature.own {
        let points = &view.shapes.shapes[index].points;
        let at = view.camera.to_css(*points.first()?);
        (at, own_radius(view, index, own))
    } else {
        let mark = places.iter().find(|mark| mark.feature == index)?;
        (mark.at, mark.radius)
    };
    let lines = broken(view.name(feature), LONG);
    Some(Candidate {
        priority: group + u32::from(rank),
        feature: index,
        lines: lines.into_iter().map(Rc::from).gathered(),
        spots: Spots::Beside(at, radius),
        style: text_style(view, feature),
        inside: false,
    })
}

/// A name along a line. What the story speaks of is named in two lines beside its own where no room is on it.
fn along(
    view: &View<'_>,
    index: usize,
    drawn: &[(usize, Vec<Point<Css>>)],
    region: &Rect<Css>,
) -> Vec<Candidate> {
    let feature = &view.atlas.features[index];
    let properties = &feature.properties;
    let wanted = view.tells(index) || view.selected == Some(index);
    if !wanted && view.zoom < line_name_zoom(properties.class, properties.rank) {
        return Vec::new();
    }
    let style = text_style(view, feature);
    let text: Rc<str> = view.name(feature).into();
    let river = properties.class == Class::River;
    let run = Run {
        text: &text,
        width: width_of(&text, &style),
        size: style.size,
        above: if river { 0.72 * style.size } else { 0.0 },
    };
    let lines: Vec<Vec<Point<Css>>> = if river || feature.own.is_some() {
        let lines = view.stretches(index).into_iter();
        lines.map(|stretch| stretch.points).gathered()
    } else {
        let own = drawn.iter().filter(|(feature, _)| *feature == index);
        own.map(|(_, line)| line.clone()).gathered()
    };
    let paths = baselines(&lines, run, &view.camera, region);
    // Once in a view of any shape, more or less.
    let apart = 0.45 * (view.camera.size.width + view.camera.size.height);
    let told = wanted && !river;
    let group = match (told, river) {
        (true, _) => 35,
        (_, true) => 140,
        _ => 60,
    };
    let mut found = vec![Candidate {
        priority: group + u32::from(properties.rank),
        feature: index,
        lines: vec![Rc::clone(&text)],
        spots: Spots::Along(paths, apart),
        style,
        inside: told,
    }];
    if told {
        let pieces = broken(&text, LONG).into_iter();
        let in_view = |at: &Point<Css>| view.free.contains(*at);
        let mut points: Vec<_> = lines.into_iter().flatten().filter(in_view).gathered();
        // From its middle on: at its ends are also others.
        let middle = points.len() / 2;
        points.rotate_left(middle);
        found.push(Candidate {
            lines: pieces.map(Rc::from).gathered(),
            spots: Spots::Near(points),
            style: found[0].style.clone(),
            ..found[0]
        });
    }
    found
}

pub(super) fn text_style(view: &View<'_>, feature: &Feature) -> TextStyle {
    let palette = view.palette;
    let focus = view.atlas.is_focus(feature);
    let (size, weight, italic, spacing, color) = match feature.properties.class {
        Class::Country if focus => (14.0, 600, false, 2.6, palette.text()),
        Class::Country => (11.0, 400, false, 1.6, palette.text_faint()),
        Class::Region => (11.0, 400, false, 0.8, palette.text_faint()),
        Class::Capital => (12.0, 600, false, 0.0, palette.text()),
        Class::Sea => (12.5, 400, true, 1.2, palette.text_water()),
        Class::Lake => (11.0, 400, true, 0.4, palette.text_water()),
        Class::River => (11.0, 400, true, 0.8, palette.text_water()),
        Class::Summit => (14.0, 600, false, 0.0, palette.text()),
        Class::Corridor => (11.0, 600, false, 0.2, palette.corridor_text()),
        Class::Gas => (11.0, 600, false, 0.2, palette.gas()),
        Class::Oil => (11.0, 600, false, 0.2, palette.oil()),
        Class::Border => (11.0, 600, false, 0.2, palette.story_border()),
        Class::Clash => (11.0, 600, false, 0.0, palette.disputed()),
        Class::Exercise | Class::Outpost | Class::Surveillance => {
            (11.0, 400, false, 0.0, palette.security())
        }
        _ => (11.5, 400, false, 0.0, palette.text()),
    };
    // The line must not look like a dash between words.
    let on_line = matches!(
        feature.properties.class,
        Class::Corridor | Class::Gas | Class::Oil | Class::Border
    );
    TextStyle {
        size,
        weight,
        italic,
        // Letters that join must not come apart.
        spacing: if joins_letters(view.name(feature)) {
            0.0
        } else {
            spacing
        },
        color: Rc::clone(color),
        halo: Rc::clone(palette.halo()),
        halo_width: if on_line { 2.4 } else { 1.5 },
    }
}

/// The zoom from which a line of some class and rank is named.
fn line_name_zoom(class: Class, rank: u8) -> f64 {
    let first = match class {
        Class::Corridor => 2.2,
        Class::Gas | Class::Oil => 3.2,
        Class::River => 3.6,
        _ => 3.4,
    };
    let step = if class == Class::River { 0.7 } else { 1.0 };
    first + step * f64::from(rank.max(1) - 1)
}
