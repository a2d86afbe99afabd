//! What the built-in atlas looks like: named views in both themes, three languages, on a desk and on a phone.
//!
//! Of each, `golden/views/svg.txt` holds a hash of the SVG and its length; of some, `golden/views/*.png` holds the picture at
//! half size, drawn with the fonts that `fonts/package-lock.json` pins. `UPDATE_GOLDEN=1 cargo test --test views` draws them
//! anew, and `cargo xtask look --goldens` puts all of them on sheets: look at them before you commit.

#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a test that panics has failed, and counts of pixels are small"
)]

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::rc::Rc;

use central_asia_map::app::{Event, Model};
use central_asia_map::atlas::Atlas;
use central_asia_map::attributes::{Setting, parse};
use central_asia_map::space::Size;
use central_asia_map::still::{Fonts, data_uri, relief_file};
use central_asia_map::strings::Strings;
use central_asia_map::svg;
use central_asia_map::theme::{Palette, Scheme};
use resvg::tiny_skia::Pixmap;

#[path = "support/picture.rs"]
mod picture;
mod support;

use support::{built_in, files, model, project, read};

/// One row, one view: its name, and the attributes that a page would set.
const VIEWS: &[(&str, &[(&str, &str)])] = &[
    // On the phone, what a reader sees first there.
    ("overview", &[]),
    ("corridors", &[("layers", "base corridors")]),
    (
        "hubs",
        &[
            ("layers", "base hubs"),
            ("center", "68,41"),
            ("zoom", "3.8"),
        ],
    ),
    ("pipelines", &[("layers", "base pipelines")]),
    ("borders", &[("layers", "base borders")]),
    ("summit", &[("layers", "base summit")]),
    (
        "security",
        &[
            ("layers", "base security"),
            ("center", "72,40"),
            ("zoom", "5"),
        ],
    ),
    ("fergana", &[("center", "71.5,40.5"), ("zoom", "7")]),
    (
        "local-names",
        &[("names", "local"), ("center", "71.5,40.5"), ("zoom", "6")],
    ),
    ("caspian", &[("center", "51,41.5"), ("zoom", "5.2")]),
    ("xinjiang", &[("center", "85,42"), ("zoom", "5")]),
    (
        "kashmir-in",
        &[
            ("boundaries", "in"),
            ("center", "76.3,34.8"),
            ("zoom", "6.2"),
        ],
    ),
    (
        "kashmir-pk",
        &[
            ("boundaries", "pk"),
            ("center", "76.3,34.8"),
            ("zoom", "6.2"),
        ],
    ),
    ("step-summit", &[("step", "summit")]),
    ("step-five", &[("step", "five")]),
    ("step-land-or-sea", &[("step", "land-or-sea")]),
    ("step-north", &[("step", "north")]),
    ("step-caspian", &[("step", "caspian")]),
    ("step-alternatives", &[("step", "alternatives")]),
    ("step-pipelines", &[("step", "pipelines")]),
    ("step-xinjiang", &[("step", "xinjiang")]),
    ("step-fergana", &[("step", "fergana")]),
    ("step-tajikistan", &[("step", "tajikistan")]),
    ("step-security", &[("step", "security")]),
    ("step-since", &[("step", "since")]),
];
/// Views with many names.
const RICH: [&str; 2] = ["overview", "fergana"];

const SIZES: [(&str, Size); 2] = [
    (
        "desk",
        Size {
            width: 1200.0,
            height: 800.0,
        },
    ),
    (
        "phone",
        Size {
            width: 390.0,
            height: 844.0,
        },
    ),
];
const THEMES: [&str; 2] = ["light", "dark"];
const LANGS: [&str; 3] = ["en", "ru", "zh"];

/// Pixels differ when their colours are further apart than this, CIE 1976 ΔE: what the eye sees at a glance.
const DELTA_E: f64 = 10.0;
/// So many pixels may differ, as a share: rounding in the corner of a letter, and no letter.
const TOLERANCE: f64 = 0.0005;

/// One picture of a view.
#[derive(Clone, Copy)]
struct Shot {
    view: &'static str,
    attributes: &'static [(&'static str, &'static str)],
    size_name: &'static str,
    size: Size,
    theme: &'static str,
    lang: &'static str,
}

