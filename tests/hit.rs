//! Picking finds what is drawn at a place, and what is near it for a hand that is not exact.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use central_asia_map::app::{Event, Model};
use central_asia_map::atlas::Class;
use central_asia_map::camera::Camera;
use central_asia_map::geo::planar::{area_contains, distance_to_line};
use central_asia_map::hit::{Drawn, Tolerance, pick};
use central_asia_map::lon_lat::LonLat;
use central_asia_map::order::key_of;
use central_asia_map::scene::marks::{Placed, place};
use central_asia_map::scene::{Item, View, mark_scale};
use central_asia_map::space::{Css, Point};

mod support;

use support::{Random, atlas_of, built_in, model};

/// How a feature is hit, by looking at it alone: on its mark, on its line, near one of them, in its area; the lesser the
/// better.
fn look(
    view: &View<'_>,
    drawn: &[Placed],
    feature: usize,
    at: Point<Css>,
    reach: f64,
) -> Option<(u8, u64)> {
    let class = view.atlas.features[feature].properties.class;
    if !class.is_selectable() || !view.shows(feature) {
        return None;
    }
    let shape = &view.shapes.shapes[feature];
    let marks = drawn.iter().filter(|mark| mark.feature == feature);
    let marks = marks.map(|mark| mark.at.distance(at) - mark.radius);
    let to_mark = marks.fold(f64::INFINITY, f64::min);
    let lines = view.stretches(feature);
    let to_line = lines.iter().map(|line| distance_to_line(at, &line.points));
    let to_line = to_line.fold(f64::INFINITY, f64::min);
    let area = shape.outline(view.detailed()).area.as_ref();
    let radius = view.palette.symbol(class).1 * mark_scale(view.zoom);
    let places = shape.points.iter();
    let places = places.map(|&point| view.camera.to_css(point).distance(at) - radius);
    let to_place = places.fold(f64::INFINITY, f64::min);
    if to_mark <= 1.0 {
        Some((0, key_of(to_mark)))
    } else if to_place <= 1.0 {
        Some((0, key_of(to_place + 100.0)))
    } else if to_line <= 3.0 {
        Some((1, key_of(to_line)))
    } else if to_mark.min(to_line) <= reach {
        Some((2, key_of(to_mark.min(to_line))))
    } else if area.is_some_and(|area| area_contains(&area.parts, view.camera.to_plane(at))) {
        Some((3, key_of(shape.bounds.width() * shape.bounds.height())))
    } else {
        None
    }
}

fn look_at(model: &mut Model, lon: f64, lat: f64, zoom: f64) {
    let center = model
        .shapes
        .projection
        .forward(LonLat::new(lon, lat))
        .unwrap();
    let scale = Camera::scale_for_zoom(zoom, center, &model.shapes.projection);
    model.camera = Camera {
        center,
        scale,
        ..model.camera
    };
    model.update(Event::Frame(0.0));
}

#[test]
fn picking_finds_what_looking_at_everything_finds() {
    let mut model = model(&built_in(), 800.0, 600.0);
    let mut random = Random::new(2);
    let mut found_by_tier = [0; 4];
    for (lon, lat, zoom) in [
        (75.0, 42.0, 2.8),
        (71.0, 40.5, 6.0),
        (52.0, 41.5, 5.0),
        (80.0, 44.5, 7.5),
        (109.0, 34.0, 4.0),
    ] {
        look_at(&mut model, lon, lat, zoom);
        let view = model.view();
        let drawn = place(&view);
        let mut known = Drawn::new(&view);
        let features = 0..view.atlas.features.len();
        for _ in 0..600 {
            let at = Point::new(random.between(-5.0, 805.0), random.between(-5.0, 605.0));
            for tolerance in [Tolerance::MOUSE, Tolerance::TOUCH] {
                let looked = |feature| look(&view, &drawn, feature, at, tolerance.reach);
                let found = pick(&view, &mut known, at, tolerance);
                let mut expected: Vec<usize> = features
                    .clone()
                    .filter(|&feature| looked(feature).is_some())
                    .collect();
                let mut sorted = found.clone();
                sorted.sort_unstable();
                expected.sort_unstable();
                assert_eq!(sorted, expected, "{at:?} at {lon} {lat} {zoom}");
                let scores: Vec<_> = found
                    .iter()
                    .map(|&feature| looked(feature).unwrap())
                    .collect();
                assert!(scores.is_sorted(), "{at:?}: {scores:?}");
                if let Some((tier, _)) = scores.first() {
                    found_by_tier[usize::from(*tier)] += 1;
                }
            }
        }
    }
    assert!(
        found_by_tier.iter().all(|&count| count > 5),
        "{found_by_tier:?}"
    );
}

