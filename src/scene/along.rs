//! Where text can run along a line.

use super::BLEED;
use super::measure::joins_letters;
use crate::camera::Camera;
use crate::list::{AddAll as _, Gather as _};
use crate::math::{between, exp2, log2, remainder};
use crate::space::{Css, Point, Rect};

/// A text to set along a line. Lengths are CSS pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run<'a> {
    pub(super) text: &'a str,
    pub(super) width: f64,
    /// Of the font.
    pub(super) size: f64,
    /// How far above the line the middle of the letters is; 0 for letters on the line.
    pub(super) above: f64,
}

/// Distance of the places to try, CSS pixels; it doubles from there to the next zoom.
const STEP: f64 = 64.0;
/// Ends of lines nearer than this are joined, CSS pixels.
const JOINT: f64 = 7.0;
/// A baseline turns no more than this from one letter or two to the next, and in all; radians.
const BEND: f64 = 0.3;
const BENDS: f64 = 1.1;
/// Nor is it much steeper than upright; radians.
const STEEP: f64 = 1.7;
/// What speaks against standing beside the line instead of on it.
const AWAY: u32 = 6;
/// Room at both ends for a font that is wider than its estimate, as a share of the width.
const RESERVE: f64 = 0.15;

/// Baselines along `lines` in `region`, which is the frame and [`BLEED`] around it, each with what speaks against it. They are tried where the lines cross a grid that
/// belongs to the map, so that they move with it.
pub(super) fn baselines(
    lines: &[Vec<Point<Css>>],
    run: Run<'_>,
    camera: &Camera,
    region: &Rect<Css>,
) -> Vec<(u32, Vec<Point<Css>>)> {
    let origin = camera.to_css(Point::new(0.0, 0.0));
    let step = STEP * camera.scale / exp2(log2(camera.scale).floor());
    let frame = region.inflate(-BLEED);
    let mut found = Vec::new();
    for line in joined(lines) {
        let walked = walked(&line);
        // A line that is in view as a whole may be too short for the grid.
        let ends = [line.first(), line.last()];
        if ends.into_iter().flatten().all(|&end| frame.contains(end)) {
            let middle = walked.last().map_or(0.0, |length| length / 2.0);
            let (on, beside) = baseline(&line, &walked, middle, run);
            found.add_all(on);
            found.add_all(beside);
        }
        for index in 1..line.len() {
            let (from, to) = (line[index - 1], line[index]);
            for (a, b, zero) in [(from.x, to.x, origin.x), (from.y, to.y, origin.y)] {
                let (a, b) = ((a - zero) / step, (b - zero) / step);
                // The first of the grid's lines that the segment crosses; segments are short.
                let crossed = a.max(b).floor();
                if crossed < a.min(b) || a == b {
                    continue;
                }
                let share = (crossed - a) / (b - a);
                if !region.contains(from.lerp(to, share)) {
                    continue;
                }
                let along = walked[index - 1] + (walked[index] - walked[index - 1]) * share;
                // Rarer lines of the grid first.
                let is_rarer = |step: f64| u32::from(remainder(crossed, step) != 0.0);
                let rare = is_rarer(2.0) + is_rarer(4.0) + is_rarer(8.0);
                let (on, beside) = baseline(&line, &walked, along, run);
                found.add_all(on.map(|(cost, path)| (cost + rare, path)));
                found.add_all(beside.map(|(cost, path)| (cost + rare, path)));
            }
        }
    }
    found
}

/// The baseline around a place of a line, as a share of its length.
pub(super) fn baseline_on(
    line: &[Point<Css>],
    share: f64,
    run: Run<'_>,
) -> Option<(u32, Vec<Point<Css>>)> {
    let walked = walked(line);
    baseline(line, &walked, walked.last()? * share, run).0
}

/// By point: the length of the line up to there.
fn walked(line: &[Point<Css>]) -> Vec<f64> {
    let mut walked = 0.0;
    let lengths = line.iter().enumerate().map(|(index, point)| {
        walked += line[index.saturating_sub(1)].distance(*point);
        walked
    });
    lengths.gathered()
}

/// Lines that go on where others end, joined.
fn joined(lines: &[Vec<Point<Css>>]) -> Vec<Vec<Point<Css>>> {
    let mut chains: Vec<Vec<Point<Css>>> = Vec::new();
    for line in lines {
        let (Some(&first), Some(&last)) = (line.first(), line.last()) else {
            continue;
        };
        if let Some(chain) = chains.last_mut() {
            let meets = |one: Point<Css>, other: Option<&Point<Css>>| {
                other.is_some_and(|other| one.distance(*other) < JOINT)
            };
            // The first leg may run the other way.
            if !meets(first, chain.last())
                && !meets(last, chain.last())
                && (meets(first, chain.first()) || meets(last, chain.first()))
            {
                chain.reverse();
            }
            if meets(first, chain.last()) {
                chain.extend_from_slice(&line[1..]);
                continue;
            }
            if meets(last, chain.last()) {
                chain.add_all(line.iter().rev().skip(1).copied());
                continue;
            }
        }
        chains.push(line.clone());
    }
    chains
}

