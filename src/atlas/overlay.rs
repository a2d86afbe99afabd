//! A reader's own GeoJSON, laid over an atlas: any file of RFC 7946, styled by the conventions of simplestyle.

use std::rc::Rc;

use super::geojson::{each_feature, geometry_of, id_of};
use super::ids::Ids;
use super::reader::text_of;
use super::style::{Style, StyleRule};
use super::{Atlas, Class, Feature, Layer, Properties, Text};
use crate::decimal::{Decimal, whole};
use crate::error::{Code, Problem};
use crate::json::{self, Json, Malformed, Node, Wrong};
use crate::list::{AddAll as _, Gather as _, glued, joined};

/// Features that a page or a reader added, as a layer of their own.
#[derive(Debug, Clone)]
pub struct Overlay {
    /// Id of the layer.
    pub id: String,
    /// Name of the layer.
    pub title: String,
    /// Their `layer` is set when they are laid over an atlas.
    pub features: Vec<Feature>,
    /// How many features of the file could not be used.
    pub skipped: usize,
}

/// What only a feature of an overlay has.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Own {
    /// How it is drawn, where its author said so.
    pub style: Style,
    /// Simplestyle's `description`.
    pub description: String,
    /// Its other properties, as text.
    pub table: Vec<(String, String)>,
}

/// The names of a feature that people use, the first that is there.
const NAMES: [&str; 5] = ["title", "name", "Name", "NAME", "label"];
/// Ways to say WGS 84 in the `crs` member that GeoJSON had before RFC 7946.
const WGS_84: [&str; 5] = ["CRS84", "EPSG:4326", "EPSG::4326", "OGC:1.3:CRS84", "WGS84"];

impl Overlay {
    /// Reads a file: a FeatureCollection, a Feature, a geometry, or several of these, one on each line.
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
        let text = text_of(bytes, id)?;
        let mut overlay = Self {
            id: id.to_owned(),
            title: title.to_owned(),
            features: Vec::new(),
            skipped: 0,
        };
        match json::parse(text) {
            Ok(document) => {
                let mut found = Vec::new();
                let read = overlay.take(&document, rule, &mut found);
                problems.add_all(found.into_iter().map(|problem| problem.file(id)));
                read.map_err(|problem| problem.file(id))?;
            }
            Err(error) => overlay.take_lines(text, error, rule, problems)?,
        }
        Ok(overlay)
    }

    /// Newline-delimited GeoJSON. `error` is what is wrong with the text as one document: it counts if the first line is none either.
    fn take_lines(
        &mut self,
        text: &str,
        error: Malformed,
        rule: &StyleRule,
        problems: &mut Vec<Problem>,
    ) -> Result<(), Problem> {
        let malformed = || Problem::malformed(&self.id, text, error);
        let lines = text.split('\n').enumerate();
        let mut lines = lines
            .filter(|(_, line)| !line.trim_ascii().is_empty())
            .peekable();
        let first = lines.peek().map(|(_, line)| json::parse(line));
        if !matches!(first, Some(Ok(Json::Object(_)))) {
            return Err(malformed());
        }
        for (index, line) in lines {
            let place = |problem: Problem| {
                let path = problem.path.clone().unwrap_or_default();
                let line = whole(index + 1);
                problem
                    .file(&self.id)
                    .path(glued(&["line ", &line, " ", &path]))
            };
            let mut found = Vec::new();
            let read = match json::parse(line) {
                Ok(document) => {
                    let mut one = Self {
                        id: self.id.clone(),
                        title: String::new(),
                        features: Vec::new(),
                        skipped: 0,
                    };
                    // The index in the whole file names features that have no id.
                    let read = one.take_from(self.features.len(), &document, rule, &mut found);
                    self.features.append(&mut one.features);
                    self.skipped += one.skipped;
                    read
                }
                Err(error) => Err(Problem::malformed("", line, error)),
            };
            if let Err(problem) = read {
                self.skipped += 1;
                found.push(problem);
            }
            problems.add_all(found.into_iter().map(place));
        }
        Ok(())
    }

    fn take(
        &mut self,
        document: &Json<'_>,
        rule: &StyleRule,
        problems: &mut Vec<Problem>,
    ) -> Result<(), Problem> {
        self.take_from(0, document, rule, problems)
    }

    fn take_from(
        &mut self,
        start: usize,
        document: &Json<'_>,
        rule: &StyleRule,
        problems: &mut Vec<Problem>,
    ) -> Result<(), Problem> {
        let wrong = Wrong::default();
        let root = Node::root(document, &wrong);
        check_crs(&root)?;
        let mut repairs = Vec::new();
        let before = problems.len();
        each_feature(
            &root,
            &mut |index, node| {
                let own_id = id_of(node);
                let number = whole(start + index);
                let id = own_id.unwrap_or_else(|| glued(&[&self.id, ":", &number]));
                let mut mended = Vec::new();
                let read = feature(node, id.clone(), rule, &mut mended);
                let mended = mended.into_iter();
                repairs.add_all(mended.map(|problem| problem.feature(id.as_str())));
                let read = node.settle(read).map_err(|mut problem| {
                    // The file is GeoJSON, but for this.
                    if problem.code == Code::NotGeojson {
                        problem.code = Code::BadFeature;
                    }
                    problem.feature(id)
                })?;
                self.features.push(read);
                Ok(())
            },
            problems,
        )?;
        self.skipped += problems.len() - before;
        problems.add_all(repairs);
        Ok(())
    }
}

