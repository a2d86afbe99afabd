//! One live map: its model, its page, and the loop from events to effects.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement, ResizeObserverEntry, ShadowRoot};

use super::atlas::SharedAtlas;
use super::canvas::Canvas;
use super::input;
use super::page::Page;
use super::resources::{Frames, Listener, SizeObserver};
use crate::app::{Effect, Event, Model};
use crate::attributes::{self, Setting};
use crate::json::{self, Writer};
use crate::legend::legend;
use crate::panel::panel;
use crate::scene::Furniture;
use crate::shape::ProjectionName;
use crate::space::Size;
use crate::strings::Strings;
use crate::theme::{Palette, Scheme};

/// One live map.
pub(super) struct Instance {
    pub(super) model: RefCell<Model>,
    pub(super) page: Page,
    pub(super) strings: RefCell<Strings>,
    shared: Rc<SharedAtlas>,
    host: HtmlElement,
    window: web_sys::Window,
    canvas: Canvas,
    frames: Frames,
    due: Cell<Due>,
    /// Device pixels per CSS pixel.
    ratio: Cell<f64>,
    /// What the attribute asks for; `None` follows the reader's system.
    scheme: Cell<Option<Scheme>>,
    projection: Cell<ProjectionName>,
    /// Owned so that they end with the map.
    resources: RefCell<Vec<Listener>>,
    observer: RefCell<Option<SizeObserver>>,
}

/// What the next frame has to do.
#[derive(Debug, Clone, Copy, Default)]
struct Due {
    draw: bool,
    animate: bool,
    view: bool,
}

impl Instance {
    /// A map in `host`, drawn inside `root`; `None` where the browser has no canvas.
    pub(super) fn new(
        host: HtmlElement,
        root: &ShadowRoot,
        shared: Rc<SharedAtlas>,
    ) -> Option<Rc<Self>> {
        let window = web_sys::window()?;
        let document = host.owner_document()?;
        let page = Page::new(&document, root);
        let canvas = Canvas::new(page.canvas.clone())?;
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
        let instance = Rc::new_cyclic(|weak: &Weak<Self>| {
            let on_frame = weak.clone();
            Self {
                model: RefCell::new(model),
                page,
                strings: RefCell::new(Strings::english()),
                shared,
                host,
                frames: Frames::new(window.clone(), move |time| {
                    if let Some(instance) = on_frame.upgrade() {
                        instance.frame(time);
                    }
                }),
                window,
                canvas,
                due: Cell::default(),
                ratio: Cell::new(1.0),
                scheme: Cell::new(None),
                projection: Cell::default(),
                resources: RefCell::default(),
                observer: RefCell::default(),
            }
        });
        let mut listeners = input::listen(&instance);
        listeners.extend(instance.follow_preferences());
        *instance.resources.borrow_mut() = listeners;
        let weak = Rc::downgrade(&instance);
        let observer = SizeObserver::new(&instance.page.map, move |entries| {
            if let Some(instance) = weak.upgrade() {
                instance.resized(&entries);
            }
        });
        *instance.observer.borrow_mut() = observer.ok();
        instance.refresh_words();
        instance.refresh_palette();
        Some(instance)
    }

    /// Lets the model change, and does what follows from it.
    pub(super) fn dispatch(&self, event: Event) {
        // The borrow ends before any JavaScript runs.
        let effects = self.model.borrow_mut().update(event);
        for effect in effects {
            self.perform(effect);
        }
    }

    /// What an attribute asks for, or a sentence where its value is no good.
    pub(super) fn parse(&self, name: &str, value: Option<&str>) -> Result<Setting, String> {
        attributes::parse(name, value, &self.shared.atlas())
    }

    /// Applies an attribute; answers with a sentence where its value is no good.
    pub(super) fn set_attribute(&self, name: &str, value: Option<&str>) -> Result<(), String> {
        match self.parse(name, value)? {
            Setting::Event(event) => self.dispatch(event),
            Setting::Projection(name) => {
                self.projection.set(name);
                self.dispatch(Event::SetShapes(self.shared.shapes(name)));
                self.canvas.forget();
            }
            Setting::Scheme(scheme) => {
                self.scheme.set(scheme);
                self.refresh_palette();
            }
            Setting::Controls(names) => self.page.set_controls(names.as_deref()),
        }
        Ok(())
    }

    /// Other words for the interface; the language of names is the model's.
    pub(super) fn set_strings(&self, strings: Strings) {
        self.dispatch(Event::SetWords(Rc::new(strings.clone())));
        *self.strings.borrow_mut() = strings;
        self.refresh_words();
        self.perform(Effect::Panel);
    }

