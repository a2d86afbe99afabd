//! Colours, pens and symbols: every colour on the map is a named token, and every line has its own shape besides its colour.

mod lines;
mod pen;
mod symbol;

use std::rc::Rc;

pub use lines::LineLook;
pub use pen::{Cap, Pen};
pub use symbol::Symbol;

use crate::atlas::{BoundaryKind, Class};
use crate::list::Gather as _;

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
    /// Ink on white paper.
    Print,
    /// For readers who ask for more contrast.
    Contrast,
    /// The system's own colours: the reader chose them, and shapes and weights alone tell things apart.
    Forced,
}

impl Scheme {
    /// The scheme of a name: `light`, `dark`, `print`, `contrast` or `forced`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "light" => Self::Light,
            "dark" => Self::Dark,
            "print" => Self::Print,
            "contrast" => Self::Contrast,
            "forced" => Self::Forced,
            _ => return None,
        })
    }
}

macro_rules! palette {
    ($($field:ident $token:literal $light:literal $dark:literal $doc:literal)*) => {
        /// The named colours. The custom property of a token is `--map-` and its name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(non_camel_case_types, reason = "a token is named as its custom property is")]
        enum Token {
            $($field,)*
        }

        /// What each token is called, and its colours, with spaces between: a list of texts would weigh more.
        const TOKENS: &str = concat!($($token, " "),*);
        const LIGHT: &str = concat!($($light, " "),*);
        const DARK: &str = concat!($($dark, " "),*);

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
        let (others, changes): (_, &[(Token, &str)]) = match scheme {
            Scheme::Light | Scheme::Dark => (None, &[]),
            Scheme::Print => (None, PRINT),
            Scheme::Contrast => (None, CONTRAST),
            Scheme::Forced => (Some("CanvasText"), FORCED),
        };
        let own = if scheme == Scheme::Dark { DARK } else { LIGHT };
        let own = own.split_ascii_whitespace();
        let mut colors: Vec<Color> = own.map(|own| others.unwrap_or(own).into()).gathered();
        for &(token, color) in changes {
            colors[token as usize] = color.into();
        }
        Self(colors)
    }

    /// The names of all tokens.
    pub fn tokens() -> impl Iterator<Item = &'static str> {
        TOKENS.split_ascii_whitespace()
    }

    /// Replaces the colour of a token; an unknown token changes nothing.
    pub fn set(&mut self, token: &str, color: &str) {
        if let Some(index) = Self::tokens().position(|name| name == token) {
            self.0[index] = color.into();
        }
    }
}

palette! {
    water "water" "#cfe3ee" "#0e1922" "Seas and lakes."
    shelf "shelf" "#c7ddea" "#12212c" "Water by the shore."
    shallows "shallows" "#bdd6e5" "#172c39" "Water at the shore."
    graticule "graticule" "#d3d6d2" "#2c373f" "Meridians and parallels."
    land "land" "#eeece6" "#232b31" "Countries of the context."
    focus "focus" "#fdf9ec" "#303a3e" "The areas that stand out."
    focus_band "focus-band" "#dfdacb" "#1a2126" "Around the areas that stand out."
    coast "coast" "#93b9cc" "#43667a" "Shores."
    river "river" "#a3c7d9" "#3d6073" "Rivers."
    border "border" "#a8a198" "#66727a" "Boundaries between countries."
    region "region" "#d9d4c9" "#4c585f" "Lines between first-level regions."
    focus_border "focus-border" "#7d7468" "#a3adab" "Boundaries of the areas that stand out."
    disputed "disputed" "#9c1657" "#ff8fc0" "Disputed boundaries and fighting, nothing else."
    story_border "story-border" "#6e4700" "#e8bb62" "Boundaries that the story is about."
    story_band "story-band" "#f6d98f" "#5c4a1c" "Along the boundaries that the story is about."
    corridor "corridor" "#d1450b" "#ff9a66" "Transport corridors."
    corridor_faint "corridor-faint" "#ea9a6c" "#b8704c" "Corridors that are disrupted or only context."
    corridor_text "corridor-text" "#9c3200" "#ff9a66" "Names of corridors."
    gas "gas" "#005c44" "#45d6aa" "Gas pipelines."
    oil "oil" "#463a9c" "#b9aeff" "Oil pipelines."
    corridor_back "corridor-back" "#ecc9b4" "#6b4736" "Corridors that stand back, while the story speaks of something else."
    gas_back "gas-back" "#b0d6c8" "#2c5f50" "Gas pipelines that stand back."
    oil_back "oil-back" "#c6c2e4" "#4f4b7a" "Oil pipelines that stand back."
    border_back "border-back" "#e0d0ae" "#5f5333" "Borders of the story that stand back."
    ramp_1 "ramp-1" "#fcf3de" "#33383a" "Areas of the lowest class of a theme."
    ramp_2 "ramp-2" "#fde6b8" "#3e3d2a" "The second."
    ramp_3 "ramp-3" "#ffd68a" "#463d19" "The third."
    ramp_4 "ramp-4" "#ffc25c" "#523f04" "The highest."
    mark "mark" "#2b2a33" "#f0ede6" "Marks of hubs, ports and crossings."
    security "security" "#5f3a78" "#d6b3ec" "Marks of security matters."
    summit "summit" "#b97f00" "#ffcf4d" "The summit."
    accent "accent" "#0a5299" "#8cc2ff" "What is selected, and controls."
    closed "closed" "#33302b33" "#00000073" "Over areas that are closed to the way that was asked for."
    text "text" "#2b2822" "#f0ede6" "Names."
    text_faint "text-faint" "#57534b" "#b4bcbf" "Names of the context."
    text_water "text-water" "#174f6d" "#8fc1da" "Names of waters."
    halo "halo" "#fdfaf0" "#161d22" "Around names and under lines."
}

