//! The walls of the house, as far as reading the source can tell that they stand.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

mod support;

use support::{files, project};

/// A file of the project: its path with forward slashes, and its text.
struct Source {
    path: String,
    text: String,
}

fn sources(folder: &str, ending: &str) -> Vec<Source> {
    let found: Vec<Source> = files(folder, ending)
        .iter()
        .map(|file| source(file))
        .collect();
    assert!(!found.is_empty(), "{folder} has no .{ending}");
    found
}

fn source(file: &Path) -> Source {
    let path = file.strip_prefix(project("")).unwrap();
    Source {
        path: path.to_str().unwrap().replace('\\', "/"),
        text: fs::read_to_string(file).unwrap(),
    }
}

impl Source {
    /// The lines that are no comment, numbered from 1.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate();
        lines
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
            .map(|(index, line)| (index + 1, line))
    }

    /// Where the code has one of the words, not as a part of a longer one.
    fn naming(&self, words: &[&str]) -> Vec<String> {
        let part_of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
        let mut found = Vec::new();
        for (line, code) in self.code() {
            for word in words {
                let whole = code.match_indices(word).any(|(at, _)| {
                    !code[..at].ends_with(part_of_word)
                        && !code[at + word.len()..].starts_with(part_of_word)
                });
                if whole {
                    found.push(format!("{}:{line} names {word}", self.path));
                }
            }
        }
        found
    }
}

/// None of the words is in the sources, but for where `may` allows it.
fn assert_unnamed(sources: &[Source], words: &[&str], may: impl Fn(&str) -> bool) {
    let walls = sources.iter().filter(|source| !may(&source.path));
    let found: Vec<String> = walls.flat_map(|source| source.naming(words)).collect();
    assert_eq!(found, [""; 0]);
}

#[test]
fn only_the_skin_names_the_browser() {
    let browser = ["web_sys", "js_sys", "wasm_bindgen"];
    assert_unnamed(&sources("src", "rs"), &browser, |path| {
        path.starts_with("src/web/")
    });
}

/// The reader of the wasm build is our own; the crates are for checks on the command line.
#[test]
fn only_checks_name_the_geojson_crate_and_serde() {
    let sources = sources("src", "rs");
    let checks = |path: &str| path == "src/main.rs" || path.starts_with("src/check");
    assert_unnamed(&sources, &["serde", "serde_json"], checks);
    for source in sources.iter().filter(|source| !checks(&source.path)) {
        for (line, code) in source.code() {
            let the_crate = ["use geojson::", "::geojson::", " geojson::{", "(geojson::"];
            let own = ["self::geojson::", "super::geojson::", "atlas::geojson::"]
                .iter()
                .any(|name| code.contains(name));
            assert!(
                own || !the_crate.iter().any(|name| code.contains(name)),
                "{}:{line} {code}",
                source.path
            );
        }
    }
}

#[test]
fn the_engine_makes_lists_in_its_own_way() {
    // Those that take something else than a list from an iterator say what.
    let sources = sources("src", "rs");
    assert_unnamed(&sources, &["collect()", "collect::<Vec"], |path| {
        ["src/check/", "src/main.rs", "src/still.rs"]
            .iter()
            .any(|native| path.starts_with(native))
    });
}

#[test]
fn back_ends_know_the_scene_and_not_the_atlas() {
    let sources = sources("src", "rs");
    let others = |path: &str| !["src/svg.rs", "src/web/canvas.rs"].contains(&path);
    assert_unnamed(
        &sources,
        &["atlas", "Atlas", "Feature", "Class", "LonLat", "hit", "app"],
        others,
    );
}

/// Projection is over when a scene is built.
#[test]
fn scenes_have_no_degrees() {
    let sources = sources("src", "rs");
    assert_unnamed(
        &sources,
        &["LonLat", "lon_lat", "to_radians", "to_degrees"],
        |path| !path.starts_with("src/scene/") && path != "src/svg.rs",
    );
}

