//! Names never cover each other or a mark, and none is cut off by the frame.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::rc::Rc;

use central_asia_map::app::{Event, Insets, Model, Motion, Target};
use central_asia_map::atlas::Atlas;
use central_asia_map::attributes::{Setting, parse};
use central_asia_map::camera::Camera;
use central_asia_map::lon_lat::LonLat;
use central_asia_map::scene::labels::{Candidate, Room, Spots, boxes_of, place};
use central_asia_map::scene::{Anchor, Fading, Ink, Item, Label, TextStyle};
use central_asia_map::space::{Css, Point, Rect, Size};
use proptest::prelude::*;

mod support;

use support::Random;

fn boxes(labels: &[Label]) -> Vec<Vec<Rect<Css>>> {
    labels.iter().map(boxes_of).collect()
}

fn assert_apart(labels: &[Label], frame: Rect<Css>, what: &str) {
    let boxes = boxes(labels);
    for (index, one) in boxes.iter().enumerate() {
        let text = &labels[index].text;
        assert!(!one.is_empty(), "{text} is nowhere: {what}");
        let inside = |part: &Rect<Css>| frame.contains(part.min) && frame.contains(part.max);
        assert!(one.iter().all(inside), "{text} leaves the frame: {what}");
        for (other, label) in boxes.iter().zip(labels).skip(index + 1) {
            // The lines of one name stand close; of others not even the halo lies on the letters.
            let own = label.feature.is_some() && label.feature == labels[index].feature;
            let halo = labels[index].style.halo_width.max(label.style.halo_width);
            let halo = if own { 0.0 } else { halo };
            let covers = |part: &Rect<Css>| {
                let part = part.inflate(halo);
                other.iter().any(|other| other.intersects(&part))
            };
            assert!(
                !one.iter().any(covers),
                "{text} covers {}: {what}",
                label.text
            );
        }
    }
}

/// Looks at some place of the atlas from some height.
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
    settle(model);
    format!("{lon} {lat} zoom {zoom} {size:?} {}", model.lang)
}

/// An event that changes nothing lets the model catch up with its camera.
fn settle(model: &mut Model) {
    model.update(Event::PointerLeft);
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
        let labels = scene.labels;
        assert_apart(&labels, model.camera.size.rect(), &what);
        let boxes = boxes(&labels);
        for item in &scene.items {
            if let Item::Mark { at, .. } = item {
                let covered = boxes
                    .iter()
                    .position(|parts| parts.iter().any(|bounds| bounds.contains(*at)));
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
        model.scene().labels.len()
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
                let labels = model.scene().labels;
                if !labels.iter().any(|label| label.text.to_lowercase() == name) {
                    missing.push(format!("{name} at {width}×{height}"));
                }
            }
        }
    }
    assert_eq!(missing, [""; 0]);
}

fn index(model: &Model, id: &str) -> usize {
    model.atlas.find(id).unwrap_or_else(|| panic!("no {id}"))
}

/// The model of a step of the story, or of the first view.
fn told(step: &str, width: f64, height: f64) -> Model {
    let mut model = support::model(&support::built_in(), width, height);
    if let Ok(Setting::Event(event)) = parse("step", Some(step), &model.atlas) {
        model.update(event);
    }
    settle(&mut model);
    model
}

fn unnamed<'a>(model: &Model, ids: &[&'a str]) -> Vec<&'a str> {
    let labels = model.scene().labels;
    let is_named = |id: &str| {
        let feature = Some(index(model, id));
        labels.iter().any(|label| label.feature == feature)
    };
    ids.iter().copied().filter(|id| !is_named(id)).collect()
}

