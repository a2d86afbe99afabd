//! GeoJSON is read as the `geojson` crate reads it, and what is wrong with a file is named: code, file, feature, path.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::fs;

use central_asia_map::atlas::{Atlas, AtlasReader, Geometry};
use central_asia_map::error::{Code, Problem};
use central_asia_map::lon_lat::LonLat;
use geojson::{GeoJson, GeometryValue, Position};
use proptest::prelude::*;
use serde_json::{Value, json};

mod support;

use support::{files, project, read, read_file};

/// What the `geojson` crate makes of a geometry, in our types.
fn theirs(value: &GeometryValue) -> Geometry {
    let at = |position: &Position| LonLat::new(position[0], position[1]);
    let line = |line: &Vec<Position>| line.iter().map(at).collect::<Vec<_>>();
    let lines = |lines: &Vec<Vec<Position>>| lines.iter().map(line).collect::<Vec<_>>();
    match value {
        GeometryValue::Point { coordinates } => Geometry::Points(vec![at(coordinates)]),
        GeometryValue::MultiPoint { coordinates } => Geometry::Points(line(coordinates)),
        GeometryValue::LineString { coordinates } => Geometry::Lines(vec![line(coordinates)]),
        GeometryValue::MultiLineString { coordinates } => Geometry::Lines(lines(coordinates)),
        GeometryValue::Polygon { coordinates } => Geometry::Areas(vec![lines(coordinates)]),
        GeometryValue::MultiPolygon { coordinates } => {
            Geometry::Areas(coordinates.iter().map(lines).collect())
        }
        GeometryValue::GeometryCollection { geometries } => {
            Geometry::Collection(geometries.iter().map(|part| theirs(&part.value)).collect())
        }
    }
}

/// Ours and theirs side by side; `None` is a feature without a geometry of its own.
fn assert_same(atlas: &Atlas, text: &str, name: &str) {
    let features = match text.parse::<GeoJson>().unwrap() {
        GeoJson::FeatureCollection(collection) => collection.features,
        GeoJson::Feature(feature) => vec![feature],
        GeoJson::Geometry(_) => unreachable!("has no id"),
    };
    assert_eq!(atlas.features.len(), features.len(), "{name}");
    for (ours, feature) in atlas.features.iter().zip(&features) {
        let id = feature.id.as_ref().map(|id| match id {
            geojson::feature::Id::String(id) => id.clone(),
            geojson::feature::Id::Number(id) => id.to_string(),
        });
        assert_eq!(Some(&ours.id), id.as_ref(), "{name}");
        match &feature.geometry {
            Some(geometry) => {
                assert_eq!(
                    *ours.geometry,
                    theirs(&geometry.value),
                    "{name} {}",
                    ours.id
                )
            }
            None => assert!(
                matches!(&*ours.geometry, Geometry::Legs(_))
                    || *ours.geometry == Geometry::Collection(Vec::new()),
                "{name} {}",
                ours.id
            ),
        }
    }
}

#[test]
fn the_files_of_the_built_in_atlas_are_read_alike() {
    let tracks = fs::read(project("data/tracks.geojson")).unwrap();
    let manifest = support::MANIFEST.replacen(
        "\"layers\"",
        "\"tracks\": \"tracks.geojson\", \"layers\"",
        1,
    );
    let found = files("data", "geojson");
    assert!(found.len() >= 10, "{found:?}");
    for file in found {
        let name = file.display().to_string();
        let text = fs::read_to_string(&file).unwrap();
        let mut reader = AtlasReader::new(&manifest, "atlas.json").unwrap();
        reader.add("tracks.geojson", &tracks).unwrap();
        reader.add("data.geojson", text.as_bytes()).unwrap();
        let (atlas, problems) = reader.finish().unwrap();
        assert_eq!(problems, [], "{name}");
        assert_same(&atlas, &text, &name);
    }
}

