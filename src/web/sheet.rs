//! A sheet: a picture that is larger than the element, drawn in pieces, and moved or stretched where it serves.

use super::canvas::{Place, Surface, Tools};
use crate::camera::Camera;
use crate::scene::{Item, Scene, Unnamed};
use crate::space::{Css, Point, Size};

/// A picture that is larger than the element on each side.
pub(super) struct Sheet {
    /// Counts changes, by the painter's count: see `Painter::edition_of`.
    pub(super) edition: u64,
    pub(super) surface: Surface,
    /// By how much: whole device pixels, as CSS pixels.
    pub(super) bleed: f64,
    pub(super) scene: Scene,
    /// What its names need.
    pub(super) unnamed: Unnamed,
    /// Whether it has them.
    pub(super) named: bool,
    /// How many of the scene's items have been drawn.
    drawn: usize,
    /// How many of the scene's names have been written, once all items are drawn.
    pub(super) written: usize,
    /// How many shall be before it is shown; the others are coming. Known once all items are drawn.
    pub(super) steady: Option<usize>,
    /// Whether its names are those on the screen.
    pub(super) shown: bool,
}

/// The least and the most that a sheet is stretched.
const STRETCH: [f64; 2] = [0.6, 1.9];
/// A sheet that is stretched by more is replaced while there is time.
const STRETCHED: f64 = 1.4;
/// So is one that the element has come so near to the edge of, as a share of its bleed.
const USED_UP: f64 = 0.35;
/// How far ahead of a moving map the next sheet lies, as a share of its bleed.
const AHEAD: f64 = 0.6;
/// And how much nearer one looks there, or farther.
const NEARER: f64 = 1.25;
/// How much is drawn at a time: points of lines, about.
const PIECE: usize = 2500;

impl Sheet {
    pub(super) fn place(&self, ratio: f64) -> Place {
        Place {
            camera: self.scene.camera,
            ratio,
            bleed: self.bleed,
        }
    }

    /// An empty one, whose scene has no names yet.
    pub(super) fn new(
        edition: u64,
        surface: Surface,
        bleed: f64,
        (scene, unnamed): (Scene, Unnamed),
    ) -> Self {
        Self {
            edition,
            surface,
            bleed,
            scene,
            unnamed,
            named: false,
            drawn: 0,
            written: 0,
            steady: None,
            shown: false,
        }
    }

    /// Draws some more of the items; answers whether these were the last.
    pub(super) fn draw_piece(&mut self, tools: &Tools, ratio: f64) -> bool {
        let rest = &self.scene.items[self.drawn..];
        let (mut cost, mut count) = (0, 0);
        for item in rest {
            cost += cost_of(item);
            // What costs much is a piece of its own.
            if count > 0 && cost > PIECE {
                break;
            }
            count += 1;
        }
        tools.draw(&self.surface, self.place(ratio), &rest[..count]);
        self.drawn += count;
        self.drawn == self.scene.items.len()
    }

    /// Writes the names up to the one with this number.
    pub(super) fn write(&mut self, tools: &Tools, ratio: f64, end: usize) {
        let end = end.min(self.scene.labels.len());
        let labels = &self.scene.labels[self.written..end];
        tools.write(&self.surface, self.place(ratio), labels);
        self.written = end;
    }

    /// Where its top left corner is for a camera, CSS pixels, and how much it is stretched.
    pub(super) fn seen_by(&self, camera: &Camera) -> (Point<Css>, f64) {
        let own = &self.scene.camera;
        let corner = own.to_plane(Point::new(-self.bleed, -self.bleed));
        (camera.to_css(corner), camera.scale / own.scale)
    }

    /// How far it reaches beyond the element on the side where that is least, CSS pixels; and how much it is stretched.
    fn margin(&self, camera: &Camera) -> (f64, f64) {
        let (at, stretch) = self.seen_by(camera);
        let Size { width, height } = camera.size;
        let right = at.x + (width + 2.0 * self.bleed) * stretch - width;
        let bottom = at.y + (height + 2.0 * self.bleed) * stretch - height;
        (right.min(bottom).min(-at.x).min(-at.y), stretch)
    }

    /// Whether it covers the element for a camera, and is as sharp as it has to be.
    pub(super) fn serves(&self, camera: &Camera, moves: bool) -> bool {
        let (margin, stretch) = self.margin(camera);
        margin >= 0.0 && (is_one(stretch) || moves && is_between(stretch, STRETCH))
    }

    /// Whether there had better be another for a camera.
    pub(super) fn is_used_up(&self, camera: &Camera, growth: f64, moves: bool) -> bool {
        let (margin, stretch) = self.margin(camera);
        if growth > 1.0 && !is_one(growth) {
            moves && stretch > STRETCHED
        } else {
            (moves || is_one(stretch)) && margin < USED_UP * self.bleed
        }
    }

    /// Where the next sheet had better be for a map that has moved to a camera.
    pub(super) fn ahead(&self, camera: Camera, growth: f64) -> Camera {
        let (at, stretch) = self.seen_by(&camera);
        let (x, y) = (at.x + self.bleed, at.y + self.bleed);
        let far = x.abs().max(y.abs());
        if !is_one(growth) {
            let nearer = if growth > 1.0 { NEARER } else { 1.0 / NEARER };
            let scale = camera.scale * nearer;
            return Camera { scale, ..camera };
        }
        if !is_one(stretch) || far == 0.0 {
            return camera;
        }
        let ahead = AHEAD * self.bleed / far;
        camera.panned(x * ahead, y * ahead)
    }
}

/// Whether a stretch is none: cameras come from degrees, and are not the same to the last digit.
pub(super) fn is_one(stretch: f64) -> bool {
    (stretch - 1.0).abs() < 1e-6
}

fn is_between(stretch: f64, [least, most]: [f64; 2]) -> bool {
    stretch > least && stretch < most
}

fn cost_of(item: &Item) -> usize {
    match item {
        Item::Fill { path, .. } | Item::Stroke { path, .. } => {
            path.parts.iter().map(Vec::len).sum()
        }
        Item::Line { points, .. } => 20 + points.len(),
        Item::Relief { .. } => PIECE / 2,
        Item::Area { .. } | Item::Mark { .. } | Item::Label(_) => 50,
    }
}
