//! Words in several languages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One text in several languages, by BCP 47 tag.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(BTreeMap<String, String>);

/// The language that stands in for a missing one.
const FALLBACK: &str = "en";

impl Text {
    /// A text that is the same in every language.
    #[must_use]
    pub fn same(text: &str) -> Self {
        Self(BTreeMap::from([(FALLBACK.to_owned(), text.to_owned())]))
    }

    /// The text in `lang`, or in its primary language (`zh` for `zh-Hant`), else English, else in any; empty if there is none.
    #[must_use]
    pub fn get(&self, lang: &str) -> &str {
        let primary = lang.split('-').next().unwrap_or(lang);
        [lang, primary, FALLBACK]
            .into_iter()
            .find_map(|tag| self.0.get(tag))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// The languages it is given in.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
