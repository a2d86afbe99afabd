//! Colours and pens: every colour on the map is a named token, and every line has its own shape besides its colour.

use std::rc::Rc;

use crate::atlas::{BoundaryKind, Class, Mode, Status};
use crate::scene::{Cap, Pen, Symbol};

/// Any CSS colour.
pub type Color = Rc<str>;

/// Which palette to begin with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Scheme {
    /// Dark ink on light land.
    #[default]
    Light,
    /// Light ink on dark land.
    Dark,
}

macro_rules! palette {
    ($($field:ident $token:literal $light:literal $dark:literal $doc:literal)*) => {
        /// The named colours. The custom property of a token is `--map-` and its name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(non_camel_case_types, reason = "a token is named as its custom property is")]
        enum Token {
            $($field,)*
        }

        /// Name, light and dark colour of each token.
        const TOKENS: &[(&str, &str, &str)] = &[$(($token, $light, $dark)),*];

        impl Palette {
            $(
                #[doc = $doc]
                #[must_use]
                pub fn $field(&self) -> &Color {
                    &self.0[Token::$field as usize]
                }
            )*
        }
    };
}

/// The named colours. The custom property of a token is `--map-` and its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette(Vec<Color>);

impl Palette {
    /// The palette of a scheme.
    #[must_use]
    pub fn new(scheme: Scheme) -> Self {
        let color = |(_, light, dark): &(&str, &str, &str)| match scheme {
            Scheme::Light => Rc::from(*light),
            Scheme::Dark => Rc::from(*dark),
        };
        Self(TOKENS.iter().map(color).collect())
    }

    /// The names of all tokens.
    pub fn tokens() -> impl Iterator<Item = &'static str> {
        TOKENS.iter().map(|(token, _, _)| *token)
    }

    /// Replaces the colour of a token; an unknown token changes nothing.
    pub fn set(&mut self, token: &str, color: &str) {
        if let Some(index) = TOKENS.iter().position(|(name, _, _)| *name == token) {
            self.0[index] = color.into();
        }
    }
}

palette! {
    water "water" "#d3e3ea" "#0f1a22" "Seas and lakes."
    shelf "shelf" "#cbdee7" "#12202a" "Water by the shore."
    shallows "shallows" "#c0d7e2" "#172834" "Water at the shore."
    graticule "graticule" "#d3d6d2" "#2a343b" "Meridians and parallels."
    land "land" "#ece9e2" "#20272c" "Countries of the context."
    focus "focus" "#fbf7ea" "#313a3b" "The areas that stand out."
    coast "coast" "#9dbccb" "#3d5a6b" "Shores."
    river "river" "#a9c8d6" "#35505f" "Rivers."
    border "border" "#a39c92" "#59646b" "Boundaries between countries."
    region "region" "#d8d2c6" "#454f55" "Lines between first-level regions."
    focus_border "focus-border" "#7d7468" "#98a19f" "Boundaries of the areas that stand out."
    disputed "disputed" "#a3195b" "#f07fb4" "Disputed boundaries and fighting, nothing else."
    story_border "story-border" "#8a5a00" "#e2b45c" "Boundaries that the story is about."
    corridor "corridor" "#c2410c" "#ff8a52" "Transport corridors."
    corridor_faint "corridor-faint" "#d08f6d" "#b06a4a" "Corridors that are disrupted or only context."
    gas "gas" "#007a5e" "#3ecfa4" "Gas pipelines."
    oil "oil" "#4a3f87" "#a99cf0" "Oil pipelines."
    corridor_back "corridor-back" "#e6cbbd" "#5e4438" "Corridors that stand back, while the story speaks of something else."
    gas_back "gas-back" "#b5d3c9" "#2f5a50" "Gas pipelines that stand back."
    oil_back "oil-back" "#c6c3d8" "#4c4a68" "Oil pipelines that stand back."
    border_back "border-back" "#dccfb6" "#5a4f3a" "Borders of the story that stand back."
    mark "mark" "#2b2a33" "#e8e6df" "Marks of hubs, ports and crossings."
    security "security" "#5a3a6e" "#c9a5e0" "Marks of security matters."
    summit "summit" "#b07a00" "#ffcf4d" "The summit."
    ramp_1 "ramp-1" "#f6ead0" "#3d3d30" "Areas of the lowest class of a theme."
    ramp_2 "ramp-2" "#ecd09b" "#554a2b" "The second."
    ramp_3 "ramp-3" "#dbb069" "#6d5a2a" "The third."
    ramp_4 "ramp-4" "#c48d42" "#86692a" "The highest."
    accent "accent" "#0b57a4" "#7db8ff" "What is selected, and controls."
    text "text" "#33302b" "#e9e6df" "Names."
    text_faint "text-faint" "#6f6a62" "#9aa3a6" "Names of the context."
    text_water "text-water" "#3f6f87" "#7fb0c8" "Names of waters."
    halo "halo" "#fbf7ea" "#1a2125" "Around names and under lines."
}

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

