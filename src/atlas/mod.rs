//! What the map knows: layers, features, shared tracks and facts, read from a manifest and GeoJSON.
//!
//! Every doubt about input is settled here; the rest of the core works on what this module lets through.

mod facts;
mod feature;
mod geojson;
mod manifest;
mod text;

use std::collections::{BTreeSet, HashMap};

use serde_json::value::RawValue;

pub use facts::{Confidence, Entry as FactsEntry, Fact, Facts, Known, Source};
pub use feature::{
    BoundaryKind, Class, Feature, Geometry, Mode, Precision, Properties, Status, StatusChange,
    Track, TrackProperties,
};
pub use manifest::{ConicParameters, LayerEntry, Manifest};
pub use text::Text;

use self::geojson::RawFeature;
use self::manifest::file_name;
use crate::error::{Code, Problem};
use crate::geo::projection::ConicEqualArea;
use crate::lon_lat::LonLatBounds;

/// The version of the manifest's schema that this engine reads.
const SCHEMA_VERSION: u32 = 1;

/// All that the map knows but for the facts, which come later.
#[derive(Debug, Clone, PartialEq)]
pub struct Atlas {
    /// Name of the atlas.
    pub title: Text,
    /// The day that the map tells of, `YYYY-MM-DD`.
    pub as_of: String,
    /// The overview.
    pub bounds: LonLatBounds,
    /// The conic projection made for the area.
    pub conic: ConicEqualArea,
    /// The first is at the bottom.
    pub layers: Vec<Layer>,
    /// By layer, in the order of the files.
    pub features: Vec<Feature>,
    /// Geometry that features share.
    pub tracks: Vec<Track>,
    /// The credit line.
    pub credit: Text,
    focus: BTreeSet<String>,
    by_id: HashMap<String, usize>,
}

/// A group of features that is switched on and off as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Public id.
    pub id: String,
    /// Name for the legend.
    pub title: Text,
}

impl Atlas {
    /// The feature with the id, and its index.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The layer with the id.
    #[must_use]
    pub fn find_layer(&self, id: &str) -> Option<usize> {
        self.layers.iter().position(|layer| layer.id == id)
    }

    /// Whether the feature is one of the areas that stand out.
    #[must_use]
    pub fn is_focus(&self, feature: &Feature) -> bool {
        self.focus.contains(&feature.id)
    }
}

/// Puts an atlas together from its manifest and files as they arrive.
#[derive(Debug)]
pub struct AtlasReader {
    manifest: Manifest,
    conic: ConicEqualArea,
    collections: Vec<Collection>,
    problems: Vec<Problem>,
}

/// One of the manifest's collections of features.
#[derive(Debug)]
struct Collection {
    /// The file, or the manifest's own name for what it holds itself.
    file: String,
    /// `None` for tracks.
    layer: Option<usize>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// A file that has not arrived.
    Awaited,
    /// Inside the manifest, not read yet.
    Inline(Box<RawValue>),
    Read(Vec<RawFeature>),
}

impl AtlasReader {
    /// Begins with the manifest, named `file` in messages.
    ///
    /// # Errors
    ///
    /// When the manifest is not JSON of the schema.
    pub fn new(json: &str, file: &str) -> Result<Self, Problem> {
        let mut manifest: Manifest =
            serde_json::from_str(json).map_err(|error| Problem::json(file, &error))?;
        let wrong =
            |message: String, path: &str| Problem::new(Code::NotGeojson, file, message).path(path);
        if manifest.version != SCHEMA_VERSION {
            let version = manifest.version;
            return Err(wrong(
                format!("version {version} of the schema; this engine reads {SCHEMA_VERSION}"),
                "$.version",
            ));
        }
        let conic = manifest.projection.projection().ok_or_else(|| {
            wrong(
                "these parallels and this centre give no cone".to_owned(),
                "$.projection",
            )
        })?;
        let tracks = manifest.tracks.take().map(|entry| (None, entry));
        let data = manifest.layers.iter_mut().enumerate();
        let data = data.flat_map(|(layer, entry)| {
            let data = std::mem::take(&mut entry.data);
            data.into_iter().map(move |entry| (Some(layer), entry))
        });
        let collections = tracks
            .into_iter()
            .chain(data)
            .map(|(layer, entry)| match file_name(&entry) {
                Some(file) => Collection {
                    file,
                    layer,
                    content: Content::Awaited,
                },
                None => Collection {
                    file: file.to_owned(),
                    layer,
                    content: Content::Inline(entry),
                },
            })
            .collect();
        Ok(Self {
            manifest,
            conic,
            collections,
            problems: Vec::new(),
        })
    }

    /// The files that the first picture needs and that have not arrived, relative to the manifest.
    #[must_use]
    pub fn awaited_files(&self) -> Vec<String> {
        self.collections
            .iter()
            .filter(|collection| matches!(collection.content, Content::Awaited))
            .map(|collection| collection.file.clone())
            .collect()
    }

    /// The files of facts, relative to the manifest; the bibliography is not among them.
    #[must_use]
    pub fn facts_files(&self) -> Vec<String> {
        let files = self.manifest.layers.iter().flat_map(|layer| &layer.facts);
        files.filter_map(|entry| file_name(entry)).collect()
    }

