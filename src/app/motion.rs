//! How the camera moves: to targets, by hand, along flights and glides, within limits.

use super::{Effect, Effects, Model};
use crate::camera::Camera;
use crate::flight::Flight;
use crate::lon_lat::{LonLat, LonLatBounds};
use crate::math::{between, hypot};
use crate::shape::project_bounds;
use crate::space::{Css, Point, Rect, Size};

/// No canvas is wider or higher, CSS pixels; what counts places in the element needs memory for all of it.
pub(super) const WIDEST: f64 = 16_384.0;

/// How much of the map's edges controls and panels cover, CSS pixels. What is fitted into view keeps clear of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Insets {
    /// At the left edge.
    pub left: f64,
    /// At the right edge.
    pub right: f64,
    /// At the bottom edge.
    pub bottom: f64,
    /// What covers parts of the map, those at its edges among them: no name stands there.
    pub covered: Vec<Rect<Css>>,
}

impl Insets {
    /// Each as a length that can be: a page may have put its controls anywhere.
    pub(super) fn sane(self) -> Self {
        const fn length(inset: f64) -> f64 {
            between(inset, 0.0, WIDEST)
        }
        Self {
            left: length(self.left),
            right: length(self.right),
            bottom: length(self.bottom),
            ..self
        }
    }
}

/// Where to go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// A centre and a Web Mercator zoom; what is `None` stays.
    View(Option<LonLat>, Option<f64>),
    /// The step's view while one is told, or the overview: `go` puts that in its place.
    Start,
    /// The atlas's overview, as fits the element's shape.
    Overview,
    /// A quadrangle of the globe.
    Bounds(LonLatBounds),
    /// A feature.
    Feature(usize),
    /// All of a layer.
    Layer(usize),
    /// A step of the story, as fits the element's shape.
    Step(usize),
}

/// How to get there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// In the next frame.
    Cut,
    /// Along a path; a cut where the reader wants less motion.
    Fly,
}

/// The map moving on after a throw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glide {
    /// CSS pixels per millisecond.
    pub(super) velocity: (f64, f64),
    pub(super) time: Option<f64>,
}

/// The deepest zoom: beyond it the data has no more to show.
const MAX_ZOOM: f64 = 12.0;
/// The zoom at which a point is shown when one flies to it.
const POINT_ZOOM: f64 = 6.5;
/// Space left around what is fitted into view, as a share of the element's smaller side.
const PADDING: f64 = 0.04;
/// A glide loses this share of its speed per millisecond, and ends below this speed.
const GLIDE_DECAY: f64 = 0.004;
const GLIDE_END: f64 = 0.02;

impl Model {
    /// Whether the reader wants less motion.
    #[must_use]
    pub const fn reduced_motion(&self) -> bool {
        self.reduced_motion
    }

    /// Whether the camera is moving by itself or under a hand, rather than from one place to the next.
    #[must_use]
    pub const fn is_moving(&self) -> bool {
        self.by_hand || self.flight.is_some() || self.glide.is_some()
    }

