//! The map as JavaScript holds it. The element in `web/central-asia-map.js` forwards its attributes and methods here.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{CssStyleSheet, HtmlElement, ShadowRoot};

use super::atlas::AtlasHandle;
use super::instance::{Instance, describe};
use crate::app::{Event, Motion, Target};
use crate::attributes::{self, Setting};
use crate::hit::Tolerance;
use crate::json::{Writer, pair, parse_number};
use crate::lon_lat::{LonLat, LonLatBounds};
use crate::space::Point;
use crate::story;
use crate::strings::Strings;
use crate::svg;

/// One live map; freeing it removes it from its element. Texts that are answered are JSON.
#[wasm_bindgen]
pub struct MapHandle {
    instance: Rc<Instance>,
}

const STYLE: &str = include_str!("../../web/central-asia-map.css");

thread_local! {
    /// One stylesheet for all maps.
    static SHEET: Option<CssStyleSheet> = CssStyleSheet::new().ok().inspect(|sheet| {
        // The text is the engine's own, and rules that an engine does not know are left out.
        let _ = sheet.replace_sync(STYLE);
    });
}

#[wasm_bindgen]
impl MapHandle {
    /// A map of `atlas` in `host`, inside its shadow `root`. Throws a sentence where there can be none.
    #[wasm_bindgen(constructor)]
    pub fn new(host: HtmlElement, root: &ShadowRoot, atlas: &AtlasHandle) -> Result<Self, JsValue> {
        let shared = atlas.shared().ok_or("the atlas has not been read")?;
        SHEET.with(|sheet| {
            if let Some(sheet) = sheet {
                let sheets = root.adopted_style_sheets();
                if !sheets.includes(sheet, 0) {
                    sheets.push(sheet);
                }
            }
        });
        let instance =
            Instance::new(host, root, shared).ok_or("the browser refuses a canvas context")?;
        Ok(Self { instance })
    }

    /// Applies an attribute. Throws a sentence where the value is no good; the last good one stays.
    #[wasm_bindgen(js_name = setAttribute)]
    pub fn set_attribute(&self, name: &str, value: Option<String>) -> Result<(), JsValue> {
        let set = self.instance.set_attribute(name, value.as_deref());
        set.map_err(JsValue::from)
    }

    /// Other words for the interface: the JSON of `web/text`. Throws a sentence.
    #[wasm_bindgen(js_name = setStrings)]
    pub fn set_strings(&self, json: &str, file: &str) -> Result<(), JsValue> {
        let strings = if json.is_empty() {
            Strings::english()
        } else {
            Strings::read(json, file).map_err(|problem| problem.to_string())?
        };
        self.instance.set_strings(strings);
        Ok(())
    }

    /// Takes the features and details that the atlas has by now.
    #[wasm_bindgen(js_name = atlasGrew)]
    pub fn atlas_grew(&self) {
        self.instance.take_atlas();
    }

    /// Takes the picture of the relief that the manifest names.
    #[wasm_bindgen(js_name = setRelief)]
    pub fn set_relief(&self, picture: web_sys::ImageBitmap) {
        self.instance.take_relief(picture);
    }

    /// Takes the facts that the atlas has by now.
    #[wasm_bindgen(js_name = factsArrived)]
    pub fn facts_arrived(&self) {
        self.instance.take_facts();
    }

    /// Selects the feature `id`, or none. Throws a sentence for an unknown id.
    pub fn select(&self, id: Option<String>) -> Result<(), JsValue> {
        self.set_attribute("selected", id)
    }

    /// Flies (or cuts) to a feature's id, or to `west,south,east,north`. Throws a sentence.
    pub fn fit(&self, target: &str, fly: bool) -> Result<(), JsValue> {
        let bounds: Vec<f64> = target
            .split(',')
            .filter_map(|part| parse_number(part.trim()))
            .collect();
        let target = match <[f64; 4]>::try_from(bounds) {
            Ok(bounds) => Target::Bounds(LonLatBounds::from(bounds)),
            Err(_) => Target::Feature(attributes::feature(
                target,
                &self.instance.model.borrow().atlas,
            )?),
        };
        self.instance.dispatch(Event::Go(target, motion(fly)));
        Ok(())
    }

    /// Flies (or cuts) to a centre in degrees and a Web Mercator zoom; `NaN` leaves what is.
    #[wasm_bindgen(js_name = goTo)]
    pub fn go_to(&self, lon: f64, lat: f64, zoom: f64, fly: bool) {
        let center = (lon.abs() <= 180.0 && lat.abs() <= 90.0).then(|| LonLat::new(lon, lat));
        let zoom = zoom.is_finite().then_some(zoom);
        let target = Target::View(center, zoom);
        self.instance.dispatch(Event::Go(target, motion(fly)));
    }

