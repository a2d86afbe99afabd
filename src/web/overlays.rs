//! A page's and a reader's own data over the atlas of one map.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::atlas::{AT_A_TIME, throw};
use super::map::{MapHandle, bit};
use crate::app::{Effect, Event};
use crate::atlas::{Atlas, OverlayReader, StyleRule};
use crate::decimal::whole;
use crate::json::Writer;
use crate::shape::{Projecting, ProjectionName, Shapes};

/// How much of a file is read at a time, bytes.
const BYTES: usize = 1 << 17;

/// A file on its way to a map, some of it in each task.
#[wasm_bindgen]
pub struct OverlayHandle {
    /// Until it is laid over the map.
    reader: Option<OverlayReader>,
    reads: bool,
    projecting: Projecting,
}

#[wasm_bindgen]
impl OverlayHandle {
    /// Takes the next bytes of the file. Throws a problem as JSON.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        let reader = self.reader.as_mut();
        reader.map_or(Ok(()), |reader| {
            reader.add(bytes).map_err(|problem| throw(&problem))
        })
    }

    /// Reads on, then projects on. Answers how many bytes have been read; nothing once all is done. Throws a problem as JSON.
    #[wasm_bindgen(js_name = goOn)]
    pub fn go_on(&mut self) -> Result<Option<usize>, JsValue> {
        let Some(reader) = &mut self.reader else {
            return Ok(None);
        };
        let mut more = true;
        if self.reads {
            let read = reader.go_on(BYTES);
            self.reads = read.map_err(|problem| throw(&problem))?;
        } else {
            more = self.projecting.go_on(reader.features(), AT_A_TIME);
        }
        Ok(more.then(|| reader.read()))
    }
}

#[wasm_bindgen]
impl MapHandle {
    /// Begins to read a file of so many bytes that shall be the layer `id`. `style` is JSON, or nothing. Throws a problem as JSON.
    #[wasm_bindgen(js_name = readOverlay)]
    pub fn read_overlay(
        &self,
        id: &str,
        title: &str,
        style: &str,
        length: usize,
    ) -> Result<OverlayHandle, JsValue> {
        let rule = StyleRule::read(style).map_err(|problem| throw(&problem))?;
        Ok(OverlayHandle {
            reader: Some(OverlayReader::new(id, title, rule, length)),
            reads: true,
            projecting: Projecting::beside(self.projection.of(&self.model.atlas)),
        })
    }

    /// Lays over the map what has been read, in place of an overlay that has its id. Answers `{features, skipped, warnings}`;
    /// what there is to do is [`MapHandle::overlays_changed`]'s answer.
    #[wasm_bindgen(js_name = addOverlay)]
    pub fn add_overlay(&mut self, read: &mut OverlayHandle) -> String {
        Writer::object(|json| {
            let Some(reader) = read.reader.take() else {
                return;
            };
            let (overlay, problems) = reader.finish();
            json.raw("features", &whole(overlay.features.len()));
            json.raw("skipped", &whole(overlay.skipped));
            json.each("warnings", &problems, |json, problem| problem.write(json));
            self.take_away(&overlay.id);
            self.overlays.push(overlay);
            let none = Projecting::beside(read.projecting.projection);
            self.projected
                .push(std::mem::replace(&mut read.projecting, none));
        })
    }

    /// Takes an overlay away; one that is not there changes nothing.
    #[wasm_bindgen(js_name = removeOverlay)]
    pub fn remove_overlay(&mut self, id: &str) -> u32 {
        self.take_away(id);
        self.overlays_changed()
    }

    /// Shows the overlays that there are.
    #[wasm_bindgen(js_name = overlaysChanged)]
    pub fn overlays_changed(&mut self) -> u32 {
        self.take_atlas() | bit(Effect::LayersChanged)
    }
}

impl MapHandle {
    fn take_away(&mut self, id: &str) {
        if let Some(known) = self.overlays.iter().position(|known| known.id == id) {
            self.overlays.remove(known);
            self.projected.remove(known);
        }
    }

    /// Takes the atlas as it is by now, with the overlays on it.
    pub(super) fn take_atlas(&mut self) -> u32 {
        let mut atlas = self.shared.atlas();
        if !self.overlays.is_empty() {
            atlas = Rc::new(atlas.overlaid(&mut self.overlays));
        }
        let shapes = self.shapes_in(self.projection, &atlas);
        let effects = self.update(Event::SetAtlas(atlas, shapes));
        effects | bit(Effect::Legend) | bit(Effect::ChoiceChanged)
    }

    /// The atlas with the overlays on it in the plane of a projection.
    pub(super) fn shapes_in(&mut self, name: ProjectionName, atlas: &Atlas) -> Rc<Shapes> {
        let shapes = self.shared.shapes(name);
        if self.overlays.is_empty() {
            return shapes;
        }
        for (overlay, projected) in self.overlays.iter().zip(&mut self.projected) {
            if projected.projection != shapes.projection {
                *projected = Projecting::beside(shapes.projection);
            }
            projected.go_on(&overlay.features, usize::MAX);
        }
        Rc::new(shapes.overlaid(atlas, &self.projected))
    }
}