/// What is drawn in a frame, or found in a picture, has been projected before.
#[test]
fn no_frame_projects() {
    let frames = [
        "src/scene/",
        "src/svg.rs",
        "src/hit.rs",
        "src/camera.rs",
        "src/web/canvas",
        "src/web/painter.rs",
    ];
    let calls = [
        ".forward(",
        "project_line(",
        "project_ring(",
        "project_bounds(",
    ];
    for source in sources("src", "rs") {
        let is_frame = frames.iter().any(|frame| source.path.starts_with(frame));
        for (line, code) in source.code().filter(|_| is_frame) {
            let projects = calls.iter().any(|call| code.contains(call));
            assert!(!projects, "{}:{line} {code}", source.path);
        }
    }
}

/// What a control hears ends with its map: `map.on` gives every listener the map's signal, `make` those of elements that go
/// with it.
#[test]
fn controls_listen_by_the_map() {
    for source in sources("web", "js") {
        if !source.path.starts_with("web/ui/") && source.path != "web/input.js" {
            continue;
        }
        for (line, code) in source.code() {
            let own = code.replace("map.signal.addEventListener('abort'", "");
            assert!(
                !own.contains("addEventListener"),
                "{}:{line} {code}",
                source.path
            );
            let leaks = [
                "new ResizeObserver",
                "new IntersectionObserver",
                "new MutationObserver",
            ];
            let leak = leaks.iter().any(|leak| code.contains(leak));
            assert!(!leak, "{}:{line} {code}", source.path);
        }
    }
}

/// The page is JavaScript's; Rust knows of it but the canvas.
#[test]
fn the_skin_calls_nothing_but_the_canvas() {
    let page = [
        "Closure",
        "Document",
        "Element",
        "EventTarget",
        "HtmlElement",
        "Window",
        "window",
        "Event::new",
        "addEventListener",
    ];
    assert_unnamed(&sources("src", "rs"), &page, |path| {
        !path.starts_with("src/web/")
    });
}

/// An answer's bits mean the same on both sides.
#[test]
fn changes_have_the_same_names_on_both_sides() {
    let event = source(&project("src/app/effect.rs")).text;
    let (_, effects) = event.split_once("pub enum Effect {").unwrap();
    let (effects, _) = effects.split_once("\n}").unwrap();
    let effects: Vec<&str> = effects
        .lines()
        .filter_map(|line| line.trim().strip_suffix(','))
        .collect();
    let changes = source(&project("web/changes.js")).text;
    let changes = changes.lines().filter_map(|line| {
        let (name, bit) = line.strip_prefix("export const ")?.split_once(" = 1 << ")?;
        let name: String = name.split('_').map(capital).collect();
        Some((name, bit.trim_end_matches(';').parse().unwrap()))
    });
    let changes: Vec<(String, usize)> = changes.collect();
    let effects: Vec<(String, usize)> = effects
        .iter()
        .enumerate()
        .map(|(bit, name)| ((*name).to_owned(), bit))
        .collect();
    assert_eq!(changes, effects);
}

/// A question has the same number on both sides.
#[test]
fn questions_have_the_same_names_on_both_sides() {
    let numbered = |path: &str, start: &str, sign: &str| -> Vec<(String, usize)> {
        let text = source(&project(path)).text;
        let lines = text.lines().filter_map(|line| {
            let (name, number) = line.strip_prefix(start)?.split_once(sign)?;
            Some((
                name.to_owned(),
                number.trim_end_matches(';').parse().unwrap(),
            ))
        });
        lines.collect()
    };
    let questions = numbered("web/questions.js", "export const ", " = ");
    assert_eq!(
        questions,
        numbered("src/web/questions.rs", "pub(super) const ", ": u8 = ")
    );
    let numbers = questions.iter().map(|(_, number)| *number);
    assert!(numbers.eq(0..questions.len()), "{questions:?}");
}

/// `LAYERS` as `Layers`.
fn capital(word: &str) -> String {
    word[..1].to_owned() + &word[1..].to_lowercase()
}

