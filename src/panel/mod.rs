//! What the panel says about a feature: words in order, for whatever shows them.

mod charts;
mod figures;
mod footnotes;

pub use charts::Bar;
pub use footnotes::{Footnote, footnotes, write_sources};

use crate::atlas::{Atlas, Class, Fact, Facts, Feature, Known, Own, Precision};
use crate::decimal::whole;
use crate::json::Writer;
use crate::list::{AddAll as _, Gather as _};
use crate::order::order;
use crate::strings::Strings;

/// The content of the panel.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// The feature's public id.
    pub id: String,
    /// The feature's name.
    pub title: String,
    /// What it is, and what holds for it: class, status, precision.
    pub tags: Vec<String>,
    /// Whether a way may begin and end here, if a track leads here.
    pub end: bool,
    /// Sentences that introduce it.
    pub paragraphs: Vec<String>,
    /// Facts under their headings.
    pub sections: Vec<Section>,
    /// The footnotes, numbered from 1.
    pub sources: Vec<Footnote>,
    /// Heading of the footnotes.
    pub sources_heading: String,
}

/// Facts under a heading.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Section {
    /// When these were known, that they were computed, or what the bars count.
    pub heading: String,
    /// Figures to draw as bars.
    pub bars: Vec<Bar>,
    /// In the order to tell them.
    pub facts: Vec<FactLine>,
}

/// One fact, or a computed figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FactLine {
    /// The sentence, or what the figure is of.
    pub text: String,
    /// How sure it is and when it holds, in a few words; or the figure.
    pub note: String,
    /// Numbers of its footnotes: none for a computed figure.
    pub footnotes: Vec<usize>,
    /// Id of the feature that the line leads to.
    pub target: Option<String>,
}

impl Panel {
    /// `{id, title, tags, end, paragraphs, sections: [{heading, bars: [{name, value, id, open}], facts: [{text, note, footnotes, target}]}],
    /// sourcesHeading, sources: [{text, url}]}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        Writer::object(|json| {
            json.text("id", &self.id);
            json.text("title", &self.title);
            json.texts("tags", &self.tags);
            json.flag("end", self.end);
            json.texts("paragraphs", &self.paragraphs);
            json.each("sections", &self.sections, |json, section| {
                json.text("heading", &section.heading);
                json.each("bars", &section.bars, Bar::write);
                json.each("facts", &section.facts, FactLine::write);
            });
            json.text("sourcesHeading", &self.sources_heading);
            write_sources(json, &self.sources);
        })
    }
}

impl FactLine {
    fn write(json: &mut Writer, line: &Self) {
        json.text("text", &line.text);
        json.text("note", &line.note);
        json.list("footnotes", |json| {
            for footnote in &line.footnotes {
                json.item(&whole(*footnote));
            }
        });
        json.optional_text("target", line.target.as_deref());
    }
}

/// With fewer facts than these the panel says that there are no more, so that nobody takes a gap for an oversight.
const FEW: usize = 3;

