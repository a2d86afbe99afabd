//! The lines of a feature as one view draws them: in their lanes, with ramps where the lanes change, and cut to the view.

use super::BLEED;
use super::lanes::{Leg, length, same};
use super::view::View;
use crate::geo::planar::thin;
use crate::list::{AddAll as _, Gather as _};
use crate::space::{Css, Plane, Point, Rect};
use crate::theme::LineLook;

/// A piece of line that looks the same all along.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// How it is drawn.
    pub look: LineLook,
    /// The track that it begins with.
    pub track: Option<usize>,
    /// In the element.
    pub points: Vec<Point<Css>>,
    /// Length of the line before the first point, CSS pixels: patterns run on from there.
    pub phase: f64,
}

/// Distance between the middles of neighbouring lanes at width 1, CSS pixels.
const LANE_SPACING: f64 = 3.9;
/// Length over which a line changes its lane, CSS pixels.
const RAMP: f64 = 10.0;
/// Details of lines without tracks below this are not drawn, CSS pixels.
const DETAIL: f64 = 0.7;

/// A place of a chain.
#[derive(Clone, Copy)]
struct Vertex {
    at: Point<Css>,
    /// Length of the chain up to here, CSS pixels.
    along: f64,
    /// Index of the leg that goes on from here.
    leg: usize,
}

/// Where a feature's line passes a node, and how far beside it.
type Passage = (Point<Plane>, f64, f64);

/// All lines of a feature in and near the view.
pub(super) fn stretches(view: &View<'_>, feature: usize) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let frame = view.around();
    let outline = view.shapes.shapes[feature].outline(view.detailed());
    for line in &outline.lines {
        if Rect::around(line.iter().copied()).intersects(&frame) {
            let line: Vec<_> = line.iter().map(|&at| view.camera.to_css(at)).gathered();
            stretches.push(Stretch {
                look: view.line_look(feature, None),
                track: None,
                points: thin(&line, DETAIL),
                phase: 0.0,
            });
        }
    }
    let mut passages = Vec::new();
    for chain in view.lanes.chains(feature) {
        let visible = |leg: &Leg| {
            let line = view.base_map.track(leg.track, leg.part);
            Rect::around(line.iter().copied()).intersects(&frame)
        };
        let steps = steps(view, feature, chain);
        let mut first = 0;
        while first < chain.len() {
            let mut end = first;
            while end < chain.len() && visible(&chain[end]) {
                end += 1;
            }
            if end > first {
                let run = Run {
                    view,
                    feature,
                    chain,
                    steps: &steps,
                };
                run.draw(first, end, &mut passages, &mut stretches);
            }
            first = end + 1;
        }
    }
    stretches
}

/// How far beside the track each leg of a chain lies, to the right if positive, and up to which length of the chain, CSS
/// pixels. A change of lanes is put into the leg with fewer lanes: there is room.
fn steps(view: &View<'_>, feature: usize, chain: &[Leg]) -> Vec<(f64, f64)> {
    let spacing = LANE_SPACING * view.line_width();
    let mut before = 0.0;
    let mut steps = Vec::with_capacity(chain.len());
    for (index, leg) in chain.iter().enumerate() {
        let lane = view.lanes.of(leg.track, feature) * spacing;
        let end = leg.end * view.camera.scale;
        let end = match chain.get(index + 1) {
            None => f64::INFINITY,
            Some(next) => {
                let (lanes, then) = (view.lanes.count(leg.track), view.lanes.count(next.track));
                let shift = RAMP / 2.0 * f64::from(i8::from(lanes > then) - i8::from(lanes < then));
                (end + shift).min(next.end * view.camera.scale).max(before)
            }
        };
        before = end;
        steps.push((end, if leg.reversed { -lane } else { lane }));
    }
    steps
}

