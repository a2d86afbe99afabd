//! A map of Central Asia's corridors, pipelines and borders.
pub mod app;
pub mod atlas;
pub mod attributes;
pub mod camera;
pub mod decimal;
pub mod error;
pub mod flight;
pub mod geo;
pub mod gesture;
pub mod hit;
pub mod json;
pub mod legend;
pub mod lon_lat;
pub mod math;
pub mod order;
pub mod panel;
pub mod scene;
pub mod shape;
pub mod space;
pub mod strings;
pub mod svg;
pub mod theme;

#[cfg(target_arch = "wasm32")]
mod web;
