//! The map in words, as JavaScript asks for it.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::map::MapHandle;
use crate::atlas::Atlas;
use crate::json::{Writer, quoted};
use crate::text::{Compass, Guide, Teller, first, said, walk};

/// What a guide was made for, and the guide: it costs time, and serves until the atlas grows.
pub(super) type KnownPlaces = Option<(Rc<Atlas>, Rc<Guide>)>;

#[wasm_bindgen]
impl MapHandle {
    /// The whole text map of the present view; not JSON.
    pub fn describe(&mut self) -> String {
        let said = said(&self.model);
        self.told(|teller| teller.describe(&said))
    }

    /// The view in words, not JSON: where it is, and with `all` its year and layers.
    pub fn overview(&mut self, all: bool) -> String {
        self.told(|teller| teller.overview(all))
    }

    /// What is in view, or what a feature has to do with: `[{title, features: [{id, name}]}]`, by layer.
    #[wasm_bindgen(js_name = inView)]
    pub fn in_view(&mut self, from: Option<String>) -> String {
        let from = from.and_then(|id| self.model.atlas.find(&id));
        self.told(|teller| {
            let atlas = teller.view.atlas;
            Writer::objects(teller.groups(from), |json, group| {
                json.text("title", &group.title);
                json.each("features", group.features, |json, index| {
                    let feature = &atlas.features[index];
                    json.text("id", &feature.id);
                    json.text("name", feature.name(teller.view.lang));
                });
            })
        })
    }

    /// A feature in words, or the corridors and pipelines through or at it; not JSON. Nothing where there are none.
    #[wasm_bindgen(js_name = inWords)]
    pub fn in_words(&mut self, id: &str, ways: bool) -> String {
        let feature = self.model.atlas.find(id);
        self.told(|teller| {
            let words = feature.and_then(|feature| {
                if ways {
                    teller.ways(feature)
                } else {
                    Some(teller.feature(feature))
                }
            });
            words.unwrap_or_default()
        })
    }

    /// The id of the feature that lies in a direction (`n`, `ne`, `e`…) from another, or where a walk begins if there is no
    /// other; or `null`.
    pub fn walk(&mut self, id: &str, direction: &str) -> String {
        let from = self.model.atlas.find(id).zip(Compass::named(direction));
        self.told(|teller| {
            let to = match from {
                Some((from, to)) => walk(teller.view, teller.guide, from, to),
                None => first(teller.view),
            };
            to.map_or_else(
                || "null".to_owned(),
                |to| quoted(&teller.view.atlas.features[to].id),
            )
        })
    }
}

impl MapHandle {
    fn told(&mut self, tell: impl FnOnce(&Teller<'_>) -> String) -> String {
        let atlas = &self.model.atlas;
        let known = self.places.as_ref();
        let known = known.filter(|(made_for, _)| Rc::ptr_eq(made_for, atlas));
        let guide = known.map_or_else(|| Rc::new(Guide::new(atlas)), |(_, guide)| Rc::clone(guide));
        self.places = Some((Rc::clone(atlas), Rc::clone(&guide)));
        tell(&Teller {
            view: &self.model.view(),
            guide: &guide,
            facts: self.model.facts.as_deref(),
            strings: &self.model.words,
        })
    }
}
