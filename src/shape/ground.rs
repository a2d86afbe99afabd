//! The base map's areas and lines, grouped into what looks the same.

use std::iter::repeat_n;
use std::rc::Rc;

use super::{PlanePath, Shape};
use crate::atlas::{Atlas, Class, Feature};
use crate::geo::projection::Projection;
use crate::list::AddAll as _;
use crate::space::{Plane, Rect};

/// Areas and lines of the base map that look the same and are drawn as one path, at one level of detail.
#[derive(Debug, Clone)]
pub struct Ground {
    /// The layer it is switched with: that of the first area.
    pub layer: Option<usize>,
    /// All countries, whole also where the rest is cut.
    pub countries: Rc<PlanePath>,
    /// All of them together, without the edges that two of them share.
    pub land: Rc<PlanePath>,
    /// The same where broad bands follow it: what they do not show is left out, for a broad line costs by its bends.
    pub shore: Rc<PlanePath>,
    /// The areas that stand out.
    pub focus: Rc<PlanePath>,
    /// The same where a broad band follows it.
    pub band: Rc<PlanePath>,
    /// First-level regions.
    pub regions: Rc<PlanePath>,
    /// Lakes, and seas that are drawn over land; other seas are where no land is.
    pub lakes: Rc<PlanePath>,
    /// Rivers of the first ranks.
    pub rivers: Rc<PlanePath>,
    /// The other rivers.
    pub streams: Rc<PlanePath>,
}

/// Rivers up to this rank are drawn in the overview.
const MAIN_RIVER_RANK: u8 = 2;
/// How much coarser the shore is than the coast.
const SHORE: f64 = 6.0;
/// How long or high an island has to be to have a shore, in tolerances of the coast.
const SHORE_FROM: f64 = 30.0;
/// How much coarser the band is than what it is around.
const BAND: f64 = 3.0;

impl Ground {
    /// What of it can be seen in `rect` when details below `tolerance`, units of the plane, cannot.
    #[must_use]
    pub fn cut(&self, rect: &Rect<Plane>, tolerance: f64) -> Self {
        let cut = |path: &PlanePath| path.cut(rect, tolerance);
        Self {
            layer: self.layer,
            countries: Rc::clone(&self.countries),
            land: cut(&self.land),
            shore: self
                .land
                .cut_large(rect, SHORE * tolerance, SHORE_FROM * tolerance),
            focus: cut(&self.focus),
            band: self.focus.cut(rect, BAND * tolerance),
            regions: cut(&self.regions),
            lakes: cut(&self.lakes),
            rivers: cut(&self.rivers),
            streams: cut(&self.streams),
        }
    }
}

impl Ground {
    /// From all features of a level of detail. What holds no class that changed since `before` is kept from there.
    pub(super) fn new(
        atlas: &Atlas,
        projection: &Projection,
        shapes: &[Rc<Shape>],
        detailed: bool,
        before: Option<(&Self, &[Class])>,
    ) -> Self {
        let class = |feature: &Feature| feature.properties.class;
        let group = |closed: bool,
                     classes: &[Class],
                     kept: &dyn Fn(&Self) -> &Rc<PlanePath>,
                     wanted: &dyn Fn(&Feature) -> bool| {
            if let Some((before, changed)) = before
                && !changed.iter().any(|class| classes.contains(class))
            {
                return Rc::clone(kept(before));
            }
            let mut parts = Vec::new();
            for (feature, shape) in atlas.told().iter().zip(shapes) {
                if classes.contains(&class(feature)) && wanted(feature) {
                    let outline = shape.outline(detailed);
                    match &outline.area {
                        Some(area) if closed => parts.add_all(area.parts.iter().cloned()),
                        _ => parts.add_all(outline.lines.iter().cloned()),
                    }
                }
            }
            PlanePath::new(parts, closed)
        };
        let countries = || {
            let features = atlas.told().iter().zip(shapes);
            features.filter(|(feature, _)| class(feature) == Class::Country)
        };
        // A sea whose place no land covers needs no area of its own, and shows its shore's shallows.
        let lies_on_land = |sea: &Feature| {
            let place = sea.properties.label;
            let place = place.and_then(|place| projection.forward(place));
            place.is_none_or(|place| countries().any(|(_, shape)| shape.contains(place, detailed)))
        };
        let main = |feature: &Feature| feature.properties.rank <= MAIN_RIVER_RANK;
        let first = atlas
            .features
            .iter()
            .find(|feature| class(feature).is_area());
        let countries_path = group(
            true,
            &[Class::Country],
            &|ground| &ground.countries,
            &|_| true,
        );
        let same = before.map(|(before, _)| before);
        let same = same.filter(|before| Rc::ptr_eq(&before.countries, &countries_path));
        let (land, focus) = match same {
            Some(before) => (Rc::clone(&before.land), Rc::clone(&before.focus)),
            None => {
                let mut stands_out = countries().flat_map(|(feature, shape)| {
                    let area = shape.outline(detailed).area.as_ref();
                    let rings = area.map_or(0, |area| area.parts.len());
                    repeat_n(atlas.is_focus(feature), rings)
                });
                let focus = countries_path.some(&mut stands_out);
                (countries_path.together(), focus)
            }
        };
        Self {
            layer: first.map(|feature| feature.layer),
            shore: Rc::clone(&land),
            countries: countries_path,
            band: Rc::clone(&focus),
            focus,
            regions: group(true, &[Class::Region], &|ground| &ground.regions, &|_| true),
            lakes: group(
                true,
                &[Class::Lake, Class::Sea],
                &|ground| &ground.lakes,
                &|feature| class(feature) == Class::Lake || lies_on_land(feature),
            ),
            rivers: group(false, &[Class::River], &|ground| &ground.rivers, &main),
            streams: group(
                false,
                &[Class::River],
                &|ground| &ground.streams,
                &|feature| !main(feature),
            ),
            land,
        }
    }
}
