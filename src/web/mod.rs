//! The browser, as far as Rust knows it: what JavaScript holds of a map and of an atlas, and the canvas.
//!
//! The page is JavaScript's. It calls [`map::MapHandle`] and does what the answer asks for; nothing here calls back,
//! except to draw.

mod answers;
mod atlas;
mod canvas;
mod canvas_text;
mod map;
mod painter;
mod overlays;
mod questions;
mod sheet;
mod words;

/// Smaller than the standard library's; all that it gets from the browser is one pool.
#[global_allocator]
static ALLOCATOR: rlsf::GlobalTlsf = rlsf::GlobalTlsf::new();
