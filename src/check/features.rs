//! Features and tracks: what they say, and whether it fits their class and each other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use geojson::{GeoJson, GeometryValue};
use serde_json::{Value, json};

use super::schema::{Manifest, Properties, TrackProperties};
use super::{Document, Known, MANIFEST, Place, Report, facts, geometry};
use crate::atlas::AtlasReader;
use crate::error::Code;
use crate::geo::zones::Zones;
use crate::lon_lat::LonLat;

/// Years that a map of today can mean.
const YEARS: std::ops::RangeInclusive<i32> = 1800..=2100;

/// Points lie in the country they name, or no further from it than its line is simplified, degrees.
const COUNTRY_TOLERANCE: f64 = 0.12;

/// Sea ports stand on made land and on islands that the map leaves out, degrees.
const PORT_TOLERANCE: f64 = 0.5;

/// A track, as others refer to it.
pub(super) struct Track {
    mode: String,
    line: Vec<LonLat>,
    used: bool,
}

/// A feature of a file.
struct Read<'a> {
    place: Place<'a>,
    id: &'a str,
    properties: Properties,
    geometry: Option<GeometryValue>,
}

/// Checks every file of features that the manifest names.
pub(super) fn check(manifest: &Manifest, folder: &Path, known: &mut Known, report: &mut Report) {
    let tracks = manifest.tracks.as_ref();
    let tracks = tracks.and_then(|entry| document(entry, folder, report));
    if let Some(document) = &tracks {
        read_tracks(document, known, report);
    }
    let mut documents = Vec::new();
    for layer in &manifest.layers {
        let named = layer.later.iter().map(|file| (false, file));
        let named = named.chain(layer.detail.iter().map(|file| (true, file)));
        let data = layer.data.iter().map(|entry| (false, entry.clone()));
        let named = named.map(|(detail, file)| (detail, Value::from(file.as_str())));
        for (detail, entry) in data.chain(named) {
            documents.extend(document(&entry, folder, report).map(|found| (detail, found)));
        }
    }
    let mut features = Vec::new();
    for (detail, document) in &documents {
        for feature in read_features(document, known, report) {
            if !detail && known.features.contains_key(feature.id) {
                let problem = feature
                    .place
                    .problem(Code::BadFeature, "the id is used twice");
                report.add(
                    problem,
                    "give one of the two another id; ids are public, so the newer",
                );
            }
            let class = feature.properties.class.clone();
            if !detail {
                known.features.insert(feature.id.to_owned(), class);
            }
            features.push((*detail, feature));
        }
    }
    report.count("features", known.features.len());
    report.count("tracks", known.tracks.len());
    let mut countries = BTreeMap::new();
    for (_, feature) in features.iter().filter(|(detail, _)| !detail) {
        if feature.properties.class == "country" {
            countries.insert(feature.id, rings(feature.geometry.as_ref()));
        }
    }
    for (detail, feature) in &features {
        if *detail && !known.features.contains_key(feature.id) {
            let problem = feature
                .place
                .problem(Code::Unresolved, "details of no feature");
            report.add(
                problem,
                "give it the id of the feature whose geometry it refines",
            );
        }
        properties(feature, known, report);
        references(feature, known, &countries, report);
        fits_class(feature, report);
        if let Some(value) = &feature.geometry {
            geometry::check(value, &feature.place.member("geometry"), report);
        }
        label(feature, report);
    }
    for (id, track) in &known.tracks {
        if !track.used {
            let place = Place::new("tracks", format!("$.features[?(@.id == '{id}')]"));
            let problem = place
                .of(id)
                .problem(Code::Unresolved, "no feature runs along this track");
            report.add(
                problem,
                "name it in the `legs` of a feature, or take it out",
            );
        }
    }
}