/// `feature_at` as `featureAt`.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap().to_owned();
    for word in words {
        let (first, rest) = word.split_at(1.min(word.len()));
        camel += &(first.to_ascii_uppercase() + rest);
    }
    camel
}

/// What is about Central Asia is in `data`.
#[test]
fn the_engine_knows_no_country_corridor_or_pipeline() {
    let words = [
        "kazakh",
        "uzbek",
        "kyrgyz",
        "tajik",
        "turkmen",
        "afghan",
        "iran",
        "russia",
        "chinese",
        "china",
        "mongol",
        "pakistan",
        "caspian",
        "xinjiang",
        "xi'an",
        "xi’an",
        "xian",
        "khorgos",
        "beineu",
        "bozoy",
        "shymkent",
        "aktau",
        "baku",
        "batken",
        "fergana",
        "middle corridor",
        "belt and road",
        "gas-line",
        "suez",
        "duisburg",
        "\"kaz\"",
        "\"chn\"",
        "\"rus\"",
    ];
    let mut found = Vec::new();
    for source in sources("src", "rs") {
        for (line, code) in source.code() {
            let code = code.to_lowercase();
            let named = words.iter().filter(|word| code.contains(**word));
            found.extend(named.map(|word| format!("{}:{line} names {word}", source.path)));
        }
    }
    assert_eq!(found, [""; 0]);
}

/// Nor in which years its story is.
#[test]
fn the_engine_knows_no_year() {
    let years: Vec<String> = (1991..2040).map(|year| year.to_string()).collect();
    let mut words: Vec<&str> = years.iter().map(String::as_str).collect();
    // A bound of powers of ten, and a namespace.
    words.retain(|year| *year != "2000");
    assert_unnamed(&sources("src", "rs"), &words, |_| false);
    assert_unnamed(&sources("web", "js"), &words, |_| false);
}

/// A file that has grown beyond this holds two nouns.
const LONGEST: usize = 500;

#[test]
fn files_are_short() {
    let files = sources("src", "rs")
        .into_iter()
        .chain(sources("xtask/src", "rs"))
        .chain(sources("web", "js"));
    let long = files.filter(|source| source.text.lines().count() > LONGEST);
    let long: Vec<String> = long.map(|source| source.path).collect();
    assert_eq!(long, [""; 0]);
}

/// The rooms of `src` that the code of one names.
fn neighbours(source: &Source) -> BTreeSet<String> {
    let words = source.code().flat_map(|(_, code)| {
        let code = code.split("//").next().unwrap();
        code.match_indices("crate::").map(move |(at, word)| {
            let rest = &code[at + word.len()..];
            let end = rest.find(|letter: char| letter != '_' && !letter.is_alphanumeric());
            rest[..end.unwrap_or(rest.len())].to_owned()
        })
    });
    words.collect()
}

/// `src/scene/view.rs` is in the room `scene`, `src/svg.rs` is one.
fn room(path: &str) -> &str {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    path.split('/').next().unwrap()
}

/// Two rooms that know each other are one, in two places: neither can be read, tested or moved alone.
#[test]
fn rooms_know_each_other_one_way() {
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources("src", "rs") {
        let room = room(&source.path).to_owned();
        if !["lib", "main"].contains(&room.as_str()) {
            known.entry(room).or_default().extend(neighbours(&source));
        }
    }
    assert!(known["scene"].contains("theme"), "{known:?}");
    // Rooms that know only rooms that are done are done, until none is left or all that are left are in a circle.
    while !known.is_empty() {
        let left: BTreeSet<String> = known.keys().cloned().collect();
        known.retain(|room, others| {
            others
                .iter()
                .any(|other| other != room && left.contains(other))
        });
        assert!(
            known.len() < left.len(),
            "these know each other in a circle: {known:#?}"
        );
    }
}

