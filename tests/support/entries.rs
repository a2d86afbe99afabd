//! Every entry that takes bytes from outside, as a function of bytes that must come back: `tests/faults.rs` runs them over broken
//! files and cases that were found, `fuzz/` over whatever a fuzzer thinks of.

use std::rc::Rc;
use std::slice;

use central_asia_map::app::{Event, Insets, Model, Motion, Target};
use central_asia_map::atlas::{Atlas, AtlasReader, Facts, Overlay, StyleRule};
use central_asia_map::attributes::{self, Setting};
use central_asia_map::error::Problem;
use central_asia_map::geo::cut::{project_line, project_ring};
use central_asia_map::geo::edges::{nodes, twins};
use central_asia_map::geo::simplify::{Detail, clip_line, clip_ring};
use central_asia_map::geo::zones::Zones;
use central_asia_map::geo::{geodesic, planar};
use central_asia_map::gesture::PointerKind;
use central_asia_map::hit::Tolerance;
use central_asia_map::json::parse;
use central_asia_map::legend::legend;
use central_asia_map::lon_lat::LonLat;
use central_asia_map::panel::panel;
use central_asia_map::routes::routes;
use central_asia_map::search::{Names, search};
use central_asia_map::shape::{ProjectionName, Shapes};
use central_asia_map::space::{Point, Rect, Size};
use central_asia_map::strings::Strings;
use central_asia_map::text::{Guide, Teller, said};
use central_asia_map::{story, svg};

/// What takes bytes, and its name.
pub(crate) type Entry = (&'static str, fn(&[u8]));

pub(crate) const ENTRIES: [Entry; 11] = [
    ("json", json),
    ("manifest", manifest),
    ("geojson", geojson),
    ("overlay", overlay),
    ("story", tale),
    ("facts", facts),
    ("strings", strings),
    ("attributes", attribute),
    ("search", query),
    ("events", events),
    ("geometry", geometry),
];

const MANIFEST: &str = r#"{
    "version": 1, "title": {"en": "Test"}, "asOf": "2023-05-19", "bounds": [44, 29, 112, 56],
    "projection": {"parallels": [30, 52], "center": [75, 42]}, "credit": {"en": "nobody"},
    "layers": [{"id": "layer", "title": {"en": "Layer"}, "data": ["data.geojson"]}]
}"#;
const SIZE: Size = Size {
    width: 640.0,
    height: 480.0,
};

/// The small atlas of `tests/fixtures`.
fn fixture() -> Rc<Atlas> {
    thread_local!(static ATLAS: Rc<Atlas> = {
        let mut reader = AtlasReader::new(include_str!("../fixtures/atlas/atlas.json"), "atlas.json").unwrap();
        for (file, text) in [
            ("tracks.geojson", include_str!("../fixtures/atlas/tracks.geojson")),
            ("base.geojson", include_str!("../fixtures/atlas/base.geojson")),
            ("lines.geojson", include_str!("../fixtures/atlas/lines.geojson")),
            ("marks.geojson", include_str!("../fixtures/atlas/marks.geojson")),
        ] {
            reader.add(file, text.as_bytes()).unwrap();
        }
        Rc::new(reader.finish().unwrap().0)
    });
    ATLAS.with(Rc::clone)
}

fn model(atlas: &Rc<Atlas>, projection: ProjectionName) -> Model {
    let shapes = Shapes::new(atlas, projection.of(atlas));
    Model::new(Rc::clone(atlas), Rc::new(shapes), SIZE)
}

/// Does with an atlas what a page does with it: draws, tells, finds, picks; and what comes out is what it should be.
fn use_all(atlas: Atlas) {
    let atlas = Rc::new(atlas);
    for projection in [ProjectionName::Conic, ProjectionName::Mercator] {
        let mut model = model(&atlas, projection);
        for feature in 0..atlas.features.len().min(3) {
            model.update(Event::Go(Target::Feature(feature), Motion::Cut));
            model.update(Event::Select(Some(feature)));
            sound(&mut model);
        }
        sound(&mut model);
    }
}

/// The state is one that can be drawn and told.
fn sound(model: &mut Model) {
    let camera = model.camera;
    let numbers = [camera.center.x, camera.center.y, camera.scale];
    assert!(numbers.iter().all(|number| number.is_finite()) && camera.scale > 0.0);
    let scene = model.scene();
    let document = svg::render(&scene, "Title", None);
    assert!(!document.contains("NaN"), "a number that is none is drawn");
    for index in (0..model.atlas.features.len()).take(5) {
        let told = panel(
            &model.atlas,
            model.facts.as_deref(),
            index,
            model.year,
            &model.lang,
            &model.words,
        );
        assert_json(&told.to_json());
    }
    assert_json(&legend(model));
    let guide = Guide::new(Rc::clone(&model.atlas));
    let words = Rc::clone(&model.words);
    let view = model.view();
    let teller = Teller {
        view: &view,
        guide: &guide,
        facts: None,
        strings: &words,
    };
    let _ = (teller.describe(&said(model)), teller.overview(true));
    for at in [(320.0, 240.0), (0.0, 0.0)] {
        let found = model.pick(Point::new(at.0, at.1), Tolerance::TOUCH);
        assert!(
            found
                .iter()
                .all(|&feature| feature < model.atlas.features.len())
        );
    }
    assert_json(&routes(model));
    assert_json(&story::story(model));
    assert_json(&story::time(model));
    assert_json(&story::themes(model));
}

