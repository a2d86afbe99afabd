//! What stands beside the map: a scale bar that is true, a locator that shows where, notes that leave with the picture.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::rc::Rc;

use central_asia_map::app::{Event, Insets, Model, Motion, Target};
use central_asia_map::lon_lat::LonLat;
use central_asia_map::scene::{Furniture, Item, Label, Scene, crisp, labels};
use central_asia_map::shape::{ProjectionName, Shapes};
use central_asia_map::space::{Css, Point, Rect, Size};
use central_asia_map::strings::Strings;
use geographiclib_rs::{Geodesic, InverseGeodesic as _};

mod support;

use support::{Random, built_in, model, read};

const BAR: Furniture = Furniture {
    scale_bar: true,
    locator: false,
    notes: false,
};

fn look(model: &mut Model, lon: f64, lat: f64, zoom: f64) {
    let view = Target::View(Some(LonLat::new(lon, lat)), Some(zoom));
    model.update(Event::Go(view, Motion::Cut));
}

fn labels_of(items: &[Item]) -> Vec<&Label> {
    let labels = items.iter().filter_map(|item| match item {
        Item::Label(label) => Some(label),
        _ => None,
    });
    labels.collect()
}

fn areas_of(items: &[Item]) -> Vec<Rect<Css>> {
    let area = |item: &Item| match item {
        Item::Area { rings, .. } => Some(Rect::around(rings.iter().flatten().copied())),
        _ => None,
    };
    items.iter().filter_map(area).collect()
}

/// The widths of the bars in CSS pixels: of each unit, the distance of the last two ticks on its side of the line.
fn bar_widths(scene: &Scene) -> [f64; 2] {
    let lines = scene.furniture.iter().filter_map(|item| match item {
        Item::Line { points, .. } => Some(points),
        _ => None,
    });
    let ticks: Vec<_> = lines.filter(|points| points[0].x == points[1].x).collect();
    let width = |below: bool| {
        let ticks = ticks
            .iter()
            .filter(|tick| (tick[1].y > tick[0].y) == below)
            .map(|tick| tick[0].x);
        let (least, most) = ticks.fold((f64::MAX, f64::MIN), |(least, most), x| {
            (least.min(x), most.max(x))
        });
        most - least
    };
    [width(false), width(true)]
}

#[test]
fn scale_bars_are_true_in_all_projections() {
    let atlas = built_in();
    let earth = Geodesic::wgs84();
    let mut shown = 0;
    for projection in [
        ProjectionName::Conic,
        ProjectionName::Mercator,
        ProjectionName::Equirectangular,
    ] {
        let mut model = model(&atlas, 1200.0, 800.0);
        let shapes = Shapes::new(&atlas, projection.of(&atlas));
        model.update(Event::SetShapes(Rc::new(shapes)));
        model.update(Event::SetFurniture(BAR));
        let mut random = Random::new(7);
        for _ in 0..60 {
            let (lon, lat) = (random.between(40.0, 115.0), random.between(20.0, 62.0));
            look(&mut model, lon, lat, random.between(2.5, 11.5));
            let scene = model.scene();
            let texts = labels_of(&scene.furniture);
            if texts.is_empty() {
                continue;
            }
            shown += 1;
            let middle = Point::new(600.0, 400.0);
            for (label, width) in texts.iter().zip(bar_widths(&scene)) {
                let (number, unit) = label.text.split_once(' ').unwrap();
                let value: f64 = number.replace(',', "").parse().unwrap();
                let meters = value * if unit == "km" { 1000.0 } else { 1609.344 };
                let end = |dx: f64| {
                    let place = model.camera.to_plane(middle.offset(dx, 0.0));
                    model.shapes.projection.inverse(place).unwrap()
                };
                let (from, to) = (end(-width / 2.0), end(width / 2.0));
                let true_meters: f64 = earth.inverse(from.lat, from.lon, to.lat, to.lon);
                assert!(
                    (true_meters / meters - 1.0).abs() < 5e-4,
                    "{projection:?} {lon} {lat}: {} is {true_meters} m",
                    label.text
                );
                let digits = number.replace([',', '0'], "");
                assert!(["1", "2", "5"].contains(&digits.as_str()), "{number}");
                assert!((20.0..=122.0).contains(&width), "{width}");
            }
        }
    }
    assert!(shown > 170, "{shown} bars");
}

