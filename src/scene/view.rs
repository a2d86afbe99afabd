//! What a picture depends on, and what follows for each feature: whether it is drawn, and where its lines run.

use std::rc::Rc;

use super::BLEED;
use super::base_map::BaseMap;
use super::furniture::Furniture;
use super::lanes::Lanes;
use super::trip::Trip;
use super::ways::{self, Stretch};
use crate::atlas::{Atlas, BoundaryKind, Class, Feature, Status, Theme};
use crate::camera::Camera;
use crate::decimal::whole;
use crate::list::{Gather as _, glued};
use crate::math::{between, exp2};
use crate::shape::{PlanePath, Shape, Shapes};
use crate::space::{Css, Plane, Point, Rect};
use crate::strings::Strings;
use crate::theme::{LineLook, Palette};

/// All that a picture depends on.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// What is known.
    pub atlas: &'a Atlas,
    /// The same, in the plane.
    pub shapes: &'a Shapes,
    /// The base map around the camera.
    pub base_map: &'a BaseMap,
    /// The lanes of the layers that are on.
    pub lanes: &'a Lanes,
    /// Where we look.
    pub camera: Camera,
    /// See [`zoom`].
    pub zoom: f64,
    /// The part of the element between what covers its sides and its lower edge.
    pub free: Rect<Css>,
    /// What buttons, cards and panels cover: no name stands there.
    pub covered: &'a [Rect<Css>],
    /// Parallel to [`Atlas::layers`]: which are on.
    pub layers: &'a [bool],
    /// What existed in it is shown.
    pub year: i32,
    /// What the step of the story speaks of; empty where none is told.
    pub subject: &'a [usize],
    /// The theme that the areas are colored by.
    pub shade: Option<&'a Theme>,
    /// How strong the relief is: 0 is none, 1 as strong as names bear it.
    pub relief: f64,
    /// BCP 47 tag of the names.
    pub lang: &'a str,
    /// Whether names on the map are those of the place, where they are known.
    pub local_names: bool,
    /// The words of furniture.
    pub words: &'a Strings,
    /// What is wanted besides the map.
    pub furniture: Furniture,
    /// Id of the boundary view.
    pub boundary_view: &'a str,
    /// Colours.
    pub palette: &'a Palette,
    /// The feature that is selected.
    pub selected: Option<usize>,
    /// The feature under the mouse.
    pub hovered: Option<usize>,
    /// The way that was asked for.
    pub trip: &'a Trip,
}

/// Doublings of the width of lines per zoom level: about ×1.3.
const WIDTH_PER_ZOOM: f64 = 0.38;
/// What is so near to the edge is in view: its mark or its line reaches in; CSS pixels.
const EDGE: f64 = 24.0;
/// Features of this rank and beyond are context, drawn fainter.
const CONTEXT_RANK: u8 = 3;
/// Regions are drawn, named and selected from here on.
pub(super) const REGION_ZOOM: f64 = 5.2;

