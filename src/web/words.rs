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

    /// What is in view: `[{title, features: [{id, name}]}]`, by layer.
    #[wasm_bindgen(js_name = inView)]
    pub fn in_view(&mut self) -> String {
        self.told(|teller| {
            let atlas = teller.view.atlas;
            Writer::objects(teller.groups(), |json, group| {
                json.text("title", &group.title);
                json.each("features", group.features, |json, index| {
                    let feature = &atlas.features[index];
                    json.text("id", &feature.id);
                    json.text("name", feature.properties.name.get(teller.view.lang));
                });
            })
        })
    }

    /// A feature in words, not JSON: nothing for an unknown id.
    #[wasm_bindgen(js_name = inWords)]
    pub fn in_words(&mut self, id: &str) -> String {
        let feature = self.model.atlas.find(id);
        self.told(|teller| feature.map_or_else(String::new, |feature| teller.feature(feature)))
    }

    /// The corridors and pipelines through or at a feature, in words, not JSON: nothing where there are none.
    #[wasm_bindgen(js_name = waysHere)]
    pub fn ways_here(&mut self, id: &str) -> String {
        let feature = self.model.atlas.find(id);
        self.told(|teller| {
            feature
                .and_then(|feature| teller.ways(feature))
                .unwrap_or_default()
        })
    }

    /// The id of the feature that lies in a direction (`n`, `ne`, `e`…) from another, or `null`.
    pub fn walk(&mut self, id: &str, direction: &str) -> String {
        let from = self.model.atlas.find(id).zip(Compass::named(direction));
        self.told(|teller| {
            let to = from.and_then(|(from, to)| walk(teller.view, teller.guide, from, to));
            id_or_null(teller.view.atlas, to)
        })
    }

    /// The id of the feature where a walk begins, or `null`.
    #[wasm_bindgen(js_name = firstPlace)]
    pub fn first_place(&self) -> String {
        id_or_null(&self.model.atlas, first(&self.model.view()))
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

fn id_or_null(atlas: &Atlas, feature: Option<usize>) -> String {
    feature.map_or_else(
        || "null".to_owned(),
        |feature| quoted(&atlas.features[feature].id),
    )
}
