//! What much data costs, natively, and how that grows: `cargo bench --bench load`. What a browser pays is told by
//! `cargo xtask bench`.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench that panics has failed"
)]

use std::rc::Rc;

use central_asia_map::app::{Event, Model};
use central_asia_map::atlas::{Overlay, StyleRule};
use central_asia_map::geo::index::Index;
use central_asia_map::geo::simplify::Detail;
use central_asia_map::hit::Tolerance;
use central_asia_map::scene::{self, assign_lanes};
use central_asia_map::shape::{Projecting, ProjectionName, Shapes};
use central_asia_map::space::{Plane, Point, Rect, Size};
use divan::{Bencher, black_box};

#[path = "../tests/support/mod.rs"]
mod support;

use support::{Random, base_map, built_in};

/// How many features.
const FEATURES: [u32; 4] = [100, 1000, 10_000, 100_000];
/// How many positions.
const POSITIONS: [u32; 4] = [100, 1000, 10_000, 100_000];

fn main() {
    divan::main();
}

/// A file of points, lines and areas all over Central Asia, the same each time.
fn file(features: u32) -> String {
    let mut random = Random::new(7);
    let mut lines = Vec::new();
    for number in 0..features {
        let (lon, lat) = (random.between(50.0, 100.0), random.between(30.0, 55.0));
        let (east, north) = (lon + 0.1, lat + 0.1);
        let geometry = match number % 3 {
            0 => format!(r#""Point", "coordinates": [{lon}, {lat}]"#),
            1 => format!(r#""LineString", "coordinates": [[{lon}, {lat}], [{east}, {north}]]"#),
            _ => format!(
                r#""Polygon", "coordinates": [[[{lon}, {lat}], [{east}, {lat}], [{east}, {north}], [{lon}, {lat}]]]"#
            ),
        };
        lines.push(format!(
            r#"{{"type": "Feature", "id": "f-{number}", "properties": {{"name": "F {number}"}}, "geometry": {{"type": {geometry}}}}}"#
        ));
    }
    let lines = lines.join(",");
    format!(r#"{{"type": "FeatureCollection", "features": [{lines}]}}"#)
}

fn read(text: &str) -> Overlay {
    let rule = StyleRule::default();
    Overlay::read("mine", "Mine", text.as_bytes(), &rule, &mut Vec::new()).unwrap()
}

/// A map with so many features of a reader's own over it.
fn model(features: u32) -> Model {
    let (mut model, mut overlay, projected) = before(features);
    lay(&mut model, &mut overlay, &projected);
    model
}

/// A map, and what is to be laid over it.
fn before(features: u32) -> (Model, [Overlay; 1], [Projecting; 1]) {
    let atlas = built_in();
    let projection = ProjectionName::Conic.of(&atlas);
    let shapes = Rc::new(Shapes::new(&atlas, projection));
    let size = Size {
        width: 1200.0,
        height: 800.0,
    };
    let overlay = read(&file(features));
    let mut projected = Projecting::beside(projection);
    projected.go_on(&overlay.features, usize::MAX);
    (Model::new(atlas, shapes, size), [overlay], [projected])
}

fn lay(model: &mut Model, overlay: &mut [Overlay; 1], projected: &[Projecting; 1]) {
    let atlas = Rc::new(model.atlas.overlaid(overlay));
    let shapes = Rc::new(model.shapes.overlaid(&atlas, projected));
    model.update(Event::SetAtlas(atlas, shapes));
}

/// A line that winds.
fn line(positions: u32) -> Vec<Point<Plane>> {
    let mut random = Random::new(3);
    let step = 1.0 / f64::from(positions);
    let places = 0..positions;
    places
        .map(|at| Point::new(f64::from(at) * step, random.between(0.0, 0.01)))
        .collect()
}

fn rects(count: u32) -> Vec<Rect<Plane>> {
    let mut random = Random::new(5);
    let mut rect = |_| {
        let min = Point::new(random.between(-1.0, 1.0), random.between(-1.0, 1.0));
        Rect {
            min,
            max: min.offset(0.01, 0.01),
        }
    };
    (0..count).map(&mut rect).collect()
}

#[divan::bench(args = FEATURES, sample_count = 10)]
fn parse(bencher: Bencher<'_, '_>, features: u32) {
    let text = file(features);
    bencher.bench_local(|| read(black_box(&text)));
}

/// With the index over it.
#[divan::bench(args = FEATURES, sample_count = 10)]
fn project(bencher: Bencher<'_, '_>, features: u32) {
    let overlay = read(&file(features));
    let atlas = built_in();
    bencher.bench_local(|| {
        let mut projecting = Projecting::beside(ProjectionName::Conic.of(&atlas));
        projecting.go_on(black_box(&overlay.features), usize::MAX);
        projecting
    });
}

/// How fine each point is, for all scales.
#[divan::bench(args = POSITIONS)]
fn rank_points(bencher: Bencher<'_, '_>, positions: u32) {
    let line = line(positions);
    bencher.bench_local(|| Detail::new(black_box(&line)));
}

#[divan::bench(args = POSITIONS)]
fn simplify(bencher: Bencher<'_, '_>, positions: u32) {
    let line = line(positions);
    let detail = Detail::new(&line);
    bencher.bench_local(|| detail.simplify(black_box(&line), 0.002));
}

#[divan::bench(args = FEATURES)]
fn index(bencher: Bencher<'_, '_>, features: u32) {
    let rects = rects(features);
    bencher.bench_local(|| Index::new(black_box(&rects)));
}

#[divan::bench(args = FEATURES)]
fn search(bencher: Bencher<'_, '_>, features: u32) {
    let rects = rects(features);
    let index = Index::new(&rects);
    bencher.bench_local(|| index.search(black_box(&rects[0])));
}

/// Ids, index and the first cut of the picture.
#[divan::bench(args = FEATURES, sample_count = 10)]
fn lay_over(bencher: Bencher<'_, '_>, features: u32) {
    bencher.with_inputs(|| before(features)).bench_local_values(
        |(mut model, mut overlay, projected)| {
            lay(&mut model, &mut overlay, &projected);
            model
        },
    );
}

/// Lanes of one of so many features of the atlas.
#[divan::bench(args = [8, 4, 2, 1])]
fn lanes(bencher: Bencher<'_, '_>, one_of: usize) {
    let model = before(1).0;
    bencher.bench_local(|| {
        assign_lanes(&model.atlas, &model.shapes, 2023, |feature| {
            feature % one_of == 0
        })
    });
}

/// The picture without names.
#[divan::bench(args = FEATURES, sample_count = 10)]
fn begin_scene(bencher: Bencher<'_, '_>, features: u32) {
    let model = model(features);
    bencher.bench_local(|| scene::begin(&black_box(&model).view()));
}

/// Its names.
#[divan::bench(args = FEATURES, sample_count = 10)]
fn label(bencher: Bencher<'_, '_>, features: u32) {
    let model = model(features);
    bencher
        .with_inputs(|| scene::begin(&model.view()))
        .bench_local_values(|(mut scene, mut unnamed)| {
            scene::add_names(&model.view(), &mut scene, &mut unnamed);
            scene
        });
}

#[divan::bench(args = FEATURES)]
fn pick(bencher: Bencher<'_, '_>, features: u32) {
    let model = model(features);
    let mut random = Random::new(9);
    bencher.bench_local(|| {
        let at = Point::new(random.between(0.0, 1200.0), random.between(0.0, 800.0));
        model.pick(black_box(at), Tolerance::MOUSE)
    });
}

/// The first part of [`lay_over`]: the atlas.
#[divan::bench(args = [100_000], sample_count = 20)]
fn lay_atlas(bencher: Bencher<'_, '_>, features: u32) {
    bencher.with_inputs(|| before(features)).bench_local_values(
        |(model, mut overlay, projected)| {
            let atlas = model.atlas.overlaid(&mut overlay);
            (atlas, model, overlay, projected)
        },
    );
}

/// The second: the same in the plane.
#[divan::bench(args = [100_000], sample_count = 20)]
fn lay_shapes(bencher: Bencher<'_, '_>, features: u32) {
    let (model, mut overlay, projected) = before(features);
    let atlas = model.atlas.overlaid(&mut overlay);
    bencher.bench_local(|| model.shapes.overlaid(&atlas, &projected));
}

/// The last: what is drawn of it.
#[divan::bench(args = FEATURES, sample_count = 20)]
fn cut(bencher: Bencher<'_, '_>, features: u32) {
    let model = model(features);
    bencher.bench_local(|| base_map(black_box(&model)));
}