fn assert_json(text: &str) {
    assert!(parse(text).is_ok(), "not JSON: {text}");
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

fn told(problem: &Problem) {
    assert!(!problem.to_string().is_empty());
    assert_json(&problem.to_json());
}

fn use_what_was_read(read: Result<(Atlas, Vec<Problem>), Problem>) {
    match read {
        Ok((atlas, problems)) => {
            problems.iter().for_each(told);
            use_all(atlas);
        }
        Err(problem) => told(&problem),
    }
}

fn json(bytes: &[u8]) {
    let _ = parse(text(bytes));
}

fn manifest(bytes: &[u8]) {
    let read = || {
        let mut reader = AtlasReader::new(text(bytes), "atlas.json")?;
        for file in reader.awaited_files() {
            let place = br#"{"type": "Feature", "id": "a", "properties": {"class": "town", "rank": 1}, "geometry": {"type": "Point", "coordinates": [70, 40]}}"#;
            reader.add(&file, place).or_else(|_| {
                reader.add(&file, br#"{"type": "FeatureCollection", "features": []}"#)
            })?;
        }
        reader.finish()
    };
    use_what_was_read(read());
}

fn geojson(bytes: &[u8]) {
    let read = || {
        let mut reader = AtlasReader::new(MANIFEST, "atlas.json")?;
        reader.add("data.geojson", bytes)?;
        reader.finish()
    };
    use_what_was_read(read());
    for detail in [true, false] {
        let mut problems = Vec::new();
        if let Err(problem) = fixture().grown(0, detail, "more.geojson", bytes, &mut problems) {
            told(&problem);
        }
        problems.iter().for_each(told);
    }
}

/// A style, a byte 0, and the file; or a file alone.
fn overlay(bytes: &[u8]) {
    let cut = bytes.iter().position(|&byte| byte == 0);
    let (style, file) = cut.map_or((&b""[..], bytes), |at| (&bytes[..at], &bytes[at + 1..]));
    let mut problems = Vec::new();
    let read = StyleRule::read(text(style))
        .and_then(|rule| Overlay::read("mine", "Mine", file, &rule, &mut problems));
    problems.iter().for_each(told);
    match read {
        Ok(overlay) => use_all(fixture().overlaid(&mut [overlay])),
        Err(problem) => told(&problem),
    }
}

fn tale(bytes: &[u8]) {
    match fixture().with_story(text(bytes), "story.json") {
        Ok(atlas) => {
            let steps = atlas.story.steps.len();
            let mut model = model(&Rc::new(atlas), ProjectionName::Conic);
            for step in 0..steps.min(4) {
                model.update(Event::Tell(Some(step), Motion::Cut));
                sound(&mut model);
            }
        }
        Err(problem) => told(&problem),
    }
}

fn facts(bytes: &[u8]) {
    let mut facts = Facts::default();
    for read in [
        facts.add(text(bytes), "facts.json"),
        facts.add_sources(text(bytes), "sources.json"),
    ] {
        if let Err(problem) = read {
            told(&problem);
        }
    }
    let mut model = model(&fixture(), ProjectionName::Conic);
    model.update(Event::FactsArrived(Rc::new(facts)));
    sound(&mut model);
}

fn strings(bytes: &[u8]) {
    match Strings::read(text(bytes), "xx.json") {
        Ok(words) => {
            let keys: Vec<String> = words.keys().map(str::to_owned).collect();
            for key in &keys {
                let _ = (words.get(key), words.fill(key, "{}"), words.date(key));
            }
            for value in [0.0, -1.5, 1e300, f64::NAN] {
                let _ = (words.quantity("km", value), words.unrounded("km", value));
            }
            let _ = words.date("2023-05-19");
            let mut model = model(&fixture(), ProjectionName::Conic);
            model.update(Event::SetWords(Rc::new(words)));
            sound(&mut model);
        }
        Err(problem) => told(&problem),
    }
}

/// Lines of `name=value`; the names are those of attributes.
fn attribute(bytes: &[u8]) {
    let mut model = model(&fixture(), ProjectionName::Conic);
    for line in text(bytes).lines().take(20) {
        let (name, value) = line.split_once('=').unwrap_or((line, ""));
        match attributes::parse(name, Some(value), &model.atlas) {
            Ok(Setting::Event(event)) => {
                model.update(event);
            }
            Ok(Setting::Projection(name)) => {
                let shapes = Shapes::new(&model.atlas, name.of(&model.atlas));
                model.update(Event::SetShapes(Rc::new(shapes)));
            }
            Ok(Setting::Scheme(_) | Setting::Controls(_)) => {}
            Err(sentence) => assert!(!sentence.is_empty()),
        }
    }
    sound(&mut model);
}

fn query(bytes: &[u8]) {
    let atlas = fixture();
    let names = Names::new(&atlas);
    assert_json(&search(
        &atlas,
        &names,
        text(bytes),
        "en",
        &Strings::english(),
    ));
}

/// Nine bytes an event: its kind, and two numbers of four.
fn events(bytes: &[u8]) {
    let mut model = model(&fixture(), ProjectionName::Conic);
    let mut time = 0.0;
    for words in bytes.chunks_exact(9).take(60) {
        let number = |at: usize| {
            f64::from(f32::from_le_bytes([
                words[at],
                words[at + 1],
                words[at + 2],
                words[at + 3],
            ]))
        };
        let (x, y) = (number(1), number(5));
        let at = Point::new(x, y);
        let id = i32::from(words[1] % 3);
        let feature = usize::from(words[2]) % model.atlas.features.len();
        time += f64::from(words[3]);
        model.update(match words[0] % 20 {
            0 => Event::PointerDown(id, PointerKind::Mouse, at, time),
            1 => Event::PointerDown(id, PointerKind::Touch, at, time),
            2 => Event::PointerMoved(id, at, time),
            3 => Event::PointerUp(id, at, time),
            4 => Event::PointerCancelled(id),
            5 => Event::PointerLeft,
            6 => Event::Wheel(at, y),
            7 => Event::ZoomBy(Some(at), x),
            8 => Event::ZoomBy(None, x),
            9 => Event::ZoomBox(at, Point::new(y, x)),
            10 => Event::PanBy(x, y),
            11 => Event::Home,
            12 => Event::Frame(x),
            13 => Event::Select(Some(feature)),
            14 => Event::Go(Target::Feature(feature), Motion::Fly),
            15 => Event::Go(Target::View(Some(LonLat::new(x, y)), Some(y)), Motion::Cut),
            16 => Event::SetYear(i32::from(words[1]) * 10),
            17 => Event::Resized(Size {
                width: x,
                height: y,
            }),
            18 => Event::SetInsets(Insets {
                left: x,
                right: y,
                bottom: x,
                covered: vec![Rect {
                    min: Point::new(x, y),
                    max: Point::new(y, x),
                }],
            }),
            _ => Event::Frame(time),
        });
    }
    sound(&mut model);
}

/// Pairs of 16 bit: positions in hundredths of a degree.
fn geometry(bytes: &[u8]) {
    let line: Vec<LonLat> = bytes
        .chunks_exact(4)
        .take(200)
        .map(|words| {
            let number = |at: usize| f64::from(i16::from_le_bytes([words[at], words[at + 1]]));
            LonLat::new((number(0) % 18000.0) / 100.0, (number(2) % 9000.0) / 100.0)
        })
        .collect();
    assert!(geodesic::length(&line).is_finite() && geodesic::area(&line).is_finite());
    let mut zones = Zones::default();
    zones.add(1, &line);
    let km: f64 = zones.split(&line).iter().map(|stretch| stretch.km).sum();
    assert!((km - geodesic::length(&line)).abs() < 1e-6 * (1.0 + km));
    let atlas = fixture();
    for name in [ProjectionName::Conic, ProjectionName::Mercator] {
        let projection = name.of(&atlas);
        for parts in [
            project_line(&line, &projection),
            project_ring(&line, &projection),
        ] {
            for part in &parts {
                assert!(
                    part.iter()
                        .all(|point| point.x.is_finite() && point.y.is_finite())
                );
                let line = Detail::new(part);
                let ring =
                    Detail::between(part, nodes(&twins(slice::from_ref(part))[..part.len()]));
                for tolerance in [0.0, 0.01, 10.0] {
                    let simple = line.simplify(part, tolerance);
                    assert!(part.iter().all(
                        |&point| planar::distance_to_line(point, &simple) <= tolerance + 1e-12
                    ));
                    assert!(ring.simplify(part, tolerance).len() <= part.len());
                }
                let rect = Rect {
                    min: Point::new(-0.3, -0.2),
                    max: Point::new(0.2, 0.4),
                };
                let inside = |point: &Point<_>| {
                    (rect.min.x - 1e-9..=rect.max.x + 1e-9).contains(&point.x)
                        && (rect.min.y - 1e-9..=rect.max.y + 1e-9).contains(&point.y)
                };
                assert!(clip_ring(part, &rect).iter().all(inside));
                let _ = clip_line(part, &rect);
            }
        }
    }
}
