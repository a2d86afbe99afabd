//! Words in several languages.

use crate::json::Node;
use crate::list::head;

/// One text in several languages, by BCP 47 tag.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text(Vec<(String, String)>);

/// The language that stands in for a missing one.
const FALLBACK: &str = "en";

impl Text {
    /// An object from language to string; `null` is an empty text.
    #[must_use]
    pub fn read(node: &Node<'_>) -> Self {
        let mut texts = Vec::new();
        for (lang, text) in node.members() {
            texts.push((lang.to_owned(), text.string()));
        }
        Self(texts)
    }

    /// A text that is the same in all languages.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self(vec![(FALLBACK.to_owned(), text.to_owned())])
    }

    /// The text in `lang`, or in its primary language (`zh` for `zh-Hant`), else English, else in any; empty if there is none.
    #[must_use]
    pub fn get(&self, lang: &str) -> &str {
        let primary = head(lang, b'-');
        [lang, primary, FALLBACK]
            .into_iter()
            .find_map(|tag| self.0.iter().find(|(lang, _)| lang == tag))
            .or_else(|| self.0.first())
            .map_or("", |(_, text)| text)
    }

    /// The text in every language.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, text)| text.as_str())
    }

    /// The languages it is given in.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(lang, _)| lang.as_str())
    }
}
