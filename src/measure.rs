//! What the geometry says about a feature in numbers: lengths, areas, borders, the ways through it.
//!
//! All is computed when it is asked for, from the lines and areas of the atlas as they are drawn: simplified, so shorter
//! than in the field.

use crate::atlas::{Atlas, BoundaryKind, Class, Feature, Geometry, Mode};
use crate::geo::geodesic;
use crate::geo::zones::{Bounds, Stretch, Zones, extend};
use crate::list::{AddAll as _, Gather as _};
use crate::lon_lat::LonLat;
use crate::order::{key_of, order};

/// A line that leaves an area for less than this, km, to come back or for the sea, has not left it: coasts and boundaries
/// are simplified.
pub(crate) const SLIVER_KM: f64 = 12.0;

/// A shorter stretch in an area, km, is none: where three boundaries meet, lines of a map pass on the wrong side.
const NOISE_KM: f64 = 1.0;

/// A feature made of lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// Length of the main way, km: of the legs as long as each begins where the one before it ended.
    pub km: f64,
    /// Length with all branches, km.
    pub km_in_all: f64,
    /// Length of the main way by what moves on it, km, ferries as ships at sea; none for lines without tracks.
    pub by_mode: Vec<(Mode, f64)>,
    /// The countries along the main way, in order, by feature, and those lengths, km; `None` is the sea, or outside the map.
    pub by_country: Vec<(Option<usize>, f64)>,
    /// How often the main way goes from one country to another.
    pub crossings: usize,
    /// How often the gauge changes on the main way.
    pub gauge_breaks: usize,
}

/// Measures the lines of a feature; `None` where it has none.
#[must_use]
pub fn way(atlas: &Atlas, feature: &Feature) -> Option<Way> {
    let countries = countries(atlas);
    let mut way = match &*feature.geometry() {
        Geometry::Lines(lines) => {
            let stretches: Vec<Stretch> = lines
                .iter()
                .flat_map(|line| countries.split(line))
                .gathered();
            way_of(&stretches)
        }
        Geometry::Legs(legs) => along(atlas, &main_way(atlas, legs), &|track| {
            countries.split(&atlas.tracks[track].line)
        }),
        _ => return None,
    };
    way.km_in_all = length(atlas, feature);
    Some(way)
}

/// Measures tracks that follow each other, each with whether it is gone from its end to its start. `split` tells the stretches
/// of a track by country.
#[must_use]
pub fn along(atlas: &Atlas, legs: &[(usize, bool)], split: &dyn Fn(usize) -> Vec<Stretch>) -> Way {
    let mut stretches = Vec::new();
    let mut by_mode = Vec::new();
    let (mut gauge, mut gauge_breaks) = (None, 0);
    for &(track, reversed) in legs {
        let mut parts = split(track);
        let km = parts.iter().map(|part| part.km).sum();
        let track = &atlas.tracks[track];
        // Whether it carries trains or boxes, it is a ship.
        let mode = match track.properties.mode {
            Mode::Ferry => Mode::Sea,
            mode => mode,
        };
        add(&mut by_mode, mode, km);
        if mode != Mode::Sea {
            on_land(&mut parts);
        }
        if reversed {
            parts.reverse();
        }
        stretches.add_all(parts);
        if let Some(next) = track.properties.gauge {
            gauge_breaks += usize::from(gauge.is_some_and(|known| known != next));
            gauge = Some(next);
        }
    }
    Way {
        by_mode,
        gauge_breaks,
        ..way_of(&stretches)
    }
}

/// What goes on land is in some country even where a simplified coast leaves it in the water.
fn on_land(parts: &mut [Stretch]) {
    let mut country = parts.iter().find_map(|part| part.zone);
    for part in parts {
        part.zone = part.zone.or(country);
        country = part.zone;
    }
}

fn way_of(stretches: &[Stretch]) -> Way {
    let km = stretches.iter().map(|part| part.km).sum();
    let mut way = Way {
        km,
        km_in_all: km,
        by_mode: Vec::new(),
        by_country: Vec::new(),
        crossings: 0,
        gauge_breaks: 0,
    };
    let mut country = None;
    for part in without_slivers(stretches) {
        add(&mut way.by_country, part.zone, part.km);
        if let Some(next) = part.zone {
            way.crossings += usize::from(country.is_some_and(|known| known != next));
            country = Some(next);
        }
    }
    way
}