/// What nobody names but where it is made is dead, or waits for somebody who never came.
#[test]
fn everything_public_is_used() {
    let mut all = sources("src", "rs");
    let made: Vec<(String, String)> = all
        .iter()
        .flat_map(|source| {
            source.code().filter_map(|(line, code)| {
                let code = code.trim_start().strip_prefix("pub")?;
                let code = code
                    .trim_start_matches("(super)")
                    .trim_start_matches("(crate)");
                let code = code.trim_start();
                let name = [
                    "const fn ",
                    "fn ",
                    "struct ",
                    "enum ",
                    "const ",
                    "type ",
                    "static ",
                ]
                .iter()
                .find_map(|kind| code.strip_prefix(kind))?;
                let end = name.find(|letter: char| letter != '_' && !letter.is_alphanumeric())?;
                let place = format!("{}:{line}", source.path);
                Some((name[..end].to_owned(), place))
            })
        })
        .filter(|(name, _)| !name.is_empty() && name != "main")
        .collect();
    assert!(made.len() > 600, "{}", made.len());
    for folder in ["web", "embed"] {
        all.extend(sources(folder, "js"));
    }
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for source in &all {
        for (_, code) in source.code() {
            for word in code.split(|letter: char| letter != '_' && !letter.is_alphanumeric()) {
                *times.entry(word).or_default() += 1;
            }
        }
    }
    let alone = made.iter().filter(|(name, _)| {
        // JavaScript's name of what is exported to it.
        let script = camel(name);
        let script = times.get(script.as_str()).filter(|_| script != *name);
        let makers = made.iter().filter(|(other, _)| other == name).count();
        times[name.as_str()] + script.unwrap_or(&0) <= makers
    });
    let alone: Vec<String> = alone
        .map(|(name, place)| format!("{place} {name}"))
        .collect();
    assert_eq!(alone, [""; 0]);
}

#[test]
fn no_html_is_built_and_no_text_is_run() {
    let html = [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "set_inner_html",
        "insert_adjacent_html",
        "set_outer_html",
        "createContextualFragment",
        "DOMParser",
        "write",
        "eval",
        "Function",
    ];
    let scripts = sources("web", "js");
    for source in scripts.iter().chain(&sources("src", "rs")) {
        for (line, code) in source.code() {
            for word in html {
                let call = match word {
                    "write" => "document.write(".to_owned(),
                    "eval" => "eval(".to_owned(),
                    "Function" => "new Function(".to_owned(),
                    word => word.to_owned(),
                };
                assert!(!code.contains(&call), "{}:{line} has {call}", source.path);
            }
        }
    }
}

#[test]
fn every_module_says_what_it_is_for() {
    for folder in ["src", "xtask/src", "tests"] {
        for source in sources(folder, "rs") {
            if source.path.contains("node_modules") {
                continue;
            }
            assert!(
                source.text.starts_with("//! "),
                "{} does not begin with //!",
                source.path
            );
        }
    }
}

/// `expect` complains when it is not needed any more; `allow` never does. Tests have no choice where not all need it.
#[test]
fn no_lint_is_switched_off_for_good() {
    for source in sources("src", "rs") {
        for (line, code) in source.code() {
            let bare = code.contains("#[allow(") || code.contains("#![allow(");
            assert!(!bare, "{}:{line} {code}", source.path);
            assert!(
                !code.contains("unsafe {") && !code.contains("unsafe fn"),
                "{}:{line}",
                source.path
            );
            let leaks = ["mem::forget", "closure.forget(", ".into_js_value("];
            let leak = leaks.iter().any(|leak| code.contains(leak));
            assert!(!leak, "{}:{line} leaks", source.path);
        }
    }
}

