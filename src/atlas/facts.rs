//! What is known of the features, and who says so.

use super::Text;
use super::feature::named;
use crate::error::Problem;
use crate::json::{self, Json, Node};
use crate::list::AddAll as _;

/// Facts by feature id, with their bibliography.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    entries: Vec<(String, Entry)>,
    sources: Vec<(String, Source)>,
}

/// What is known of one feature.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What it is, one sentence.
    pub summary: Text,
    /// Its part in the story.
    pub part: Text,
    /// In the order to tell them.
    pub facts: Vec<Fact>,
}

/// One statement with its sources.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The sentence.
    pub text: Text,
    /// The figure in it.
    pub value: Option<f64>,
    /// What the figure measures of the feature: `length` or `area`, or the id of the feature it shares that border or stretch
    /// with. A figure computed from the geometry is shown beside it.
    pub measures: Option<String>,
    /// Date it holds for: year, month or day.
    pub as_of: Option<String>,
    /// Whether it was known on the atlas's day.
    pub known: Known,
    /// How sure the sources are.
    pub confidence: Confidence,
    /// Ids in the bibliography.
    pub sources: Vec<String>,
}

named! {
    /// When a fact became known.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Known {
        /// By the atlas's day.
        Then = "then",
        /// After it.
        Later = "later",
    }
}

named! {
    /// How sure the sources of a fact are.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Confidence {
        /// Agreeing sources.
        Confirmed = "confirmed",
        /// One source, or sources that are not independent.
        Reported = "reported",
        /// Sources disagree, or a party denies it.
        Disputed = "disputed",
        /// Somebody's view or forecast.
        Opinion = "opinion",
    }
}

/// A publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Who published it.
    pub publisher: String,
    /// Its title, or a description.
    pub title: Option<String>,
    /// Year, month or day of publication.
    pub date: Option<String>,
    /// Where to read it.
    pub url: Option<String>,
}

impl Facts {
    /// Adds the facts of one file.
    ///
    /// # Errors
    ///
    /// When the file is not JSON of the schema; nothing is added then.
    pub fn add(&mut self, text: &str, file: &str) -> Result<(), Problem> {
        add(&mut self.entries, text, file, Entry::read)
    }

    /// Adds to the bibliography.
    ///
    /// # Errors
    ///
    /// When the file is not JSON of the schema; nothing is added then.
    pub fn add_sources(&mut self, text: &str, file: &str) -> Result<(), Problem> {
        add(&mut self.sources, text, file, Source::read)
    }

    /// What is known of the feature `id`.
    #[must_use]
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        find(&self.entries, id)
    }

    /// The ids that have facts.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(id, _)| id.as_str())
    }

    /// The publication with the id `source`.
    #[must_use]
    pub fn source(&self, source: &str) -> Option<&Source> {
        find(&self.sources, source)
    }
}

fn find<'a, T>(entries: &'a [(String, T)], id: &str) -> Option<&'a T> {
    let found = entries.iter().find(|(known, _)| known == id);
    found.map(|(_, entry)| entry)
}

fn add<T>(
    entries: &mut Vec<(String, T)>,
    text: &str,
    file: &str,
    read: impl Fn(&Node<'_>) -> T,
) -> Result<(), Problem> {
    let added = json::read(text, file, |root| {
        if !matches!(root.json, Json::Object(_)) {
            return Err(root.expected("an object"));
        }
        let mut added = Vec::new();
        for (id, node) in root.members() {
            added.push((id.to_owned(), read(&node)));
        }
        Ok(added)
    })?;
    entries.add_all(added);
    Ok(())
}

impl Entry {
    fn read(node: &Node<'_>) -> Self {
        let mut facts = Vec::new();
        for fact in node.member("facts").list() {
            facts.push(Fact::read(&fact));
        }
        Self {
            summary: node.at("summary", Text::read),
            part: node.at("part", Text::read),
            facts,
        }
    }
}

impl Fact {
    fn read(node: &Node<'_>) -> Self {
        Self {
            text: node.at("text", Text::read),
            value: node.member("value").optional(Node::number),
            measures: node.at("measures", Node::optional_string),
            as_of: node.at("asOf", Node::optional_string),
            known: node.at("known", Known::read),
            confidence: node.at("confidence", Confidence::read),
            sources: node.at("sources", Node::texts),
        }
    }
}

impl Source {
    fn read(node: &Node<'_>) -> Self {
        Self {
            publisher: node.at("publisher", Node::string),
            title: node.at("title", Node::optional_string),
            date: node.at("date", Node::optional_string),
            url: node.at("url", Node::optional_string),
        }
    }
}
