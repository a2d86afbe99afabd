//! Reads GeoJSON (RFC 7946) into geometries that need no more doubt.

use geojson::feature::Id;
use geojson::{GeometryValue, Position};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::Geometry;
use crate::error::{Code, Problem};
use crate::lon_lat::LonLat;

/// A feature whose coordinates are checked and whose properties are not yet typed.
#[derive(Debug)]
pub(super) struct RawFeature {
    /// The feature's id, as text.
    pub(super) id: Option<String>,
    /// Index in its collection.
    pub(super) index: usize,
    /// The properties as they are.
    pub(super) properties: serde_json::Value,
    /// Checked; an empty collection for `null`.
    pub(super) geometry: Geometry,
}

/// The members of any GeoJSON object that lead to its features.
#[derive(Deserialize)]
struct Document<'a> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(borrow, default)]
    features: Option<Vec<&'a RawValue>>,
}

/// Reads a `FeatureCollection`, a `Feature` or a bare geometry. A feature that cannot be used is left out and reported.
///
/// # Errors
///
/// When nothing of the file can be used: no JSON, or no GeoJSON.
pub(super) fn read(
    bytes: &[u8],
    file: &str,
    problems: &mut Vec<Problem>,
) -> Result<Vec<RawFeature>, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Problem::new(Code::NotJson, file, "is not UTF-8")
            .path(format!("byte {}", error.valid_up_to()))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().is_empty() {
        return Err(Problem::new(Code::NotJson, file, "is empty"));
    }
    let document: Document<'_> =
        serde_json::from_str(text).map_err(|error| Problem::json(file, &error))?;
    let raw = match (document.kind.as_str(), document.features) {
        ("FeatureCollection", Some(features)) => features.into_iter().map(RawValue::get).collect(),
        ("FeatureCollection", None) => {
            return Err(Problem::new(
                Code::NotGeojson,
                file,
                "a FeatureCollection has the member \"features\", an array",
            )
            .path("$.features"));
        }
        ("Feature", _) => vec![text],
        (
            "Point" | "MultiPoint" | "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon"
            | "GeometryCollection",
            _,
        ) => {
            let geometry = read_geometry(text, file, problems, "$")?;
            return Ok(vec![RawFeature {
                id: None,
                index: 0,
                properties: serde_json::Value::Null,
                geometry,
            }]);
        }
        (other, _) => {
            return Err(Problem::new(
                Code::NotGeojson,
                file,
                format!("{other:?} is not a GeoJSON type; expected FeatureCollection, Feature or a geometry"),
            )
            .path("$.type"));
        }
    };
    let mut features = Vec::with_capacity(raw.len());
    for (index, text) in raw.into_iter().enumerate() {
        match read_feature(text, index, file, problems) {
            Ok(feature) => features.push(feature),
            Err(problem) => problems.push(problem),
        }
    }
    Ok(features)
}

fn read_feature(
    text: &str,
    index: usize,
    file: &str,
    problems: &mut Vec<Problem>,
) -> Result<RawFeature, Problem> {
    let path = format!("$.features[{index}]");
    let feature: geojson::Feature = serde_json::from_str(text).map_err(|error| {
        Problem::new(Code::BadFeature, file, error.to_string())
            .feature(format!("#{index}"))
            .path(path.clone())
    })?;
    let id = feature.id.map(|id| match id {
        Id::String(id) => id,
        Id::Number(id) => id.to_string(),
    });
    let named =
        |problem: Problem| problem.feature(id.clone().unwrap_or_else(|| format!("#{index}")));
    let mut repairs = Vec::new();
    let geometry = feature
        .geometry
        .map_or(Ok(Geometry::Collection(Vec::new())), |geometry| {
            let mut check = Check {
                file,
                repairs: &mut repairs,
            };
            check.geometry(geometry.value, &format!("{path}.geometry"))
        })
        .map_err(named)?;
    problems.extend(repairs.into_iter().map(named));
    Ok(RawFeature {
        id,
        index,
        properties: feature.properties.map_or(
            serde_json::Value::Object(serde_json::Map::new()),
            serde_json::Value::Object,
        ),
        geometry,
    })
}

fn read_geometry(
    text: &str,
    file: &str,
    repairs: &mut Vec<Problem>,
    path: &str,
) -> Result<Geometry, Problem> {
    let geometry: geojson::Geometry =
        serde_json::from_str(text).map_err(|error| Problem::json(file, &error).path(path))?;
    Check { file, repairs }.geometry(geometry.value, path)
}

