//! Our JSON is the JSON of everyone else: what `serde_json` reads we read alike, what it refuses we refuse.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use central_asia_map::json::{self, Json, Node, Writer, Wrong, pair, parse, parse_number, quoted};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The same value, seen through the eyes of `serde_json`; positions are arrays again.
fn value_of(json: &Json<'_>) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => json!(value),
        Json::Number(number) => json!(number),
        Json::Text(text) => json!(text),
        Json::List(values) => values.iter().map(value_of).collect(),
        Json::Positions(positions) => positions.iter().map(|at| json!([at.lon, at.lat])).collect(),
        Json::Object(members) => members
            .iter()
            .map(|(name, value)| (name.to_string(), value_of(value)))
            .collect(),
    }
}

/// How we see a value: all numbers are doubles, and positions lose what follows longitude and latitude.
fn simplified(value: &Value) -> Value {
    let is_position = |value: &Value| {
        value
            .as_array()
            .is_some_and(|values| values.len() >= 2 && values.iter().all(Value::is_number))
    };
    match value {
        Value::Number(number) => json!(number.as_f64().unwrap()),
        Value::Array(values) if !values.is_empty() && values.iter().all(is_position) => values
            .iter()
            .map(|position| json!([position[0].as_f64().unwrap(), position[1].as_f64().unwrap()]))
            .collect(),
        Value::Array(values) => values.iter().map(simplified).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), simplified(value)))
            .collect(),
        other => other.clone(),
    }
}

/// Whether two values are the same but for a unit in the last place of numbers, theirs and ours.
fn same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Number(ours), Value::Number(theirs)) => {
            units_apart(ours.as_f64().unwrap(), theirs.as_f64().unwrap()) <= 2
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| same(a, b))
        }
        (Value::Object(ours), Value::Object(theirs)) => {
            ours.len() == theirs.len()
                && ours
                    .iter()
                    .zip(theirs)
                    .all(|(a, b)| a.0 == b.0 && same(a.1, b.1))
        }
        _ => ours == theirs,
    }
}

/// How many doubles lie between two, and one more.
fn units_apart(a: f64, b: f64) -> u64 {
    let key = |number: f64| {
        let bits = number.to_bits();
        if bits >> 63 == 0 {
            bits | 1 << 63
        } else {
            !bits + 1
        }
    };
    key(a).abs_diff(key(b))
}

fn assert_same(text: &str) {
    let ours = parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    let theirs: Value = serde_json::from_str(text).unwrap();
    let (ours, theirs) = (value_of(&ours), simplified(&theirs));
    assert!(same(&ours, &theirs), "{text}\n{ours}\n{theirs}");
}

/// A bit of everything, in every place.
const EVERYTHING: &str = r#" { "null":null,"yes":true , "no" : false, "zero":0,"minus":-0.5e+3,
    "big":123456789012345678901234567890,"text":"ä\"\\\/\b\f\n\r\té中\ud83d\ude00🚂","":"",
    "list":[ ],"object":{ },"mixed":[1,"2",[3],{"four":4},null],"one":[[1,2]],"positions":[ [71.5,-51.1] ,
    [1e1,2E-1,3.0,4]],"lines":[[[1,2],[3,4]],[[5,6],[7,8,9]]],"none":[[1,2],[3]],"odd":[[1,2],["3",4]]} "#;

#[test]
fn everything_is_read_alike() {
    assert_same(EVERYTHING);
}

#[test]
fn every_kind_alone_is_a_document() {
    for text in [
        "null",
        "true",
        "false",
        "0",
        "-1.5",
        "\"a\"",
        "[]",
        "{}",
        " \n\t\r[ ] ",
    ] {
        assert_same(text);
    }
}

#[test]
fn the_files_of_the_project_are_read_alike() {
    for folder in ["data", "web/text"] {
        for ending in ["json", "geojson"] {
            for file in support::files(folder, ending) {
                let text = std::fs::read_to_string(&file).unwrap();
                let ours = value_of(&parse(&text).unwrap());
                let theirs = simplified(&serde_json::from_str(&text).unwrap());
                // Data has few digits: not even the last place differs.
                assert!(ours == theirs, "{}", file.display());
            }
        }
    }
}