/// A phone's first view names the five and their capitals, and no name of the five begins far out at sea.
#[test]
fn a_phones_overview_names_the_five_and_their_capitals() {
    let five = ["KAZ", "KGZ", "TJK", "TKM", "UZB"];
    let capitals = [
        "kz-astana",
        "kg-bishkek",
        "tj-dushanbe",
        "tm-ashgabat",
        "uz-tashkent",
    ];
    for step in ["", "five", "pipelines"] {
        let mut model = told(step, 390.0, 844.0);
        // The credit.
        model.update(Event::SetInsets(Insets {
            bottom: 51.0,
            ..Insets::default()
        }));
        for lang in ["en", "ru", "zh"] {
            model.update(Event::SetLang(lang.to_owned()));
            let what = format!("{step} {lang}");
            assert_eq!(unnamed(&model, &five), [""; 0], "{what}");
            assert_eq!(unnamed(&model, &capitals), [""; 0], "{what}");
        }
    }
    let mut model = told("", 390.0, 844.0);
    model.update(Event::SetInsets(Insets {
        bottom: 51.0,
        ..Insets::default()
    }));
    let labels = model.scene().labels;
    let name = labels.iter().find(|label| &*label.text == "TURKMENISTAN");
    let bounds = boxes_of(name.unwrap())[0];
    let start = Point::new(bounds.min.x, (bounds.min.y + bounds.max.y) / 2.0);
    let start = model.camera.to_plane(start);
    let start = model.shapes.projection.inverse(start).unwrap();
    // Its coast is at 53° E there, and letters are a little narrower than their estimate.
    assert!(start.lon > 52.6, "TURKMENISTAN begins at {start:?}");
}

/// A card covers no more than itself: above and below it there are names.
#[test]
fn names_stand_above_and_below_a_card() {
    let card = Rect {
        min: Point::new(12.0, 380.0),
        max: Point::new(380.0, 770.0),
    };
    let mut model = told("fergana", 1280.0, 800.0);
    model.update(Event::SetInsets(Insets {
        left: card.max.x,
        covered: [card].into(),
        ..Insets::default()
    }));
    let labels = model.scene().labels;
    let boxes = boxes(&labels);
    assert!(
        boxes
            .iter()
            .flatten()
            .all(|bounds| !bounds.intersects(&card))
    );
    let above = |bounds: &&Rect<Css>| bounds.max.x < card.max.x && bounds.max.y < card.min.y;
    assert!(boxes.iter().flatten().filter(above).count() > 0);
}

/// The lines that a step of the story speaks of have names, in any language. On a phone there is no room for all.
#[test]
fn a_step_names_the_lines_that_it_is_about() {
    for (step, lines, on_phone) in [
        (
            "alternatives",
            &[
                "trans-caspian",
                "kazakhstan-turkmenistan-iran",
                "cku-railway",
                "kashgar-osh-tashkent",
                "southern-tashkent-sarakhs",
                "turkmenbashi-branch",
            ][..],
            2,
        ),
        (
            "pipelines",
            &[
                "kazakhstan-china-oil",
                "gas-line-a",
                "gas-line-d",
                "beineu-bozoy-shymkent",
                "west-east-gas",
                "gas-line-b",
                "gas-line-c",
            ],
            3,
        ),
        (
            "since",
            &["cku-railway", "gas-line-d", "kyrgyzstan-tajikistan-border"],
            1,
        ),
    ] {
        for (width, height, named) in [(1200.0, 800.0, lines.len()), (390.0, 844.0, on_phone)] {
            let mut model = told(step, width, height);
            for lang in ["en", "ru", "zh"] {
                model.update(Event::SetLang(lang.to_owned()));
                settle(&mut model);
                let missing = unnamed(&model, lines);
                assert!(
                    missing.len() + named <= lines.len(),
                    "{missing:?} in {step}, {lang}, {width}"
                );
            }
        }
    }
}

/// Lines side by side share what their names begin with: one has the whole name, the others what tells them apart.
#[test]
fn the_lines_of_a_bundle_say_their_common_name_once() {
    for (width, height) in [(1280.0, 800.0), (390.0, 844.0)] {
        let model = told("pipelines", width, height);
        let labels = model.scene().labels;
        let words = |id: &str| {
            let feature = Some(index(&model, id));
            let lines = labels.iter().filter(|label| label.feature == feature);
            let lines: Vec<&str> = lines.map(|label| &*label.text).collect();
            lines.join(" ")
        };
        assert!(words("gas-line-a").ends_with("China gas, line A"));
        // On a phone there may be no room for all.
        let or_none = |words: &str| words.is_empty() && width < 400.0;
        for (id, short) in [("gas-line-b", "line B"), ("gas-line-c", "line C")] {
            let words = words(id);
            assert!(words == short || or_none(&words), "{words} at {width}");
        }
        let line = &model.atlas.features[index(&model, "gas-line-b")];
        assert_eq!(line.name("en"), "Central Asia–China gas, line B");
    }
}

