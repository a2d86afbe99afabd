//! Neighbours stay neighbours: what two areas have in common is the same to the last bit, also when it is simplified, and no place of
//! it is further than the tolerance from what is left.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::collections::HashMap;
use std::rc::Rc;

use central_asia_map::atlas::Atlas;
use central_asia_map::geo::edges::{joined, nodes, twins, unshared};
use central_asia_map::geo::planar::{area_contains, distance_to_line};
use central_asia_map::geo::simplify::Detail;
use central_asia_map::shape::{Ground, PlanePath, ProjectionName, Shapes};
use central_asia_map::space::{Plane, Point, Rect};
use proptest::prelude::*;

mod support;

use support::{atlas_of, built_in};

type Rings = [Vec<Point<Plane>>];

fn shapes(atlas: &Rc<Atlas>, projection: ProjectionName) -> Shapes {
    Shapes::new(atlas, projection.of(atlas))
}

type Edge = [[u64; 2]; 2];

/// The same in both directions.
fn edge(from: Point<Plane>, to: Point<Plane>) -> Edge {
    let mut edge = [from, to].map(|point| [point.x.to_bits(), point.y.to_bits()]);
    edge.sort_unstable();
    edge
}

/// By edge, the rings that have it.
fn owners(rings: &Rings) -> HashMap<Edge, Vec<usize>> {
    let mut owners: HashMap<Edge, Vec<usize>> = HashMap::new();
    for (index, ring) in rings.iter().enumerate() {
        for (at, &point) in ring.iter().enumerate() {
            let edge = edge(point, ring[(at + 1) % ring.len()]);
            owners.entry(edge).or_default().push(index);
        }
    }
    owners
}

/// Where the points of `some` are in `all`, whose order they have.
fn indices(some: &[Point<Plane>], all: &[Point<Plane>]) -> Vec<usize> {
    let mut left = all.iter().enumerate();
    let find = |&wanted| left.find(|&(_, &point)| point == wanted).unwrap().0;
    some.iter().map(find).collect()
}

/// Simplifies areas that are neighbours. Where all that lies between two points that are left belongs to a neighbour, too, the
/// neighbour has the same two in a row, and whatever is left lies within the tolerance of all its places. Gives how many edges
/// neighbours have in common then. Areas that are no more than a dot may be left out.
fn assert_joined(path: &PlanePath, tolerance: f64, what: &str) -> usize {
    let rings = &path.parts;
    let twins = twins(rings);
    let mut begin = 0;
    let simplify = |ring: &Vec<Point<Plane>>| {
        let nodes = nodes(&twins[begin..begin + ring.len()]);
        begin += ring.len() + 1;
        let simple = Detail::between(ring, nodes).simplify(ring, tolerance);
        let bounds = Rect::around(ring.iter().copied());
        let is_dot = bounds.width().max(bounds.height()) < 2.0 * tolerance;
        if is_dot || simple.len() < 3 {
            Vec::new()
        } else {
            simple
        }
    };
    let simple: Vec<Vec<Point<Plane>>> = rings.iter().map(simplify).collect();
    let left: Vec<_> = simple.iter().filter(|ring| !ring.is_empty()).collect();
    let drawn = path.cut(&path.bounds.inflate(1.0), tolerance);
    assert_eq!(
        drawn.parts.iter().collect::<Vec<_>>(),
        left,
        "{what}: what is drawn"
    );

    let (before, after) = (owners(rings), owners(&simple));
    let mut joined = 0;
    for (index, ring) in rings.iter().enumerate() {
        let kept = indices(&simple[index], ring);
        for (at, &from) in kept.iter().enumerate() {
            let to = kept.get(at + 1).map_or(kept[0] + ring.len(), |&to| to);
            let between =
                (from..to).map(|at| edge(ring[at % ring.len()], ring[(at + 1) % ring.len()]));
            let common = |other: &usize| between.clone().all(|edge| before[&edge].contains(other));
            let now = &after[&edge(ring[from], ring[to % ring.len()])];
            for other in (0..rings.len())
                .filter(|&other| other != index && !simple[other].is_empty())
                .filter(common)
            {
                assert!(
                    now.contains(&other),
                    "{what}: at a tolerance of {tolerance} a border is two lines"
                );
                joined += 1;
            }
        }
        let mut line = simple[index].clone();
        line.extend(line.first().copied());
        for &place in ring.iter().filter(|_| !line.is_empty()) {
            let distance = distance_to_line(place, &line);
            assert!(
                distance <= tolerance + 1e-12,
                "{what}: at a tolerance of {tolerance} a border is {distance} from one of its sides"
            );
        }
    }
    joined
}

