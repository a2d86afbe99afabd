//! Lines that share tracks run side by side, part without crossing, and have no gaps where their legs meet.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use central_asia_map::app::{Event, Model};
use central_asia_map::camera::Camera;
use central_asia_map::geo::planar::distance_to_line;
use central_asia_map::lon_lat::LonLat;
use central_asia_map::scene::Item;
use central_asia_map::scene::labels::boxes_of;
use central_asia_map::scene::lanes::Lanes;
use central_asia_map::space::{Css, Point, Rect};
use proptest::prelude::*;

mod support;

use support::{built_in, model};

/// The built-in atlas with all of its lines in view at a zoom.
fn all_at(zoom: f64) -> Model {
    let side = 12_800.0 * central_asia_map::math::exp2(zoom - 6.0);
    let mut model = model(&built_in(), side, side);
    look_at(&mut model, 70.0, 40.0, zoom);
    model
}

fn look_at(model: &mut Model, lon: f64, lat: f64, zoom: f64) {
    let projection = &model.shapes.projection;
    let center = projection.forward(LonLat::new(lon, lat)).unwrap();
    model.camera = Camera {
        center,
        scale: Camera::scale_for_zoom(zoom, center, projection),
        ..model.camera
    };
    model.update(Event::Frame(0.0));
}

fn lines(model: &Model, feature: usize) -> Vec<Vec<Point<Css>>> {
    let lines = model.view().stretches(feature).into_iter();
    lines.map(|line| line.points).collect()
}

/// Whether two segments cross, not only touch.
fn cross(a: &[Point<Css>], b: &[Point<Css>]) -> bool {
    let side = |p: Point<Css>, q: Point<Css>, r: Point<Css>| {
        (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x)
    };
    side(a[0], a[1], b[0]) * side(a[0], a[1], b[1]) < 0.0
        && side(b[0], b[1], a[0]) * side(b[0], b[1], a[1]) < 0.0
}

/// How often the lines of each two features that share a track cross.
fn crossings(model: &Model) -> Vec<(String, usize)> {
    let legs = |feature: usize| &model.shapes.shapes[feature].legs;
    let routes: Vec<usize> = (0..model.atlas.features.len())
        .filter(|&feature| !legs(feature).is_empty())
        .collect();
    let mut counts = Vec::new();
    for (at, &one) in routes.iter().enumerate() {
        for &other in &routes[at + 1..] {
            if !legs(one).iter().any(|leg| legs(other).contains(leg)) {
                continue;
            }
            let mut count = 0;
            for line in lines(model, one) {
                for another in lines(model, other) {
                    for a in line.windows(2) {
                        count += another.windows(2).filter(|b| cross(a, b)).count();
                    }
                }
            }
            let name = |feature: usize| &model.atlas.features[feature].id;
            counts.push((format!("{} {}", name(one), name(other)), count));
        }
    }
    counts
}

/// The one pair that crosses does so because its tracks do: near Hannover two of them have the last stretch in common
/// without sharing it.
const CROSSING: &str = "northern-route europe-links";

#[test]
fn lines_do_not_cross_without_need() {
    for zoom in [3.0, 4.0, 5.0, 6.0, 7.0] {
        let counts = crossings(&all_at(zoom));
        assert!(counts.len() > 8, "{counts:?}");
        for (pair, count) in counts {
            let most = if pair == CROSSING { 5 } else { 0 };
            assert!(count <= most, "{pair} cross {count} times at zoom {zoom}");
        }
    }
}

/// Wherever a feature's line ends, the feature ends, or goes on from there.
#[test]
fn there_are_no_gaps_where_legs_meet() {
    let mut met = 0;
    for zoom in [3.0, 4.6, 6.0] {
        let model = all_at(zoom);
        for (feature, shape) in model.shapes.shapes.iter().enumerate() {
            let node = |leg: usize| {
                let line = &model.shapes.tracks[leg][0];
                [line[0], line[line.len() - 1]].map(|end| model.camera.to_css(end))
            };
            let nodes: Vec<Point<Css>> = shape.legs.iter().flat_map(|&leg| node(leg)).collect();
            let lines = lines(&model, feature);
            if shape.legs.is_empty() {
                continue;
            }
            for (at, line) in lines.iter().enumerate() {
                for end in [line[0], line[line.len() - 1]] {
                    let node = nodes.iter().min_by(|a, b| {
                        let distance = |node: &Point<Css>| node.distance(end);
                        distance(a).total_cmp(&distance(b))
                    });
                    let users = nodes
                        .iter()
                        .filter(|other| other.distance(*node.unwrap()) < 1e-3);
                    if users.count() < 2 {
                        continue;
                    }
                    let others = lines.iter().enumerate().filter(|(other, _)| *other != at);
                    let gap = others
                        .map(|(_, line)| distance_to_line(end, line))
                        .fold(f64::INFINITY, f64::min);
                    let id = &model.atlas.features[feature].id;
                    assert!(
                        gap < 1.0,
                        "{id} has a gap of {gap} px at {end:?} at zoom {zoom}"
                    );
                    met += 1;
                }
            }
        }
    }
    assert!(met > 30, "{met}");
}