/// The mark of what is selected is larger, and its name stays beside it.
#[test]
fn what_is_selected_keeps_its_name() {
    for (width, height) in [(1280.0, 800.0), (1600.0, 900.0), (390.0, 844.0)] {
        let mut model = told("summit", width, height);
        assert_eq!(model.selected, Some(index(&model, "xian-summit")));
        assert_eq!(unnamed(&model, &["xian-summit"]), [""; 0], "{width}");
        model.update(Event::ZoomBy(None, 2.0));
        settle(&mut model);
        assert_eq!(unnamed(&model, &["xian-summit"]), [""; 0], "{width}, near");
    }
}

/// A region and its town of the same name are not named side by side; the region is where its town is not in view.
#[test]
fn a_name_is_not_said_twice() {
    let texts = |lon: f64, lat: f64, zoom: f64| {
        let mut model = support::model(&support::built_in(), 800.0, 600.0);
        let center = LonLat::new(lon, lat);
        let center = model.shapes.projection.forward(center).unwrap();
        model.camera.scale = Camera::scale_for_zoom(zoom, center, &model.shapes.projection);
        model.camera.center = center;
        settle(&mut model);
        let labels = model.scene().labels.into_iter();
        labels.filter(|label| &*label.text == "Bukhara").count()
    };
    assert_eq!(texts(64.4, 39.8, 6.0), 1);
    // Its region's west, the town far away.
    assert_eq!(texts(63.0, 40.6, 9.0), 1);
}

fn style(size: f64) -> TextStyle {
    TextStyle {
        size,
        weight: 400,
        italic: false,
        spacing: 0.0,
        color: "#000".into(),
        halo: "#fff".into(),
        halo_width: 1.5,
    }
}

fn candidate(priority: u32, feature: usize, text: &str, spots: Spots) -> Candidate {
    Candidate {
        priority,
        feature,
        lines: vec![text.into()],
        spots,
        style: style(11.0),
        inside: false,
    }
}

fn on(x: f64, y: f64) -> Spots {
    Spots::On(vec![(0, Point::new(x, y))])
}

fn beside(x: f64, y: f64, radius: f64) -> Spots {
    Spots::Beside(Point::new(x, y), radius)
}

const FRAME: Rect<Css> = Rect {
    min: Point::new(0.0, 0.0),
    max: Point::new(300.0, 200.0),
};

fn room(marks: Vec<Rect<Css>>, covered: Vec<Rect<Css>>) -> Room {
    Room {
        frame: FRAME,
        covered,
        marks,
        ink: Ink::new(FRAME, Point::new(0.0, 0.0)),
        strong: Ink::new(FRAME, Point::new(0.0, 0.0)),
    }
}

fn placed(candidates: &[Candidate], room: &Room) -> Vec<Label> {
    place(candidates, room, |_| None).inside
}

proptest! {
    #[test]
    fn any_names_are_apart(
        names in proptest::collection::vec(
            (0..5_u32, 0..30_usize, "[a-zA-Zа-я中国 ]{1,20}", -20.0..320.0_f64, -20.0..220.0_f64,
             0..3_u8, 2.0..12.0_f64, 8.0..20.0_f64),
            0..60,
        ),
        taken in proptest::collection::vec((0.0..300.0_f64, 0.0..200.0_f64), 0..10),
    ) {
        let candidates: Vec<Candidate> = names
            .into_iter()
            .map(|(priority, feature, text, x, y, kind, radius, size)| {
                let bend = Point::new(x + 150.0, y + 10.0 * radius);
                let path = vec![Point::new(x, y), bend, Point::new(x + 300.0, y)];
                let spots = match kind {
                    0 => on(x, y),
                    1 => beside(x, y, radius),
                    _ => Spots::Along(vec![(0, path)], 50.0),
                };
                Candidate {
                    style: style(size),
                    ..candidate(priority, feature, &text, spots)
                }
            })
            .collect();
        let taken: Vec<Rect<Css>> = taken
            .into_iter()
            .map(|(x, y)| Rect { min: Point::new(x, y), max: Point::new(x + 8.0, y + 8.0) })
            .collect();
        let (marks, covered) = taken.split_at(taken.len() / 2);
        let placed = placed(&candidates, &room(marks.to_vec(), covered.to_vec()));
        assert_apart(&placed, FRAME, "");
        for bounds in boxes(&placed).concat() {
            prop_assert!(!taken.iter().any(|other| other.intersects(&bounds)));
        }
    }
}