    /// Whether a pointer is down.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.gesture.pointers() > 0
    }

    pub(super) fn reframe(&mut self) {
        if let Some(camera) = self.framed.and_then(|target| self.camera_for(target)) {
            self.camera = camera;
        }
    }

    /// Moves what is selected out from under what covers it.
    pub(super) fn reveal(&mut self) -> Effects {
        /// Kept free around it, CSS pixels.
        const AROUND: f64 = 40.0;
        let size = self.camera.size;
        // A map that has not been given its size shows nothing yet.
        let Some(selected) = self.selected.filter(|_| size.width > 1.0) else {
            return Effects::NONE;
        };
        let tapped = self.last_pick.as_ref().map(|(place, _)| *place);
        let shape = &self.shapes.shapes[selected];
        let place = shape.label.unwrap_or(shape.bounds.center());
        let at = self.camera.to_css(tapped.unwrap_or(place));
        let in_frame = size.rect().contains(at);
        let right = size.width - self.insets.right - AROUND;
        let bottom = size.height - self.insets.bottom - AROUND;
        let (dx, dy) = ((right - at.x).min(0.0), (bottom - at.y).min(0.0));
        if !in_frame || (dx == 0.0 && dy == 0.0) {
            return Effects::NONE;
        }
        self.framed = None;
        self.fly(self.camera.panned(dx, dy), Motion::Fly)
    }

    pub(super) fn moved_by_hand(&mut self, camera: Camera) -> Effects {
        self.flight = None;
        self.glide = None;
        self.framed = None;
        self.by_hand = true;
        self.camera = self.constrain(camera);
        Effect::Draw | Effect::ViewChanged
    }

    pub(super) fn frame(&mut self, time: f64) -> Effects {
        if let Some(flight) = &mut self.flight {
            let (camera, arrived) = flight.at(time);
            self.camera = camera;
            if !arrived {
                return Effect::Draw | Effect::Animate;
            }
            self.flight = None;
            return Effect::Draw | Effect::ViewChanged;
        }
        if let Some(glide) = &mut self.glide {
            let elapsed = glide
                .time
                .map_or(0.0, |last| between(time - last, 0.0, 64.0));
            glide.time = Some(time);
            let (x, y) = glide.velocity;
            let decay = libm::exp(-GLIDE_DECAY * elapsed);
            glide.velocity = (x * decay, y * decay);
            let going = hypot(x, y) > GLIDE_END;
            self.camera = self.constrain(self.camera.panned(x * elapsed, y * elapsed));
            if going {
                return Effect::Draw | Effect::Animate;
            }
            self.glide = None;
            return Effect::Draw | Effect::ViewChanged;
        }
        Effects::NONE
    }

    pub(super) fn go(&mut self, target: Target, motion: Motion) -> Effects {
        let target = match (target, self.framed) {
            (Target::Start, _) => self.start(),
            (Target::View(center, zoom), Some(Target::View(asked, asked_zoom))) => {
                Target::View(center.or(asked), zoom.or(asked_zoom))
            }
            (target, _) => target,
        };
        let Some(camera) = self.camera_for(target) else {
            return Effects::NONE;
        };
        self.framed = Some(target);
        self.fly(camera, motion)
    }

    /// What [`Target::Start`] is by now.
    pub(super) fn start(&self) -> Target {
        self.step.map_or(Target::Overview, Target::Step)
    }

    pub(super) fn fly(&mut self, camera: Camera, motion: Motion) -> Effects {
        let camera = self.constrain(camera);
        self.glide = None;
        self.flight = None;
        self.by_hand = false;
        if motion == Motion::Cut || self.reduced_motion {
            self.camera = camera;
            return Effect::Draw | Effect::ViewChanged;
        }
        self.flight = Some(Flight::new(self.camera, camera));
        Effect::Animate.into()
    }

    /// The camera that shows a target; `None` where it has no place in this projection.
    pub(super) fn camera_for(&self, target: Target) -> Option<Camera> {
        let size = self.camera.size;
        let projection = &self.shapes.projection;
        let narrow = size.width < size.height;
        // A quadrangle that somebody chose may be as small as they like.
        let mut nearest = MAX_ZOOM;
        let mut rect = Rect::empty();
        let bounds = match target {
            Target::View(center, zoom) => {
                let center = match center {
                    Some(center) => projection.forward(center)?,
                    None => self.camera.center,
                };
                let zoom = zoom.unwrap_or_else(|| self.camera.zoom(projection));
                return Some(Camera {
                    center,
                    scale: Camera::scale_for_zoom(zoom, center, projection),
                    size,
                });
            }
            Target::Feature(feature) => {
                nearest = POINT_ZOOM;
                rect = self.shapes.shapes.get(feature)?.bounds;
                None
            }
            Target::Layer(layer) => {
                nearest = POINT_ZOOM;
                for (feature, shape) in self.atlas.features.iter().zip(&self.shapes.shapes) {
                    if feature.layer == layer {
                        rect.union(shape.bounds);
                    }
                }
                None
            }
            Target::Overview | Target::Start if narrow => Some(self.atlas.manifest.narrow_bounds),
            Target::Overview | Target::Start => Some(self.atlas.manifest.bounds),
            Target::Step(step) => {
                let step = self.atlas.story.steps.get(step)?;
                Some(if narrow {
                    step.narrow_bounds
                } else {
                    step.bounds
                })
            }
            Target::Bounds(bounds) => Some(bounds),
        };
        if let Some(bounds) = bounds {
            rect = project_bounds(bounds, projection);
        }
        if rect.is_empty() {
            return None;
        }
        let padding = PADDING * size.width.min(size.height);
        let Insets {
            left,
            right,
            bottom,
            ..
        } = self.insets;
        let camera = Camera::fit(rect, self.uncovered(size), padding);
        let most = Camera::scale_for_zoom(nearest, camera.center, projection);
        let camera = Camera {
            scale: camera.scale.min(most),
            size,
            ..camera
        };
        Some(camera.panned((left - right) / 2.0, -bottom / 2.0))
    }

    /// How large the part of the map is that nothing covers.
    fn uncovered(&self, size: Size) -> Size {
        Size {
            width: (size.width - self.insets.left - self.insets.right).max(size.width / 3.0),
            height: (size.height - self.insets.bottom).max(size.height / 3.0),
        }
    }

    /// The camera nearer by `factor`, or as near or far as is allowed; what is at `at` stays there.
    pub(super) fn zoomed(&self, from: Camera, at: Point<Css>, factor: f64) -> Camera {
        let wanted = Camera {
            scale: from.scale * factor,
            ..from
        };
        from.scaled_about(at, self.constrain(wanted).scale / from.scale)
    }

    /// The nearest camera that is allowed: neither too far, nor too near, nor away from the map.
    pub(super) fn constrain(&self, camera: Camera) -> Camera {
        let extent = self.shapes.extent;
        if extent.is_empty() {
            return camera;
        }
        let projection = &self.shapes.projection;
        let size = camera.size;
        // All of the map may be seen beside what covers a part of it.
        let least = Camera::fit(extent, self.uncovered(size), 0.0).scale;
        // The middle of what is uncovered may be anywhere on the map.
        let scale = camera.scale.max(least);
        let covered = |inset: f64| inset / 2.0 / scale;
        let (left, right) = (covered(self.insets.left), covered(self.insets.right));
        let bottom = extent.min.y - covered(self.insets.bottom);
        let center = Point::new(
            between(camera.center.x, extent.min.x - left, extent.max.x + right),
            between(camera.center.y, bottom, extent.max.y),
        );
        let most = Camera::scale_for_zoom(MAX_ZOOM, center, projection);
        Camera {
            center,
            scale: scale.min(most),
            size,
        }
    }
}
