//! The language of lines: what a line is and whether it works is told by its shape, so that paper, grey and eyes that take
//! colours for each other lose nothing.

use std::rc::Rc;

use super::{Cap, Color, Palette, Pen};
use crate::atlas::{Class, Mode, Status};

/// What tells how a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineLook {
    /// Of the feature.
    pub class: Class,
    /// Of the track, where it has one.
    pub mode: Option<Mode>,
    /// Of the feature.
    pub status: Status,
    /// Context rather than story.
    pub faint: bool,
    /// Standing back while the story speaks of something else.
    pub recedes: bool,
}

/// Patterns repeat in this length at width 1, or in a part or multiple of it: beads keep their place on dashes.
const BEAT: f64 = 14.0;

/// The pens of a line, from the bottom up, and what multiplies all widths and dashes.
struct Pens {
    pens: Vec<Pen>,
    scale: f64,
}

impl Pens {
    fn solid(&mut self, color: &Color, width: f64) {
        self.pens.push(Pen::solid(color, width * self.scale));
    }

    /// Dashes of length `on` in every `period`, of which the first begins at `at`.
    fn dashes(&mut self, color: &Color, width: f64, on: f64, period: f64, at: f64) {
        self.pattern(color, width, on, period, at, Cap::Butt);
    }

    /// A stroke across the line in the middle of every `period`.
    fn ticks(&mut self, color: &Color, period: f64, at: f64) {
        self.dashes(color, 6.0, 1.3, period, at - 0.65);
    }

    /// Round beads, the first of them at `at`.
    fn beads(&mut self, color: &Color, width: f64, period: f64, at: f64) {
        self.pattern(color, width, 0.01, period, at, Cap::Round);
    }

    fn pattern(&mut self, color: &Color, width: f64, on: f64, period: f64, at: f64, cap: Cap) {
        let scale = self.scale;
        self.pens.push(Pen {
            color: Rc::clone(color),
            width: width * scale,
            dash: Some((on * scale, (period - on) * scale)),
            phase: (period - at) * scale,
            cap,
        });
    }

    /// A line whose shape tells its status.
    fn line(&mut self, color: &Color, width: f64, status: Status) {
        match status {
            Status::Operating => self.solid(color, width),
            // A stroke in each gap: something stands in the way.
            Status::Disrupted => {
                self.dashes(color, width, 20.0, 2.0 * BEAT, 0.0);
                self.ticks(color, 2.0 * BEAT, 24.0);
            }
            Status::Construction => {
                self.solid(color, width * 0.4);
                self.dashes(color, width * 1.3, 9.0, BEAT, 0.0);
            }
            Status::Planned => self.dashes(color, width, 9.0, BEAT, 0.0),
            Status::Proposed => self.dashes(color, width, 3.5, BEAT / 2.0, 0.0),
            Status::Closed => {
                self.solid(color, width * 0.5);
                self.ticks(color, BEAT / 2.0, 3.5);
            }
        }
    }

    /// Dots, closer the surer they are.
    fn dots(&mut self, color: &Color, status: Status) {
        if let Status::Construction | Status::Closed = status {
            self.solid(color, 0.8);
        }
        let period = match status {
            Status::Operating | Status::Disrupted | Status::Construction => BEAT / 3.0,
            Status::Planned => BEAT / 2.0,
            Status::Proposed => BEAT,
            Status::Closed => return self.ticks(color, BEAT / 2.0, 3.5),
        };
        self.beads(color, 2.2, period, 1.0);
        if status == Status::Disrupted {
            self.ticks(color, 2.0 * BEAT, BEAT);
        }
    }
}

impl Palette {
    /// The pens that draw a line, from the bottom up; `scale` multiplies all widths and dashes.
    #[must_use]
    pub fn line(&self, look: LineLook, scale: f64) -> Vec<Pen> {
        let mut pens = Pens {
            pens: Vec::new(),
            scale,
        };
        let (main, light) = (self.line_color(look), self.halo());
        let at_sea = matches!(look.mode, Some(Mode::Ferry | Mode::Sea));
        let width = if look.faint { 1.5 } else { 2.1 };
        match look.class {
            _ if look.recedes && !at_sea => pens.solid(main, 1.3),
            _ if look.recedes => pens.dots(main, look.status),
            Class::Border => {
                // Wide enough from afar, and no wall from nearby.
                let band = Pen::solid(self.story_band(), 4.2 + 1.4 * scale);
                pens.pens.push(band);
                pens.dashes(main, 1.5, 8.0, BEAT, 0.0);
                pens.beads(main, 1.7, BEAT, 11.0);
            }
            Class::Gas => {
                pens.solid(light, width + 1.9);
                pens.line(main, 1.8, look.status);
                pens.beads(main, 4.2, BEAT, 4.5);
            }
            Class::Oil => {
                pens.solid(light, width + 1.9);
                pens.line(main, 1.8, look.status);
                // Hollow squares.
                pens.dashes(main, 5.2, 5.2, BEAT, 1.9);
                pens.dashes(light, 2.4, 2.4, BEAT, 3.3);
            }
            // Nothing is built at sea, so there is nothing to set off from the ground.
            _ if at_sea => pens.dots(main, look.status),
            _ if look.mode == Some(Mode::Road) => {
                pens.solid(light, width + 3.0);
                pens.line(main, width + 1.3, look.status);
                pens.solid(light, 1.3);
                if look.status == Status::Construction {
                    pens.solid(main, 0.7);
                }
            }
            _ => {
                pens.solid(light, width + 1.9);
                pens.line(main, width, look.status);
            }
        }
        pens.pens
    }

    /// The colour that a line is known by.
    #[must_use]
    pub fn line_color(&self, look: LineLook) -> &Color {
        match look.class {
            Class::Gas if look.recedes => self.gas_back(),
            Class::Oil if look.recedes => self.oil_back(),
            Class::Border if look.recedes => self.border_back(),
            _ if look.recedes => self.corridor_back(),
            Class::Gas => self.gas(),
            Class::Oil => self.oil(),
            Class::Border => self.story_border(),
            _ if look.faint => self.corridor_faint(),
            Class::Corridor => self.corridor(),
            _ => self.accent(),
        }
    }
}