mod support;

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(|value| json!(value)),
        any::<i64>().prop_map(|value| json!(value)),
        any::<u64>().prop_map(|value| json!(value)),
        (-1e6..1e6_f64).prop_map(|value| json!(value)),
        any::<f64>().prop_filter_map("finite", |value| value.is_finite().then(|| json!(value))),
        any::<String>().prop_map(|value| json!(value)),
        (-180.0..180.0_f64, -90.0..90.0_f64).prop_map(|(lon, lat)| json!([lon, lat])),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(|values| json!(values)),
            proptest::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn what_they_write_we_read(value in any_json()) {
        assert_same(&value.to_string());
        assert_same(&serde_json::to_string_pretty(&value).unwrap());
    }

    /// Whatever it is, it is read as they read it or refused as they refuse it, and never a panic.
    #[test]
    fn any_text_is_judged_alike(text in r#"[\[\]{}",:0-9eE+.\-truefalsn \\u]{0,12}"#) {
        assert_judged_alike(&text);
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = parse(&text);
        let _ = parse_number(&text);
    }

    #[test]
    fn numbers_are_within_a_unit_in_the_last_place(number in any::<f64>()) {
        prop_assume!(number.is_finite());
        for text in [format!("{number}"), format!("{number:e}"), format!("{number:.17e}")] {
            let ours = parse_number(&text).unwrap();
            prop_assert!(units_apart(ours, number) <= 1, "{text} became {ours}");
        }
    }

    /// Any digits, not only those of a double.
    #[test]
    fn decimals_are_within_a_unit_in_the_last_place(text in r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?([eE][+\-]?[0-9]{1,3})?") {
        let number: f64 = text.parse().unwrap();
        let ours = parse_number(&text).unwrap();
        prop_assert!(units_apart(ours, number) <= 1, "{text} became {ours}");
    }

    /// Coordinates, up to 15 digits, are the very same doubles.
    #[test]
    fn coordinates_are_exact(units in -180_000_000_000_000_i64..180_000_000_000_000, decimals in 0..=12_usize) {
        #[expect(clippy::cast_precision_loss, reason = "15 digits fit")]
        let number = units as f64 / 1e12;
        let text = format!("{number:.decimals$}");
        prop_assert_eq!(parse_number(&text), Some(text.parse().unwrap()));
    }

    #[test]
    fn what_we_quote_they_read(text in any::<String>()) {
        prop_assert_eq!(serde_json::from_str::<String>(&quoted(&text)).unwrap(), text);
    }

    #[test]
    fn what_we_write_they_read(name in any::<String>(), text in any::<String>(), number in -1e12..1e12_f64) {
        prop_assume!(!["", "pair", "number", "none", "list", "rows", "texts", "inner"].contains(&name.as_str()));
        let written = Writer::object(|json| {
            json.text(&name, &text);
            json.number("number", number);
            json.optional_text("none", None);
            json.optional_text("", Some(""));
            json.raw("pair", &pair(Some([number, 0.25])));
            json.list("list", |json| {
                json.quoted(&text);
                json.item("null");
                json.item(&Writer::object(|_| {}));
            });
            json.each("rows", [1.0, number], |json, value| json.number("value", value));
            json.texts("texts", &[text.clone(), String::new()]);
            json.member("inner", |json| json.flag("yes", true));
        });
        let read: Value = serde_json::from_str(&written).unwrap();
        let members = read.as_object().unwrap();
        prop_assert_eq!(members.len(), 8);
        prop_assert_eq!(&read[&name], &json!(text));
        prop_assert_eq!(&read[""], &json!(""));
        prop_assert_eq!(&read["list"], &json!([text, null, {}]));
        prop_assert_eq!(&read["rows"][0], &json!({"value": 1}));
        prop_assert_eq!(read["rows"].as_array().unwrap().len(), 2);
        prop_assert_eq!(&read["texts"], &json!([text, ""]));
        prop_assert_eq!(&read["inner"], &json!({"yes": true}));
        prop_assert_eq!(&read["pair"][1], &json!(0.25));
        for written in [&read["number"], &read["pair"][0]] {
            let difference = (written.as_f64().unwrap() - number).abs();
            prop_assert!(difference <= 5.1e-10_f64.max(number.abs() * 1e-12), "{number} became {written}");
        }
    }
}

