//! What the words about places rest on, computed for an atlas when it is first asked for: where each feature is, what it touches.

use std::cell::OnceCell;
use std::rc::Rc;

use super::adjacency::{Neighbour, neighbours};
use crate::atlas::{Atlas, Class, Feature, Geometry};
use crate::geo::geodesic::{distance, length};
use crate::geo::zones::Bounds;
use crate::list::Gather as _;
use crate::lon_lat::LonLat;
use crate::measure::{self, Way, rings};

/// Relations between the features of an atlas: make it anew when that has grown. The first question of each kind costs time in
/// proportion to all positions of the atlas.
#[derive(Debug)]
pub struct Guide {
    /// What it is made for.
    pub atlas: Rc<Atlas>,
    /// Parallel to [`Atlas::features`], as are the neighbours.
    anchors: OnceCell<Vec<Option<LonLat>>>,
    neighbours: OnceCell<Vec<Vec<Neighbour>>>,
    /// The corridors and pipelines, and what was measured of them.
    ways: OnceCell<Vec<(usize, Way)>>,
}

/// A way this near to a mark leads to it, km: lines are simplified by 2 km, and stations lie beside towns.
const AT_A_WAY_KM: f64 = 12.0;

impl Guide {
    /// For an atlas as it is now.
    #[must_use]
    pub const fn new(atlas: Rc<Atlas>) -> Self {
        Self {
            atlas,
            anchors: OnceCell::new(),
            neighbours: OnceCell::new(),
            ways: OnceCell::new(),
        }
    }

    fn anchors(&self) -> &[Option<LonLat>] {
        let features = || self.atlas.features.iter();
        let anchor = |feature: &Rc<Feature>| anchor(&self.atlas, feature);
        self.anchors
            .get_or_init(|| features().map(anchor).gathered())
    }

    /// One position that stands for a feature.
    #[must_use]
    pub fn anchor(&self, feature: usize) -> Option<LonLat> {
        self.anchors()[feature]
    }

    /// What an area touches, the longest border first.
    #[must_use]
    pub fn neighbours(&self, feature: usize) -> &[Neighbour] {
        let make = || neighbours(&self.atlas, self.anchors());
        &self.neighbours.get_or_init(make)[feature]
    }

    fn ways(&self) -> &[(usize, Way)] {
        self.ways.get_or_init(|| {
            let all = self.atlas.features.iter().enumerate();
            let ways = all.filter(|(_, feature)| is_way(feature.properties.class));
            ways.filter_map(|(index, feature)| Some((index, measure::way(&self.atlas, feature)?)))
                .gathered()
        })
    }

    /// What was measured of a corridor or pipeline.
    #[must_use]
    pub fn way(&self, feature: usize) -> Option<&Way> {
        let found = self.ways().iter().find(|(index, _)| *index == feature);
        found.map(|(_, way)| way)
    }

    /// The corridors and pipelines at or through a feature, with the length inside of an area, km.
    #[must_use]
    pub fn ways_at(&self, feature: usize) -> Vec<(usize, f64)> {
        let atlas = &self.atlas;
        let known = &atlas.features[feature];
        if known.properties.class.is_area() {
            return measure::ways_through(atlas, known);
        }
        let place = match *known.geometry() {
            Geometry::Points(_) => self.anchor(feature),
            _ => None,
        };
        let Some(place) = place else {
            return Vec::new();
        };
        let ways = self.ways().iter().map(|&(index, _)| index);
        ways.filter(|&way| leads_to(atlas, way, place))
            .map(|way| (way, 0.0))
            .gathered()
    }

    /// The corridors and pipelines that use the same tracks, and for how long, km, in the order of the atlas.
    #[must_use]
    pub fn beside(&self, feature: usize) -> Vec<(usize, f64)> {
        let atlas = &self.atlas;
        let legs = |feature: usize| match &*atlas.features[feature].geometry {
            Geometry::Legs(legs) => legs.as_slice(),
            _ => &[],
        };
        let mine = legs(feature);
        let others = self.ways().iter().filter(|(other, _)| *other != feature);
        let shared = others.map(|&(other, _)| {
            let common = legs(other).iter().filter(|leg| mine.contains(leg));
            let km = common.map(|&leg| length(&atlas.tracks[leg].line)).sum();
            (other, km)
        });
        shared.filter(|(_, km)| *km > 1.0).gathered()
    }

    /// The town of a rank up to `rank` that is nearest to a position, where it is, and how far away, km. It is asked for whenever
    /// the map was moved, and looks at nothing but towns.
    #[must_use]
    pub fn nearest_town(&self, place: LonLat, rank: u8) -> Option<(usize, LonLat, f64)> {
        let atlas = &self.atlas;
        let mut nearest: Option<(usize, LonLat, f64)> = None;
        for (index, feature) in atlas.told().iter().enumerate() {
            let properties = &feature.properties;
            let known =
                matches!(properties.class, Class::Capital | Class::Town) && properties.rank <= rank;
            if known && let Some(town) = anchor(atlas, feature) {
                let km = distance(place, town);
                if nearest.is_none_or(|(.., least)| km < least) {
                    nearest = Some((index, town, km));
                }
            }
        }
        nearest
    }
}

/// Whether it is a corridor or a pipeline.
pub(super) const fn is_way(class: Class) -> bool {
    matches!(class, Class::Corridor | Class::Gas | Class::Oil)
}

fn leads_to(atlas: &Atlas, way: usize, place: LonLat) -> bool {
    measure::lines(atlas, &atlas.features[way].geometry())
        .into_iter()
        .flat_map(|line| line.windows(2))
        .filter(|edge| {
            // Rules out nearly all before anything is measured: 0.2° are 22 km, and 0.4° of longitude 22 km at 60°.
            let within = |at: f64, from: f64, to: f64, reach: f64| {
                from.min(to) - reach <= at && at <= from.max(to) + reach
            };
            within(place.lat, edge[0].lat, edge[1].lat, 0.2)
                && within(place.lon, edge[0].lon, edge[1].lon, 0.4)
        })
        .any(|edge| {
            let (from, to) = (distance(edge[0], place), distance(place, edge[1]));
            // The height of the triangle over the edge, by its area; one with an obtuse angle at the edge is its shorter leg.
            let side = distance(edge[0], edge[1]);
            let (long, short) = (from.max(to), from.min(to));
            if long * long >= short * short + side * side {
                return short <= AT_A_WAY_KM;
            }
            let half = (from + to + side) / 2.0;
            let area = (half * (half - from) * (half - to) * (half - side))
                .max(0.0)
                .sqrt();
            2.0 * area / side <= AT_A_WAY_KM
        })
}

/// One position that stands for a feature: where its name stands, its first point, the middle of its main way.
fn anchor(atlas: &Atlas, feature: &Feature) -> Option<LonLat> {
    if let Some(label) = feature.properties.label {
        return Some(label);
    }
    match &*feature.geometry() {
        Geometry::Points(points) => points.first().copied(),
        Geometry::Areas(_) => {
            let mut bounds = Bounds::EMPTY;
            rings(&feature.geometry()).for_each(|ring| bounds.include(ring));
            let [west, south, east, north] = bounds.0;
            let middle = LonLat::new(f64::midpoint(west, east), f64::midpoint(south, north));
            middle.lon.is_finite().then_some(middle)
        }
        _ => {
            let course = measure::course(atlas, feature);
            let half = length(&course) / 2.0;
            let mut gone = 0.0;
            let edges = course.windows(2);
            let passed = edges.take_while(|edge| {
                gone += distance(edge[0], edge[1]);
                gone < half
            });
            course.get(passed.count()).copied()
        }
    }
}
