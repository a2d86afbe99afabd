//! What the atlas holds: features with a class, a name, a status and a geometry.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Text;
use crate::lon_lat::LonLat;

/// A thing on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Unique in the atlas, stable and public.
    pub id: String,
    /// Index into [`Atlas::layers`](super::Atlas::layers).
    pub layer: usize,
    /// All that the GeoJSON properties say.
    pub properties: Properties,
    /// Where it is.
    pub geometry: Geometry,
}

/// The GeoJSON properties of a feature, as `data/README.md` defines them.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Properties {
    /// What it is, and so how it is drawn.
    pub class: Class,
    /// Empty for what is neither selected nor labelled.
    pub name: Text,
    /// As of the atlas's date.
    pub status: Status,
    /// Later or earlier statuses, by the year they began, ascending.
    pub history: Vec<StatusChange>,
    /// First year of existence.
    pub since: Option<i32>,
    /// Last year of existence.
    pub until: Option<i32>,
    /// How true the geometry is.
    pub precision: Option<Precision>,
    /// 1 is labelled first, 9 last; 0 means not given.
    pub rank: u8,
    /// Where an area's name stands best.
    pub label: Option<LonLat>,
    /// Tracks that together are its geometry.
    pub legs: Vec<String>,
    /// Of a boundary.
    pub kind: BoundaryKind,
    /// Of a boundary: its kind in other boundary views.
    pub views: BTreeMap<String, BoundaryKind>,
    /// Of a boundary: ids of the features on its two sides.
    pub between: Option<[String; 2]>,
}

impl Properties {
    /// The status in `year`: that of the last change not after it, else the one as of the atlas's date.
    #[must_use]
    pub fn status_in(&self, year: i32) -> Status {
        let changes = self.history.iter().rev();
        changes
            .into_iter()
            .find(|change| change.from <= year)
            .map_or(self.status, |change| change.status)
    }

    /// Whether it exists in `year`.
    #[must_use]
    pub fn exists_in(&self, year: i32) -> bool {
        self.since.is_none_or(|since| since <= year) && self.until.is_none_or(|until| year <= until)
    }
}

/// A status that began in some year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct StatusChange {
    /// The first year.
    pub from: i32,
    /// From then on.
    pub status: Status,
}

/// Classes of features.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the field's plain words")]
pub enum Class {
    Country,
    Region,
    Sea,
    Lake,
    River,
    Boundary,
    Capital,
    Town,
    Border,
    Gas,
    Oil,
    Corridor,
    Hub,
    DryPort,
    Port,
    Crossing,
    Summit,
    Clash,
    Exercise,
    Outpost,
    Surveillance,
    /// Anything else: a reader's own data.
    #[default]
    Other,
}

impl Class {
    /// Whether features of the class are drawn as areas of the base map.
    #[must_use]
    pub const fn is_area(self) -> bool {
        matches!(self, Self::Country | Self::Region | Self::Sea | Self::Lake)
    }

    /// Whether a reader can select features of the class.
    #[must_use]
    pub const fn is_selectable(self) -> bool {
        !matches!(self, Self::Boundary)
    }
}

/// Whether something works.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are the field's plain words")]
pub enum Status {
    #[default]
    Operating,
    Disrupted,
    Construction,
    Planned,
    Proposed,
    Closed,
}

/// How true a geometry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// Measured in the field or from imagery.
    Surveyed,
    /// True but for simplification.
    Generalised,
    /// Only its ends and general course are known.
    Schematic,
}

/// What a boundary is in law or in fact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BoundaryKind {
    /// Settled.
    #[default]
    International,
    /// Claimed differently by its two sides.
    Disputed,
    /// A cease-fire line.
    LineOfControl,
    /// Not fixed.
    Indefinite,
    /// Around land under lease.
    Lease,
    /// Not drawn.
    None,
}

/// Where a feature is.
#[derive(Debug, Clone, PartialEq)]
pub enum Geometry {
    /// Separate positions.
    Points(Vec<LonLat>),
    /// Lines of at least two positions.
    Lines(Vec<Vec<LonLat>>),
    /// Polygons: rings of at least four positions, closed, the first one the outer.
    Areas(Vec<Vec<Vec<LonLat>>>),
    /// Indices into [`Atlas::tracks`](super::Atlas::tracks).
    Legs(Vec<usize>),
    /// Several of these; empty for a feature without a place.
    Collection(Vec<Geometry>),
}

/// A line that several features share.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    /// Unique among tracks.
    pub id: String,
    /// All that the GeoJSON properties say.
    pub properties: TrackProperties,
    /// At least two positions.
    pub line: Vec<LonLat>,
}

/// The GeoJSON properties of a track.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct TrackProperties {
    /// What moves on it.
    pub mode: Mode,
    /// Track gauge of a railway, millimetres.
    pub gauge: Option<u16>,
    /// As of the atlas's date.
    pub status: Status,
    /// First year of service.
    pub since: Option<i32>,
    /// How true the geometry is.
    pub precision: Option<Precision>,
    /// Name of its first end.
    pub from: String,
    /// Name of its last end.
    pub to: String,
}

/// What moves on a track.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are the field's plain words")]
pub enum Mode {
    #[default]
    Rail,
    Road,
    Ferry,
    Sea,
    Gas,
    Oil,
}