fn assert_judged_alike(text: &str) {
    let ours = parse(text);
    match serde_json::from_str::<Value>(text) {
        Ok(theirs) => {
            let ours = ours.unwrap_or_else(|error| panic!("refused {text}: {error:?}"));
            assert!(same(&value_of(&ours), &simplified(&theirs)), "{text}");
        }
        Err(error) => {
            let error = error.to_string();
            // We give half a surrogate pair as U+FFFD, and 1e999 as infinite, for the reader of coordinates to name.
            let lenient = error.contains("surrogate")
                || error.contains("hex escape")
                || error.contains("number out of range");
            assert!(
                ours.is_err() || lenient,
                "took {text} as {ours:?}, they say {error}"
            );
        }
    }
}

#[test]
fn every_truncation_is_refused_where_the_text_ends() {
    let text = EVERYTHING.trim_end();
    for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
        let error = parse(&text[..end]).unwrap_err();
        // A word is given back as a whole.
        assert!(
            error.offset <= end && error.offset + 5 > end,
            "{end}: {error:?}"
        );
    }
}

#[test]
fn every_changed_byte_is_judged_alike() {
    let text = EVERYTHING.trim();
    for at in (0..text.len()).filter(|&at| text.is_char_boundary(at)) {
        let (before, rest) = text.split_at(at);
        let mut rest = rest.chars();
        rest.next();
        let rest = rest.as_str();
        assert_judged_alike(&format!("{before}{rest}"));
        for letter in "{}[]\",:0-.eEtnu\\/ \u{1}\u{a0}ä".chars() {
            assert_judged_alike(&format!("{before}{letter}{rest}"));
        }
    }
}

#[test]
fn what_is_not_json_is_refused() {
    for text in [
        "",
        " ",
        "nul",
        "nulll",
        "True",
        "NaN",
        "Infinity",
        "-Infinity",
        "undefined",
        "'a'",
        "\"a",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\n\"",
        "\"\t\"",
        "\"\u{0}\"",
        "\u{0}",
        "01",
        "-01",
        "+1",
        "-",
        ".5",
        "1.",
        "1.e3",
        "1e",
        "1e+",
        "0x10",
        "1_000",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1",
        "]",
        "{a:1}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{\"a\":1 \"b\":2}",
        "{1:2}",
        "[1,2}",
        "// no\n1",
        "1 2",
        "[[1,2],]",
        "[[1,2,],[3,4]]",
        "[[1,2] [3,4]]",
        "\u{a0}1",
        "<!DOCTYPE html>",
    ] {
        assert!(parse(text).is_err(), "{text:?}");
        assert!(serde_json::from_str::<Value>(text).is_err(), "{text:?}");
    }
}

#[test]
fn errors_tell_where() {
    for (text, offset, message) in [
        ("[1, 2, x]", 7, "expected a value"),
        ("{\"a\": 1, b: 2}", 9, "expected a member's name in quotes"),
        ("{\"a\" 1}", 5, "expected ':'"),
        ("[1 2]", 3, "expected ',' or ']'"),
        ("{\"a\": 1 2}", 8, "expected ',' or '}'"),
        ("[1] 2", 4, "expected the end"),
        ("[\"ä\", nil]", 7, "expected a value"),
        ("\"a\u{1}\"", 2, "a control character must be escaped"),
        ("[012]", 4, "a number has no leading zeros"),
        ("[1,", 3, "the text ends too early"),
    ] {
        let error = parse(text).unwrap_err();
        assert_eq!((error.offset, error.message), (offset, message), "{text}");
    }
}

#[test]
fn deep_nesting_is_an_error_and_no_overflow() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
        let nested = |levels: usize| format!("{}1{}", open.repeat(levels), close.repeat(levels));
        assert_same(&nested(60));
        for text in [nested(10_000), open.repeat(1_000_000)] {
            let error = parse(&text).unwrap_err();
            assert_eq!(error.message, "nested deeper than 128 levels");
            assert!(error.offset < 1000);
        }
    }
}

/// Attempts at reading positions go back at most once, whatever the nesting.
#[test]
fn nested_positions_take_linear_time() {
    let positions = "[1,2],".repeat(20_000);
    let level = |inner: String| format!("[{positions}{inner}]");
    let text = (0..20).fold("\"x\"".to_owned(), |inner, _| level(inner));
    assert!(parse(&text).is_ok());
}

