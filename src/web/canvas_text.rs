//! Names on a canvas: level, or letter by letter along a path.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::CanvasRenderingContext2d;

use super::canvas::Place;
use crate::decimal::{Decimal, whole};
use crate::list::{Gather as _, glued};
use crate::scene::{Anchor, Label};
use crate::space::{Css, Point};

/// The font, and what has been measured in it.
#[derive(Debug, Default)]
pub(super) struct Lettering {
    family: RefCell<String>,
    /// By font, spacing and text: how far along the text each of its letters begins, and where the last ends.
    measured: RefCell<Vec<(String, Rc<Vec<f64>>)>>,
}

/// Cosine of the turn from which on a letter does not stand level with another: three degrees.
const LEVEL: f64 = 0.9986;
/// Texts whose measures are kept.
const KEPT: usize = 200;

impl Lettering {
    /// The font family, as in CSS.
    pub(super) fn set_font(&self, family: &str) {
        family.clone_into(&mut self.family.borrow_mut());
        self.measured.borrow_mut().clear();
    }

    /// Draws a name; the transform is that of CSS pixels before, and may be another after.
    pub(super) fn draw(&self, context: &CanvasRenderingContext2d, label: &Label, place: Place) {
        let Place { ratio, bleed, .. } = place;
        let style = &label.style;
        let slant = if style.italic { "italic " } else { "" };
        let weight = whole(style.weight.into());
        let size = Decimal::new(style.size, 1).text();
        let font = glued(&[slant, &weight, " ", &size, "px ", &self.family.borrow()]);
        context.set_font(&font);
        // Not in web-sys; engines without it write the letters closer.
        let spacing = Decimal::new(style.spacing, 1).text() + "px";
        let _ = js_sys::Reflect::set(context, &"letterSpacing".into(), &(&*spacing).into());
        context.set_stroke_style_str(&style.halo);
        context.set_line_width(2.0 * style.halo_width);
        let _ = context.set_line_dash(&js_sys::Array::new());
        context.set_fill_style_str(&style.color);
        context.set_global_alpha(label.opacity);
        let letters = self.letters(context, label, &(font + &spacing));
        context.set_text_align(match label.anchor {
            // Pieces along a path begin at their places, be it one.
            _ if label.path.len() > 2 => "left",
            Anchor::Start => "left",
            Anchor::Middle => "center",
            Anchor::End => "right",
        });
        // All halos below all letters.
        for fill in [false, true] {
            for (text, at, (x, y)) in &letters {
                let mut at = *at;
                if !label.path.is_empty() {
                    let (x, y) = (x * ratio, y * ratio);
                    let (left, top) = ((at.x + bleed) * ratio, (at.y + bleed) * ratio);
                    let _ = context.set_transform(x, y, -y, x, left, top);
                    at = Point::new(0.0, 0.0);
                }
                let _ = if fill {
                    context.fill_text(text, at.x, at.y)
                } else {
                    context.stroke_text(text, at.x, at.y)
                };
            }
        }
        context.set_global_alpha(1.0);
    }

    /// The pieces of a text with their places and headings: one, or several where the path bends.
    fn letters<'a>(
        &self,
        context: &CanvasRenderingContext2d,
        label: &'a Label,
        key: &str,
    ) -> Vec<(&'a str, Point<Css>, (f64, f64))> {
        let text = &*label.text;
        let path = &label.path;
        if path.len() < 3 {
            let heading = match path[..] {
                [from, to] => from.toward(to),
                _ => (1.0, 0.0),
            };
            let at = match path[..] {
                [from, to] => from.lerp(to, 0.5),
                _ => label.at,
            };
            return vec![(text, at, heading)];
        }
        let starts = self.measure(context, text, key);
        let length: f64 = path.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
        let before = (length - starts.last().copied().unwrap_or(0.0)) / 2.0;
        let edges = edges(text);
        let count = edges.len() - 1;
        let middle =
            |from: usize, to: usize| walk(path, before + f64::midpoint(starts[from], starts[to]));
        let mut letters = Vec::new();
        let mut from = 0;
        while from < count {
            // Letters that stand nearly level with each other are written at once.
            let (_, (x, y)) = middle(from, from + 1);
            let mut to = from + 1;
            while to < count {
                let (_, (next_x, next_y)) = middle(to, to + 1);
                if x * next_x + y * next_y < LEVEL {
                    break;
                }
                to += 1;
            }
            let half = (starts[to] - starts[from]) / 2.0;
            let (at, (x, y)) = middle(from, to);
            let piece = &text[edges[from]..edges[to]];
            letters.push((piece, at.offset(-x * half, -y * half), (x, y)));
            from = to;
        }
        letters
    }

    /// Measured as prefixes, so that kerning counts.
    fn measure(&self, context: &CanvasRenderingContext2d, text: &str, key: &str) -> Rc<Vec<f64>> {
        let key = glued(&[key, text]);
        let mut measured = self.measured.borrow_mut();
        if let Some((_, widths)) = measured.iter().find(|(known, _)| *known == key) {
            return Rc::clone(widths);
        }
        let width = |end: usize| {
            let metrics = context.measure_text(&text[..end]);
            metrics.map_or(0.0, |metrics| metrics.width())
        };
        let widths = Rc::new(edges(text).into_iter().map(width).gathered());
        if measured.len() >= KEPT {
            measured.clear();
        }
        measured.push((key, Rc::clone(&widths)));
        widths
    }
}

/// Where letters begin, with the marks that belong to them, and where the text ends.
fn edges(text: &str) -> Vec<usize> {
    let mut edges = Vec::new();
    for (at, letter) in text.char_indices() {
        let mark = matches!(
            letter,
            '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{200d}' | '\u{20d0}'..='\u{20f0}' | '\u{fe00}'..='\u{fe0f}'
        );
        if !mark || at == 0 {
            edges.push(at);
        }
    }
    edges.push(text.len());
    edges
}

/// The place `along` CSS pixels from the start of a path, and the heading there.
fn walk(path: &[Point<Css>], along: f64) -> (Point<Css>, (f64, f64)) {
    let mut left = along;
    let last = path.len() - 2;
    for (index, pair) in path.windows(2).enumerate() {
        let length = pair[0].distance(pair[1]);
        if left <= length || index == last {
            let (x, y) = pair[0].toward(pair[1]);
            return (pair[0].offset(x * left, y * left), (x, y));
        }
        left -= length;
    }
    (path[0], (1.0, 0.0))
}