impl Shot {
    fn name(&self) -> String {
        format!(
            "{}-{}-{}-{}",
            self.view, self.size_name, self.theme, self.lang
        )
    }

    /// English has pictures of all views; the other languages of those with many names.
    fn has_picture(&self) -> bool {
        self.lang == "en" || self.theme == "light" && RICH.contains(&self.view)
    }

    fn svg(&self, atlas: &Rc<Atlas>, relief: Option<&str>) -> String {
        let mut model = model(atlas, self.size.width, self.size.height);
        let words = Strings::built_in(self.lang).unwrap();
        model.update(Event::SetWords(Rc::new(words)));
        model.update(Event::SetPalette(Palette::new(match self.theme {
            "dark" => Scheme::Dark,
            _ => Scheme::Light,
        })));
        let lang = ("lang", self.lang);
        for (name, value) in self.attributes.iter().chain([&lang]) {
            set(&mut model, name, value);
        }
        svg::render(&model.still(), atlas.manifest.title.get(self.lang), relief)
    }
}

fn set(model: &mut Model, name: &str, value: &str) {
    match parse(name, Some(value), &model.atlas).unwrap() {
        Setting::Event(event) => model.update(event),
        _ => panic!("views do not set {name}"),
    };
}

fn shots() -> Vec<Shot> {
    let mut shots = Vec::new();
    for &(view, attributes) in VIEWS {
        for (size_name, size) in SIZES {
            for theme in THEMES {
                for lang in LANGS {
                    shots.push(Shot {
                        view,
                        attributes,
                        size_name,
                        size,
                        theme,
                        lang,
                    });
                }
            }
        }
    }
    shots
}

const FOLDER: &str = "tests/golden/views";
const AGAIN: &str = "UPDATE_GOLDEN=1 cargo test --test views draws them anew";

fn updates() -> bool {
    env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1")
}

/// FNV-1a, 64 bits.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[test]
fn documents_are_as_they_were() {
    let atlas = built_in();
    let mut found = String::new();
    for shot in shots() {
        let svg = shot.svg(&atlas, None);
        let _ = writeln!(found, "{} {:016x} {}", shot.name(), hash(&svg), svg.len());
    }
    let file = project(FOLDER).join("svg.txt");
    if updates() {
        fs::write(&file, &found).unwrap();
    }
    let expected = fs::read_to_string(&file)
        .unwrap_or_else(|error| panic!("{}: {error}; {AGAIN}", file.display()));
    let rows = |table: &str| -> BTreeMap<String, String> {
        let rows = table.lines().filter_map(|row| row.split_once(' '));
        rows.map(|(name, rest)| (name.to_owned(), rest.to_owned()))
            .collect()
    };
    let (expected, found) = (rows(&expected), rows(&found));
    let names = expected.keys().chain(found.keys());
    let mut wrong: Vec<_> = names
        .filter(|name| expected.get(*name) != found.get(*name))
        .collect();
    wrong.sort_unstable();
    wrong.dedup();
    assert!(
        wrong.is_empty(),
        "{wrong:#?} are not as in svg.txt; {AGAIN}"
    );
}

struct Painter {
    atlas: Rc<Atlas>,
    fonts: Fonts,
    relief: String,
}

impl Painter {
    fn new() -> Self {
        let fonts: Vec<_> = files("tests/fonts/node_modules", "ttf")
            .into_iter()
            .filter(|file| {
                let name = file.file_stem().unwrap().to_str().unwrap();
                ["_400Regular", "_400Regular_Italic", "_600SemiBold"]
                    .iter()
                    .any(|end| name.ends_with(end))
            })
            .collect();
        assert_eq!(
            fonts.len(),
            5,
            "the pinned fonts are missing: `npm ci` in tests/fonts, or `cargo xtask test`, installs them"
        );
        let relief = relief_file(&read("data/atlas.json")).unwrap();
        let relief = fs::read(project("data").join(relief)).unwrap();
        Self {
            atlas: built_in(),
            fonts: Fonts::files(fonts.iter().map(AsRef::as_ref)).unwrap(),
            relief: data_uri(&relief),
        }
    }