/// On the inside of sharp curves a line beside its track does not run in loops.
#[test]
fn there_are_no_loops() {
    for zoom in [3.0, 4.0, 5.0, 6.0, 7.0] {
        let model = all_at(zoom);
        for (feature, shape) in model.shapes.shapes.iter().enumerate() {
            if shape.legs.is_empty() {
                continue;
            }
            let mut loops = 0;
            for line in lines(&model, feature) {
                for at in 2..line.len().saturating_sub(1) {
                    // Only near ones: a way may well cross itself elsewhere.
                    let first = at.saturating_sub(8);
                    loops += line[first..at]
                        .windows(2)
                        .filter(|other| cross(other, &line[at..at + 2]))
                        .count();
                }
            }
            let id = &model.atlas.features[feature].id;
            assert!(loops == 0, "{id} has {loops} loops at zoom {zoom}");
        }
    }
}

/// The distance of neighbours follows the width of lines, and that only grows slowly with the zoom.
#[test]
fn lanes_keep_their_distance_at_every_zoom() {
    let mut model = model(&built_in(), 1000.0, 700.0);
    for zoom in [3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0] {
        look_at(&mut model, 66.5, 41.2, zoom);
        let lane = |id: &str| lines(&model, model.atlas.find(id).unwrap());
        let (a, b, c) = (lane("gas-line-a"), lane("gas-line-b"), lane("gas-line-c"));
        let expected = 3.9 * model.view().line_width();
        let mut measured = 0;
        for other in [&a, &c] {
            for pair in b.iter().flat_map(|line| line.windows(2)) {
                let middle = pair[0].lerp(pair[1], 0.5);
                let inside = model.camera.size.rect().inflate(-20.0).contains(middle);
                // Mitres and curves are a little nearer or farther.
                if pair[0].distance(pair[1]) < 7.0 || !inside {
                    continue;
                }
                let apart = other
                    .iter()
                    .map(|line| distance_to_line(middle, line))
                    .fold(f64::INFINITY, f64::min);
                assert!(
                    (apart / expected - 1.0).abs() < 0.2,
                    "{apart} px at zoom {zoom}"
                );
                measured += 1;
            }
        }
        assert!(measured > 1, "{measured} at zoom {zoom}");
    }
}

/// Pipelines show which way they flow, but not over names.
#[test]
fn arrows_point_along_pipelines_and_keep_off_names() {
    let mut model = model(&built_in(), 1000.0, 700.0);
    let mut arrows = 0;
    for zoom in [3.0, 4.0, 5.0, 6.0] {
        look_at(&mut model, 68.0, 42.5, zoom);
        let scene = model.scene();
        let boxes: Vec<Rect<Css>> = scene.labels.iter().flat_map(boxes_of).collect();
        let thick = 1.5 * model.view().line_width();
        for item in &scene.items {
            // Nothing else is a solid line of this width and three points.
            let Item::Line { points, pen } = item else {
                continue;
            };
            if points.len() != 3 || pen.dash.is_some() || pen.width != thick {
                continue;
            }
            assert!(pen.color == *model.palette.gas() || pen.color == *model.palette.oil());
            let named = boxes.iter().any(|bounds| bounds.contains(points[1]));
            assert!(!named, "{points:?}");
            // From west to east, all in all.
            arrows += i32::from(points[1].x > points[0].x.min(points[2].x));
        }
    }
    assert!(arrows > 12, "{arrows}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Whatever is shown and whichever tracks there are: on a track each line has a lane of its own, the lanes lie side by side
    /// around the middle, and the legs of a line follow each other without a gap.
    #[test]
    fn lanes_are_side_by_side_whatever_is_shown(shown in proptest::collection::vec(any::<bool>(), 64), there in proptest::collection::vec(any::<bool>(), 128)) {
        let model = model(&built_in(), 800.0, 600.0);
        let shapes = &model.shapes;
        let runs = |track: usize| there[track % there.len()];
        let lanes = Lanes::new(shapes, shapes.shapes.len(), |feature| shown[feature % shown.len()], runs);
        for track in 0..shapes.tracks.len() {
            let users: Vec<usize> = (0..shapes.shapes.len())
                .filter(|&feature| shown[feature % shown.len()] && runs(track) && shapes.shapes[feature].legs.contains(&track))
                .collect();
            prop_assert_eq!(lanes.count(track), users.len());
            let mut places: Vec<f64> = users.iter().map(|&feature| lanes.of(track, feature)).collect();
            places.sort_by(f64::total_cmp);
            prop_assert!(places.iter().sum::<f64>().abs() < 1e-9);
            prop_assert!(places.windows(2).all(|pair| (pair[1] - pair[0] - 1.0).abs() < 1e-9));
        }
        for feature in 0..shapes.shapes.len() {
            for chain in lanes.chains(feature) {
                prop_assert!(chain.iter().all(|leg| runs(leg.track) && leg.end >= leg.start));
                prop_assert!(chain.windows(2).all(|pair| (pair[1].start - pair[0].end).abs() < 1e-9));
            }
        }
    }
}
