//! What the map knows: layers, features, shared tracks and facts, read from a manifest and GeoJSON.
//!
//! Every doubt about input is settled here; the rest of the core works on what this module lets through.

mod facts;
mod feature;
mod geojson;
mod manifest;
mod overlay;
mod routes;
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
pub use routes::{Passage, Routes};
pub use story::{DatedEvent, Step, Story, Theme};
pub use style::{Style, StyleRule};
pub use text::Text;

use self::geojson::{each_feature, geometry_of, id_of};
use self::manifest::{each_collection, file_name};
use crate::decimal::whole;
use crate::error::{Code, Problem};
use crate::geo::projection::ConicEqualArea;
use crate::json::{self, Node};
use crate::list::{AddAll as _, Gather as _};
use crate::lon_lat::LonLatBounds;
use crate::order::order;
use crate::space::{Plane, Rect};

/// All that the map knows but for the facts, which come later.
#[derive(Debug, Clone, PartialEq)]
pub struct Atlas {
    /// Name of the atlas.
    pub title: Text,
    /// The day that the map tells of, `YYYY-MM-DD`.
    pub as_of: String,
    /// The overview.
    pub bounds: LonLatBounds,
    /// The overview where the element is higher than wide.
    pub narrow_bounds: LonLatBounds,
    /// The conic projection made for the area.
    pub conic: ConicEqualArea,
    /// The first is at the bottom.
    pub layers: Vec<Layer>,
    /// By layer, in the order of the files; what came after the first picture follows.
    pub features: Vec<Rc<Feature>>,
    /// Parallel to `features`: the same geometry in more detail, where it has been loaded.
    pub details: Vec<Option<Rc<Geometry>>>,
    /// The zoom from which the details are worth loading and drawing.
    pub detail_zoom: f64,
    /// Geometry that features share.
    pub tracks: Rc<Vec<Track>>,
    /// What can be asked of the routes.
    pub routes: Routes,
    /// The credit line.
    pub credit: Text,
    /// Where the relief picture lies in the plane of the conic, if there is one.
    pub relief: Option<Rect<Plane>>,
    /// The story, once it has arrived.
    pub story: Option<Rc<Story>>,
    focus: Vec<String>,
    by_id: Ids,
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
        self.by_id.find(id)
    }

    /// The layer with the id.
    #[must_use]
    pub fn find_layer(&self, id: &str) -> Option<usize> {
        self.layers.iter().position(|layer| layer.id == id)
    }

    /// The atlas with the features of one more file. Those of a `detail` file give their geometry to the features of the same
    /// ids; the others are added to the layer.
    ///
    /// # Errors
    ///
    /// When nothing of the file can be used. What was left out or mended is added to `problems`.
    pub fn grown(
        &self,
        layer: usize,
        detail: bool,
        file: &str,
        bytes: &[u8],
        problems: &mut Vec<Problem>,
    ) -> Result<Self, Problem> {
        let text = text_of(bytes, file)?;
        let mut grown = self.clone();
        if let Content::Features(features) = read_file(text, file, Some(layer), problems)? {
            for feature in features {
                match (detail, self.find(&feature.id)) {
                    (true, Some(index)) => grown.details[index] = Some(Rc::new(feature.geometry)),
                    (false, None) => {
                        grown.features.push(Rc::new(feature));
                        grown.details.push(None);
                    }
                    (true, None) => problems.push(
                        Problem::new(Code::Unresolved, file, "details of no feature")
                            .feature(feature.id),
                    ),
                    (false, Some(_)) => problems.push(
                        Problem::new(Code::BadFeature, file, "the id is taken").feature(feature.id),
                    ),
                }
            }
        }
        grown.by_id = Ids::new(grown.features.iter().map(|feature| feature.id.as_str()));
        Ok(grown)
    }

    /// The boundary views that some boundary is drawn differently in.
    #[must_use]
    pub fn boundary_views(&self) -> Vec<&str> {
        let mut views: Vec<&str> = Vec::new();
        for feature in &self.features {
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
        self.focus.contains(&feature.id)
    }
}

/// Puts an atlas together from its manifest and files as they arrive.
#[derive(Debug)]
pub struct AtlasReader {
    manifest: Manifest,
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
    /// `None` for a file that has not arrived.
    content: Option<Content>,
}

#[derive(Debug)]
enum Content {
    Tracks(Vec<Track>),
    /// The ids of their legs are not looked up yet.
    Features(Vec<Feature>),
}