    /// At half size. The relief compresses badly: one view has it for all.
    fn paint(&self, shot: &Shot) -> Pixmap {
        let relief = shot.view == "overview" || all_looked_at();
        let svg = shot.svg(&self.atlas, relief.then_some(&*self.relief));
        let png = self.fonts.png(&svg, 0.5).unwrap();
        let picture = Pixmap::decode_png(&png).unwrap();
        if all_looked_at() {
            picture
        } else {
            picture::coarse(picture)
        }
    }
}

#[test]
fn pictures_are_as_they_were() {
    let painter = Painter::new();
    let mut wrong = Vec::new();
    for shot in shots().into_iter().filter(Shot::has_picture) {
        let name = shot.name();
        let found = painter.paint(&shot);
        let file = project(FOLDER).join(format!("{name}.png"));
        let before = fs::read(&file).ok();
        let before = before.and_then(|png| Pixmap::decode_png(&png).ok());
        let far = before
            .as_ref()
            .map_or(1.0, |before| picture::difference(before, &found, DELTA_E));
        if far <= TOLERANCE {
            continue;
        }
        if updates() {
            picture::save(&found, &file);
            continue;
        }
        let both: Vec<Pixmap> = before.into_iter().chain([found]).collect();
        let shown = project("target/golden").join(format!("{name}.png"));
        picture::save(&picture::sheet(&both, 2), &shown);
        wrong.push(format!("{}: {:.2} % differ", shown.display(), 100.0 * far));
    }
    assert!(wrong.is_empty(), "before and now:\n{wrong:#?}\n{AGAIN}");
}

#[test]
fn every_step_of_the_story_is_a_view() {
    let atlas = built_in();
    let steps = &atlas.story.steps;
    let told: Vec<_> = steps
        .iter()
        .map(|step| format!("step-{}", step.id))
        .collect();
    let views = VIEWS.iter().map(|(name, _)| *name);
    let views: Vec<_> = views.filter(|name| name.starts_with("step-")).collect();
    assert_eq!(views, told);
}

#[test]
fn no_picture_is_left_over() {
    let names: Vec<String> = shots()
        .iter()
        .filter(|shot| shot.has_picture())
        .map(Shot::name)
        .collect();
    for file in files(FOLDER, "png") {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        if updates() && !names.contains(&name) {
            fs::remove_file(&file).unwrap();
        } else {
            assert!(names.contains(&name), "{name}.png");
        }
    }
}

/// A test that cannot fail tests nothing: pictures of other views are further apart than the tolerance, and so is one whose
/// names are in another language.
#[test]
fn the_tolerance_lets_no_name_pass() {
    let painter = Painter::new();
    let shot = |view: &str, lang: &str| {
        let found = shots()
            .into_iter()
            .find(|shot| shot.view == view && shot.lang == lang && shot.size_name == "phone");
        painter.paint(&found.unwrap())
    };
    let far = |one: &Pixmap, other: &Pixmap| picture::difference(one, other, DELTA_E);
    let (en, ru, summit) = (
        shot("overview", "en"),
        shot("overview", "ru"),
        shot("summit", "en"),
    );
    assert!(far(&en, &en) == 0.0);
    assert!(far(&en, &ru) > 10.0 * TOLERANCE, "{}", far(&en, &ru));
    assert!(far(&en, &summit) > 10.0 * TOLERANCE);
}

fn all_looked_at() -> bool {
    env::var_os("GOLDEN_SHEETS").is_some_and(|value| value == "1")
}

/// All pictures as they are now, for people: `target/golden/sheet-*.png`. Only when `GOLDEN_SHEETS=1`, as
/// `cargo xtask look --goldens` has it.
#[test]
fn sheets() {
    if !all_looked_at() {
        return;
    }
    let painter = Painter::new();
    for (size_name, _) in SIZES {
        for theme in THEMES {
            for lang in LANGS {
                let on_sheet = shots().into_iter().filter(|shot| {
                    shot.size_name == size_name && shot.theme == theme && shot.lang == lang
                });
                let pictures: Vec<Pixmap> = on_sheet.map(|shot| painter.paint(&shot)).collect();
                let columns = if size_name == "desk" { 3 } else { 8 };
                let file = format!("target/golden/sheet-{size_name}-{theme}-{lang}.png");
                picture::save(&picture::sheet(&pictures, columns), &project(&file));
                println!("{file}");
            }
        }
    }
}
