//! Places names so that none covers another: the more important first, each at the first of its places that is free.

use std::rc::Rc;

use super::measure::text_width;
use super::{Anchor, Label, TextStyle};
use crate::order::order;
use crate::space::{Css, Point, Rect};

/// A name that wants a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Smaller comes first.
    pub priority: u32,
    /// Each feature is named once: the first of its candidates that finds a place.
    pub feature: usize,
    /// One line of text.
    pub text: Rc<str>,
    /// What it names.
    pub at: Point<Css>,
    /// Radius in CSS pixels of the mark it stands beside, or `None` for a name that stands on its point.
    pub beside: Option<f64>,
    /// How it is written.
    pub style: TextStyle,
}

/// Space between a mark and its name, CSS pixels.
const GAP: f64 = 3.5;
/// Free space kept around names, CSS pixels.
const MARGIN: f64 = 2.0;

/// The names that fit into `frame` and off `taken`, from the most important on.
#[must_use]
pub fn place(candidates: &[Candidate], frame: Rect<Css>, mut taken: Vec<Rect<Css>>) -> Vec<Label> {
    let mut placed = Vec::new();
    let mut named = Vec::new();
    for index in order(candidates.iter().map(|candidate| candidate.priority.into())) {
        let candidate = &candidates[index];
        if named.contains(&candidate.feature) {
            continue;
        }
        let free = positions(candidate).into_iter().find(|(_, _, bounds)| {
            frame.contains(bounds.min)
                && frame.contains(bounds.max)
                && !taken.iter().any(|other| other.intersects(bounds))
        });
        if let Some((anchor, at, bounds)) = free {
            taken.push(bounds.inflate(MARGIN));
            named.push(candidate.feature);
            placed.push(Label {
                text: Rc::clone(&candidate.text),
                at,
                anchor,
                style: candidate.style.clone(),
            });
        }
    }
    placed
}

/// The places to try, the best first: baseline point and the box of the text.
fn positions(candidate: &Candidate) -> Vec<(Anchor, Point<Css>, Rect<Css>)> {
    let style = &candidate.style;
    let width = width_of(&candidate.text, style);
    let (ascent, descent) = ascent_and_descent(style);
    let baseline = (ascent - descent) / 2.0;
    let place = |anchor: Anchor, dx: f64, dy: f64| {
        let at = candidate.at.offset(dx, dy);
        (anchor, at, text_box(at, anchor, width, style))
    };
    match candidate.beside {
        None => vec![place(Anchor::Middle, 0.0, baseline)],
        Some(radius) => {
            let away = radius + GAP;
            let slant = away * 0.7;
            vec![
                place(Anchor::Start, slant, -slant + descent),
                place(Anchor::Start, away, baseline),
                place(Anchor::End, -slant, -slant + descent),
                place(Anchor::End, -away, baseline),
                place(Anchor::Start, slant, slant + ascent - descent),
                place(Anchor::End, -slant, slant + ascent - descent),
                place(Anchor::Middle, 0.0, -away - descent),
                place(Anchor::Middle, 0.0, away + ascent),
            ]
        }
    }
}

/// The box of a name's text, as far as one can tell without the font.
#[must_use]
pub fn bounds_of(label: &Label) -> Rect<Css> {
    let width = width_of(&label.text, &label.style);
    text_box(label.at, label.anchor, width, &label.style)
}

fn text_box(at: Point<Css>, anchor: Anchor, width: f64, style: &TextStyle) -> Rect<Css> {
    let (ascent, descent) = ascent_and_descent(style);
    let left = match anchor {
        Anchor::Start => at.x,
        Anchor::Middle => at.x - width / 2.0,
        Anchor::End => at.x - width,
    };
    Rect {
        min: Point::new(left, at.y - ascent),
        max: Point::new(left + width, at.y + descent),
    }
}

fn width_of(text: &str, style: &TextStyle) -> f64 {
    text_width(text, style.size, style.spacing, style.weight > 500)
}

/// Letters reach about 0.75 em above the baseline and 0.2 em below.
const fn ascent_and_descent(style: &TextStyle) -> (f64, f64) {
    (style.size * 0.75, style.size * 0.2)
}
