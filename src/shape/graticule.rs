//! Meridians and parallels.

use std::rc::Rc;

use super::PlanePath;
use crate::geo::cut::project_line;
use crate::geo::projection::Projection;
use crate::list::{AddAll as _, Gather as _};
use crate::lon_lat::LonLat;
use crate::space::{Plane, Rect};

/// Degrees between the points of a line.
const STEP: i32 = 2;
/// Degrees between lines.
const SPACING: i32 = 10;

/// The meridians and parallels of every tenth degree.
pub(super) fn graticule(projection: &Projection) -> Rc<PlanePath> {
    let mut lines = Vec::new();
    let mut add = |positions: Vec<LonLat>| lines.add_all(project_line(&positions, projection));
    for lon in (-180..180).step_by(SPACING as usize) {
        let lats = (-80..=80).step_by(STEP as usize);
        add(lats
            .map(|lat| LonLat::new(lon.into(), lat.into()))
            .gathered());
    }
    for lat in (-80..=80).step_by(SPACING as usize) {
        let lons = (-180..=180).step_by(STEP as usize);
        add(lons
            .map(|lon| LonLat::new(lon.into(), lat.into()))
            .gathered());
    }
    PlanePath::new(lines, false)
}

impl super::Shapes {
    /// The graticule in `rect`, when details below `tolerance`, units of the plane, cannot be seen.
    #[must_use]
    pub fn graticule(&self, rect: &Rect<Plane>, tolerance: f64) -> Rc<PlanePath> {
        self.graticule.cut(rect, tolerance)
    }
}