impl AtlasReader {
    /// Begins with the manifest, named `file` in messages, and reads the collections that it holds itself.
    ///
    /// # Errors
    ///
    /// When the manifest is not JSON of the schema.
    pub fn new(text: &str, file: &str) -> Result<Self, Problem> {
        let mut problems = Vec::new();
        let mut collections = Vec::new();
        let manifest = json::read(text, file, |root| {
            each_collection(root, |layer, entry| {
                let content = match file_name(entry) {
                    Some(_) => None,
                    None => Some(read_collection(entry, layer, &mut problems)?),
                };
                collections.push(Collection {
                    file: file_name(entry).unwrap_or(file).to_owned(),
                    layer,
                    content,
                });
                Ok(())
            })?;
            Manifest::read(root)
        })?;
        let problems = problems.into_iter().map(|problem| problem.file(file));
        Ok(Self {
            manifest,
            collections,
            problems: problems.gathered(),
        })
    }

    /// The files that the first picture needs and that have not arrived, relative to the manifest.
    #[must_use]
    pub fn awaited_files(&self) -> Vec<String> {
        let collections = self.collections.iter();
        collections
            .filter(|collection| collection.content.is_none())
            .map(|collection| collection.file.clone())
            .gathered()
    }

    /// The manifest.
    #[must_use]
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Takes one of [`AtlasReader::awaited_files`].
    ///
    /// # Errors
    ///
    /// When nothing of the file can be used.
    pub fn add(&mut self, file: &str, bytes: &[u8]) -> Result<(), Problem> {
        let text = text_of(bytes, file)?;
        let mut collections = self.collections.iter_mut();
        let awaited =
            collections.find(|collection| collection.file == file && collection.content.is_none());
        if let Some(collection) = awaited {
            let content = read_file(text, file, collection.layer, &mut self.problems)?;
            collection.content = Some(content);
        }
        Ok(())
    }

    /// The atlas, and what was left out or mended on the way.
    ///
    /// # Errors
    ///
    /// When a file is missing.
    pub fn finish(self) -> Result<(Atlas, Vec<Problem>), Problem> {
        let Self {
            manifest,
            collections,
            mut problems,
        } = self;
        let mut tracks: Vec<Track> = Vec::new();
        let mut track_ids = Ids::default();
        let mut features: Vec<Feature> = Vec::new();
        for Collection { file, content, .. } in collections {
            match content {
                None => return Err(Problem::new(Code::MissingFile, &file, "was not loaded")),
                Some(Content::Tracks(read)) => {
                    tracks = read;
                    let ids = tracks.iter().map(|track| track.id.as_str());
                    track_ids = Ids::new(ids);
                }
                Some(Content::Features(read)) => {
                    for mut feature in read {
                        match find_legs(&mut feature, &track_ids) {
                            Ok(()) => features.push(feature),
                            Err(problem) => problems.push(problem.file(&file)),
                        }
                    }
                }
            }
        }
        let by_id = Ids::new(features.iter().map(|feature| feature.id.as_str()));
        problems.add_all(by_id.repeated().map(|id| {
            Problem::new(
                Code::BadFeature,
                "",
                "the id is used twice; the first has it",
            )
            .feature(id)
        }));
        let layers = manifest.layers.into_iter();
        let atlas = Atlas {
            title: manifest.title,
            as_of: manifest.as_of,
            bounds: manifest.bounds,
            narrow_bounds: manifest.narrow_bounds,
            conic: manifest.conic,
            layers: layers.map(|(id, title)| Layer { id, title }).gathered(),
            details: vec![None; features.len()],
            features: features.into_iter().map(Rc::new).gathered(),
            detail_zoom: manifest.detail_zoom,
            tracks: Rc::new(tracks),
            routes: manifest.routes,
            credit: manifest.credit,
            relief: manifest.relief,
            story: manifest.story,
            focus: manifest.focus,
            by_id,
        };
        Ok((atlas, problems))
    }
}

/// Indices by id: sorted by a hash, so that all maps of ids share one sort and one search.
#[derive(Debug, Clone, Default, PartialEq)]
struct Ids(Vec<(u64, String, usize)>);