#[test]
fn the_language_chooses_the_units() {
    let mut model = model(&built_in(), 1200.0, 800.0);
    model.update(Event::SetFurniture(BAR));
    let mut texts = |words: Strings| {
        model.update(Event::SetWords(Rc::new(words)));
        let scene = model.scene();
        let labels = labels_of(&scene.furniture);
        labels
            .iter()
            .map(|label| label.text.replace('\u{a0}', " "))
            .collect::<Vec<_>>()
    };
    assert_eq!(texts(Strings::english()), ["500 km", "200 mi"]);
    for (lang, expected) in [("ru", "500 км"), ("zh", "500公里")] {
        let words = Strings::read(&read(&format!("web/text/{lang}.json")), lang).unwrap();
        assert_eq!(texts(words), [expected]);
    }
}

#[test]
fn the_locator_comes_when_the_overview_is_out_of_sight() {
    let mut model = model(&built_in(), 1200.0, 800.0);
    model.update(Event::SetFurniture(Furniture {
        locator: true,
        ..Furniture::default()
    }));
    let mut areas = |lon: f64, lat: f64, zoom: f64| {
        look(&mut model, lon, lat, zoom);
        areas_of(&model.scene().furniture)
    };
    assert_eq!(areas(71.0, 40.5, 4.9), []);
    let plates = areas(71.0, 40.5, 5.1);
    let place = plates[0];
    assert!(place.width() > 100.0 && place.width() < 200.0);
    // All of it stays within the plate.
    assert!(
        plates
            .iter()
            .all(|area| place.contains(area.min) && place.contains(area.max))
    );
    // Nothing to show where the overview does not reach.
    assert_eq!(areas(-60.0, 40.0, 6.0), []);
}

#[test]
fn the_locator_keeps_clear_of_buttons() {
    let mut model = model(&built_in(), 700.0, 400.0);
    model.update(Event::SetFurniture(Furniture {
        locator: true,
        ..Furniture::default()
    }));
    look(&mut model, 71.0, 40.5, 6.0);
    let buttons = Rect {
        min: Point::new(644.0, 12.0),
        max: Point::new(688.0, 360.0),
    };
    assert!(areas_of(&model.scene().furniture)[0].intersects(&buttons));
    model.update(Event::SetInsets(Insets {
        covered: [buttons].into(),
        ..Insets::default()
    }));
    let place = areas_of(&model.scene().furniture)[0];
    assert!(
        !place.intersects(&buttons) && place.max.x > 600.0,
        "{place:?}"
    );
}

#[test]
fn between_two_cards_there_is_the_scale_bar_and_no_locator_over_it() {
    let mut model = model(&built_in(), 1280.0, 800.0);
    model.update(Event::SetFurniture(Furniture {
        locator: true,
        scale_bar: true,
        ..Furniture::default()
    }));
    look(&mut model, 71.0, 40.5, 7.1);
    assert!(!areas_of(&model.scene().furniture).is_empty());
    let tools = Rect {
        min: Point::new(485.0, 726.0),
        max: Point::new(777.0, 770.0),
    };
    model.update(Event::SetInsets(Insets {
        left: 380.0,
        right: 420.0,
        covered: [tools].into(),
        ..Insets::default()
    }));
    let furniture = model.scene().furniture;
    assert_eq!(areas_of(&furniture), []);
    assert!(!labels_of(&furniture).is_empty());
    let mut lines = furniture.iter().filter_map(|item| match item {
        Item::Line { points, .. } => Some(Rect::around(points.iter().copied())),
        _ => None,
    });
    assert!(lines.all(|line| !line.intersects(&tools)));
}

