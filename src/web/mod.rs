//! The browser: DOM events become [`Event`](crate::app::Event)s, [`Effect`](crate::app::Effect)s become DOM calls.
//!
//! JavaScript is never called while the model is borrowed, since a listener may call back into the map.
//! Every listener, observer and frame is owned by a value whose drop removes it.

mod atlas;
mod canvas;
mod canvas_text;
mod dom;
mod input;
mod instance;
mod map;
mod page;
mod resources;
