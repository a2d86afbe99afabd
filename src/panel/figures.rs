//! What is computed from the map, as lines of the panel.

use super::{FactLine, Section};
use crate::atlas::{Atlas, Class, Fact, Feature, Mode, Precision};
use crate::decimal::whole;
use crate::list::{AddAll as _, Gather as _};
use crate::measure;
use crate::strings::Strings;

/// The sections of computed figures for a feature, each figure beside the published one where one of `facts` gives it.
pub(super) fn sections(
    atlas: &Atlas,
    facts: &[Fact],
    feature: &Feature,
    lang: &str,
    strings: &Strings,
) -> Vec<Section> {
    let class = feature.properties.class;
    let teller = Teller {
        atlas,
        facts,
        lang,
        strings,
        about: feature.properties.precision == Some(Precision::Schematic),
    };
    let sections = match class {
        Class::Boundary | Class::River => return Vec::new(),
        _ if class.is_area() => teller.area(feature),
        _ => teller.way(feature),
    };
    let sections = sections.into_iter().map(|(heading, facts)| Section {
        heading: strings.get(heading).to_owned(),
        facts,
        ..Section::default()
    });
    sections
        .filter(|section| !section.facts.is_empty())
        .gathered()
}

/// Keys of headings, and the lines under them.
type Sections = Vec<(&'static str, Vec<FactLine>)>;

struct Teller<'a> {
    atlas: &'a Atlas,
    facts: &'a [Fact],
    lang: &'a str,
    strings: &'a Strings,
    /// The geometry is a sketch.
    about: bool,
}

impl Teller<'_> {
    fn way(&self, feature: &Feature) -> Sections {
        let Some(way) = measure::way(self.atlas, feature) else {
            return Vec::new();
        };
        let branched = way.km_in_all > way.km + 0.5;
        let main = if branched {
            "computed.main"
        } else {
            "computed.length"
        };
        let mut lines = vec![self.line(main, self.figure("km", way.km, "length"))];
        if way.by_mode.len() > 1 {
            lines.add_all(way.by_mode.iter().map(|&(mode, km)| {
                let words = match mode {
                    Mode::Rail => "computed.rail",
                    Mode::Road => "computed.road",
                    Mode::Ferry | Mode::Sea => "computed.ship",
                    Mode::Gas => "class.gas",
                    Mode::Oil => "class.oil",
                };
                self.line(words, self.figure("km", km, ""))
            }));
        }
        if branched {
            lines.push(self.line("computed.all", self.figure("km", way.km_in_all, "")));
        }
        if feature.properties.class == Class::Border {
            return vec![("computed", lines)];
        }
        for (words, count) in [
            ("computed.crossings", way.crossings),
            ("computed.gauges", way.gauge_breaks),
        ] {
            if count > 0 {
                lines.push(self.line(words, whole(count)));
            }
        }
        // In one country alone the length says it all.
        let countries = if way.by_country.len() > 1 {
            way.by_country
        } else {
            Vec::new()
        };
        let countries = countries.into_iter().map(|(country, km)| match country {
            Some(country) => self.link(country, km),
            None => self.line("computed.sea", self.figure("km", km, "")),
        });
        vec![
            ("computed", lines),
            ("computed.countries", countries.gathered()),
        ]
    }

    fn area(&self, feature: &Feature) -> Sections {
        let area = measure::area(self.atlas, feature);
        let area = area.map(|area| self.line("computed.area", self.figure("km2", area, "area")));
        let links = |lengths: Vec<(usize, f64)>| {
            let links = lengths.into_iter();
            links.map(|(other, km)| self.link(other, km)).gathered()
        };
        vec![
            ("computed", area.into_iter().gathered()),
            (
                "computed.borders",
                links(measure::neighbours(self.atlas, feature)),
            ),
            (
                "computed.ways",
                links(measure::ways_through(self.atlas, feature)),
            ),
        ]
    }

    fn line(&self, words: &str, figure: String) -> FactLine {
        FactLine {
            text: self.strings.get(words).to_owned(),
            note: figure,
            ..FactLine::default()
        }
    }

    /// A length that belongs to another feature.
    fn link(&self, other: usize, km: f64) -> FactLine {
        let other = &self.atlas.features[other];
        FactLine {
            text: other.name(self.lang).to_owned(),
            note: self.figure("km", km, &other.id),
            target: Some(other.id.clone()),
            ..FactLine::default()
        }
    }

    /// A computed figure, and the published one of what it measures.
    fn figure(&self, unit: &str, value: f64, measures: &str) -> String {
        let mut words = self.strings.quantity(unit, value);
        if self.about {
            words = self.strings.fill("computed.about", &words);
        }
        let mut facts = self.facts.iter();
        let published = facts
            .find(|fact| !measures.is_empty() && fact.measures.as_deref() == Some(measures))
            .and_then(|fact| fact.value);
        if let Some(published) = published {
            let published = self.strings.unrounded(unit, published);
            words.push_str(&self.strings.fill("computed.published", &published));
        }
        words
    }
}