/// A point of class hub, a line and an area that contain one place, and a mark and a line of others beside it.
fn stacked() -> Model {
    let atlas = atlas_of(&[
        r#"{"type": "Feature", "id": "area", "properties": {"class": "country"}, "geometry":
            {"type": "Polygon", "coordinates": [[[50, 30], [100, 30], [100, 55], [50, 55], [50, 30]]]}}"#,
        r#"{"type": "Feature", "id": "small-area", "properties": {"class": "lake"}, "geometry":
            {"type": "Polygon", "coordinates": [[[70, 38], [80, 38], [80, 46], [70, 46], [70, 38]]]}}"#,
        r#"{"type": "Feature", "id": "unselectable", "properties": {"class": "boundary"}, "geometry":
            {"type": "LineString", "coordinates": [[60, 42], [90, 42]]}}"#,
        r#"{"type": "Feature", "id": "mark", "properties": {"class": "hub", "rank": 1}, "geometry":
            {"type": "Point", "coordinates": [75, 42]}}"#,
        r#"{"type": "Feature", "id": "line", "properties": {"class": "corridor"}, "geometry":
            {"type": "LineString", "coordinates": [[75, 32], [75, 52]]}}"#,
        r#"{"type": "Feature", "id": "same-mark", "properties": {"class": "hub", "rank": 1}, "geometry":
            {"type": "Point", "coordinates": [75, 42]}}"#,
    ]);
    let mut model = model(&atlas, 800.0, 600.0);
    look_at(&mut model, 75.0, 42.0, 5.0);
    model
}

fn ids(model: &Model, at: Point<Css>, tolerance: Tolerance) -> Vec<&str> {
    let hits = model.pick(at, tolerance).into_iter();
    hits.map(|hit| model.atlas.features[hit].id.as_str())
        .collect()
}

const MIDDLE: Point<Css> = Point::new(400.0, 300.0);

#[test]
fn marks_come_before_lines_before_small_areas_before_large_ones() {
    // Of the two marks at one place the one of the later feature stands there, the other beside it.
    let all = ["same-mark", "mark", "line", "small-area", "area"];
    assert_eq!(ids(&stacked(), MIDDLE, Tolerance::MOUSE), all);
    assert_eq!(ids(&stacked(), MIDDLE, Tolerance::TOUCH), all);
}

#[test]
fn no_mark_is_drawn_on_another() {
    let mut model = model(&built_in(), 1000.0, 700.0);
    let mut moved = 0;
    for zoom in [3.0, 4.0, 5.0, 6.0, 7.0, 8.0] {
        for (lon, lat) in [(70.0, 41.0), (80.4, 44.2), (51.5, 42.0), (109.0, 34.3)] {
            look_at(&mut model, lon, lat, zoom);
            let view = model.view();
            let drawn = place(&view);
            for (at, one) in drawn.iter().enumerate() {
                for other in &drawn[at + 1..] {
                    let apart = one.at.distance(other.at);
                    assert!(apart >= one.radius + other.radius, "{one:?} {other:?}");
                }
                // What is moved is still by its place, and picked where it is drawn.
                let true_place = view
                    .camera
                    .to_css(view.shapes.shapes[one.feature].points[0]);
                let away = one.at.distance(true_place);
                assert!(away < 32.0, "{away} px");
                let class = view.atlas.features[one.feature].properties.class;
                if away > 0.0 && class.is_selectable() {
                    assert_eq!(
                        model.pick(one.at, Tolerance::MOUSE).first(),
                        Some(&one.feature)
                    );
                    moved += 1;
                }
            }
        }
    }
    assert!(moved > 20, "{moved}");
}

#[test]
fn a_mouse_finds_within_8_px_and_a_finger_within_24() {
    let model = stacked();
    let (_, radius, _) = model.palette.symbol(Class::Hub);
    let radius = radius * mark_scale(model.view().zoom);
    // Along the line, so that the marks are what may be near.
    let finds = |distance: f64, tolerance| {
        ids(&model, MIDDLE.offset(0.0, distance), tolerance).contains(&"same-mark")
    };
    for (tolerance, reach) in [(Tolerance::MOUSE, 8.0), (Tolerance::TOUCH, 24.0)] {
        assert!(finds(radius + reach - 0.1, tolerance));
        assert!(!finds(radius + reach + 0.1, tolerance));
    }
    // Away from the marks, across the line.
    let finds = |distance: f64, tolerance| {
        ids(&model, MIDDLE.offset(distance, 100.0), tolerance).contains(&"line")
    };
    for (tolerance, reach) in [(Tolerance::MOUSE, 8.0), (Tolerance::TOUCH, 24.0)] {
        for side in [-1.0, 1.0] {
            assert!(finds(side * (reach - 0.5), tolerance));
            assert!(!finds(side * (reach + 0.5), tolerance));
        }
    }
}

#[test]
fn what_is_exactly_there_comes_before_what_is_near() {
    let model = stacked();
    // On the line, 15 px from the marks.
    assert_eq!(
        ids(&model, MIDDLE.offset(0.0, 15.0), Tolerance::TOUCH)[0],
        "line"
    );
}

#[test]
fn what_is_off_is_not_found() {
    let mut model = stacked();
    model.update(Event::SetLayers(Some(vec![false])));
    assert_eq!(model.pick(MIDDLE, Tolerance::TOUCH), [0; 0]);
}