/// Checks the geometry of a file that belongs to no atlas.
pub(super) fn alone(document: &Document, report: &mut Report) {
    // The engine reads it with ids and without properties: these are the author's.
    let mut value = document.value.clone();
    if value.get("type") == Some(&json!("Feature")) {
        value = json!({"type": "FeatureCollection", "features": [value]});
    }
    let features = value.get_mut("features").and_then(Value::as_array_mut);
    for (index, feature) in features.into_iter().flatten().enumerate() {
        if let Some(feature) = feature.as_object_mut() {
            feature.insert("properties".to_owned(), json!({}));
            let id = feature
                .entry("id")
                .or_insert_with(|| json!(format!("#{index}")));
            if !id.is_string() {
                *id = json!(id.to_string());
            }
        }
    }
    let manifest = json!({
        "version": 1, "title": {}, "asOf": "2000-01-01", "bounds": [-180, -80, 180, 80], "credit": {},
        "projection": {"parallels": [30, 52], "center": [0, 42]},
        "layers": [{"id": "data", "title": {}, "data": [document.file]}]
    });
    let read = AtlasReader::new(&manifest.to_string(), MANIFEST).and_then(|mut reader| {
        reader.add(&document.file, value.to_string().as_bytes())?;
        reader.finish()
    });
    match read {
        Ok((_, problems)) => {
            let problems = problems
                .into_iter()
                .map(|problem| problem.file(&document.file));
            report.engine(problems);
        }
        Err(problem) => report.engine([problem]),
    }
    let place = Place::new(&document.file, "$");
    let geometries: Vec<(Place<'_>, GeometryValue)> = match document.geojson() {
        Ok(GeoJson::FeatureCollection(collection)) => {
            let features = collection.features.into_iter().enumerate();
            features
                .filter_map(|(index, feature)| {
                    let place = place.member("features").item(index).member("geometry");
                    Some((place, feature.geometry?.value))
                })
                .collect()
        }
        Ok(GeoJson::Feature(feature)) => {
            let geometry = feature.geometry.into_iter();
            geometry
                .map(|geometry| (place.member("geometry"), geometry.value))
                .collect()
        }
        Ok(GeoJson::Geometry(geometry)) => vec![(place, geometry.value)],
        Err(error) => {
            if report.findings.is_empty() {
                let problem = place.problem(Code::NotGeojson, error.to_string());
                report.add(problem, "write GeoJSON as RFC 7946 has it");
            }
            Vec::new()
        }
    };
    report.count("geometries", geometries.len());
    for (place, value) in &geometries {
        geometry::check(value, place, report);
    }
}

/// A collection that the manifest names, or holds itself.
fn document(entry: &Value, folder: &Path, report: &mut Report) -> Option<Document> {
    match entry {
        Value::String(file) => Document::read(folder, file, report),
        other => Some(Document {
            file: MANIFEST.to_owned(),
            value: other.clone(),
        }),
    }
}

/// The features of a file, as `serde` and the `geojson` crate read them: id, properties, geometry.
fn read<'a>(
    document: &'a Document,
    report: &mut Report,
) -> Vec<(Place<'a>, &'a str, &'a Value, Option<GeometryValue>)> {
    let place = Place::new(&document.file, "$");
    let collection = match document.geojson() {
        Ok(GeoJson::FeatureCollection(collection)) => collection,
        Ok(_) => {
            let problem = place.problem(
                Code::NotGeojson,
                "a file of an atlas is a FeatureCollection",
            );
            report.add(problem, "put the feature into a FeatureCollection");
            return Vec::new();
        }
        Err(error) => {
            let problem = place.problem(Code::NotGeojson, error.to_string());
            report.add(problem, "write GeoJSON as RFC 7946 has it");
            return Vec::new();
        }
    };
    let members = document.value.as_object();
    for name in members.into_iter().flat_map(|members| members.keys()) {
        if name != "type" && name != "features" {
            let problem = place
                .member(name)
                .problem(Code::NotGeojson, "a member that nothing reads");
            report.add(problem, "take it out");
        }
    }
    let values = document.value["features"].as_array();
    let values = values.into_iter().flatten().zip(collection.features);
    let mut read = Vec::new();
    for (index, (value, feature)) in values.enumerate() {
        let place = place.member("features").item(index);
        let Some(id) = value["id"].as_str() else {
            let problem = place.problem(Code::BadFeature, "has no id, or one that is no string");
            report.add(problem, "give it a stable id, a slug: readers link to it");
            continue;
        };
        let geometry = feature.geometry.map(|geometry| geometry.value);
        read.push((place.of(id), id, &value["properties"], geometry));
    }
    read
}

