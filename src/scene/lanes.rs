//! Lines that share a track run side by side: which lane each has, in an order that lets them part without crossing, and
//! the chains that a feature's legs join to.

use crate::list::{AddAll as _, Gather as _, empty};
use crate::order::{key_of, order};
use crate::shape::Shapes;
use crate::space::{Plane, Point};

/// Which lane each feature has on each track it uses. It depends on which features are shown, not on the zoom, so that
/// lines never change sides while the map moves.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lanes {
    /// By track: its features, from left to right seen along the track.
    tracks: Vec<Vec<usize>>,
    /// By feature: its legs, joined end to end as far as they go.
    chains: Vec<Vec<Chain>>,
}

/// Legs that follow each other without a gap.
pub type Chain = Vec<Leg>;

/// A track, or a part of one that the map's edge cuts, as one feature uses it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leg {
    /// Index into [`Shapes::tracks`].
    pub track: usize,
    /// Index of the part of the track.
    pub part: usize,
    /// Whether the chain runs against the track's direction.
    pub reversed: bool,
    /// Length of the chain up to here, units of the plane.
    pub start: f64,
    /// The same up to its end.
    pub end: f64,
}

/// A node of the network: where tracks meet.
type Node = Point<Plane>;

/// Whether two ends are the same node. They are the very same position, but projected along two lines.
pub(super) fn same(one: Node, other: Node) -> bool {
    (one.x - other.x).abs() < 1e-9 && (one.y - other.y).abs() < 1e-9
}

impl Lanes {
    /// Lanes and chains of the features that `shows` of the first `count`, on the tracks that `runs`.
    #[must_use]
    pub fn new(
        shapes: &Shapes,
        count: usize,
        shows: impl Fn(usize) -> bool,
        runs: impl Fn(usize) -> bool,
    ) -> Self {
        let mut tracks = empty(shapes.tracks.len());
        let mut chains = Vec::new();
        for (feature, shape) in shapes.shapes[..count].iter().enumerate() {
            if shape.legs.is_empty() || !shows(feature) {
                continue;
            }
            let legs = shape.legs.iter().copied().filter(|&track| runs(track));
            let legs: Vec<usize> = legs.gathered();
            for &track in &legs {
                // A route may pass the same way twice; it is drawn once.
                if !tracks[track].contains(&feature) {
                    tracks[track].push(feature);
                }
            }
            // What follows the last of them has none.
            chains.add_all((chains.len()..feature).map(|_| Vec::new()));
            chains.push(join(shapes, &legs));
        }
        for (track, users) in tracks.iter_mut().enumerate() {
            // From the one that is left of most others to the one that is left of none.
            let rights = users.iter().map(|&one| {
                let others = users.iter().filter(|&&other| other != one);
                others
                    .filter(|&&other| !is_left(shapes, track, one, other))
                    .count() as u64
            });
            let sorted = order(rights).into_iter().map(|at| users[at]);
            *users = sorted.gathered();
        }
        Self { tracks, chains }
    }

    /// Lanes from the middle of `track`, to the right along its direction if positive.
    #[must_use]
    pub fn of(&self, track: usize, feature: usize) -> f64 {
        let users = self.tracks.get(track).map_or(&[][..], Vec::as_slice);
        let lane = users.iter().position(|&user| user == feature);
        lane.map_or(0.0, |lane| to_f64(lane) + 0.5 - 0.5 * to_f64(users.len()))
    }

    /// How many lines run on `track`.
    #[must_use]
    pub fn count(&self, track: usize) -> usize {
        self.tracks.get(track).map_or(0, Vec::len)
    }

    /// The legs of `feature`, joined.
    #[must_use]
    pub fn chains(&self, feature: usize) -> &[Chain] {
        self.chains.get(feature).map_or(&[], Vec::as_slice)
    }
}

fn to_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// First and last point of a track that the map's edge does not cut.
fn ends(shapes: &Shapes, track: usize) -> Option<(Node, Node)> {
    match &shapes.tracks[track][..] {
        [line] => Some((*line.first()?, *line.last()?)),
        _ => None,
    }
}