impl Ids {
    fn new<'a>(ids: impl Iterator<Item = &'a str> + Clone) -> Self {
        let order = order(ids.clone().map(hash));
        let ids: Vec<&str> = ids.gathered();
        let sorted = order.into_iter();
        Self(
            sorted
                .map(|index| (hash(ids[index]), ids[index].to_owned(), index))
                .gathered(),
        )
    }

    /// The first index with the id.
    fn find(&self, id: &str) -> Option<usize> {
        let wanted = hash(id);
        let first = self.0.partition_point(|(known, ..)| *known < wanted);
        let mut same = self.0[first..].iter();
        let mut same = same.by_ref().take_while(|(known, ..)| *known == wanted);
        same.find(|(_, known, _)| known == id)
            .map(|(_, _, index)| *index)
    }

    /// The ids that stand more than once.
    fn repeated(&self) -> impl Iterator<Item = &str> {
        let pairs = self.0.windows(2).filter(|pair| pair[0].1 == pair[1].1);
        pairs.map(|pair| pair[1].1.as_str())
    }
}

/// FNV-1a, 64 bits.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

fn text_of<'a>(bytes: &'a [u8], file: &str) -> Result<&'a str, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Problem::new(Code::NotJson, file, "is not UTF-8")
            .path(["byte ", &whole(error.valid_up_to())].concat())
    })?;
    if text.trim_start_matches('\u{feff}').trim_ascii().is_empty() {
        return Err(Problem::new(Code::NotJson, file, "is empty"));
    }
    Ok(text)
}

/// Reads a file of features or tracks; `problems` are those of the file.
fn read_file(
    text: &str,
    file: &str,
    layer: Option<usize>,
    problems: &mut Vec<Problem>,
) -> Result<Content, Problem> {
    let mut found = Vec::new();
    let content = json::read(text, file, |root| read_collection(root, layer, &mut found));
    problems.add_all(found.into_iter().map(|problem| problem.file(file)));
    content
}

fn read_collection(
    document: &Node<'_>,
    layer: Option<usize>,
    problems: &mut Vec<Problem>,
) -> Result<Content, Problem> {
    let mut tracks = Vec::new();
    let mut features = Vec::new();
    let mut repairs = Vec::new();
    each_feature(
        document,
        &mut |index, node| {
            let name = id_of(node).unwrap_or_else(|| ["#", &whole(index)].concat());
            let mut mended = Vec::new();
            let read = match layer {
                None => read_track(node, &mut mended).map(|track| tracks.push(track)),
                Some(layer) => {
                    read_feature(node, layer, &mut mended).map(|feature| features.push(feature))
                }
            };
            let mended = mended.into_iter();
            repairs.add_all(mended.map(|problem| problem.feature(name.as_str())));
            node.settle(read).map_err(|mut problem| {
                // The file is GeoJSON, but for this.
                if problem.code == Code::NotGeojson {
                    problem.code = Code::BadFeature;
                }
                problem.feature(name)
            })
        },
        problems,
    )?;
    problems.add_all(repairs);
    Ok(match layer {
        None => Content::Tracks(tracks),
        Some(_) => Content::Features(features),
    })
}

fn read_track(node: &Node<'_>, repairs: &mut Vec<Problem>) -> Result<Track, Problem> {
    match (id_of(node), geometry_of(node, repairs)?) {
        (Some(id), Geometry::Lines(mut lines)) if lines.len() == 1 => Ok(Track {
            id,
            properties: TrackProperties::read(&node.member("properties")),
            line: lines.swap_remove(0),
        }),
        _ => Err(node.problem("a track has an id and is one LineString")),
    }
}

fn read_feature(
    node: &Node<'_>,
    layer: usize,
    repairs: &mut Vec<Problem>,
) -> Result<Feature, Problem> {
    let id = id_of(node).ok_or_else(|| node.problem("a feature of an atlas has an id"))?;
    let properties = node.settle(Ok(Properties::read(&node.member("properties"))))?;
    Ok(Feature {
        id,
        layer,
        properties,
        own: None,
        geometry: geometry_of(node, repairs)?,
    })
}

/// A feature with legs has the geometry of its tracks.
fn find_legs(feature: &mut Feature, track_ids: &Ids) -> Result<(), Problem> {
    if feature.properties.legs.is_empty() {
        return Ok(());
    }
    let mut legs = Vec::new();
    for leg in &feature.properties.legs {
        legs.push(track_ids.find(leg).ok_or_else(|| {
            let message = ["there is no track \"", leg, "\""].concat();
            Problem::new(Code::Unresolved, "", message).feature(feature.id.as_str())
        })?);
    }
    feature.geometry = Geometry::Legs(legs);
    Ok(())
}
