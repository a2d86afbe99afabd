//! From DOM events to the model's events: viewport pixels become element pixels here and nowhere else.

use std::rc::{Rc, Weak};

use wasm_bindgen::JsCast as _;
use web_sys::{
    Element, EventTarget, HtmlElement, HtmlInputElement, KeyboardEvent, MouseEvent, PointerEvent,
    TouchEvent, WheelEvent,
};

use super::instance::Instance;
use super::resources::Listener;
use crate::app::{Event, Gestures, Motion, Target};
use crate::gesture::PointerKind;
use crate::math::between;
use crate::space::{Css, Point};

/// CSS pixels that an arrow key moves the map, and with Shift.
const KEY_PAN: f64 = 80.0;
const KEY_PAN_FINE: f64 = 16.0;
/// A line and a page of a wheel that does not count in pixels.
const LINE: f64 = 40.0;
const PAGE: f64 = 400.0;

/// The listeners of a map.
pub(super) fn listen(instance: &Rc<Instance>) -> Vec<Listener> {
    let canvas: &EventTarget = &instance.page.canvas;
    let map: &EventTarget = &instance.page.map;
    let hint: &EventTarget = &instance.page.hint;
    let legend: &EventTarget = &instance.page.legend;
    vec![
        on(
            instance,
            canvas,
            "pointerdown",
            |instance, event: PointerEvent| {
                if event.button() != 0 {
                    return;
                }
                // The pointer is ours until it is up, wherever it goes; fails only for one that is gone already.
                let _ = instance.page.canvas.set_pointer_capture(event.pointer_id());
                let kind = if event.pointer_type() == "touch" {
                    PointerKind::Touch
                } else {
                    PointerKind::Mouse
                };
                let (id, at, time) = place(instance, &event);
                instance.dispatch(Event::PointerDown(id, kind, at, time));
            },
        ),
        on(
            instance,
            canvas,
            "pointermove",
            |instance, event: PointerEvent| {
                let (id, at, time) = place(instance, &event);
                instance.dispatch(Event::PointerMoved(id, at, time));
            },
        ),
        on(
            instance,
            canvas,
            "pointerup",
            |instance, event: PointerEvent| {
                let (id, at, time) = place(instance, &event);
                instance.dispatch(Event::PointerUp(id, at, time));
            },
        ),
        on(
            instance,
            canvas,
            "pointercancel",
            |instance, event: PointerEvent| {
                instance.dispatch(Event::PointerCancelled(event.pointer_id()));
                // The browser scrolls the page with this finger.
                let gestures = instance.model.borrow().gestures;
                if gestures == Gestures::Cooperative && event.pointer_type() == "touch" {
                    let words = instance.strings.borrow().get("gesture.touch").to_owned();
                    instance.page.show_hint(&words);
                }
            },
        ),
        on(
            instance,
            canvas,
            "pointerleave",
            |instance, _: PointerEvent| {
                instance.dispatch(Event::PointerLeft);
            },
        ),
        on(
            instance,
            canvas,
            "dblclick",
            |instance, event: MouseEvent| {
                let levels = if event.shift_key() { -1.0 } else { 1.0 };
                let at = at(instance, &event);
                instance.dispatch(Event::ZoomBy(Some(at), levels));
            },
        ),
        active(instance, canvas, "wheel", wheel),
        active(
            instance,
            canvas,
            "touchmove",
            |instance, event: TouchEvent| {
                // Two fingers are the map's; what one finger does is for the stylesheet's touch-action to say.
                let gestures = instance.model.borrow().gestures;
                if event.touches().length() > 1 && gestures != Gestures::None {
                    event.prevent_default();
                }
            },
        ),
        active(instance, canvas, "keydown", key),
        on(instance, map, "click", click),
        on(instance, map, "change", change),
        on(instance, legend, "toggle", |instance, _: web_sys::Event| {
            instance.measure_insets();
        }),
        active(
            instance,
            map,
            "keydown",
            |instance, event: KeyboardEvent| {
                if event.key() == "Escape" && instance.model.borrow().selected.is_some() {
                    instance.dispatch(Event::Select(None));
                    let _ = instance.page.canvas.focus();
                }
            },
        ),
        on(
            instance,
            hint,
            "animationend",
            |instance, _: web_sys::Event| {
                let _ = instance.page.hint.set_attribute("hidden", "");
            },
        ),
    ]
}

fn on<E: wasm_bindgen::JsCast + 'static>(
    instance: &Rc<Instance>,
    target: &EventTarget,
    name: &'static str,
    react: fn(&Instance, E),
) -> Listener {
    add(instance, target, name, true, react)
}