#[test]
fn what_does_not_exist_in_the_year_is_not_found() {
    let atlas = atlas_of(&[
        r#"{"type": "Feature", "id": "late", "properties": {"class": "hub", "rank": 1, "since": 2020}, "geometry":
            {"type": "Point", "coordinates": [75, 42]}}"#,
        r#"{"type": "Feature", "id": "land", "properties": {"class": "other", "until": 2020}, "geometry":
            {"type": "Polygon", "coordinates": [[[50, 30], [100, 30], [100, 55], [50, 55], [50, 30]]]}}"#,
    ]);
    let mut model = model(&atlas, 800.0, 600.0);
    look_at(&mut model, 75.0, 42.0, 5.0);
    for (year, found) in [
        (2019, vec!["land"]),
        (2020, vec!["late", "land"]),
        (2021, vec!["late"]),
    ] {
        model.update(Event::SetYear(year));
        assert_eq!(ids(&model, MIDDLE, Tolerance::MOUSE), found, "{year}");
    }
}

/// In a hole of an area one is not in the area.
#[test]
fn holes_are_not_found() {
    let atlas = atlas_of(&[
        r#"{"type": "Feature", "id": "ring", "properties": {"class": "country"}, "geometry":
            {"type": "Polygon", "coordinates": [[[50, 30], [100, 30], [100, 55], [50, 55], [50, 30]],
                                                [[70, 38], [70, 46], [80, 46], [80, 38], [70, 38]]]}}"#,
    ]);
    let mut model = model(&atlas, 800.0, 600.0);
    look_at(&mut model, 75.0, 42.0, 4.0);
    assert_eq!(ids(&model, MIDDLE, Tolerance::TOUCH), [""; 0]);
    look_at(&mut model, 60.0, 42.0, 4.0);
    assert_eq!(ids(&model, MIDDLE, Tolerance::TOUCH), ["ring"]);
}

/// Lines that share a track are drawn side by side: at the middle of what is drawn for one, that one is picked.
#[test]
fn of_parallel_lanes_the_one_that_is_drawn_there_is_picked() {
    let mut model = model(&built_in(), 1000.0, 700.0);
    let mut tested = 0;
    for (lon, lat, zoom) in [(68.0, 42.0, 5.0), (75.0, 45.0, 4.0), (64.0, 40.0, 6.5)] {
        look_at(&mut model, lon, lat, zoom);
        let lines = (0..model.atlas.features.len()).filter(|&feature| {
            model.shapes.shapes[feature].legs.len() > 1 && model.view().shows(feature)
        });
        for feature in lines.collect::<Vec<_>>() {
            // The highlight of a selection follows the lane as it is drawn.
            model.update(Event::Select(Some(feature)));
            let accent = model.palette.accent().clone();
            let scene = model.scene();
            model.update(Event::Select(None));
            for item in &scene.items {
                let Item::Line { points, pen } = item else {
                    continue;
                };
                if pen.color != accent {
                    continue;
                }
                for pair in points
                    .windows(2)
                    .filter(|pair| pair[0].distance(pair[1]) > 6.0)
                {
                    let at = pair[0].lerp(pair[1], 0.5);
                    if !model.camera.size.rect().contains(at) {
                        continue;
                    }
                    // Marks lie over lines; and where lines cross, either may be found.
                    let hits = model.pick(at, Tolerance::MOUSE);
                    let view = model.view();
                    let first = hits
                        .iter()
                        .copied()
                        .find(|&hit| view.shapes.shapes[hit].points.is_empty());
                    let distance = |feature: usize| {
                        let lines = view.stretches(feature);
                        lines
                            .iter()
                            .map(|line| distance_to_line(at, &line.points))
                            .fold(f64::INFINITY, f64::min)
                    };
                    let name = |feature: usize| &model.atlas.features[feature].id;
                    assert!(
                        first == Some(feature) || first.is_some_and(|other| distance(other) < 0.5),
                        "{} instead of {} at {at:?}",
                        first.map_or("nothing", |other| name(other)),
                        name(feature),
                    );
                    tested += 1;
                }
            }
        }
    }
    assert!(tested > 200, "{tested}");
}

/// Side by side, not one on the other: neighbours' middles are a line's width and more apart.
#[test]
fn lanes_are_apart() {
    let mut model = model(&built_in(), 1000.0, 700.0);
    look_at(&mut model, 66.0, 41.0, 6.0);
    let view = model.view();
    let lane = |id: &str| view.stretches(model.atlas.find(id).unwrap());
    let (a, b) = (lane("gas-line-a"), lane("gas-line-b"));
    let mut shared = 0;
    for lane in &a {
        let Some(other) = b.iter().find(|other| other.track == lane.track) else {
            continue;
        };
        for pair in lane
            .points
            .windows(2)
            .filter(|pair| pair[0].distance(pair[1]) > 12.0)
        {
            let apart = distance_to_line(pair[0].lerp(pair[1], 0.5), &other.points);
            assert!((3.0..12.0).contains(&apart), "{apart} px");
            shared += 1;
        }
    }
    assert!(shared > 3, "{shared}");
}
