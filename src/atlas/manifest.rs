//! The manifest: which files make an atlas.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::Text;
use crate::geo::projection::ConicEqualArea;
use crate::lon_lat::LonLatBounds;

/// The file `atlas.json`, as `data/README.md` defines it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// Version of the schema.
    pub version: u32,
    /// Name of the atlas.
    pub title: Text,
    /// The day that the map tells of, `YYYY-MM-DD`.
    pub as_of: String,
    /// The overview.
    pub bounds: LonLatBounds,
    /// Of the conic projection.
    pub projection: ConicParameters,
    /// Ids of the areas that stand out.
    #[serde(default)]
    pub focus: Vec<String>,
    /// Languages in which every text is given.
    #[serde(default)]
    pub languages: Vec<String>,
    /// The bibliography: a file name or the object itself.
    #[serde(default)]
    pub sources: Option<Box<RawValue>>,
    /// Shared geometry: a file name or a `FeatureCollection`.
    #[serde(default)]
    pub tracks: Option<Box<RawValue>>,
    /// The first is at the bottom.
    pub layers: Vec<LayerEntry>,
    /// The credit line.
    #[serde(default)]
    pub credit: Text,
}

/// Parameters of the conic projection.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct ConicParameters {
    /// Standard parallels, degrees.
    pub parallels: [f64; 2],
    /// Longitude and latitude of the origin, degrees.
    pub center: [f64; 2],
}

impl ConicParameters {
    /// The projection, or `None` where the parameters give none.
    #[must_use]
    pub fn projection(self) -> Option<ConicEqualArea> {
        ConicEqualArea::new(self.parallels, self.center)
    }
}

/// A layer as the manifest gives it.
#[derive(Debug, Deserialize)]
pub struct LayerEntry {
    /// Public id.
    pub id: String,
    /// Name for the legend.
    #[serde(default)]
    pub title: Text,
    /// File names or `FeatureCollection`s: the first picture.
    pub data: Vec<Box<RawValue>>,
    /// File names or objects: read after the first picture.
    #[serde(default)]
    pub facts: Vec<Box<RawValue>>,
}

/// The file name, or `None` where the entry is the content itself.
pub(super) fn file_name(entry: &RawValue) -> Option<String> {
    serde_json::from_str(entry.get()).ok()
}
