//! The path of the camera from one place to another.
//!
//! J. J. van Wijk and W. A. A. Nuij, *Smooth and efficient zooming and panning*, IEEE InfoVis 2003: far flights zoom out,
//! travel, and zoom in, so that what moves past the eye has a steady speed.

use crate::camera::Camera;
use crate::math::{between, cosh_sinh, exp2, log2};
use crate::space::{Plane, Point};

/// ρ: how much a flight zooms out to travel.
const CURVATURE: f64 = 1.4;
/// Milliseconds: the shortest and longest flight.
const DURATION: (f64, f64) = (400.0, 1600.0);
/// Milliseconds per unit of path length.
const PACE: f64 = 600.0;

/// A flight under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Flight {
    from: Camera,
    to: Camera,
    path: Path,
    /// Milliseconds; set by the first frame.
    started: Option<f64>,
    /// Milliseconds.
    duration: f64,
}

#[derive(Debug, Clone, PartialEq)]
enum Path {
    /// Too near for more than a change of scale.
    Zoom { length: f64 },
    /// In van Wijk's terms: u is the distance travelled, w the width in view.
    Arc { distance: f64, start: f64, end: f64 },
}

impl Flight {
    /// From one camera to another.
    #[must_use]
    pub fn new(from: Camera, to: Camera) -> Self {
        let (w0, w1) = (width(&from), width(&to));
        let distance = from.center.distance(to.center);
        let rho2 = CURVATURE * CURVATURE;
        let path = if distance < 1e-6 * w0 {
            Path::Zoom {
                length: libm::log(w1 / w0).abs() / CURVATURE,
            }
        } else {
            let rho4_u2 = rho2 * rho2 * distance * distance;
            let b0 = (w1 * w1 - w0 * w0 + rho4_u2) / (2.0 * w0 * rho2 * distance);
            let b1 = (w1 * w1 - w0 * w0 - rho4_u2) / (2.0 * w1 * rho2 * distance);
            // −asinh b, without the difference of two nearly equal numbers.
            let r = |b: f64| -libm::log((b * b + 1.0).sqrt() + b.abs()).copysign(b);
            Path::Arc {
                distance,
                start: r(b0),
                end: r(b1),
            }
        };
        let length = match path {
            Path::Zoom { length } => length,
            Path::Arc { start, end, .. } => (end - start) / CURVATURE,
        };
        Self {
            from,
            to,
            path,
            started: None,
            duration: between(length * PACE, DURATION.0, DURATION.1),
        }
    }

    /// Where the camera ends.
    #[must_use]
    pub const fn target(&self) -> Camera {
        self.to
    }

    /// The camera at `time` milliseconds of any clock, and whether it has arrived. The first call starts the flight.
    pub fn at(&mut self, time: f64) -> (Camera, bool) {
        let started = *self.started.get_or_insert(time);
        let t = between((time - started) / self.duration, 0.0, 1.0);
        if t >= 1.0 {
            return (self.to, true);
        }
        // Ease in and out.
        (self.along(t * t * (3.0 - 2.0 * t)), false)
    }

    fn along(&self, t: f64) -> Camera {
        match self.path {
            Path::Zoom { .. } => Camera {
                scale: self.from.scale * exp2(log2(self.to.scale / self.from.scale) * t),
                center: self.from.center.lerp(self.to.center, t),
                size: self.to.size,
            },
            Path::Arc {
                distance,
                start,
                end,
            } => {
                let width = width(&self.from);
                let s = start + (end - start) * t;
                let (cosh_start, _) = cosh_sinh(start);
                let (cosh_s, _) = cosh_sinh(s);
                // The paper's cosh r₀ tanh s − sinh r₀ is this, which loses no digits.
                let (_, sinh_way) = cosh_sinh(s - start);
                let travelled = width / (CURVATURE * CURVATURE) * sinh_way / cosh_s;
                let center: Point<Plane> =
                    self.from.center.lerp(self.to.center, travelled / distance);
                Camera {
                    center,
                    scale: self.from.scale * cosh_s / cosh_start,
                    size: self.to.size,
                }
            }
        }
    }
}

/// What the element shows of the plane along its longer side. An element that is not laid out yet has no size.
fn width(camera: &Camera) -> f64 {
    camera.size.width.max(camera.size.height).max(1.0) / camera.scale
}