/// What differs from the light palette on paper.
const PRINT: &[(Token, &str)] = &[
    (Token::water, "#e3eff5"),
    (Token::shelf, "#dae9f1"),
    (Token::shallows, "#cfe2ec"),
    (Token::land, "#f4f3ef"),
    (Token::focus, "#ffffff"),
    (Token::halo, "#ffffff"),
    (Token::text, "#000000"),
    (Token::mark, "#000000"),
    (Token::text_faint, "#4a4a4a"),
];

/// What differs from the light palette for readers who ask for more contrast.
const CONTRAST: &[(Token, &str)] = &[
    (Token::water, "#c4dff0"),
    (Token::shelf, "#b8d7ea"),
    (Token::shallows, "#aaccdf"),
    (Token::land, "#ffffff"),
    (Token::focus, "#fff6d6"),
    (Token::coast, "#2f6f94"),
    (Token::border, "#5c5650"),
    (Token::region, "#948d84"),
    (Token::focus_border, "#1a1713"),
    (Token::disputed, "#7d003f"),
    (Token::story_border, "#4f3300"),
    (Token::corridor, "#a82e00"),
    (Token::corridor_faint, "#c4511d"),
    (Token::corridor_text, "#8a2500"),
    (Token::gas, "#004d39"),
    (Token::oil, "#2a1f80"),
    (Token::mark, "#000000"),
    (Token::security, "#42205a"),
    (Token::summit, "#7a5200"),
    (Token::accent, "#003d80"),
    (Token::text, "#000000"),
    (Token::text_faint, "#222222"),
    (Token::text_water, "#00344f"),
    (Token::halo, "#ffffff"),
];

/// The system's colours that are not the text's.
const FORCED: &[(Token, &str)] = &[
    (Token::water, "Canvas"),
    (Token::shelf, "Canvas"),
    (Token::shallows, "Canvas"),
    (Token::graticule, "GrayText"),
    (Token::land, "Canvas"),
    (Token::focus, "Canvas"),
    (Token::focus_band, "Canvas"),
    (Token::story_band, "Canvas"),
    (Token::coast, "GrayText"),
    (Token::river, "GrayText"),
    (Token::border, "GrayText"),
    (Token::region, "GrayText"),
    (Token::corridor_faint, "GrayText"),
    (Token::corridor_back, "GrayText"),
    (Token::gas_back, "GrayText"),
    (Token::oil_back, "GrayText"),
    (Token::border_back, "GrayText"),
    (Token::ramp_1, "Canvas"),
    (Token::ramp_2, "Canvas"),
    (Token::ramp_3, "Canvas"),
    (Token::ramp_4, "Canvas"),
    (Token::corridor, "LinkText"),
    (Token::accent, "Highlight"),
    (Token::halo, "Canvas"),
];

impl Palette {
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
        let (on, off) = match kind {
            BoundaryKind::International => return Some(Pen::solid(self.border(), 0.9 * width)),
            BoundaryKind::Disputed => (4.0, 3.0),
            BoundaryKind::LineOfControl => (1.5, 3.0),
            BoundaryKind::Indefinite => (7.0, 4.0),
            BoundaryKind::Lease => (2.0, 2.0),
            BoundaryKind::None => return None,
        };
        let pen = match kind {
            BoundaryKind::Lease => Pen::solid(self.border(), 0.9 * width),
            _ => Pen::solid(self.disputed(), width),
        };
        Some(pen.dashed(on, off, Cap::Butt))
    }

    /// The symbol, radius in CSS pixels and colour of a point.
    #[must_use]
    pub fn symbol(&self, class: Class) -> (Symbol, f64, &Color) {
        match class {
            Class::Summit => (Symbol::Star, 10.0, self.summit()),
            Class::Hub => (Symbol::Node, 5.4, self.mark()),
            Class::DryPort => (Symbol::Container, 6.0, self.mark()),
            Class::Port => (Symbol::Anchor, 6.2, self.mark()),
            Class::Crossing => (Symbol::Gate, 4.8, self.mark()),
            Class::Clash => (Symbol::Burst, 6.8, self.disputed()),
            Class::Exercise => (Symbol::Tent, 6.0, self.security()),
            Class::Outpost => (Symbol::Tower, 5.4, self.security()),
            Class::Surveillance => (Symbol::Eye, 6.2, self.security()),
            Class::Capital => (Symbol::Ring, 3.4, self.text()),
            _ => (Symbol::Dot, 2.7, self.text()),
        }
    }
}
