//! The story's steps: what each sets, and what stays of it when more of the atlas arrives.

use super::{Effect, Event, Model, Motion, Target, YEAR};

impl Model {
    /// Goes to a step of the story, or back to the overview: camera, layers, selection, year and theme become the step's.
    /// Whatever is set afterwards stands until the next step.
    pub(super) fn tell(&mut self, step: Option<usize>, motion: Motion) -> Vec<Effect> {
        let story = self.atlas.story.clone().unwrap_or_default();
        let told = step.and_then(|step| story.steps.get(step));
        self.step = told.and(step);
        let layers = self.atlas.layers.iter();
        self.layers = layers
            .map(|layer| told.is_none_or(|step| step.layers.contains(&layer.id)))
            .collect();
        self.year = told.and_then(|step| step.year).unwrap_or(YEAR);
        let shade = told.and_then(|step| step.shade.as_deref());
        self.shade = shade.and_then(|id| story.find_theme(id));
        let selected = told.and_then(|step| step.selected.as_deref());
        let feature = selected.and_then(|id| self.atlas.find(id));
        let mut effects = vec![
            Effect::Draw,
            Effect::StepChanged,
            Effect::LayersChanged,
            Effect::ChoiceChanged,
        ];
        effects.extend(self.react(Event::Select(feature)));
        self.awaits = feature.is_none() && selected.is_some();
        self.resolve_subject();
        self.assign_lanes();
        effects.extend(match self.step {
            Some(step) => self.go(Target::Step(step), motion),
            None => self.go(Target::Overview, motion),
        });
        effects
    }

    /// Finds what the step speaks of among the features that are there by now.
    pub(super) fn resolve_subject(&mut self) {
        let story = self.atlas.story.as_ref();
        let told = story.zip(self.step).map(|(story, step)| &story.steps[step]);
        let ids = told.into_iter().flat_map(|step| &step.features);
        self.subject = ids.filter_map(|id| self.atlas.find(id)).collect();
        if self.awaits
            && let Some(id) = told.and_then(|step| step.selected.as_deref())
            && let Some(feature) = self.atlas.find(id)
        {
            self.selected = Some(feature);
            self.awaits = false;
        }
    }
}
