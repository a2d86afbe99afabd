//! `check` finds nothing wrong with the built-in atlas, and every kind of mistake in a small one.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::fs;
use std::path::PathBuf;

use central_asia_map::check::{self, Report};
use serde_json::{Value, json};

mod support;

use support::{files, project};

fn told(report: &Report) -> String {
    let findings = report.findings.iter().map(ToString::to_string);
    findings.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_built_in_atlas_has_no_problem() {
    let report = check::folder(&project("data"));
    assert_eq!(told(&report), "");
    let count = |what| {
        let found = report.counts.iter().find(|(counted, _)| *counted == what);
        found.map_or(0, |(_, number)| *number)
    };
    assert_eq!(count("claims"), 74);
    assert!(count("features") > 1000 && count("tracks") > 90 && count("facts") > 400);
}

#[test]
fn every_file_of_geometry_is_valid_on_its_own() {
    for file in files("data", "geojson") {
        let report = check::file(&file);
        assert_eq!(told(&report), "", "{}", file.display());
    }
}

#[test]
fn bad_files_are_reported_with_their_name() {
    // What these get wrong is in their properties, which are the author's in a file of no atlas.
    let fine = [
        "name-is-text",
        "no-id",
        "rank-is-fraction",
        "unknown-class",
        "unknown-leg",
    ];
    let mut bad = 0;
    for file in files("tests/fixtures/bad", "geojson") {
        let name = file.file_stem().unwrap().to_string_lossy();
        let report = check::file(&file);
        assert_eq!(report.findings.is_empty(), fine.contains(&&*name), "{name}");
        for finding in &report.findings {
            assert!(finding.problem.file.starts_with(&*name), "{finding}");
            assert!(!finding.fix.is_empty(), "{finding}");
        }
        bad += report.findings.len();
    }
    assert!(bad > 30);
}

/// A small atlas without a mistake: every file that there can be.
fn good() -> Value {
    let name = json!({"en": "Name", "ru": "Имя"});
    let told = json!({"en": "word ".repeat(40).trim_end(), "ru": "слово ".repeat(80).trim_end()});
    json!({
        "atlas.json": {
            "version": 1, "title": name, "asOf": "2023-05-19", "years": [2005, 2025], "bounds": [0, 0, 20, 20],
            "projection": {"parallels": [5, 15], "center": [10, 10]}, "focus": ["AAA"], "detailZoom": 5,
            "languages": ["en", "ru"], "sources": "sources.json", "tracks": "tracks.geojson", "credit": name,
            "story": "story.json",
            "routes": {"from": "place", "to": "place", "passages": [
                {"id": "BBB"}, {"id": "strait", "name": name, "closes": ["two"]}
            ]},
            "layers": [{
                "id": "base", "title": name, "data": ["data.geojson"], "later": ["later.geojson"],
                "detail": ["detail.geojson"], "facts": ["facts.json"]
            }]
        },
        "tracks.geojson": {"type": "FeatureCollection", "features": [
            {"type": "Feature", "id": "one", "properties": {"mode": "rail", "gauge": 1520, "precision": "surveyed",
                "since": 2000, "from": "A", "to": "B"},
                "geometry": {"type": "LineString", "coordinates": [[1, 1], [2, 1], [3, 2]]}},
            {"type": "Feature", "id": "two", "properties": {"mode": "ferry", "precision": "schematic", "from": "B", "to": "C"},
                "geometry": {"type": "LineString", "coordinates": [[3, 2], [8, 5]]}}
        ]},
        "data.geojson": {"type": "FeatureCollection", "features": [
            {"type": "Feature", "id": "AAA", "properties": {"class": "country", "name": name, "rank": 1, "label": [2, 2]},
                "geometry": {"type": "Polygon", "coordinates": [
                    [[0, 0], [5, 0], [5, 5], [0, 5], [0, 0]], [[3, 3], [3, 4], [4, 4], [4, 3], [3, 3]]]}},
            {"type": "Feature", "id": "BBB", "properties": {"class": "country", "name": name, "rank": 1, "label": [6, 2]},
                "geometry": {"type": "MultiPolygon", "coordinates": [[[[5, 0], [10, 0], [10, 5], [5, 5], [5, 0]]]]}},
            {"type": "Feature", "id": "a-b", "properties": {"class": "boundary", "kind": "disputed", "views": {"cn": "none"},
                "between": ["AAA", "BBB"]},
                "geometry": {"type": "LineString", "coordinates": [[5, 0], [5, 5]]}},
            {"type": "Feature", "id": "way", "properties": {"class": "corridor", "name": name, "rank": 2, "status": "disrupted",
                "history": [{"from": 2010, "status": "operating"}, {"from": 2022, "status": "disrupted"}],
                "since": 2010, "until": 2030, "precision": "surveyed", "legs": ["one", "two"]}, "geometry": null},
            {"type": "Feature", "id": "place", "properties": {"class": "hub", "name": name, "rank": 3, "country": "AAA"},
                "geometry": {"type": "Point", "coordinates": [1, 1]}}
        ]},
        "later.geojson": {"type": "FeatureCollection", "features": [
            {"type": "Feature", "id": "river", "properties": {"class": "river", "name": name, "rank": 3, "precision": "generalised"},
                "geometry": {"type": "MultiLineString", "coordinates": [[[1, 2], [3, 4]], [[3, 4], [1, 2]]]}}
        ]},
        "detail.geojson": {"type": "FeatureCollection", "features": [
            {"type": "Feature", "id": "river", "properties": {"class": "river", "name": name, "rank": 3, "precision": "surveyed"},
                "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}}
        ]},
        "facts.json": {"way": {"summary": name, "part": name, "facts": [
            {"text": name, "value": 5, "unit": "km", "measures": "length", "asOf": "2023-05", "known": "then",
                "confidence": "reported", "sources": ["book"]},
            {"text": name, "asOf": "2024-02-29", "known": "later", "confidence": "opinion", "sources": ["book"]}
        ]}},
        "sources.json": {"book": {"publisher": "P", "title": "T", "date": "2020-02-29", "url": "https://example.org/a"}},
        "story.json": {
            "steps": [{"id": "begin", "title": name, "text": told, "sources": ["book"], "bounds": [0, 0, 20, 20],
                "narrowBounds": [0, 0, 9, 20], "layers": ["base"], "selected": "way", "year": 2023, "shade": "size",
                "features": ["way", "AAA"]}],
            "events": [
                {"date": "2010", "title": name, "features": ["way"], "step": "begin", "sources": ["book"]},
                {"date": "2010-02-28", "title": name, "features": [], "sources": ["book"]}
            ],
            "themes": [{"id": "size", "title": name, "unit": name, "note": name, "asOf": "2022", "breaks": [1, 2],
                "values": [{"feature": "AAA", "value": 3}, {"feature": "BBB", "value": 1}], "sources": ["book"], "panels": ["AAA"]}],
            "charts": [{"id": "years", "title": name, "unit": name,
                "values": [{"date": "2021", "value": 3}, {"feature": "way", "value": 4}], "sources": ["book"], "panels": ["way"]}]
        },
        "claims.json": [
            {"n": 1, "text": name, "features": ["way"], "steps": ["begin"], "verdict": "partly", "note": name, "sources": ["book"]}
        ]
    })
}

/// Writes the files to a folder of the test's own, and checks it.
fn check_files(name: &str, files: &Value) -> Report {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    for (file, content) in files.as_object().unwrap() {
        fs::write(folder.join(file), content.to_string()).unwrap();
    }
    check::folder(&folder)
}

#[test]
fn a_good_atlas_has_no_problem() {
    assert_eq!(told(&check_files("good", &good())), "");
}

/// Where, what to put there (`null` takes it out), and what `check` says of it.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("/atlas.json/version", "2", "version 1"),
    ("/atlas.json/colour", "1", "unknown field `colour`"),
    ("/atlas.json/languages", "[]", "names no language"),
    ("/atlas.json/title/ru", "null", "has no words in ru"),
    (
        "/atlas.json/credit/ru",
        r#"" x""#,
        "begins or ends with a space",
    ),
    ("/atlas.json/asOf", r#""2023-02-30""#, "is no day"),
    (
        "/atlas.json/bounds",
        "[0, 20, 20, 0]",
        "south is not below north",
    ),
    (
        "/atlas.json/projection/parallels",
        "[15, 5]",
        "the parallels are not in order",
    ),
    (
        "/atlas.json/projection/center",
        "[10, 91]",
        "the centre is beyond a pole",
    ),
    ("/atlas.json/detailZoom", "99", "is no zoom"),
    (
        "/atlas.json/years",
        "[2024, 2030]",
        "the year of `asOf` is not on the scale",
    ),
    (
        "/atlas.json/focus/0",
        r#""CCC""#,
        "there is no feature \"CCC\"",
    ),
    (
        "/atlas.json/routes/from",
        r#""AAA""#,
        "there is no place \"AAA\" where ways end",
    ),
    (
        "/atlas.json/routes/passages/1/closes/0",
        r#""three""#,
        "no area and no track \"three\" to close",
    ),
    (
        "/atlas.json/routes/passages/1/id",
        r#""BBB""#,
        "the id is used twice",
    ),
    (
        "/atlas.json/routes/passages/0/closes",
        r#"["one"]"#,
        "the passage has no name",
    ),
    (
        "/atlas.json/routes/passages/1/name/ru",
        "null",
        "has no words in ru",
    ),
    (
        "/atlas.json/layers/0/data/0",
        r#""none.geojson""#,
        "No such file",
    ),
    ("/tracks.geojson/name", "1", "a member that nothing reads"),
    (
        "/tracks.geojson/features/0/properties/gauge",
        "null",
        "a railway has a gauge",
    ),
    (
        "/tracks.geojson/features/0/properties/precision",
        "null",
        "a track says how true it is",
    ),
    (
        "/tracks.geojson/features/0/properties/from",
        r#""""#,
        "a track names its ends",
    ),
    (
        "/tracks.geojson/features/0/properties/since",
        "3000",
        "no year of this map",
    ),
    (
        "/tracks.geojson/features/0/properties/lanes",
        "2",
        "unknown field `lanes`",
    ),
    (
        "/tracks.geojson/features/0/geometry/coordinates/1",
        "[9, 9]",
        "turns back by",
    ),
    (
        "/tracks.geojson/features/0/geometry/coordinates/1",
        "[1, 1]",
        "the position stands twice",
    ),
    (
        "/tracks.geojson/features/0/geometry/coordinates/2",
        "[3, 2.001]",
        "does not join the others",
    ),
    (
        "/tracks.geojson/features/0/geometry/type",
        r#""Point""#,
        "expected",
    ),
    (
        "/tracks.geojson/features/1/id",
        r#""one""#,
        "the id is used twice",
    ),
    (
        "/tracks.geojson/features/1/properties/mode",
        r#""gas""#,
        "corridor does not run on gas",
    ),
    (
        "/data.geojson/type",
        r#""Feature""#,
        "a file of an atlas is a FeatureCollection",
    ),
    ("/data.geojson/features/0/id", "null", "has no id"),
    ("/data.geojson/features/0/id", r#""one""#, "that of a track"),
    (
        "/data.geojson/features/1/id",
        r#""AAA""#,
        "the id is used twice",
    ),
    (
        "/data.geojson/features/0/properties/class",
        r#""land""#,
        "is none of",
    ),
    (
        "/data.geojson/features/0/properties/class",
        r#""hub""#,
        "the geometry of the class hub is point, not area",
    ),
    (
        "/data.geojson/features/0/properties/name",
        "null",
        "all have a name but boundaries",
    ),
    (
        "/data.geojson/features/0/properties/name/ru",
        "null",
        "has no words in ru",
    ),
    (
        "/data.geojson/features/0/properties/local",
        r#""kk""#,
        "has no name in \"kk\"",
    ),
    (
        "/data.geojson/features/0/properties/rank",
        "10",
        "rank is a number from 1 to 9",
    ),
    (
        "/data.geojson/features/0/properties/rank",
        "null",
        "rank is a number from 1 to 9",
    ),
    (
        "/data.geojson/features/0/properties/label",
        "[6, 6]",
        "the label is outside of the area",
    ),
    (
        "/data.geojson/features/0/properties/label",
        "null",
        "an area says where its name stands",
    ),
    (
        "/data.geojson/features/0/properties/kind",
        r#""lease""#,
        "only boundaries and borders have",
    ),
    (
        "/data.geojson/features/0/properties/legs",
        r#"["one"]"#,
        "only corridors and pipelines have legs",
    ),
    (
        "/data.geojson/features/0/properties/fill",
        r##""#fff""##,
        "unknown field `fill`",
    ),
    (
        "/data.geojson/features/0/geometry/coordinates/0/0",
        "[1, 1]",
        "ring",
    ),
    (
        "/data.geojson/features/0/geometry/coordinates/0/1",
        "[2, 8]",
        "the edge crosses that at",
    ),
    (
        "/data.geojson/features/0/geometry/coordinates/0/2",
        "[5, 0]",
        "the position stands twice",
    ),
    (
        "/data.geojson/features/0/geometry/coordinates/0",
        "[[0, 0], [0, 5], [5, 5], [5, 0], [0, 0]]",
        "runs clockwise",
    ),
    (
        "/data.geojson/features/0/geometry/coordinates/1",
        "[[3, 3], [4, 3], [4, 4], [3, 4], [3, 3]]",
        "a hole runs counterclockwise",
    ),
    (
        "/data.geojson/features/0/geometry/coordinates/0",
        "[[0, 0], [5, 0], [5, 5], [2, 4.9], [0, 5], [2, 4.9], [0, 4], [0, 0]]",
        "the ring touches itself",
    ),
    (
        "/data.geojson/features/0/geometry/coordinates/0/1",
        "[500, 0]",
        "out of range",
    ),
    (
        "/data.geojson/features/2/properties/between",
        "null",
        "lie between two",
    ),
    (
        "/data.geojson/features/2/properties/between/0",
        r#""CCC""#,
        "there is no feature \"CCC\"",
    ),
    (
        "/data.geojson/features/2/properties/between/0",
        r#""BBB""#,
        "both sides are the same",
    ),
    (
        "/data.geojson/features/2/properties/kind",
        r#""vague""#,
        "is none of",
    ),
    (
        "/data.geojson/features/3/properties/status",
        "null",
        "corridors and pipelines have a status",
    ),
    (
        "/data.geojson/features/3/properties/status",
        r#""planned""#,
        "the history says disrupted for 2023",
    ),
    (
        "/data.geojson/features/3/properties/history/0/from",
        "2022",
        "the history is not in order",
    ),
    (
        "/data.geojson/features/3/properties/history/0/from",
        "22",
        "no year of this map",
    ),
    (
        "/data.geojson/features/3/properties/until",
        "2001",
        "ends before it begins",
    ),
    (
        "/data.geojson/features/3/properties/precision",
        "null",
        "a line says how true it is",
    ),
    (
        "/data.geojson/features/3/properties/legs/1",
        r#""three""#,
        "there is no track \"three\"",
    ),
    (
        "/data.geojson/features/3/properties/legs/1",
        r#""one""#,
        "the leg \"one\" stands twice",
    ),
    (
        "/data.geojson/features/3/properties/legs",
        r#"["one"]"#,
        "no feature runs along this track",
    ),
    (
        "/data.geojson/features/4/properties/country",
        r#""BBB""#,
        "lies outside BBB",
    ),
    (
        "/data.geojson/features/4/properties/country",
        r#""CCC""#,
        "there is no country \"CCC\"",
    ),
    (
        "/later.geojson/features/0/id",
        r#""way""#,
        "the id is used twice",
    ),
    (
        "/later.geojson/features/0/geometry/coordinates/0/1",
        "[1, 2]",
        "the position stands twice",
    ),
    (
        "/data.geojson/features/0/properties/onMap",
        r#"{"en": "A"}"#,
        "has no words in ru",
    ),
    (
        "/detail.geojson/features/-",
        r#"{"type": "Feature", "id": "river", "properties": {"class": "river", "name": {"en": "a", "ru": "a"}, "rank": 3,
            "precision": "surveyed"}, "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}}"#,
        "the id is used twice",
    ),
    (
        "/detail.geojson/features/0/id",
        r#""lake""#,
        "details of no feature",
    ),
    (
        "/facts.json/nobody",
        r#"{"summary": {}, "part": {}, "facts": []}"#,
        "there is no feature \"nobody\"",
    ),
    ("/facts.json/way/part/ru", "null", "has no words in ru"),
    (
        "/facts.json/way/facts/0/text/en",
        r#""""#,
        "has no words in en",
    ),
    (
        "/facts.json/way/facts/0/sources",
        "[]",
        "rests on no source",
    ),
    (
        "/facts.json/way/facts/0/sources/0",
        r#""film""#,
        "there is no source \"film\"",
    ),
    (
        "/facts.json/way/facts/0/sources",
        r#"["book", "book"]"#,
        "\"book\" stands twice",
    ),
    (
        "/facts.json/way/facts/0/asOf",
        r#""May 2023""#,
        "is no date",
    ),
    (
        "/facts.json/way/facts/0/asOf",
        r#""2023-06""#,
        "holds for 2023-06, but is said to be known",
    ),
    (
        "/facts.json/way/facts/0/asOf",
        r#""2024""#,
        "holds for 2024, but is said to be known",
    ),
    (
        "/facts.json/way/facts/0/value",
        "null",
        "has a unit, but no value",
    ),
    ("/facts.json/way/facts/0/unit", r#""t""#, "but not in km"),
    (
        "/facts.json/way/facts/0/measures",
        r#""depth""#,
        "there is no feature \"depth\"",
    ),
    ("/facts.json/way/facts/0/known", r#""now""#, "is none of"),
    (
        "/facts.json/way/facts/0/confidence",
        "null",
        "expected a string",
    ),
    ("/facts.json/way/facts/0/note", "1", "unknown field `note`"),
    (
        "/sources.json/film",
        r#"{"publisher": "F"}"#,
        "no fact, claim or step rests on this source",
    ),
    ("/sources.json/book/publisher", r#""""#, "empty publisher"),
    ("/sources.json/book/date", r#""2021-02-29""#, "is no date"),
    (
        "/sources.json/book/url",
        r#""example""#,
        "is no address of the web",
    ),
    (
        "/sources.json/book/author",
        r#""A""#,
        "unknown field `author`",
    ),
    ("/claims.json/0/n", "2", "the numbers are not in order"),
    ("/claims.json/0/text/ru", "null", "has no words in ru"),
    ("/claims.json/0/note/ru", "null", "has no words in ru"),
    (
        "/claims.json/0/verdict",
        r#""true""#,
        "is none of confirmed",
    ),
    (
        "/claims.json/0/features/0",
        r#""nobody""#,
        "there is no feature \"nobody\"",
    ),
    (
        "/claims.json/0/steps/0",
        r#""end""#,
        "the story has no step \"end\"",
    ),
    ("/claims.json/0/sources", "[]", "rests on no source"),
    ("/atlas.json/story", r#""none.json""#, "No such file"),
    ("/story.json/chapters", "[]", "a member that nothing reads"),
    (
        "/story.json/steps/0/text/en",
        r#""Too short.""#,
        "has 2 words, not 40 to 80",
    ),
    (
        "/story.json/steps/0/text/zh",
        r#""很短。""#,
        "has 3 characters, not 70 to 140",
    ),
    ("/story.json/steps/0/text/ru", "null", "has no words in ru"),
    ("/story.json/steps/0/title/ru", "null", "has no words in ru"),
    ("/story.json/steps/0/sources", "[]", "rests on no source"),
    (
        "/story.json/steps/0/sources/0",
        r#""film""#,
        "there is no source \"film\"",
    ),
    (
        "/story.json/steps/0/bounds",
        "[20, 0, 0, 20]",
        "is no quadrangle of the globe",
    ),
    (
        "/story.json/steps/0/narrowBounds",
        "[0, 20, 20, 20]",
        "is no quadrangle of the globe",
    ),
    (
        "/story.json/steps/0/layers/0",
        r#""top""#,
        "there is no layer \"top\"",
    ),
    (
        "/story.json/steps/0/selected",
        r#""nobody""#,
        "there is no feature \"nobody\"",
    ),
    (
        "/story.json/steps/0/features/1",
        r#""way""#,
        "\"way\" stands twice",
    ),
    (
        "/story.json/steps/0/shade",
        r#""weight""#,
        "there is no theme \"weight\"",
    ),
    (
        "/story.json/steps/0/year",
        "1999",
        "is not on the scale of years",
    ),
    ("/story.json/steps/0/color", "1", "unknown field `color`"),
    (
        "/story.json/steps/0/closed",
        r#"["gate"]"#,
        "there is no passage \"gate\"",
    ),
    (
        "/story.json/events/0/date",
        r#""2004""#,
        "is not on the scale of years",
    ),
    (
        "/story.json/events/0/date",
        r#""2011""#,
        "the events are not in order",
    ),
    (
        "/story.json/events/0/step",
        r#""end""#,
        "the story has no step \"end\"",
    ),
    (
        "/story.json/events/0/features/0",
        r#""nobody""#,
        "there is no feature \"nobody\"",
    ),
    ("/story.json/themes/0/breaks", "[2, 1]", "makes no classes"),
    (
        "/story.json/themes/0/breaks",
        "[1, 2, 3, 4]",
        "makes no classes",
    ),
    (
        "/story.json/themes/0/values/1/value",
        "9",
        "the values are not in order",
    ),
    (
        "/story.json/themes/0/values/0/feature",
        r#""way""#,
        "\"way\" is no area",
    ),
    ("/story.json/themes/0/asOf", r#""May""#, "is no date"),
    ("/story.json/themes/0/unit/ru", "null", "has no words in ru"),
    (
        "/story.json/themes/0/values/0",
        r#"{"date": "2022", "value": 3}"#,
        "is no area",
    ),
    (
        "/story.json/themes/0/panels/0",
        r#""nobody""#,
        "there is no feature \"nobody\"",
    ),
    ("/story.json/charts/0/breaks", "[1]", "is no chart"),
    ("/story.json/charts/0/panels", "[]", "is no chart"),
    (
        "/story.json/charts/0/values/0/date",
        r#""May""#,
        "is of no feature and of no date",
    ),
    (
        "/story.json/charts/0/values/1/date",
        r#""2022""#,
        "is of no feature and of no date",
    ),
    (
        "/story.json/charts/0/values/1/feature",
        r#""nobody""#,
        "there is no feature \"nobody\"",
    ),
    ("/story.json/charts/0/sources/0", r#""paper""#, "paper"),
];

#[test]
fn every_mistake_is_found_and_has_a_fix() {
    let mut missed = Vec::new();
    for (pointer, value, expected) in MISTAKES {
        let mut files = good();
        // A file's name has no slash in it, but the pointer's first step is the whole name.
        let (parent, member) = pointer.rsplit_once('/').unwrap();
        let value: Value = serde_json::from_str(value).unwrap();
        match files.pointer_mut(parent).unwrap() {
            Value::Object(members) if value.is_null() => drop(members.remove(member)),
            Value::Object(members) => drop(members.insert(member.to_owned(), value)),
            Value::Array(items) if member == "-" => items.push(value),
            Value::Array(items) => items[member.parse::<usize>().unwrap()] = value,
            _ => unreachable!("{pointer}"),
        }
        let report = check_files("mistake", &files);
        let found = report
            .findings
            .iter()
            .find(|finding| finding.problem.message.contains(expected));
        match found {
            Some(finding) => assert!(!finding.fix.is_empty(), "{finding}"),
            None => missed.push(format!(
                "{pointer}: expected “{expected}”, found {}",
                told(&report)
            )),
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn a_member_that_stands_twice_is_found() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("twice");
    fs::create_dir_all(&folder).unwrap();
    for (file, content) in good().as_object().unwrap() {
        let text = content
            .to_string()
            .replacen("\"version\":", "\"asOf\":\"1\",\"version\":", 1);
        fs::write(folder.join(file), text).unwrap();
    }
    assert!(told(&check::folder(&folder)).contains("\"asOf\" stands twice"));
}
