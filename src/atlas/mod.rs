//! What the map knows: layers, features, shared tracks and facts, read from a manifest and GeoJSON.
//!
//! Every doubt about input is settled here; the rest of the core works on what this module lets through.

mod facts;
mod feature;
mod geojson;
mod ids;
mod manifest;
mod overlay;
mod overlay_reader;
mod packed;
mod reader;
mod routes;
mod sample;
mod story;
mod style;
mod text;

use std::rc::Rc;

pub use facts::{Confidence, Entry as FactsEntry, Fact, Facts, Known, Source};
pub use feature::{
    BoundaryKind, Class, Feature, Geometry, Mode, Precision, Properties, Status, StatusChange,
    Track, TrackProperties,
};
pub use manifest::Manifest;
pub use overlay::{Overlay, Own};
pub use overlay_reader::OverlayReader;
pub use reader::AtlasReader;
pub use routes::{Passage, Routes};
pub use sample::{Kind, Sample};
pub use story::{DatedEvent, Step, Story, Theme};
pub use style::{Style, StyleRule};
pub use text::Text;

use self::ids::Ids;

/// All that the map knows but for the facts, which come later.
#[derive(Debug, Clone, PartialEq)]
pub struct Atlas {
    /// What the manifest says of the whole.
    pub manifest: Rc<Manifest>,
    /// The first is at the bottom.
    pub layers: Vec<Rc<Layer>>,
    /// By layer, in the order of the files; what came after the first picture follows.
    pub features: Vec<Rc<Feature>>,
    /// Parallel to those of `features` that are told: the same geometry in more detail, where it has been loaded.
    pub details: Vec<Option<Rc<Geometry>>>,
    /// Geometry that features share.
    pub tracks: Rc<Vec<Track>>,
    /// The story; empty until it has arrived.
    pub story: Rc<Story>,
    /// The first feature of the atlas itself, then of each overlay, with the indices by id from there on.
    ids: Vec<(usize, Rc<Ids>)>,
}

/// A group of features that is switched on and off as one.
#[derive(Debug, PartialEq)]
pub struct Layer {
    /// Public id.
    pub id: String,
    /// Name for the legend.
    pub title: Text,
    /// Of an overlay, what the legend shows of it.
    pub samples: Rc<Vec<Sample>>,
}

impl Atlas {
    /// The feature with the id, and its index.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        self.ids.iter().find_map(|(first, ids)| {
            let found = ids.find(id, &|index| &self.features[first + index].id);
            Some(first + found?)
        })
    }

    /// The features of the atlas itself; those of overlays follow them.
    #[must_use]
    pub fn told(&self) -> &[Rc<Feature>] {
        let told = self
            .features
            .partition_point(|feature| feature.own.is_none());
        &self.features[..told]
    }

    /// Which overlay a feature is of, the lowest is 1; 0 stands for the atlas itself.
    #[must_use]
    pub fn overlay_of(&self, feature: usize) -> usize {
        self.ids.partition_point(|(first, _)| *first <= feature) - 1
    }

    /// The layer with the id.
    #[must_use]
    pub fn find_layer(&self, id: &str) -> Option<usize> {
        self.layers.iter().position(|layer| layer.id == id)
    }

    /// The boundary views that some boundary is drawn differently in.
    #[must_use]
    pub fn boundary_views(&self) -> Vec<&str> {
        let mut views: Vec<&str> = Vec::new();
        for feature in self.told() {
            for (view, _) in &feature.properties.views {
                if !views.contains(&view.as_str()) {
                    views.push(view);
                }
            }
        }
        views
    }

    /// Whether the feature is one of the areas that stand out.
    #[must_use]
    pub fn is_focus(&self, feature: &Feature) -> bool {
        self.manifest.focus.contains(&feature.id)
    }
}
