//! From pointers to what the hand means: taps, drags and pinches.

use crate::math::exp2;
use crate::space::{Css, Point};

/// What kind of pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointerKind {
    /// Mouse or pen: exact, and can hover.
    Mouse,
    /// A finger.
    Touch,
}

/// What the hand means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Intent {
    /// A short touch of one place.
    Tap(Point<Css>, PointerKind),
    /// Two taps of a finger in quick succession.
    DoubleTap(Point<Css>),
    /// One pointer moved by so many CSS pixels.
    Drag(f64, f64, PointerKind),
    /// Two fingers: their middle, how far it moved, and how much farther apart they are. Also one finger that stayed down
    /// after a double tap.
    Pinch {
        /// The middle between the fingers now.
        at: Point<Css>,
        /// CSS pixels.
        dx: f64,
        /// CSS pixels.
        dy: f64,
        /// Ratio of their distances.
        factor: f64,
    },
    /// The last pointer left after a drag, moving at so many CSS pixels per millisecond.
    Release(f64, f64, PointerKind),
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Pointer {
    id: i32,
    kind: PointerKind,
    at: Point<Css>,
    down_at: Point<Css>,
    down_time: f64,
    /// CSS pixels per millisecond, smoothed.
    velocity: (f64, f64),
    moved_time: f64,
    dragged: bool,
    /// The second touch of a double tap: up and down, it zooms.
    zooms: bool,
}

/// The pointers that are down.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gesture {
    pointers: Vec<Pointer>,
    last_tap: Option<(Point<Css>, f64)>,
    /// More than one pointer was down since the last time there was none: no tap may follow.
    was_multiple: bool,
}

/// Movement below which a touch is still a tap, CSS pixels.
const fn slop(kind: PointerKind) -> f64 {
    match kind {
        PointerKind::Mouse => 4.0,
        PointerKind::Touch => 10.0,
    }
}

/// Longest tap, and longest pause between two taps, milliseconds.
const TAP_TIME: f64 = 600.0;
const DOUBLE_TAP_TIME: f64 = 320.0;
/// How far the second tap may be from the first, CSS pixels.
const DOUBLE_TAP_REACH: f64 = 30.0;
/// Levels of zoom for one CSS pixel of a finger that stayed down after a double tap; downwards is closer.
const DRAG_ZOOM: f64 = 1.0 / 100.0;
/// A pointer that rested for so long before it left was not thrown, milliseconds.
const REST_TIME: f64 = 60.0;

impl Gesture {
    /// How many pointers are down.
    #[must_use]
    pub const fn pointers(&self) -> usize {
        self.pointers.len()
    }

    /// A pointer went down. `time` in milliseconds of any clock.
    pub fn down(&mut self, id: i32, kind: PointerKind, at: Point<Css>, time: f64) {
        self.pointers.retain(|pointer| pointer.id != id);
        self.pointers.push(Pointer {
            id,
            kind,
            at,
            down_at: at,
            down_time: time,
            velocity: (0.0, 0.0),
            moved_time: time,
            dragged: false,
            zooms: kind == PointerKind::Touch && self.follows_a_tap(at, time),
        });
        self.was_multiple |= self.pointers.len() > 1;
    }

    /// A pointer that is down moved.
    pub fn moved(&mut self, id: i32, at: Point<Css>, time: f64) -> Option<Intent> {
        let index = self.pointers.iter().position(|pointer| pointer.id == id)?;
        let before = self.pinch();
        let pointer = self.pointers.get_mut(index)?;
        let from = pointer.at;
        pointer.at = at;
        let (dx, dy) = (at.x - from.x, at.y - from.y);
        let elapsed = (time - pointer.moved_time).max(1.0);
        let smooth = |old: f64, new: f64| old * 0.4 + new / elapsed * 0.6;
        pointer.velocity = (
            smooth(pointer.velocity.0, dx),
            smooth(pointer.velocity.1, dy),
        );
        pointer.moved_time = time;
        if let (Some((middle, apart)), Some((at, now_apart))) = (before, self.pinch()) {
            // A finger that stays drags on from where it is then.
            for pointer in &mut self.pointers {
                pointer.dragged = true;
            }
            return Some(Intent::Pinch {
                at,
                dx: at.x - middle.x,
                dy: at.y - middle.y,
                factor: now_apart.max(1.0) / apart.max(1.0),
            });
        }
        let pointer = self.pointers.get_mut(index)?;
        if !pointer.dragged {
            if pointer.down_at.distance(at) <= slop(pointer.kind) {
                return None;
            }
            // The way within the slop is made up for, so that the map stays under the pointer.
            pointer.dragged = true;
            if pointer.zooms {
                return None;
            }
            return Some(Intent::Drag(
                at.x - pointer.down_at.x,
                at.y - pointer.down_at.y,
                pointer.kind,
            ));
        }
        if pointer.zooms {
            return Some(Intent::Pinch {
                at: pointer.down_at,
                dx: 0.0,
                dy: 0.0,
                factor: exp2(dy * DRAG_ZOOM),
            });
        }
        Some(Intent::Drag(dx, dy, pointer.kind))
    }

    /// A pointer left.
    pub fn up(&mut self, id: i32, at: Point<Css>, time: f64) -> Option<Intent> {
        let index = self.pointers.iter().position(|pointer| pointer.id == id)?;
        let pointer = self.pointers.remove(index);
        if !self.pointers.is_empty() {
            return None;
        }
        let was_multiple = std::mem::take(&mut self.was_multiple);
        if pointer.dragged {
            self.last_tap = None;
            let thrown = time - pointer.moved_time < REST_TIME && !was_multiple && !pointer.zooms;
            return thrown.then_some(Intent::Release(
                pointer.velocity.0,
                pointer.velocity.1,
                pointer.kind,
            ));
        }
        if was_multiple || time - pointer.down_time > TAP_TIME {
            return None;
        }
        if pointer.kind == PointerKind::Touch && self.follows_a_tap(at, time) {
            self.last_tap = None;
            return Some(Intent::DoubleTap(at));
        }
        self.last_tap = Some((at, time));
        Some(Intent::Tap(at, pointer.kind))
    }

    /// The browser took a pointer away.
    pub fn cancel(&mut self, id: i32) {
        self.pointers.retain(|pointer| pointer.id != id);
        if self.pointers.is_empty() {
            self.was_multiple = false;
        }
    }

    /// Whether a finger that moves now zooms: the page must not scroll with it.
    #[must_use]
    pub fn zooms(&self) -> bool {
        self.pointers.iter().any(|pointer| pointer.zooms)
    }

    fn follows_a_tap(&self, at: Point<Css>, time: f64) -> bool {
        self.last_tap.is_some_and(|(place, when)| {
            time - when < DOUBLE_TAP_TIME && place.distance(at) < DOUBLE_TAP_REACH
        })
    }

    /// The middle of the first two pointers and their distance.
    fn pinch(&self) -> Option<(Point<Css>, f64)> {
        match self.pointers.as_slice() {
            [first, second, ..] => {
                Some((first.at.lerp(second.at, 0.5), first.at.distance(second.at)))
            }
            _ => None,
        }
    }
}
