//! From the files of an atlas to the atlas.

use std::rc::Rc;

use super::geojson::{each_feature, geometry_of, id_of};
use super::ids::Ids;
use super::manifest::{Manifest, each_collection, file_name};
use super::{Atlas, Feature, Geometry, Properties, Track, TrackProperties};
use crate::decimal::whole;
use crate::error::{Code, Problem};
use crate::json::{self, Node};
use crate::list::{AddAll as _, Gather as _, glued};

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
        let mut track_ids = Ids::new(0);
        let mut features: Vec<Feature> = Vec::new();
        for Collection { file, content, .. } in collections {
            match content {
                None => return Err(Problem::new(Code::MissingFile, &file, "was not loaded")),
                Some(Content::Tracks(read)) => {
                    tracks = read;
                    track_ids = self::track_ids(&tracks);
                }
                Some(Content::Features(read)) => {
                    for mut feature in read {
                        match find_legs(&mut feature, &tracks, &track_ids) {
                            Ok(()) => features.push(feature),
                            Err(problem) => problems.push(problem.file(&file)),
                        }
                    }
                }
            }
        }
        let mut by_id = Ids::new(features.len());
        let id = |index: usize| features[index].id.as_str();
        for index in 0..features.len() {
            if by_id.add(index, &id).is_some() {
                let twice = "the id is used twice; the first has it";
                problems.push(Problem::new(Code::BadFeature, "", twice).feature(id(index)));
            }
        }
        let atlas = Atlas {
            layers: manifest.layers.clone(),
            details: vec![None; features.len()],
            features: features.into_iter().map(Rc::new).gathered(),
            tracks: Rc::new(tracks),
            story: manifest.story.clone().unwrap_or_default(),
            manifest: Rc::new(manifest),
            ids: vec![(0, Rc::new(by_id))],
        };
        Ok((atlas, problems))
    }
}

impl Atlas {
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
            let known = self.features.len();
            let mut ids = Ids::new(known + features.len());
            for index in 0..known {
                ids.add(index, &|index| &self.features[index].id);
            }
            let tracks = &*self.tracks;
            let track_ids = track_ids(tracks);
            for mut feature in features {
                if let Err(problem) = find_legs(&mut feature, tracks, &track_ids) {
                    problems.push(problem.file(file));
                    continue;
                }
                let id = |index: usize| grown.features[index].id.as_str();
                let problem = match (detail, ids.find(&feature.id, &id)) {
                    (true, Some(index)) if grown.details[index].is_none() => {
                        grown.details[index] = Some(feature.geometry);
                        continue;
                    }
                    (false, None) => {
                        grown.features.push(Rc::new(feature));
                        grown.details.push(None);
                        let index = grown.features.len() - 1;
                        ids.add(index, &|index| &grown.features[index].id);
                        continue;
                    }
                    (true, None) => Problem::new(Code::Unresolved, file, "details of no feature"),
                    _ => Problem::new(Code::BadFeature, file, "the id is taken"),
                };
                problems.push(problem.feature(feature.id));
            }
            grown.ids = vec![(0, Rc::new(ids))];
        }
        Ok(grown)
    }
}

fn text_of<'a>(bytes: &'a [u8], file: &str) -> Result<&'a str, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(file, error.valid_up_to()))?;
    check_filled(text, file)?;
    Ok(text)
}

pub(super) fn not_utf8(file: &str, byte: usize) -> Problem {
    Problem::new(Code::NotJson, file, "is not UTF-8").path(glued(&["byte ", &whole(byte)]))
}

pub(super) fn check_filled(text: &str, file: &str) -> Result<(), Problem> {
    if text.trim_start_matches('\u{feff}').trim_ascii().is_empty() {
        return Err(Problem::new(Code::NotJson, file, "is empty"));
    }
    Ok(())
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
            let name = id_of(node).unwrap_or_else(|| glued(&["#", &whole(index)]));
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
        properties: Rc::new(properties),
        own: None,
        geometry: Rc::new(geometry_of(node, repairs)?),
    })
}

fn track_ids(tracks: &[Track]) -> Ids {
    Ids::all(tracks.len(), &|track| &tracks[track].id)
}

/// A feature with legs has the geometry of its tracks.
fn find_legs(feature: &mut Feature, tracks: &[Track], track_ids: &Ids) -> Result<(), Problem> {
    if feature.properties.legs.is_empty() {
        return Ok(());
    }
    let mut legs = Vec::new();
    for leg in &feature.properties.legs {
        let found = track_ids.find(leg, &|track| &tracks[track].id);
        legs.push(found.ok_or_else(|| {
            let message = glued(&["there is no track \"", leg, "\""]);
            Problem::new(Code::Unresolved, "", message).feature(feature.id.as_str())
        })?);
    }
    feature.geometry = Rc::new(Geometry::Legs(legs));
    Ok(())
}