impl View<'_> {
    /// The part of the plane that the picture is made for.
    pub(super) fn around(&self) -> Rect<Plane> {
        self.camera.view().inflate(BLEED / self.camera.scale)
    }

    /// What a feature is called on the map.
    pub(super) fn name<'b>(&self, feature: &'b Feature) -> &'b str {
        let local = feature.properties.local.as_deref();
        let local = local.filter(|_| self.local_names);
        let lang = local.unwrap_or(self.lang);
        match feature.properties.on_map.get(lang) {
            "" => feature.name(lang),
            short => short,
        }
    }

    /// Whether a feature is drawn and can be picked.
    #[must_use]
    pub fn shows(&self, feature: usize) -> bool {
        let properties = &self.atlas.features[feature].properties;
        self.exists(feature)
            && (self.selected == Some(feature)
                || self.tells(feature)
                || self.zoom >= first_zoom(properties.class, properties.rank))
    }

    /// Whether a feature's layer is on and its time has come, from however far away one looks: what has lanes.
    #[must_use]
    pub fn exists(&self, feature: usize) -> bool {
        let Feature {
            layer, properties, ..
        } = &*self.atlas.features[feature];
        self.layers.get(*layer).copied().unwrap_or(false) && properties.exists_in(self.year)
    }

    /// Whether the step of the story speaks of a feature.
    #[must_use]
    pub fn tells(&self, feature: usize) -> bool {
        self.subject.contains(&feature)
    }

    /// Whether a feature stands back, since the step speaks of others: one thing speaks per view.
    #[must_use]
    pub fn recedes(&self, feature: usize) -> bool {
        let class = self.atlas.features[feature].properties.class;
        !self.subject.is_empty()
            && class.is_selectable()
            && !class.is_area()
            && !self.tells(feature)
            && self.selected != Some(feature)
            && self.hovered != Some(feature)
    }

    /// Whether the base map is drawn in detail.
    #[must_use]
    pub fn detailed(&self) -> bool {
        is_detailed(self.atlas, self.shapes, &self.camera)
    }

    /// The factor of all line widths: about ×1.3 per zoom level around 4, within limits.
    #[must_use]
    pub fn line_width(&self) -> f64 {
        between(exp2(WIDTH_PER_ZOOM * (self.zoom - 4.0)), 0.75, 2.2)
    }

    /// The area of a feature as it is drawn.
    #[must_use]
    pub fn area(&self, feature: usize) -> Option<&Rc<PlanePath>> {
        if self.atlas.features[feature].own.is_some() {
            return self.base_map.own_area(feature);
        }
        let outline = self.shapes.shapes[feature].outline(self.detailed());
        outline.area.as_ref()
    }

    /// The lines of a feature as they are drawn, beside each other where they share a track, each with its look.
    #[must_use]
    pub fn stretches(&self, feature: usize) -> Vec<Stretch> {
        ways::stretches(self, feature)
    }

    /// How a feature's line looks on a track.
    pub(super) fn line_look(&self, feature: usize, track: Option<usize>) -> LineLook {
        let properties = &self.atlas.features[feature].properties;
        let barred = track.is_some_and(|track| self.trip.barred.contains(&track));
        let track = track.map(|track| &self.atlas.tracks[track].properties);
        let status = properties.status_in(self.year);
        // What a planned way takes of tracks that exist is there already, where the tracks tell which these are.
        let exists = track.is_some_and(|track| track.status == Status::Operating)
            && self.shapes.shapes[feature]
                .legs
                .iter()
                .any(|&leg| self.atlas.tracks[leg].properties.status != Status::Operating);
        let to_come = matches!(
            status,
            Status::Construction | Status::Planned | Status::Proposed
        );
        LineLook {
            class: properties.class,
            mode: track.map(|track| track.mode),
            status: if barred {
                Status::Closed
            } else if exists && to_come {
                Status::Operating
            } else {
                status
            },
            faint: barred || properties.rank >= CONTEXT_RANK,
            recedes: self.recedes(feature),
        }
    }

    /// How many disputed boundaries are in view.
    #[must_use]
    pub fn disputed(&self) -> usize {
        let rect = self.camera.view();
        let near = self.base_map.near.iter();
        near.filter(|&&feature| {
            let properties = &self.atlas.features[feature].properties;
            properties.class == Class::Boundary
                && self.shapes.shapes[feature].bounds.intersects(&rect)
                && !matches!(
                    properties.kind_in(self.boundary_view),
                    BoundaryKind::International | BoundaryKind::None
                )
        })
        .count()
    }

    /// Whose boundaries these are, and how many of those in view are disputed.
    #[must_use]
    pub fn boundary_note(&self) -> String {
        let view = self.words.of("boundaries", self.boundary_view);
        match self.disputed() {
            0 => view.trim_end_matches([';', '；']).to_owned(),
            count => {
                let count = self.words.fill("boundaries.disputed", &whole(count));
                // What is as wide as a letter needs no space.
                let space = if view.ends_with('；') { "" } else { " " };
                glued(&[&*view, space, &count])
            }
        }
    }

    /// The lines of the way that was asked for as they are drawn, with the track's index.
    pub(super) fn trip_lines(&self) -> Vec<(usize, Vec<Point<Css>>)> {
        let frame = self.around();
        let mut drawn = Vec::new();
        for &track in &self.trip.way {
            for part in 0..self.shapes.tracks[track].len() {
                let line = self.base_map.track(track, part).iter().copied();
                if Rect::around(line.clone()).intersects(&frame) {
                    drawn.push((track, line.map(|at| self.camera.to_css(at)).gathered()));
                }
            }
        }
        drawn
    }

    /// The features in view that are drawn, in drawing order.
    pub(crate) fn features(&self) -> impl Iterator<Item = (usize, &Feature, &Shape)> {
        let rect = self.camera.view().inflate(EDGE / self.camera.scale);
        self.features_in(&self.shapes.order, rect)
    }

    /// The same for all that the picture is made for, but for those for which others stand.
    pub(super) fn features_around(&self) -> impl Iterator<Item = (usize, &Feature, &Shape)> {
        self.features_in(&self.base_map.near, self.around())
    }

    /// The same for those of the atlas itself.
    pub(super) fn told_around(&self) -> impl Iterator<Item = (usize, &Feature, &Shape)> {
        let told = self.atlas.told().len();
        let near = &self.base_map.near;
        // The layers of overlays are on top.
        let count = near.partition_point(|&index| index < told);
        self.features_in(&near[..count], self.around())
    }

    fn features_in(
        &self,
        order: &[usize],
        rect: Rect<Plane>,
    ) -> impl Iterator<Item = (usize, &Feature, &Shape)> {
        let order = order.iter();
        order
            .map(|&index| {
                let feature: &Feature = &self.atlas.features[index];
                (index, feature, &*self.shapes.shapes[index])
            })
            .filter(|(index, _, shape)| shape.bounds.intersects(&rect) && self.shows(*index))
            // The same iterator for all who ask.
            .gathered()
            .into_iter()
    }
}

