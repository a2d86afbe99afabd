//! The graph of the ways that goods can take: tracks joined where they end, the shortest way through them, and what closing
//! passages leaves of it.
//!
//! What a way costs is its length, nothing else: no price, no time, no capacity.

use crate::atlas::{Atlas, Class, Geometry, Mode, Status, TrackProperties};
use crate::geo::geodesic::distance;
use crate::geo::zones::{Stretch, Zones};
use crate::list::{AddAll as _, Gather as _};
use crate::lon_lat::LonLat;
use crate::measure::{self, Way};
use crate::order::{key_of, order};

/// A place on the map is at the end of a track that is nearer than this, km.
const HUB_KM: f64 = 30.0;
/// So many sets of closed passages are tried at most when alternatives are looked for.
const MOST_CLOSINGS: usize = 4096;

/// A set of passages: the bit of each is its index in [`Routes::passages`](crate::atlas::Routes::passages).
pub type Passages = u64;

/// The graph.
#[derive(Debug)]
pub struct Network {
    /// Where tracks end.
    nodes: Vec<LonLat>,
    edges: Vec<Edge>,
}

/// A track that carries goods.
#[derive(Debug)]
struct Edge {
    /// Index into [`Atlas::tracks`].
    track: usize,
    /// Indices of the nodes at its start and its end.
    ends: [usize; 2],
    km: f64,
    /// By country.
    stretches: Vec<Stretch>,
    /// The passages that it goes through.
    passages: Passages,
    /// The first year in which it can be used.
    since: i32,
}

/// A way from one node to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// Indices into [`Atlas::tracks`] in order, each with whether it is gone from its end to its start.
    pub legs: Vec<(usize, bool)>,
    /// The sum of their lengths.
    pub km: f64,
    /// Closing one of these closes the way.
    pub passages: Passages,
}

impl Network {
    /// The graph of an atlas's tracks. Costs a look at every country's boundary along every track; keep the result.
    #[must_use]
    pub fn new(atlas: &Atlas) -> Self {
        let countries = measure::countries(atlas);
        let mut network = Self {
            nodes: Vec::new(),
            edges: Vec::new(),
        };
        for (index, track) in atlas.tracks.iter().enumerate() {
            let (Some(since), [first, .., last]) =
                (first_year(&track.properties), track.line.as_slice())
            else {
                continue;
            };
            let stretches = countries.split(&track.line);
            let ends = [network.node(*first), network.node(*last)];
            network.edges.push(Edge {
                track: index,
                ends,
                km: stretches.iter().map(|part| part.km).sum(),
                stretches,
                passages: 0,
                since,
            });
        }
        for (passage, bit) in atlas.manifest.routes.passages.iter().zip(0..Passages::BITS) {
            for id in &passage.closes {
                network.close(atlas, id, 1 << bit);
            }
        }
        network
    }

    /// The node at a position, which becomes one if it is none yet.
    fn node(&mut self, position: LonLat) -> usize {
        let known = self.nodes.iter().position(|&node| node == position);
        known.unwrap_or_else(|| {
            self.nodes.push(position);
            self.nodes.len() - 1
        })
    }

    /// Makes a passage close what is called `id`: a track, or all tracks through an area.
    fn close(&mut self, atlas: &Atlas, id: &str, passage: Passages) {
        let area = atlas.find(id);
        let is_country =
            area.is_some_and(|area| atlas.features[area].properties.class == Class::Country);
        let mut zone = Zones::default();
        if let (Some(area), false) = (area, is_country) {
            measure::add_rings(&mut zone, area, &atlas.features[area]);
        }
        for edge in &mut self.edges {
            let track = &atlas.tracks[edge.track];
            let through = if is_country {
                let stretches = measure::without_slivers(&edge.stretches);
                stretches.iter().any(|part| part.zone == area)
            } else if area.is_some() {
                let stretches = zone.split(&track.line);
                let inside = stretches.iter().filter(|part| part.zone.is_some());
                inside.map(|part| part.km).sum::<f64>() >= measure::SLIVER_KM
            } else {
                track.id == id
            };
            if through {
                edge.passages |= passage;
            }
        }
    }

    /// The node that a feature stands at, if it is a place where goods change hands.
    #[must_use]
    pub fn hub(&self, atlas: &Atlas, feature: usize) -> Option<usize> {
        let feature = atlas.features.get(feature)?;
        let Geometry::Points(places) = &*feature.geometry else {
            return None;
        };
        if !feature.properties.class.is_end() {
            return None;
        }
        let place = *places.first()?;
        let away = |node: &LonLat| distance(place, *node);
        let nodes = self.nodes.iter().map(away).enumerate();
        let nearest = nodes.reduce(|best, next| if next.1 < best.1 { next } else { best });
        nearest.filter(|(_, km)| *km < HUB_KM).map(|(node, _)| node)
    }

    /// The features that a way can begin and end at.
    #[must_use]
    pub fn hubs(&self, atlas: &Atlas) -> Vec<usize> {
        let features = 0..atlas.features.len();
        features
            .filter(|&feature| self.hub(atlas, feature).is_some())
            .gathered()
    }