impl Atlas {
    /// The atlas with overlays on top, each a layer. An id that is taken gets the overlay's in front of it.
    #[must_use]
    pub fn overlaid(&self, overlays: &[Overlay]) -> Self {
        let mut atlas = self.clone();
        for overlay in overlays {
            let layer = atlas.layers.len();
            atlas.layers.push(Layer {
                id: overlay.id.clone(),
                title: Text::plain(&overlay.title),
            });
            for feature in &overlay.features {
                let mut feature = feature.clone();
                feature.layer = layer;
                if self.find(&feature.id).is_some() {
                    feature.id = glued(&[&overlay.id, ":", &feature.id]);
                }
                atlas.features.push(Rc::new(feature));
                atlas.details.push(None);
            }
        }
        atlas.by_id = Ids::new(atlas.features.iter().map(|feature| feature.id.as_str()));
        atlas
    }
}

fn feature(
    node: &Node<'_>,
    id: String,
    rule: &StyleRule,
    repairs: &mut Vec<Problem>,
) -> Result<Feature, Problem> {
    let geometry = geometry_of(node, repairs)?;
    let properties = node.member("properties");
    let style = rule.style(&properties, repairs);
    let mut name = "";
    for key in NAMES.into_iter().rev() {
        if let Json::Text(text) = properties.member(key).json {
            name = text;
        }
    }
    let description = match properties.member("description").json {
        Json::Text(text) => text.clone().into_owned(),
        _ => String::new(),
    };
    let table = properties.members().filter(|(key, _)| {
        !NAMES.contains(key) && *key != "description" && !Style::KEYS.contains(key)
    });
    Ok(Feature {
        properties: Properties {
            class: Class::Other,
            name: Text::plain(if name.is_empty() { &id } else { name }),
            rank: 5,
            ..Properties::default()
        },
        own: Some(Box::new(Own {
            style,
            description,
            table: table
                .map(|(key, value)| (key.to_owned(), plain(value.json)))
                .gathered(),
        })),
        id,
        layer: 0,
        geometry,
    })
}

/// RFC 7946 §4 removed the member: whoever still writes it means WGS 84, or the positions are no degrees.
fn check_crs(root: &Node<'_>) -> Result<(), Problem> {
    let crs = root.member("crs");
    if crs.is_null() {
        return Ok(());
    }
    let properties = crs.member("properties");
    let name = properties.member("name");
    let text = match name.json {
        Json::Text(text) => text.as_ref(),
        _ => "",
    };
    if WGS_84.iter().any(|known| text.ends_with(known)) {
        return Ok(());
    }
    let message = glued(&[
        "\"",
        text,
        "\" is not WGS 84; convert the file to longitude and latitude",
    ]);
    Err(Problem::new(Code::BadCoordinates, "", message).path(crs.path()))
}

/// A value as a table shows it.
fn plain(value: &Json<'_>) -> String {
    match value {
        Json::Null => String::new(),
        Json::Bool(true) => "true".to_owned(),
        Json::Bool(false) => "false".to_owned(),
        Json::Number(number) => Decimal::new(*number, 6).text(),
        Json::Text(text) => text.clone().into_owned(),
        Json::List(values) => {
            let values: Vec<String> = values.iter().map(plain).gathered();
            joined(&values, ", ")
        }
        Json::Positions(_) => "[…]".to_owned(),
        Json::Object(members) => {
            let members = members.iter();
            let members: Vec<String> = members
                .map(|(key, value)| glued(&[key, ": ", &plain(value)]))
                .gathered();
            joined(&members, ", ")
        }
    }
}
