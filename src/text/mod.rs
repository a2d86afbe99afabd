//! The map in words, from the same geometry and texts as the picture: what is in view, where each thing is, what it touches and
//! what crosses it. For those who cannot see the canvas it is the map, so one can walk it: [`walk`].

mod adjacency;
mod compass;
mod guide;
mod walk;

pub use adjacency::Neighbour;
pub use compass::Compass;
pub use guide::Guide;
pub use walk::{first, walk};

use crate::app::Model;
use crate::atlas::{Class, Facts, Precision};
use crate::decimal::{Decimal, whole};
use crate::geo::geodesic::distance;
use crate::list::{AddAll as _, Gather as _, joined};
use crate::lon_lat::LonLat;
use crate::measure;
use crate::panel::panel;
use crate::routes;
use crate::scene::View;
use crate::space::{Css, Point};
use crate::story;
use crate::strings::Strings;
use guide::is_way;

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

/// The features of a layer that are in view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The layer's name.
    pub title: String,
    /// Indices of features: what stands out first, then by rank.
    pub features: Vec<usize>,
}

/// Lists end after so many: the rest is small.
const MOST: usize = 12;
/// Ranks of towns: smaller ones tell less to those who do not know the country, but tell best where a way ends.
const KNOWN: u8 = 2;
const ANY: u8 = u8::MAX;

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
        line(self.view.atlas.title.get(self.view.lang));
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
                line(&["- ", &self.feature(feature)].concat());
            }
        }
        text
    }

    /// What is in view, or all that one comes to from a feature, by layer, what lies on top first: that is what the map is
    /// about.
    #[must_use]
    pub fn groups(&self, from: Option<usize>) -> Vec<Group> {
        let atlas = self.view.atlas;
        let told: Vec<usize> = match from {
            Some(from) => self.here(from),
            None => {
                let shown = self.view.features().map(|(index, ..)| index);
                shown.filter(|&index| self.can_be_seen(index)).gathered()
            }
        };
        let layers = atlas.layers.iter().enumerate();
        let groups = layers.rev().map(|(layer, about)| {
            let mut features = told.clone();
            features.retain(|&index| atlas.features[index].layer == layer);
            let rank = |&index: &usize| {
                let feature = &atlas.features[index];
                (u64::from(!atlas.is_focus(feature)) << 8) | u64::from(feature.properties.rank)
            };
            let order = crate::order::order(features.iter().map(rank));
            features = order.into_iter().map(|at| features[at]).gathered();
            Group {
                title: about.title.get(self.view.lang).to_owned(),
                features,
            }
        });
        groups.filter(|group| !group.features.is_empty()).gathered()
    }

    /// What a feature has to do with, from however far away one looks: the marks in a country and the country of a mark, the
    /// ways at either, what a way leads through and by, a border and its sides.
    fn here(&self, from: usize) -> Vec<usize> {
        let (atlas, guide) = (self.view.atlas, self.guide);
        let about = |feature: usize| &*atlas.features[feature];
        let leads = |way: usize, ways: &[(usize, f64)]| ways.iter().any(|&(at, _)| at == way);
        let ways = guide.ways_at(atlas, from);
        let lies_in = |part: usize, whole: usize| {
            let properties = &about(part).properties;
            let sides = properties.between.iter().flatten();
            sides
                .chain(&properties.country)
                .any(|id| *id == about(whole).id)
        };
        let way = guide.way(from);
        let meets = |other: usize| {
            // What lies in an area is dear to know: of a way's countries it was measured before.
            let along = way.is_some_and(|way| {
                let mut countries = way.by_country.iter();
                countries.any(|&(country, _)| country == Some(other))
                    || !about(other).properties.class.is_area()
                        && leads(from, &guide.ways_at(atlas, other))
            });
            along || leads(other, &ways) || lies_in(from, other) || lies_in(other, from)
        };
        let all = 0..atlas.features.len();
        all.filter(|&other| {
            about(other).properties.class.is_selectable() && self.view.exists(other) && meets(other)
        })
        .gathered()
    }

    /// Whether a feature that is shown is there to be seen and asked about: not only its bounds meet the view, and it is no speck.
    fn can_be_seen(&self, feature: usize) -> bool {
        /// Smaller waters are not worth words, CSS pixels.
        const SPECK: f64 = 16.0;
        let class = self.view.atlas.features[feature].properties.class;
        let shape = &self.view.shapes.shapes[feature];
        let camera = &self.view.camera;
        if !class.is_selectable() {
            return false;
        }
        let Some(area) = &shape.outline(false).area else {
            return true;
        };
        let seen = camera.view();
        let size = area.bounds.width().min(area.bounds.height()) * camera.scale;
        (size >= SPECK || matches!(class, Class::Country | Class::Region))
            && (area
                .parts
                .iter()
                .flatten()
                .any(|&point| seen.contains(point))
                || shape.contains(camera.center, false))
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

    /// One feature: its name, what it is, where it is, and what it has to do with others.
    #[must_use]
    pub fn feature(&self, feature: usize) -> String {
        let about = &self.view.atlas.features[feature];
        let properties = &about.properties;
        let class = properties.class;
        let mut parts = vec![self.name(feature), self.strings.of("class", class.name())];
        if is_way(class) {
            let status = properties.status_in(self.view.year);
            parts.push(self.strings.of("status", status.name()));
        }
        if is_way(class) && properties.precision == Some(Precision::Schematic) {
            parts.push(self.strings.get("precision.schematic").to_owned());
        }
        parts.push(self.place_in_view(feature));
        if class.is_area() {
            parts.add_all(self.neighbours(feature));
        } else if class == Class::Border {
            parts.add_all(self.sides(feature));
        } else if is_way(class) {
            parts.add_all(self.course(feature));
        } else if let Some(anchor) = self.guide.anchors[feature] {
            parts.add_all(self.nearest("text.nearest", anchor, KNOWN));
        }
        if !is_way(class) {
            parts.add_all(self.ways(feature));
        }
        self.sentences(&parts)
    }

    /// The corridors and pipelines through or at a feature, in words; `None` where there are none.
    #[must_use]
    pub fn ways(&self, feature: usize) -> Option<String> {
        let class = self.view.atlas.features[feature].properties.class;
        let key = if class.is_area() {
            "text.ways"
        } else {
            "text.at"
        };
        let ways = self.guide.ways_at(self.view.atlas, feature).into_iter();
        let ways = ways.filter(|&(way, _)| self.view.exists(way));
        self.list(key, ways.map(|way| self.with_km(way)))
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
                let mut line = ["- ", &fact.text].concat();
                if !fact.note.is_empty() {
                    line = [&line, " (", &fact.note, ")"].concat();
                }
                for footnote in &fact.footnotes {
                    line = [&line, " [", &whole(*footnote), "]"].concat();
                }
                lines.push(line);
            }
        }
        if !panel.sources.is_empty() {
            lines.push(panel.sources_heading);
        }
        for (number, source) in (1..).zip(&panel.sources) {
            lines.push(["[", &whole(number), "] ", &source.text].concat());
        }
        lines
    }

    fn name(&self, feature: usize) -> String {
        let name = &self.view.atlas.features[feature].properties.name;
        name.get(self.view.lang).to_owned()
    }

    /// In which part of the view a feature stands, and whether it reaches beyond.
    fn place_in_view(&self, feature: usize) -> String {
        let camera = &self.view.camera;
        let shape = &self.view.shapes.shapes[feature];
        let size = camera.size;
        let anchor = self.guide.anchors[feature];
        let anchor = anchor.and_then(|anchor| self.view.shapes.projection.forward(anchor));
        let at: Point<Css> = camera.to_css(anchor.unwrap_or(shape.bounds.center()));
        if !size.rect().contains(at) {
            return self.strings.get("view.beyond").to_owned();
        }
        // The outer thirds are the sides, what is left is the middle.
        let third = |at: f64, size: f64| {
            if at < size / 3.0 {
                0
            } else if at > size * 2.0 / 3.0 {
                2
            } else {
                1
            }
        };
        const PARTS: [[&str; 3]; 3] = [
            ["view.nw", "view.n", "view.ne"],
            ["view.w", "view.c", "view.e"],
            ["view.sw", "view.s", "view.se"],
        ];
        let part = PARTS[third(at.y, size.height)][third(at.x, size.width)];
        self.strings.get(part).to_owned()
    }

    fn neighbours(&self, feature: usize) -> Option<String> {
        let neighbours = self.guide.neighbours(feature).iter();
        let words = neighbours.map(|neighbour| {
            let direction = self.strings.of("at", neighbour.direction.name());
            let km = self.strings.quantity("km", neighbour.km);
            [
                &self.name(neighbour.feature),
                " ",
                &direction,
                " (",
                &km,
                ")",
            ]
            .concat()
        });
        self.list("text.neighbours", words)
    }

    /// The two sides of a border, and its length.
    fn sides(&self, feature: usize) -> Vec<String> {
        let atlas = self.view.atlas;
        let about = &atlas.features[feature];
        let sides = about.properties.between.iter().flatten();
        let sides = sides.filter_map(|id| Some(self.name(atlas.find(id)?)));
        let km = measure::length(atlas, about);
        let mut parts: Vec<String> = self.list("text.between", sides).into_iter().gathered();
        parts.push(self.strings.quantity("km", km));
        parts
    }

    /// Where a way begins and ends, through which countries it leads, and beside what.
    fn course(&self, feature: usize) -> Vec<String> {
        let atlas = self.view.atlas;
        let course = measure::course(atlas, &atlas.features[feature]);
        let mut parts = Vec::new();
        if let (Some(&from), Some(&to)) = (course.first(), course.last()) {
            parts.add_all(self.nearest("text.from", from, ANY));
            parts.add_all(self.nearest("text.to", to, ANY));
            let direction = Compass::toward(from, to);
            let direction = self.strings.of("toward", direction.name());
            parts.push(self.filled("text.course", &direction));
        }
        if let Some(way) = self.guide.way(feature) {
            parts.push(self.filled("text.length", &self.strings.quantity("km", way.km)));
            let countries = way.by_country.iter().map(|&(country, km)| {
                let name = match country {
                    Some(country) => self.name(country),
                    None => self.strings.get("computed.sea").to_owned(),
                };
                [&name, " ", &self.strings.quantity("km", km)].concat()
            });
            parts.add_all(self.list("text.through", countries));
        }
        let beside = self.guide.beside(atlas, feature).into_iter();
        parts.add_all(self.list("text.beside", beside.map(|way| self.with_km(way))));
        parts
    }

    /// The town of a rank up to `rank` that is nearest to a place, with its distance and direction from there.
    fn nearest(&self, key: &str, place: LonLat, rank: u8) -> Option<String> {
        /// Within a town, km: no direction makes sense.
        const WITHIN: f64 = 15.0;
        let (town, km) = self.guide.nearest_town(self.view.atlas, place, rank)?;
        let mut words = self.name(town);
        if let (true, Some(position)) = (km >= WITHIN, self.guide.anchors[town]) {
            let direction = Compass::toward(place, position);
            let direction = self.strings.of("toward", direction.name());
            let km = self.strings.quantity("km", km);
            words = [&words, " (", &km, " ", &direction, ")"].concat();
        }
        Some(self.filled(key, &words))
    }

    fn with_km(&self, (feature, km): (usize, f64)) -> String {
        let name = self.name(feature);
        if km < 1.0 {
            return name;
        }
        [&name, " ", &self.strings.quantity("km", km)].concat()
    }

    fn filled(&self, key: &str, value: &str) -> String {
        self.strings.fill(key, value)
    }

    /// The words for `key` with the items in them; `None` where there are none.
    fn list(&self, key: &str, items: impl Iterator<Item = String>) -> Option<String> {
        self.listed(key, items.gathered())
    }

    fn listed(&self, key: &str, mut items: Vec<String>) -> Option<String> {
        items.truncate(MOST);
        let separator = self.strings.get("text.semicolon");
        (!items.is_empty()).then(|| self.filled(key, &joined(&items, separator)))
    }

    fn sentences(&self, parts: &[String]) -> String {
        let stop = self.strings.get("text.stop");
        let mut text = joined(parts, stop);
        text.push_str(stop.trim_ascii_end());
        text
    }
}