/// How far beside the track a line is at a length of its chain: the mean of the steps over a ramp's length, so that it
/// changes steadily, and little where a leg is shorter than a ramp.
fn beside(steps: &[(f64, f64)], along: f64) -> f64 {
    let (from, to) = (along - RAMP / 2.0, along + RAMP / 2.0);
    let mut sum = 0.0;
    let mut start = f64::NEG_INFINITY;
    for &(end, distance) in steps {
        sum += (end.min(to) - start.max(from)).max(0.0) * distance;
        start = end;
    }
    sum / RAMP
}

/// A chain of a feature in a view.
struct Run<'a> {
    view: &'a View<'a>,
    feature: usize,
    chain: &'a [Leg],
    steps: &'a [(f64, f64)],
}

impl Run<'_> {
    /// Draws the legs from `first` up to, without, `end`.
    fn draw(
        &self,
        first: usize,
        end: usize,
        passages: &mut Vec<Passage>,
        stretches: &mut Vec<Stretch>,
    ) {
        let vertices = self.vertices(first, end);
        let mut points = offset(&vertices, self.steps);
        self.meet(first, end, &vertices, &mut points, passages);
        straighten(&mut points);
        let frame = self.view.camera.size.rect().inflate(BLEED);
        let mut open: Option<Stretch> = None;
        for (index, pair) in points.windows(2).enumerate() {
            if !Rect::around([pair[0], pair[1]]).intersects(&frame) {
                stretches.add_all(open.take());
                continue;
            }
            let track = self.chain[vertices[index].leg].track;
            let look = self.view.line_look(self.feature, Some(track));
            if open.as_ref().is_some_and(|open| open.look != look) {
                stretches.add_all(open.take());
            }
            let open = open.get_or_insert_with(|| Stretch {
                look,
                track: Some(track),
                points: vec![pair[0]],
                phase: vertices[index].along,
            });
            if pair[0] != pair[1] {
                open.points.push(pair[1]);
            }
        }
        stretches.add_all(open);
    }

    /// The middle of the tracks, with a vertex wherever a ramp begins or ends.
    fn vertices(&self, first: usize, end: usize) -> Vec<Vertex> {
        let scale = self.view.camera.scale;
        let mut vertices: Vec<Vertex> = Vec::new();
        for leg_index in first..end {
            let leg = self.chain[leg_index];
            let line = self.view.base_map.track(leg.track, leg.part);
            // The simplified line is a little shorter; its ends are where the track's are.
            let stretch = (leg.end - leg.start) / length(line).max(1e-12);
            let mut along = leg.start;
            let mut last: Option<Point<Plane>> = None;
            for at in 0..line.len() {
                let point = line[if leg.reversed {
                    line.len() - 1 - at
                } else {
                    at
                }];
                along += last.map_or(0.0, |last| last.distance(point) * stretch);
                let vertex = Vertex {
                    at: self.view.camera.to_css(point),
                    along: along * scale,
                    leg: leg_index,
                };
                if last.is_none() {
                    // The end of the leg before is this place.
                    vertices.pop();
                } else {
                    self.subdivide(&mut vertices, vertex);
                }
                vertices.push(vertex);
                last = Some(point);
            }
        }
        vertices
    }

    /// Adds the ends of ramps between the last vertex and `to`.
    fn subdivide(&self, vertices: &mut Vec<Vertex>, to: Vertex) {
        let Some(&from) = vertices.last() else {
            return;
        };
        let mut add = |along: f64| {
            let last = vertices.last().map_or(from.along, |vertex| vertex.along);
            if along > last + 0.5 && along < to.along - 0.5 {
                let share = (along - from.along) / (to.along - from.along);
                vertices.push(Vertex {
                    at: from.at.lerp(to.at, share),
                    along,
                    leg: from.leg,
                });
            }
        };
        add(RAMP);
        for pair in self.steps.windows(2) {
            if pair[0].1 != pair[1].1 {
                add(pair[0].0 - RAMP / 2.0);
                add(pair[0].0 + RAMP / 2.0);
            }
        }
        add(self.length() - RAMP);
    }

    /// Length of the chain, CSS pixels.
    fn length(&self) -> f64 {
        self.chain
            .last()
            .map_or(0.0, |leg| leg.end * self.view.camera.scale)
    }

    /// Lets the ends of the chain begin where the feature's line passes the same node already, and adds the nodes that it
    /// passes itself.
    fn meet(
        &self,
        first: usize,
        end: usize,
        vertices: &[Vertex],
        points: &mut [Point<Css>],
        passages: &mut Vec<Passage>,
    ) {
        let camera = &self.view.camera;
        let node = |leg: &Leg, at_end: bool| {
            let line = self.view.base_map.track(leg.track, leg.part);
            line[if leg.reversed == at_end {
                0
            } else {
                line.len() - 1
            }]
        };
        let known = passages.len();
        for (index, leg) in self.chain.iter().enumerate().take(end).skip(first) {
            for at_end in [false, true] {
                let node = node(leg, at_end);
                let is_end = (index == 0 && !at_end) || (index + 1 == self.chain.len() && at_end);
                let place = camera.to_css(node);
                let passage = passages[..known].iter().find(|(at, _, _)| same(*at, node));
                let along = camera.scale * if at_end { leg.end } else { leg.start };
                let at_node = |vertex: &Vertex| (vertex.along - along).abs() < 1e-6;
                let Some(vertex) = vertices.iter().position(at_node) else {
                    continue;
                };
                if let (true, Some(&(_, x, y))) = (is_end, passage) {
                    let shift = (
                        place.x + x - points[vertex].x,
                        place.y + y - points[vertex].y,
                    );
                    for (point, other) in points.iter_mut().zip(vertices) {
                        let share = 1.0 - (other.along - vertices[vertex].along).abs() / RAMP;
                        if share > 0.0 {
                            *point = point.offset(shift.0 * share, shift.1 * share);
                        }
                    }
                }
                let point = points[vertex];
                passages.push((node, point.x - place.x, point.y - place.y));
            }
        }
    }
}

