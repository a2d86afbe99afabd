//! Projecting an atlas bit by bit.

use std::rc::Rc;

use super::outline::look;
use super::{Shape, Shapes, index};
use crate::atlas::{Atlas, Feature};
use crate::geo::cut::project_line;
use crate::geo::index::Index;
use crate::geo::projection::Projection;
use crate::list::Gather as _;
use crate::space::{Plane, Point};

/// Features on their way into the plane, some at a time: their page has other things to do.
pub struct Projecting {
    /// Where they are projected to.
    pub projection: Projection,
    tracks: Vec<Vec<Vec<Point<Plane>>>>,
    pub(super) shapes: Vec<Rc<Shape>>,
    /// As in [`Shapes`].
    pub(super) looks: Vec<u16>,
    /// Those of overlays, as in [`Shapes`].
    pub(super) indices: Vec<(usize, Rc<Index<Plane>>)>,
    /// How many of the shapes are in them.
    indexed: usize,
}

/// How many features of an overlay one index has.
const INDEXED: usize = 4096;

impl Projecting {
    /// Begins with the features of an overlay, which refer to no tracks.
    #[must_use]
    pub const fn beside(projection: Projection) -> Self {
        Self {
            projection,
            tracks: Vec::new(),
            shapes: Vec::new(),
            looks: Vec::new(),
            indices: Vec::new(),
            indexed: 0,
        }
    }

    /// Begins with the tracks of an atlas, which its features refer to.
    #[must_use]
    pub fn new(atlas: &Atlas, projection: Projection) -> Self {
        let tracks = atlas.tracks.iter();
        let tracks = tracks.map(|track| project_line(&track.line, &projection));
        Self {
            projection,
            tracks: tracks.gathered(),
            shapes: Vec::new(),
            looks: Vec::new(),
            indices: Vec::new(),
            indexed: 0,
        }
    }

    /// Projects the next of the features, until they have at least so many positions; answers whether others are left.
    pub fn go_on(&mut self, features: &[Rc<Feature>], positions: usize) -> bool {
        let mut done = 0;
        for feature in &features[self.shapes.len()..] {
            if done >= positions {
                return true;
            }
            let shape = Shape::new(feature, &self.projection, &self.tracks);
            let rings = shape.base.area.iter().flat_map(|area| &area.parts);
            done += rings.chain(&shape.base.lines).map(Vec::len).sum::<usize>();
            // What has none costs something too.
            done += 1 + shape.points.len();
            self.looks.push(look(feature, &shape));
            self.shapes.push(Rc::new(shape));
            if self.shapes.len() >= self.indexed + INDEXED {
                self.index();
            }
        }
        if self.indexed < self.shapes.len() {
            self.index();
        }
        false
    }

    fn index(&mut self) {
        let index = index(&self.shapes[self.indexed..]);
        self.indices.push((self.indexed, Rc::new(index)));
        self.indexed = self.shapes.len();
    }

    /// All of an atlas: features that are left are projected first.
    #[must_use]
    pub fn finish(mut self, atlas: &Atlas) -> Shapes {
        self.go_on(&atlas.features, usize::MAX);
        Shapes::build(
            atlas,
            self.projection,
            Rc::new(self.tracks),
            (self.shapes, self.looks),
            self.indices,
            None,
        )
    }
}