    /// The bibliography's file, relative to the manifest.
    #[must_use]
    pub fn sources_file(&self) -> Option<String> {
        self.manifest.sources.as_deref().and_then(file_name)
    }

    /// Takes one of [`AtlasReader::awaited_files`].
    ///
    /// # Errors
    ///
    /// When nothing of the file can be used.
    pub fn add(&mut self, file: &str, bytes: &[u8]) -> Result<(), Problem> {
        let features = geojson::read(bytes, file, &mut self.problems)?;
        let awaited = self.collections.iter_mut().find(|collection| {
            collection.file == file && matches!(collection.content, Content::Awaited)
        });
        if let Some(collection) = awaited {
            collection.content = Content::Read(features);
        }
        Ok(())
    }

    /// Reads one collection that the manifest holds itself; `false` when there is none left.
    /// [`AtlasReader::finish`] reads the rest: a caller that must not block for long calls this first.
    ///
    /// # Errors
    ///
    /// When nothing of the collection can be used.
    pub fn step(&mut self) -> Result<bool, Problem> {
        for collection in &mut self.collections {
            if let Content::Inline(json) = &collection.content {
                let bytes = json.get().as_bytes();
                let features = geojson::read(bytes, &collection.file, &mut self.problems)?;
                collection.content = Content::Read(features);
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The atlas, and what was left out or mended on the way.
    ///
    /// # Errors
    ///
    /// When a file is missing or unusable.
    pub fn finish(mut self) -> Result<(Atlas, Vec<Problem>), Problem> {
        while self.step()? {}
        let Self {
            manifest,
            conic,
            collections,
            mut problems,
        } = self;
        let mut tracks: Vec<Track> = Vec::new();
        let mut features: Vec<Feature> = Vec::new();
        let mut track_ids = HashMap::new();
        let mut by_id = HashMap::new();
        for Collection {
            file,
            layer,
            content,
        } in collections
        {
            let Content::Read(collection) = content else {
                return Err(Problem::new(Code::MissingFile, &file, "was not loaded"));
            };
            for raw in collection {
                let result = match layer {
                    None => read_track(raw, &file).and_then(|track| {
                        claim(&mut track_ids, &track.id, tracks.len(), &file)?;
                        tracks.push(track);
                        Ok(())
                    }),
                    Some(layer) => {
                        read_feature(raw, layer, &file, &track_ids).and_then(|feature| {
                            claim(&mut by_id, &feature.id, features.len(), &file)?;
                            features.push(feature);
                            Ok(())
                        })
                    }
                };
                problems.extend(result.err());
            }
        }
        let layers = manifest.layers.into_iter().map(|entry| Layer {
            id: entry.id,
            title: entry.title,
        });
        let atlas = Atlas {
            title: manifest.title,
            as_of: manifest.as_of,
            bounds: manifest.bounds,
            conic,
            layers: layers.collect(),
            features,
            tracks,
            credit: manifest.credit,
            focus: manifest.focus.into_iter().collect(),
            by_id,
        };
        Ok((atlas, problems))
    }
}

/// Notes that `id` stands at `index`, unless it is taken.
fn claim(
    ids: &mut HashMap<String, usize>,
    id: &str,
    index: usize,
    file: &str,
) -> Result<(), Problem> {
    if ids.contains_key(id) {
        return Err(Problem::new(Code::BadFeature, file, "the id is taken").feature(id));
    }
    ids.insert(id.to_owned(), index);
    Ok(())
}

fn read_track(raw: RawFeature, file: &str) -> Result<Track, Problem> {
    let bad = |message: String| {
        Problem::new(Code::BadFeature, file, message)
            .feature(raw.id.clone().unwrap_or_else(|| format!("#{}", raw.index)))
            .path(format!("$.features[{}]", raw.index))
    };
    let properties =
        serde_json::from_value(raw.properties.clone()).map_err(|error| bad(error.to_string()))?;
    match (&raw.id, &raw.geometry) {
        (Some(id), Geometry::Lines(lines)) if lines.len() == 1 => Ok(Track {
            id: id.clone(),
            properties,
            line: lines[0].clone(),
        }),
        _ => Err(bad("a track has an id and is one LineString".to_owned())),
    }
}

fn read_feature(
    raw: RawFeature,
    layer: usize,
    file: &str,
    track_ids: &HashMap<String, usize>,
) -> Result<Feature, Problem> {
    let index = raw.index;
    let place = |problem: Problem| problem.path(format!("$.features[{index}]"));
    let Some(id) = raw.id else {
        return Err(place(
            Problem::new(Code::BadFeature, file, "a feature of an atlas has an id")
                .feature(format!("#{index}")),
        ));
    };
    let properties: Properties = serde_json::from_value(raw.properties).map_err(|error| {
        place(Problem::new(Code::BadFeature, file, error.to_string()).feature(id.clone()))
    })?;
    let geometry = if properties.legs.is_empty() {
        raw.geometry
    } else {
        let legs = properties.legs.iter().map(|leg| {
            track_ids.get(leg).copied().ok_or_else(|| {
                Problem::new(Code::Unresolved, file, format!("there is no track {leg:?}"))
                    .feature(id.clone())
                    .path(format!("$.features[{index}].properties.legs"))
            })
        });
        Geometry::Legs(legs.collect::<Result<_, _>>()?)
    };
    Ok(Feature {
        id,
        layer,
        properties,
        geometry,
    })
}