/// Every vertex moved beside its line, corners mitred.
fn offset(vertices: &[Vertex], steps: &[(f64, f64)]) -> Vec<Point<Css>> {
    // Unit normal of the segment after a vertex, to the right where y points down.
    let normal = |at: usize| {
        let (x, y) = vertices[at].at.toward(vertices[at + 1].at);
        (-y, x)
    };
    let last = vertices.len().saturating_sub(2);
    vertices
        .iter()
        .enumerate()
        .map(|(index, vertex)| {
            let distance = beside(steps, vertex.along);
            if distance == 0.0 || vertices.len() < 2 {
                return vertex.at;
            }
            let before = normal(index.saturating_sub(1).min(last));
            let after = normal(index.min(last));
            let (x, y) = (before.0 + after.0, before.1 + after.1);
            // The mitre's length is 2 / |sum of unit normals|²; limited where the line turns back.
            let factor = distance * 2.0 / (x * x + y * y).max(1.0);
            vertex.at.offset(x * factor, y * factor)
        })
        .gathered()
}

/// Takes out the loops on the inside of curves that are sharper than the line is far beside: where the line crosses itself
/// a little later, what lies between falls together in the crossing.
fn straighten(points: &mut [Point<Css>]) {
    /// No loop of a simplified line has more segments.
    const LONGEST: usize = 8;
    for first in 1..points.len() {
        for last in (first + 1..(first + LONGEST).min(points.len() - 1)).rev() {
            let (a, b) = (points[first - 1], points[first]);
            let (c, d) = (points[last], points[last + 1]);
            let across = |p: Point<Css>| (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
            let along = |p: Point<Css>| (d.x - c.x) * (p.y - c.y) - (d.y - c.y) * (p.x - c.x);
            if across(c) * across(d) < 0.0 && along(a) * along(b) < 0.0 {
                let crossing = a.lerp(b, along(a) / (along(a) - along(b)));
                points[first..=last].fill(crossing);
                break;
            }
        }
    }
}
