//! Any GeoJSON can be laid over an atlas: styled, named, found and reported on; the atlas stays what it was.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::rc::Rc;

use central_asia_map::app::{Effect, Event, Model, Motion, Target};
use central_asia_map::atlas::{Atlas, Geometry, Overlay, OverlayReader, Own, Style, StyleRule};
use central_asia_map::error::{Code, Problem};
use central_asia_map::hit::Tolerance;
use central_asia_map::legend::legend;
use central_asia_map::lon_lat::LonLat;
use central_asia_map::panel::panel;
use central_asia_map::scene::{HAIRLINE, Item};
use central_asia_map::shape::Shapes;
use central_asia_map::space::Point;
use central_asia_map::strings::Strings;
use central_asia_map::svg;
use serde_json::{Value, json};

mod support;

use support::{Random, built_in, files};

fn read_with(text: &str, style: &str) -> (Result<Overlay, Problem>, Vec<Problem>) {
    let mut problems = Vec::new();
    let rule = StyleRule::read(style).unwrap();
    let read = Overlay::read("mine", "Mine", text.as_bytes(), &rule, &mut problems);
    (read, problems)
}

/// The overlay of a file without any problem.
fn read(text: &str) -> Overlay {
    let (overlay, problems) = read_with(text, "");
    assert_eq!(problems, []);
    overlay.unwrap()
}

fn point(properties: &str) -> String {
    format!(
        r#"{{"type": "Feature", "properties": {properties}, "geometry": {{"type": "Point", "coordinates": [70, 40]}}}}"#
    )
}

fn style_of(properties: &str, style: &str) -> Style {
    let (overlay, problems) = read_with(&point(properties), style);
    assert_eq!(problems, [], "{properties}");
    let own = overlay.unwrap().features.swap_remove(0).own.clone();
    (*own.unwrap().style).clone()
}

#[test]
fn every_geometry_is_taken_with_or_without_an_id() {
    let text = r#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": "a", "properties": {"name": "Named"}, "geometry": {"type": "LineString", "coordinates": [[60, 40], [70, 45, 300]]}},
        {"type": "Feature", "id": 7, "properties": null, "geometry": {"type": "Polygon", "coordinates": [[[60, 40], [70, 40], [70, 45], [60, 40]]]}},
        {"type": "Feature", "properties": {}, "geometry": null},
        {"type": "Feature", "properties": {"title": "Both"}, "geometry": {"type": "GeometryCollection", "geometries": [
            {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}, {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}]}}
    ], "bbox": [1, 2, 3, 4], "foreign": {"member": true}}"#;
    let overlay = read(text);
    let told: Vec<_> = overlay
        .features
        .iter()
        .map(|feature| (feature.id.as_str(), feature.name("en")))
        .collect();
    assert_eq!(
        told,
        [
            ("a", "Named"),
            ("7", "7"),
            ("mine:2", "mine:2"),
            ("mine:3", "Both")
        ]
    );
    assert!(
        matches!(&*overlay.features[3].geometry(), Geometry::Collection(parts) if parts.len() == 2)
    );
    assert_eq!(overlay.skipped, 0);
}