#[test]
fn tracks_are_read_alike() {
    let (atlas, problems) = support::read_atlas("data");
    assert_eq!(problems, []);
    let GeoJson::FeatureCollection(collection) = read("data/tracks.geojson").parse().unwrap()
    else {
        panic!("no collection");
    };
    assert_eq!(atlas.tracks.len(), collection.features.len());
    for (track, feature) in atlas.tracks.iter().zip(&collection.features) {
        let line = theirs(&feature.geometry.as_ref().unwrap().value);
        assert_eq!(
            line,
            Geometry::Lines(vec![track.line.clone()]),
            "{}",
            track.id
        );
    }
}

/// RFC 7946, appendix A, and one example with a third and a fourth number.
const GEOMETRIES: [&str; 10] = [
    r#"{"type": "Point", "coordinates": [100.0, 0.0]}"#,
    r#"{"type": "LineString", "coordinates": [[100.0, 0.0], [101.0, 1.0]]}"#,
    r#"{"type": "Polygon", "coordinates": [[[100.0, 0.0], [101.0, 0.0], [101.0, 1.0], [100.0, 1.0], [100.0, 0.0]]]}"#,
    r#"{"type": "Polygon", "coordinates": [
        [[100.0, 0.0], [101.0, 0.0], [101.0, 1.0], [100.0, 1.0], [100.0, 0.0]],
        [[100.8, 0.8], [100.8, 0.2], [100.2, 0.2], [100.2, 0.8], [100.8, 0.8]]]}"#,
    r#"{"type": "MultiPoint", "coordinates": [[100.0, 0.0], [101.0, 1.0]]}"#,
    r#"{"type": "MultiLineString", "coordinates": [[[100.0, 0.0], [101.0, 1.0]], [[102.0, 2.0], [103.0, 3.0]]]}"#,
    r#"{"type": "MultiPolygon", "coordinates": [
        [[[102.0, 2.0], [103.0, 2.0], [103.0, 3.0], [102.0, 3.0], [102.0, 2.0]]],
        [[[100.0, 0.0], [101.0, 0.0], [101.0, 1.0], [100.0, 1.0], [100.0, 0.0]],
         [[100.2, 0.2], [100.2, 0.8], [100.8, 0.8], [100.8, 0.2], [100.2, 0.2]]]]}"#,
    r#"{"type": "GeometryCollection", "geometries": [
        {"type": "Point", "coordinates": [100.0, 0.0]},
        {"type": "LineString", "coordinates": [[101.0, 0.0], [102.0, 1.0]]}]}"#,
    r#"{"type": "LineString", "coordinates": [[100.0, 0.0, 12.5], [101.0, 1.0, 13.5, 14.0]]}"#,
    r#"{"coordinates": [-180, 90], "bbox": [1, 2, 3, 4], "other": {"coordinates": "no"}, "type": "Point"}"#,
];

