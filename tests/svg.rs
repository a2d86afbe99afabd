//! The picture as a file: the same bytes everywhere and every time, well-formed, with names as text and not as markup.
//!
//! The pictures of `golden/` are of the small atlas in `fixtures/atlas`. `UPDATE_GOLDEN=1 cargo test --test svg` draws them
//! anew; look at the difference before you commit it.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

use central_asia_map::app::{Event, Model, Motion, Target};
use central_asia_map::atlas::{Atlas, Class};
use central_asia_map::attributes::{Setting, parse};
use central_asia_map::lon_lat::LonLat;
use central_asia_map::shape::{Projecting, ProjectionName, Shapes};
use central_asia_map::space::{Point, Size};
use central_asia_map::svg;
use central_asia_map::theme::{Palette, Scheme};
use roxmltree::Document;

mod support;

use support::{Random, atlas_of, model, project, read_atlas};

fn fixture() -> Rc<Atlas> {
    let (atlas, problems) = read_atlas("tests/fixtures/atlas");
    assert_eq!(problems, []);
    Rc::new(atlas)
}

/// A map with attributes set as a page would.
fn map(atlas: &Rc<Atlas>, attributes: &[(&str, &str)]) -> Model {
    let mut model = model(atlas, 640.0, 480.0);
    for (name, value) in attributes {
        let event = match parse(name, Some(value), atlas).unwrap() {
            Setting::Event(event) => event,
            Setting::Projection(name) => {
                Event::SetShapes(Rc::new(Shapes::new(atlas, name.of(atlas))))
            }
            Setting::Scheme(scheme) => Event::SetPalette(Palette::new(scheme.unwrap_or_default())),
            Setting::Controls(_) => continue,
        };
        model.update(event);
    }
    model
}

fn render(model: &Model) -> String {
    svg::render(
        &model.scene(),
        model.atlas.manifest.title.get(&model.lang),
        None,
    )
}

/// One row, one picture.
const GOLDEN: [(&str, &[(&str, &str)]); 10] = [
    ("overview", &[]),
    ("dark-ru", &[("theme", "dark"), ("lang", "ru")]),
    ("mercator-zh", &[("projection", "mercator"), ("lang", "zh")]),
    ("equirectangular", &[("projection", "equirectangular")]),
    ("lanes", &[("center", "68,36"), ("zoom", "5")]),
    (
        "marks",
        &[("center", "64,41"), ("zoom", "5.4"), ("lang", "ru")],
    ),
    (
        "statuses",
        &[("center", "95,39"), ("zoom", "5.4"), ("theme", "dark")],
    ),
    (
        "selected",
        &[("selected", "main-way"), ("center", "75,40"), ("zoom", "4")],
    ),
    (
        "year",
        &[
            ("year", "2025"),
            ("layers", "lines"),
            ("center", "75,50"),
            ("zoom", "4.5"),
        ],
    ),
    (
        "view",
        &[
            ("boundaries", "east"),
            ("layers", "base"),
            ("selected", "MID"),
            ("center", "85,44"),
            ("zoom", "4.5"),
        ],
    ),
];

#[test]
fn pictures_are_as_they_were() {
    let atlas = fixture();
    let mut wrong = Vec::new();
    for (name, attributes) in GOLDEN {
        let found = render(&map(&atlas, attributes));
        let path = project(&format!("tests/golden/{name}.svg"));
        if env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
            fs::write(&path, &found).unwrap();
        }
        match fs::read_to_string(&path) {
            Err(error) => wrong.push(format!("{name}.svg: {error}")),
            Ok(expected) if expected != found => {
                let mut lines = expected.lines().zip(found.lines());
                let line = lines.position(|(expected, found)| expected != found);
                wrong.push(format!(
                    "{name}.svg differs from line {} on",
                    line.map_or(0, |line| line + 1)
                ));
            }
            Ok(_) => {}
        }
    }
    assert!(
        wrong.is_empty(),
        "{wrong:#?}\nUPDATE_GOLDEN=1 cargo test --test svg draws them anew"
    );
}

#[test]
fn no_picture_is_left_over() {
    for file in support::files("tests/golden", "svg") {
        let name = file.file_stem().unwrap().to_str().unwrap();
        assert!(GOLDEN.iter().any(|(known, _)| *known == name), "{name}.svg");
    }
}