/// The positions of the main way of a feature, in order: of its legs as long as each begins where the one before it ended, or
/// of its longest line.
#[must_use]
pub fn course(atlas: &Atlas, feature: &Feature) -> Vec<LonLat> {
    let mut course: Vec<LonLat> = Vec::new();
    match &*feature.geometry() {
        Geometry::Legs(legs) => {
            for (track, reversed) in main_way(atlas, legs) {
                let line = &atlas.tracks[track].line;
                let joint = usize::from(!course.is_empty());
                if reversed {
                    course.add_all(line.iter().rev().skip(joint).copied());
                } else {
                    course.add_all(line.iter().skip(joint).copied());
                }
            }
        }
        Geometry::Lines(lines) => {
            let mut longest = 0.0;
            for line in lines {
                let km = geodesic::length(line);
                if km > longest {
                    longest = km;
                    course.clone_from(line);
                }
            }
        }
        _ => {}
    }
    course
}

/// The length of a feature's lines and legs, km.
#[must_use]
pub fn length(atlas: &Atlas, feature: &Feature) -> f64 {
    lines(atlas, &feature.geometry())
        .into_iter()
        .map(geodesic::length)
        .sum()
}

/// The area of a feature's polygons, km²; `None` where it has none, or is cut off where the map's land ends.
#[must_use]
pub fn area(atlas: &Atlas, feature: &Feature) -> Option<f64> {
    let rings = |polygon: &Vec<Vec<LonLat>>| -> f64 {
        let rings = polygon.iter().map(|ring| geodesic::area(ring).abs());
        // The first ring is the outer one, the others are holes.
        rings.reduce(|outer, hole| outer - hole).unwrap_or(0.0)
    };
    match &*feature.geometry() {
        Geometry::Areas(areas) if !is_cut_off(atlas, feature) => {
            Some(areas.iter().map(rings).sum())
        }
        _ => None,
    }
}

/// Whether the area has an edge along a side of the quadrangle around all countries: there its land was cut.
fn is_cut_off(atlas: &Atlas, feature: &Feature) -> bool {
    let mut bounds = Bounds::EMPTY;
    for country in &atlas.features {
        if country.properties.class == Class::Country {
            rings(&country.geometry()).for_each(|ring| bounds.include(ring));
        }
    }
    let [west, south, east, north] = bounds.0;
    rings(&feature.geometry()).any(|ring| {
        ring.windows(2).any(|edge| {
            let (from, to) = (edge[0], edge[1]);
            let meridian = from.lon == to.lon && (from.lon == west || from.lon == east);
            meridian || from.lat == to.lat && (from.lat == south || from.lat == north)
        })
    })
}

/// The closed rings of an area.
pub(crate) fn rings(geometry: &Geometry) -> impl Iterator<Item = &Vec<LonLat>> {
    let areas: &[_] = match geometry {
        Geometry::Areas(areas) => areas,
        _ => &[],
    };
    areas.iter().flatten()
}

/// The neighbours of a feature, by the boundaries that name it, and the length of the border with each, km, the longest first.
#[must_use]
pub fn neighbours(atlas: &Atlas, feature: &Feature) -> Vec<(usize, f64)> {
    let mut neighbours = Vec::new();
    for boundary in &atlas.features {
        let properties = &boundary.properties;
        let Some([a, b]) = &properties.between else {
            continue;
        };
        if properties.class != Class::Boundary || properties.kind == BoundaryKind::None {
            continue;
        }
        let other = match (*a == feature.id, *b == feature.id) {
            (true, false) => b,
            (false, true) => a,
            _ => continue,
        };
        if let Some(other) = atlas.find(other) {
            add(&mut neighbours, other, length(atlas, boundary));
        }
    }
    longest_first(&neighbours)
}