/// Whoever has the project has no other folder of the machine that it was made on.
#[test]
fn no_file_names_a_folder_of_some_machine() {
    let list = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(project(""))
        .output();
    let list = list.expect("git lists the files of a checkout");
    assert!(list.status.success(), "not a checkout");
    let list = String::from_utf8(list.stdout).unwrap();
    let folders = ["root", "tmp", "home"].map(|folder| format!("/{folder}/"));
    let mut found = Vec::new();
    for path in list.split('\0').filter(|path| !path.is_empty()) {
        let file: PathBuf = project(path);
        // A file that is deleted and not yet committed, or an image.
        let Some(text) = fs::read(&file)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
        else {
            continue;
        };
        for (line, text) in text.lines().enumerate() {
            // Addresses on the web have folders of their own.
            let local = text.split("https://").enumerate().any(|(part, rest)| {
                let rest = if part == 0 {
                    rest
                } else {
                    rest.split_once([' ', '"', ')', '>', '<'])
                        .map_or("", |(_, rest)| rest)
                };
                folders.iter().any(|folder| rest.contains(folder.as_str()))
            });
            if local {
                found.push(format!("{path}:{}", line + 1));
            }
        }
    }
    assert_eq!(found, [""; 0]);
}

/// Every dependency has its reason above it, alone or with its neighbours.
#[test]
fn every_dependency_has_a_reason() {
    let manifest = fs::read_to_string(project("Cargo.toml")).unwrap();
    let mut in_dependencies = false;
    let mut explained = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            in_dependencies = line.ends_with("dependencies]");
        }
        if line.is_empty() || line.starts_with('[') {
            explained = false;
        } else if line.starts_with('#') {
            explained = true;
        } else if in_dependencies {
            assert!(explained, "{line}");
        }
    }
}

/// The documents that tell of the house.
const DOCUMENTS: [&str; 3] = ["README.md", "ARCHITECTURE.md", "docs/reliability.md"];

/// What stands between backquotes.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

#[test]
fn the_commands_of_the_readme_are_those_there_are() {
    let main = fs::read_to_string(project("xtask/src/main.rs")).unwrap();
    let (_, table) = main.split_once("match name {").unwrap();
    let arms = table.lines().map_while(|line| {
        let line = line.trim();
        (!line.contains("--help")).then_some(line)
    });
    let mut commands: Vec<&str> = arms
        .filter_map(|line| line.strip_prefix('"')?.split_once("\" =>"))
        .map(|(name, _)| name)
        // Trunk's own.
        .filter(|name| *name != "stage")
        .collect();
    commands.sort_unstable();
    let readme = fs::read_to_string(project("README.md")).unwrap();
    let rows = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `cargo xtask "));
    let mut told: Vec<&str> = rows
        .map(|row| row.split([' ', '`']).next().unwrap())
        .collect();
    told.sort_unstable();
    assert_eq!(told, commands);
    let help = main.split_once("\nTools that are missing").unwrap().0;
    for command in commands {
        assert!(
            help.contains(&format!("\n  {command} ")),
            "{command} has no line in the help"
        );
    }
}

/// What stands between double quotes.
fn strings_in(text: &str) -> BTreeSet<&str> {
    text.split('"').skip(1).step_by(2).collect()
}

/// The part of a text between two others.
fn part<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text.split_once(from).unwrap();
    rest.split_once(to).unwrap().0
}

#[test]
fn the_command_line_has_the_subcommands_of_the_readme_and_the_attributes_of_the_element() {
    let main = fs::read_to_string(project("src/main.rs")).unwrap();
    let readme = fs::read_to_string(project("README.md")).unwrap();
    let commands = part(&main, "enum Command {\n", "\n}").lines();
    let commands = commands.filter_map(|line| {
        let line = line.strip_prefix("    ")?;
        let name = line.split(['(', ' ']).next()?;
        let is_name = name.starts_with(|letter: char| letter.is_ascii_uppercase());
        is_name.then(|| name.to_ascii_lowercase())
    });
    let commands: BTreeSet<String> = commands.collect();
    let rows = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `cargo run --release -- "));
    let told = rows.map(|row| row.split([' ', '`']).next().unwrap().to_owned());
    assert_eq!(told.collect::<BTreeSet<String>>(), commands);

    let options = strings_in(part(&main, "let settings = [", "];"));
    let element = fs::read_to_string(project("web/central-asia-map.js")).unwrap();
    let settings = part(&element, "const SETTINGS = [", "];").replace('\'', "\"");
    let mut settings = strings_in(&settings);
    // A file has none of these.
    for of_a_page in ["loading", "gestures", "controls"] {
        assert!(settings.remove(of_a_page));
    }
    assert_eq!(options, settings);
}

