//! The words of the interface: every word that the code asks for is there, in every language.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use central_asia_map::atlas::{Class, Confidence, Kind, Status};
use central_asia_map::strings::Strings;

mod support;

use support::{built_in, files, read};

fn words(lang: &str) -> BTreeMap<String, String> {
    serde_json::from_str(&read(&format!("web/text/{lang}.json"))).unwrap()
}

fn languages() -> Vec<String> {
    let files = files("web/text", "json");
    let names = files
        .iter()
        .map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned());
    names.collect()
}

/// The Rust source outside comments.
fn code() -> String {
    let mut code = String::new();
    for file in files("src", "rs") {
        for line in fs::read_to_string(file).unwrap().lines() {
            if !line.trim_start().starts_with("//") {
                code.push_str(line);
                code.push('\n');
            }
        }
    }
    code
}

/// The string literals of the code.
fn literals(code: &str) -> BTreeSet<&str> {
    let lines = code.lines();
    lines
        .flat_map(|line| line.split('"').skip(1).step_by(2))
        .collect()
}

#[test]
fn all_languages_have_the_same_words() {
    let languages = languages();
    assert_eq!(languages, ["en", "ru", "zh"]);
    let keys = |lang: &str| words(lang).into_keys().collect::<BTreeSet<_>>();
    let english = keys("en");
    for lang in &languages {
        let here = keys(lang);
        let missing: Vec<_> = english.difference(&here).collect();
        let extra: Vec<_> = here.difference(&english).collect();
        assert!(
            missing.is_empty() && extra.is_empty(),
            "{lang} lacks {missing:?} and has {extra:?}"
        );
    }
}

/// What is filled in stands once in every language, or in none.
#[test]
fn all_languages_have_the_same_gaps() {
    let english = words("en");
    for lang in languages() {
        for (key, words) in words(&lang) {
            assert_eq!(
                words.matches('{').count(),
                english[&key].matches('{').count(),
                "{lang} {key}"
            );
            assert!(
                words.matches('{').count() <= 1,
                "{lang} {key}: only the first gap is filled"
            );
        }
    }
}

#[test]
fn no_words_are_empty_or_untranslated() {
    let english = words("en");
    for lang in ["ru", "zh"] {
        for (key, words) in words(lang) {
            assert!(!words.is_empty(), "{lang} {key}");
            let latin = |text: &str| text.chars().filter(char::is_ascii_alphabetic).count() > 3;
            let gapless = words.split(['{', '}']).step_by(2).collect::<String>();
            assert!(
                !latin(&gapless) || words != english[&key],
                "{lang} {key}: {words}"
            );
        }
    }
}

#[test]
fn what_the_code_asks_for_is_there() {
    let english = words("en");
    let code = code();
    let groups: BTreeSet<&str> = english
        .keys()
        .filter_map(|key| Some(key.split_once('.')?.0))
        .collect();
    // Whatever way it reaches `get`: a literal that looks like a key of a known group is one.
    let looks_like_a_key = |literal: &&str| {
        literal.split_once('.').is_some_and(|(group, rest)| {
            groups.contains(group)
                && !rest.is_empty()
                && rest
                    .chars()
                    .all(|letter| letter.is_ascii_lowercase() || letter == '-')
        })
    };
    let mut missing: Vec<&str> = literals(&code)
        .into_iter()
        .filter(looks_like_a_key)
        .filter(|key| !english.contains_key(*key))
        .collect();
    for call in [".get(\"", ".fill(\""] {
        let asked = code
            .split(call)
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        // Other maps have keys without words of their own; those of the interface are asked of `strings`.
        missing.extend(asked.filter(|key| key.contains('.') && !english.contains_key(*key)));
    }
    assert_eq!(missing, [""; 0]);
    assert!(
        literals(&code)
            .iter()
            .filter(|literal| looks_like_a_key(literal))
            .count()
            > 10
    );
}

/// The names of the eight directions.
const DIRECTIONS: [&str; 8] = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];