/// The corridors and pipelines with a part inside a feature's area, and the length of that part with all branches, km, the
/// longest first.
#[must_use]
pub fn ways_through(atlas: &Atlas, feature: &Feature) -> Vec<(usize, f64)> {
    let mut area = Zones::default();
    add_rings(&mut area, 0, feature);
    let inside = |line: &[LonLat]| -> f64 {
        let parts = area.split(line);
        let inside = parts.iter().filter(|part| part.zone.is_some());
        inside.map(|part| part.km).sum()
    };
    let mut ways = Vec::new();
    for (index, way) in atlas.features.iter().enumerate() {
        if matches!(
            way.properties.class,
            Class::Corridor | Class::Gas | Class::Oil
        ) {
            let km = lines(atlas, &way.geometry()).into_iter().map(inside).sum();
            if km >= SLIVER_KM {
                ways.push((index, km));
            }
        }
    }
    longest_first(&ways)
}

/// The legs that follow each other from the first on, each with whether it is gone from its end to its start.
fn main_way(atlas: &Atlas, legs: &[usize]) -> Vec<(usize, bool)> {
    let ends = |leg: usize| {
        let line = &atlas.tracks[leg].line;
        (line.first(), line.last())
    };
    let mut way: Vec<(usize, bool)> = Vec::new();
    let mut at = None;
    for (index, &leg) in legs.iter().enumerate() {
        let (first, last) = ends(leg);
        let reversed = if index == 0 {
            let next = legs.get(1).map(|&next| ends(next));
            next.is_some_and(|(a, b)| last != a && last != b && (first == a || first == b))
        } else if first == at {
            false
        } else if last == at {
            true
        } else {
            break;
        };
        at = if reversed { first } else { last };
        way.push((leg, reversed));
    }
    way
}

/// Without the stretches that come of simplified coasts and boundaries: they belong to what lies before them.
pub(crate) fn without_slivers(stretches: &[Stretch]) -> Vec<Stretch> {
    let mut joined = Vec::new();
    for part in stretches {
        extend(&mut joined, part.zone, part.km);
    }
    let mut kept: Vec<Stretch> = Vec::new();
    for (index, part) in joined.iter().enumerate() {
        let rest = &joined[index..];
        let before = kept
            .last()
            .map_or_else(|| rest.iter().find_map(|part| part.zone), |last| last.zone);
        // How far it is until the line is back.
        let back = rest.iter().position(|next| next.zone == before);
        let away = |count| {
            rest[..count]
                .iter()
                .map(|part: &Stretch| part.km)
                .sum::<f64>()
        };
        let sliver = back.is_some_and(|count| away(count) < SLIVER_KM)
            || part.km
                < if part.zone.is_none() {
                    SLIVER_KM
                } else {
                    NOISE_KM
                };
        let zone = if sliver && before.is_some() {
            before
        } else {
            part.zone
        };
        extend(&mut kept, zone, part.km);
    }
    kept
}

/// The countries of an atlas, by feature.
pub(crate) fn countries(atlas: &Atlas) -> Zones<'_> {
    let mut zones = Zones::default();
    for (index, feature) in atlas.features.iter().enumerate() {
        if feature.properties.class == Class::Country {
            add_rings(&mut zones, index, feature);
        }
    }
    zones
}

/// Adds the rings of a feature's areas.
pub(crate) fn add_rings<'a>(zones: &mut Zones<'a>, number: usize, feature: &'a Feature) {
    for ring in rings(&feature.geometry) {
        zones.add(number, ring);
    }
}

/// The lines of a geometry: its own, or those of its legs.
pub(crate) fn lines<'a>(atlas: &'a Atlas, geometry: &'a Geometry) -> Vec<&'a [LonLat]> {
    match geometry {
        Geometry::Lines(lines) => lines.iter().map(Vec::as_slice).gathered(),
        Geometry::Legs(legs) => legs
            .iter()
            .map(|&leg| atlas.tracks[leg].line.as_slice())
            .gathered(),
        _ => Vec::new(),
    }
}

fn add<T: PartialEq>(sums: &mut Vec<(T, f64)>, key: T, km: f64) {
    match sums.iter_mut().find(|(known, _)| *known == key) {
        Some((_, sum)) => *sum += km,
        None => sums.push((key, km)),
    }
}

fn longest_first(lengths: &[(usize, f64)]) -> Vec<(usize, f64)> {
    let order = order(lengths.iter().map(|(_, km)| key_of(-km)));
    order.into_iter().map(|at| lengths[at]).gathered()
}
