//! The map as JavaScript holds it. `web/live.js` tells it what happened and does what the answers ask for.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{HtmlCanvasElement, ImageBitmap};

use super::atlas::{AtlasHandle, SharedAtlas};
use super::painter::Painter;
use crate::app::{Effect, Effects, Event, Gestures, Insets, Model, Motion, Target};
use crate::atlas::Overlay;
use crate::attributes::{self, Setting};
use crate::gesture::PointerKind;
use crate::json::parse_number;
use crate::list::{Gather as _, parts};
use crate::lon_lat::{LonLat, LonLatBounds};
use crate::scene::Furniture;
use crate::shape::{Projecting, ProjectionName};
use crate::space::{Css, Point, Rect, Size};
use crate::strings::Strings;
use crate::svg;
use crate::text::Guide;
use crate::theme::{Palette, Scheme};

/// One live map. Places are CSS pixels from the element's top left, times milliseconds of the page's clock.
///
/// Methods that change something answer with what there is to do: bit `n` is the `n`-th [`Effect`], and `web/changes.js`
/// names them too. Texts that are answered are JSON where nothing else is said.
#[wasm_bindgen]
pub struct MapHandle {
    pub(super) model: Model,
    pub(super) shared: Rc<SharedAtlas>,
    pub(super) painter: Painter,
    /// What the attribute asks for; `None` follows the reader's system.
    scheme: Option<Scheme>,
    pub(super) projection: ProjectionName,
    /// The names of the controls to show; `None` for all.
    pub(super) controls: Option<Vec<String>>,
    /// What the map in words rests on, once somebody has asked for it.
    pub(super) guide: Option<Guide>,
    /// In the order in which they came, the last on top.
    pub(super) overlays: Vec<Overlay>,
    /// What they are in the plane, parallel to them.
    pub(super) projected: Vec<Projecting>,
}

#[wasm_bindgen]
impl MapHandle {
    /// A map of `atlas`, drawn on `canvas`. Throws a sentence where there can be none.
    #[wasm_bindgen(constructor)]
    pub fn new(canvas: HtmlCanvasElement, atlas: &AtlasHandle) -> Result<Self, JsValue> {
        let shared = atlas.shared().ok_or("the atlas has not been read")?;
        let painter = Painter::new(canvas).ok_or("the browser refuses a canvas context")?;
        let size = Size {
            width: 1.0,
            height: 1.0,
        };
        let mut model = Model::new(shared.atlas(), shared.shapes(ProjectionName::Conic), size);
        model.facts = shared.facts();
        model.furniture = Furniture {
            scale_bar: true,
            locator: true,
            notes: false,
        };
        Ok(Self {
            model,
            shared,
            painter,
            scheme: None,
            projection: ProjectionName::default(),
            controls: None,
            guide: None,
            overlays: Vec::new(),
            projected: Vec::new(),
        })
    }

    /// Applies an attribute. Throws a sentence where the value is no good; the last good one stays.
    #[wasm_bindgen(js_name = setAttribute)]
    pub fn set_attribute(&mut self, name: &str, value: Option<String>) -> Result<u32, JsValue> {
        let setting = attributes::parse(name, value.as_deref(), &self.model.atlas)?;
        Ok(match setting {
            Setting::Event(event) => self.update(event),
            Setting::Projection(name) => {
                // While files come, the shared atlas has more than this map has been told of, and so have its shapes.
                let grown = self.take_atlas();
                self.projection = name;
                let atlas = Rc::clone(&self.model.atlas);
                let shapes = self.shapes_in(name, &atlas);
                grown | self.update(Event::SetShapes(shapes))
            }
            Setting::Scheme(scheme) => {
                self.scheme = scheme;
                bit(Effect::Palette)
            }
            Setting::Controls(names) => {
                self.controls = names;
                bit(Effect::Controls)
            }
        })
    }