#[test]
fn the_map_of_the_code_has_all_rooms() {
    let text = fs::read_to_string(project("ARCHITECTURE.md")).unwrap();
    let (_, map) = text.split_once("## Code map\n").unwrap();
    let (map, _) = map.split_once("\n## ").unwrap();
    let told = quoted(map);
    for entry in fs::read_dir(project("src")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        // The library's own list, and the program that calls it.
        if ["lib.rs", "main.rs"].contains(&name.as_str()) {
            continue;
        }
        let room = name.strip_suffix(".rs").unwrap_or(&name);
        let is_told = told.iter().any(|told| {
            let told = told.trim_start_matches("src/").trim_end_matches('/');
            told == name || told == room
        });
        assert!(is_told, "the code map has no {name}");
    }
}

/// A document that names a file which is not there is out of date.
#[test]
fn files_that_documents_name_are_there() {
    for document in DOCUMENTS {
        let text = fs::read_to_string(project(document)).unwrap();
        for name in quoted(&text) {
            let folder = [
                "src/", "web/", "tests/", "xtask/", "docs/", "data/", "embed/", "fuzz/",
            ]
            .iter()
            .any(|folder| name.starts_with(folder));
            let name = name.split("::").next().unwrap();
            let pattern = name.contains(['{', '*', '…', ' ', '<']);
            assert!(
                !folder || pattern || project(name).exists(),
                "{document} names {name}"
            );
        }
    }
}

/// Doubt about input ends where it is read: what works with an atlas that was read has nothing to refuse.
#[test]
fn after_loading_nothing_returns_a_result() {
    let readers = [
        "src/atlas/",
        "src/attributes.rs",
        "src/check/",
        "src/error.rs",
        "src/json/",
        "src/main.rs",
        "src/still.rs",
        "src/strings.rs",
        "src/web/",
    ];
    let mut found = Vec::new();
    for source in sources("src", "rs") {
        if readers.iter().any(|reader| source.path.starts_with(reader)) {
            continue;
        }
        for (line, code) in source.code() {
            if code.contains("-> Result<") {
                found.push(format!("{}:{line} {code}", source.path));
            }
        }
    }
    assert_eq!(found, [""; 0]);
}

/// What a back-end has no arm for does not compile; a wildcard would let it be forgotten.
#[test]
fn back_ends_meet_every_item_of_a_scene() {
    let scene = fs::read_to_string(project("src/scene/mod.rs")).unwrap();
    let (_, items) = scene.split_once("pub enum Item {\n").unwrap();
    let (items, _) = items.split_once("\n}").unwrap();
    let is_variant = |line: &str| {
        line.starts_with("    ") && line.as_bytes().get(4).is_some_and(u8::is_ascii_uppercase)
    };
    let variants: Vec<&str> = items
        .lines()
        .filter(|line| is_variant(line))
        .map(|line| line.trim().split([' ', '(', ',']).next().unwrap())
        .collect();
    assert!(variants.len() > 5, "{variants:?}");
    for back_end in ["src/svg.rs", "src/web/canvas.rs"] {
        let text = fs::read_to_string(project(back_end)).unwrap();
        let (_, arms) = text.split_once("match item {").unwrap();
        let (arms, _) = arms
            .split_once("\n            }\n        }")
            .unwrap_or((arms, ""));
        for variant in &variants {
            assert!(
                arms.contains(&format!("Item::{variant}")),
                "{back_end} has no arm for {variant}"
            );
        }
        let before_the_next = arms.split("\n    fn ").next().unwrap();
        assert!(
            !before_the_next.contains("\n                _ =>")
                && !before_the_next.contains("\n            _ =>"),
            "{back_end} has a wildcard"
        );
    }
}