/// Two maps side by side, or the same one drawn again.
#[test]
fn the_same_map_is_the_same_bytes() {
    let atlas = fixture();
    for (_, attributes) in GOLDEN {
        let first = map(&atlas, attributes);
        assert_eq!(render(&first), render(&first));
        assert_eq!(render(&first), render(&map(&fixture(), attributes)));
    }
}

/// What every picture must be, whatever it shows.
fn assert_sound(text: &str) {
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "svg");
    let mut children = root.children().filter(roxmltree::Node::is_element);
    // The accessible name comes first.
    assert_eq!(children.next().unwrap().tag_name().name(), "title");
    let texts = root
        .descendants()
        .filter(|node| node.has_tag_name("textPath"));
    for node in children.chain(texts) {
        let name = node.tag_name().name();
        assert!(
            ["rect", "path", "text", "textPath"].contains(&name),
            "<{name}>"
        );
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(!name.starts_with("on"), "{name}");
            // Text along a path refers to one in the same file.
            assert!(!name.ends_with("href") || value.starts_with('#'), "{value}");
            if ["fill", "stroke", "text-anchor", "font-style"].contains(&name) {
                continue;
            }
            for wrong in ["NaN", "nan", "inf", "e+", "e-"] {
                assert!(
                    name.starts_with("stroke-line") || !value.contains(wrong),
                    "{name}={value}"
                );
            }
        }
        if let Some(data) = node.attribute("d") {
            assert!(data.starts_with('M'), "{data}");
        }
    }
}

#[test]
fn pictures_are_sound() {
    let atlas = fixture();
    for (_, attributes) in GOLDEN {
        assert_sound(&render(&map(&atlas, attributes)));
    }
    let mut random = Random::new(3);
    let mut model = model(&support::built_in(), 640.0, 480.0);
    for _ in 0..20 {
        let center = LonLat::new(random.between(-180.0, 180.0), random.between(-80.0, 80.0));
        let view = Target::View(Some(center), Some(random.between(0.0, 12.0)));
        model.update(Event::Go(view, Motion::Cut));
        assert_sound(&render(&model));
    }
    // An element without a size, and one as wide as a wall.
    for size in [(0.0, 0.0), (1e5, 10.0)] {
        model.update(Event::Resized(Size {
            width: size.0,
            height: size.1,
        }));
        assert_sound(&render(&model));
    }
}

/// All marks of the layer and their names, and nothing of what is off.
#[test]
fn all_that_is_shown_is_in_the_picture() {
    let atlas = fixture();
    let model = map(
        &atlas,
        &[("layers", "marks"), ("center", "64,41"), ("zoom", "5.4")],
    );
    let text = render(&model);
    let document = Document::parse(&text).unwrap();
    let marks = document
        .descendants()
        .filter(|node| node.has_attribute("transform"))
        .count();
    assert_eq!(marks, 12);
    let labels: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .collect();
    assert!(labels.len() > 6, "{}", labels.len());
    assert!(
        !text.contains("fill-rule=\"evenodd\" d="),
        "the ground is off"
    );
}

/// Markup, quotes, what XML forbids, other scripts: all of it is text.
const NASTY: [&str; 8] = [
    "<script>alert(1)</script>",
    "</text></svg><script>",
    "\"'><img src=x onerror=alert(1)>",
    "&amp; & &lt;",
    "]]><![CDATA[",
    "\u{0}\u{1}\u{b}\u{ffff}",
    "tab\tline\nreturn\rend",
    "עברית العربية 🚂 e\u{301}",
];

#[test]
fn names_are_text() {
    for name in NASTY {
        let name_json = serde_json::to_string(name).unwrap();
        let feature = |id: &str, class: &str| {
            format!(
                r#"{{"type": "Feature", "id": "{id}", "properties": {{"class": "{class}", "rank": 1, "name": {{"en": {name_json}}}}},
                    "geometry": {{"type": "Point", "coordinates": [75, 42]}}}}"#
            )
        };
        let atlas = atlas_of(&[&feature("a", "hub")]);
        let mut model = model(&atlas, 640.0, 480.0);
        let view = Target::View(Some(LonLat::new(75.0, 42.0)), Some(6.0));
        model.update(Event::Go(view, Motion::Cut));
        let text = svg::render(&model.scene(), name, None);
        assert_sound(&text);
        let document = Document::parse(&text).unwrap();
        let expected: String = name
            .chars()
            .map(|letter| match letter {
                '\t' | '\n' | '\r' => ' ',
                '\0'..='\u{1f}' | '\u{ffff}' => '\u{fffd}',
                letter => letter,
            })
            .collect();
        let texts = |tag: &'static str| {
            let nodes = document.descendants();
            let nodes = nodes.filter(move |node| node.has_tag_name(tag));
            nodes.filter_map(|node| node.text())
        };
        assert_eq!(texts("title").next(), Some(expected.as_str()));
        // A long name is written in lines, cut between words.
        let without_spaces = |text: &str| text.replace(' ', "");
        let written: String = texts("text").collect();
        assert_eq!(without_spaces(&written), without_spaces(&expected));
    }
}

