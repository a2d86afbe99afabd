//! A map of Central Asia's corridors, pipelines and borders: GeoJSON drawn on a canvas, and told in words.
//!
//! Data flows one way, and nothing here but `web` knows of a browser:
//!
//! ```text
//!  manifest, GeoJSON ─▶ atlas ─▶ shape ─────▶ scene ─┬▶ web/canvas   pixels in a browser
//!                       (what is (in the     (the    └▶ svg          files, print, golden tests
//!                        known)   plane)     display
//!                          │                 list)
//!                          └▶ panel, legend, text   what the page says in words, and the map in words
//!
//!  pointer, key, attribute ─▶ app: update(model, event) ─▶ effects (draw, animate, tell the page)
//! ```
//!
//! The same bytes in give the same scene out, natively and in wasm: no clock, no chance, no I/O, and functions of numbers
//! from [`math`] and `libm`, since the standard library's differ between platforms.
//!
//! Modules in reading order:

pub mod space;
pub mod lon_lat;
pub mod error;
pub mod json;
pub mod atlas;
pub mod geo;
pub mod measure;
pub mod network;
pub mod shape;
pub mod camera;
pub mod flight;
pub mod theme;
pub mod scene;
pub mod svg;
pub mod hit;
pub mod gesture;
pub mod app;
pub mod attributes;
pub mod strings;
pub mod legend;
pub mod panel;
pub mod story;
mod table;
pub mod text;
pub mod routes;
pub mod search;
pub mod decimal;
pub mod math;
mod list;
pub mod order;

#[cfg(feature = "cli")]
pub mod check;
#[cfg(feature = "cli")]
pub mod still;

#[cfg(target_arch = "wasm32")]
mod web;
