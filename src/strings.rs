//! The words of the interface in one language.

use std::collections::BTreeMap;

use crate::error::Problem;

/// Words by key. English is built in; the other languages are files beside the element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strings(BTreeMap<String, String>);

const ENGLISH: &str = include_str!("../web/text/en.json");

impl Strings {
    /// The English words.
    #[must_use]
    pub fn english() -> Self {
        // The file is part of the build; a test reads it.
        Self(serde_json::from_str(ENGLISH).unwrap_or_default())
    }

    /// The words of one file; what it lacks stays English.
    ///
    /// # Errors
    ///
    /// When the file is no JSON object of strings.
    pub fn read(json: &str, file: &str) -> Result<Self, Problem> {
        let words: BTreeMap<String, String> =
            serde_json::from_str(json).map_err(|error| Problem::json(file, &error))?;
        let mut strings = Self::english();
        strings.0.extend(words);
        Ok(strings)
    }

    /// The words for `key`; the key itself, should there be none.
    #[must_use]
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, String::as_str)
    }

    /// The words for `key` with `{name}` replaced.
    #[must_use]
    pub fn fill(&self, key: &str, name: &str, value: &str) -> String {
        self.get(key).replace(&format!("{{{name}}}"), value)
    }

    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
