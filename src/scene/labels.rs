//! Places names so that none covers another: the more important first, each at the best of its places that is free.
//!
//! Where the frame is does not matter at first: names are placed on the map around it too, and those that the frame cuts
//! are left out. So a name inside stays where it is while the map is dragged. Only then what lost its name looks for
//! another place inside the frame.

use std::rc::Rc;

use super::BLEED;
use super::crowd::{Crowd, Ink};
use super::measure::text_width;
use super::{Anchor, Label, TextStyle};
use crate::list::{AddAll as _, Gather as _};
use crate::order::order;
use crate::space::{Css, Point, Rect};

/// A name that wants a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Smaller comes first.
    pub priority: u32,
    /// Each feature is named by the first of its candidates that finds a place.
    pub feature: usize,
    /// The text, line by line.
    pub lines: Vec<Rc<str>>,
    /// Where it may stand.
    pub spots: Spots,
    /// How it is written.
    pub style: TextStyle,
    /// Only whole within the frame: that it is read comes before that it stays where it is.
    pub inside: bool,
}

/// Where a name may stand.
#[derive(Debug, Clone, PartialEq)]
pub enum Spots {
    /// Beside a mark: its middle, and its radius in CSS pixels.
    Beside(Point<Css>, f64),
    /// Beside one of the points of a line.
    Near(Vec<Point<Css>>),
    /// Centred on one of these points; each with what speaks against it.
    On(Vec<(u32, Point<Css>)>),
    /// Along some of these baselines, so many CSS pixels from each other; each with what speaks against it.
    Along(Vec<(u32, Vec<Point<Css>>)>, f64),
    /// Along one of these baselines, where no more than so many cells under it have ink.
    Axis(Vec<(u32, Vec<Point<Css>>)>, u32),
}

/// What there is to stand on.
#[derive(Debug, Clone)]
pub struct Room {
    /// Names stand inside it.
    pub frame: Rect<Css>,
    /// What covers parts of the frame and does not move with the map.
    pub covered: Vec<Rect<Css>>,
    /// Marks in the frame and around it.
    pub marks: Vec<Rect<Css>>,
    /// Lines that names had better not cross.
    pub ink: Ink,
    /// Those of them that do not stand back.
    pub strong: Ink,
}

/// Space between a mark and its name, CSS pixels.
const GAP: f64 = 3.5;
/// Free space kept around names, CSS pixels: no less than the widest halo, which would lie on another's letters.
const MARGIN: f64 = 2.5;
/// From one line of text to the next, in ems.
const LINE_HEIGHT: f64 = 1.15;
/// Letters reach so far above the baseline and below it, in ems.
const ASCENT: f64 = 0.75;
const DESCENT: f64 = 0.2;

/// Names before this priority are the foremost: of what is selected, of the summit, and of the areas that stand out.
const FOREMOST: u32 = 20;
/// Names from this priority on are not written over lines: so many cells with ink are too many.
pub(super) const CONTEXT: u32 = 200;
pub(super) const LITTLE_INK: u32 = 2;
/// As many meet a name that stands beside its line, and no other line.
const OWN_INK: u32 = 4;
/// How close it stands, or else a little further away; CSS pixels.
const CLOSE: (f64, f64) = (2.0, 12.0);

/// The names that found room, from the most important on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Named {
    /// Whole within the frame.
    pub inside: Vec<Label>,
    /// Where the frame cuts them or beyond it, of what has no name inside: what comes into view when the map is moved.
    pub beyond: Vec<Label>,
}

/// One place to try.
struct Place {
    cost: u32,
    /// Of the first line.
    at: Point<Css>,
    anchor: Anchor,
    path: Vec<Point<Css>>,
}

