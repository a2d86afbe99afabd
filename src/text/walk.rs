//! From a feature to its neighbour in a direction.

use super::compass::{Compass, angle_between};
use super::guide::Guide;
use crate::atlas::Class;
use crate::geo::geodesic::{bearing, distance};
use crate::scene::View;

/// What lies farther off the direction than this, degrees, is not in it.
const WIDEST: f64 = 67.5;

/// The feature that one comes to from another in a direction: from an area the area that it touches there, else the nearest of
/// what is in view; marks and lines lead to marks and lines. `None` where there is nothing more.
#[must_use]
pub fn walk(view: &View<'_>, guide: &Guide, from: usize, direction: Compass) -> Option<usize> {
    let class = |feature: usize| view.atlas.features[feature].properties.class;
    let place = guide.anchor(from)?;
    let off = |degrees: f64| angle_between(degrees, direction.degrees());
    let touching = guide.neighbours(from).iter().filter_map(|neighbour| {
        let off = off(neighbour.direction.degrees());
        // The one that lies most in this direction, and of these the one with the longest border.
        (off <= WIDEST && view.shows(neighbour.feature)).then_some((
            off - neighbour.km.min(9_999.0) / 10_000.0,
            neighbour.feature,
        ))
    });
    let around = view.features().filter_map(|(feature, ..)| {
        let alike = if class(from).is_area() {
            class(feature) == class(from)
        } else {
            class(feature).is_selectable() && !class(feature).is_area()
        };
        let there = guide.anchor(feature).filter(|_| alike && feature != from)?;
        let (km, off) = (distance(place, there), off(bearing(place, there)));
        // What lies straight ahead is worth going further for.
        (off <= WIDEST && km > 0.0).then_some((km * (1.0 + off / 45.0), feature))
    });
    least(touching).or_else(|| least(around))
}

/// The first of the features whose cost is the least.
fn least(costs: impl Iterator<Item = (f64, usize)>) -> Option<usize> {
    let least = costs.reduce(|best, next| if next.0 < best.0 { next } else { best });
    least.map(|(_, feature)| feature)
}

/// Where a walk begins: the first area that stands out and is in view, else the first feature there is.
#[must_use]
pub fn first(view: &View<'_>) -> Option<usize> {
    let shown = || view.features().map(|(index, ..)| index);
    let about = |index: usize| &view.atlas.features[index];
    let focus = shown().find(|&index| view.atlas.is_focus(about(index)));
    focus.or_else(|| {
        shown().find(|&index| {
            let class = about(index).properties.class;
            class == Class::Country || class.is_selectable()
        })
    })
}
