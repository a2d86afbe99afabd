//! A reader's own GeoJSON, laid over an atlas: any file of RFC 7946, styled by the conventions of simplestyle.

use std::rc::Rc;

use super::ids::Ids;
use super::packed::Packed;
use super::style::{Style, StyleRule};
use super::{Atlas, Feature, Kind, Layer, OverlayReader, Sample, Text};
use crate::error::Problem;
use crate::list::{AddAll as _, Gather as _, glued, head, parts};

/// Features that a page or a reader added, as a layer of their own.
#[derive(Debug, Clone)]
pub struct Overlay {
    /// Id of the layer.
    pub id: String,
    /// Name of the layer.
    pub title: String,
    /// Their `layer` is set when they are laid over an atlas, which shares them.
    pub features: Vec<Rc<Feature>>,
    /// How many features of the file could not be used.
    pub skipped: usize,
    /// What the legend shows of them.
    pub(super) samples: Rc<Vec<Sample>>,
    /// Their indices by id.
    pub(super) ids: Rc<Ids>,
}

/// What only a feature of an overlay has.
#[derive(Debug, Clone, PartialEq)]
pub struct Own {
    /// How it is drawn, where its author said so. Many are drawn alike.
    pub style: Rc<Style>,
    /// Its name, and then names and values of properties in turn, each with an end: one text, since there are very many.
    pub(super) words: Rc<str>,
    /// See [`Feature::geometry`].
    pub(super) packed: Packed,
}

impl Own {
    /// The property that simplestyle has for a paragraph; it is text.
    pub const DESCRIPTION: &str = "description";
    /// ASCII's separator of units, which is left out of texts.
    pub(super) const END: u8 = 0x1f;

    /// What it is drawn as; nothing where it has no place.
    pub(super) fn kind(&self) -> Option<Kind> {
        self.packed.kind()
    }

    /// What it is called, in any language.
    #[must_use]
    pub fn name(&self) -> &str {
        head(&self.words, Self::END)
    }

    /// The properties that are no style and no name, each with its value as text.
    pub fn words(&self) -> Vec<(&str, &str)> {
        let words = parts(&self.words, Self::END);
        let pairs = words[1..].chunks_exact(2);
        pairs.map(|pair| (pair[0], pair[1])).gathered()
    }
}

impl Overlay {
    /// Reads a file in one go, as [`OverlayReader`] does bit by bit.
    ///
    /// # Errors
    ///
    /// When nothing of the file can be used. What was left out or mended is added to `problems`, with index and path.
    pub fn read(
        id: &str,
        title: &str,
        bytes: &[u8],
        rule: &StyleRule,
        problems: &mut Vec<Problem>,
    ) -> Result<Self, Problem> {
        let mut reader = OverlayReader::new(id, title, rule.clone(), bytes.len());
        reader.add(bytes)?;
        while reader.go_on(usize::MAX)? {}
        let (overlay, found) = reader.finish();
        problems.add_all(found);
        Ok(overlay)
    }

    fn has(&self, id: &str) -> bool {
        let of = |index: usize| &*self.features[index].id;
        self.ids.find(id, &of).is_some()
    }

    /// Gives other ids to the features whose ids an atlas has.
    fn yield_to(&mut self, atlas: &Atlas) {
        for shared in &mut self.features {
            if atlas.find(&shared.id).is_some() {
                let feature = Rc::make_mut(shared);
                feature.id = glued(&[&self.id, ":", &feature.id]);
            }
        }
        self.identify();
    }

    /// Makes the indices by id.
    pub(super) fn identify(&mut self) {
        let of = |index: usize| &*self.features[index].id;
        self.ids = Rc::new(Ids::all(self.features.len(), &of));
    }
}

impl Atlas {
    /// The atlas with overlays on top, each a layer. An id that the atlas or an overlay below has gets the overlay's in front of
    /// it.
    #[must_use]
    pub fn overlaid(&self, overlays: &mut [Overlay]) -> Self {
        let mut atlas = self.clone();
        for overlay in overlays {
            // There are few below, as a rule, and very many here.
            let mut below = atlas.features.iter();
            if below.any(|feature| overlay.has(&feature.id)) {
                overlay.yield_to(&atlas);
            }
            let layer = atlas.layers.len();
            atlas.layers.push(Rc::new(Layer {
                id: overlay.id.clone(),
                title: Text::plain(&overlay.title),
                samples: Rc::clone(&overlay.samples),
            }));
            atlas
                .ids
                .push((atlas.features.len(), Rc::clone(&overlay.ids)));
            for shared in &mut overlay.features {
                if shared.layer != layer {
                    // Copied only where an atlas from before has it in another layer.
                    Rc::make_mut(shared).layer = layer;
                }
                atlas.features.push(Rc::clone(shared));
            }
        }
        atlas
    }
}
