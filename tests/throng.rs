//! However much a reader's file holds, a picture holds no more than can be told apart, and nothing goes without one that stands for it.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::rc::Rc;

use central_asia_map::app::{Event, Model, Motion, Target};
use central_asia_map::atlas::{Overlay, StyleRule};
use central_asia_map::hit::Tolerance;
use central_asia_map::lon_lat::LonLat;
use central_asia_map::math::{cos, sin};
use central_asia_map::scene::Item;
use central_asia_map::space::{Plane, Point};

mod support;

use support::built_in;

/// A model with an overlay whose features are these geometries, and the index of the first.
fn model(geometries: impl Iterator<Item = String>) -> (Model, usize) {
    let feature =
        |geometry| format!(r#"{{"type": "Feature", "properties": {{}}, "geometry": {geometry}}}"#);
    let lines: Vec<_> = geometries.map(feature).collect();
    let mut problems = Vec::new();
    let text = lines.join("\n");
    let rule = StyleRule::default();
    let overlay = Overlay::read("mine", "Mine", text.as_bytes(), &rule, &mut problems).unwrap();
    assert_eq!(problems, []);
    let atlas = built_in();
    let first = atlas.features.len();
    let mut model = support::model(&atlas, 1200.0, 800.0);
    let overlaid = Rc::new(atlas.overlaid(&mut [overlay]));
    let grown = Rc::new(model.shapes.grown(&overlaid));
    model.update(Event::SetAtlas(overlaid, grown));
    (model, first)
}

/// Places all over Central Asia, the same each time.
fn places(count: u32) -> impl Iterator<Item = (f64, f64)> {
    let share = |number: u32| {
        let mixed = number.wrapping_mul(2_654_435_761);
        let mixed = (mixed ^ mixed >> 15).wrapping_mul(2_246_822_519);
        f64::from(mixed ^ mixed >> 13) / f64::from(u32::MAX)
    };
    (0..count).map(move |number| {
        (
            55.0 + 40.0 * share(number),
            35.0 + 18.0 * share(number + 7_000_000),
        )
    })
}

fn point((lon, lat): (f64, f64)) -> String {
    format!(r#"{{"type": "Point", "coordinates": [{lon}, {lat}]}}"#)
}

fn line((lon, lat): (f64, f64)) -> String {
    format!(
        r#"{{"type": "LineString", "coordinates": [[{lon}, {lat}], [{}, {}]]}}"#,
        lon + 0.02,
        lat + 0.02
    )
}

fn area((lon, lat): (f64, f64)) -> String {
    let (east, north) = (lon + 0.02, lat + 0.02);
    format!(
        r#"{{"type": "Polygon", "coordinates": [[[{lon}, {lat}], [{east}, {lat}], [{east}, {north}], [{lon}, {lat}]]]}}"#
    )
}

fn look_at(model: &mut Model, lon: f64, lat: f64, zoom: f64) {
    let view = Target::View(Some(LonLat::new(lon, lat)), Some(zoom));
    model.update(Event::Go(view, Motion::Cut));
}

/// How many of the features from `first` on are drawn, and for how many they stand.
fn drawn(model: &Model, first: usize) -> (usize, u32) {
    let stands_for = &model.view().base_map.stands_for[first..];
    let drawn = stands_for.iter().filter(|count| **count > 0).count();
    (drawn, stands_for.iter().sum())
}

#[test]
fn what_can_be_told_apart_is_drawn() {
    let places: Vec<_> = places(900).collect();
    let all = places
        .iter()
        .flat_map(|&place| [point(place), line(place), area(place)]);
    let (model, first) = model(all);
    assert_eq!(drawn(&model, first), (2700, 2700));
}

#[test]
fn of_too_many_some_stand_for_all() {
    const MANY: u32 = 20_000;
    for make in [point, line, area] {
        let (mut model, first) = model(places(MANY).map(make));
        let (count, told) = drawn(&model, first);
        assert!(count > 300 && count <= 4000, "{count}");
        assert_eq!(told, MANY);
        let scene = model.scene();
        assert!(scene.items.len() < 9000);
        // Who is drawn is who is named.
        let named = scene.labels.iter().filter_map(|label| label.feature);
        let named: Vec<usize> = named.filter(|&feature| feature >= first).collect();
        let stands_for = &model.view().base_map.stands_for;
        assert!(named.iter().all(|&feature| stands_for[feature] > 0));
        // The atlas itself is all there.
        let others = &model.view().base_map.stands_for[..first];
        assert!(others.iter().all(|count| *count == 1));
        // A nearer view shows each of them, and finds it where it is drawn.
        for (index, (lon, lat)) in places(MANY).enumerate().step_by(1999) {
            look_at(&mut model, lon + 0.012, lat + 0.004, 9.0);
            assert!(model.view().base_map.near.contains(&(first + index)));
            let middle = model.camera.size.rect().center();
            let found = model.pick(middle, Tolerance::MOUSE);
            assert!(found.contains(&(first + index)));
        }
    }
}

#[test]
fn those_that_look_otherwise_stand_for_themselves() {
    let one = point((70.0, 42.0));
    let other = line((70.0, 42.0));
    let same = std::iter::repeat_n(one, 20_000);
    let (model, first) = model(same.chain([other]));
    let last = first + 20_000;
    assert_eq!(drawn(&model, first), (2, 20_001));
    assert!(model.view().base_map.near.contains(&last));
}

#[test]
fn what_is_large_is_drawn_whatever_lies_around_it() {
    let large = r#"{"type": "Polygon", "coordinates": [[[60, 40], [80, 40], [80, 50], [60, 50], [60, 40]]]}"#;
    let (model, first) = model(places(20_000).map(area).chain([large.to_owned()]));
    let large = first + 20_000;
    assert!(model.view().base_map.near.contains(&large));
}

/// A ring of so many points around 70° E 45° N, wavy.
fn coast(points: u32) -> String {
    let positions: Vec<_> = (0..=points)
        .map(|at| {
            let turn = std::f64::consts::TAU * f64::from(at % points) / f64::from(points);
            let reach = 4.0 + 0.5 * sin(7.0 * turn) + 0.002 * sin(997.0 * turn);
            format!(
                "[{}, {}]",
                70.0 + reach * cos(turn),
                45.0 + reach * sin(turn)
            )
        })
        .collect();
    format!(
        r#"{{"type": "Polygon", "coordinates": [[{}]]}}"#,
        positions.join(", ")
    )
}

/// The points of the path that is drawn of the area of a feature.
fn points_of(model: &Model, feature: usize) -> Vec<Point<Plane>> {
    let view = model.view();
    let area = view.base_map.own_area(feature).unwrap();
    let drawn = model
        .scene()
        .items
        .iter()
        .any(|item| matches!(item, Item::Stroke { path, .. } if Rc::ptr_eq(path, area)));
    assert!(drawn);
    area.parts.iter().flatten().copied().collect()
}

#[test]
fn of_a_long_coast_as_much_is_drawn_as_the_scale_and_the_view_show() {
    let (mut model, first) = model(std::iter::once(coast(30_000)));
    look_at(&mut model, 70.0, 45.0, 4.0);
    let far = points_of(&model, first).len();
    assert!(far > 50 && far < 3_000, "{far}");
    look_at(&mut model, 70.0, 45.0, 6.0);
    let near = points_of(&model, first).len();
    assert!(near > far, "{near} of {far}");
    // Nor is all of it drawn where it stands out.
    model.update(Event::Select(Some(first)));
    let whole = |item: &Item| matches!(item, Item::Stroke { path, .. } if path.parts.iter().any(|part| part.len() == 30_000));
    assert!(!model.scene().items.iter().any(whole));
    // It is found inside, and not outside.
    for (lon, found) in [(70.0, true), (73.0, true), (75.0, false)] {
        let place = model
            .shapes
            .projection
            .forward(LonLat::new(lon, 45.0))
            .unwrap();
        let hits = model.pick(model.camera.to_css(place), Tolerance::MOUSE);
        assert_eq!(hits.contains(&first), found, "{lon}");
    }
    // Its eastern end only.
    look_at(&mut model, 74.0, 45.0, 9.0);
    let seen = points_of(&model, first);
    assert!(seen.len() < 3_000, "{}", seen.len());
    let center = model.camera.center;
    let reach = 4.0 * model.camera.size.width / model.camera.scale;
    assert!(seen.iter().all(|point| point.distance(center) < reach));
}

#[test]
fn of_many_small_islands_none_is_lost() {
    let islands: Vec<_> = (0..60)
        .map(|at| {
            let (lon, lat) = (70.0 + 0.1 * f64::from(at), 45.0);
            format!(
                "[[[{lon}, {lat}], [{}, {lat}], [{lon}, {}], [{lon}, {lat}]]]",
                lon + 0.001,
                lat + 0.001
            )
        })
        .collect();
    let geometry = format!(
        r#"{{"type": "MultiPolygon", "coordinates": [{}]}}"#,
        islands.join(", ")
    );
    let (mut model, first) = model(std::iter::once(geometry));
    look_at(&mut model, 73.0, 45.0, 4.0);
    assert_eq!(points_of(&model, first).len(), 180);
}
