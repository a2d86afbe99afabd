//! Which areas touch, on which side, and for how far: from the edges that their rings share.

use super::compass::Compass;
use crate::atlas::{Atlas, Class};
use crate::geo::edges::edge_key;
use crate::geo::geodesic::{bearing, distance};
use crate::list::{AddAll as _, Gather as _, empty};
use crate::lon_lat::LonLat;
use crate::math::sin_cos;
use crate::measure::rings;
use crate::order::{key_of, order};

/// An area that another one touches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour {
    /// The other feature.
    pub feature: usize,
    /// Length of what they share, km.
    pub km: f64,
    /// Where it lies, seen from the middle of the first.
    pub direction: Compass,
}

/// An edge that two areas share, seen from one of them.
struct Shared {
    feature: usize,
    other: usize,
    from: LonLat,
    to: LonLat,
}

/// The neighbours of each feature, the longest border first. Costs time in proportion to the positions of all areas.
pub(super) fn neighbours(atlas: &Atlas, anchors: &[Option<LonLat>]) -> Vec<Vec<Neighbour>> {
    let shared = shared_edges(atlas);
    let count = atlas.features.len();
    // In 64 bits: a map may have more than 65 536 features.
    let pair = |shared: &Shared| ((shared.feature as u64) << 32) | shared.other as u64;
    let mut found: Vec<Vec<Neighbour>> = empty(count);
    let by_pair = order(shared.iter().map(pair));
    for run in by_pair.chunk_by(|&one, &next| pair(&shared[one]) == pair(&shared[next])) {
        let Shared { feature, other, .. } = shared[run[0]];
        let Some(anchor) = anchors[feature] else {
            continue;
        };
        let (mut km, mut north, mut east) = (0.0, 0.0, 0.0);
        for edge in run.iter().map(|&edge| &shared[edge]) {
            let length = distance(edge.from, edge.to);
            let middle = LonLat::new(
                f64::midpoint(edge.from.lon, edge.to.lon),
                f64::midpoint(edge.from.lat, edge.to.lat),
            );
            let (sine, cosine) = sin_cos(bearing(anchor, middle).to_radians());
            km += length;
            north += cosine * length;
            east += sine * length;
        }
        found[feature].push(Neighbour {
            feature: other,
            km,
            direction: Compass::nearest(libm::atan2(east, north).to_degrees()),
        });
    }
    for neighbours in &mut found {
        let longest_first = order(neighbours.iter().map(|neighbour| key_of(-neighbour.km)));
        *neighbours = longest_first
            .into_iter()
            .map(|at| neighbours[at])
            .gathered();
    }
    found
}

fn shared_edges(atlas: &Atlas) -> Vec<Shared> {
    let mut edges: Vec<(usize, LonLat, LonLat)> = Vec::new();
    for (index, feature) in atlas.features.iter().enumerate() {
        if feature.properties.class.is_area() {
            for ring in rings(&feature.geometry()) {
                edges.add_all(ring.windows(2).map(|edge| (index, edge[0], edge[1])));
            }
        }
    }
    let keys: Vec<u64> = edges
        .iter()
        .map(|&(_, from, to)| edge_key(from.into(), to.into()))
        .gathered();
    let sorted = order(keys.iter().copied());
    let mut shared = Vec::new();
    for run in sorted.chunk_by(|&one, &next| keys[one] == keys[next]) {
        for &one in run {
            let (feature, from, to) = edges[one];
            for &(other, ..) in run.iter().map(|&other| &edges[other]) {
                if feature != other && are_peers(atlas, feature, other) {
                    shared.push(Shared {
                        feature,
                        other,
                        from,
                        to,
                    });
                }
            }
        }
    }
    shared
}

/// Regions have the edges of their countries: they are told of as neighbours of each other only.
fn are_peers(atlas: &Atlas, one: usize, other: usize) -> bool {
    let class = |feature: usize| atlas.features[feature].properties.class;
    if class(one) == Class::Region {
        class(other) != Class::Country
    } else {
        class(other) != Class::Region
    }
}
