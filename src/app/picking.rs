//! What a place of the element stands for: picking, selecting, hovering.

use std::rc::Rc;

use super::{Effect, Effects, Model};
use crate::gesture::PointerKind;
use crate::hit::{self, Drawn, Tolerance};
use crate::search::Names;
use crate::space::{Css, Point};

impl Model {
    /// The names that a search goes through.
    pub fn names(&mut self) -> Rc<Names> {
        let names = &mut self.names;
        Rc::clone(names.get_or_insert_with(|| Rc::new(Names::new(&self.atlas))))
    }

    /// The selectable features at a place of the element, the best first.
    #[must_use]
    pub fn pick(&self, at: Point<Css>, tolerance: Tolerance) -> Vec<usize> {
        let picture = (self.revision, self.camera);
        let view = self.view();
        let mut known = self.drawn.borrow_mut();
        if known.as_ref().is_some_and(|(of, _)| *of != picture) {
            *known = None;
        }
        let (_, drawn) = known.get_or_insert_with(|| (picture, Drawn::new(&view)));
        hit::pick(&view, drawn, at, tolerance)
    }

    pub(super) fn tap(&mut self, at: Point<Css>, kind: PointerKind) -> Effects {
        /// Taps nearer than this are taps of the same place, CSS pixels.
        const SAME_PLACE: f64 = 12.0;
        let tolerance = match kind {
            PointerKind::Mouse => Tolerance::MOUSE,
            PointerKind::Touch => Tolerance::TOUCH,
        };
        let hits = self.pick(at, tolerance);
        let again = self.last_pick.as_ref().is_some_and(|(place, found)| {
            self.camera.to_css(*place).distance(at) < SAME_PLACE && *found == hits
        });
        let next = if again {
            let current = hits.iter().position(|&hit| Some(hit) == self.selected);
            current.map_or(0, |current| (current + 1) % hits.len().max(1))
        } else {
            0
        };
        let feature = hits.get(next).copied();
        self.last_pick = Some((self.camera.to_plane(at), hits));
        if self.quiet && feature == self.selected {
            self.quiet = false;
            return Effect::Panel.into();
        }
        self.select(feature)
    }

    pub(super) fn select(&mut self, feature: Option<usize>) -> Effects {
        if feature == self.selected {
            return Effects::NONE;
        }
        self.quiet = false;
        self.selected = feature;
        Effect::Draw | Effect::Panel | Effect::SelectionChanged
    }

    pub(super) fn hover(&mut self, at: Option<Point<Css>>) -> Effects {
        let hovered = at.and_then(|at| self.pick(at, Tolerance::MOUSE).first().copied());
        if hovered == self.hovered {
            return Effects::NONE;
        }
        self.hovered = hovered;
        Effect::Draw | Effect::HoverChanged
    }
}