/// A place for a text, and what speaks against it.
type Baseline = (u32, Vec<Point<Css>>);

/// The baseline of a text whose middle is `at` CSS pixels along a line, from left to right: on the line where that bends
/// gently, or straight above it where it wiggles.
fn baseline(
    line: &[Point<Css>],
    walked: &[f64],
    at: f64,
    run: Run<'_>,
) -> (Option<Baseline>, Option<Baseline>) {
    let half = run.width / 2.0;
    let (start, end) = (at - half, at + half);
    if start < 0.0 || walked.last().is_none_or(|&length| end > length) {
        return (None, None);
    }
    let place = |along: f64| {
        let next = walked.partition_point(|&walked| walked < along);
        let next = next.min(line.len() - 1).max(1);
        let (before, after) = (walked[next - 1], walked[next]);
        let share = (along - before) / (after - before).max(1e-9);
        line[next - 1].lerp(line[next], between(share, 0.0, 1.0))
    };
    let pieces = (run.width / (1.5 * run.size)).ceil().max(2.0);
    let piece = run.width / pieces;
    let mut path = Vec::new();
    let mut off: f64 = 0.0;
    let mut along = start;
    while along < end + piece / 2.0 {
        // The line without its wiggles.
        let near = |shift: f64| place(between(along + shift * piece, start, end));
        let (before, here, after) = (near(-0.5), near(0.0), near(0.5));
        let smooth = Point::new(
            (before.x + here.x + after.x) / 3.0,
            (before.y + here.y + after.y) / 3.0,
        );
        off = off.max(smooth.distance(here));
        path.push(smooth);
        along += piece;
    }
    let last = path.len() - 1;
    if path[last].x < path[0].x {
        path.reverse();
    }
    let (first, last) = (path[0], path[last]);
    // How far the line is above and below the straight way.
    let (mut above, mut below): (f64, f64) = (0.0, 0.0);
    let length = first.distance(last).max(1e-9);
    for point in &path {
        let (dx, dy) = (point.x - first.x, point.y - first.y);
        let down = ((last.x - first.x) * dy - (last.y - first.y) * dx) / length;
        above = above.max(-down);
        below = below.max(down);
    }
    let wiggles = above + below + off;
    let straight = vec![first, last];
    let steep = angle(&straight, 0).abs();
    // Letters that join would come apart on a bend.
    let bends = if joins_letters(run.text) {
        (wiggles < 0.5 * run.size && steep < STEEP).then_some(0.0)
    } else if off < 0.5 * run.size {
        bends(&path)
    } else {
        None
    };
    if joins_letters(run.text) {
        path.clone_from(&straight);
    }
    let tilt = small((steep - 0.8).max(0.0) * 8.0);
    let on = bends.map(|bends| (small(bends * 8.0) + tilt, shifted(&path, run, run.above)));
    // As straight as it can be, off the line.
    let clear = above + 0.8 * run.size;
    let beside = length > 0.92 * run.width && wiggles < 1.6 * run.size && steep < 1.0;
    let beside = (on.is_none() && beside).then(|| {
        let cost = AWAY + small(wiggles * 0.5) + tilt;
        (cost, shifted(&straight, run, clear))
    });
    (on, beside)
}

fn angle(path: &[Point<Css>], index: usize) -> f64 {
    let (from, to) = (path[index], path[index + 1]);
    libm::atan2(to.y - from.y, to.x - from.x)
}

/// How much a path turns in all; `None` where it turns too much for letters, or a letter would stand on its head.
fn bends(path: &[Point<Css>]) -> Option<f64> {
    let mut turned = 0.0;
    let mut before = angle(path, 0);
    for index in 0..path.len() - 1 {
        let heading = angle(path, index);
        let turn = (heading - before).abs();
        if turn > BEND || heading.abs() > STEEP {
            return None;
        }
        turned += turn;
        before = heading;
    }
    (turned < BENDS).then_some(turned)
}

/// The path moved from the line to where the feet of the letters are, with some room at its ends.
fn shifted(path: &[Point<Css>], run: Run<'_>, above: f64) -> Vec<Point<Css>> {
    /// The middle of small letters above their feet, in ems.
    const MIDDLE: f64 = 0.3;
    let down = MIDDLE * run.size - above;
    let reserve = RESERVE * run.width;
    let last = path.len() - 1;
    let points = path.iter().enumerate();
    points
        .map(|(index, point)| {
            let (before, after) = (path[index.saturating_sub(1)], path[(index + 1).min(last)]);
            let (x, y) = before.toward(after);
            let more = if index == 0 {
                -reserve
            } else if index == last {
                reserve
            } else {
                0.0
            };
            point.offset(x * more - y * down, y * more + x * down)
        })
        .gathered()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of a float saturates"
)]
pub(super) fn small(cost: f64) -> u32 {
    cost as u32
}
