//! A page's and a reader's own data over the atlas of one map.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::map::{MapHandle, bit};
use crate::app::{Effect, Event};
use crate::atlas::{Overlay, StyleRule};
use crate::decimal::whole;
use crate::json::Writer;
use crate::shape::{ProjectionName, Shapes};

#[wasm_bindgen]
impl MapHandle {
    /// Lays a file over the map as the layer `id`, in place of one that has the id. `style` is JSON, or nothing.
    /// Answers `{features, skipped, warnings}`; what there is to do is [`MapHandle::overlays_changed`]'s answer.
    /// Throws a problem as JSON; the map is then as before.
    #[wasm_bindgen(js_name = addOverlay)]
    pub fn add_overlay(
        &mut self,
        id: &str,
        title: &str,
        bytes: &[u8],
        style: &str,
    ) -> Result<String, JsValue> {
        let mut problems = Vec::new();
        let read = StyleRule::read(style)
            .and_then(|rule| Overlay::read(id, title, bytes, &rule, &mut problems));
        let overlay = read.map_err(|problem| JsValue::from(problem.to_json()))?;
        let answer = Writer::object(|json| {
            json.raw("features", &whole(overlay.features.len()));
            json.raw("skipped", &whole(overlay.skipped));
            json.each("warnings", &problems, |json, problem| problem.write(json));
        });
        self.overlays.retain(|known| known.id != id);
        self.overlays.push(overlay);
        Ok(answer)
    }

    /// Takes an overlay away; one that is not there changes nothing.
    #[wasm_bindgen(js_name = removeOverlay)]
    pub fn remove_overlay(&mut self, id: &str) -> u32 {
        self.overlays.retain(|known| known.id != id);
        self.overlays_changed()
    }

    /// Shows the overlays that there are.
    #[wasm_bindgen(js_name = overlaysChanged)]
    pub fn overlays_changed(&mut self) -> u32 {
        self.take_atlas() | bit(Effect::LayersChanged)
    }
}

impl MapHandle {
    /// Takes the atlas as it is by now, with the overlays on it.
    pub(super) fn take_atlas(&mut self) -> u32 {
        let mut atlas = self.shared.atlas();
        if !self.overlays.is_empty() {
            atlas = Rc::new(atlas.overlaid(&self.overlays));
        }
        let shapes = self.shared.shapes(self.projection);
        let shapes = if self.overlays.is_empty() {
            shapes
        } else {
            Rc::new(shapes.grown(&atlas))
        };
        let effects = self.update(Event::SetAtlas(atlas, shapes));
        effects | bit(Effect::Legend) | bit(Effect::ChoiceChanged)
    }

    /// The present atlas in another projection.
    pub(super) fn shapes_in(&self, name: ProjectionName) -> Rc<Shapes> {
        let shapes = self.shared.shapes(name);
        if self.overlays.is_empty() {
            shapes
        } else {
            Rc::new(shapes.grown(&self.model.atlas))
        }
    }
}