#[test]
fn countries_and_regions_of_the_atlas_stay_neighbors_at_every_scale() {
    let atlas = built_in();
    for name in [ProjectionName::Conic, ProjectionName::Mercator] {
        let shapes = shapes(&atlas, name);
        for detailed in [false, true] {
            let ground = shapes.ground(detailed);
            for (what, path) in [
                ("countries", &ground.countries),
                ("regions", &ground.regions),
            ] {
                let what = format!("{what}, {name:?}, detailed: {detailed}");
                // CSS pixels to the earth's radius, from the whole of Asia to a town.
                for scale in [200.0, 1000.0, 10_000.0] {
                    let edges = assert_joined(path, 0.4 / scale, &what);
                    assert!(edges > 100, "{what}: {edges}");
                }
            }
        }
    }
}

/// A mesh of areas: corners of a grid that were moved, and between two corners a line with bends, which both areas have.
#[derive(Debug, Clone)]
struct Mesh {
    columns: usize,
    rows: usize,
    /// Shares of a cell, as many as are asked for.
    shares: Vec<f64>,
    /// Areas that are not there, and where the rings begin.
    turns: Vec<usize>,
}

fn meshes() -> impl Strategy<Value = Mesh> {
    let shares = proptest::collection::vec(-0.3..0.3_f64, 61);
    let turns = proptest::collection::vec(0..23_usize, 19);
    (2..5_usize, 2..5_usize, shares, turns).prop_map(|(columns, rows, shares, turns)| Mesh {
        columns,
        rows,
        shares,
        turns,
    })
}

impl Mesh {
    fn share(&self, seed: usize) -> f64 {
        self.shares[seed % self.shares.len()]
    }

    /// Degrees.
    #[expect(clippy::cast_precision_loss, reason = "of a few columns")]
    fn corner(&self, column: usize, row: usize) -> [f64; 2] {
        let seed = column * 7 + row * 31;
        [
            60.0 + 6.0 * (column as f64 + self.share(seed)),
            30.0 + 5.0 * (row as f64 + self.share(seed + 3)),
        ]
    }

    /// From a corner to the next one, without the last point: the same bends whichever way one goes.
    fn border(&self, from: (usize, usize), to: (usize, usize)) -> Vec<[f64; 2]> {
        let (low, high) = (from.min(to), from.max(to));
        let [start, end] = [low, high].map(|(column, row)| self.corner(column, row));
        let seed = low.0 * 13 + low.1 * 17 + high.0 * 5;
        let bends = 1 + seed % 9;
        let mut line = vec![start];
        for bend in 1..=bends {
            #[expect(clippy::cast_precision_loss, reason = "of a few bends")]
            let share = bend as f64 / (bends + 1) as f64;
            let aside = |at: usize| 0.4 * self.share(seed * 3 + bend * 11 + at);
            line.push([
                start[0] + share * (end[0] - start[0]) + aside(0),
                start[1] + share * (end[1] - start[1]) + aside(1),
            ]);
        }
        line.push(end);
        if to < from {
            line.reverse();
        }
        line.pop();
        line
    }

    fn ring(&self, column: usize, row: usize) -> Vec<[f64; 2]> {
        let corners = [
            (column, row),
            (column + 1, row),
            (column + 1, row + 1),
            (column, row + 1),
        ];
        let sides = (0..4).map(|side| self.border(corners[side], corners[(side + 1) % 4]));
        let mut ring: Vec<_> = sides.flatten().collect();
        let turn = self.turns[(column * 5 + row) % self.turns.len()] % ring.len();
        ring.rotate_left(turn);
        ring.push(ring[0]);
        ring
    }

