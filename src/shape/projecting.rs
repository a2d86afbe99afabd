//! Projecting an atlas bit by bit.

use std::rc::Rc;

use super::{Shape, Shapes};
use crate::atlas::Atlas;
use crate::geo::cut::project_line;
use crate::geo::projection::Projection;
use crate::list::Gather as _;
use crate::space::{Plane, Point};

/// An atlas on its way into the plane, some features at a time: its page has other things to do.
pub struct Projecting {
    projection: Projection,
    tracks: Vec<Vec<Vec<Point<Plane>>>>,
    shapes: Vec<Shape>,
}

impl Projecting {
    /// Begins with the tracks, which features refer to.
    #[must_use]
    pub fn new(atlas: &Atlas, projection: Projection) -> Self {
        let tracks = atlas.tracks.iter();
        let tracks = tracks.map(|track| project_line(&track.line, &projection));
        Self {
            projection,
            tracks: tracks.gathered(),
            shapes: Vec::new(),
        }
    }

    /// Projects the next features, until they have at least so many positions; answers whether others are left.
    pub fn go_on(&mut self, atlas: &Atlas, positions: usize) -> bool {
        let mut done = 0;
        for feature in &atlas.features[self.shapes.len()..] {
            if done >= positions {
                return true;
            }
            let shape = Shape::new(feature, &self.projection, &self.tracks);
            let rings = shape.base.area.iter().flat_map(|area| &area.parts);
            done += rings.chain(&shape.base.lines).map(Vec::len).sum::<usize>();
            self.shapes.push(shape);
        }
        false
    }

    /// All of it: features that are left are projected first.
    #[must_use]
    pub fn finish(self, atlas: &Atlas) -> Shapes {
        Shapes::build(
            atlas,
            self.projection,
            Rc::new(self.tracks),
            self.shapes,
            None,
        )
    }
}
