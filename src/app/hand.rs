//! What a hand does to the map.

use super::motion::Glide;
use super::{Effect, Effects, Event, Gestures, Model, Motion};
use crate::gesture::{Intent, PointerKind};
use crate::space::{Css, Point};

/// The smallest box that is worth filling the element with, CSS pixels.
const BOX: f64 = 8.0;

impl Model {
    /// Whether one pointer moves the map.
    pub(super) fn may_drag(&self, kind: PointerKind) -> bool {
        match self.gestures {
            Gestures::Free => true,
            Gestures::Cooperative => kind == PointerKind::Mouse,
            Gestures::None => false,
        }
    }

    pub(super) fn follow(&mut self, intent: Intent) -> Effects {
        match intent {
            Intent::Tap(at, kind) => self.tap(at, kind),
            Intent::DoubleTap(at) if self.gestures != Gestures::None => {
                self.react(Event::ZoomBy(Some(at), 1.0))
            }
            Intent::Drag(dx, dy, kind) if self.may_drag(kind) => {
                self.moved_by_hand(self.camera.panned(dx, dy))
            }
            Intent::Pinch { at, dx, dy, factor } if self.gestures != Gestures::None => {
                self.moved_by_hand(self.zoomed(self.camera.panned(dx, dy), at, factor))
            }
            Intent::Release(x, y, kind) if self.may_drag(kind) && !self.reduced_motion => {
                self.glide = Some(Glide {
                    velocity: (x, y),
                    time: None,
                });
                Effect::Animate.into()
            }
            Intent::DoubleTap(_)
            | Intent::Drag(..)
            | Intent::Pinch { .. }
            | Intent::Release(..) => Effects::NONE,
        }
    }

    /// Fills the element with the box between two corners.
    pub(super) fn zoom_box(&mut self, from: Point<Css>, to: Point<Css>) -> Effects {
        let size = self.camera.size;
        let (width, height) = ((to.x - from.x).abs(), (to.y - from.y).abs());
        if width < BOX || height < BOX {
            return Effects::NONE;
        }
        let mut target = self.camera;
        target.center = self.camera.to_plane(from.lerp(to, 0.5));
        target.scale *= (size.width / width).min(size.height / height);
        self.framed = None;
        self.fly(target, Motion::Fly)
    }
}
