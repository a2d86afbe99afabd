//! What a picture costs, natively: `cargo bench --bench frame`. What a browser pays is told by `cargo xtask bench`.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench that panics has failed"
)]

use std::rc::Rc;

use central_asia_map::app::{Event, Model, Motion, Target};
use central_asia_map::lon_lat::LonLat;
use central_asia_map::scene::{self, Scene, assign_lanes};
use central_asia_map::shape::{ProjectionName, Shapes};
use central_asia_map::space::Size;
use central_asia_map::svg;
use divan::{Bencher, black_box};

#[path = "../tests/support/mod.rs"]
mod support;

use support::{base_map, built_in};

/// Zoom levels: the overview, a country, a valley.
const ZOOMS: [f64; 3] = [3.6, 5.2, 7.5];

fn main() {
    divan::main();
}

fn model(zoom: f64) -> Model {
    let atlas = built_in();
    let shapes = Rc::new(Shapes::new(&atlas, ProjectionName::Conic.of(&atlas)));
    let size = Size {
        width: 1200.0,
        height: 800.0,
    };
    let mut model = Model::new(atlas, shapes, size);
    let view = Target::View(Some(LonLat::new(75.0, 43.0)), Some(zoom));
    model.update(Event::Go(view, Motion::Cut));
    model
}

/// All features and tracks into the plane.
#[divan::bench]
fn project(bencher: Bencher<'_, '_>) {
    let atlas = built_in();
    bencher.bench_local(|| Shapes::new(black_box(&atlas), ProjectionName::Conic.of(&atlas)));
}

/// Clipping and simplifying for a view.
#[divan::bench(args = ZOOMS)]
fn cut_base_map(bencher: Bencher<'_, '_>, zoom: f64) {
    let model = model(zoom);
    bencher.bench_local(|| base_map(black_box(&model)));
}

#[divan::bench]
fn assign(bencher: Bencher<'_, '_>) {
    let model = model(3.6);
    bencher.bench_local(|| assign_lanes(&model.atlas, &model.shapes, 2023, |_| true));
}

/// Lanes, marks, names and all else of a picture, from what is kept between pictures.
#[divan::bench(args = ZOOMS)]
fn build(bencher: Bencher<'_, '_>, zoom: f64) {
    let model = model(zoom);
    bencher.bench_local(|| -> Scene { scene::build(&black_box(&model).view()) });
}

#[divan::bench(args = ZOOMS)]
fn write_svg(bencher: Bencher<'_, '_>, zoom: f64) {
    let model = model(zoom);
    let scene = model.scene();
    bencher.bench_local(|| svg::render(black_box(&scene), "map", None));
}
