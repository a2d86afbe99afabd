//! Lines that share a track run side by side.

use crate::space::{Css, Point};

/// Which lane each feature has on each track it uses.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lanes {
    /// By track: its features, from left to right seen along the track.
    tracks: Vec<Vec<usize>>,
}

impl Lanes {
    /// Lanes for `users`: pairs of a track and a feature on it, in the order from left to right seen along the track.
    #[must_use]
    pub fn new(users: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut tracks: Vec<Vec<usize>> = Vec::new();
        for (track, feature) in users {
            if tracks.len() <= track {
                tracks.resize(track + 1, Vec::new());
            }
            // A route may pass the same way twice; it is drawn once.
            if !tracks[track].contains(&feature) {
                tracks[track].push(feature);
            }
        }
        Self { tracks }
    }

    /// Lanes from the middle of `track`, to the right along its direction if positive.
    #[must_use]
    pub fn of(&self, track: Option<usize>, feature: usize) -> f64 {
        let users = track.and_then(|track| self.tracks.get(track));
        let Some(users) = users else {
            return 0.0;
        };
        let lane = users.iter().position(|&user| user == feature);
        lane.map_or(0.0, |lane| to_f64(lane) + 0.5 - 0.5 * to_f64(users.len()))
    }
}

fn to_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The line `distance` CSS pixels beside `line`: to its right if positive, seen along it.
///
/// Corners are mitred, up to twice the distance. The line should be free of details smaller than the distance.
#[must_use]
pub fn beside(line: &[Point<Css>], distance: f64) -> Vec<Point<Css>> {
    if distance == 0.0 || line.len() < 2 {
        return line.to_vec();
    }
    // Unit normals of the segments, to the right where y points down.
    let normals: Vec<(f64, f64)> = line
        .windows(2)
        .map(|pair| {
            let length = pair[0].distance(pair[1]).max(1e-9);
            (
                -(pair[1].y - pair[0].y) / length,
                (pair[1].x - pair[0].x) / length,
            )
        })
        .collect();
    line.iter()
        .enumerate()
        .map(|(index, point)| {
            let before = normals[index.saturating_sub(1).min(normals.len() - 1)];
            let after = normals[index.min(normals.len() - 1)];
            let (x, y) = (before.0 + after.0, before.1 + after.1);
            let length_squared = x * x + y * y;
            // The mitre's length is 2 / |sum of unit normals|²; limited where the line turns back.
            let factor = distance * 2.0 / length_squared.max(1.0);
            point.offset(x * factor, y * factor)
        })
        .collect()
}
