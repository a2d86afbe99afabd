//! Browser resources that end with the value that owns them.

use std::cell::Cell;

use wasm_bindgen::prelude::*;
use web_sys::{AddEventListenerOptions, EventTarget, ResizeObserver, ResizeObserverOptions};

/// An event listener; dropping it removes it.
pub(super) struct Listener {
    target: EventTarget,
    name: &'static str,
    closure: Closure<dyn FnMut(web_sys::Event)>,
}

impl Listener {
    /// Listens on `target`. Passive listeners promise not to prevent the default, which lets the page scroll at once.
    pub(super) fn new(
        target: &EventTarget,
        name: &'static str,
        passive: bool,
        callback: impl FnMut(web_sys::Event) + 'static,
    ) -> Self {
        let closure = Closure::new(callback);
        let options = AddEventListenerOptions::new();
        options.set_passive(passive);
        // Adding a listener fails only on targets that cannot have any.
        let _ = target.add_event_listener_with_callback_and_add_event_listener_options(
            name,
            closure.as_ref().unchecked_ref(),
            &options,
        );
        Self {
            target: target.clone(),
            name,
            closure,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        let _ = self
            .target
            .remove_event_listener_with_callback(self.name, callback);
    }
}

/// At most one animation frame in flight; dropping cancels it.
pub(super) struct Frames {
    window: web_sys::Window,
    request: Cell<Option<i32>>,
    closure: Closure<dyn FnMut(f64)>,
}

impl Frames {
    /// `callback` gets the frame's time in milliseconds; it begins with [`Frames::arrived`].
    pub(super) fn new(window: web_sys::Window, callback: impl FnMut(f64) + 'static) -> Self {
        Self {
            window,
            request: Cell::new(None),
            closure: Closure::new(callback),
        }
    }

    /// Asks for a frame, unless one is coming.
    pub(super) fn request(&self) {
        if self.request.get().is_none() {
            let callback = self.closure.as_ref().unchecked_ref();
            self.request
                .set(self.window.request_animation_frame(callback).ok());
        }
    }

    /// The frame is here: another one may be asked for.
    pub(super) fn arrived(&self) {
        self.request.set(None);
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        if let Some(request) = self.request.get() {
            let _ = self.window.cancel_animation_frame(request);
        }
    }
}

/// Observes the size of an element; dropping it ends that.
pub(super) struct SizeObserver {
    observer: ResizeObserver,
    _closure: Closure<dyn FnMut(js_sys::Array)>,
}

impl SizeObserver {
    /// `callback` gets the observer's entries, at once and whenever the size or the pixel ratio changes.
    pub(super) fn new(
        element: &web_sys::Element,
        callback: impl FnMut(js_sys::Array) + 'static,
    ) -> Result<Self, JsValue> {
        let closure = Closure::new(callback);
        let observer = ResizeObserver::new(closure.as_ref().unchecked_ref())?;
        // Only this box tells the exact device pixels at fractional ratios; engines without it observe the content box.
        let options = ResizeObserverOptions::new();
        options.set_box(web_sys::ResizeObserverBoxOptions::DevicePixelContentBox);
        observer.observe_with_options(element, &options);
        Ok(Self {
            observer,
            _closure: closure,
        })
    }
}

impl Drop for SizeObserver {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
