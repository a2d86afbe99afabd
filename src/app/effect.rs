//! What follows from an event.

use std::fmt;
use std::ops::{BitOr, BitOrAssign};

/// What the browser shall do. `web/changes.js` has the same names in the same order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Draw [`Model::scene`](super::Model::scene) in the next frame.
    Draw,
    /// Send [`Event::Frame`] in the next frame.
    Animate,
    /// The panel shows another feature, or none, or knows more of it.
    Panel,
    /// Tell the page: the selection changed.
    SelectionChanged,
    /// Tell the page: another feature is under the mouse.
    HoverChanged,
    /// Tell the page: layers were switched, or the relief is weaker or stronger.
    LayersChanged,
    /// Tell the page: another step of the story is told.
    StepChanged,
    /// Tell the controls: another year or theme was chosen. There is no event for it.
    ChoiceChanged,
    /// Tell the page: a hand moved the camera, or a flight ended.
    ViewChanged,
    /// The legend shows something else.
    Legend,
    /// The words of the interface are others.
    Words,
    /// The colours have to be asked of the page again.
    Palette,
    /// Other controls are shown.
    Controls,
    /// Passages were closed or opened, or the way's ends changed.
    RoutesChanged,
    /// Go on with the picture soon, in a task of its own.
    GoOn,
}

/// A set of effects: bit `n` stands for the `n`-th.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Effects(u32);

impl Effects {
    /// There is nothing to do.
    pub const NONE: Self = Self(0);

    /// Whether `effect` is one of them.
    #[must_use]
    pub const fn contains(self, effect: Effect) -> bool {
        self.0 & (1 << effect as u32) != 0
    }

    /// The set as the browser gets it.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }
}

impl From<Effect> for Effects {
    fn from(effect: Effect) -> Self {
        Self(1 << effect as u32)
    }
}

impl<T: Into<Self>> BitOr<T> for Effects {
    type Output = Self;

    fn bitor(self, other: T) -> Self {
        Self(self.0 | other.into().0)
    }
}

impl<T: Into<Effects>> BitOr<T> for Effect {
    type Output = Effects;

    fn bitor(self, other: T) -> Effects {
        other.into() | self
    }
}

impl<T: Into<Self>> BitOrAssign<T> for Effects {
    fn bitor_assign(&mut self, other: T) {
        *self = *self | other;
    }
}

impl<const N: usize> PartialEq<[Effect; N]> for Effects {
    fn eq(&self, other: &[Effect; N]) -> bool {
        let all = other.iter();
        *self == all.fold(Self::NONE, |all, effect| all | *effect)
    }
}

impl fmt::Debug for Effects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Effects({:#b})", self.0)
    }
}