/// An overlay keeps its geometries in less room.
#[test]
fn a_geometry_is_as_it_was_written_with_seven_decimals() {
    let mut random = Random::new(11);
    let mut run = |count: usize| -> (String, Vec<LonLat>) {
        let mut texts = Vec::new();
        for _ in 0..count {
            let (lon, lat) = (random.between(-180.0, 180.0), random.between(-90.0, 90.0));
            texts.push(format!("[{lon:.7},{lat:.7}]"));
        }
        texts.push(texts[0].clone());
        let number = |text: &str| text.parse::<f64>().unwrap();
        let position = |text: &String| {
            let (lon, lat) = text[1..text.len() - 1].split_once(',').unwrap();
            LonLat::new(number(lon), number(lat))
        };
        let positions = texts.iter().map(position).collect();
        (format!("[{}]", texts.join(",")), positions)
    };
    for _ in 0..200 {
        let [(a, a_run), (b, b_run), (c, c_run)] = [run(3), run(40), run(7)];
        let written = [
            (
                format!(r#""MultiPoint", "coordinates": {b}"#),
                Geometry::Points(b_run.clone()),
            ),
            (
                format!(r#""MultiLineString", "coordinates": [{a}, {b}]"#),
                Geometry::Lines(vec![a_run.clone(), b_run.clone()]),
            ),
            (
                format!(r#""MultiPolygon", "coordinates": [[{b}, {a}], [{c}]]"#),
                Geometry::Areas(vec![vec![b_run, a_run], vec![c_run]]),
            ),
        ];
        let mut all = Vec::new();
        for (text, geometry) in written {
            let text = format!(r#"{{"type": {text}}}"#);
            assert_eq!(*read(&text).features[0].geometry(), geometry, "{text}");
            all.push((text, geometry));
        }
        let (texts, geometries): (Vec<_>, _) = all.into_iter().unzip();
        let text = texts.join(",");
        let text = format!(r#"{{"type": "GeometryCollection", "geometries": [{text}]}}"#);
        let collection = Geometry::Collection(geometries);
        assert_eq!(*read(&text).features[0].geometry(), collection);
    }
    // Further decimals are below a centimetre.
    let text = r#"{"type": "Point", "coordinates": [0.12345674999, -12.00000005001]}"#;
    let rounded = Geometry::Points(vec![LonLat::new(0.123_456_7, -12.000_000_1)]);
    assert_eq!(*read(text).features[0].geometry(), rounded);
}

#[test]
fn a_bare_geometry_and_a_bare_feature_are_files_too() {
    assert_eq!(
        read(r#"{"type": "Point", "coordinates": [70, 40]}"#)
            .features
            .len(),
        1
    );
    assert_eq!(read(&point("{}")).features.len(), 1);
}

/// Features without an id have that of their place among all, whatever was left out before them.
#[test]
fn features_of_lines_have_ids_of_their_own() {
    let of_two = format!(
        "{{\"type\": \"FeatureCollection\", \"features\": [7, {}]}}",
        point("{}")
    );
    let (overlay, problems) = read_with(&format!("{of_two}\n{of_two}\n{}", point("{}")), "");
    assert_eq!(problems.len(), 2);
    let overlay = overlay.unwrap();
    let mut ids: Vec<&str> = overlay
        .features
        .iter()
        .map(|feature| &*feature.id)
        .collect();
    ids.dedup();
    assert_eq!(ids.len(), 3, "{ids:?}");
}

#[test]
fn lines_of_features_are_a_file_too() {
    let text = format!(
        "{}\n\n{}\r\n{}\n",
        point(r#"{"name": "1"}"#),
        point("{}"),
        point("{}")
    );
    let overlay = read(&text);
    let ids: Vec<_> = overlay
        .features
        .iter()
        .map(|feature| feature.id.as_str())
        .collect();
    assert_eq!(ids, ["mine:0", "mine:1", "mine:2"]);
    // A line that is no good is told with its number, and the others stay.
    let text = format!("{}\n{{\"type\": \n{}\n", point("{}"), point("{}"));
    let (overlay, problems) = read_with(&text, "");
    let overlay = overlay.unwrap();
    assert_eq!((overlay.features.len(), overlay.skipped), (2, 1));
    assert!(
        problems[0]
            .path
            .as_ref()
            .unwrap()
            .starts_with("line 2 byte "),
        "{problems:?}"
    );
}

#[test]
fn one_bad_feature_is_skipped_counted_and_told() {
    let text = format!(
        r#"{{"type": "FeatureCollection", "features": [{}, {{"type": "Feature", "properties": {{}}, "geometry": {{"type": "Point", "coordinates": ["x", 1]}}}}, {}]}}"#,
        point("{}"),
        point("{}")
    );
    let (overlay, problems) = read_with(&text, "");
    let overlay = overlay.unwrap();
    assert_eq!((overlay.features.len(), overlay.skipped), (2, 1));
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].code, Code::BadFeature);
    assert_eq!(problems[0].feature.as_deref(), Some("mine:1"));
    assert_eq!(
        problems[0].path.as_deref(),
        Some("$.features[1].geometry.coordinates")
    );
}

/// What comes of a file that is read some bytes at a time; how much each slice read, and how much of it came.
fn sliced(bytes: &[u8], come: usize, budget: usize) -> (String, Vec<usize>) {
    let mut slices = Vec::new();
    let mut reader = OverlayReader::new("mine", "Mine", StyleRule::default(), bytes.len());
    let mut read = || {
        let mut rest = bytes;
        while !rest.is_empty() {
            // As a page cuts it: before a byte that goes on with no character.
            let goes_on = |byte: &u8| byte & 0xc0 == 0x80;
            let more = rest.iter().skip(come).take_while(|byte| goes_on(byte));
            let end = come.min(rest.len()) + more.count();
            reader.add(&rest[..end])?;
            rest = &rest[end..];
        }
        loop {
            let before = reader.read();
            let more = reader.go_on(budget)?;
            slices.push(reader.read().saturating_sub(before));
            if !more {
                return Ok(());
            }
        }
    };
    let read: Result<(), Problem> = read();
    let told = match read {
        Ok(()) => format!("{:?}", reader.finish()),
        Err(problem) => format!("{problem:?}"),
    };
    (told, slices)
}

fn at_once(bytes: &[u8]) -> String {
    let mut problems = Vec::new();
    let rule = StyleRule::default();
    match Overlay::read("mine", "Mine", bytes, &rule, &mut problems) {
        Ok(overlay) => format!("{:?}", (overlay, problems)),
        Err(problem) => format!("{problem:?}"),
    }
}

/// Documents in which something stands where a reader that goes bit by bit may not look for it.
const ODD: [&str; 30] = [
    r#" { "bbox" : [1, 2, 3, 4], "features" : [ {"type": "Feature", "properties": {"name": "Ü]}\"\\"}, "geometry": {"type": "Point", "coordinates": [70, 40]}} , 7, null, [[1, 2]], {"type": "Feature", "id": 3, "geometry": {"type": "Polygon", "coordinates": [[[60, 40], [70, 40], [70, 45]]]}} ] , "type": "FeatureCollection", "more": {"features": [1]} } "#,
    "\u{feff}{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Point\", \"coordinates\": [1, 2]}]}\r\n",
    r#"{"type": "FeatureCollection", "\u0066eatures": [{"type": "Point", "coordinates": [1, 2]}]}"#,
    r#"{"type": "FeatureCollection", "features": [{"type": "Point", "coordinates": [1, 2]}], "features": [{"type": "Point", "coordinates": [3, 4]}, 1]}"#,
    r#"{"type": "FeatureCollection", "features": [{"type": "Point", "coordinates": [1, 2]}], "features": []}"#,
    r#"{"type": "FeatureCollection", "features": [{"type": "Point", "coordinates": [1, 2]}], "features": null}"#,
    r#"{"type": "FeatureCollection", "features": null, "features": [{"type": "Point", "coordinates": [1, 2]}]}"#,
    r#"{"type": "FeatureCollection", "features": [[1, 2], [3, 4]]}"#,
    r#"{"type": "FeatureCollection", "features": [[1, 2], [3]]}"#,
    r#"{"type": "FeatureCollection", "features": [[1, 2], [3, "4"], {}]}"#,
    r#"{"type": "FeatureCollection", "features": []}"#,
    r#"{"type": "FeatureCollection", "features": {}}"#,
    r#"{"type": "FeatureCollection"}"#,
    r#"{"features": [{"type": "Point", "coordinates": [1, 2]}, 1], "type": "Feature", "properties": {"name": "One"}, "geometry": {"type": "Point", "coordinates": [9, 8]}}"#,
    r#"{"features": [{"type": "Point", "coordinates": [1, 2]}, 1], "type": "Point", "coordinates": [9, 8]}"#,
    r#"{"features": [{"type": "Point", "coordinates": [1, 2]}], "type": "Topology"}"#,
    r#"{"features": [{"type": "Point", "coordinates": [1, 2]}]}"#,
    r#"{"type": "FeatureCollection", "features": [{"type": "Point", "coordinates": [1, 2]}, 1], "crs": {"properties": {"name": "EPSG:3857"}}}"#,
    r#"{"type": "FeatureCollection", "crs": {"properties": {"name": "EPSG:4326"}}, "features": [{"type": "Point", "coordinates": [181, 2]}]}"#,
    r#"{"type": "FeatureCollection", "features": [{"type": "Point", "coordinates": [1, 2]},]}"#,
    r#"{"type": "FeatureCollection", "features": [{"type": "Point", "coordinates": [1, 2]} {}]}"#,
    r#"{"type": "FeatureCollection", "features": [{"type": "Point", "coordinates": [1, 2]}], }"#,
    r#"{"type": "FeatureCollection", "features": [{"type": "Point", "coordinates": [1, 2]}]} {}"#,
    "{\"type\": \"Point\", \"coordinates\": [1, 2]}\n \n{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Point\", \"coordinates\": [1, 2]}, 5]}\n{\"features\": [1], \"features\": \n7\n{\"type\": \"FeatureCollection\", \"crs\": {}, \"features\": [{\"type\": \"Point\", \"coordinates\": [1, 2]}]}\n{\"type\": \"Feature\", \"geometry\": null}\n{\"type\": \"Point\", \"coordinates\": [1, \"2\"]}",
    "\u{c}\n{\"type\": \"Point\", \"coordinates\": [1, 2]}\n{\"type\": \"Point\", \"coordinates\": [3, 4]}\n\n",
    "{\"type\": \"FeatureCollection\", \"features\": [\n{\"type\": \"Point\", \"coordinates\": [1, 2]},\n{\"type\": \"Point\", \"coordinates\": [1, 2]",
    "[1, 2]\n{\"type\": \"Point\", \"coordinates\": [1, 2]}",
    "{}",
    "  \n\u{feff}",
    "\u{feff} ",
];

/// However a file is divided, what comes of it is the same: features, warnings, indices, paths and errors.
#[test]
fn a_file_in_slices_is_the_file_at_once() {
    let mut files: Vec<Vec<u8>> = ODD.iter().map(|text| text.as_bytes().to_vec()).collect();
    for folder in [
        "tests/fixtures/bad",
        "tests/fixtures/atlas",
        "tests/corpus/overlay",
    ] {
        for kind in ["geojson", "json", ""] {
            let found = std::fs::read_dir(folder).into_iter().flatten();
            let found = found.map(|entry| entry.unwrap().path());
            let found = found.filter(|path| path.extension().unwrap_or_default() == kind);
            files.extend(found.map(|path| std::fs::read(path).unwrap()));
        }
    }
    assert!(files.len() > 60, "{}", files.len());
    // All that is left when a file breaks off, and all that becomes of it when a byte is another.
    for text in [ODD[0], ODD[3], ODD[23]] {
        for at in 0..text.len() {
            files.push(text.as_bytes()[..at].to_vec());
            for byte in *b"\"]}{,\n\x80" {
                let mut broken = text.as_bytes().to_vec();
                broken[at] = byte;
                files.push(broken);
            }
        }
    }
    for file in &files {
        let whole = at_once(file);
        for (come, budget) in [(1, 1), (3, 40), (1000, 200)] {
            let (told, _) = sliced(file, come, budget);
            let text = String::from_utf8_lossy(file);
            assert_eq!(told, whole, "{budget} bytes at a time: {text}");
        }
    }
}

/// A slice reads no more than it shall and what of a feature, or of a line, is left then.
#[test]
fn a_slice_of_a_large_file_is_small() {
    let feature = point(r#"{"name": "One of many"}"#);
    let features = vec![feature.as_str(); 2000];
    let collection = format!(
        r#"{{"type": "FeatureCollection", "features": [{}]}}"#,
        features.join(",")
    );
    for text in [collection, features.join("\n")] {
        let (told, slices) = sliced(text.as_bytes(), 4096, 1000);
        assert_eq!(told, at_once(text.as_bytes()));
        let longest = slices.iter().max().copied().unwrap();
        assert!(longest < 1000 + feature.len() + 2, "{longest} bytes");
        assert!(slices.len() > text.len() / 1200, "{} slices", slices.len());
    }
}

/// Each of the bad files of the atlas's own tests is refused, or told of, as an overlay too; none of them panics.
#[test]
fn bad_files_are_refused_or_told_of() {
    // What these get wrong is for an atlas alone to say: an overlay needs no ids, and its properties are its author's.
    let fine = [
        "name-is-text",
        "no-id",
        "rank-is-fraction",
        "same-id",
        "unknown-class",
        "unknown-leg",
    ];
    for file in files("tests/fixtures/bad", "geojson") {
        let bytes = std::fs::read(&file).unwrap();
        let mut problems = Vec::new();
        let rule = StyleRule::default();
        let read = Overlay::read("mine", "Mine", &bytes, &rule, &mut problems);
        let name = file.file_stem().unwrap().to_str().unwrap();
        let is_good = read.is_ok() && problems.is_empty();
        assert_eq!(is_good, fine.contains(&name), "{name}");
    }
    for text in [
        "",
        "[]",
        "null",
        "{}",
        "nonsense",
        "{\"type\": \"Topology\"}",
    ] {
        let (overlay, _) = read_with(text, "");
        assert!(overlay.is_err(), "{text}");
    }
}

#[test]
fn the_old_crs_member_is_taken_for_wgs_84_and_refused_for_another() {
    let with = |name: &str| {
        format!(
            r#"{{"type": "FeatureCollection", "crs": {{"type": "name", "properties": {{"name": "{name}"}}}}, "features": []}}"#
        )
    };
    for name in [
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "EPSG:4326",
        "urn:ogc:def:crs:EPSG::4326",
    ] {
        assert!(read_with(&with(name), "").0.is_ok(), "{name}");
    }
    let error = read_with(&with("EPSG:3857"), "").0.unwrap_err();
    assert_eq!(error.code, Code::BadCoordinates);
    assert!(
        error.message.contains("EPSG:3857") && error.message.contains("WGS 84"),
        "{error}"
    );
    assert_eq!(error.path.as_deref(), Some("$.crs"));
}

#[test]
fn simplestyle_is_read() {
    let style = style_of(
        r##"{"stroke": "#f00", "stroke-width": 3, "stroke-opacity": 0.5, "fill": "teal", "marker-color": "#00ff0080", "marker-size": "large"}"##,
        "",
    );
    assert_eq!(style.stroke.as_deref(), Some("#ff000080"));
    assert_eq!(style.stroke_width, Some(3.0));
    assert_eq!(style.fill.as_deref(), Some("teal"));
    assert_eq!(style.marker_color.as_deref(), Some("#00ff0080"));
    assert_eq!(style.marker_scale, Some(1.5));
}

#[test]
fn a_color_may_lack_its_sign() {
    let style = style_of(
        r##"{"stroke": "ff0000", "stroke-opacity": 0.5, "fill": "ABC", "marker-color": "00ff0080"}"##,
        "",
    );
    assert_eq!(style.stroke.as_deref(), Some("#ff000080"));
    assert_eq!(style.fill.as_deref(), Some("#ABC"));
    assert_eq!(style.marker_color.as_deref(), Some("#00ff0080"));
}

#[test]
fn what_is_no_color_is_told_and_left_out() {
    for color in [
        "#ff",
        "#12345g",
        "url(#a)",
        "red;",
        "rgb(1,2,3)",
        "\\\"><script>",
    ] {
        let (overlay, problems) = read_with(&point(&format!(r#"{{"fill": "{color}"}}"#)), "");
        let own = overlay
            .unwrap()
            .features
            .swap_remove(0)
            .own
            .clone()
            .unwrap();
        assert_eq!(own.style.fill, None, "{color}");
        assert_eq!(
            problems[0].path.as_deref(),
            Some("$.properties.fill"),
            "{color}"
        );
    }
}

#[test]
fn styles_follow_properties() {
    let style = r##"{"stroke": "#000000", "categories": {"property": "kind", "values": {"rail": {"stroke": "#aa0000"}, "2": {"stroke": "#0000aa"}}},
        "width": {"property": "trains", "stops": [[0, 1], [100, 6]]}}"##;
    let stroke = |properties: &str| style_of(properties, style).stroke.unwrap().to_string();
    assert_eq!(stroke(r#"{"kind": "rail"}"#), "#aa0000");
    assert_eq!(stroke(r#"{"kind": 2}"#), "#0000aa");
    assert_eq!(stroke(r#"{"kind": "road"}"#), "#000000");
    // What a feature says itself comes first.
    assert_eq!(
        stroke(r##"{"kind": "rail", "stroke": "#123456"}"##),
        "#123456"
    );
    let width = |trains: f64| style_of(&format!(r#"{{"trains": {trains}}}"#), style).stroke_width;
    assert_eq!(width(-5.0), Some(1.0));
    assert_eq!(width(50.0), Some(3.5));
    assert_eq!(width(1000.0), Some(6.0));
    let ramp = r##"{"ramp": {"property": "n", "stops": [[0, "#000000"], [10, "#ffffff"], [20, "#ff0000"]]}}"##;
    let fill = |n: f64| {
        style_of(&format!(r#"{{"n": {n}}}"#), ramp)
            .fill
            .unwrap()
            .to_string()
    };
    assert_eq!(fill(5.0), "#808080");
    assert_eq!(fill(15.0), "#ff8080");
    assert_eq!(fill(99.0), "#ff0000");
}

#[test]
fn the_opacity_of_areas_holds_for_whatever_colors_them() {
    let half = r##"{"fill-opacity": 0.5, "ramp": {"property": "n", "stops": [[0, "#000000"], [10, "#ffffff"]]}}"##;
    let fill = |properties: &str| style_of(properties, half).fill;
    assert_eq!(fill(r#"{"n": 10}"#).as_deref(), Some("#ffffff80"));
    assert_eq!(
        fill(r##"{"n": 10, "fill": "#123456"}"##).as_deref(),
        Some("#12345680")
    );
    let own = r##"{"n": 10, "fill": "#123456", "fill-opacity": 1}"##;
    assert_eq!(fill(own).as_deref(), Some("#123456"));
    let area = r#"{"type": "Feature", "properties": {"fill-opacity": 0.5}, "geometry": {"type": "Polygon", "coordinates": [[[60, 45], [64, 45], [64, 48], [60, 45]]]}}"#;
    let accent = with(area).palette.accent().to_string();
    let drawn = svg::render(&with(area).scene(), "", None);
    assert!(drawn.contains(&format!("fill=\"{accent}80\"")));
}

#[test]
fn a_style_that_is_none_says_why() {
    for (style, path) in [
        (r##"{"stroke": "nope!"}"##, "$.stroke"),
        (r##"{"stroke": "nope!", "fill": "no?"}"##, "$.stroke"),
        (r#"{"categories": {"values": {}}}"#, "$.categories.property"),
        (
            r#"{"ramp": {"property": "n", "stops": []}}"#,
            "$.ramp.stops",
        ),
        (
            r##"{"ramp": {"property": "n", "stops": [[1, "#fff"], [0, "#000"]]}}"##,
            "$.ramp.stops[1]",
        ),
        (
            r#"{"width": {"property": "n", "stops": [[1]]}}"#,
            "$.width.stops[0]",
        ),
    ] {
        let error = StyleRule::read(style).unwrap_err();
        assert_eq!(error.path.as_deref(), Some(path), "{style}: {error}");
    }
    assert_eq!(StyleRule::read("{").unwrap_err().code, Code::NotJson);
}

/// Nothing of a reader's file is lost or becomes anything but text.
#[test]
fn properties_become_rows_of_text() {
    let overlay = read(&point(
        r#"{"title": "T", "description": "<b>D</b>", "n": 1.5, "yes": true, "none": null, "list": [1, "a"], "nested": {"k": [2]}, "stroke": "red", "marker-opacity": 0.5}"#,
    ));
    let own = overlay.features[0].own.as_ref().unwrap();
    let rows = own.words();
    assert_eq!(
        rows,
        [
            (Own::DESCRIPTION, "<b>D</b>"),
            ("n", "1.5"),
            ("yes", "true"),
            ("none", ""),
            ("list", "1, a"),
            ("nested", "k: 2")
        ]
    );
    // What their rows are told apart by is no letter, wherever it stands.
    let overlay = read(&point(
        r#"{"name": "a\u001fb", "\u001fkey\u001f": "\u001f\u001fvalue", "last": "\u001f"}"#,
    ));
    let own = overlay.features[0].own.as_ref().unwrap();
    assert_eq!(own.name(), "ab");
    assert_eq!(own.words(), [("key", "value"), ("last", "")]);
}

#[test]
fn an_overlay_is_a_layer_on_top_and_its_ids_are_its_own() {
    let atlas = built_in();
    let text = r#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": "KAZ", "properties": {}, "geometry": {"type": "Point", "coordinates": [70, 40]}},
        {"type": "Feature", "id": "new", "properties": {}, "geometry": {"type": "Point", "coordinates": [70, 40]}}]}"#;
    let overlaid = atlas.overlaid(&mut [read(text)]);
    let layer = overlaid.find_layer("mine").unwrap();
    assert_eq!(layer, atlas.layers.len());
    assert_eq!(overlaid.layers[layer].title.get("ru"), "Mine");
    assert_eq!(overlaid.find("KAZ"), atlas.find("KAZ"));
    for id in ["mine:KAZ", "new"] {
        let index = overlaid.find(id).unwrap();
        assert_eq!(overlaid.features[index].layer, layer, "{id}");
    }
    // What was there keeps its index.
    assert_eq!(
        overlaid.features[..atlas.features.len()],
        atlas.features[..]
    );
}

/// An overlay with one point, `layer-…` its id.
fn mark(id: &str, lon: f64) -> Overlay {
    let mut overlay = read(&format!(
        r#"{{"type": "Feature", "id": "{id}", "properties": {{"note": "x"}}, "geometry": {{"type": "Point", "coordinates": [{lon}, 40]}}}}"#
    ));
    overlay.id = format!("layer-{id}");
    overlay
}

/// The overlays are those that lie over an atlas now.
fn laid(atlas: &Atlas, shapes: &Shapes, overlays: &mut [Overlay]) -> Event {
    let overlaid = Rc::new(atlas.overlaid(overlays));
    let grown = Rc::new(shapes.grown(&overlaid));
    Event::SetAtlas(overlaid, grown)
}

/// Files that were written alike have the same ids, and each keeps its own features.
#[test]
fn an_id_that_another_overlay_has_gets_its_own_overlay_in_front() {
    let atlas = built_in();
    let mut model = support::model(&atlas, 1200.0, 800.0);
    let shapes = Rc::clone(&model.shapes);
    let mut overlays = [mark("same", 60.0), mark("same", 80.0)];
    overlays[1].id = "other".to_owned();
    for _ in 0..2 {
        model.update(laid(&atlas, &shapes, &mut overlays));
        let place =
            |id: &str| match &*model.atlas.features[model.atlas.find(id).unwrap()].geometry() {
                Geometry::Points(places) => places[0].lon,
                other => panic!("{other:?}"),
            };
        assert_eq!([place("same"), place("other:same")], [60.0, 80.0]);
        let second = model.atlas.features.len() - 1;
        model.update(Event::Select(Some(second)));
    }
    // What is selected stays so when the atlas is replaced.
    model.update(laid(&atlas, &shapes, &mut overlays));
    assert_eq!(model.selected, model.atlas.find("other:same"));
}

/// Where a table of so many slots looks for an id first, as `src/table.rs` and `src/atlas/ids.rs` have it.
fn slot(id: &str, slots: u64) -> u64 {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32 & (slots - 1)
}

/// That no more than some are looked at is seen by those that are not found.
#[test]
fn ids_that_are_made_to_collide_are_not_all_looked_at() {
    let ids = (0_u32..).map(|number| format!("f{number}"));
    let meant: Vec<_> = ids.filter(|id| slot(id, 8192) < 8).take(3000).collect();
    let line = |id: &String| {
        let feature = point("{}");
        format!(r#"{{"id": "{id}", {}"#, &feature[1..])
    };
    let text: Vec<_> = meant.iter().map(line).collect();
    let overlay = read(&text.join("\n"));
    let atlas = built_in().overlaid(&mut [overlay]);
    let first = atlas.told().len();
    assert_eq!(atlas.features.len(), first + meant.len());
    let found: Vec<_> = meant.iter().filter_map(|id| atlas.find(id)).collect();
    assert!((100..200).contains(&found.len()), "{}", found.len());
    assert_eq!(found[..100], (first..first + 100).collect::<Vec<_>>()[..]);
}

/// Features and layers have other indices when an overlay below them goes.
#[test]
fn a_new_size_shows_what_was_gone_to_and_not_what_has_its_index_now() {
    let size = |width, height| Event::Resized(support::size(width, height));
    for by_layer in [false, true] {
        let atlas = built_in();
        let mut model = support::model(&atlas, 1200.0, 800.0);
        let shapes = Rc::clone(&model.shapes);
        let [one, two, three] =
            [("one", 60.0), ("two", 80.0), ("three", 90.0)].map(|(id, lon)| mark(id, lon));
        model.update(laid(
            &atlas,
            &shapes,
            &mut [one, two.clone(), three.clone()],
        ));
        let target = if by_layer {
            Target::Layer(model.atlas.find_layer("layer-two").unwrap())
        } else {
            Target::Feature(model.atlas.find("two").unwrap())
        };
        model.update(Event::Go(target, Motion::Cut));
        model.update(laid(&atlas, &shapes, &mut [two, three.clone()]));
        model.update(size(900.0, 700.0));
        let before = model.center_and_zoom();
        assert!((before.0.lon - 80.0).abs() < 1e-6, "{before:?}");
        // It goes itself: the view stays.
        model.update(laid(&atlas, &shapes, &mut [three]));
        model.update(size(800.0, 700.0));
        assert_eq!(model.center_and_zoom(), before);
    }
}

/// Its name would stay beside the mouse otherwise.
#[test]
fn what_is_taken_away_under_the_mouse_is_no_longer_hovered() {
    let atlas = built_in();
    let mut model = support::model(&atlas, 1200.0, 800.0);
    let shapes = Rc::clone(&model.shapes);
    model.update(laid(&atlas, &shapes, &mut [mark("one", 60.0)]));
    let one = model.atlas.find("one").unwrap();
    let at = model.camera.to_css(model.shapes.shapes[one].points[0]);
    model.update(Event::PointerMoved(1, at, 0.0));
    assert_eq!(model.hovered, Some(one));
    let effects = model.update(laid(&atlas, &shapes, &mut []));
    assert!(effects.contains(Effect::HoverChanged));
    assert_eq!(model.hovered, None);
}

/// What a page adds and takes away leaves the rest of the state alone.
#[test]
fn overlays_come_and_go_under_a_map() {
    let atlas = built_in();
    let mut model = support::model(&atlas, 1200.0, 800.0);
    let shapes = Rc::clone(&model.shapes);
    let with = |overlays: &mut [Overlay]| laid(&atlas, &shapes, overlays);
    let mut layers = model.layers.clone();
    layers[1] = false;
    model.update(Event::SetLayers(Some(layers.clone())));
    let (one, two) = (mark("one", 60.0), mark("two", 80.0));
    model.update(with(&mut [one, two.clone()]));
    layers.extend([true, true]);
    assert_eq!(model.layers, layers);
    let second = model.atlas.find("two");
    model.update(Event::Select(second));
    // The first goes: the second has another index and stays selected.
    model.update(with(&mut [two]));
    assert_ne!(model.atlas.find("two"), second);
    assert_eq!(model.selected, model.atlas.find("two"));
    let told = panel(
        &model.atlas,
        None,
        model.selected.unwrap(),
        2023,
        "en",
        &Strings::english(),
    );
    assert_eq!(told.sections[0].facts[0].text, "note");
    // The second goes too: nothing is selected any more, and the page is told.
    let effects = model.update(with(&mut []));
    assert_eq!(model.selected, None);
    assert!(effects.contains(Effect::SelectionChanged));
    assert_eq!(model.layers.len(), atlas.layers.len());
    assert!(!model.layers[1]);
}

/// A map of the atlas with the features of a file over it.
fn with(text: &str) -> Model {
    let atlas = built_in();
    let mut model = support::model(&atlas, 1200.0, 800.0);
    let overlaid = Rc::new(atlas.overlaid(&mut [read(text)]));
    let grown = Rc::new(model.shapes.grown(&overlaid));
    model.update(Event::SetAtlas(overlaid, grown));
    model
}

#[test]
fn overlays_are_drawn_as_styled_and_found_where_they_are_drawn() {
    let model = with(
        r##"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": "point", "properties": {"marker-color": "#aa0001"}, "geometry": {"type": "Point", "coordinates": [90, 47]}},
        {"type": "Feature", "id": "line", "properties": {"stroke": "#aa0002", "stroke-width": 7}, "geometry": {"type": "LineString", "coordinates": [[88, 30], [92, 30]]}},
        {"type": "Feature", "id": "area", "properties": {"fill": "#aa0003", "fill-opacity": 0.5}, "geometry": {"type": "Polygon", "coordinates": [[[100, 45], [104, 45], [104, 48], [100, 45]]]}}]}"##,
    );
    let svg = svg::render(&model.scene(), "", None);
    for drawn in [
        "fill=\"#aa0001\"",
        "stroke=\"#aa0002\"",
        "stroke-width=\"7\"",
        "fill=\"#aa000380\"",
    ] {
        assert!(svg.contains(drawn), "{drawn}");
    }
    for (id, lon, lat) in [
        ("point", 90.0, 47.0),
        ("line", 90.0, 30.0),
        ("area", 103.0, 46.0),
    ] {
        let place = model
            .shapes
            .projection
            .forward(LonLat::new(lon, lat))
            .unwrap();
        let hits = model.pick(model.camera.to_css(place), Tolerance::MOUSE);
        assert_eq!(hits.first().copied(), model.atlas.find(id), "{id}");
    }
    let mut model = model;
    let mut layers = model.layers.clone();
    *layers.last_mut().unwrap() = false;
    model.update(Event::SetLayers(Some(layers)));
    assert!(!svg::render(&model.scene(), "", None).contains("#aa0001"));
}

#[test]
fn a_stroke_without_a_width_is_not_drawn() {
    let model = with(
        r##"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": "line", "properties": {"stroke": "#aa0002", "stroke-width": 0}, "geometry": {"type": "LineString", "coordinates": [[88, 30], [92, 30]]}},
        {"type": "Feature", "id": "area", "properties": {"stroke": "#aa0002", "fill": "#aa0003", "stroke-width": 0}, "geometry": {"type": "Polygon", "coordinates": [[[100, 45], [104, 45], [104, 48], [100, 45]]]}}]}"##,
    );
    let svg = svg::render(&model.scene(), "", None);
    assert!(svg.contains("#aa0003") && !svg.contains("#aa0002"));
    assert!(!svg.contains("stroke-width=\"0\""));
}

#[test]
fn a_step_leaves_overlays_on_whichever_comes_first() {
    let text = r#"{"type": "Feature", "id": "point", "geometry": {"type": "Point", "coordinates": [90, 47]}, "properties": {}}"#;
    let mut model = with(text);
    let step = model.atlas.story.find_step("caspian");
    assert!(step.is_some());
    model.update(Event::Tell(step, Motion::Cut));
    assert_eq!(model.layers.last(), Some(&true));
    assert!(
        model.layers.contains(&false),
        "the step has layers of its own"
    );
    model.update(Event::SetLayers(None));
    assert_eq!(model.layers.last(), Some(&true));
}

#[test]
fn areas_lie_below_the_lines_of_the_story_and_lines_above() {
    let model = with(
        r##"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"stroke": "#aa0002"}, "geometry": {"type": "LineString", "coordinates": [[60, 40], [70, 40]]}},
        {"type": "Feature", "properties": {"fill": "#aa0003"}, "geometry": {"type": "Polygon", "coordinates": [[[60, 40], [80, 40], [80, 50], [60, 40]]]}}]}"##,
    );
    let items = model.scene().items;
    let drawn = |found: &dyn Fn(&Item) -> bool| items.iter().position(found).unwrap();
    let line = |pen_of: &str| {
        drawn(&|item| matches!(item, Item::Line { pen, .. } if &*pen.color == pen_of))
    };
    let area = drawn(&|item| matches!(item, Item::Fill { color, .. } if &**color == "#aa0003"));
    let mark = drawn(&|item| matches!(item, Item::Mark { .. }));
    let first = drawn(&|item| matches!(item, Item::Line { .. }));
    assert!(area < first && first < mark && mark < line("#aa0002"));
}

/// A large point is large to the hand too, comes before what lies below it, and has its name beside it.
#[test]
fn a_point_is_found_on_all_of_its_disc_and_named_beside_it() {
    let plain = support::model(&built_in(), 1200.0, 800.0);
    let middle = Point::new(700.0, 300.0);
    let at = |x: f64, y: f64| {
        let place = plain.camera.to_plane(middle.offset(x, y));
        <[f64; 2]>::from(plain.shapes.projection.inverse(place).unwrap())
    };
    let (point, from, to) = (at(0.0, 0.0), at(6.0, -40.0), at(6.0, 40.0));
    let model = with(&format!(
        r#"{{"type": "FeatureCollection", "features": [
        {{"type": "Feature", "id": "point", "properties": {{"name": "Here", "marker-size": "large"}}, "geometry": {{"type": "Point", "coordinates": {point:?}}}}},
        {{"type": "Feature", "id": "line", "properties": {{}}, "geometry": {{"type": "LineString", "coordinates": [{from:?}, {to:?}]}}}}]}}"#
    ));
    let found = model.pick(middle.offset(6.0, 0.0), Tolerance::MOUSE);
    let first = found.first().copied();
    assert_eq!(first, model.atlas.find("point"));
    assert!(found.contains(&model.atlas.find("line").unwrap()));
    let labels = model.scene().labels;
    assert!(
        labels.iter().any(|label| &*label.text == "Here"),
        "{labels:?}"
    );
}

/// The samples of the overlay in the legend, as JSON.
fn samples(text: &str, style: &str) -> Value {
    let (overlay, problems) = read_with(text, style);
    assert_eq!(problems, []);
    let atlas = built_in();
    let mut model = support::model(&atlas, 1200.0, 800.0);
    let overlaid = Rc::new(atlas.overlaid(&mut [overlay.unwrap()]));
    let grown = Rc::new(model.shapes.grown(&overlaid));
    model.update(Event::SetAtlas(overlaid, grown));
    let layers: Value = serde_json::from_str(&legend(&model)).unwrap();
    layers[0]["samples"].clone()
}

#[test]
fn an_outline_without_a_width_is_a_hairline() {
    let found = samples(
        r#"{"type": "Polygon", "coordinates": [[[60, 45], [64, 45], [64, 48], [60, 45]]]}"#,
        "",
    );
    assert_eq!(found[0]["pens"][0]["width"], HAIRLINE);
}

#[test]
fn the_legend_shows_an_overlay_as_it_is_drawn() {
    let found = samples(
        r##"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"fill": "#aa0001", "stroke": "#aa0002", "stroke-width": 4.5}, "geometry": {"type": "Polygon", "coordinates": [[[60, 45], [64, 45], [64, 48], [60, 45]]]}},
        {"type": "Feature", "properties": {}, "geometry": null},
        {"type": "Feature", "properties": {"marker-color": "#aa0003"}, "geometry": {"type": "Point", "coordinates": [70, 40]}},
        {"type": "Feature", "properties": {}, "geometry": {"type": "GeometryCollection", "geometries": [
            {"type": "Polygon", "coordinates": [[[70, 45], [74, 45], [74, 48], [70, 45]]]}, {"type": "Point", "coordinates": [70, 40]}]}},
        {"type": "Feature", "properties": {"stroke": "#aa0004"}, "geometry": {"type": "LineString", "coordinates": [[60, 40], [70, 40]]}}]}"##,
        "",
    );
    let pens = |color: &str, width: f64| json!([{"color": color, "width": width, "round": true}]);
    assert_eq!(found[0]["name"], "Area");
    assert_eq!(found[0]["count"], 2);
    assert_eq!(found[0]["fill"], "#aa0001");
    assert_eq!(found[0]["pens"], pens("#aa0002", 4.5));
    assert_eq!(found[1]["name"], "Point");
    assert_eq!(found[1]["color"], "#aa0003");
    assert_eq!(found[2]["name"], "Line");
    assert_eq!(found[2]["pens"], pens("#aa0004", 2.2));
    assert_eq!(found[3], json!(null));
}

#[test]
fn the_legend_names_the_values_that_an_overlay_is_styled_by() {
    let point = |properties: &str| {
        format!(
            r#"{{"type": "Feature", "properties": {{{properties}}}, "geometry": {{"type": "Point", "coordinates": [70, 40]}}}}"#
        )
    };
    let features = [
        point(r#""kind": "b", "size": 1"#),
        point(r#""kind": "a", "size": 5"#),
        point(r#""kind": "b", "size": 9"#),
        point(r#""size": 9"#),
    ];
    let rows = |style: &str| {
        let found = samples(&features.join("\n"), style);
        let rows = found.as_array().unwrap().iter();
        let row = |row: &Value| json!([row["name"], row["count"], row["color"]]);
        rows.map(row).collect::<Value>()
    };
    let by_kind = r##"{"categories": {"property": "kind", "values":
        {"": {"marker-color": "#000001"}, "a": {"marker-color": "#aa0001"}, "none": {"marker-color": "#aa0009"}, "b": {"marker-color": "#aa0002"}}}}"##;
    assert_eq!(
        rows(by_kind),
        json!([
            ["a", 1, "#aa0001"],
            ["b", 2, "#aa0002"],
            ["Point", 1, "#000001"]
        ])
    );
    // The value that is none names nothing, and takes nothing from the others.
    let area = |kind: &str| {
        format!(
            r#"{{"type": "Feature", "properties": {{"kind": "{kind}"}}, "geometry": {{"type": "Polygon", "coordinates": [[[60, 45], [64, 45], [64, 48], [60, 45]]]}}}}"#
        )
    };
    let found = samples(&[area("a"), area("")].join("\n"), by_kind);
    let row = |at: usize| (found[at]["name"].as_str(), found[at]["count"].as_u64());
    assert_eq!(
        [row(0), row(1)],
        [(Some("a"), Some(1)), (Some("Area"), Some(1))]
    );
    let by_size =
        r##"{"ramp": {"property": "size", "stops": [[0.5, "#aa0000"], [10, "#00aa00"]]}}"##;
    assert_eq!(
        rows(by_size),
        json!([["0.5", null, "#aa0000"], ["10", null, "#00aa00"]])
    );
}
