//! The sources under a text, numbered from 1.

use crate::atlas::{Facts, Source};
use crate::json::Writer;
use crate::list::{AddAll as _, Gather as _, joined};
use crate::strings::Strings;

/// One source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footnote {
    /// Publisher, title and date.
    pub text: String,
    /// Where to read it: an address of the web, or `None`.
    pub url: Option<String>,
}

/// `sources: [{text, url}]`.
pub fn write_sources(json: &mut Writer, sources: &[Footnote]) {
    json.each("sources", sources, |json, source| {
        json.text("text", &source.text);
        json.optional_text("url", source.url.as_deref());
    });
}

/// The number of a source among the footnotes, from 1.
pub(super) fn number<'a>(id: &'a str, numbered: &mut Vec<&'a str>) -> usize {
    let known = numbered.iter().position(|other| *other == id);
    known.unwrap_or_else(|| {
        numbered.push(id);
        numbered.len() - 1
    }) + 1
}

/// The publications with these ids; the ids themselves where the bibliography has not arrived.
#[must_use]
pub fn footnotes(facts: Option<&Facts>, ids: &[&str], strings: &Strings) -> Vec<Footnote> {
    ids.iter()
        .map(|&id| {
            let source = facts.and_then(|facts| facts.source(id));
            source.map_or_else(|| unknown(id), |source| footnote(source, strings))
        })
        .gathered()
}

fn footnote(source: &Source, strings: &Strings) -> Footnote {
    let date = source.date.as_deref().map(|date| strings.date(date));
    let mut parts = vec![source.publisher.as_str()];
    parts.add_all(source.title.as_deref());
    parts.add_all(date.as_deref());
    Footnote {
        text: joined(&parts, ", "),
        // Nothing but an address of the web becomes a link.
        url: source
            .url
            .clone()
            .filter(|url| url.starts_with("https://") || url.starts_with("http://")),
    }
}

fn unknown(id: &str) -> Footnote {
    Footnote {
        text: id.to_owned(),
        url: None,
    }
}