    /// Where a node is.
    #[must_use]
    pub fn position(&self, node: usize) -> LonLat {
        self.nodes[node]
    }

    /// The shortest way between two nodes in a year that no closed passage is on. Of ways of the same length always the same.
    ///
    /// E. W. Dijkstra, *A note on two problems in connexion with graphs*, Numerische Mathematik 1 (1959). With a hundred
    /// tracks a search for the nearest node costs less than a heap.
    #[must_use]
    pub fn shortest(&self, from: usize, to: usize, year: i32, closed: Passages) -> Option<Route> {
        // Of each node: the length of the shortest way to it, the edge that it comes by, and whether it is final.
        let mut reached = vec![(f64::INFINITY, None, false); self.nodes.len()];
        reached[from].0 = 0.0;
        loop {
            let open = reached.iter().enumerate();
            let open = open.filter(|(_, (km, _, done))| !done && *km < f64::INFINITY);
            let nearest = open.reduce(|best, next| if next.1.0 < best.1.0 { next } else { best });
            let (node, &(km, ..)) = nearest?;
            if node == to {
                break;
            }
            reached[node].2 = true;
            for (index, edge) in self.edges.iter().enumerate() {
                if edge.passages & closed != 0 || edge.since > year {
                    continue;
                }
                for (here, there) in [(0, 1), (1, 0)] {
                    let next = &mut reached[edge.ends[there]];
                    if edge.ends[here] == node && km + edge.km < next.0 {
                        *next = (km + edge.km, Some((index, here == 1)), false);
                    }
                }
            }
        }
        let mut route = Route {
            legs: Vec::new(),
            km: reached[to].0,
            passages: 0,
        };
        let mut node = to;
        while let (_, Some((index, reversed)), _) = reached[node] {
            let edge: &Edge = &self.edges[index];
            route.legs.push((edge.track, reversed));
            route.passages |= edge.passages;
            node = edge.ends[usize::from(reversed)];
        }
        route.legs.reverse();
        Some(route)
    }

    /// All ways between two nodes in a year that are the shortest one left for some set of closed passages, the shortest
    /// first, each with the smallest such set.
    ///
    /// It is enough to close, one after the other, the passages on the ways that are found: the shortest way left for any set
    /// is met on the way there, since closing what a way does not go through leaves it the shortest.
    #[must_use]
    pub fn alternatives(&self, from: usize, to: usize, year: i32) -> Vec<(Passages, Route)> {
        let mut closings: Vec<Passages> = vec![0];
        let mut ways: Vec<(Passages, Route)> = Vec::new();
        let mut next = 0;
        while let Some(&closed) = closings.get(next) {
            next += 1;
            let Some(route) = self.shortest(from, to, year, closed) else {
                continue;
            };
            for bit in 0..Passages::BITS {
                let more = closed | (route.passages & 1 << bit);
                if closings.len() < MOST_CLOSINGS && !closings.contains(&more) {
                    closings.push(more);
                }
            }
            if !ways.iter().any(|(_, known)| known.legs == route.legs) {
                ways.push((closed, route));
            }
        }
        let order = order(ways.iter().map(|(_, route)| key_of(route.km)));
        order
            .into_iter()
            .map(|index| ways[index].clone())
            .gathered()
    }

    /// What a way is made of.
    #[must_use]
    pub fn measure(&self, atlas: &Atlas, route: &Route) -> Way {
        measure::along(atlas, &route.legs, &|track| {
            let edge = self.edge(track);
            edge.map_or_else(Vec::new, |edge| edge.stretches.clone())
        })
    }

    /// The passages on a way in the order in which it goes through them.
    #[must_use]
    pub fn passages_in_order(&self, route: &Route) -> Vec<u32> {
        let mut met = 0;
        let mut bits = Vec::new();
        let of = |leg: Option<&(usize, bool)>| {
            let edge = leg.and_then(|leg| self.edge(leg.0));
            edge.map_or(0, |edge| edge.passages)
        };
        for (index, leg) in route.legs.iter().enumerate() {
            let new = of(Some(leg)) & !met;
            // What the next leg goes through as well comes last.
            let ahead = of(route.legs.get(index + 1));
            for part in [new & !ahead, new & ahead] {
                bits.add_all((0..Passages::BITS).filter(|bit| part >> bit & 1 == 1));
            }
            met |= new;
        }
        bits
    }

    fn edge(&self, track: usize) -> Option<&Edge> {
        self.edges.iter().find(|edge| edge.track == track)
    }

    /// The tracks that closed passages close.
    #[must_use]
    pub fn barred(&self, closed: Passages) -> Vec<usize> {
        let edges = self.edges.iter();
        edges
            .filter(|edge| edge.passages & closed != 0)
            .map(|edge| edge.track)
            .gathered()
    }
}

/// The first year in which a track carries goods; `None` for what is not built, or carries none.
fn first_year(track: &TrackProperties) -> Option<i32> {
    match (track.mode, track.status, track.since) {
        (Mode::Gas | Mode::Oil, ..) | (_, Status::Closed, _) => None,
        (_, Status::Operating | Status::Disrupted, None) => Some(i32::MIN),
        (_, _, since) => since,
    }
}