    /// Other words for the interface: the JSON of `web/text`, or nothing for English. Throws a sentence.
    #[wasm_bindgen(js_name = setStrings)]
    pub fn set_strings(&mut self, json: &str, file: &str) -> Result<u32, JsValue> {
        let words = Strings::read(json, file).map_err(|problem| problem.sentence())?;
        Ok(self.update(Event::SetWords(Rc::new(words))))
    }

    /// Takes the features and details that the atlas has by now.
    #[wasm_bindgen(js_name = atlasGrew)]
    pub fn atlas_grew(&mut self) -> u32 {
        self.take_atlas()
    }

    /// Takes the picture of the relief that the manifest names.
    #[wasm_bindgen(js_name = setRelief)]
    pub fn set_relief(&mut self, picture: ImageBitmap) -> u32 {
        self.painter.set_relief(picture);
        bit(Effect::Draw)
    }

    /// Takes the facts that the atlas has by now.
    #[wasm_bindgen(js_name = factsArrived)]
    pub fn facts_arrived(&mut self) -> u32 {
        let facts = self.shared.facts();
        facts.map_or(0, |facts| self.update(Event::FactsArrived(facts)))
    }

    /// Colours of the scheme, and over it `values`: one line for each of [`tokens`], empty where nothing is set.
    /// `asked` is the scheme that the reader's media ask for.
    #[wasm_bindgen(js_name = setPalette)]
    pub fn set_palette(&mut self, asked: &str, values: &str) -> u32 {
        let mut palette = Palette::new(self.scheme_for(asked));
        self.painter.set_font(svg::FONT_FAMILY);
        for (name, value) in tokens().zip(parts(values, b'\n')) {
            let value = value.trim_ascii();
            if value.is_empty() {
                continue;
            }
            if name == FONT {
                self.painter.set_font(value);
            } else {
                palette.set(name, value);
            }
        }
        self.update(Event::SetPalette(palette)) | bit(Effect::Legend)
    }

    /// Whether the colours are for a dark page; `asked` is the scheme that the reader's media ask for.
    #[wasm_bindgen(js_name = isDark)]
    pub fn is_dark(&self, asked: &str) -> bool {
        self.scheme_for(asked) == Scheme::Dark
    }

    /// Whether the reader wants less motion.
    #[wasm_bindgen(js_name = setReducedMotion)]
    pub fn set_reduced_motion(&mut self, reduced: bool) -> u32 {
        self.update(Event::SetReducedMotion(reduced))
    }

    /// How much of the map's edges is covered, and by what: left, top, right and bottom of each, with commas between.
    #[wasm_bindgen(js_name = setInsets)]
    pub fn set_insets(&mut self, left: f64, right: f64, bottom: f64, covered: &str) -> u32 {
        let sides = numbers(covered);
        let rects = sides.as_chunks().0.iter();
        self.update(Event::SetInsets(Insets {
            left,
            right,
            bottom,
            covered: rects
                .map(|&[left, top, right, bottom]| Rect {
                    min: Point::new(left, top),
                    max: Point::new(right, bottom),
                })
                .gathered(),
        }))
    }

    /// The element has another size; the canvas is empty afterwards.
    pub fn resize(
        &mut self,
        width: f64,
        height: f64,
        device_width: u32,
        device_height: u32,
    ) -> u32 {
        let ratio = f64::from(device_width) / width;
        self.painter.resize(device_width, device_height, ratio);
        self.update(Event::Resized(Size { width, height }))
    }

    /// The frame that [`Effect::Animate`] asked for.
    pub fn frame(&mut self, time: f64) -> u32 {
        self.update(Event::Frame(time))
    }

    /// Draws the map. Answers that there is more to do, soon or in the next frame: a picture is not finished, names come or
    /// go, or a picture is made beforehand.
    pub fn draw(&mut self, time: f64) -> u32 {
        self.painter.draw(&self.model, time).map_or(0, bit)
    }

