//! Typed coordinate spaces: a point knows the space it lives in, so spaces cannot be mixed up.

use std::fmt;
use std::marker::PhantomData;

use crate::math::hypot;

/// The projected map: unit sphere radii, x to the right, **y up**; the origin is the projection's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Plane {}

/// The element: CSS pixels from its top left corner, x to the right, y down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Css {}

/// A position in the space `S`.
pub struct Point<S> {
    /// To the right.
    pub x: f64,
    /// Up in [`Plane`], down in [`Css`].
    pub y: f64,
    space: PhantomData<S>,
}

impl<S> Point<S> {
    /// The point at `x`, `y`.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self {
            x,
            y,
            space: PhantomData,
        }
    }

    /// The point moved by `dx`, `dy`.
    #[must_use]
    pub const fn offset(self, dx: f64, dy: f64) -> Self {
        Self::new(self.x + dx, self.y + dy)
    }

    /// Straight-line distance, in the unit of the space.
    #[must_use]
    pub fn distance(self, other: Self) -> f64 {
        hypot(self.x - other.x, self.y - other.y)
    }

    /// The direction of `other` as a vector of length 1; of none where it is at the same place.
    #[must_use]
    pub fn toward(self, other: Self) -> (f64, f64) {
        let length = self.distance(other).max(1e-9);
        ((other.x - self.x) / length, (other.y - self.y) / length)
    }

    /// The point a fraction `t` of the way to `other`.
    #[must_use]
    pub fn lerp(self, other: Self, t: f64) -> Self {
        Self::new(
            self.x + (other.x - self.x) * t,
            self.y + (other.y - self.y) * t,
        )
    }
}

// Derives would ask the same of `S`, which is never a value.
impl<S> Clone for Point<S> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S> Copy for Point<S> {}
impl<S> PartialEq for Point<S> {
    fn eq(&self, other: &Self) -> bool {
        self.x == other.x && self.y == other.y
    }
}
impl<S> fmt::Debug for Point<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({}, {})", self.x, self.y)
    }
}

/// An axis-aligned rectangle in the space `S`.
pub struct Rect<S> {
    /// The corner with the smallest coordinates.
    pub min: Point<S>,
    /// The corner with the largest coordinates.
    pub max: Point<S>,
}

impl<S> Rect<S> {
    /// The rectangle that contains nothing and grows with [`Rect::include`].
    #[must_use]
    pub const fn empty() -> Self {
        Self {
            min: Point::new(f64::INFINITY, f64::INFINITY),
            max: Point::new(f64::NEG_INFINITY, f64::NEG_INFINITY),
        }
    }

    /// The smallest rectangle around `points`.
    #[must_use]
    pub fn around(points: impl IntoIterator<Item = Point<S>>) -> Self {
        let mut rect = Self::empty();
        points.into_iter().for_each(|point| rect.include(point));
        rect
    }

    /// Grows to contain `point`.
    pub const fn include(&mut self, point: Point<S>) {
        self.min.x = self.min.x.min(point.x);
        self.min.y = self.min.y.min(point.y);
        self.max.x = self.max.x.max(point.x);
        self.max.y = self.max.y.max(point.y);
    }

    /// Grows to contain `other`.
    pub const fn union(&mut self, other: Self) {
        self.min.x = self.min.x.min(other.min.x);
        self.min.y = self.min.y.min(other.min.y);
        self.max.x = self.max.x.max(other.max.x);
        self.max.y = self.max.y.max(other.max.y);
    }

    /// Whether it contains no point.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.min.x > self.max.x || self.min.y > self.max.y
    }

    /// Extent along x.
    #[must_use]
    pub const fn width(&self) -> f64 {
        self.max.x - self.min.x
    }

    /// Extent along y.
    #[must_use]
    pub const fn height(&self) -> f64 {
        self.max.y - self.min.y
    }

    /// The middle.
    #[must_use]
    pub const fn center(&self) -> Point<S> {
        Point::new(
            f64::midpoint(self.min.x, self.max.x),
            f64::midpoint(self.min.y, self.max.y),
        )
    }

    /// Larger by `margin` on every side.
    #[must_use]
    pub const fn inflate(&self, margin: f64) -> Self {
        Self {
            min: self.min.offset(-margin, -margin),
            max: self.max.offset(margin, margin),
        }
    }

    /// Whether `point` lies inside or on the edge.
    #[must_use]
    pub fn contains(&self, point: Point<S>) -> bool {
        point.x >= self.min.x
            && point.x <= self.max.x
            && point.y >= self.min.y
            && point.y <= self.max.y
    }

    /// Whether the two share a point.
    #[must_use]
    pub fn intersects(&self, other: &Self) -> bool {
        self.min.x <= other.max.x
            && other.min.x <= self.max.x
            && self.min.y <= other.max.y
            && other.min.y <= self.max.y
    }
}

impl<S> Clone for Rect<S> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S> Copy for Rect<S> {}
impl<S> PartialEq for Rect<S> {
    fn eq(&self, other: &Self) -> bool {
        self.min == other.min && self.max == other.max
    }
}
impl<S> fmt::Debug for Rect<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{:?} – {:?}]", self.min, self.max)
    }
}

/// The size of the element in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// CSS pixels.
    pub width: f64,
    /// CSS pixels.
    pub height: f64,
}

impl Size {
    /// The rectangle from the origin.
    #[must_use]
    pub const fn rect(self) -> Rect<Css> {
        Rect {
            min: Point::new(0.0, 0.0),
            max: Point::new(self.width, self.height),
        }
    }
}