#[test]
fn escapes_are_undone() {
    for (text, expected) in [
        (r#""\u0041\u00e9\u4e2d""#, "Aé中"),
        (r#""\ud83d\ude82""#, "🚂"),
        (r#""\uD83D\uDE82""#, "🚂"),
        (r#""a\/b""#, "a/b"),
        (r#""\\\"""#, "\\\""),
        // Half a pair is no character, and what follows it stays.
        (r#""\ud83d""#, "\u{fffd}"),
        (r#""\ude82""#, "\u{fffd}"),
        (r#""\ud83dx""#, "\u{fffd}x"),
        (r#""\ud83d\u0041""#, "\u{fffd}A"),
        (r#""\ud83d\n""#, "\u{fffd}\n"),
        (r#""\ud83d\ud83d\ude82""#, "\u{fffd}🚂"),
    ] {
        assert_eq!(parse(text), Ok(Json::Text(expected.into())), "{text}");
    }
}

/// As `serde_json` and browsers do.
#[test]
fn of_repeated_members_the_last_counts() {
    let json = parse(r#"{"a": 1, "b": 2, "a": 3}"#).unwrap();
    let wrong = Wrong::default();
    let root = Node::root(&json, &wrong);
    assert_eq!(root.member("a").number(), 3.0);
    assert_same(r#"{"a": 1, "b": 2, "a": 3}"#);
}

/// Windows editors begin files with it.
#[test]
fn a_byte_order_mark_is_passed_over_and_counted() {
    assert_eq!(parse("\u{feff}[]"), Ok(Json::List(Vec::new())));
    assert_eq!(parse("\u{feff}[x]").unwrap_err().offset, 4);
}

#[test]
fn numbers_beyond_doubles_are_infinite_or_zero() {
    assert_eq!(parse_number("1e999"), Some(f64::INFINITY));
    assert_eq!(
        parse_number("-1e99999999999999999999"),
        Some(f64::NEG_INFINITY)
    );
    assert_eq!(parse_number("1e-99999999999999999999"), Some(0.0));
    assert_eq!(parse_number("0e999"), Some(0.0));
    assert_eq!(
        parse_number("-0").map(f64::to_bits),
        Some((-0.0_f64).to_bits())
    );
    assert_eq!(
        parse_number(&format!("0.{}1e400", "0".repeat(399))),
        Some(1.0)
    );
    assert_eq!(
        parse_number(&format!("1{}e-400", "0".repeat(400))),
        Some(1.0)
    );
}

#[test]
fn arrays_of_positions_hold_two_numbers_each() {
    let positions = |text| match parse(text) {
        Ok(Json::Positions(positions)) => Some(positions.len()),
        _ => None,
    };
    assert_eq!(positions("[[1,2]]"), Some(1));
    assert_eq!(positions("[ [ 1 , 2 , 3 ] , [4,5] ]"), Some(2));
    for text in [
        "[]",
        "[[]]",
        "[[1]]",
        "[1,2]",
        "[[1,2],3]",
        "[[1,2],[3]]",
        "[[1,\"2\"]]",
        "[[[1,2]]]",
        "[[1,2],[null,4]]",
    ] {
        assert_eq!(positions(text), None, "{text}");
        assert_same(text);
    }
}

/// Readers go on with stand-ins; what was wrong first is what whoever began to read hears, once.
#[test]
fn the_first_thing_that_is_wrong_counts() {
    let read = |text| {
        json::read(text, "file", |root| {
            Ok((
                root.member("a").number(),
                root.member("b").text().to_owned(),
            ))
        })
    };
    assert_eq!(read(r#"{"a": 1, "b": "x"}"#), Ok((1.0, "x".to_owned())));
    for (text, path, message) in [
        (
            r#"{"a": "x", "b": 1}"#,
            "$.a",
            "expected a number, found a string",
        ),
        (
            r#"{"a": 1, "b": 1}"#,
            "$.b",
            "expected a string, found a number",
        ),
    ] {
        let problem = read(text).unwrap_err();
        assert_eq!(problem.path.as_deref(), Some(path));
        assert_eq!(problem.message, message);
        assert_eq!(problem.file, "file");
    }
}