impl Palette {
    /// The pens that draw a line, from the bottom up; `width` scales all widths and dashes.
    #[must_use]
    pub fn line(&self, look: LineLook, width: f64) -> Vec<Pen> {
        let pen = |color: &Color, of: f64| Pen::solid(color, of * width);
        let color = self.line_color(look);
        let under = pen(self.halo(), 4.0);
        let main = pen(color, if look.faint { 1.5 } else { 2.1 });
        if look.recedes {
            let back = pen(color, 1.3);
            return vec![match look.mode {
                Some(Mode::Ferry | Mode::Sea) => back.dashed(0.01, 5.0 * width, Cap::Round),
                _ => back,
            }];
        }
        let main = match look.status {
            Status::Operating => main,
            Status::Disrupted => main.dashed(12.0 * width, 4.0 * width, Cap::Butt),
            Status::Construction | Status::Planned => {
                main.dashed(8.0 * width, 4.5 * width, Cap::Butt)
            }
            Status::Proposed | Status::Closed => main.dashed(4.0 * width, 4.0 * width, Cap::Butt),
        };
        match (look.class, look.mode) {
            (Class::Border, _) => vec![pen(color, 3.2), pen(self.halo(), 1.0)],
            (Class::Gas, _) => {
                let beads = pen(color, 4.6).dashed(0.01, 14.0 * width, Cap::Round);
                vec![under, main, beads]
            }
            (Class::Oil, _) => {
                let squares = pen(color, 5.0).dashed(4.6 * width, 13.0 * width, Cap::Butt);
                vec![under, main, squares]
            }
            (_, Some(Mode::Ferry | Mode::Sea)) => {
                vec![pen(color, 2.2).dashed(0.01, 5.0 * width, Cap::Round)]
            }
            (_, Some(Mode::Road)) => {
                vec![under, pen(color, 3.4), pen(self.halo(), 1.2)]
            }
            _ => vec![under, main],
        }
    }

    fn line_color(&self, look: LineLook) -> &Color {
        match look.class {
            Class::Gas if look.recedes => self.gas_back(),
            Class::Oil if look.recedes => self.oil_back(),
            Class::Border if look.recedes => self.border_back(),
            _ if look.recedes => self.corridor_back(),
            Class::Gas => self.gas(),
            Class::Oil => self.oil(),
            Class::Border => self.story_border(),
            _ if look.faint || look.status == Status::Disrupted => self.corridor_faint(),
            Class::Corridor => self.corridor(),
            _ => self.accent(),
        }
    }

    /// The colour of a class of a theme, from 0.
    #[must_use]
    pub fn ramp(&self, class: usize) -> &Color {
        match class {
            0 => self.ramp_1(),
            1 => self.ramp_2(),
            2 => self.ramp_3(),
            _ => self.ramp_4(),
        }
    }

    /// The pen of a boundary of the base map.
    #[must_use]
    pub fn boundary(&self, kind: BoundaryKind, width: f64) -> Option<Pen> {
        let pen = Pen::solid(self.border(), 0.9 * width);
        let disputed = Pen::solid(self.disputed(), 1.0 * width);
        match kind {
            BoundaryKind::International => Some(pen),
            BoundaryKind::Disputed => Some(disputed.dashed(4.0, 3.0, Cap::Butt)),
            BoundaryKind::LineOfControl => Some(disputed.dashed(1.5, 3.0, Cap::Butt)),
            BoundaryKind::Indefinite => Some(disputed.dashed(7.0, 4.0, Cap::Butt)),
            BoundaryKind::Lease => Some(pen.dashed(2.0, 2.0, Cap::Butt)),
            BoundaryKind::None => None,
        }
    }

    /// The symbol, radius in CSS pixels and colour of a point.
    #[must_use]
    pub fn symbol(&self, class: Class) -> (Symbol, f64, &Color) {
        match class {
            Class::Summit => (Symbol::Star, 10.0, self.summit()),
            Class::Hub => (Symbol::Square, 4.2, self.mark()),
            Class::DryPort => (Symbol::Diamond, 5.2, self.mark()),
            Class::Port => (Symbol::Anchor, 5.4, self.mark()),
            Class::Crossing => (Symbol::Gate, 4.2, self.mark()),
            Class::Clash => (Symbol::Burst, 6.5, self.disputed()),
            Class::Exercise => (Symbol::Triangle, 5.5, self.security()),
            Class::Outpost => (Symbol::Pentagon, 5.2, self.security()),
            Class::Surveillance => (Symbol::Eye, 5.2, self.security()),
            Class::Capital => (Symbol::Ring, 3.2, self.text()),
            _ => (Symbol::Dot, 3.0, self.text()),
        }
    }
}