/// The credit and whose boundaries these are leave with the picture; on the page, they are the page's.
#[test]
fn stills_carry_their_notes() {
    let mut model = model(&built_in(), 390.0, 844.0);
    look(&mut model, 77.0, 35.0, 5.0);
    model.update(Event::SetBoundaries("in".to_owned()));
    let text = |scene: &Scene| {
        let labels = labels_of(&scene.furniture);
        let texts = labels.iter().map(|label| label.text.to_string());
        texts.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(text(&model.scene()), "");
    let still = text(&model.still());
    assert!(still.contains("Natural Earth · NOAA"), "{still}");
    assert!(still.contains("as India sees them"), "{still}");
}

/// No name of the map runs under the furniture, and no furniture over the edge.
#[test]
fn names_keep_clear_of_furniture() {
    let atlas = built_in();
    for (width, height) in [(1200.0, 800.0), (390.0, 844.0), (320.0, 256.0)] {
        let mut model = model(&atlas, width, height);
        let edge = Size { width, height }.rect().inflate(0.5);
        let mut random = Random::new(11);
        for _ in 0..40 {
            let (lon, lat) = (random.between(45.0, 110.0), random.between(30.0, 55.0));
            look(&mut model, lon, lat, random.between(2.0, 9.0));
            let still = model.still();
            let texts = labels_of(&still.furniture)
                .into_iter()
                .flat_map(labels::boxes_of);
            let furniture: Vec<_> = areas_of(&still.furniture)
                .into_iter()
                .chain(texts)
                .collect();
            for rect in &furniture {
                assert!(
                    edge.contains(rect.min) && edge.contains(rect.max),
                    "{rect:?}"
                );
            }
            for label in &still.labels {
                let boxes = labels::boxes_of(label);
                let under = furniture
                    .iter()
                    .find(|rect| boxes.iter().any(|bounds| rect.intersects(bounds)));
                assert_eq!(under, None, "{} at {width}×{height}", label.text);
            }
        }
    }
}

/// Level and upright lines cover whole pixels of the device at any ratio, and so do the edges of plates: no grey seams.
#[test]
fn hairlines_are_on_whole_pixels() {
    let mut model = model(&built_in(), 1000.0, 700.0);
    let wanted = Furniture {
        locator: true,
        ..BAR
    };
    model.update(Event::SetFurniture(wanted));
    look(&mut model, 71.3, 40.4, 6.3);
    let furniture = model.scene().furniture;
    let mut lines = 0;
    for ratio in [1.0, 1.25, 1.5, 2.0, 3.0] {
        let mut items = furniture.clone();
        crisp(&mut items, ratio);
        let is_whole = |at: f64| (at * ratio - (at * ratio).round()).abs() < 1e-6;
        let mut moved: f64 = 0.0;
        for (item, before) in items.iter().zip(&furniture) {
            let (Item::Line { points, pen }, Item::Line { points: old, .. }) = (item, before)
            else {
                continue;
            };
            let is_square = old
                .windows(2)
                .all(|side| side[0].x == side[1].x || side[0].y == side[1].y);
            if !is_square {
                assert_eq!(points, old);
                continue;
            }
            lines += 1;
            assert!(is_whole(pen.width) && pen.width > 0.0, "{}", pen.width);
            for (at, was) in points.iter().zip(old) {
                moved = moved.max(at.distance(*was));
            }
            for side in points.windows(2) {
                let edge = if side[0].y == side[1].y {
                    side[0].y
                } else {
                    side[0].x
                };
                let edge = edge - pen.width / 2.0;
                assert!(is_whole(edge), "{edge} at {ratio}");
            }
        }
        assert!(moved * ratio < 1.0, "{moved} at {ratio}");
        let mut plates = 0;
        for item in &items {
            if let Item::Area { rings, .. } = item
                && rings[0].len() == 4
            {
                plates += 1;
                let mut edges = rings[0].iter().flat_map(|corner| [corner.x, corner.y]);
                assert!(edges.all(is_whole), "{rings:?} at {ratio}");
            }
        }
        assert!(plates >= 2, "{plates}");
    }
    // The scale bar and its ticks, and the frames of the locator, each with what sets it off.
    assert!(lines >= 5 * 10, "{lines}");
}