    fn atlas(&self) -> Rc<Atlas> {
        let mut features = Vec::new();
        for column in 0..self.columns {
            for row in 0..self.rows {
                let is_away = self.turns[(column * 3 + row * 7) % self.turns.len()] < 4;
                if is_away && (column, row) != (0, 0) {
                    continue;
                }
                features.push(
                    serde_json::json!({
                        "type": "Feature", "id": format!("area-{column}-{row}"),
                        "properties": {"class": "country", "name": {"en": "Area"}},
                        "geometry": {"type": "Polygon", "coordinates": [self.ring(column, row)]},
                    })
                    .to_string(),
                );
            }
        }
        let texts: Vec<&str> = features.iter().map(String::as_str).collect();
        atlas_of(&texts)
    }
}

/// The land is what the countries cover, at every scale, without the edges that two of them share.
fn assert_together(ground: &Ground, tolerance: f64, what: &str) {
    let (countries, land) = (&ground.countries, &ground.land);
    let owners = owners(&countries.parts);
    let mut unshared: Vec<Edge> = owners
        .iter()
        .filter(|(_, rings)| rings.len() == 1)
        .map(|(&edge, _)| edge)
        .collect();
    let mut edges = Vec::new();
    for ring in &land.parts {
        for (at, &point) in ring.iter().enumerate() {
            edges.push(edge(point, ring[(at + 1) % ring.len()]));
        }
    }
    unshared.sort_unstable();
    edges.sort_unstable();
    assert_eq!(
        edges, unshared,
        "{what}: each edge of one country alone, once"
    );

    let whole = land.bounds.inflate(1.0);
    let (countries, land) = (
        countries.cut_large(&whole, tolerance, 0.0),
        land.cut_large(&whole, tolerance, 0.0),
    );
    for x in 1..40 {
        for y in 1..40 {
            let at = |index: i32| f64::from(index) / 40.0;
            let point = Point::new(
                whole.min.x + at(x) * whole.width(),
                whole.min.y + at(y) * whole.height(),
            );
            assert_eq!(
                area_contains(&land.parts, point),
                area_contains(&countries.parts, point),
                "{what}: {point:?} at a tolerance of {tolerance}"
            );
        }
    }
}

#[test]
fn the_land_is_what_the_countries_cover() {
    let atlas = built_in();
    for name in [
        ProjectionName::Conic,
        ProjectionName::Mercator,
        ProjectionName::Equirectangular,
    ] {
        let shapes = shapes(&atlas, name);
        for detailed in [false, true] {
            for scale in [200.0, 1000.0, 10_000.0] {
                let what = format!("{name:?}, detailed: {detailed}");
                assert_together(shapes.ground(detailed), 0.4 / scale, &what);
            }
        }
    }
}

#[test]
fn of_three_areas_that_are_the_same_one_is_left() {
    let at = Point::new;
    let square = vec![at(0.0, 0.0), at(1.0, 0.0), at(1.0, 1.0), at(0.0, 1.0)];
    let rings = vec![square.clone(), square.clone(), square.clone()];
    // By the even-odd rule.
    let left = joined(unshared(&rings, &twins(&rings)));
    assert_eq!(left, [(square, vec![0, 4])]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn areas_of_any_mesh_stay_neighbors(mesh in meshes(), tolerances in proptest::collection::vec(-9.0..-2.5_f64, 6)) {
        let atlas = mesh.atlas();
        let shapes = shapes(&atlas, ProjectionName::Conic);
        for tolerance in tolerances.into_iter().map(libm::exp) {
            let edges = assert_joined(&shapes.ground(false).countries, tolerance, "mesh");
            assert_together(shapes.ground(false), tolerance, "mesh");
            // Cells are some 0.09 wide: below the tolerance they are dots.
            prop_assert!(edges > 0 || tolerance > 0.02 || atlas.features.len() < 4);
        }
    }
}