/// Along its axis a name crosses no more ink than it may; then the next of its feature's candidates has its turn.
#[test]
fn a_name_along_an_axis_gives_way_to_a_line() {
    let axis = |most| {
        let path = vec![Point::new(50.0, 100.0), Point::new(250.0, 110.0)];
        let spots = Spots::Axis(vec![(0, path)], most);
        [
            candidate(1, 0, "Tajikistan", spots),
            candidate(1, 0, "Tajikistan", on(150.0, 40.0)),
        ]
    };
    let mut room = room(Vec::new(), Vec::new());
    let is_along = |candidates: &[Candidate], room: &Room| {
        let placed = placed(candidates, room);
        assert_eq!(placed.len(), 1);
        !placed[0].path.is_empty()
    };
    assert!(is_along(&axis(2), &room));
    room.ink
        .draw(&[Point::new(130.0, 60.0), Point::new(170.0, 150.0)]);
    assert!(!is_along(&axis(2), &room));
    assert!(is_along(&axis(u32::MAX), &room));
}

#[test]
fn the_more_important_name_wins() {
    let names = [
        candidate(2, 0, "second", on(150.0, 100.0)),
        candidate(1, 1, "first", on(155.0, 102.0)),
    ];
    let placed = placed(&names, &room(Vec::new(), Vec::new()));
    assert_eq!(placed.len(), 1);
    assert_eq!(&*placed[0].text, "first");
}

#[test]
fn a_feature_is_named_once_at_its_first_free_place() {
    let names = [
        candidate(1, 0, "here", on(150.0, 100.0)),
        candidate(1, 0, "there", on(50.0, 50.0)),
    ];
    let first = placed(&names, &room(Vec::new(), Vec::new()));
    assert_eq!(first.len(), 1);
    assert_eq!(&*first[0].text, "here");
    let middle = Rect {
        min: Point::new(149.0, 99.0),
        max: Point::new(151.0, 101.0),
    };
    let second = placed(&names, &room(vec![middle], Vec::new()));
    assert_eq!(&*second[0].text, "there");
}

/// At the right edge the name goes to the left of its mark.
#[test]
fn a_name_beside_a_mark_takes_the_side_that_is_free() {
    let anchor = |x: f64| {
        let names = [candidate(1, 1, "Khorgos", beside(x, 100.0, 5.0))];
        placed(&names, &room(Vec::new(), Vec::new()))[0].anchor
    };
    assert_eq!(anchor(150.0), Anchor::Start);
    assert_eq!(anchor(290.0), Anchor::End);
}

/// A name near a line is over no line, and inside the frame even if its line's middle is not.
#[test]
fn a_name_near_a_line_is_beside_it() {
    let line = [-300.0, 60.0, 90.0, 120.0, 150.0].map(|x| Point::new(x, 20.0 + x / 2.0));
    let mut name = candidate(1, 0, "the old way", Spots::Near(line.to_vec()));
    name.lines = vec!["the old".into(), "way".into()];
    name.inside = true;
    let mut room = room(Vec::new(), Vec::new());
    room.strong.draw(&line);
    let labels = placed(&[name], &room);
    assert_eq!(labels.len(), 2);
    for bounds in boxes(&labels).concat() {
        assert!(FRAME.contains(bounds.min) && FRAME.contains(bounds.max));
        let covered = (0..300).map(|x| Point::new(f64::from(x), 20.0 + f64::from(x) / 2.0));
        assert!(!covered.clone().any(|at| bounds.contains(at)), "{bounds:?}");
        let near = bounds.inflate(20.0);
        assert!(covered.clone().any(|at| near.contains(at)), "{bounds:?}");
    }
}

/// What leaves the frame leaves no room for what could not stand beside it: it would jump when the frame moves.
#[test]
fn the_frame_does_not_decide_who_wins() {
    let names = [
        candidate(1, 0, "a long name at the edge", on(250.0, 100.0)),
        candidate(2, 1, "inside", on(200.0, 100.0)),
    ];
    assert_eq!(placed(&names, &room(Vec::new(), Vec::new())), []);
}