/// Places the candidates. `elsewhere` gives what a candidate that has no place in the frame
/// may try besides its own places.
#[must_use]
pub fn place(
    candidates: &[Candidate],
    room: &Room,
    elsewhere: impl Fn(&Candidate) -> Option<Candidate>,
) -> Named {
    let mut crowd = Crowd::new(room.frame.inflate(BLEED));
    for mark in &room.marks {
        crowd.add(*mark, None);
    }
    let order = order(candidates.iter().map(|candidate| candidate.priority.into()));
    let uncovered = |bounds: &Rect<Css>| !room.covered.iter().any(|other| other.intersects(bounds));
    let in_frame = |bounds: &Rect<Css>| {
        room.frame.contains(bounds.min) && room.frame.contains(bounds.max) && uncovered(bounds)
    };
    // The features that have a name, and that have one in the frame.
    let (mut named, mut seen) = (Vec::new(), Vec::new());
    let (mut inside, mut beyond) = (Vec::new(), Vec::new());
    for &index in &order {
        let candidate = &candidates[index];
        if named.contains(&candidate.feature) {
            continue;
        }
        // The foremost keep clear of what covers the frame before others take the room beside it.
        let mut placed = Vec::new();
        if candidate.priority < FOREMOST {
            placed = settle(candidate, room, &mut crowd, None, &uncovered);
        }
        if placed.is_empty() {
            let allowed = |bounds: &Rect<Css>| !candidate.inside || in_frame(bounds);
            placed = settle(candidate, room, &mut crowd, None, &allowed);
        }
        for placed in placed {
            named.push(candidate.feature);
            let mut boxes = placed.iter().flat_map(boxes_of);
            if boxes.all(|bounds| in_frame(&bounds)) {
                seen.push(candidate.feature);
                inside.add_all(placed);
            } else {
                beyond.add_all(placed);
            }
        }
    }
    for &index in &order {
        let candidate = &candidates[index];
        if seen.contains(&candidate.feature) {
            continue;
        }
        let other = elsewhere(candidate);
        for candidate in [Some(candidate), other.as_ref()].into_iter().flatten() {
            // Its name beyond the frame gives way to it.
            let own = Some(candidate.feature);
            let placed = settle(candidate, room, &mut crowd, own, &in_frame);
            if !placed.is_empty() {
                seen.push(candidate.feature);
                inside.add_all(placed.into_iter().flatten());
                break;
            }
        }
    }
    beyond.retain(|label: &Label| {
        label
            .feature
            .is_some_and(|feature| !seen.contains(&feature))
    });
    Named { inside, beyond }
}

/// Takes room for a candidate: for all lines of its text at the best place that is free, or at several along a line. What is `own`
/// takes no room from it.
fn settle(
    candidate: &Candidate,
    room: &Room,
    crowd: &mut Crowd,
    own: Option<usize>,
    allowed: &dyn Fn(&Rect<Css>) -> bool,
) -> Vec<Vec<Label>> {
    let places = places(candidate);
    let widths = candidate.lines.iter();
    let widths: Vec<f64> = widths
        .map(|line| width_of(line, &candidate.style))
        .gathered();
    let (ink, most) = match candidate.spots {
        Spots::Near(_) => (&room.strong, OWN_INK),
        Spots::Axis(_, most) => (&room.ink, most),
        _ if candidate.priority < CONTEXT => (&room.ink, u32::MAX),
        _ => (&room.ink, LITTLE_INK),
    };
    let mut boxes = Vec::new();
    // What a place costs with the ink under it; `None` where it is not free.
    let mut cost_of = |place: &Place, crowd: &Crowd| {
        boxes.clear();
        boxes_at(candidate, place, &widths, &mut boxes);
        let ink: u32 = boxes.iter().map(|bounds| ink.under(bounds)).sum();
        let free = ink <= most
            && boxes
                .iter()
                .all(|bounds| allowed(bounds) && crowd.is_free(bounds, own));
        free.then_some(place.cost + ink)
    };
    let mut chosen: Vec<&Place> = Vec::new();
    if let Spots::Along(_, apart) = candidate.spots {
        let costs = places.iter();
        let costs: Vec<Option<u32>> = costs.map(|place| cost_of(place, crowd)).gathered();
        for index in order(costs.iter().map(|cost| cost.map_or(u64::MAX, u64::from))) {
            let place = &places[index];
            let far = |other: &&Place| other.at.distance(place.at) >= apart;
            if costs[index].is_some() && chosen.iter().all(far) {
                chosen.push(place);
            }
        }
    } else {
        let mut least = u32::MAX;
        for index in order(places.iter().map(|place| place.cost.into())) {
            let place = &places[index];
            if place.cost >= least {
                break;
            }
            if let Some(cost) = cost_of(place, crowd)
                && cost < least
            {
                least = cost;
                chosen = vec![place];
            }
        }
    }
    let (mut placed, mut taken): (_, Vec<Rect<Css>>) = (Vec::new(), Vec::new());
    for place in chosen {
        boxes.clear();
        boxes_at(candidate, place, &widths, &mut boxes);
        // Another of the same name may have come too near.
        let touches = |bounds: &Rect<Css>| taken.iter().any(|other| other.intersects(bounds));
        if !boxes.iter().any(touches) {
            for bounds in &boxes {
                let bounds = bounds.inflate(MARGIN);
                crowd.add(bounds, Some(candidate.feature));
                taken.push(bounds);
            }
            placed.push(labels_at(candidate, place));
        }
    }
    placed
}

