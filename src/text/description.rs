//! One feature in words: what it is, where it is, and what it has to do with others.

use super::compass::Compass;
use super::guide::is_way;
use super::teller::{ANY, KNOWN, Teller};
use crate::atlas::{Class, Precision};
use crate::list::{AddAll as _, Gather as _, glued};
use crate::measure;
use crate::space::{Css, Point};

impl Teller<'_> {
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
        } else if let Some(anchor) = self.guide.anchor(feature) {
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
        let ways = self.guide.ways_at(feature).into_iter();
        let ways = ways.filter(|&(way, _)| self.view.exists(way));
        self.list(key, ways.map(|way| self.with_km(way)))
    }

    /// In which part of the view a feature stands, and whether it reaches beyond.
    fn place_in_view(&self, feature: usize) -> String {
        let camera = &self.view.camera;
        let shape = &self.view.shapes.shapes[feature];
        let size = camera.size;
        let anchor = self.guide.anchor(feature);
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
            glued(&[
                &self.name(neighbour.feature),
                " ",
                &direction,
                " (",
                &km,
                ")",
            ])
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
                glued(&[&name, " ", &self.strings.quantity("km", km)])
            });
            parts.add_all(self.list("text.through", countries));
        }
        let beside = self.guide.beside(feature).into_iter();
        parts.add_all(self.list("text.beside", beside.map(|way| self.with_km(way))));
        parts
    }

    fn with_km(&self, (feature, km): (usize, f64)) -> String {
        let name = self.name(feature);
        if km < 1.0 {
            return name;
        }
        glued(&[&name, " ", &self.strings.quantity("km", km)])
    }
}