/// The content of the panel for a feature in `lang`. `facts` are `None` until they have arrived.
#[must_use]
pub fn panel(
    atlas: &Atlas,
    facts: Option<&Facts>,
    feature: usize,
    year: i32,
    lang: &str,
    strings: &Strings,
) -> Panel {
    let feature = &atlas.features[feature];
    let properties = &feature.properties;
    let mut panel = Panel {
        id: feature.id.clone(),
        title: feature.name(lang).to_owned(),
        tags: tags(feature, year, strings),
        end: properties.class.is_end(),
        paragraphs: Vec::new(),
        sections: Vec::new(),
        sources: Vec::new(),
        sources_heading: strings.get("panel.sources").to_owned(),
    };
    if let Some(own) = &feature.own {
        own_words(own, strings, &mut panel);
        panel
            .sections
            .add_all(figures::sections(atlas, &[], feature, lang, strings));
        return panel;
    }
    let entry = facts.and_then(|facts| facts.entry(&feature.id));
    let told = entry.map_or(&[][..], |entry| &entry.facts);
    let computed = figures::sections(atlas, told, feature, lang, strings);
    let Some((facts, entry)) = facts.zip(entry) else {
        let words = match facts {
            None => Some("panel.loading"),
            Some(_) if computed.is_empty() => Some("panel.none"),
            Some(_) => None,
        };
        let words = words.map(|words| strings.get(words).to_owned());
        panel.paragraphs.add_all(words);
        panel.sections = computed;
        return panel;
    };
    for text in [&entry.summary, &entry.part] {
        let text = text.get(lang);
        if !text.is_empty() {
            panel.paragraphs.push(text.to_owned());
        }
    }
    if entry.facts.len() < FEW {
        panel.paragraphs.push(strings.get("panel.gap").to_owned());
    }
    let mut numbered: Vec<&str> = Vec::new();
    let charts = charts::sections(atlas, feature, year, lang, strings, &mut numbered);
    panel.sections.add_all(charts);
    let headings = [
        (
            Known::Then,
            strings.fill("panel.then", &strings.date(&atlas.manifest.as_of)),
        ),
        (Known::Later, strings.get("panel.later").to_owned()),
    ];
    for (known, heading) in headings {
        let told = entry.facts.iter().filter(|fact| fact.known == known);
        let lines: Vec<FactLine> = told
            .map(|fact| fact_line(fact, lang, strings, &mut numbered))
            .gathered();
        if !lines.is_empty() {
            panel.sections.push(Section {
                heading,
                facts: lines,
                ..Section::default()
            });
        }
    }
    panel.sections.add_all(computed);
    panel.sources = footnotes(Some(facts), &numbered, strings);
    panel
}

/// What a feature is, and what holds for it: class, status, precision.
#[must_use]
pub fn tags(feature: &Feature, year: i32, strings: &Strings) -> Vec<String> {
    let properties = &feature.properties;
    let mut tags = vec![strings.of("class", properties.class.name())];
    if matches!(
        properties.class,
        Class::Corridor | Class::Gas | Class::Oil | Class::Port | Class::DryPort
    ) {
        tags.push(strings.of("status", properties.status_in(year).name()));
    }
    if properties.precision == Some(Precision::Schematic) {
        tags.push(strings.get("precision.schematic").to_owned());
    }
    tags
}

/// What a reader's own feature brings along: there are no facts about it.
fn own_words(own: &Own, strings: &Strings, panel: &mut Panel) {
    let mut facts = Vec::new();
    for (text, note) in own.words() {
        if text == Own::DESCRIPTION {
            panel.paragraphs.push(note.to_owned());
        } else {
            facts.push(FactLine {
                text: text.to_owned(),
                note: note.to_owned(),
                ..FactLine::default()
            });
        }
    }
    if !facts.is_empty() {
        panel.sections.push(Section {
            heading: strings.get("panel.properties").to_owned(),
            facts,
            ..Section::default()
        });
    }
}

fn fact_line<'a>(
    fact: &'a Fact,
    lang: &str,
    strings: &Strings,
    numbered: &mut Vec<&'a str>,
) -> FactLine {
    let mut note = strings.of("confidence", fact.confidence.name());
    if let Some(date) = &fact.as_of {
        note.push_str(" · ");
        // A year alone is not enough for a date in every language.
        let key = match date.len() {
            4 => "panel.asof-year",
            _ => "panel.asof",
        };
        note.push_str(&strings.fill(key, &strings.date(date)));
    }
    let footnotes = fact
        .sources
        .iter()
        .map(|id| footnotes::number(id, numbered));
    let footnotes: Vec<usize> = footnotes.gathered();
    let ascending = order(footnotes.iter().map(|&number| number as u64));
    let footnotes = ascending.into_iter().map(|at| footnotes[at]);
    FactLine {
        text: fact.text.get(lang).to_owned(),
        note,
        footnotes: footnotes.gathered(),
        target: None,
    }
}