#[test]
fn every_type_is_read_alike() {
    for geometry in GEOMETRIES {
        let feature = format!(
            r#"{{"type": "Feature", "id": "one", "properties": null, "geometry": {geometry}}}"#
        );
        let numbered = feature.replace("\"one\"", "12345678901");
        let collection =
            format!(r#"{{"type": "FeatureCollection", "features": [{feature}, {numbered}]}}"#);
        for text in [&feature, &numbered, &collection] {
            let (atlas, problems) = read_file(text.as_bytes()).unwrap();
            assert_eq!(problems, [], "{text}");
            assert_same(&atlas, text, text);
        }
    }
}

/// Degrees with seven decimals, or with few, and now and then a height.
fn positions() -> impl Strategy<Value = Value> {
    let degrees = |most: i64| (-most * 10_000_000..=most * 10_000_000, 0..8_u32);
    (degrees(180), degrees(90), any::<bool>()).prop_map(
        |((lon, lon_coarse), (lat, lat_coarse), high)| {
            #[expect(clippy::cast_precision_loss, reason = "ten digits")]
            let number =
                |units: i64, coarse: u32| (units - units % 10_i64.pow(coarse)) as f64 / 1e7;
            let mut position = vec![number(lon, lon_coarse), number(lat, lat_coarse)];
            if high {
                position.push(812.5);
            }
            json!(position)
        },
    )
}

fn any_geometry() -> impl Strategy<Value = Value> {
    let line = |least: usize| proptest::collection::vec(positions(), least..8);
    let ring = || {
        line(3).prop_map(|mut ring| {
            ring.push(ring[0].clone());
            ring
        })
    };
    let rings = || proptest::collection::vec(ring(), 1..3);
    let of = |kind: &'static str, coordinates: BoxedStrategy<Value>| {
        coordinates
            .prop_map(move |coordinates| json!({"coordinates": coordinates, "type": kind}))
            .boxed()
    };
    let several = |parts: BoxedStrategy<Value>| {
        proptest::collection::vec(parts, 1..4)
            .prop_map(Value::from)
            .boxed()
    };
    let lines = || line(2).prop_map(Value::from).boxed();
    let areas = || rings().prop_map(|rings| json!(rings)).boxed();
    let leaf = prop_oneof![
        of("Point", positions().boxed()),
        of("MultiPoint", several(positions().boxed())),
        of("LineString", lines()),
        of("MultiLineString", several(lines())),
        of("Polygon", areas()),
        of("MultiPolygon", several(areas())),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        proptest::collection::vec(inner, 0..4)
            .prop_map(|parts| json!({"type": "GeometryCollection", "geometries": parts}))
    })
}

proptest! {
    #[test]
    fn any_geometry_is_read_alike(geometries in proptest::collection::vec(any_geometry(), 1..5), indented in any::<bool>()) {
        let features: Vec<Value> = geometries.into_iter().enumerate().map(|(index, geometry)| {
            json!({"type": "Feature", "id": format!("f{index}"), "properties": {"name": {"en": "N"}}, "geometry": geometry})
        }).collect();
        let collection = json!({"type": "FeatureCollection", "features": features});
        let text = if indented { format!("{collection:#}") } else { collection.to_string() };
        let (atlas, problems) = read_file(text.as_bytes()).unwrap();
        prop_assert_eq!(problems, []);
        assert_same(&atlas, &text, &text);
    }
}