/// A listener that may prevent the default.
fn active<E: wasm_bindgen::JsCast + 'static>(
    instance: &Rc<Instance>,
    target: &EventTarget,
    name: &'static str,
    react: fn(&Instance, E),
) -> Listener {
    add(instance, target, name, false, react)
}

fn add<E: wasm_bindgen::JsCast + 'static>(
    instance: &Rc<Instance>,
    target: &EventTarget,
    name: &'static str,
    passive: bool,
    react: fn(&Instance, E),
) -> Listener {
    let weak: Weak<Instance> = Rc::downgrade(instance);
    Listener::new(target, name, passive, move |event| {
        if let Some(instance) = weak.upgrade() {
            react(&instance, event.unchecked_into());
        }
    })
}

fn at(instance: &Instance, event: &MouseEvent) -> Point<Css> {
    let origin = instance.page.canvas.get_bounding_client_rect();
    let size = instance.model.borrow().camera.size;
    // A page may scale the element by a transform: its rectangle is then not of its own size.
    let scale = |own: f64, shown: f64| if shown > 0.0 { own / shown } else { 1.0 };
    Point::new(
        (f64::from(event.client_x()) - origin.left()) * scale(size.width, origin.width()),
        (f64::from(event.client_y()) - origin.top()) * scale(size.height, origin.height()),
    )
}

fn place(instance: &Instance, event: &PointerEvent) -> (i32, Point<Css>, f64) {
    (event.pointer_id(), at(instance, event), event.time_stamp())
}

fn wheel(instance: &Instance, event: WheelEvent) {
    let ctrl = event.ctrl_key() || event.meta_key();
    let gestures = instance.model.borrow().gestures;
    if !instance.model.borrow().takes_wheel(ctrl) {
        if gestures == Gestures::Cooperative {
            let words = instance.strings.borrow().get("gesture.wheel").to_owned();
            instance.page.show_hint(&words);
        }
        return;
    }
    event.prevent_default();
    let unit = match event.delta_mode() {
        WheelEvent::DOM_DELTA_LINE => LINE,
        WheelEvent::DOM_DELTA_PAGE => PAGE,
        _ => 1.0,
    };
    // A pinch on a touchpad comes as a wheel with Ctrl and small steps.
    let pinch = if event.ctrl_key() && event.delta_y().abs() < 20.0 {
        5.0
    } else {
        1.0
    };
    let delta = between(event.delta_y() * unit * pinch, -300.0, 300.0);
    instance.dispatch(Event::Wheel(at(instance, &event), delta));
}

fn key(instance: &Instance, event: KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let step = if event.shift_key() {
        KEY_PAN_FINE
    } else {
        KEY_PAN
    };
    let reaction = match event.key().as_str() {
        "ArrowLeft" => Event::PanBy(step, 0.0),
        "ArrowRight" => Event::PanBy(-step, 0.0),
        "ArrowUp" => Event::PanBy(0.0, step),
        "ArrowDown" => Event::PanBy(0.0, -step),
        "+" | "=" => Event::ZoomBy(None, 1.0),
        "-" | "_" => Event::ZoomBy(None, -1.0),
        "Home" => Event::Home,
        _ => return,
    };
    event.prevent_default();
    instance.dispatch(reaction);
}

fn click(instance: &Instance, event: MouseEvent) {
    let target = event.target();
    let Some(target) = target.and_then(|target| target.dyn_into::<Element>().ok()) else {
        return;
    };
    match target.get_attribute("data-action").as_deref() {
        Some("in") => instance.dispatch(Event::ZoomBy(None, 1.0)),
        Some("out") => instance.dispatch(Event::ZoomBy(None, -1.0)),
        Some("home") => instance.dispatch(Event::Home),
        Some("close") => {
            instance.dispatch(Event::Select(None));
            let _ = instance.page.canvas.focus();
        }
        _ => {}
    }
    let selected = target.get_attribute("data-select");
    let found = selected.and_then(|id| instance.model.borrow().atlas.find(&id));
    if let Some(feature) = found {
        instance.dispatch(Event::Select(Some(feature)));
        instance.dispatch(Event::Go(Target::Feature(feature), Motion::Fly));
        // The button is gone with what the panel showed before.
        if let Ok(Some(panel)) = instance.page.map.query_selector(".panel") {
            let _ = panel.unchecked_into::<HtmlElement>().focus();
        }
    }
}

fn change(instance: &Instance, event: web_sys::Event) {
    let target = event.target();
    let Some(input) = target.and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
        return;
    };
    let Some(id) = input.get_attribute("data-layer") else {
        return;
    };
    let layers = {
        let model = instance.model.borrow();
        let mut layers = model.layers.clone();
        if let Some(layer) = model.atlas.find_layer(&id) {
            layers[layer] = input.checked();
        }
        layers
    };
    instance.dispatch(Event::SetLayers(layers));
}