/// The place that is covered takes no room from the other one.
#[test]
fn a_name_that_is_covered_may_stand_partly_where_it_was() {
    let places = [Point::new(100.0, 100.0), Point::new(100.0, 108.0)];
    let names = [candidate(
        30,
        0,
        "name",
        Spots::On(vec![(0, places[0]), (1, places[1])]),
    )];
    let cover = Rect {
        min: Point::new(0.0, 80.0),
        max: Point::new(200.0, 97.0),
    };
    let [all, half] =
        [Vec::new(), vec![cover]].map(|covered| placed(&names, &room(Vec::new(), covered)));
    assert_eq!(half[0].at.y - all[0].at.y, 8.0);
}

/// What covers the map drives the foremost from their place, and they others.
#[test]
fn the_foremost_keep_their_name_under_what_covers_the_map() {
    let free = Point::new(250.0, 100.0);
    let cover = Rect {
        min: Point::new(0.0, 0.0),
        max: Point::new(200.0, 200.0),
    };
    let shown = |priority| {
        let names = [
            candidate(
                priority,
                0,
                "covered",
                Spots::On(vec![(0, Point::new(100.0, 100.0)), (1, free)]),
            ),
            candidate(40, 1, "other", on(free.x, free.y)),
        ];
        let shown = placed(&names, &room(Vec::new(), vec![cover]));
        assert_eq!(shown.len(), 1);
        shown[0].text.to_string()
    };
    assert_eq!([11, 30].map(shown), ["covered", "other"]);
}

/// Where its name is too long for the water.
#[test]
fn a_large_lake_is_named_on_land_beside_it() {
    let model = told("pipelines", 1200.0, 800.0);
    let lake = index(&model, "issyk-kul");
    let scene = model.scene();
    let name = scene
        .labels
        .iter()
        .find(|label| label.feature == Some(lake));
    let bounds = boxes_of(name.unwrap())[0];
    let water = model.shapes.shapes[lake].bounds;
    let [min, max] = [water.min, water.max].map(|corner| model.camera.to_css(corner));
    let water = Rect {
        min: Point::new(min.x, max.y),
        max: Point::new(max.x, min.y),
    };
    assert!(!bounds.intersects(&water) && bounds.intersects(&water.inflate(6.0)));
}

/// A name along a line comes again after some distance, not before.
#[test]
fn a_long_line_is_named_again() {
    let path = |x: f64| {
        vec![
            Point::new(x - 30.0, 50.0),
            Point::new(x, 55.0),
            Point::new(x + 30.0, 50.0),
        ]
    };
    let paths = |apart| Spots::Along([50.0, 120.0, 200.0].map(|x| (0, path(x))).into(), apart);
    let count = |apart| {
        placed(
            &[candidate(1, 0, "Ili", paths(apart))],
            &room(Vec::new(), Vec::new()),
        )
        .len()
    };
    assert_eq!(count(60.0), 3);
    assert_eq!(count(100.0), 2);
    assert_eq!(count(1000.0), 1);
}

/// The box that is kept free is that of the text: as wide as its letters, above and below its baseline.
#[test]
fn boxes_are_where_the_text_is() {
    let label = |anchor, size: f64, spacing: f64, path: Vec<Point<Css>>| {
        boxes_of(&Label {
            feature: None,
            text: "Almaty".into(),
            at: Point::new(100.0, 50.0),
            anchor,
            path,
            style: TextStyle {
                spacing,
                ..style(size)
            },
            opacity: 1.0,
        })
    };
    let level = |anchor, size, spacing| label(anchor, size, spacing, Vec::new())[0];
    let (start, middle, end) = (
        level(Anchor::Start, 12.0, 0.0),
        level(Anchor::Middle, 12.0, 0.0),
        level(Anchor::End, 12.0, 0.0),
    );
    assert!((start.min.x - 100.0).abs() < 1e-9 && (end.max.x - 100.0).abs() < 1e-9);
    assert!((middle.center().x - 100.0).abs() < 1e-9);
    // Six letters of half an em or so.
    assert!((2.5..5.0).contains(&(start.width() / 12.0)));
    assert!((level(Anchor::Start, 24.0, 0.0).width() / start.width() - 2.0).abs() < 1e-9);
    assert!(level(Anchor::Start, 12.0, 3.0).width() >= start.width() + 15.0);
    assert!(start.min.y < 50.0 - 7.0 && start.max.y > 51.0 && start.height() < 16.0);
    // Along a path: the same, piece by piece, in the middle of it.
    let up = vec![
        Point::new(50.0, 100.0),
        Point::new(50.0, 60.0),
        Point::new(50.0, 0.0),
    ];
    let pieces = label(Anchor::Middle, 12.0, 0.0, up);
    let all = Rect::around(pieces.iter().flat_map(|piece| [piece.min, piece.max]));
    assert!(
        (all.height() - start.width()).abs() < 1e-9 && (all.width() - start.height()).abs() < 1e-9
    );
    assert!((all.center().y - 50.0).abs() < 1e-9 && all.center().x < 50.0);
    assert!(pieces.len() >= 3);
}