/// Colours come from the page's style sheet.
#[test]
fn colours_are_attributes_and_nothing_else() {
    for color in NASTY {
        let mut palette = Palette::new(Scheme::Light);
        let tokens: Vec<&str> = Palette::tokens().collect();
        for token in tokens {
            palette.set(token, color);
        }
        let mut model = map(&fixture(), &[]);
        model.update(Event::SetPalette(palette));
        assert_sound(&render(&model));
    }
}

/// The mark of every class can be filled, and seen.
#[test]
fn symbols_are_paths() {
    let palette = Palette::new(Scheme::Light);
    for &class in Class::ALL {
        let name = class.name();
        let (symbol, radius, _) = palette.symbol(class);
        let data = symbol.path_data();
        assert!(
            data.starts_with('M') && data.ends_with('Z'),
            "{name}: {data}"
        );
        assert!(radius > 2.0, "{name}");
    }
}

/// What is far outside is not in the file.
#[test]
fn pictures_are_small() {
    let mut model = model(&support::built_in(), 640.0, 480.0);
    model.update(Event::Go(
        Target::View(Some(LonLat::new(71.0, 40.5)), Some(9.0)),
        Motion::Cut,
    ));
    let near = render(&model).len();
    assert!(near < 150_000, "{near} bytes");
    let corner = model.camera.to_plane(Point::new(0.0, 0.0));
    assert!(model.shapes.extent.contains(corner));
}

#[test]
fn an_atlas_that_is_projected_bit_by_bit_is_the_same_picture() {
    let atlas = fixture();
    let name = ProjectionName::default();
    let mut projecting = Projecting::new(&atlas, name.of(&atlas));
    let mut bits = 1;
    while projecting.go_on(&atlas.features, 1) {
        bits += 1;
    }
    assert!(bits > 5, "{bits} bits");
    let mut model = map(&atlas, &[]);
    let whole = render(&model);
    model.update(Event::SetShapes(Rc::new(projecting.finish(&atlas))));
    assert_eq!(render(&model), whole);
}

/// Projections place things elsewhere, the names are the same.
#[test]
fn projections_differ() {
    let atlas = fixture();
    let pictures: Vec<String> = [
        ProjectionName::Conic,
        ProjectionName::Mercator,
        ProjectionName::Equirectangular,
    ]
    .into_iter()
    .map(|name| {
        let mut model = map(&atlas, &[]);
        model.update(Event::SetShapes(Rc::new(Shapes::new(
            &atlas,
            name.of(&atlas),
        ))));
        render(&model)
    })
    .collect();
    assert!(pictures[0] != pictures[1] && pictures[1] != pictures[2] && pictures[0] != pictures[2]);
    for picture in &pictures {
        assert!(picture.contains("MIDDLE"));
    }
}

/// What the command line says of a picture that it refuses.
fn refused(output: &Path, options: &[&str]) -> String {
    let render = Command::new(env!("CARGO_BIN_EXE_central-asia-map"))
        .arg("render")
        .args(options)
        .arg("--output")
        .arg(output)
        .arg("--atlas")
        .arg(project("tests/fixtures/atlas"))
        .output()
        .unwrap();
    assert!(!render.status.success(), "{}", output.display());
    String::from_utf8_lossy(&render.stderr).into_owned()
}

#[test]
fn the_command_line_refuses_endings_that_it_does_not_write() {
    for name in ["card.jpg", "card", "svg"] {
        let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let said = refused(&file, &[]);
        assert!(
            said.contains("has to be .svg, .png or .txt"),
            "{name}: {said}"
        );
        assert!(!file.exists(), "{name} was written");
    }
}

#[test]
fn the_command_line_refuses_sizes_that_no_picture_has() {
    for size in [
        "0x480",
        "640",
        "640x-1",
        "infx480",
        "NaNx480",
        "1e9x480",
        "640x20000",
    ] {
        let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("size.svg");
        let said = refused(&file, &["--size", size]);
        assert!(said.contains("is not WIDTHxHEIGHT"), "{size}: {said}");
    }
}
