//! What is known of the features, and who says so.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Text;
use crate::error::Problem;

/// Facts by feature id, with their bibliography.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    entries: BTreeMap<String, Entry>,
    sources: BTreeMap<String, Source>,
}

/// What is known of one feature.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Entry {
    /// What it is, one sentence.
    pub summary: Text,
    /// Its part in the story.
    #[serde(default)]
    pub part: Text,
    /// In the order to tell them.
    #[serde(default)]
    pub facts: Vec<Fact>,
}

/// One statement with its sources.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fact {
    /// The sentence.
    pub text: Text,
    /// Date it holds for: year, month or day.
    #[serde(default)]
    pub as_of: Option<String>,
    /// Whether it was known on the atlas's day.
    pub known: Known,
    /// How sure the sources are.
    pub confidence: Confidence,
    /// Ids in the bibliography.
    pub sources: Vec<String>,
}

/// When a fact became known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Known {
    /// By the atlas's day.
    Then,
    /// After it.
    Later,
}

/// How sure the sources of a fact are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Agreeing sources.
    Confirmed,
    /// One source, or sources that are not independent.
    Reported,
    /// Sources disagree, or a party denies it.
    Disputed,
    /// Somebody's view or forecast.
    Opinion,
}

/// A publication.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Source {
    /// Who published it.
    pub publisher: String,
    /// Its title, or a description.
    #[serde(default)]
    pub title: Option<String>,
    /// Year, month or day of publication.
    #[serde(default)]
    pub date: Option<String>,
    /// Where to read it.
    #[serde(default)]
    pub url: Option<String>,
}

impl Facts {
    /// Adds the facts of one file.
    ///
    /// # Errors
    ///
    /// When the file is not JSON of the schema; nothing is added then.
    pub fn add(&mut self, json: &str, file: &str) -> Result<(), Problem> {
        let entries: BTreeMap<String, Entry> =
            serde_json::from_str(json).map_err(|error| Problem::json(file, &error))?;
        self.entries.extend(entries);
        Ok(())
    }

    /// Adds to the bibliography.
    ///
    /// # Errors
    ///
    /// When the file is not JSON of the schema; nothing is added then.
    pub fn add_sources(&mut self, json: &str, file: &str) -> Result<(), Problem> {
        let sources: BTreeMap<String, Source> =
            serde_json::from_str(json).map_err(|error| Problem::json(file, &error))?;
        self.sources.extend(sources);
        Ok(())
    }

    /// What is known of the feature `id`.
    #[must_use]
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.get(id)
    }

    /// The ids that have facts.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// The publication with the id `source`.
    #[must_use]
    pub fn source(&self, source: &str) -> Option<&Source> {
        self.sources.get(source)
    }
}