fn read_features<'a>(document: &'a Document, known: &Known, report: &mut Report) -> Vec<Read<'a>> {
    let mut features = Vec::new();
    for (place, id, value, geometry) in read(document, report) {
        if known.tracks.contains_key(id) {
            let problem = place.problem(Code::BadFeature, "the id is that of a track, too");
            report.add(problem, "give the feature another id");
        }
        let at = place.member("properties");
        if let Some(properties) = document.part::<Properties>(value, &at, report) {
            features.push(Read {
                place,
                id,
                properties,
                geometry,
            });
        }
    }
    features
}

fn read_tracks(document: &Document, known: &mut Known, report: &mut Report) {
    for (place, id, value, geometry) in read(document, report) {
        let at = place.member("properties");
        let Some(properties) = document.part::<TrackProperties>(value, &at, report) else {
            continue;
        };
        let Some(GeometryValue::LineString { coordinates }) = &geometry else {
            let problem = place.problem(Code::BadFeature, "a track is one LineString");
            report.add(problem, "split it into one track per line");
            continue;
        };
        let is_rail = properties.mode == "rail";
        if is_rail != properties.gauge.is_some() {
            let problem = at.problem(
                Code::BadFeature,
                "a railway has a gauge, and nothing else has",
            );
            report.add(problem, "give the gauge in millimetres, or take it out");
        }
        if properties.precision.is_none() {
            let problem = at.problem(Code::BadFeature, "a track says how true it is");
            report.add(
                problem,
                "add `precision`: surveyed, generalised or schematic",
            );
        }
        if properties.from.is_empty() || properties.to.is_empty() {
            let problem = at.problem(Code::BadFeature, "a track names its ends");
            report.add(problem, "add `from` and `to`");
        }
        year(properties.since, &at.member("since"), report);
        let at = place.member("geometry");
        if let Some(value) = &geometry {
            geometry::check(value, &at, report);
        }
        let line = geometry::line(coordinates);
        geometry::zig_zag(&line, &at, report);
        let track = Track {
            mode: properties.mode,
            line,
            used: false,
        };
        if known.tracks.insert(id.to_owned(), track).is_some() {
            let problem = place.problem(Code::BadFeature, "the id is used twice");
            report.add(problem, "give one of the two another id");
        }
    }
}

/// What a feature says of itself.
fn properties(feature: &Read<'_>, known: &Known, report: &mut Report) {
    let (properties, at) = (&feature.properties, feature.place.member("properties"));
    let class = properties.class.as_str();
    let is_boundary = class == "boundary";
    if is_boundary != properties.name.is_empty() {
        let problem = at.problem(Code::BadFeature, "all have a name but boundaries");
        report.add(
            problem,
            "add `name` in all languages of the atlas, or take it out",
        );
    } else if !is_boundary {
        facts::text(&properties.name, &at.member("name"), known, report);
    }
    if properties.rank.is_some_and(|rank| !(1..=9).contains(&rank))
        || (properties.rank.is_none() && !is_boundary)
    {
        let problem = at
            .member("rank")
            .problem(Code::BadFeature, "rank is a number from 1 to 9");
        report.add(problem, "1 is labelled first, 9 last");
    }
    let is_line = matches!(class, "corridor" | "gas" | "oil" | "river");
    if is_line && properties.precision.is_none() {
        let problem = at.problem(Code::BadFeature, "a line says how true it is");
        report.add(
            problem,
            "add `precision`: surveyed, generalised or schematic",
        );
    }
    let is_way = matches!(class, "corridor" | "gas" | "oil");
    if is_way && properties.status.is_none() {
        let problem = at.problem(Code::BadFeature, "corridors and pipelines have a status");
        report.add(problem, "add `status`, as of the atlas's day");
    }
    year(properties.since, &at.member("since"), report);
    year(properties.until, &at.member("until"), report);
    if let (Some(since), Some(until)) = (properties.since, properties.until)
        && since > until
    {
        let problem = at.problem(Code::BadFeature, "ends before it begins");
        report.add(problem, "swap `since` and `until`");
    }
    history(feature, known, report);
    let is_line_between = matches!(class, "boundary" | "border");
    if is_line_between != properties.between.is_some() {
        let problem = at.problem(
            Code::BadFeature,
            "boundaries and borders, and only they, lie between two",
        );
        report.add(problem, "add `between`, two ids, or take it out");
    }
    if !is_line_between && (properties.kind.is_some() || !properties.views.is_empty()) {
        let problem = at.problem(
            Code::BadFeature,
            "only boundaries and borders have `kind` and `views`",
        );
        report.add(problem, "take them out");
    }
}