    /// `{id, layer, name, lngLat}` of the best feature at a place of the element in CSS pixels, or `null`.
    #[wasm_bindgen(js_name = featureAt)]
    pub fn feature_at(&self, x: f64, y: f64) -> String {
        let model = self.instance.model.borrow();
        let at = Point::new(x, y);
        let found = model.pick(at, Tolerance::MOUSE).first().copied();
        let position = model.shapes.projection.inverse(model.camera.to_plane(at));
        let Some(index) = found else {
            return "null".to_owned();
        };
        Writer::object(|json| {
            describe(json, &model, index);
            json.raw("lngLat", &pair(position.map(Into::into)));
        })
    }

    /// CSS pixels of the element, `[x, y]`, where a position in degrees is drawn, or `null`.
    pub fn project(&self, lon: f64, lat: f64) -> String {
        let model = self.instance.model.borrow();
        let place = model.shapes.projection.forward(LonLat::new(lon, lat));
        let place = place.map(|place| model.camera.to_css(place));
        pair(place.map(|place| [place.x, place.y]))
    }

    /// The position in degrees, `[lon, lat]`, at CSS pixels of the element, or `null`.
    pub fn unproject(&self, x: f64, y: f64) -> String {
        let model = self.instance.model.borrow();
        let place = model.camera.to_plane(Point::new(x, y));
        pair(model.shapes.projection.inverse(place).map(Into::into))
    }

    /// `[{id, layer, name}, …]` of everything that can be selected.
    pub fn features(&self) -> String {
        let model = self.instance.model.borrow();
        let features = model.atlas.features.iter().enumerate();
        let features = features.filter(|(_, feature)| feature.properties.class.is_selectable());
        Writer::list(
            features.map(|(index, _)| Writer::object(|json| describe(json, &model, index))),
        )
    }

    /// The state that attributes would restore: `{layers, selected, center, zoom, year, lang}`.
    pub fn state(&self) -> String {
        let model = self.instance.model.borrow();
        let (center, zoom) = model.center_and_zoom();
        let layers = model.atlas.layers.iter().zip(&model.layers);
        let layers: Vec<&str> = layers
            .filter_map(|(layer, on)| on.then_some(layer.id.as_str()))
            .collect();
        let layers = if layers.is_empty() {
            "none".to_owned()
        } else {
            layers.join(" ")
        };
        let selected = model.selected.map(|index| &model.atlas.features[index].id);
        Writer::object(|json| {
            json.text("layers", &layers);
            let (step, shade) = story::ids(&model);
            json.nullable_text("step", step);
            json.nullable_text("shade", shade);
            json.nullable_text("selected", selected.map(String::as_str));
            json.raw("center", &pair(Some(center.into())));
            json.number("zoom", zoom);
            json.number("year", f64::from(model.year));
            json.text("lang", &model.lang);
        })
    }

    /// Goes to a step of the story with a flight, or cuts to it; `undefined` is the overview. Throws a sentence for an unknown id.
    pub fn tell(&self, step: Option<String>, fly: bool) -> Result<(), JsValue> {
        let setting = self.instance.parse("step", step.as_deref())?;
        if let Setting::Event(Event::Tell(step, _)) = setting {
            self.instance.dispatch(Event::Tell(step, motion(fly)));
        }
        Ok(())
    }

    /// What is said of the story: see [`story::story`].
    pub fn story(&self) -> String {
        story::story(&self.instance.model.borrow())
    }

    /// What the scale of years shows: see [`story::time`].
    pub fn time(&self) -> String {
        story::time(&self.instance.model.borrow())
    }

    /// The themes and the legend of the chosen one: see [`story::themes`].
    pub fn themes(&self) -> String {
        story::themes(&self.instance.model.borrow())
    }

    /// The picture as an SVG document, over the relief if its picture is given as a `data:` URI.
    #[wasm_bindgen(js_name = toSvg)]
    pub fn to_svg(&self, relief: Option<String>) -> String {
        let model = self.instance.model.borrow();
        let title = model.atlas.title.get(&model.lang);
        svg::render(&model.still(), title, relief.as_deref())
    }
}

const fn motion(fly: bool) -> Motion {
    if fly { Motion::Fly } else { Motion::Cut }
}
