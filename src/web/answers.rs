//! What a map answers when it is asked: nothing changes by it. Texts are JSON where nothing else is said.

use wasm_bindgen::prelude::*;

use super::map::MapHandle;
use crate::app::Model;
use crate::hit::Tolerance;
use crate::json::{Writer, pair};
use crate::legend::legend;
use crate::list::{Gather as _, joined};
use crate::lon_lat::LonLat;
use crate::panel::{panel, tags};
use crate::routes;
use crate::search;
use crate::space::Point;
use crate::story;
use crate::svg;
use crate::theme::{Palette, Scheme};

#[wasm_bindgen]
impl MapHandle {
    /// `{id, layer, name, lngLat}` of the best feature at a place, or `null`.
    #[wasm_bindgen(js_name = featureAt)]
    pub fn feature_at(&self, x: f64, y: f64) -> String {
        let model = &self.model;
        let at = Point::new(x, y);
        let found = model.pick(at, Tolerance::MOUSE).first().copied();
        let position = model.shapes.projection.inverse(model.camera.to_plane(at));
        let Some(index) = found else {
            return "null".to_owned();
        };
        Writer::object(|json| {
            describe(json, model, index);
            json.raw("lngLat", &pair(position.map(Into::into)));
        })
    }

    /// Where a position in degrees is drawn, `[x, y]`, or `null`.
    pub fn project(&self, lon: f64, lat: f64) -> String {
        let place = self.model.shapes.projection.forward(LonLat::new(lon, lat));
        let place = place.map(|place| self.model.camera.to_css(place));
        pair(place.map(|place| [place.x, place.y]))
    }

    /// The position in degrees at a place, `[lon, lat]`, or `null`.
    pub fn unproject(&self, x: f64, y: f64) -> String {
        let place = self.model.camera.to_plane(Point::new(x, y));
        let position = self.model.shapes.projection.inverse(place);
        pair(position.map(Into::into))
    }

    /// `[{id, layer, name}, …]` of everything that can be selected.
    pub fn features(&self) -> String {
        let model = &self.model;
        let features = model.atlas.features.iter().enumerate();
        let features = features.filter(|(_, feature)| feature.properties.class.is_selectable());
        Writer::objects(features, |json, (index, _)| describe(json, model, index))
    }

    /// `{id, layer, name}` of the selected feature; only `id`, as `null`, where there is none.
    pub fn selected(&self) -> String {
        self.feature(self.model.selected)
    }

    /// What the feature under the mouse is, in a few words; not JSON.
    pub fn preview(&self) -> String {
        let model = &self.model;
        let feature = model.hovered.map(|index| &model.atlas.features[index]);
        let tags = feature.map(|feature| tags(feature, model.year, &model.words));
        joined(&tags.unwrap_or_default(), " · ")
    }

    /// As [`MapHandle::selected`], of the feature under the mouse.
    pub fn hovered(&self) -> String {
        self.feature(self.model.hovered)
    }

    /// The state that attributes would restore: `{layers, step, shade, selected, center, zoom, year, relief, closed, route, lang}`.
    pub fn state(&self) -> String {
        let model = &self.model;
        let (center, zoom) = model.center_and_zoom();
        let layers = model.atlas.layers.iter().zip(&model.layers);
        let layers: Vec<&str> = layers
            .filter_map(|(layer, on)| on.then_some(layer.id.as_str()))
            .gathered();
        let layers = if layers.is_empty() {
            "none".to_owned()
        } else {
            joined(&layers, " ")
        };
        let selected = model.selected.map(|index| &model.atlas.features[index].id);
        Writer::object(|json| {
            json.text("layers", &layers);
            let (step, shade) = story::ids(model);
            json.nullable_text("step", step);
            json.nullable_text("shade", shade);
            json.nullable_text("selected", selected.map(String::as_str));
            json.raw("center", &pair(Some(center.into())));
            json.number("zoom", zoom);
            json.number("year", f64::from(model.year));
            if model.relief < 1.0 {
                json.number("relief", model.relief);
            } else {
                json.raw("relief", "null");
            }
            routes::write_state(json, model);
            json.text("lang", &model.lang);
        })
    }

