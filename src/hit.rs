//! What is under a place of the element.

use crate::geo::planar::distance_to_line;
use crate::list::Gather as _;
use crate::order::{key_of, order};
use crate::scene::marks::{self, Placed};
use crate::scene::{Stretch, View, mark_scale, own_radius};
use crate::space::{Css, Plane, Point, Rect};

/// What a pointer counts as having touched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerance {
    /// How far from something small a hit may be, CSS pixels.
    pub reach: f64,
}

impl Tolerance {
    /// A mouse is exact.
    pub const MOUSE: Self = Self { reach: 8.0 };
    /// A finger is not.
    pub const TOUCH: Self = Self { reach: 24.0 };
}

/// How well something was hit: the lesser the better.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Score(Tier, f64);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Tier {
    /// On a mark.
    Mark,
    /// On a line.
    Line,
    /// Near a mark or a line; by distance.
    Near,
    /// Inside an area; by size.
    Area,
}

/// A line is hit within this distance of its middle, CSS pixels.
const LINE_REACH: f64 = 3.0;

/// Worse than any mark that is drawn at a place, CSS pixels.
const MADE_ROOM: f64 = 100.0;

/// Of so many features the lines are kept: all of these are looked at for each.
const KEPT: usize = 200;

/// What places of one picture are looked up in.
#[derive(Debug)]
pub struct Drawn {
    marks: Vec<Placed>,
    /// Of the features that were pointed at last.
    lines: Vec<(usize, Vec<Stretch>)>,
}

impl Drawn {
    /// Before anything has been looked up.
    #[must_use]
    pub fn new(view: &View<'_>) -> Self {
        Self {
            marks: marks::place(view),
            lines: Vec::new(),
        }
    }

    fn lines(&mut self, view: &View<'_>, feature: usize) -> &[Stretch] {
        let known = self.lines.iter().position(|(known, _)| *known == feature);
        let at = known.unwrap_or_else(|| {
            if self.lines.len() == KEPT {
                self.lines.clear();
            }
            self.lines.push((feature, view.stretches(feature)));
            self.lines.len() - 1
        });
        &self.lines[at].1
    }
}

/// The selectable features at `at`, the best first: what is exactly there before what is near, small before large,
/// and of equals the one drawn last.
#[must_use]
pub fn pick(
    view: &View<'_>,
    drawn: &mut Drawn,
    at: Point<Css>,
    tolerance: Tolerance,
) -> Vec<usize> {
    // Marks reach beyond their point and lanes beyond their track.
    const OVERHANG: f64 = 24.0;
    let reach = (tolerance.reach + OVERHANG) / view.camera.scale;
    let place = view.camera.to_plane(at);
    let around = Rect {
        min: place,
        max: place,
    }
    .inflate(reach);
    let near = view.base_map.near_to(view.shapes, &around).into_iter();
    let mut hits: Vec<(Score, usize)> = near
        .filter(|&feature| view.shows(feature))
        .filter_map(|feature| {
            score(view, drawn, feature, at, tolerance, &around).map(|score| (score, feature))
        })
        .gathered();
    // Drawn last, found first among equals.
    hits.reverse();
    let keys = hits.iter().map(|(Score(tier, value), _)| {
        // The tier in the first bits; what the value loses there is beyond any picture.
        (*tier as u64) << 62 | key_of(*value) >> 2
    });
    order(keys).into_iter().map(|at| hits[at].1).gathered()
}

fn score(
    view: &View<'_>,
    drawn: &mut Drawn,
    feature: usize,
    at: Point<Css>,
    tolerance: Tolerance,
    around: &Rect<Plane>,
) -> Option<Score> {
    let shape = &view.shapes.shapes[feature];
    let known = &view.atlas.features[feature];
    let class = known.properties.class;
    if !class.is_selectable() {
        return None;
    }
    let radius = match &known.own {
        Some(own) => own_radius(view, feature, own),
        None => view.palette.symbol(class).1 * mark_scale(view.zoom),
    };
    let place = view.camera.to_plane(at);
    if known.own.is_some() {
        // Its lines have no lanes, and its points no marks beside them: most of those around are not near.
        let reach = (radius + tolerance.reach.max(LINE_REACH)) / view.camera.scale;
        if !shape.bounds.inflate(reach).contains(place) {
            return None;
        }
    }
    let mut to_mark = f64::INFINITY;
    let mut to_place = f64::INFINITY;
    for &point in &shape.points {
        to_place = to_place.min(view.camera.to_css(point).distance(at) - radius);
    }
    if known.own.is_some() {
        to_mark = to_place;
    } else {
        let marks = drawn.marks.iter();
        for mark in marks.filter(|mark| mark.feature == feature) {
            to_mark = to_mark.min(mark.at.distance(at) - mark.radius);
        }
    }
    if to_mark <= 1.0 {
        return Some(Score(Tier::Mark, to_mark));
    }
    // A mark that had to make room is found at its own place too, after what is drawn there.
    if to_place <= 1.0 {
        return Some(Score(Tier::Mark, to_place + MADE_ROOM));
    }
    let has_lines = !shape.outline(view.detailed()).lines.is_empty();
    let to_line = if !has_lines && !view.shapes.runs_in(feature, around) {
        f64::INFINITY
    } else {
        drawn
            .lines(view, feature)
            .iter()
            .map(|stretch| distance_to_line(at, &stretch.points))
            .fold(f64::INFINITY, f64::min)
    };
    if to_line <= LINE_REACH {
        return Some(Score(Tier::Line, to_line));
    }
    let nearest = to_mark.min(to_line);
    if nearest <= tolerance.reach {
        return Some(Score(Tier::Near, nearest));
    }
    let inside = view.area(feature).is_some_and(|area| area.contains(place));
    inside.then(|| Score(Tier::Area, shape.bounds.width() * shape.bounds.height()))
}
