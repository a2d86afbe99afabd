//! What the files say, for those that refer to it.

use std::collections::{BTreeMap, BTreeSet};

use geojson::GeometryValue;

use super::Place;
use super::schema::Properties;
use crate::lon_lat::LonLat;

/// What files refer to.
#[derive(Default)]
pub(super) struct Known {
    pub(super) languages: Vec<String>,
    /// `YYYY-MM-DD`
    pub(super) as_of: String,
    /// The first and the last of the scale of years.
    pub(super) years: [i32; 2],
    /// Of features: the class.
    pub(super) features: BTreeMap<String, String>,
    pub(super) tracks: BTreeMap<String, Track>,
    pub(super) sources: BTreeSet<String>,
    pub(super) used_sources: BTreeSet<String>,
    /// Of the story; none where the atlas has no story yet.
    pub(super) steps: BTreeSet<String>,
}

impl Known {
    /// The year of the day that the map tells of.
    pub(super) fn now(&self) -> Option<i32> {
        self.as_of.get(..4).and_then(|year| year.parse().ok())
    }

    /// Whether a year is on the scale of years.
    pub(super) fn has_year(&self, year: i32) -> bool {
        (self.years[0]..=self.years[1]).contains(&year)
    }

    /// How to mend a date that is not.
    pub(super) fn write_year(&self, how: &str) -> String {
        format!("write {how}, from {} to {}", self.years[0], self.years[1])
    }
}

/// A track, as others refer to it.
pub(super) struct Track {
    pub(super) mode: String,
    pub(super) line: Vec<LonLat>,
    pub(super) used: bool,
}

/// A feature of a file.
pub(super) struct Feature<'a> {
    pub(super) place: Place<'a>,
    pub(super) id: &'a str,
    pub(super) properties: Properties,
    pub(super) geometry: Option<GeometryValue>,
}