fn history(feature: &Read<'_>, known: &Known, report: &mut Report) {
    let (properties, at) = (
        &feature.properties,
        feature.place.member("properties.history"),
    );
    for (index, pair) in properties.history.windows(2).enumerate() {
        if pair[0].from >= pair[1].from {
            let problem = at
                .item(index + 1)
                .problem(Code::BadFeature, "the history is not in order");
            report.add(problem, "sort it by `from`, each year once");
        }
    }
    for (index, change) in properties.history.iter().enumerate() {
        year(Some(change.from), &at.item(index).member("from"), report);
    }
    let now = known
        .as_of
        .get(..4)
        .and_then(|year| year.parse().ok())
        .unwrap_or(i32::MAX);
    let last = properties
        .history
        .iter()
        .rev()
        .find(|change| change.from <= now);
    let status = properties.status.as_deref().unwrap_or("operating");
    if let Some(last) = last
        && last.status != status
    {
        let message = format!(
            "the history says {} for {now}, `status` says {status}",
            last.status
        );
        report.add(at.problem(Code::BadFeature, message), "make the two agree");
    }
}

fn year(year: Option<i32>, place: &Place<'_>, report: &mut Report) {
    if year.is_some_and(|year| !YEARS.contains(&year)) {
        let problem = place.problem(Code::BadFeature, "no year of this map");
        report.add(problem, "write a year from 1800 to 2100");
    }
}

/// What a feature says of others.
fn references(
    feature: &Read<'_>,
    known: &mut Known,
    countries: &BTreeMap<&str, Vec<Vec<LonLat>>>,
    report: &mut Report,
) {
    let (properties, at) = (&feature.properties, feature.place.member("properties"));
    let mut joined: Vec<Vec<LonLat>> = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, leg) in properties.legs.iter().enumerate() {
        let place = at.member("legs").item(index);
        if !seen.insert(leg) {
            let problem =
                place.problem(Code::BadFeature, format!("the leg \"{leg}\" stands twice"));
            report.add(problem, "name it once");
        }
        let Some(track) = known.tracks.get_mut(leg) else {
            let problem = place.problem(Code::Unresolved, format!("there is no track \"{leg}\""));
            report.add(problem, "mend the id, or add the track");
            continue;
        };
        track.used = true;
        joined.push(track.line.clone());
        let fits = match properties.class.as_str() {
            "corridor" => !matches!(track.mode.as_str(), "gas" | "oil"),
            class => track.mode == class,
        };
        if !fits {
            let message = format!("{} does not run on {}", properties.class, track.mode);
            report.add(
                place.problem(Code::BadFeature, message),
                "name a track of a fitting mode",
            );
        }
    }
    geometry::joined(&joined, &at.member("legs"), report);
    if let Some([a, b]) = &properties.between {
        for (index, id) in [a, b].into_iter().enumerate() {
            if !known.features.contains_key(id) {
                let place = at.member("between").item(index);
                let problem =
                    place.problem(Code::Unresolved, format!("there is no feature \"{id}\""));
                report.add(problem, "name the features on its two sides");
            }
        }
        if a == b {
            let problem = at
                .member("between")
                .problem(Code::BadFeature, "both sides are the same");
            report.add(problem, "name the features on its two sides");
        }
    }
    let Some(country) = &properties.country else {
        return;
    };
    let place = at.member("country");
    let Some(rings) = countries.get(country.as_str()) else {
        let problem = place.problem(
            Code::Unresolved,
            format!("there is no country \"{country}\""),
        );
        report.add(problem, "name a feature of the class country");
        return;
    };
    if let Some(GeometryValue::Point { coordinates }) = &feature.geometry {
        let at = LonLat::new(coordinates[0], coordinates[1]);
        let tolerance = match properties.class.as_str() {
            "port" => PORT_TOLERANCE,
            _ => COUNTRY_TOLERANCE,
        };
        if !geometry::is_within(rings, at, tolerance) {
            let message = format!("lies outside {country}, the country it names");
            report.add(
                place.problem(Code::BadFeature, message),
                "move it, or name its country",
            );
        }
    }
}