    /// Takes what the atlas has by now.
    pub(super) fn take_atlas(&self) {
        let shapes = self.shared.shapes(self.projection.get());
        self.dispatch(Event::SetAtlas(self.shared.atlas(), shapes));
        self.canvas.forget();
        self.refresh_legend();
    }

    /// Takes the picture of the relief.
    pub(super) fn take_relief(&self, picture: web_sys::ImageBitmap) {
        self.canvas.set_relief(picture);
        self.perform(Effect::Draw);
    }

    /// Takes facts that arrived since the map was made.
    pub(super) fn take_facts(&self) {
        if let Some(facts) = self.shared.facts() {
            self.dispatch(Event::FactsArrived(facts));
        }
    }

    fn perform(&self, effect: Effect) {
        let mut due = self.due.get();
        match effect {
            Effect::Draw => due.draw = true,
            Effect::Animate => due.animate = true,
            Effect::ViewChanged => due.view = true,
            Effect::Panel => return self.show_panel(),
            Effect::SelectionChanged => {
                return self.emit_feature("map-select", |model| model.selected);
            }
            Effect::HoverChanged => {
                let over = self.model.borrow().hovered.is_some();
                let _ = self.page.map.class_list().toggle_with_force("over", over);
                return self.emit_feature("map-hover", |model| model.hovered);
            }
            Effect::StepChanged => {
                let detail = {
                    let model = self.model.borrow();
                    Writer::object(|json| json.nullable_text("step", crate::story::ids(&model).0))
                };
                return self.emit("map-step", &detail);
            }
            Effect::ChoiceChanged => return,
            Effect::LayersChanged => {
                self.refresh_legend();
                let layers = {
                    let model = self.model.borrow();
                    let layers = model.atlas.layers.iter().zip(&model.layers);
                    let on = layers
                        .filter(|(_, on)| **on)
                        .map(|(layer, _)| layer.id.clone());
                    on.collect::<Vec<_>>()
                };
                let layers = layers.iter().map(|id| json::quoted(id));
                let detail = Writer::object(|json| json.raw("layers", &Writer::list(layers)));
                return self.emit("map-layers", &detail);
            }
        }
        self.due.set(due);
        self.frames.request();
    }

    fn frame(&self, time: f64) {
        self.frames.arrived();
        if self.due.get().animate {
            let due = self.due.get();
            self.due.set(Due {
                animate: false,
                ..due
            });
            self.dispatch(Event::Frame(time));
        }
        let due = self.due.get();
        self.due.set(Due {
            draw: false,
            view: false,
            ..due
        });
        if due.draw {
            let scene = self.model.borrow().scene();
            self.canvas.draw(&scene, self.ratio.get());
        }
        if due.view {
            let (center, zoom) = self.model.borrow().center_and_zoom();
            let detail = Writer::object(|json| {
                json.raw("center", &json::pair(Some(center.into())));
                json.number("zoom", zoom);
            });
            self.emit("map-view", &detail);
            self.refresh_note();
        }
    }

