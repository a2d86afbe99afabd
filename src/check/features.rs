//! Features and tracks: what they say, and whether it fits their class and each other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use geojson::{GeoJson, GeometryValue};
use serde_json::{Value, json};

use super::known::{Feature, Known, Track};
use super::schema::{Manifest, Properties, TrackProperties};
use super::{Document, MANIFEST, Place, Report, geometry, rules};
use crate::atlas::AtlasReader;
use crate::error::Code;

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
    let mut detailed = BTreeSet::new();
    for (detail, document) in &documents {
        for feature in read_features(document, known, report) {
            let twice = if *detail {
                !detailed.insert(feature.id)
            } else {
                known.features.contains_key(feature.id)
            };
            if twice {
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
            countries.insert(feature.id, rules::rings(feature.geometry.as_ref()));
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
        rules::properties(feature, known, report);
        rules::references(feature, known, &countries, report);
        rules::fits_class(feature, report);
        if let Some(value) = &feature.geometry {
            geometry::check(value, &feature.place.member("geometry"), report);
        }
        rules::label(feature, report);
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

fn read_features<'a>(
    document: &'a Document,
    known: &Known,
    report: &mut Report,
) -> Vec<Feature<'a>> {
    let mut features = Vec::new();
    for (place, id, value, geometry) in read(document, report) {
        if known.tracks.contains_key(id) {
            let problem = place.problem(Code::BadFeature, "the id is that of a track, too");
            report.add(problem, "give the feature another id");
        }
        let at = place.member("properties");
        if let Some(properties) = document.part::<Properties>(value, &at, report) {
            features.push(Feature {
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
        rules::year(properties.since, &at.member("since"), report);
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
