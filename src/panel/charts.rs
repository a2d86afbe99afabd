//! Figures of the story that are compared, as lines of the panel.

use super::footnotes::number;
use super::{FactLine, Section};
use crate::atlas::{Atlas, Feature, Status, Theme};
use crate::json::Writer;
use crate::list::{AddAll as _, Gather as _, joined};
use crate::strings::Strings;

/// One figure of several that are compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// The feature that it is of, or the date.
    pub name: String,
    /// How much it is.
    pub value: f64,
    /// Id of the feature, unless that is the one of the panel.
    pub target: Option<String>,
    /// Whether it is of something that does not work, or not yet.
    pub open: bool,
}

impl Bar {
    pub(super) fn write(json: &mut Writer, bar: &Self) {
        json.text("name", &bar.name);
        json.number("value", bar.value);
        json.optional_text("id", bar.target.as_deref());
        json.flag("open", bar.open);
    }
}

/// The themes and charts that the panel of a feature shows; their sources are added to the footnotes.
pub(super) fn sections<'a>(
    atlas: &'a Atlas,
    of: &Feature,
    year: i32,
    lang: &str,
    strings: &Strings,
    numbered: &mut Vec<&'a str>,
) -> Vec<Section> {
    let charts = atlas.story.themes.iter().chain(&atlas.story.charts);
    let charts = charts.filter(|chart| chart.panels.contains(&of.id));
    let sections = charts.map(|chart| {
        let footnotes = chart.sources.iter().map(|id| number(id, numbered));
        let note = FactLine {
            footnotes: footnotes.gathered(),
            text: chart.note.get(lang).to_owned(),
            ..FactLine::default()
        };
        let values = chart.values.iter();
        let bars = values.map(|(id, value)| bar(atlas, id, *value, of, year, lang, strings));
        Section {
            heading: heading(chart, lang, strings),
            bars: bars.gathered(),
            facts: vec![note],
        }
    });
    sections.gathered()
}

/// What is counted, in what, and when.
fn heading(chart: &Theme, lang: &str, strings: &Strings) -> String {
    let when = chart.as_of.as_deref().map(|date| strings.date(date));
    let mut parts = vec![chart.title.get(lang), chart.unit.get(lang)];
    parts.add_all(when.as_deref());
    joined(&parts, " · ")
}

fn bar(
    atlas: &Atlas,
    id: &str,
    value: f64,
    of: &Feature,
    year: i32,
    lang: &str,
    strings: &Strings,
) -> Bar {
    let mut bar = Bar {
        name: strings.date(id),
        value,
        target: None,
        open: false,
    };
    if let Some(index) = atlas.find(id) {
        let feature = &atlas.features[index];
        let status = feature.properties.status_in(year);
        bar.name = feature.name(lang).to_owned();
        bar.target = (of.id != id).then(|| id.to_owned());
        bar.open = status != Status::Operating;
        if bar.open {
            bar.name.push_str(" · ");
            bar.name.push_str(&strings.of("status", status.name()));
        }
    }
    bar
}
