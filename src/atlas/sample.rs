//! What the legend shows of an overlay.

use std::rc::Rc;

use super::Feature;
use super::style::{Style, StyleRule};

/// What a feature is drawn as; a collection counts as its first part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A disc.
    Point,
    /// A line.
    Line,
    /// An area.
    Area,
}

/// Features of an overlay for which the legend has one sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// What they are drawn as.
    pub kind: Kind,
    /// How they are drawn.
    pub style: Rc<Style>,
    /// The value of a property that makes the style; empty where none does.
    pub value: String,
    /// How many there are; 0 of a stop of a ramp, which others lie around.
    pub count: usize,
}

impl Kind {
    /// As in the texts of the interface.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Line => "line",
            Self::Area => "area",
        }
    }
}

/// The stops of the rule's ramp, or else the values with a style that features have; and for all others of a kind one sample, which
/// looks as the first of them.
pub(super) fn samples(rule: &StyleRule, features: &[Rc<Feature>]) -> Vec<Sample> {
    let mut samples = rule.samples();
    for own in features.iter().filter_map(|feature| feature.own.as_ref()) {
        let Some(kind) = own.kind() else { continue };
        if rule.is_ramp() {
            samples.iter_mut().for_each(|stop| stop.kind = kind);
            break;
        }
        let known = samples.iter_mut().find(|known| {
            if known.value.is_empty() {
                known.kind == kind
            } else {
                (known.count == 0 || known.kind == kind)
                    && (Rc::ptr_eq(&known.style, &own.style) || *known.style == *own.style)
            }
        });
        if let Some(known) = known {
            if known.count == 0 {
                // Most of those that come share this one.
                (known.kind, known.style) = (kind, Rc::clone(&own.style));
            }
            known.count += 1;
        } else {
            samples.push(Sample {
                kind,
                style: Rc::clone(&own.style),
                value: String::new(),
                count: 1,
            });
        }
    }
    samples.retain(|sample| rule.is_ramp() || sample.count > 0);
    samples
}