    /// The language of names and texts; not JSON.
    pub fn lang(&self) -> String {
        self.model.lang.clone()
    }

    /// Whether the atlas has a name in the language of the map, and another in English.
    pub fn speaks(&self, name: &str) -> bool {
        let names = self.model.atlas.told().iter();
        let mut names = names.map(|feature| &feature.properties.name);
        names.any(|own| own.get(&self.model.lang) == name && own.get("en") != name)
    }

    /// The names of the controls to show with spaces between, or `all`; not JSON.
    pub fn controls(&self) -> String {
        let names = self.controls.as_ref();
        names.map_or_else(|| "all".to_owned(), |names| joined(names, " "))
    }

    /// The words of the interface for a key; not JSON.
    pub fn text(&self, key: &str) -> String {
        self.model.words.get(key).to_owned()
    }

    /// What the map is of; not JSON.
    pub fn title(&self) -> String {
        self.model.atlas.title.get(&self.model.lang).to_owned()
    }

    /// Whose data it is; not JSON.
    pub fn credit(&self) -> String {
        self.model.atlas.credit.get(&self.model.lang).to_owned()
    }

    /// The note on boundaries: the view, and how many disputed ones are in sight; not JSON.
    pub fn note(&self) -> String {
        self.model.view().boundary_note()
    }

    /// What the legend shows: see [`legend`].
    pub fn legend(&self) -> String {
        legend(&self.model)
    }

    /// What the panel shows, as `Panel::to_json` writes it, or `null`.
    pub fn panel(&mut self) -> String {
        let model = &mut self.model;
        let Some(feature) = model.told() else {
            return "null".to_owned();
        };
        let facts = model.facts.as_deref();
        let (atlas, lang) = (&model.atlas, &model.lang);
        let mut panel = panel(atlas, facts, feature, model.year, lang, &model.words);
        // The graph is built when somebody looks at a place that may be an end.
        panel.end = panel.end && model.network().hub(&model.atlas, feature).is_some();
        panel.to_json()
    }

    /// What is said of routes: see [`routes::routes`].
    pub fn routes(&mut self) -> String {
        routes::routes(&mut self.model)
    }

    /// What a query finds: see [`search::search`].
    pub fn search(&mut self, query: &str) -> String {
        let names = self.model.names();
        let Model {
            atlas, lang, words, ..
        } = &self.model;
        search::search(atlas, &names, query, lang, words)
    }

    /// What is said of the story: see [`story::story`].
    pub fn story(&self) -> String {
        story::story(&self.model)
    }

    /// What the scale of years shows: see [`story::time`].
    pub fn time(&self) -> String {
        story::time(&self.model)
    }

    /// The themes and the legend of the chosen one: see [`story::themes`].
    pub fn themes(&self) -> String {
        story::themes(&self.model)
    }

    /// The picture as an SVG document, over the relief if its picture is given as a `data:` URI; not JSON.
    #[wasm_bindgen(js_name = toSvg)]
    pub fn to_svg(&self, relief: Option<String>, print: bool) -> String {
        let title = self.model.atlas.title.get(&self.model.lang);
        let still = if print {
            self.model.still_in(&Palette::new(Scheme::Print))
        } else {
            self.model.still()
        };
        svg::render(&still, title, relief.as_deref())
    }

    fn feature(&self, index: Option<usize>) -> String {
        Writer::object(|json| match index {
            Some(index) => describe(json, &self.model, index),
            None => json.raw("id", "null"),
        })
    }
}

/// A feature as the public methods and events give it: id, layer and name.
fn describe(json: &mut Writer, model: &Model, index: usize) {
    let feature = &model.atlas.features[index];
    json.text("id", &feature.id);
    json.text("layer", &model.atlas.layers[feature.layer].id);
    json.text("name", feature.name(&model.lang));
}