/// The Web Mercator zoom of the same ground scale in the middle of the atlas, wherever the camera is: what is shown does not
/// come and go while the map is dragged to the north.
#[must_use]
pub fn zoom(atlas: &Atlas, shapes: &Shapes, camera: &Camera) -> f64 {
    let lat = f64::midpoint(atlas.manifest.bounds.south, atlas.manifest.bounds.north);
    camera.zoom_at(lat, &shapes.projection)
}

/// Whether the base map is drawn in detail for a camera.
#[must_use]
pub fn is_detailed(atlas: &Atlas, shapes: &Shapes, camera: &Camera) -> bool {
    shapes.has_detail() && camera.zoom(&shapes.projection) >= atlas.manifest.detail_zoom
}

/// The zoom from which a feature of some class and rank is drawn: from far away only what comes first.
pub(super) fn first_zoom(class: Class, rank: u8) -> f64 {
    let rank = f64::from(rank);
    match class {
        Class::Region => REGION_ZOOM,
        Class::Capital => 2.6 + 0.6 * rank,
        Class::Town => 3.2 + 0.6 * rank,
        Class::Country
        | Class::Sea
        | Class::Lake
        | Class::River
        | Class::Boundary
        | Class::Border
        | Class::Gas
        | Class::Oil
        | Class::Corridor
        | Class::Other => 0.0,
        _ if rank <= 1.0 => 0.0,
        _ => 2.5 + 0.9 * rank,
    }
}

/// The size of marks: smaller from far away, where there are many.
#[must_use]
pub fn mark_scale(zoom: f64) -> f64 {
    between(0.2 + zoom * 0.2, 0.6, 1.15)
}

/// The lanes of the features that `shows`, on the tracks that are there in `year`: before, ways that use a track today did
/// without it.
#[must_use]
pub fn assign_lanes(
    atlas: &Atlas,
    shapes: &Shapes,
    year: i32,
    shows: impl Fn(usize) -> bool,
) -> Lanes {
    // Overlays have no tracks.
    Lanes::new(shapes, atlas.told().len(), shows, |track| {
        let since = atlas.tracks[track].properties.since;
        since.is_none_or(|since| since <= year)
    })
}
