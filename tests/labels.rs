//! Names never cover each other or a mark, and none is cut off by the frame.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::rc::Rc;

use central_asia_map::app::{Event, Model, Motion, Target};
use central_asia_map::atlas::Atlas;
use central_asia_map::camera::Camera;
use central_asia_map::lon_lat::LonLat;
use central_asia_map::scene::labels::{Candidate, bounds_of, place};
use central_asia_map::scene::{Anchor, Item, Label, Scene, TextStyle};
use central_asia_map::space::{Css, Point, Rect, Size};
use proptest::prelude::*;

mod support;

use support::Random;

fn boxes(labels: &[Label]) -> Vec<Rect<Css>> {
    labels.iter().map(bounds_of).collect()
}

fn assert_apart(labels: &[Label], frame: Rect<Css>, what: &str) {
    let boxes = boxes(labels);
    for (index, one) in boxes.iter().enumerate() {
        let text = &labels[index].text;
        assert!(
            frame.contains(one.min) && frame.contains(one.max),
            "{text} leaves the frame: {what}"
        );
        for (other, label) in boxes.iter().zip(labels).skip(index + 1) {
            assert!(
                !one.intersects(other),
                "{text} covers {}: {what}",
                label.text
            );
        }
    }
}

fn labels_of(scene: &Scene) -> Vec<Label> {
    let labels = scene.items.iter().filter_map(|item| match item {
        Item::Label(label) => Some(label.clone()),
        _ => None,
    });
    labels.collect()
}

/// Looks at some place of the atlas from some height. The base map stays that of another view: names do not depend on it.
fn look_somewhere(model: &mut Model, random: &mut Random) -> String {
    let (lon, lat) = (random.between(20.0, 125.0), random.between(18.0, 62.0));
    let zoom = random.between(1.5, 8.5);
    let center = model
        .shapes
        .projection
        .forward(LonLat::new(lon, lat))
        .unwrap();
    let size = Size {
        width: random.between(280.0, 1600.0).round(),
        height: random.between(200.0, 1000.0).round(),
    };
    model.camera = Camera {
        center,
        scale: Camera::scale_for_zoom(zoom, center, &model.shapes.projection),
        size,
    };
    format!("{lon} {lat} zoom {zoom} {size:?} {}", model.lang)
}

#[test]
fn names_are_apart_in_500_views() {
    let mut model = support::model(&support::built_in(), 800.0, 600.0);
    let mut random = Random::new(1);
    let mut total = 0;
    for view in 0..500 {
        let lang = ["en", "ru", "zh"][view % 3];
        model.update(Event::SetLang(lang.to_owned()));
        let what = look_somewhere(&mut model, &mut random);
        let scene = model.scene();
        let labels = labels_of(&scene);
        assert_apart(&labels, model.camera.size.rect(), &what);
        let boxes = boxes(&labels);
        for item in &scene.items {
            if let Item::Mark { at, .. } = item {
                let covered = boxes.iter().position(|bounds| bounds.contains(*at));
                assert!(
                    covered.is_none(),
                    "{} covers a mark: {what}",
                    labels[covered.unwrap()].text
                );
            }
        }
        total += labels.len();
    }
    // The promise is easily kept by a map without names.
    assert!(total > 500 * 5, "{total} names in all");
}

#[test]
fn all_languages_name_much_the_same() {
    let mut model = support::model(&support::built_in(), 1200.0, 800.0);
    let counts = ["en", "ru", "zh"].map(|lang| {
        model.update(Event::SetLang(lang.to_owned()));
        labels_of(&model.scene()).len()
    });
    assert!(counts.iter().all(|&count| count >= 15), "{counts:?}");
}

/// Whoever goes to one of the areas that the map is about reads its name there, in any language, also on a phone.
#[test]
fn what_stands_out_is_named() {
    let atlas: Rc<Atlas> = support::built_in();
    let features = atlas.features.iter().enumerate();
    let focus: Vec<_> = features
        .filter(|(_, feature)| atlas.is_focus(feature))
        .collect();
    assert_eq!(focus.len(), 5);
    let mut missing = Vec::new();
    for (width, height) in [(1200.0, 800.0), (800.0, 600.0), (390.0, 700.0)] {
        let mut model = support::model(&atlas, width, height);
        for lang in ["en", "ru", "zh"] {
            model.update(Event::SetLang(lang.to_owned()));
            for (index, feature) in &focus {
                model.update(Event::Go(Target::Feature(*index), Motion::Cut));
                let name = feature.properties.name.get(lang).to_lowercase();
                let labels = labels_of(&model.scene());
                if !labels.iter().any(|label| label.text.to_lowercase() == name) {
                    missing.push(format!("{name} at {width}×{height}"));
                }
            }
        }
    }
    assert_eq!(missing, [""; 0]);
}

