//! The overview as small as an inset shows it.

use super::{Ground, project_bounds};
use crate::atlas::Atlas;
use crate::geo::projection::Projection;
use crate::space::{Plane, Rect};

/// The base map of the overview, for insets.
#[derive(Debug)]
pub struct Locator {
    /// What it shows.
    pub bounds: Rect<Plane>,
    /// Cut to `bounds`.
    pub ground: Ground,
}

/// Details below this share of the width cannot be seen in an inset.
const TOLERANCE: f64 = 0.003;

impl Locator {
    pub(super) fn new(atlas: &Atlas, projection: &Projection, ground: &Ground) -> Self {
        let bounds = project_bounds(atlas.manifest.bounds, projection);
        Self {
            bounds,
            ground: ground.cut(&bounds, bounds.width() * TOLERANCE),
        }
    }
}