/// Dragging moves the names with the map. Those well inside neither come, nor go, nor jump.
#[test]
fn names_stay_while_the_map_is_dragged() {
    /// From the frame, CSS pixels; a step of the drag.
    const INSIDE: f64 = 90.0;
    const STEP: (f64, f64) = (-13.0, 9.0);
    let atlas = support::built_in();
    let mut model = support::model(&atlas, 800.0, 600.0);
    let mut random = Random::new(7);
    let (mut names, mut jumps, mut line_names, mut line_jumps) = (0, 0, 0, 0);
    for view in 0..60 {
        let lang = ["en", "ru", "zh"][view % 3];
        model.update(Event::SetLang(lang.to_owned()));
        look_somewhere(&mut model, &mut random);
        let inside = model.camera.size.rect().inflate(-INSIDE);
        let mut before: Option<Vec<Label>> = None;
        for _ in 0..6 {
            let now = model.scene().labels;
            for label in before.iter().flatten() {
                let at = label.at.offset(STEP.0, STEP.1);
                let feature = &atlas.features[label.feature.unwrap()];
                let own_place = model.shapes.shapes[label.feature.unwrap()].label;
                // An area's name may move where its own place is not well in view.
                let own_place = own_place.map_or(at, |place| model.camera.to_css(place));
                let whole = boxes_of(label).into_iter().all(|part| {
                    inside.contains(part.min.offset(STEP.0, STEP.1))
                        && inside.contains(part.max.offset(STEP.0, STEP.1))
                });
                if !whole || !inside.contains(own_place) {
                    continue;
                }
                let stays = now
                    .iter()
                    .any(|other| other.text == label.text && other.at.distance(at) < 1.0);
                let line = !label.path.is_empty() && !feature.properties.class.is_area();
                let (all, lost) = if line {
                    (&mut line_names, &mut line_jumps)
                } else {
                    (&mut names, &mut jumps)
                };
                *all += 1;
                *lost += usize::from(!stays);
            }
            before = Some(now);
            model.camera = model.camera.panned(STEP.0, STEP.1);
            settle(&mut model);
        }
    }
    assert!(names > 1000 && line_names > 100, "{names} and {line_names}");
    // Lines reach a little beyond the frame and no further, so a name near its edge may find them elsewhere.
    assert!(jumps * 500 <= names, "{jumps} of {names}");
    assert!(
        line_jumps * 50 <= line_names,
        "{line_jumps} of {line_names}"
    );
}

/// What lies over the middle of the map and covers no whole edge.
#[test]
fn names_keep_clear_of_what_covers_the_map() {
    let mut model = support::model(&support::built_in(), 1000.0, 700.0);
    let covered = [(400.0, 250.0, 650.0, 420.0), (0.0, 0.0, 240.0, 56.0)].map(
        |(left, top, right, bottom)| Rect {
            min: Point::new(left, top),
            max: Point::new(right, bottom),
        },
    );
    let under = |model: &Model| {
        let boxes: Vec<Rect<Css>> = model.scene().labels.iter().flat_map(boxes_of).collect();
        let is_under = |bounds: &&Rect<Css>| covered.iter().any(|rect| rect.intersects(bounds));
        (boxes.iter().filter(is_under).count(), boxes.len())
    };
    assert!(under(&model).0 > 5, "otherwise there are names");
    model.update(Event::SetInsets(Insets {
        covered: covered.to_vec(),
        ..Insets::default()
    }));
    let (hidden, all) = under(&model);
    assert!(hidden == 0 && all > 20, "{hidden} of {all}");
}