fn style(size: f64) -> TextStyle {
    TextStyle {
        size,
        weight: 400,
        italic: false,
        spacing: 0.0,
        color: "#000".into(),
        halo: "#fff".into(),
    }
}

fn candidate(
    priority: u32,
    feature: usize,
    text: &str,
    x: f64,
    y: f64,
    beside: Option<f64>,
) -> Candidate {
    Candidate {
        priority,
        feature,
        text: text.into(),
        at: Point::new(x, y),
        beside,
        style: style(11.0),
    }
}

const FRAME: Rect<Css> = Rect {
    min: Point::new(0.0, 0.0),
    max: Point::new(300.0, 200.0),
};

proptest! {
    #[test]
    fn any_names_are_apart(
        names in proptest::collection::vec(
            (0..5_u32, 0..30_usize, "[a-zA-Zа-я中国 ]{1,20}", -20.0..320.0_f64, -20.0..220.0_f64,
             proptest::option::of(2.0..12.0_f64), 8.0..20.0_f64),
            0..60,
        ),
        taken in proptest::collection::vec((0.0..300.0_f64, 0.0..200.0_f64), 0..10),
    ) {
        let candidates: Vec<Candidate> = names
            .into_iter()
            .map(|(priority, feature, text, x, y, beside, size)| Candidate {
                style: style(size),
                ..candidate(priority, feature, &text, x, y, beside)
            })
            .collect();
        let taken: Vec<Rect<Css>> = taken
            .into_iter()
            .map(|(x, y)| Rect { min: Point::new(x, y), max: Point::new(x + 8.0, y + 8.0) })
            .collect();
        let placed = place(&candidates, FRAME, taken.clone());
        assert_apart(&placed, FRAME, "");
        for bounds in boxes(&placed) {
            prop_assert!(!taken.iter().any(|other| other.intersects(&bounds)));
        }
    }
}

#[test]
fn the_more_important_name_wins() {
    let names = [
        candidate(2, 0, "second", 150.0, 100.0, None),
        candidate(1, 1, "first", 155.0, 102.0, None),
    ];
    let placed = place(&names, FRAME, Vec::new());
    assert_eq!(placed.len(), 1);
    assert_eq!(&*placed[0].text, "first");
}

#[test]
fn a_feature_is_named_once_at_its_first_free_place() {
    let names = [
        candidate(1, 0, "here", 150.0, 100.0, None),
        candidate(1, 0, "there", 50.0, 50.0, None),
    ];
    let placed = place(&names, FRAME, Vec::new());
    assert_eq!(placed.len(), 1);
    assert_eq!(&*placed[0].text, "here");
    let middle = Rect {
        min: Point::new(149.0, 99.0),
        max: Point::new(151.0, 101.0),
    };
    let placed = place(&names, FRAME, vec![middle]);
    assert_eq!(&*placed[0].text, "there");
}

/// At the right edge the name goes to the left of its mark.
#[test]
fn a_name_beside_a_mark_takes_the_side_that_is_free() {
    let placed = |x: f64| {
        place(
            &[candidate(1, 0, "Khorgos", x, 100.0, Some(5.0))],
            FRAME,
            Vec::new(),
        )
    };
    assert_eq!(placed(150.0)[0].anchor, Anchor::Start);
    assert_eq!(placed(290.0)[0].anchor, Anchor::End);
}

/// The box that is kept free is that of the text: as wide as its letters, above and below its baseline.
#[test]
fn boxes_are_where_the_text_is() {
    let label = |anchor, size: f64, spacing: f64| {
        let style = TextStyle {
            spacing,
            ..style(size)
        };
        bounds_of(&Label {
            text: "Almaty".into(),
            at: Point::new(100.0, 50.0),
            anchor,
            style,
        })
    };
    let (start, middle, end) = (
        label(Anchor::Start, 12.0, 0.0),
        label(Anchor::Middle, 12.0, 0.0),
        label(Anchor::End, 12.0, 0.0),
    );
    assert!((start.min.x - 100.0).abs() < 1e-9 && (end.max.x - 100.0).abs() < 1e-9);
    assert!((middle.center().x - 100.0).abs() < 1e-9);
    // Six letters of half an em or so.
    assert!((2.5..5.0).contains(&(start.width() / 12.0)));
    assert!((label(Anchor::Start, 24.0, 0.0).width() / start.width() - 2.0).abs() < 1e-9);
    assert!(label(Anchor::Start, 12.0, 3.0).width() >= start.width() + 15.0);
    assert!(start.min.y < 50.0 - 7.0 && start.max.y > 51.0 && start.height() < 16.0);
}
