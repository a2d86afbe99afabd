//! Whatever is wrong with a file, its reader comes back: with an atlas that can be used, or with a reason.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value, json};

mod support;

use support::entries::ENTRIES;
use support::{Random, files, project};

fn run(entry: &str, bytes: &[u8]) {
    let (_, run) = ENTRIES.iter().find(|(name, _)| *name == entry).unwrap();
    run(bytes);
}

/// The entry that reads a file of the project.
fn entry_of(path: &Path) -> Option<&'static str> {
    let name = path
        .strip_prefix(project(""))
        .unwrap()
        .to_str()
        .unwrap()
        .replace('\\', "/");
    Some(match name.as_str() {
        "data/atlas.json" | "tests/fixtures/atlas/atlas.json" => "manifest",
        "data/story.json" => "story",
        "data/sources.json" => "facts",
        _ if name.starts_with("data/facts/") => "facts",
        _ if name.starts_with("web/text/") => "strings",
        _ if name.ends_with(".geojson") => "geojson",
        _ => return None,
    })
}

/// The files that the map fetches, with what reads each.
fn fetched() -> Vec<(&'static str, Vec<u8>, String)> {
    let all = [
        files("data", "geojson"),
        files("data", "json"),
        files("web/text", "json"),
    ]
    .concat();
    let read = |path: &std::path::PathBuf| {
        Some((
            entry_of(path)?,
            fs::read(path).unwrap(),
            path.display().to_string(),
        ))
    };
    all.iter().filter_map(read).collect()
}

/// What was found once is tried in every run: files of `tests/corpus`, in a folder for each entry.
#[test]
fn cases_that_were_found_stay_mended() {
    for (entry, run) in ENTRIES {
        let folder = project("tests/corpus").join(entry);
        for file in
            fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        {
            run(&fs::read(file.unwrap().path()).unwrap());
        }
    }
}

/// A file that is cut after any full kilobyte is refused: none of them is whole before its end.
#[test]
fn files_cut_at_every_kilobyte_are_refused() {
    let mut cuts = 0;
    for (entry, bytes, name) in fetched() {
        for end in (0..bytes.len()).step_by(1024) {
            let cut = &bytes[..end];
            assert!(
                serde_json::from_slice::<Value>(cut).is_err(),
                "{name} is whole at {end}"
            );
            run(entry, cut);
            cuts += 1;
        }
    }
    assert!(cuts > 3000, "{cuts}");
}

/// One bit of a file is another: it is read with that, in part, or not at all, and drawn.
#[test]
fn files_with_one_bit_flipped_are_borne() {
    let mut random = Random::new(9);
    for (entry, mut bytes, _) in fetched() {
        // Large files are slow to draw, and have little in them that small ones have not.
        let times = 300_000 / bytes.len().max(20_000);
        for _ in 0..times {
            let at = usize::try_from(random.next()).unwrap() % bytes.len();
            let bit = 1 << (random.next() % 8);
            bytes[at] ^= bit;
            run(entry, &bytes);
            bytes[at] ^= bit;
        }
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        "[a-z<>\"&=:/.#0-9-]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 20, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::vec(("[a-z]{0,8}", inner), 0..5).prop_map(Value::from_iter),
        ]
    })
}

/// Puts `other` in the place of the `at`-th value of a document.
fn replace(value: &mut Value, at: &mut usize, other: &Value) {
    if *at == 0 {
        *value = other.clone();
    }
    *at = at.wrapping_sub(1);
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, at, other)),
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| replace(member, at, other)),
        _ => {}
    }
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// Documents that are good, small, and have of everything something.
fn good(entry: &str) -> Value {
    let file = match entry {
        "manifest" => "data/atlas.json",
        "geojson" => "tests/fixtures/atlas/lines.geojson",
        "story" => "data/story.json",
        "facts" => "data/facts/summit.json",
        "strings" => "web/text/ru.json",
        _ => "tests/corpus/overlay/styles.json",
    };
    serde_json::from_slice(&fs::read(project(file)).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Anything in the place of anything in a good document.
    #[test]
    fn values_of_any_kind_in_any_place_are_borne(
        entry in prop::sample::select(&["manifest", "geojson", "story", "facts", "strings", "overlay"][..]),
        places in proptest::collection::vec((any::<prop::sample::Index>(), any_json()), 1..4),
    ) {
        let mut document = good(entry);
        for (place, other) in places {
            let mut at = place.index(count(&document));
            replace(&mut document, &mut at, &other);
        }
        run(entry, document.to_string().as_bytes());
    }

    /// Any style over any data.
    #[test]
    fn styles_of_any_kind_are_borne(style in any_json(), members in proptest::collection::vec((
        prop::sample::select(&["stroke", "stroke-width", "fill", "fill-opacity", "marker-color", "marker-size", "categories", "ramp", "width", "title"][..]), any_json(),
    ), 0..6)) {
        let styled = Value::from_iter(members.into_iter().map(|(name, value)| (name.to_owned(), value)));
        let mut feature = good("overlay");
        feature["features"][0]["properties"] = styled.clone();
        for style in [styled, style] {
            run("overlay", format!("{style}\0{feature}").as_bytes());
        }
    }

    #[test]
    fn any_bytes_are_borne(entry in prop::sample::select(&ENTRIES[..]), bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        entry.1(&bytes);
    }
}