/// What RFC 7946 allows, or asks readers to bear with.
#[test]
fn what_is_only_unusual_is_accepted() {
    for (why, geometry) in [
        ("null", "null"),
        ("no point", r#"{"type": "Point", "coordinates": []}"#),
        ("no points", r#"{"type": "MultiPoint", "coordinates": []}"#),
        ("no line", r#"{"type": "LineString", "coordinates": []}"#),
        (
            "no lines",
            r#"{"type": "MultiLineString", "coordinates": []}"#,
        ),
        ("no ring", r#"{"type": "Polygon", "coordinates": []}"#),
        (
            "no polygons",
            r#"{"type": "MultiPolygon", "coordinates": []}"#,
        ),
        (
            "no geometries",
            r#"{"type": "GeometryCollection", "geometries": []}"#,
        ),
        (
            "clockwise",
            r#"{"type": "Polygon", "coordinates": [[[0, 0], [0, 9], [9, 9], [9, 0], [0, 0]]]}"#,
        ),
        (
            "repeated",
            r#"{"type": "LineString", "coordinates": [[0, 0], [0, 0], [1, 1], [1, 1]]}"#,
        ),
        (
            "flat",
            r#"{"type": "Polygon", "coordinates": [[[1, 1], [1, 1], [1, 1], [1, 1]]]}"#,
        ),
        (
            "the corner of the world",
            r#"{"type": "MultiPoint", "coordinates": [[-180, -90], [180, 90]]}"#,
        ),
        (
            "height",
            r#"{"type": "Point", "coordinates": [71, 51, 347.5]}"#,
        ),
        (
            "height and measure",
            r#"{"type": "Point", "coordinates": [71, 51, 347.5, 1e308]}"#,
        ),
    ] {
        let text = format!(
            r#"{{"type": "Feature", "id": "a", "properties": {{}}, "geometry": {geometry}}}"#
        );
        let (atlas, problems) = read_file(text.as_bytes()).unwrap();
        assert_eq!((problems, atlas.features.len()), (Vec::new(), 1), "{why}");
        // It can be drawn.
        let atlas = std::rc::Rc::new(atlas);
        let _ = support::model(&atlas, 300.0, 200.0).scene();
    }
}

fn problem(code: Code, feature: Option<&str>, path: Option<&str>, message: &str) -> Problem {
    let mut problem = Problem::new(code, "data.geojson", message);
    problem.feature = feature.map(str::to_owned);
    problem.path = path.map(str::to_owned);
    problem
}

/// Files of which nothing can be used: code, place, message.
const REFUSED: &[(&str, Code, Option<&str>, &str)] = &[
    ("empty", Code::NotJson, None, "is empty"),
    ("blank", Code::NotJson, None, "is empty"),
    ("byte-order-mark-only", Code::NotJson, None, "is empty"),
    (
        "truncated",
        Code::NotJson,
        Some("byte 300 (line 3, column 122)"),
        "the text ends too early",
    ),
    (
        "page",
        Code::NotJson,
        Some("byte 1 (line 2, column 1)"),
        "expected a value",
    ),
    ("latin-1", Code::NotJson, Some("byte 246"), "is not UTF-8"),
    ("utf-16", Code::NotJson, Some("byte 0"), "is not UTF-8"),
    (
        "not-a-number",
        Code::NotJson,
        Some("byte 299 (line 3, column 121)"),
        "expected a value",
    ),
    (
        "comment",
        Code::NotJson,
        Some("byte 4 (line 2, column 3)"),
        "expected a member's name in quotes",
    ),
    (
        "after-byte-order-mark",
        Code::NotJson,
        Some("byte 12 (line 1, column 13)"),
        "expected a value",
    ),
    (
        "object",
        Code::NotGeojson,
        Some("$.type"),
        "expected a string, found null",
    ),
    (
        "list",
        Code::NotGeojson,
        Some("$.type"),
        "expected a string, found null",
    ),
    (
        "topology",
        Code::NotGeojson,
        Some("$.type"),
        "\"Topology\" is no GeoJSON type; expected FeatureCollection, Feature or a geometry",
    ),
    (
        "type-is-number",
        Code::NotGeojson,
        Some("$.type"),
        "expected a string, found a number",
    ),
    (
        "no-features",
        Code::NotGeojson,
        Some("$.features"),
        "expected an array of features, found null",
    ),
    (
        "features-is-object",
        Code::NotGeojson,
        Some("$.features"),
        "expected an array of features, found an object",
    ),
];

fn bad_file(name: &str) -> Vec<u8> {
    fs::read(project(&format!("tests/fixtures/bad/{name}.geojson"))).unwrap()
}

#[test]
fn files_that_cannot_be_used_are_refused_with_the_place() {
    for (name, code, path, message) in REFUSED {
        let expected = problem(*code, None, *path, message);
        assert_eq!(read_file(&bad_file(name)).unwrap_err(), expected, "{name}");
    }
}

/// Files with one bad feature between two good ones: code, feature, place after `$.features[1]`, message.
const SKIPPED: &[(&str, Code, &str, &str, &str)] = &[
    (
        "swapped",
        Code::BadCoordinates,
        "bad",
        ".geometry.coordinates[1]",
        "out of range: latitude and longitude seem to be swapped",
    ),
    (
        "projected",
        Code::BadCoordinates,
        "bad",
        ".geometry.coordinates",
        "out of range: the file seems to be projected, in metres",
    ),
    (
        "out-of-range",
        Code::BadCoordinates,
        "bad",
        ".geometry.coordinates[1][1]",
        "out of range: longitude is −180…180 and latitude −90…90",
    ),
    (
        "huge",
        Code::BadCoordinates,
        "bad",
        ".geometry.coordinates",
        "out of range: the file seems to be projected, in metres",
    ),
    (
        "beyond-doubles",
        Code::BadCoordinates,
        "bad",
        ".geometry.coordinates",
        "out of range: the file seems to be projected, in metres",
    ),
    (
        "text-for-number",
        Code::BadFeature,
        "bad",
        ".geometry.coordinates[1]",
        "a position is an array of a longitude and a latitude",
    ),
    (
        "null-for-number",
        Code::BadFeature,
        "bad",
        ".geometry.coordinates",
        "a position is an array of a longitude and a latitude",
    ),
    (
        "one-number",
        Code::BadFeature,
        "bad",
        ".geometry.coordinates",
        "a position is an array of a longitude and a latitude",
    ),
    (
        "short-line",
        Code::BadFeature,
        "bad",
        ".geometry.coordinates",
        "a line has at least 2 positions",
    ),
    (
        "short-ring",
        Code::BadFeature,
        "bad",
        ".geometry.coordinates[0]",
        "a ring has at least 4 positions",
    ),
    (
        "too-shallow",
        Code::BadFeature,
        "bad",
        ".geometry.coordinates",
        "expected an array one level deeper, found an array of positions",
    ),
    (
        "too-deep",
        Code::BadFeature,
        "bad",
        ".geometry.coordinates[0]",
        "a position is an array of a longitude and a latitude",
    ),
    (
        "no-coordinates",
        Code::BadFeature,
        "bad",
        ".geometry.coordinates",
        "expected an array, found null",
    ),
    (
        "no-geometries",
        Code::BadFeature,
        "bad",
        ".geometry.geometries",
        "expected an array, found null",
    ),
    (
        "bad-part",
        Code::BadCoordinates,
        "bad",
        ".geometry.geometries[1].coordinates",
        "out of range: latitude and longitude seem to be swapped",
    ),
    (
        "unknown-geometry",
        Code::BadFeature,
        "bad",
        ".geometry.type",
        "expected a geometry's type, found a string",
    ),
    (
        "geometry-is-text",
        Code::BadFeature,
        "bad",
        ".geometry.type",
        "expected a string, found null",
    ),
    (
        "unknown-type",
        Code::BadFeature,
        "bad",
        ".type",
        "expected a Feature, found \"Featur\"",
    ),
    (
        "null-feature",
        Code::BadFeature,
        "#1",
        "",
        "a feature of an atlas has an id",
    ),
    (
        "no-id",
        Code::BadFeature,
        "#1",
        "",
        "a feature of an atlas has an id",
    ),
    (
        "unknown-class",
        Code::BadFeature,
        "bad",
        ".properties.class",
        "\"volcano\" is none of country, region, sea, lake, river, boundary, capital, town, border, gas, oil, corridor, hub, \
         dry-port, port, crossing, summit, clash, exercise, outpost, surveillance, other",
    ),
    (
        "name-is-text",
        Code::BadFeature,
        "bad",
        ".properties.name.en",
        "expected a string, found a number",
    ),
    (
        "rank-is-fraction",
        Code::BadFeature,
        "bad",
        ".properties.rank",
        "expected a whole number, found a number",
    ),
];

#[test]
fn one_bad_feature_is_skipped_and_reported() {
    for (name, code, feature, path, message) in SKIPPED {
        let (atlas, problems) = read_file(&bad_file(name)).unwrap();
        let path = format!("$.features[1]{path}");
        assert_eq!(
            problems,
            [problem(*code, Some(feature), Some(&path), message)],
            "{name}"
        );
        let ids: Vec<&str> = atlas
            .features
            .iter()
            .map(|feature| feature.id.as_str())
            .collect();
        assert_eq!(ids, ["before", "after"], "{name}");
    }
}

#[test]
fn a_leg_that_is_no_track_is_reported() {
    let (atlas, problems) = read_file(&bad_file("unknown-leg")).unwrap();
    let expected = problem(
        Code::Unresolved,
        Some("bad"),
        None,
        "there is no track \"nowhere\"",
    );
    assert_eq!((problems, atlas.features.len()), (vec![expected], 2));
}

#[test]
fn an_id_used_twice_is_reported() {
    let (atlas, problems) = read_file(&bad_file("same-id")).unwrap();
    assert_eq!((problems.len(), atlas.find("before")), (1, Some(0)));
    assert_eq!(problems[0].feature.as_deref(), Some("before"));
}

#[test]
fn an_unclosed_ring_is_closed_with_a_warning() {
    let (atlas, problems) = read_file(&bad_file("unclosed-ring")).unwrap();
    let path = "$.features[1].geometry.coordinates[0]";
    let message = "a ring ends where it begins: closed it";
    assert_eq!(
        problems,
        [problem(Code::BadFeature, Some("bad"), Some(path), message)]
    );
    let Geometry::Areas(areas) = &*atlas.features[1].geometry else {
        panic!("no area");
    };
    assert_eq!(areas[0][0].len(), 5);
    assert_eq!(areas[0][0][0], areas[0][0][4]);
}

/// A file that nothing tests is a file that nobody will mend.
#[test]
fn every_bad_file_is_tested() {
    let alone = ["unknown-leg", "same-id", "unclosed-ring"];
    let refused = REFUSED.iter().map(|row| row.0);
    let mut tested: Vec<&str> = refused
        .chain(SKIPPED.iter().map(|row| row.0))
        .chain(alone)
        .collect();
    tested.sort_unstable();
    let found = files("tests/fixtures/bad", "geojson");
    let mut found: Vec<_> = found
        .iter()
        .map(|file| file.file_stem().unwrap().to_str().unwrap())
        .collect();
    found.sort_unstable();
    assert_eq!(found, tested);
}

#[test]
fn deep_nesting_is_an_error() {
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    let text = format!(
        r#"{{"type": "Feature", "geometry": {{"type": "Polygon", "coordinates": {deep}}}}}"#
    );
    let error = read_file(text.as_bytes()).unwrap_err();
    assert_eq!(
        (error.code, error.message.as_str()),
        (Code::NotJson, "nested deeper than 128 levels")
    );
    let nested = |levels| {
        let open = r#"{"type": "GeometryCollection", "geometries": ["#.repeat(levels);
        let close = "]}".repeat(levels);
        format!(
            r#"{{"type": "Feature", "id": "a", "properties": {{}}, "geometry": {open}{close}}}"#
        )
    };
    assert_eq!(
        read_file(nested(10_000).as_bytes()).unwrap_err().code,
        Code::NotJson
    );
    assert_eq!(read_file(nested(50).as_bytes()).unwrap().1, []);
}

/// Cut anywhere, a file is refused: no part of it is taken for the whole.
#[test]
fn every_truncation_is_refused() {
    let text = bad_file("unclosed-ring");
    let text = text.trim_ascii_end();
    for end in 0..text.len() {
        let error = read_file(&text[..end]).unwrap_err();
        assert_eq!(error.code, Code::NotJson, "{end}");
    }
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let text = format!(
        "\u{feff}{}",
        r#"{"type": "FeatureCollection", "features": []}"#
    );
    assert_eq!(read_file(text.as_bytes()).unwrap().1, []);
    assert!(AtlasReader::new(&format!("\u{feff}{}", support::MANIFEST), "atlas.json").is_ok());
}

#[test]
fn a_file_that_has_not_arrived_is_missing() {
    let reader = AtlasReader::new(support::MANIFEST, "atlas.json").unwrap();
    assert_eq!(reader.awaited_files(), ["data.geojson"]);
    let error = reader.finish().unwrap_err();
    assert_eq!(
        (error.code, error.file.as_str()),
        (Code::MissingFile, "data.geojson")
    );
}

#[test]
fn problems_read_as_one_line() {
    let text = problem(
        Code::BadCoordinates,
        Some("bad"),
        Some("$.a[1]"),
        "out of range",
    )
    .to_string();
    assert_eq!(text, "data.geojson, $.a[1], feature bad: out of range");
}
