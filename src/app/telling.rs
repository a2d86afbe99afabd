//! The story's steps: what each sets, and what stays of it when more of the atlas arrives.

use std::rc::Rc;

use super::{Effect, Effects, Event, Model, Motion, Target};
use crate::atlas::Theme;
use crate::list::Gather as _;

impl Model {
    /// The feature that the panel tells of: what the story selects is told by the story, until somebody asks for more.
    #[must_use]
    pub fn told(&self) -> Option<usize> {
        self.selected.filter(|_| !self.quiet)
    }

    /// The theme that the areas are colored by.
    #[must_use]
    pub fn theme(&self) -> Option<&Theme> {
        self.atlas.story.themes.get(self.shade?)
    }

    /// Goes to a step of the story, or back to the overview: camera, layers, selection, year and theme become the step's.
    /// Whatever is set afterwards stands until the next step.
    pub(super) fn tell(&mut self, step: Option<usize>, motion: Motion) -> Effects {
        let story = Rc::clone(&self.atlas.story);
        let told = step.and_then(|step| story.steps.get(step));
        self.step = told.and(step);
        self.layers = self.first_layers();
        let year = told.and_then(|step| step.year);
        self.year = year.unwrap_or(self.atlas.manifest.year.into());
        let passages = self.atlas.manifest.routes.passages.iter().enumerate();
        self.closed = passages
            .filter(|(_, passage)| told.is_some_and(|step| step.closed.contains(&passage.id)))
            .fold(0, |closed, (index, _)| closed | 1 << index);
        self.ends = None;
        let shade = told.and_then(|step| step.shade.as_deref());
        self.shade = shade.and_then(|id| story.find_theme(id));
        let selected = told.and_then(|step| step.selected.as_deref());
        let feature = selected.and_then(|id| self.atlas.find(id));
        // What is selected may be the same, and told by the story from now on.
        let mut effects = Effect::Draw
            | Effect::Panel
            | Effect::StepChanged
            | Effect::LayersChanged
            | Effect::RoutesChanged
            | Effect::ChoiceChanged;
        effects |= self.react(Event::Select(feature));
        self.awaits = feature.is_none() && selected.is_some();
        self.quiet = feature.is_some();
        self.resolve_subject();
        self.assign_lanes();
        self.find_way();
        effects |= match self.step {
            Some(step) => self.go(Target::Step(step), motion),
            None => self.go(Target::Overview, motion),
        };
        effects
    }

    /// The layers of the step while one is told, or all. No step knows of overlays.
    pub(super) fn first_layers(&self) -> Vec<bool> {
        let told = self.step.and_then(|step| self.atlas.story.steps.get(step));
        let own = self.atlas.manifest.layers.len();
        let layers = self.atlas.layers.iter().enumerate();
        layers
            .map(|(index, layer)| {
                index >= own || told.is_none_or(|step| step.layers.contains(&layer.id))
            })
            .gathered()
    }

    /// Finds what the step speaks of among the features that are there by now; answers whether the one that it selects has
    /// arrived.
    pub(super) fn resolve_subject(&mut self) -> bool {
        let step = self.step;
        let told = step.and_then(|step| self.atlas.story.steps.get(step));
        let ids = told.into_iter().flat_map(|step| &step.features);
        self.subject = ids.filter_map(|id| self.atlas.find(id)).gathered();
        if self.awaits
            && let Some(id) = told.and_then(|step| step.selected.as_deref())
            && let Some(feature) = self.atlas.find(id)
        {
            self.selected = Some(feature);
            (self.awaits, self.quiet) = (false, true);
            return true;
        }
        false
    }
}
