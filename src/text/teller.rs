//! The view as a whole in words, and what all sentences are made with.

use super::Guide;
use super::compass::Compass;
use crate::app::Model;
use crate::atlas::Facts;
use crate::decimal::{Decimal, whole};
use crate::geo::geodesic::distance;
use crate::list::{AddAll as _, Gather as _, glued, joined};
use crate::lon_lat::LonLat;
use crate::panel::panel;
use crate::routes;
use crate::scene::View;
use crate::space::Point;
use crate::story;
use crate::strings::Strings;

/// Words about one view.
#[derive(Debug, Clone, Copy)]
pub struct Teller<'a> {
    /// What is shown.
    pub view: &'a View<'a>,
    /// Relations in the view's atlas.
    pub guide: &'a Guide,
    /// The facts, once they have arrived.
    pub facts: Option<&'a Facts>,
    /// The words of the interface.
    pub strings: &'a Strings,
}

/// Lists end after so many: the rest is small.
const MOST: usize = 12;
/// Ranks of towns: smaller ones tell less to those who do not know the country, but tell best where a way ends.
pub(super) const KNOWN: u8 = 2;
pub(super) const ANY: u8 = u8::MAX;

/// What the map says besides: the story, the year, the theme, and the way that was asked for.
#[must_use]
pub fn said(model: &Model) -> Vec<String> {
    let mut lines = story::lines(model);
    lines.add_all(routes::lines(model));
    lines
}

impl Teller<'_> {
    /// The whole text map: the view, what is `said` of it, what is selected, and every feature in view, a line each.
    #[must_use]
    pub fn describe(&self, said: &[String]) -> String {
        let mut text = String::new();
        let mut line = |words: &str| {
            text.push_str(words);
            text.push('\n');
        };
        line(self.view.atlas.manifest.title.get(self.view.lang));
        line(&self.overview(true));
        said.iter().for_each(|words| line(words));
        if let Some(selected) = self.view.selected {
            line("");
            line(&self.filled("text.selected", &self.feature(selected)));
            self.facts_of(selected).iter().for_each(|fact| line(fact));
        }
        for group in self.groups(None) {
            line("");
            line(&group.title);
            for feature in group.features {
                line(&glued(&["- ", &self.feature(feature)]));
            }
        }
        text
    }

    /// The view as a whole: its middle and its width, and where all is wanted its year and its layers.
    #[must_use]
    pub fn overview(&self, all: bool) -> String {
        let view = self.view;
        let size = view.camera.size;
        let at = |x: f64, y: f64| {
            let place = view
                .camera
                .to_plane(Point::new(size.width * x, size.height * y));
            view.shapes.projection.inverse(place)
        };
        let mut parts = Vec::new();
        if let Some(middle) = at(0.5, 0.5) {
            parts.add_all(self.nearest("text.center", middle, KNOWN));
        }
        if let (Some(west), Some(middle), Some(east)) = (at(0.0, 0.5), at(0.5, 0.5), at(1.0, 0.5)) {
            // By way of the middle: the ends may be more than half of the globe apart.
            let km = distance(west, middle) + distance(middle, east);
            parts.push(self.filled("text.width", &self.strings.quantity("km", km)));
        }
        if all {
            parts.push(self.filled("text.year", &Decimal::new(f64::from(view.year), 0).text()));
            let layers = view.atlas.layers.iter().zip(view.layers);
            let on = layers.filter(|(_, on)| **on);
            let on = on.map(|(layer, _)| layer.title.get(view.lang).to_owned());
            parts.add_all(self.list("text.layers", on));
        }
        self.sentences(&parts)
    }

    /// What the panel says about a feature, as lines.
    fn facts_of(&self, feature: usize) -> Vec<String> {
        let view = self.view;
        let panel = panel(
            view.atlas,
            self.facts,
            feature,
            view.year,
            view.lang,
            self.strings,
        );
        let mut lines = panel.paragraphs;
        for section in panel.sections {
            lines.push(section.heading);
            for fact in section.facts {
                let mut line = glued(&["- ", &fact.text]);
                if !fact.note.is_empty() {
                    line = glued(&[&line, " (", &fact.note, ")"]);
                }
                for footnote in &fact.footnotes {
                    line = glued(&[&line, " [", &whole(*footnote), "]"]);
                }
                lines.push(line);
            }
        }
        if !panel.sources.is_empty() {
            lines.push(panel.sources_heading);
        }
        for (number, source) in (1..).zip(&panel.sources) {
            lines.push(glued(&["[", &whole(number), "] ", &source.text]));
        }
        lines
    }

    pub(super) fn name(&self, feature: usize) -> String {
        let feature = &self.view.atlas.features[feature];
        feature.name(self.view.lang).to_owned()
    }

    /// The town of a rank up to `rank` that is nearest to a place, with its distance and direction from there.
    pub(super) fn nearest(&self, key: &str, place: LonLat, rank: u8) -> Option<String> {
        /// Within a town, km: no direction makes sense.
        const WITHIN: f64 = 15.0;
        let (town, position, km) = self.guide.nearest_town(place, rank)?;
        let mut words = self.name(town);
        if km >= WITHIN {
            let direction = Compass::toward(place, position);
            let direction = self.strings.of("toward", direction.name());
            let km = self.strings.quantity("km", km);
            words = glued(&[&words, " (", &km, " ", &direction, ")"]);
        }
        Some(self.filled(key, &words))
    }

    pub(super) fn filled(&self, key: &str, value: &str) -> String {
        self.strings.fill(key, value)
    }

    /// The words for `key` with the items in them; `None` where there are none.
    pub(super) fn list(&self, key: &str, items: impl Iterator<Item = String>) -> Option<String> {
        self.listed(key, items.gathered())
    }

    fn listed(&self, key: &str, mut items: Vec<String>) -> Option<String> {
        items.truncate(MOST);
        let separator = self.strings.get("text.semicolon");
        (!items.is_empty()).then(|| self.filled(key, &joined(&items, separator)))
    }

    pub(super) fn sentences(&self, parts: &[String]) -> String {
        let stop = self.strings.get("text.stop");
        let mut text = joined(parts, stop);
        text.push_str(stop.trim_ascii_end());
        text
    }
}