    fn resized(&self, entries: &js_sys::Array) {
        let Ok(entry) = entries.get(0).dyn_into::<ResizeObserverEntry>() else {
            return;
        };
        let rect = entry.content_rect();
        let (width, height) = (rect.width(), rect.height());
        if width < 1.0 || height < 1.0 {
            // Not shown: what was drawn stays for when it is again.
            return;
        }
        let device = entry.device_pixel_content_box_size().get(0);
        let (device_width, device_height) = device
            .dyn_into::<web_sys::ResizeObserverSize>()
            .map_or_else(
                |_| {
                    let ratio = self.window.device_pixel_ratio();
                    ((width * ratio).round(), (height * ratio).round())
                },
                |size| (size.inline_size(), size.block_size()),
            );
        self.ratio.set(device_width / width);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a canvas's size is a positive whole number"
        )]
        self.canvas
            .resize(device_width as u32, device_height as u32);
        /// From this width on the legend has room beside the map.
        const ROOM: f64 = 720.0;
        let first = self.model.borrow().camera.size.width <= 1.0;
        if first {
            self.page.open_legend(width >= ROOM && height >= 480.0);
        }
        self.measure_insets();
        self.dispatch(Event::Resized(Size { width, height }));
        // A resized canvas is empty: fill it before it is shown.
        self.frame(0.0);
    }

    /// What covers the map's edges now.
    pub(super) fn measure_insets(&self) {
        let insets = self.page.insets();
        self.dispatch(Event::SetInsets(insets));
    }

    /// Listens for changes of the reader's preferences.
    fn follow_preferences(self: &Rc<Self>) -> Vec<Listener> {
        let mut listeners = Vec::new();
        let dark = self.window.match_media(DARK);
        let reduced = self.window.match_media(REDUCED);
        for query in [dark, reduced].into_iter().filter_map(|query| query.ok()?) {
            let weak = Rc::downgrade(self);
            listeners.push(Listener::new(&query, "change", true, move |_| {
                if let Some(instance) = weak.upgrade() {
                    instance.refresh_palette();
                }
            }));
        }
        listeners
    }

    fn matches(&self, query: &str) -> bool {
        let list = self.window.match_media(query);
        list.ok().flatten().is_some_and(|list| list.matches())
    }

    /// Colours from the scheme, and from the custom properties of the element over it.
    pub(super) fn refresh_palette(&self) {
        self.dispatch(Event::SetReducedMotion(self.matches(REDUCED)));
        let scheme = self.scheme.get().unwrap_or(if self.matches(DARK) {
            Scheme::Dark
        } else {
            Scheme::Light
        });
        let dark = scheme == Scheme::Dark;
        let _ = self.page.map.class_list().toggle_with_force("dark", dark);
        let mut palette = Palette::new(scheme);
        if let Ok(Some(style)) = self.window.get_computed_style(&self.host) {
            let property = |name: &str| {
                let value = style.get_property_value(name).unwrap_or_default();
                let value = value.trim();
                (!value.is_empty()).then(|| value.to_owned())
            };
            for token in Palette::tokens() {
                if let Some(color) = property(&format!("--map-{token}")) {
                    palette.set(token, &color);
                }
            }
            let font = property("--map-font");
            let font = font.as_deref().unwrap_or(crate::svg::FONT_FAMILY);
            self.canvas.set_font(font);
        }
        self.dispatch(Event::SetPalette(palette));
        self.refresh_legend();
    }

    fn refresh_words(&self) {
        {
            let strings = self.strings.borrow();
            let model = self.model.borrow();
            let atlas = &model.atlas;
            let title = format!(
                "{}: {}",
                strings.get("map.label"),
                atlas.title.get(&model.lang)
            );
            self.page
                .set_words(&strings, atlas.credit.get(&model.lang), &title);
        }
        self.refresh_note();
        self.refresh_legend();
    }

    /// The note on boundaries: the view, and how many disputed ones are in sight.
    fn refresh_note(&self) {
        let model = self.model.borrow();
        self.page.set_note(&model.view().boundary_note());
    }

    fn refresh_legend(&self) {
        let entries = legend(&self.model.borrow());
        self.page.set_legend(&entries, &self.strings.borrow());
    }

    fn show_panel(&self) {
        let strings = self.strings.borrow();
        let content = {
            let model = self.model.borrow();
            let facts = model.facts.as_deref();
            model.selected.map(|feature| {
                panel(
                    &model.atlas,
                    facts,
                    feature,
                    model.year,
                    &model.lang,
                    &strings,
                )
            })
        };
        self.page.set_panel(content.as_ref(), &strings);
        drop(strings);
        self.measure_insets();
    }

    fn emit_feature(&self, name: &str, which: impl Fn(&Model) -> Option<usize>) {
        let detail = {
            let model = self.model.borrow();
            Writer::object(|json| match which(&model) {
                Some(index) => describe(json, &model, index),
                None => json.raw("id", "null"),
            })
        };
        self.emit(name, &detail);
    }

    fn emit(&self, name: &str, detail: &str) {
        let init = CustomEventInit::new();
        init.set_bubbles(true);
        init.set_composed(true);
        // What was written as JSON can be read as JSON.
        let detail = js_sys::JSON::parse(detail).unwrap_or(JsValue::NULL);
        init.set_detail(&detail);
        if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
            let _ = self.host.dispatch_event(&event);
        }
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.page.map.remove();
    }
}

/// A feature as the public methods and events give it: id, layer and name.
pub(super) fn describe(json: &mut Writer, model: &Model, index: usize) {
    let feature = &model.atlas.features[index];
    json.text("id", &feature.id);
    json.text("layer", &model.atlas.layers[feature.layer].id);
    json.text("name", feature.properties.name.get(&model.lang));
}

const DARK: &str = "(prefers-color-scheme: dark)";
const REDUCED: &str = "(prefers-reduced-motion: reduce)";
