//! Words in several languages.

use crate::json::Node;
use crate::list::head;

/// One text in several languages, by BCP 47 tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(Words);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Words {
    /// The same in all languages.
    Plain(Box<str>),
    ByLanguage(Vec<(String, String)>),
}

impl Default for Text {
    fn default() -> Self {
        Self(Words::ByLanguage(Vec::new()))
    }
}

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
        Self(Words::ByLanguage(texts))
    }

    /// A text that is the same in all languages.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self(Words::Plain(text.into()))
    }

    /// The text in `lang`, or in its primary language (`zh` for `zh-Hant`), else English, else in any; empty if there is none.
    #[must_use]
    pub fn get(&self, lang: &str) -> &str {
        let texts = match &self.0 {
            Words::Plain(text) => return text,
            Words::ByLanguage(texts) => texts,
        };
        let primary = head(lang, b'-');
        [lang, primary, FALLBACK]
            .into_iter()
            .find_map(|tag| texts.iter().find(|(lang, _)| lang == tag))
            .or_else(|| texts.first())
            .map_or("", |(_, text)| text)
    }

    /// The text in every language.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        let (plain, texts): (_, &[_]) = match &self.0 {
            Words::Plain(text) => (Some(&**text), &[]),
            Words::ByLanguage(texts) => (None, texts),
        };
        let texts = texts.iter().map(|(_, text): &(_, String)| text.as_str());
        plain.into_iter().chain(texts)
    }

    /// The languages it is given in.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        let texts: &[_] = match &self.0 {
            Words::Plain(_) => &[],
            Words::ByLanguage(texts) => texts,
        };
        texts.iter().map(|(lang, _): &(String, _)| lang.as_str())
    }
}
