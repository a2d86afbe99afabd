//! The display list: what to draw, in order, with nothing left to decide. Back-ends match over it exhaustively.

mod along;
mod area_names;
mod arrows;
pub mod base_map;
mod build;
mod capitals;
mod crisp;
mod crowd;
mod fading;
mod furniture;
pub mod labels;
pub mod lanes;
pub mod marks;
mod measure;
mod names;
pub(crate) mod own;
mod throng;
mod trip;
mod view;
mod ways;
mod within;

use std::rc::Rc;

pub use build::{Unnamed, add_names, begin, build, furniture};
pub use crisp::crisp;
pub use crowd::Ink;
pub use fading::Fading;
pub use furniture::Furniture;
pub use measure::joins_letters;
pub(crate) use own::radius as own_radius;
pub use trip::Trip;
pub use view::{View, assign_lanes, is_detailed, mark_scale, zoom};
pub use ways::Stretch;

pub use crate::theme::{Cap, Pen, Symbol};

use crate::camera::Camera;
use crate::shape::PlanePath;
use crate::space::{Css, Plane, Point, Rect};
use crate::theme::Color;

/// How far around the element a picture is made, CSS pixels: what a hand brings into view before there is the next one, and
/// what keeps names inside from depending on where the frame is.
pub const BLEED: f64 = 160.0;

/// The width of a line that is to be as thin as a pixel, CSS pixels. A little less than one: where a CSS pixel is a device's,
/// browsers draw what is no wider than that pixel without making an outline of it first, several times as fast.
pub const HAIRLINE: f64 = 0.95;

/// One picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// From the plane to the element; back-ends apply it to every [`PlanePath`].
    pub camera: Camera,
    /// Fills the element first.
    pub background: Color,
    /// From the bottom up; up to [`BLEED`] around the element.
    pub items: Vec<Item>,
    /// Names, above the items.
    pub labels: Vec<Label>,
    /// Names that the element's edges cut, or beyond them: for pictures that are larger than the element.
    pub beyond: Vec<Label>,
    /// Fixed to the element rather than to the map: drawn last, and left where it is while the map moves.
    pub furniture: Vec<Item>,
}

/// Something to draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Areas that stay the same from frame to frame, filled by the even-odd rule.
    Fill {
        /// In the plane.
        path: Rc<PlanePath>,
        /// Of the inside.
        color: Color,
    },
    /// The relief under the land: a grey picture whose middle grey is flat, laid over by the rule of hard light.
    /// A back-end that was given no picture draws none.
    Relief {
        /// Where it lies.
        bounds: Rect<Plane>,
        /// 0…1.
        strength: f64,
    },
    /// Lines that stay the same from frame to frame, beveled where they bend: they have many bends, and round ones cost.
    Stroke {
        /// In the plane.
        path: Rc<PlanePath>,
        /// Widths and dashes in CSS pixels.
        pen: Pen,
    },
    /// An area made for this frame, filled by the even-odd rule.
    Area {
        /// In the element.
        rings: Vec<Vec<Point<Css>>>,
        /// Of the inside.
        color: Color,
    },
    /// A line made for this frame, round where it bends.
    Line {
        /// In the element.
        points: Vec<Point<Css>>,
        /// Widths and dashes in CSS pixels.
        pen: Pen,
    },
    /// A symbol at a point.
    Mark {
        /// Its middle.
        at: Point<Css>,
        /// Its shape.
        symbol: Symbol,
        /// CSS pixels.
        radius: f64,
        /// Of the inside.
        color: Color,
        /// Of the edge that sets it off from what is below.
        halo: Color,
    },
    /// A name.
    Label(Label),
}

impl Item {
    fn fill(path: &Rc<PlanePath>, color: &Color) -> Self {
        Self::Fill {
            path: Rc::clone(path),
            color: Rc::clone(color),
        }
    }

    fn stroke(path: &Rc<PlanePath>, color: &Color, width: f64) -> Self {
        Self::Stroke {
            path: Rc::clone(path),
            pen: Pen::solid(color, width),
        }
    }

    fn line(points: &[Point<Css>], pen: &Pen) -> Self {
        Self::Line {
            points: points.to_vec(),
            pen: pen.clone(),
        }
    }
}

/// A name at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// What it names: an index into the atlas's features; `None` for furniture.
    pub feature: Option<usize>,
    /// One line of text.
    pub text: Rc<str>,
    /// Where the baseline begins, is centred, or ends.
    pub at: Point<Css>,
    /// What `at` is to the text.
    pub anchor: Anchor,
    /// The baseline of a text that is not level, from its first letter to its last and somewhat beyond; the text is centred
    /// on its middle. Empty for level text.
    pub path: Vec<Point<Css>>,
    /// How it is written.
    pub style: TextStyle,
    /// Below 1 while it comes or goes.
    pub opacity: f64,
}

impl Label {
    /// The name where its place on the map is for another camera.
    #[must_use]
    pub fn moved(&self, from: &Camera, to: &Camera) -> Self {
        let moved = |point: &mut Point<Css>| *point = to.to_css(from.to_plane(*point));
        let mut label = self.clone();
        moved(&mut label.at);
        label.path.iter_mut().for_each(moved);
        label
    }
}

/// Where a text stands in relation to its point, along the line of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The text begins at the point.
    Start,
    /// The text is centred on the point.
    Middle,
    /// The text ends at the point.
    End,
}

/// How a text is written. All lengths are CSS pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct TextStyle {
    /// Font size.
    pub size: f64,
    /// 400 or 600.
    pub weight: u16,
    /// Slanted: the convention for water.
    pub italic: bool,
    /// Extra space after each letter.
    pub spacing: f64,
    /// Of the letters.
    pub color: Color,
    /// Of the edge around them.
    pub halo: Color,
    /// How far it reaches from the letters.
    pub halo_width: f64,
}
