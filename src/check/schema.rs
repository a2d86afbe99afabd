//! The files as `data/README.md` defines them, for `serde`: unknown members are errors.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

/// From language to words.
pub(super) type Text = BTreeMap<String, String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Manifest {
    pub(super) version: u32,
    pub(super) title: Text,
    pub(super) as_of: String,
    pub(super) years: Option<[i32; 2]>,
    pub(super) bounds: [f64; 4],
    pub(super) narrow_bounds: Option<[f64; 4]>,
    pub(super) projection: Projection,
    pub(super) detail_zoom: Option<f64>,
    #[serde(default)]
    pub(super) focus: Vec<String>,
    pub(super) languages: Vec<String>,
    pub(super) sources: Option<String>,
    pub(super) tracks: Option<Value>,
    pub(super) story: Option<Value>,
    pub(super) relief: Option<Relief>,
    pub(super) layers: Vec<Layer>,
    pub(super) routes: Option<Routes>,
    pub(super) credit: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Routes {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) passages: Vec<Passage>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Passage {
    pub(super) id: String,
    pub(super) name: Option<Text>,
    #[serde(default)]
    pub(super) closes: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Projection {
    pub(super) parallels: [f64; 2],
    pub(super) center: [f64; 2],
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Relief {
    pub(super) file: String,
    pub(super) bounds: [f64; 4],
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Layer {
    pub(super) id: String,
    pub(super) title: Text,
    pub(super) data: Vec<Value>,
    #[serde(default)]
    pub(super) later: Vec<String>,
    #[serde(default)]
    pub(super) detail: Vec<String>,
    #[serde(default)]
    pub(super) facts: Vec<String>,
}

/// Of a feature. The engine has checked the names of enumerations.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Properties {
    pub(super) class: String,
    #[serde(default)]
    pub(super) name: Text,
    #[serde(default, rename = "onMap")]
    pub(super) on_map: Text,
    pub(super) local: Option<String>,
    pub(super) status: Option<String>,
    #[serde(default)]
    pub(super) history: Vec<Change>,
    pub(super) since: Option<i32>,
    pub(super) until: Option<i32>,
    pub(super) precision: Option<String>,
    pub(super) rank: Option<i64>,
    pub(super) label: Option<[f64; 2]>,
    #[serde(default)]
    pub(super) legs: Vec<String>,
    pub(super) kind: Option<String>,
    #[serde(default)]
    pub(super) views: BTreeMap<String, String>,
    pub(super) between: Option<[String; 2]>,
    pub(super) country: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    pub(super) from: i32,
    pub(super) status: String,
}

/// Of a track.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TrackProperties {
    pub(super) mode: String,
    pub(super) gauge: Option<u16>,
    pub(super) precision: Option<String>,
    #[serde(rename = "status")]
    _status: Option<String>,
    pub(super) since: Option<i32>,
    pub(super) from: String,
    pub(super) to: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) summary: Text,
    pub(super) part: Text,
    pub(super) facts: Vec<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Fact {
    pub(super) text: Text,
    pub(super) value: Option<f64>,
    pub(super) unit: Option<String>,
    pub(super) measures: Option<String>,
    pub(super) as_of: Option<String>,
    pub(super) known: String,
    #[serde(rename = "confidence")]
    _confidence: String,
    pub(super) sources: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub(super) publisher: String,
    pub(super) title: Option<String>,
    pub(super) date: Option<String>,
    pub(super) url: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Claim {
    pub(super) n: usize,
    pub(super) text: Text,
    #[serde(default)]
    pub(super) features: Vec<String>,
    #[serde(default)]
    pub(super) steps: Vec<String>,
    pub(super) verdict: String,
    pub(super) note: Option<Text>,
    pub(super) sources: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Step {
    #[serde(rename = "id")]
    _id: String,
    pub(super) title: Text,
    pub(super) text: Text,
    pub(super) sources: Vec<String>,
    pub(super) bounds: [f64; 4],
    pub(super) narrow_bounds: Option<[f64; 4]>,
    pub(super) layers: Vec<String>,
    pub(super) selected: Option<String>,
    pub(super) year: Option<i32>,
    #[serde(default)]
    pub(super) closed: Vec<String>,
    pub(super) shade: Option<String>,
    pub(super) features: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DatedEvent {
    pub(super) date: String,
    pub(super) title: Text,
    pub(super) features: Vec<String>,
    pub(super) step: Option<String>,
    pub(super) sources: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Theme {
    #[serde(rename = "id")]
    _id: String,
    pub(super) title: Text,
    pub(super) unit: Text,
    pub(super) note: Option<Text>,
    pub(super) as_of: Option<String>,
    #[serde(default)]
    pub(super) breaks: Vec<f64>,
    pub(super) values: Vec<ThemeValue>,
    pub(super) sources: Vec<String>,
    #[serde(default)]
    pub(super) panels: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ThemeValue {
    pub(super) feature: Option<String>,
    pub(super) date: Option<String>,
    pub(super) value: f64,
}

/// The ids of the story's steps: in the manifest, or in the file that it names.
pub(super) fn steps(manifest: &Manifest, folder: &Path) -> BTreeSet<String> {
    let story = match &manifest.story {
        Some(Value::String(file)) => {
            let text = fs::read_to_string(folder.join(file)).unwrap_or_default();
            serde_json::from_str(&text).unwrap_or(Value::Null)
        }
        Some(story) => story.clone(),
        None => Value::Null,
    };
    let list = story.get("steps").unwrap_or(&story);
    let ids = list.as_array().into_iter().flatten();
    ids.filter_map(|step| Some(step.get("id")?.as_str()?.to_owned()))
        .collect()
}