/// Joins legs in their order: each chain goes on with the first leg left that begins where it ends, then grows backwards
/// from where it began.
fn join(shapes: &Shapes, legs: &[usize]) -> Vec<Chain> {
    let mut left: Vec<usize> = Vec::new();
    for &track in legs {
        if !left.contains(&track) {
            left.push(track);
        }
    }
    let mut chains = Vec::new();
    while !left.is_empty() {
        let first = left.remove(0);
        let Some((start, end)) = ends(shapes, first) else {
            for part in 0..shapes.tracks[first].len() {
                chains.push(measured(shapes, vec![(first, part, false)]));
            }
            continue;
        };
        let mut chain = vec![(first, 0, false)];
        let mut grow = |from: Node, chain: &mut Vec<(usize, usize, bool)>| {
            let mut at = from;
            while let Some((index, (one, other))) =
                left.iter().enumerate().find_map(|(index, &track)| {
                    let pair = ends(shapes, track)?;
                    (same(pair.0, at) || same(pair.1, at)).then_some((index, pair))
                })
            {
                let reversed = !same(one, at);
                at = if reversed { one } else { other };
                chain.push((left.remove(index), 0, reversed));
            }
        };
        grow(end, &mut chain);
        let mut before = Vec::new();
        grow(start, &mut before);
        let before = before.into_iter().rev();
        let before = before.map(|(track, part, reversed)| (track, part, !reversed));
        chains.push(measured(shapes, before.chain(chain).gathered()));
    }
    chains
}

fn measured(shapes: &Shapes, legs: Vec<(usize, usize, bool)>) -> Chain {
    let mut start = 0.0;
    let legs = legs.into_iter().map(|(track, part, reversed)| {
        let line = &shapes.tracks[track][part];
        let end = start + length(line);
        let leg = Leg {
            track,
            part,
            reversed,
            start,
            end,
        };
        start = end;
        leg
    });
    legs.gathered()
}

/// Length of a line in the unit of its space.
pub(super) fn length<S>(line: &[Point<S>]) -> f64 {
    line.windows(2).map(|pair| pair[0].distance(pair[1])).sum()
}

/// Whether `one` runs to the left of `other`, seen along `track`: as they part at the ends of what they share. Where the
/// two ends disagree the lines have to cross once, and do so at the same end wherever one asks.
fn is_left(shapes: &Shapes, track: usize, one: usize, other: usize) -> bool {
    let (ahead, last) = parting(shapes, track, true, one, other);
    let (behind, first) = parting(shapes, track, false, one, other);
    // What is left looking back is right looking ahead.
    let behind = -behind;
    let upward = (key_of(first.x), key_of(first.y)) < (key_of(last.x), key_of(last.y));
    let side = match (ahead == 0, behind == 0) {
        (true, true) if upward => i32::from(one < other) * 2 - 1,
        (true, true) => i32::from(one > other) * 2 - 1,
        (true, false) => behind,
        (false, true) => ahead,
        (false, false) if upward => ahead,
        (false, false) => behind,
    };
    side > 0
}

/// Follows two features along what they share from `track` on, to its end if `ahead`, else to its beginning. Answers with
/// the side on which `one` leaves `other`, positive for left, 0 if they end together; and with the place.
fn parting(
    shapes: &Shapes,
    mut track: usize,
    mut ahead: bool,
    one: usize,
    other: usize,
) -> (i32, Node) {
    let mut node = Point::new(0.0, 0.0);
    // Shared ways may be closed; none is longer than all tracks together.
    for _ in 0..shapes.tracks.len() {
        let Some((start, end)) = ends(shapes, track) else {
            break;
        };
        node = if ahead { end } else { start };
        let (x, y) = heading(shapes, track, !ahead);
        let on = |feature: usize| {
            let legs = shapes.shapes[feature].legs.iter();
            legs.filter_map(move |&leg| {
                let (start, end) = ends(shapes, leg)?;
                (leg != track && (same(start, node) || same(end, node)))
                    .then_some((leg, same(start, node)))
            })
        };
        let mut common = None;
        let mut side = 0;
        for (leg, forward) in on(one) {
            for (another, along) in on(other) {
                if leg == another {
                    common = common.or(Some((leg, forward)));
                    continue;
                }
                let turn = |(leg, forward): (usize, bool)| {
                    let (to_x, to_y) = heading(shapes, leg, forward);
                    libm::atan2(-x * to_y + y * to_x, -x * to_x - y * to_y)
                };
                side += if turn((leg, forward)) > turn((another, along)) {
                    1
                } else {
                    -1
                };
            }
        }
        match common {
            _ if side != 0 => return (side, node),
            None => break,
            Some(next) => (track, ahead) = next,
        }
    }
    (0, node)
}

/// From an end of a track to a place a little along it: to where it goes, not how it leaves the station.
fn heading(shapes: &Shapes, track: usize, from_start: bool) -> (f64, f64) {
    /// Some 40 km, in radii of the sphere.
    const FAR: f64 = 0.006;
    let line = &shapes.tracks[track][0];
    let place = |at: usize| line[if from_start { at } else { line.len() - 1 - at }];
    let start = place(0);
    let far = (1..line.len()).find(|&at| place(at).distance(start) >= FAR);
    let far = place(far.unwrap_or(line.len() - 1));
    (far.x - start.x, far.y - start.y)
}
