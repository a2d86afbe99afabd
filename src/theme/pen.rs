//! How a line is drawn.

use std::rc::Rc;

use super::Color;
use crate::math::remainder;

/// How a line is drawn. All lengths are CSS pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Pen {
    /// Any CSS colour.
    pub color: Color,
    /// Line width.
    pub width: f64,
    /// Lengths drawn and left out, in turn; `None` for a solid line.
    pub dash: Option<(f64, f64)>,
    /// How far into the dashes the line begins.
    pub phase: f64,
    /// The ends of the line and of its dashes.
    pub cap: Cap,
}

/// The end of a line or dash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cap {
    /// Ends where the line ends.
    Butt,
    /// A half disc beyond the end: a dash of no length is a bead.
    Round,
}

impl Pen {
    /// A solid line with round ends.
    #[must_use]
    pub fn solid(color: &Color, width: f64) -> Self {
        Self {
            color: Rc::clone(color),
            width,
            dash: None,
            phase: 0.0,
            cap: Cap::Round,
        }
    }

    /// Lets dashes begin as if the line had begun so much before, CSS pixels.
    pub fn start_at(&mut self, length: f64) {
        if let Some((on, off)) = self.dash {
            self.phase += remainder(length, on + off);
        }
    }

    /// The pen with dashes.
    #[must_use]
    pub fn dashed(self, on: f64, off: f64, cap: Cap) -> Self {
        Self {
            dash: Some((on, off)),
            cap,
            ..self
        }
    }
}
