//! What can happen to a map: closed, so that every case is met.

use std::rc::Rc;

use super::{Insets, Motion, Target};
use crate::atlas::{Atlas, Facts};
use crate::gesture::PointerKind;
use crate::network::Passages;
use crate::scene::Furniture;
use crate::shape::Shapes;
use crate::space::{Css, Point, Size};
use crate::strings::Strings;
use crate::theme::Palette;

/// Who may move the map, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Gestures {
    /// The page's scrolling comes first: one finger and the plain wheel scroll it, two fingers and Ctrl or ⌘ move the map.
    #[default]
    Cooperative,
    /// All gestures move the map.
    Free,
    /// None does.
    None,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Event {
    /// The element has a size, or another one.
    Resized(Size),
    /// A pointer went down; time in milliseconds.
    PointerDown(i32, PointerKind, Point<Css>, f64),
    /// A pointer moved, down or not.
    PointerMoved(i32, Point<Css>, f64),
    /// A pointer left the surface.
    PointerUp(i32, Point<Css>, f64),
    /// The browser took a pointer away.
    PointerCancelled(i32),
    /// The mouse left the element.
    PointerLeft,
    /// The wheel turned by so many CSS pixels at a place; positive is towards the reader.
    Wheel(Point<Css>, f64),
    /// Zoom by levels: at a place, or in the middle.
    ZoomBy(Option<Point<Css>>, f64),
    /// Fill the element with the box between two corners.
    ZoomBox(Point<Css>, Point<Css>),
    /// Move the map by CSS pixels: a key or a button.
    PanBy(f64, f64),
    /// Show the overview.
    Home,
    /// A frame is due; time in milliseconds.
    Frame(f64),
    /// Select a feature, or none.
    Select(Option<usize>),
    /// Move so that a target is in view, with a flight or at once.
    Go(Target, Motion),
    /// Go to a step of the story, or back to the overview.
    Tell(Option<usize>, Motion),
    /// Color the areas by a theme, or by none.
    SetShade(Option<usize>),
    /// Switch layers; parallel to [`Atlas::layers`]. `None` is back to those of the step that is told, or to all.
    SetLayers(Option<Vec<bool>>),
    /// Show what existed in a year.
    SetYear(i32),
    /// Close these passages and no others.
    SetClosed(Passages),
    /// Look for the way between two features; `None` is back to the atlas's own ends.
    SetRoute(Option<[usize; 2]>),
    /// Names in another language.
    SetLang(String),
    /// On the map, names of the place or in the chosen language.
    SetLocalNames(bool),
    /// The relief weaker: 0 is none, 1 as strong as names bear it.
    SetRelief(f64),
    /// Other colours.
    SetPalette(Palette),
    /// Another projection of the same atlas.
    SetShapes(Rc<Shapes>),
    /// The same atlas with more or less in it.
    SetAtlas(Rc<Atlas>, Rc<Shapes>),
    /// Another view of disputed boundaries.
    SetBoundaries(String),
    /// Words of the interface in another language.
    SetWords(Rc<Strings>),
    /// Other furniture.
    SetFurniture(Furniture),
    /// Another rule for gestures.
    SetGestures(Gestures),
    /// Whether the reader wants less motion.
    SetReducedMotion(bool),
    /// What lies over the edges of the map.
    SetInsets(Insets),
    /// The facts arrived.
    FactsArrived(Rc<Facts>),
}

impl Event {
    /// Whether it can change nothing but the camera, the selection and what is under the mouse.
    pub(super) const fn only_moves(&self) -> bool {
        matches!(
            self,
            Self::PointerDown(..)
                | Self::PointerMoved(..)
                | Self::PointerUp(..)
                | Self::Wheel(..)
                | Self::ZoomBy(..)
                | Self::ZoomBox(..)
                | Self::PanBy(..)
                | Self::Home
                | Self::Frame(_)
                | Self::Go(..)
        )
    }
}
