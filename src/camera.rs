//! The one way from the plane to the element, and back.

use crate::geo::projection::Projection;
use crate::math::{between, cos, exp2, log2};
use crate::space::{Css, Plane, Point, Rect, Size};

/// Which part of the plane fills the element.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Camera {
    /// Shown in the middle of the element.
    pub center: Point<Plane>,
    /// CSS pixels per unit of the plane.
    pub scale: f64,
    /// Of the element.
    pub size: Size,
}

/// Edge of a web map tile, CSS pixels: the whole world at zoom 0.
const TILE: f64 = 256.0;

impl Camera {
    /// The camera that shows all of `rect` inside the element less `padding` CSS pixels on each side.
    #[must_use]
    pub fn fit(mut rect: Rect<Plane>, size: Size, padding: f64) -> Self {
        // Nothing of what was to be seen has a place in this projection.
        if rect.is_empty() {
            rect = Rect::around([Point::new(0.0, 0.0)]);
        }
        let fit = |room: f64, extent: f64| (room - 2.0 * padding).max(1.0) / extent.max(1e-9);
        Self {
            center: rect.center(),
            scale: fit(size.width, rect.width()).min(fit(size.height, rect.height())),
            size,
        }
    }

    /// Whether anything can be seen through it: all its numbers are numbers.
    #[must_use]
    pub fn is_somewhere(&self) -> bool {
        let Size { width, height } = self.size;
        let sum = self.center.x + self.center.y + self.scale + width + height;
        sum.is_finite() && self.scale > 0.0
    }

    /// Where a point of the plane is drawn. The only place where y turns over.
    #[must_use]
    pub fn to_css(&self, point: Point<Plane>) -> Point<Css> {
        Point::new(
            self.size.width / 2.0 + (point.x - self.center.x) * self.scale,
            self.size.height / 2.0 - (point.y - self.center.y) * self.scale,
        )
    }

    /// What is drawn at a place of the element.
    #[must_use]
    pub fn to_plane(&self, point: Point<Css>) -> Point<Plane> {
        Point::new(
            self.center.x + (point.x - self.size.width / 2.0) / self.scale,
            self.center.y - (point.y - self.size.height / 2.0) / self.scale,
        )
    }

    /// The part of the plane in view.
    #[must_use]
    pub fn view(&self) -> Rect<Plane> {
        let half_width = self.size.width / 2.0 / self.scale;
        let half_height = self.size.height / 2.0 / self.scale;
        Rect {
            min: self.center.offset(-half_width, -half_height),
            max: self.center.offset(half_width, half_height),
        }
    }

    /// The camera after the map was dragged by `dx`, `dy` CSS pixels.
    #[must_use]
    pub fn panned(&self, dx: f64, dy: f64) -> Self {
        Self {
            center: self.center.offset(-dx / self.scale, dy / self.scale),
            ..*self
        }
    }

    /// The camera with its scale multiplied by `factor` and the place `at` staying where it is.
    #[must_use]
    pub fn scaled_about(&self, at: Point<Css>, factor: f64) -> Self {
        let fixed = self.to_plane(at);
        let scaled = Self {
            scale: self.scale * factor,
            ..*self
        };
        let moved = scaled.to_css(fixed);
        scaled.panned(at.x - moved.x, at.y - moved.y)
    }

    /// The Web Mercator zoom (256-pixel tiles) that has the same ground scale at the centre.
    #[must_use]
    pub fn zoom(&self, projection: &Projection) -> f64 {
        self.zoom_at(lat_of(self.center, projection), projection)
    }

    /// The Web Mercator zoom that has the same ground scale at a latitude, in degrees.
    #[must_use]
    pub fn zoom_at(&self, lat: f64, projection: &Projection) -> f64 {
        log2(self.scale / scale_of_zoom_0(lat, projection))
    }

    /// The scale that has the Web Mercator `zoom` at `center`; the inverse of [`Camera::zoom`].
    #[must_use]
    pub fn scale_for_zoom(zoom: f64, center: Point<Plane>, projection: &Projection) -> f64 {
        exp2(zoom) * scale_of_zoom_0(lat_of(center, projection), projection)
    }
}

fn lat_of(center: Point<Plane>, projection: &Projection) -> f64 {
    let center = projection.inverse(center);
    center.map_or(0.0, |center| between(center.lat, -85.0, 85.0))
}

/// A Web Mercator map at zoom 0 is 256 px around the equator, and 1/cos φ larger than the ground at latitude φ.
fn scale_of_zoom_0(lat: f64, projection: &Projection) -> f64 {
    let ground = TILE / std::f64::consts::TAU / cos(lat.to_radians());
    ground / projection.scale_at(lat)
}