    /// Draws everything anew in the next frame: fonts have come.
    pub fn redraw(&mut self) -> u32 {
        self.painter.forget();
        bit(Effect::Draw)
    }

    /// Gives the memory of the pictures back, while nobody sees them; the canvas is empty afterwards.
    pub fn release(&mut self) {
        self.painter.release();
    }

    /// A pointer went down.
    #[wasm_bindgen(js_name = pointerDown)]
    pub fn pointer_down(&mut self, id: i32, touch: bool, x: f64, y: f64, time: f64) -> u32 {
        let kind = if touch {
            PointerKind::Touch
        } else {
            PointerKind::Mouse
        };
        self.update(Event::PointerDown(id, kind, Point::new(x, y), time))
    }

    /// A pointer moved, down or not.
    #[wasm_bindgen(js_name = pointerMoved)]
    pub fn pointer_moved(&mut self, id: i32, x: f64, y: f64, time: f64) -> u32 {
        self.update(Event::PointerMoved(id, Point::new(x, y), time))
    }

    /// A pointer left the surface.
    #[wasm_bindgen(js_name = pointerUp)]
    pub fn pointer_up(&mut self, id: i32, x: f64, y: f64, time: f64) -> u32 {
        self.update(Event::PointerUp(id, Point::new(x, y), time))
    }

    /// The browser took a pointer away.
    #[wasm_bindgen(js_name = pointerCancelled)]
    pub fn pointer_cancelled(&mut self, id: i32) -> u32 {
        self.update(Event::PointerCancelled(id))
    }

    /// The mouse left the element.
    #[wasm_bindgen(js_name = pointerLeft)]
    pub fn pointer_left(&mut self) -> u32 {
        self.update(Event::PointerLeft)
    }

    /// Whether the wheel is the map's; otherwise the page scrolls.
    #[wasm_bindgen(js_name = takesWheel)]
    pub fn takes_wheel(&self, ctrl: bool) -> bool {
        self.model.takes_wheel(ctrl)
    }

    /// Whether the fingers that are down are the map's; otherwise the page may scroll with them.
    #[wasm_bindgen(js_name = takesFingers)]
    pub fn takes_fingers(&self) -> bool {
        self.model.takes_fingers()
    }

    /// Whether the page's scrolling comes first, so that a reader may need a hint.
    #[wasm_bindgen(js_name = isCooperative)]
    pub fn is_cooperative(&self) -> bool {
        self.model.gestures == Gestures::Cooperative
    }

    /// The wheel turned by so many CSS pixels; positive is towards the reader.
    pub fn wheel(&mut self, x: f64, y: f64, delta: f64) -> u32 {
        self.update(Event::Wheel(Point::new(x, y), delta))
    }

    /// Zooms by levels, about a place or, where it is `NaN`, about the middle.
    #[wasm_bindgen(js_name = zoomBy)]
    pub fn zoom_by(&mut self, levels: f64, x: f64, y: f64) -> u32 {
        let at: Option<Point<Css>> = x.is_finite().then(|| Point::new(x, y));
        self.update(Event::ZoomBy(at, levels))
    }

    /// Fills the element with the box between two corners.
    #[wasm_bindgen(js_name = zoomBox)]
    pub fn zoom_box(&mut self, x: f64, y: f64, to_x: f64, to_y: f64) -> u32 {
        self.update(Event::ZoomBox(Point::new(x, y), Point::new(to_x, to_y)))
    }

    /// Moves the map by CSS pixels.
    #[wasm_bindgen(js_name = panBy)]
    pub fn pan_by(&mut self, x: f64, y: f64) -> u32 {
        self.update(Event::PanBy(x, y))
    }

    /// Flies to the overview.
    pub fn home(&mut self) -> u32 {
        self.update(Event::Home)
    }