fn places(candidate: &Candidate) -> Vec<Place> {
    let style = &candidate.style;
    let (ascent, descent) = (style.size * ASCENT, style.size * DESCENT);
    let middle = (ascent - descent) / 2.0;
    let more = candidate.lines.len().saturating_sub(1);
    let taller = f64::from(u32::try_from(more).unwrap_or(0)) * LINE_HEIGHT * style.size;
    let mut places = Vec::new();
    // Around a mark, the best first: what speaks against a place grows from the first by so much.
    let mut beside = |at: Point<Css>, radius: f64, mut cost: u32, grows: u32| {
        let away = radius + GAP;
        let slant = away * 0.7;
        let (above, below) = (-slant + descent - taller, slant + ascent - descent);
        let level = middle - taller / 2.0;
        for (anchor, dx, dy) in [
            (Anchor::Start, slant, above),
            (Anchor::Start, away, level),
            (Anchor::End, -slant, above),
            (Anchor::End, -away, level),
            (Anchor::Start, slant, below),
            (Anchor::End, -slant, below),
            (Anchor::Middle, 0.0, -away - descent - taller),
            (Anchor::Middle, 0.0, away + ascent),
        ] {
            places.push(Place {
                cost,
                at: at.offset(dx, dy),
                anchor,
                path: Vec::new(),
            });
            cost += grows;
        }
    };
    match &candidate.spots {
        Spots::Beside(at, radius) => beside(*at, *radius, 0, 1),
        Spots::Near(points) => {
            for &at in points {
                // No side is better: what counts is the ink.
                beside(at, CLOSE.0, 0, 0);
                beside(at, CLOSE.1, OWN_INK, 0);
            }
        }
        Spots::On(points) => places.add_all(points.iter().map(|&(cost, at)| Place {
            cost,
            at: at.offset(0.0, middle - taller / 2.0),
            anchor: Anchor::Middle,
            path: Vec::new(),
        })),
        Spots::Along(paths, _) | Spots::Axis(paths, _) => {
            places.add_all(paths.iter().map(|(cost, path)| Place {
                cost: *cost,
                at: path[path.len() / 2],
                anchor: Anchor::Middle,
                path: path.clone(),
            }))
        }
    }
    places
}

fn labels_at(candidate: &Candidate, place: &Place) -> Vec<Label> {
    let lines = candidate.lines.iter().zip(0_u32..);
    let height = LINE_HEIGHT * candidate.style.size;
    lines
        .map(|(text, line)| Label {
            feature: Some(candidate.feature),
            text: Rc::clone(text),
            at: place.at.offset(0.0, f64::from(line) * height),
            anchor: place.anchor,
            path: place.path.clone(),
            style: candidate.style.clone(),
            opacity: 1.0,
        })
        .gathered()
}

fn boxes_at(candidate: &Candidate, place: &Place, widths: &[f64], boxes: &mut Vec<Rect<Css>>) {
    let size = candidate.style.size;
    let lines = widths.iter().zip(0_u32..);
    for (&width, line) in lines {
        let at = place.at.offset(0.0, f64::from(line) * LINE_HEIGHT * size);
        add_boxes(at, place.anchor, &place.path, width, size, boxes);
    }
}

/// Boxes around a name's text, as far as one can tell without the font: one, or a row of them along a path.
#[must_use]
pub fn boxes_of(label: &Label) -> Vec<Rect<Css>> {
    let mut boxes = Vec::new();
    let style = &label.style;
    let width = width_of(&label.text, style);
    let (at, anchor) = (label.at, label.anchor);
    add_boxes(at, anchor, &label.path, width, style.size, &mut boxes);
    boxes
}

fn add_boxes(
    at: Point<Css>,
    anchor: Anchor,
    path: &[Point<Css>],
    width: f64,
    size: f64,
    boxes: &mut Vec<Rect<Css>>,
) {
    let (ascent, descent) = (size * ASCENT, size * DESCENT);
    if path.is_empty() {
        let left = match anchor {
            Anchor::Start => at.x,
            Anchor::Middle => at.x - width / 2.0,
            Anchor::End => at.x - width,
        };
        boxes.push(Rect {
            min: Point::new(left, at.y - ascent),
            max: Point::new(left + width, at.y + descent),
        });
        return;
    }
    let length: f64 = segments(path).map(|(from, to)| from.distance(to)).sum();
    let mut walked = (width - length) / 2.0;
    for (from, to) in segments(path) {
        let long = from.distance(to);
        // The part of the segment that is under text, in pieces no longer than a letter is high.
        let (start, end) = ((-walked).max(0.0), (width - walked).min(long));
        walked += long;
        let pieces = ((end - start) / size).ceil();
        if pieces < 1.0 {
            continue;
        }
        let (x, y) = from.toward(to);
        let piece = (end - start) / pieces;
        let mut at = start;
        while at < end - piece / 2.0 {
            let mut bounds = Rect::empty();
            for along in [at, at + piece] {
                let foot = from.offset(x * along, y * along);
                bounds.include(foot.offset(y * ascent, -x * ascent));
                bounds.include(foot.offset(-y * descent, x * descent));
            }
            boxes.push(bounds);
            at += piece;
        }
    }
}

fn segments(path: &[Point<Css>]) -> impl Iterator<Item = (Point<Css>, Point<Css>)> {
    path.windows(2).map(|pair| (pair[0], pair[1]))
}

pub(super) fn width_of(text: &str, style: &TextStyle) -> f64 {
    text_width(text, style.size, style.spacing, style.weight > 500)
}
