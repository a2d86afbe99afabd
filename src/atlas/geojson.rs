//! Reads GeoJSON (RFC 7946) into geometries that need no more doubt.

use super::Geometry;
use crate::decimal::{Decimal, whole};
use crate::error::{Code, Problem};
use crate::json::{Json, Node};
use crate::list::{AddAll as _, glued};
use crate::lon_lat::LonLat;

/// The geometry types of RFC 7946.
const GEOMETRY_TYPES: [&str; 7] = [
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
];

/// Calls `take` for every feature of a `FeatureCollection`, for a `Feature`, or with a bare geometry's node.
/// A feature that cannot be used is reported by what `take` answers; the others go on.
///
/// # Errors
///
/// When the document is no GeoJSON.
pub(super) fn each_feature(
    document: &Node<'_>,
    take: &mut dyn FnMut(usize, &Node<'_>) -> Result<(), Problem>,
    problems: &mut Vec<Problem>,
) -> Result<(), Problem> {
    let kind = document.member("type");
    match kind.text() {
        "FeatureCollection" => {
            let features = document.member("features");
            if !matches!(features.json, Json::List(_)) {
                return Err(features.expected("an array of features"));
            }
            for (index, feature) in features.list().enumerate() {
                problems.add_all(take(index, &feature).err());
            }
            Ok(())
        }
        "Feature" => take(0, document),
        other if GEOMETRY_TYPES.contains(&other) => take(0, document),
        other => Err(kind.problem(&glued(&[
            "\"",
            other,
            "\" is no GeoJSON type; expected FeatureCollection, Feature or a geometry",
        ]))),
    }
}

/// The id of a feature, as text.
pub(super) fn id_of(feature: &Node<'_>) -> Option<String> {
    match feature.member("id").json {
        Json::Text(id) => Some(id.clone().into_owned()),
        Json::Number(id) => Some(Decimal::new(*id, 9).text()),
        _ => None,
    }
}

/// The geometry of a feature, or of a bare geometry; an empty collection for `null`.
///
/// # Errors
///
/// When it is no geometry, or its coordinates are no longitudes and latitudes. What was mended is added to `repairs`.
pub(super) fn geometry_of(
    feature: &Node<'_>,
    repairs: &mut Vec<Problem>,
) -> Result<Geometry, Problem> {
    let kind = feature.member("type");
    let kind = kind.text();
    if GEOMETRY_TYPES.contains(&kind) {
        return geometry(feature, repairs);
    }
    if kind != "Feature" {
        return Err(feature.member("type").problem(&glued(&[
            "expected a Feature, found \"",
            kind,
            "\"",
        ])));
    }
    let node = feature.member("geometry");
    match node.json {
        Json::Null => Ok(Geometry::Collection(Vec::new())),
        _ => geometry(&node, repairs),
    }
}

fn geometry(node: &Node<'_>, repairs: &mut Vec<Problem>) -> Result<Geometry, Problem> {
    let coordinates = node.member("coordinates");
    let kind = node.member("type");
    let is_empty = matches!(coordinates.json, Json::List(values) if values.is_empty());
    Ok(match kind.text() {
        // RFC 7946 §3.1: empty coordinates may be taken for null.
        kind if is_empty && GEOMETRY_TYPES.contains(&kind) => Geometry::Collection(Vec::new()),
        "Point" => Geometry::Points(vec![position(&coordinates)?]),
        "MultiPoint" => Geometry::Points(positions(&coordinates)?),
        "LineString" => Geometry::Lines(vec![line(&coordinates)?]),
        "MultiLineString" => Geometry::Lines(each(&coordinates, line)?),
        "Polygon" => Geometry::Areas(vec![area(&coordinates, repairs)?]),
        "MultiPolygon" => Geometry::Areas(each(&coordinates, |polygon| area(polygon, repairs))?),
        "GeometryCollection" => Geometry::Collection(each(&node.member("geometries"), |part| {
            geometry(part, repairs)
        })?),
        _ => return Err(kind.expected("a geometry's type")),
    })
}

fn each<T>(
    list: &Node<'_>,
    mut read: impl FnMut(&Node<'_>) -> Result<T, Problem>,
) -> Result<Vec<T>, Problem> {
    match list.json {
        Json::List(_) => {}
        Json::Positions(_) => return Err(list.expected("an array one level deeper")),
        _ => return Err(list.expected("an array")),
    }
    let mut all = Vec::new();
    for node in list.list() {
        all.push(read(&node)?);
    }
    Ok(all)
}

fn area(node: &Node<'_>, repairs: &mut Vec<Problem>) -> Result<Vec<Vec<LonLat>>, Problem> {
    each(node, |node| {
        let mut ring = positions(node)?;
        if let (Some(&first), Some(&last)) = (ring.first(), ring.last())
            && first != last
        {
            ring.push(first);
            repairs.push(bad(node, "a ring ends where it begins: closed it"));
        }
        if ring.len() < 4 {
            return Err(bad(node, "a ring has at least 4 positions"));
        }
        Ok(ring)
    })
}

fn line(node: &Node<'_>) -> Result<Vec<LonLat>, Problem> {
    let line = positions(node)?;
    if line.len() < 2 {
        return Err(bad(node, "a line has at least 2 positions"));
    }
    Ok(line)
}

fn positions(node: &Node<'_>) -> Result<Vec<LonLat>, Problem> {
    let Some(positions) = node.positions() else {
        // Some element is no position: the first that is not tells where.
        return match node.json {
            Json::List(_) => each(node, position),
            _ => Err(node.expected("an array of positions")),
        };
    };
    for (index, &position) in positions.iter().enumerate() {
        check(position).map_err(|message| {
            let path = glued(&[&*node.path(), "[", &whole(index), "]"]);
            Problem::new(Code::BadCoordinates, "", message).path(path)
        })?;
    }
    Ok(positions.clone())
}

fn position(node: &Node<'_>) -> Result<LonLat, Problem> {
    let number = |value: &Json<'_>| match value {
        Json::Number(number) => Some(*number),
        _ => None,
    };
    let pair = match node.json {
        Json::List(values) if values.iter().all(|value| number(value).is_some()) => values
            .first()
            .and_then(number)
            .zip(values.get(1).and_then(number)),
        _ => None,
    };
    let (lon, lat) =
        pair.ok_or_else(|| bad(node, "a position is an array of a longitude and a latitude"))?;
    let position = LonLat::new(lon, lat);
    check(position)
        .map_err(|message| Problem::new(Code::BadCoordinates, "", message).path(node.path()))?;
    Ok(position)
}

/// Whether it is on the globe; otherwise what its author has likely done.
fn check(position: LonLat) -> Result<(), &'static str> {
    let (lon, lat) = (position.lon.abs(), position.lat.abs());
    if lon <= 180.0 && lat <= 90.0 {
        Ok(())
    } else if lon <= 90.0 && lat <= 180.0 {
        Err("out of range: latitude and longitude seem to be swapped")
    } else if lon > 1000.0 || lat > 1000.0 {
        Err("out of range: the file seems to be projected, in metres")
    } else {
        Err("out of range: longitude is −180…180 and latitude −90…90")
    }
}

fn bad(node: &Node<'_>, message: &str) -> Problem {
    Problem::new(Code::BadFeature, "", message).path(node.path())
}