    /// Switches a layer.
    #[wasm_bindgen(js_name = setLayer)]
    pub fn set_layer(&mut self, id: &str, on: bool) -> u32 {
        let mut layers = self.model.layers.clone();
        if let Some(layer) = self.model.atlas.find_layer(id) {
            layers[layer] = on;
        }
        self.update(Event::SetLayers(Some(layers)))
    }

    /// Selects the feature `id` and flies to it. Throws a sentence for an unknown id.
    pub fn open(&mut self, id: &str) -> Result<u32, JsValue> {
        let atlas = &self.model.atlas;
        // Towns and rivers are found by the search; there is nothing to tell of them.
        let feature = atlas.find(id).ok_or("there is no such feature")?;
        let told = atlas.features[feature].properties.class.is_selectable();
        let told = told.then_some(feature);
        let mut effects = 0;
        // What the story has selected is selected anew, to be told.
        if self.model.told() != told {
            effects = self.update(Event::Select(None));
        }
        effects |= self.update(Event::Select(told));
        Ok(effects | self.update(Event::Go(Target::Feature(feature), Motion::Fly)))
    }

    /// Flies (or cuts) to the id of a feature or layer, or to `west,south,east,north`. Throws a sentence.
    pub fn fit(&mut self, target: &str, fly: bool) -> Result<u32, JsValue> {
        let atlas = &self.model.atlas;
        let target = match <[f64; 4]>::try_from(numbers(target)) {
            Ok(bounds) => Target::Bounds(LonLatBounds::from(bounds)),
            Err(_) => match (atlas.find(target), atlas.find_layer(target)) {
                (None, Some(layer)) => Target::Layer(layer),
                _ => Target::Feature(attributes::feature(target, atlas)?),
            },
        };
        Ok(self.update(Event::Go(target, motion(fly))))
    }

    /// Flies (or cuts) to a centre in degrees and a Web Mercator zoom; `NaN` leaves what is.
    #[wasm_bindgen(js_name = goTo)]
    pub fn go_to(&mut self, lon: f64, lat: f64, zoom: f64, fly: bool) -> u32 {
        let center = (lon.abs() <= 180.0 && lat.abs() <= 90.0).then(|| LonLat::new(lon, lat));
        let zoom = zoom.is_finite().then_some(zoom);
        let target = Target::View(center, zoom);
        self.update(Event::Go(target, motion(fly)))
    }

    /// Goes to a step of the story with a flight, or cuts to it; `undefined` is the overview. Throws a sentence for an unknown id.
    pub fn tell(&mut self, step: Option<String>, fly: bool) -> Result<u32, JsValue> {
        let setting = attributes::parse("step", step.as_deref(), &self.model.atlas)?;
        let Setting::Event(Event::Tell(step, _)) = setting else {
            return Ok(0);
        };
        Ok(self.update(Event::Tell(step, motion(fly))))
    }

    /// Paper and colours that the system forces come before what the page wants, that before what the reader's media ask for.
    fn scheme_for(&self, asked: &str) -> Scheme {
        match Scheme::named(asked) {
            Some(scheme @ (Scheme::Print | Scheme::Forced)) => scheme,
            asked => self.scheme.or(asked).unwrap_or_default(),
        }
    }

    pub(super) fn update(&mut self, event: Event) -> u32 {
        self.model.update(event).bits()
    }
}

/// The numbers of a list with commas between.
fn numbers(list: &str) -> Vec<f64> {
    parts(list, b',')
        .into_iter()
        .filter_map(|part| parse_number(part.trim_ascii()))
        .gathered()
}

/// The name of the one token that is no colour.
const FONT: &str = "font";

/// The names of the values that [`MapHandle::set_palette`] takes.
pub(super) fn tokens() -> impl Iterator<Item = &'static str> {
    Palette::tokens().chain([FONT])
}

pub(super) fn bit(effect: Effect) -> u32 {
    Effects::from(effect).bits()
}

const fn motion(fly: bool) -> Motion {
    if fly { Motion::Fly } else { Motion::Cut }
}
