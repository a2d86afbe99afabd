//! Which features there is something to tell of, layer by layer.

use super::Teller;
use crate::atlas::Class;
use crate::list::Gather as _;

/// The features of a layer that are in view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The layer's name.
    pub title: String,
    /// Indices of features: what stands out first, then by rank.
    pub features: Vec<usize>,
}

impl Teller<'_> {
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
        let ways = guide.ways_at(from);
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
                        && leads(from, &guide.ways_at(other))
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
}