/// A name that comes starts from nothing, one that goes ends there, and then the picture is what it would be anyway.
#[test]
fn names_fade_as_they_come_and_go() {
    let mut model = support::model(&support::built_in(), 800.0, 600.0);
    let mut fading = Fading::default();
    let mut drawn = |model: &Model, time: f64| {
        let mut labels = model.scene().labels;
        fading.blend(&mut labels, &model.camera, time);
        (labels, fading.lasts())
    };
    let (first, lasts) = drawn(&model, 1000.0);
    assert!(!lasts && first.iter().all(|label| label.opacity == 1.0));
    model.update(Event::ZoomBy(None, 1.0));
    model.update(Event::Resized(model.camera.size));
    let settled = model.scene().labels;
    let is_in = |names: &[Label], label: &Label| {
        names
            .iter()
            .any(|other| other.text == label.text && other.at.distance(label.at) < 12.0)
    };
    // After a rest of an hour it still begins at the beginning.
    let (now, lasts) = drawn(&model, 3.6e6);
    assert!(lasts);
    let new = now.iter().filter(|label| label.opacity == 0.0);
    assert!(new.clone().count() > 3 && new.clone().all(|label| is_in(&settled, label)));
    let going = now.iter().filter(|label| !is_in(&settled, label));
    assert!(going.clone().count() > 3);
    assert!(
        going
            .clone()
            .all(|label| label.opacity > 0.5 && label.opacity < 1.0)
    );
    let mut time = 3.6e6;
    let mut steps = 0;
    loop {
        time += 20.0;
        steps += 1;
        let (now, lasts) = drawn(&model, time);
        if !lasts {
            assert_eq!(now, settled);
            break;
        }
    }
    assert!((7..12).contains(&steps), "{steps}");
    // Other words are there at once.
    model.update(Event::SetLang("ru".to_owned()));
    let (now, _) = drawn(&model, time + 20.0);
    assert!(now.iter().filter(|label| label.opacity == 1.0).count() * 2 > now.len());
}

/// Letters that join are neither spaced nor set on a bend; others are.
#[test]
fn letters_that_join_stay_together() {
    let line = r#"{"type": "Feature", "id": "line", "properties": {"class": "corridor", "rank": 1, "name": {"en": NAME}},
        "geometry": {"type": "LineString", "coordinates": [[60, 42], [64, 41.7], [68, 41.6], [72, 41.7], [76, 42]]}}"#;
    let label = |name: &str| {
        let atlas = support::atlas_of(&[&line.replace("NAME", &format!("\"{name}\""))]);
        let mut model = support::model(&atlas, 800.0, 600.0);
        model.update(Event::Go(Target::Feature(0), Motion::Cut));
        model.scene().labels.swap_remove(0)
    };
    let latin = label("The old way to the west");
    assert!(latin.path.len() > 2 && latin.style.spacing > 0.0);
    for name in ["راه ابریشم قدیم به غرب", "يىپەك يولى غەربكە بارىدۇ"]
    {
        let joined = label(name);
        assert_eq!(
            (joined.path.len(), joined.style.spacing),
            (2, 0.0),
            "{name}"
        );
    }
}

/// Readers may ask for names as they are written in the place; what has none keeps that in the reader's language.
#[test]
fn names_can_be_those_of_the_place() {
    let mut model = support::model(&support::built_in(), 1200.0, 800.0);
    let texts = |model: &Model| -> Vec<Rc<str>> {
        let labels = model.scene().labels.into_iter();
        labels.map(|label| label.text).collect()
    };
    let has = |texts: &[Rc<str>], name: &str| texts.iter().any(|text| &**text == name);
    let chosen = texts(&model);
    assert!(has(&chosen, "KAZAKHSTAN") && !has(&chosen, "ҚАЗАҚСТАН"));
    model.update(Event::SetLocalNames(true));
    let local = texts(&model);
    for name in ["ҚАЗАҚСТАН", "ТОҶИКИСТОН", "КЫРГЫЗСТАН", "中国", "IRAN"]
    {
        assert!(has(&local, name), "{name} in {local:?}");
    }
    model.update(Event::SetLang("ru".to_owned()));
    let russian = texts(&model);
    assert!(has(&russian, "ҚАЗАҚСТАН") && has(&russian, "ИРАН"));
    model.update(Event::SetLocalNames(false));
    assert!(has(&texts(&model), "КАЗАХСТАН"));
}