/// Whether the kind of geometry is that of the class.
fn fits_class(feature: &Read<'_>, report: &mut Report) {
    let class = feature.properties.class.as_str();
    let kind = match &feature.geometry {
        None => "none",
        Some(GeometryValue::Point { .. }) => "point",
        Some(GeometryValue::LineString { .. } | GeometryValue::MultiLineString { .. }) => "line",
        Some(GeometryValue::Polygon { .. } | GeometryValue::MultiPolygon { .. }) => "area",
        Some(_) => "other",
    };
    let has_legs = !feature.properties.legs.is_empty();
    let expected = match class {
        "country" | "region" | "sea" | "lake" => "area",
        "boundary" | "border" | "river" => "line",
        "corridor" | "gas" | "oil" if has_legs => "none",
        "corridor" | "gas" | "oil" => "line",
        "other" => kind,
        _ => "point",
    };
    if kind != expected {
        let message = format!("the geometry of the class {class} is {expected}, not {kind}");
        let problem = feature
            .place
            .member("geometry")
            .problem(Code::BadFeature, message);
        report.add(problem, "see the table of classes in data/README.md");
    }
    if has_legs && !matches!(class, "corridor" | "gas" | "oil") {
        let problem = feature.place.member("properties.legs");
        let problem = problem.problem(Code::BadFeature, "only corridors and pipelines have legs");
        report.add(problem, "take them out");
    }
}

/// An area's name stands inside it.
fn label(feature: &Read<'_>, report: &mut Report) {
    let place = feature.place.member("properties.label");
    let rings = rings(feature.geometry.as_ref());
    match feature.properties.label {
        Some([lon, lat]) => {
            let mut zone = Zones::default();
            for ring in &rings {
                zone.add(0, ring);
            }
            if zone.at(LonLat::new(lon, lat)).is_none() {
                let problem = place.problem(Code::BadFeature, "the label is outside of the area");
                report.add(problem, "move it inside");
            }
        }
        None if !rings.is_empty() => {
            let problem = place.problem(Code::BadFeature, "an area says where its name stands");
            report.add(problem, "add `label`: [longitude, latitude] inside it");
        }
        None => {}
    }
}

/// All rings of an area.
fn rings(geometry: Option<&GeometryValue>) -> Vec<Vec<LonLat>> {
    match geometry {
        Some(GeometryValue::Polygon { coordinates }) => coordinates
            .iter()
            .map(|ring| geometry::line(ring))
            .collect(),
        Some(GeometryValue::MultiPolygon { coordinates }) => {
            let rings = coordinates.iter().flatten();
            rings.map(|ring| geometry::line(ring)).collect()
        }
        _ => Vec::new(),
    }
}