/// Checks coordinates, and mends what has one obvious meaning.
struct Check<'a> {
    file: &'a str,
    repairs: &'a mut Vec<Problem>,
}

impl Check<'_> {
    fn geometry(&mut self, value: GeometryValue, path: &str) -> Result<Geometry, Problem> {
        let at = format!("{path}.coordinates");
        Ok(match value {
            GeometryValue::Point { coordinates } => {
                Geometry::Points(vec![self.position(&coordinates, &at)?])
            }
            GeometryValue::MultiPoint { coordinates } => {
                Geometry::Points(self.positions(&coordinates, &at)?)
            }
            GeometryValue::LineString { coordinates } => {
                Geometry::Lines(vec![self.line(&coordinates, &at)?])
            }
            GeometryValue::MultiLineString { coordinates } => {
                Geometry::Lines(self.each(&coordinates, &at, Self::line)?)
            }
            GeometryValue::Polygon { coordinates } => {
                Geometry::Areas(vec![self.area(&coordinates, &at)?])
            }
            GeometryValue::MultiPolygon { coordinates } => {
                Geometry::Areas(self.each(&coordinates, &at, Self::area)?)
            }
            GeometryValue::GeometryCollection { geometries } => {
                let parts = geometries.into_iter().enumerate().map(|(index, part)| {
                    self.geometry(part.value, &format!("{path}.geometries[{index}]"))
                });
                Geometry::Collection(parts.collect::<Result<_, _>>()?)
            }
        })
    }

    fn each<T: AsRef<[U]>, U, R>(
        &mut self,
        parts: &[T],
        path: &str,
        read: impl Fn(&mut Self, &[U], &str) -> Result<R, Problem>,
    ) -> Result<Vec<R>, Problem> {
        parts
            .iter()
            .enumerate()
            .map(|(index, part)| read(self, part.as_ref(), &format!("{path}[{index}]")))
            .collect()
    }

    fn area(&mut self, rings: &[Vec<Position>], path: &str) -> Result<Vec<Vec<LonLat>>, Problem> {
        self.each(rings, path, Self::ring)
    }

    fn ring(&mut self, ring: &[Position], path: &str) -> Result<Vec<LonLat>, Problem> {
        let mut positions = self.positions(ring, path)?;
        if let (Some(&first), Some(&last)) = (positions.first(), positions.last())
            && first != last
        {
            positions.push(first);
            self.repairs.push(
                Problem::new(
                    Code::BadFeature,
                    self.file,
                    "a ring ends where it begins: closed it",
                )
                .path(path),
            );
        }
        if positions.len() < 4 {
            return Err(self.too_short("a ring has at least 4 positions", positions.len(), path));
        }
        Ok(positions)
    }

    fn line(&mut self, line: &[Position], path: &str) -> Result<Vec<LonLat>, Problem> {
        let positions = self.positions(line, path)?;
        if positions.len() < 2 {
            return Err(self.too_short("a line has at least 2 positions", positions.len(), path));
        }
        Ok(positions)
    }

    fn too_short(&self, rule: &str, length: usize, path: &str) -> Problem {
        Problem::new(
            Code::BadFeature,
            self.file,
            format!("{rule}, this one {length}"),
        )
        .path(path)
    }

    fn positions(&self, positions: &[Position], path: &str) -> Result<Vec<LonLat>, Problem> {
        positions
            .iter()
            .enumerate()
            .map(|(index, position)| self.position(position, &format_args!("{path}[{index}]")))
            .collect()
    }

    fn position(
        &self,
        position: &Position,
        path: &dyn std::fmt::Display,
    ) -> Result<LonLat, Problem> {
        let bad = |message: String| {
            Problem::new(Code::BadCoordinates, self.file, message).path(path.to_string())
        };
        let &[lon, lat, ..] = position.as_slice() else {
            return Err(bad("a position has a longitude and a latitude".to_owned()));
        };
        if lon.abs() <= 180.0 && lat.abs() <= 90.0 {
            return Ok(LonLat::new(lon, lat));
        }
        let cause = if lon.abs() <= 90.0 && lat.abs() <= 180.0 {
            "latitude and longitude seem swapped"
        } else if lon.abs() > 1000.0 || lat.abs() > 1000.0 {
            "the file seems to be projected, in metres"
        } else {
            "longitude is −180…180 and latitude −90…90"
        };
        Err(bad(format!(
            "[{lon}, {lat}] is not a longitude and latitude: {cause}"
        )))
    }
}
