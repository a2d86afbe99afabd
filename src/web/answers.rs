//! What a map answers when it is asked: nothing changes by it. [`questions`] says what the answers are.

use wasm_bindgen::prelude::*;

use super::map::{MapHandle, tokens};
use super::questions;
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
    /// Answers one of the questions about a text or, where it has none, about nothing.
    pub fn answer(&mut self, question: u8, about: &str) -> String {
        let model = &self.model;
        match question {
            questions::SELECTED => feature(model, model.selected),
            questions::HOVERED => feature(model, model.hovered),
            questions::PREVIEW => preview(model),
            questions::FEATURES => features(model),
            questions::STATE => state(model),
            questions::LANG => model.lang.clone(),
            questions::SPEAKS => speaks(model, about).to_owned(),
            questions::CONTROLS => {
                let names = self.controls.as_ref();
                names.map_or_else(|| "all".to_owned(), |names| joined(names, " "))
            }
            questions::TEXT => model.words.get(about).to_owned(),
            questions::TITLE => model.atlas.manifest.title.get(&model.lang).to_owned(),
            questions::CREDIT => model.atlas.manifest.credit.get(&model.lang).to_owned(),
            questions::NOTE => model.view().boundary_note(),
            questions::TOKENS => joined(&tokens().gathered(), " "),
            questions::LEGEND => legend(model),
            questions::PANEL => panel_of(&mut self.model),
            questions::ROUTES => routes::routes(&mut self.model),
            questions::SEARCH => found(&mut self.model, about),
            questions::STORY => story::story(model),
            questions::TIME => story::time(model),
            questions::THEMES => story::themes(model),
            _ => self.tell_of(question, about),
        }
    }

    /// Answers one of the questions about a place or, for [`questions::PROJECT`], a position in degrees.
    pub fn locate(&self, question: u8, x: f64, y: f64) -> String {
        let model = &self.model;
        let projection = &model.shapes.projection;
        let at = Point::new(x, y);
        let position = || {
            pair(
                projection
                    .inverse(model.camera.to_plane(at))
                    .map(Into::into),
            )
        };
        match question {
            questions::PROJECT => {
                let place = projection.forward(LonLat::new(x, y));
                let place = place.map(|place| model.camera.to_css(place));
                pair(place.map(|place| [place.x, place.y]))
            }
            questions::UNPROJECT => position(),
            questions::FEATURE_AT => match model.pick(at, Tolerance::MOUSE).first() {
                Some(&index) => Writer::object(|json| {
                    describe(json, model, index);
                    json.raw("lngLat", &position());
                }),
                None => "null".to_owned(),
            },
            _ => String::new(),
        }
    }

    /// The picture as an SVG document, over the relief if its picture is given as a `data:` URI.
    #[wasm_bindgen(js_name = toSvg)]
    pub fn to_svg(&self, relief: Option<String>, print: bool) -> String {
        let title = self.model.atlas.manifest.title.get(&self.model.lang);
        let still = if print {
            self.model.still_in(&Palette::new(Scheme::Print))
        } else {
            self.model.still()
        };
        svg::render(&still, title, relief.as_deref())
    }
}

fn feature(model: &Model, index: Option<usize>) -> String {
    Writer::object(|json| match index {
        Some(index) => describe(json, model, index),
        None => json.raw("id", "null"),
    })
}

fn preview(model: &Model) -> String {
    let feature = model.hovered.map(|index| &model.atlas.features[index]);
    let tags = feature.map(|feature| tags(feature, model.year, &model.words));
    joined(&tags.unwrap_or_default(), " · ")
}

fn features(model: &Model) -> String {
    let features = model.atlas.features.iter().enumerate();
    let features = features.filter(|(_, feature)| feature.properties.class.is_selectable());
    Writer::objects(features, |json, (index, _)| describe(json, model, index))
}

fn state(model: &Model) -> String {
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

fn speaks(model: &Model, name: &str) -> &'static str {
    let names = model.atlas.told().iter();
    let mut names = names.map(|feature| &feature.properties.name);
    let speaks = names.any(|own| own.get(&model.lang) == name && own.get("en") != name);
    if speaks { "true" } else { "false" }
}

fn panel_of(model: &mut Model) -> String {
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

fn found(model: &mut Model, query: &str) -> String {
    let names = model.names();
    let Model {
        atlas, lang, words, ..
    } = &*model;
    search::search(atlas, &names, query, lang, words)
}

/// A feature as the public methods and events give it: id, layer and name.
fn describe(json: &mut Writer, model: &Model, index: usize) {
    let feature = &model.atlas.features[index];
    json.text("id", &feature.id);
    json.text("layer", &model.atlas.layers[feature.layer].id);
    json.text("name", feature.name(&model.lang));
}