#[test]
fn every_member_of_a_group_has_words() {
    let english = words("en");
    let atlas = built_in();
    let names = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let views = [vec!["default", "un"], atlas.boundary_views()].concat();
    let groups: BTreeMap<&str, Vec<String>> = [
        ("class", names(Class::NAMES.to_vec())),
        ("status", names(Status::NAMES.to_vec())),
        ("confidence", names(Confidence::NAMES.to_vec())),
        ("boundaries", names(views)),
        ("at", names(DIRECTIONS.to_vec())),
        ("toward", names(DIRECTIONS.to_vec())),
        (
            "own",
            names(
                [Kind::Point, Kind::Line, Kind::Area]
                    .map(Kind::name)
                    .to_vec(),
            ),
        ),
    ]
    .into();
    for (group, members) in &groups {
        for member in members {
            let key = format!("{group}.{member}");
            assert!(english.contains_key(&key), "{key}");
        }
    }
    // A group that this test does not know would go untested.
    let code = code();
    for asked in code
        .split(".of(\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
    {
        assert!(
            groups.contains_key(asked),
            "what are the members of {asked:?}?"
        );
    }
}

/// Words that nobody asks for are bytes that everybody loads.
#[test]
fn no_words_are_unused() {
    let mut code = code();
    for file in files("web", "js") {
        code.push_str(&fs::read_to_string(file).unwrap());
    }
    let groups = [
        "class.",
        "status.",
        "confidence.",
        "boundaries.",
        "unit.",
        "at.",
        "pan.",
        "share.",
        "toward.",
        "own.",
    ];
    let unused: Vec<String> = words("en")
        .into_keys()
        .filter(|key| !groups.iter().any(|group| key.starts_with(group)))
        .filter(|key| !code.contains(&format!("\"{key}\"")) && !code.contains(&format!("'{key}'")))
        .collect();
    assert_eq!(unused, [""; 0]);
}

#[test]
fn what_a_language_lacks_stays_english() {
    let strings = Strings::read(r#"{"legend": "Условные знаки"}"#, "ru.json").unwrap();
    assert_eq!(strings.get("legend"), "Условные знаки");
    assert_eq!(strings.get("zoom.in"), Strings::english().get("zoom.in"));
    // What no language has shows its key rather than nothing.
    assert_eq!(strings.get("no.such"), "no.such");
    assert_eq!(strings.of("class", "sea"), "Sea");
}

#[test]
fn gaps_are_filled() {
    let strings = Strings::read(
        r#"{"a": "known by {date}, surely", "b": "no gap"}"#,
        "a.json",
    )
    .unwrap();
    assert_eq!(strings.fill("a", "{x}"), "known by {x}, surely");
    assert_eq!(strings.fill("b", "x"), "no gap");
    assert_eq!(strings.fill("c}{", "x"), "c}{");
}

#[test]
fn dates_are_as_people_write_them() {
    let english = Strings::english();
    assert_eq!(english.date("2023-05-19"), "19 May 2023");
    assert_eq!(english.date("2023-05"), "May 2023");
    assert_eq!(english.date("2023"), "2023");
    for odd in [
        "",
        "-",
        "soon",
        "2023-13",
        "2023-00-01",
        "2023-xx",
        "2023/05/19",
    ] {
        assert_eq!(english.date(odd), odd);
    }
    let of = |lang: &str| Strings::read(&read(&format!("web/text/{lang}.json")), lang).unwrap();
    assert_eq!(of("ru").date("2023-05-19"), "19 мая 2023");
    assert_eq!(of("zh").date("2023-05-19"), "2023年5月19日");
    // Every month has a name in every language.
    for lang in languages() {
        for month in 1..=12 {
            for date in [format!("2023-{month:02}"), format!("2023-{month:02}-01")] {
                let said = of(&lang).date(&date);
                assert!(
                    said != date && !said.contains('M') || said.contains("Ma"),
                    "{lang} {date}: {said}"
                );
            }
        }
    }
}

#[test]
fn words_that_are_no_words_are_refused() {
    for text in ["", "{", r#"{"a": 1}"#, r#"{"a": {"b": "c"}}"#] {
        assert!(Strings::read(text, "xx.json").is_err(), "{text}");
    }
}

/// What is read has the apostrophes that printers use.
#[test]
fn no_text_has_a_straight_apostrophe() {
    let mut straight = Vec::new();
    for folder in ["data", "web/text"] {
        for ending in ["json", "geojson"] {
            for file in files(folder, ending) {
                let text = fs::read_to_string(&file).unwrap();
                // The schema quotes values in its comments.
                if text.contains('\'') && !file.ends_with("schema.json") {
                    straight.push(file);
                }
            }
        }
    }
    assert!(straight.is_empty(), "{straight:?}");
}
