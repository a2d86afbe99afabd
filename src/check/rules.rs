//! What a feature says of itself and of others, and whether that fits its class.

use std::collections::{BTreeMap, BTreeSet};

use geojson::GeometryValue;

use super::known::{Feature, Known};
use super::{Place, Report, geometry, said};
use crate::error::Code;
use crate::geo::zones::Zones;
use crate::lon_lat::LonLat;

/// Years that a map of today can mean.
const YEARS: std::ops::RangeInclusive<i32> = 1800..=2100;

/// Points lie in the country they name, or no further from it than its line is simplified, degrees.
const COUNTRY_TOLERANCE: f64 = 0.12;

/// Sea ports stand on made land and on islands that the map leaves out, degrees.
const PORT_TOLERANCE: f64 = 0.5;

/// What a feature says of itself.
pub(super) fn properties(feature: &Feature<'_>, known: &Known, report: &mut Report) {
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
        said::text(&properties.name, &at.member("name"), known, report);
    }
    if !properties.on_map.is_empty() {
        said::text(&properties.on_map, &at.member("onMap"), known, report);
    }
    if let Some(local) = &properties.local
        && !properties.name.contains_key(local)
    {
        let message = format!("has no name in \"{local}\", the language of the place");
        let problem = at.member("local").problem(Code::BadFeature, message);
        report.add(
            problem,
            "add the name in that language, or take `local` out",
        );
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

fn history(feature: &Feature<'_>, known: &Known, report: &mut Report) {
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
    let now = known.now().unwrap_or(i32::MAX);
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

pub(super) fn year(year: Option<i32>, place: &Place<'_>, report: &mut Report) {
    if year.is_some_and(|year| !YEARS.contains(&year)) {
        let problem = place.problem(Code::BadFeature, "no year of this map");
        report.add(problem, "write a year from 1800 to 2100");
    }
}

/// What a feature says of others.
pub(super) fn references(
    feature: &Feature<'_>,
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
pub(super) fn fits_class(feature: &Feature<'_>, report: &mut Report) {
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
pub(super) fn label(feature: &Feature<'_>, report: &mut Report) {
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
pub(super) fn rings(geometry: Option<&GeometryValue>) -> Vec<Vec<LonLat>> {
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
