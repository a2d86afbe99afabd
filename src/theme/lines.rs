//! The language of lines: what a line is and whether it works is told by its shape, so that paper, grey and eyes that take
//! colours for each other lose nothing.

use super::{Cap, Color, Palette, Pen};
use crate::atlas::{Class, Mode, Status};
use crate::list::AddAll as _;

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

/// A color at a scale of widths.
#[derive(Clone, Copy)]
struct Ink<'a> {
    color: &'a Color,
    scale: f64,
}

impl Ink<'_> {
    fn solid(self, width: f64) -> Pen {
        Pen::solid(self.color, width * self.scale)
    }

    /// Dashes of length `on` in every `period`, of which the first begins at `at`.
    fn dashes(self, width: f64, on: f64, period: f64, at: f64) -> Pen {
        let dash = |length: f64| length * self.scale;
        let pen = self
            .solid(width)
            .dashed(dash(on), dash(period - on), Cap::Butt);
        Pen {
            phase: dash(period - at),
            ..pen
        }
    }

    /// A stroke across the line in the middle of every `period`.
    fn ticks(self, period: f64, at: f64) -> Pen {
        self.dashes(6.0, 1.3, period, at - 0.65)
    }

    /// Round beads, the first of them at `at`.
    fn beads(self, width: f64, period: f64, at: f64) -> Pen {
        let pen = self.dashes(width, 0.01, period, at);
        Pen {
            cap: Cap::Round,
            ..pen
        }
    }

    /// A line whose shape tells its status.
    fn line(self, width: f64, status: Status) -> Vec<Pen> {
        match status {
            Status::Operating => vec![self.solid(width)],
            // A stroke in each gap: something stands in the way.
            Status::Disrupted => vec![
                self.dashes(width, 20.0, 2.0 * BEAT, 0.0),
                self.ticks(2.0 * BEAT, 24.0),
            ],
            Status::Construction => vec![
                self.solid(width * 0.4),
                self.dashes(width * 1.3, 9.0, BEAT, 0.0),
            ],
            Status::Planned => vec![self.dashes(width, 9.0, BEAT, 0.0)],
            Status::Proposed => vec![self.dashes(width, 3.5, BEAT / 2.0, 0.0)],
            Status::Closed => vec![self.solid(width * 0.5), self.ticks(BEAT / 2.0, 3.5)],
        }
    }

    /// Dots, closer the surer they are.
    fn dots(self, status: Status) -> Vec<Pen> {
        let dots = |period: f64| self.beads(2.2, period, 1.0);
        match status {
            Status::Operating => vec![dots(BEAT / 3.0)],
            Status::Disrupted => vec![dots(BEAT / 3.0), self.ticks(2.0 * BEAT, BEAT)],
            Status::Construction => vec![self.solid(0.8), dots(BEAT / 3.0)],
            Status::Planned => vec![dots(BEAT / 2.0)],
            Status::Proposed => vec![dots(BEAT)],
            Status::Closed => vec![self.solid(0.8), self.ticks(BEAT / 2.0, 3.5)],
        }
    }
}

impl Palette {
    /// The pens that draw a line, from the bottom up; `scale` multiplies all widths and dashes.
    #[must_use]
    pub fn line(&self, look: LineLook, scale: f64) -> Vec<Pen> {
        let ink = |color| Ink { color, scale };
        let main = ink(self.line_color(look));
        if look.recedes {
            return match look.mode {
                Some(Mode::Ferry | Mode::Sea) => main.dots(look.status),
                _ => vec![main.solid(1.3)],
            };
        }
        let light = ink(self.halo());
        let width = if look.faint { 1.5 } else { 2.1 };
        let mut pens = vec![light.solid(width + 1.9)];
        match (look.class, look.mode) {
            (Class::Border, _) => {
                return vec![
                    // Wide enough from afar, and no wall from nearby.
                    Pen::solid(self.story_band(), 4.2 + 1.4 * scale),
                    main.dashes(1.5, 8.0, BEAT, 0.0),
                    main.beads(1.7, BEAT, 11.0),
                ];
            }
            (Class::Gas, _) => {
                pens.add_all(main.line(1.8, look.status));
                pens.push(main.beads(4.2, BEAT, 4.5));
            }
            (Class::Oil, _) => {
                pens.add_all(main.line(1.8, look.status));
                // Hollow squares.
                pens.push(main.dashes(5.2, 5.2, BEAT, 1.9));
                pens.push(light.dashes(2.4, 2.4, BEAT, 3.3));
            }
            // Nothing is built at sea, so there is nothing to set off from the ground.
            (_, Some(Mode::Ferry | Mode::Sea)) => return main.dots(look.status),
            (_, Some(Mode::Road)) => {
                pens = vec![light.solid(width + 3.0)];
                pens.add_all(main.line(width + 1.3, look.status));
                pens.push(light.solid(1.3));
                if look.status == Status::Construction {
                    pens.push(main.solid(0.7));
                }
            }
            _ => pens.add_all(main.line(width, look.status)),
        }
        pens
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
