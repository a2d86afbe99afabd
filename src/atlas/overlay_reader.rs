//! Reads a reader's own GeoJSON some bytes at a time: a page does not stand still over a large file.

use std::mem;
use std::ops::Range;
use std::rc::Rc;

use super::geojson::{each_feature, geometry_of, id_of};
use super::ids::Ids;
use super::overlay::{Overlay, Own};
use super::packed::Packed;
use super::reader::{check_filled, not_utf8};
use super::sample::samples;
use super::style::{Style, StyleRule};
use super::{Feature, Geometry, Properties};
use crate::decimal::{Decimal, whole};
use crate::error::{Code, Problem};
use crate::json::{self, Json, Malformed, Node, Piece, Pieces, Wrong};
use crate::list::{AddAll as _, Gather as _, glued, head, joined};

/// A file on its way to an [`Overlay`]: a `FeatureCollection`, a Feature, a geometry, or several of these, one on each line.
///
/// What comes out is the same however it is divided. Of a `FeatureCollection` one feature is read at a time; what has been read
/// counts once the end is there, since until then the text may turn out to be no document, or one of another type.
#[derive(Debug)]
pub struct OverlayReader {
    overlay: Overlay,
    rule: StyleRule,
    problems: Vec<Problem>,
    text: String,
    /// The place of the document that is read: the text, or one of its lines.
    document: Range<usize>,
    pieces: Pieces,
    found: Found,
    /// Once the text is known to be no document.
    lines: Option<Lines>,
    /// Whether all has been read, and only ids are left to be known.
    is_read: bool,
}

/// Of a document whose end has not been read.
#[derive(Debug, Default)]
struct Found {
    features: Vec<Rc<Feature>>,
    skipped: Vec<Problem>,
    repairs: Vec<Problem>,
}

/// Newline-delimited `GeoJSON`.
#[derive(Debug)]
struct Lines {
    /// What is wrong with the text as one document: it counts if the first line is none either.
    error: Malformed,
    is_first: bool,
    /// The number of the line that is read, from 1.
    number: usize,
    /// Where the next one begins.
    next: usize,
}

/// With how many features, the first ones, others share their styles: where each has its own, there is nothing to be found.
const ALIKE: usize = 16;
/// The member that holds the features.
const FEATURES: &str = "features";
/// The names of a feature that people use, the first that is there.
const NAMES: [&str; 5] = ["title", "name", "Name", "NAME", "label"];
/// Ways to say WGS 84 in the `crs` member that GeoJSON had before RFC 7946.
const WGS_84: [&str; 5] = ["CRS84", "EPSG:4326", "EPSG::4326", "OGC:1.3:CRS84", "WGS84"];

impl OverlayReader {
    /// Before the first byte of a file of so many, which will be the layer `id`.
    #[must_use]
    pub fn new(id: &str, title: &str, rule: StyleRule, length: usize) -> Self {
        Self {
            overlay: Overlay {
                id: id.to_owned(),
                title: title.to_owned(),
                features: Vec::new(),
                skipped: 0,
                samples: Rc::default(),
                ids: Rc::new(Ids::new(0)),
            },
            rule,
            problems: Vec::new(),
            text: String::with_capacity(length),
            document: 0..0,
            pieces: Pieces::new(FEATURES),
            found: Found::default(),
            lines: None,
            is_read: false,
        }
    }

    /// Takes the next bytes of the file; all come before [`OverlayReader::go_on`], cut in no character.
    ///
    /// # Errors
    ///
    /// When they are not UTF-8.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        let text = std::str::from_utf8(bytes)
            .map_err(|error| not_utf8(&self.overlay.id, self.text.len() + error.valid_up_to()))?;
        self.text.push_str(text);
        Ok(())
    }

    /// Reads on until that was at least so many bytes; answers whether there is more. One feature is read at once, and so is
    /// a document that is no longer, and in the end all ids are.
    ///
    /// # Errors
    ///
    /// When nothing of the file can be used.
    pub fn go_on(&mut self, bytes: usize) -> Result<bool, Problem> {
        if self.is_read {
            self.overlay.identify();
            self.overlay.samples = Rc::new(samples(&self.rule, &self.overlay.features));
            return Ok(false);
        }
        if self.document.end == 0 {
            check_filled(&self.text, &self.overlay.id)?;
            self.document = 0..self.text.len();
        }
        let mut done = 0;
        loop {
            let before = self.read();
            if !self.step(bytes)? {
                self.is_read = true;
                return Ok(true);
            }
            // Reading by lines begins again at the start.
            done += self.read().saturating_sub(before);
            if done >= bytes {
                return Ok(true);
            }
        }
    }

    /// How much of the file has been read, bytes.
    #[must_use]
    pub const fn read(&self) -> usize {
        self.document.start + self.pieces.at()
    }

    /// The features that have been read, all of them after the end.
    #[must_use]
    pub fn features(&self) -> &[Rc<Feature>] {
        &self.overlay.features
    }

    /// What has been read, and what was left out or mended on the way.
    #[must_use]
    pub fn finish(self) -> (Overlay, Vec<Problem>) {
        (self.overlay, self.problems)
    }

    fn step(&mut self, bytes: usize) -> Result<bool, Problem> {
        let document = self.text.get(self.document.clone()).unwrap_or_default();
        // The index in the whole file names features that have no id; what was left out counts.
        let first = self.overlay.features.len() + self.overlay.skipped;
        let mut take = |found: &mut Found, index: usize, node: &Node<'_>| {
            found.take(&self.overlay, first + index, node, &self.rule)
        };
        let read = match self.pieces.next(document, bytes) {
            Ok(Piece::Array) => {
                self.found = Found::default();
                return Ok(true);
            }
            Ok(Piece::Value(index, json)) => {
                let wrong = Wrong::default();
                let root = Node::root(&Json::Null, &wrong);
                let features = root.member(FEATURES);
                let skipped = take(&mut self.found, index, &features.item(index, &json)).err();
                self.found.skipped.add_all(skipped);
                return Ok(true);
            }
            Ok(Piece::Other) => return Ok(true),
            Ok(Piece::End(rest)) => json::parse(&rest).map(|json| {
                let read = self.found.end(&json, &mut take);
                (matches!(json, Json::Object(_)), read)
            }),
            Err(error) => Err(error),
        };
        self.end(read)
    }

    /// After a document: whether it is an object, and what of it was read. Answers whether there is another.
    fn end(
        &mut self,
        read: Result<(bool, Result<(), Problem>), Malformed>,
    ) -> Result<bool, Problem> {
        let id = &self.overlay.id;
        let mut found = mem::take(&mut self.found);
        self.pieces = Pieces::new(FEATURES);
        let Some(lines) = &mut self.lines else {
            match read {
                Ok((_, read)) => read.map_err(|problem| problem.file(id))?,
                Err(error) => {
                    self.lines = Some(Lines {
                        error,
                        is_first: true,
                        number: 0,
                        next: 0,
                    });
                    return Ok(self.next_line());
                }
            }
            self.keep(found, None);
            self.text = String::new();
            self.document = self.document.end..self.document.end;
            return Ok(false);
        };
        if mem::take(&mut lines.is_first) && !matches!(read, Ok((true, _))) {
            return Err(Problem::malformed(id, &self.text, lines.error));
        }
        let line = self.text.get(self.document.clone()).unwrap_or_default();
        let read = match read {
            Ok((_, read)) => read,
            Err(error) => Err(Problem::malformed("", line, error)),
        };
        if let Err(problem) = read {
            found = Found::default();
            found.skipped.push(problem);
        }
        let number = Some(lines.number);
        self.keep(found, number);
        Ok(self.next_line())
    }

    fn keep(&mut self, mut found: Found, line: Option<usize>) {
        let overlay = &mut self.overlay;
        overlay.features.append(&mut found.features);
        overlay.skipped += found.skipped.len();
        found.skipped.append(&mut found.repairs);
        for problem in found.skipped {
            let mut problem = problem.file(&overlay.id);
            if let Some(number) = line {
                let path = problem.path.take().unwrap_or_default();
                problem = problem.path(glued(&["line ", &whole(number), " ", &path]));
            }
            self.problems.push(problem);
        }
    }

    /// Goes to the next line with something in it; answers whether there is one.
    fn next_line(&mut self) -> bool {
        if let Some(lines) = &mut self.lines {
            while let Some(rest) = self.text.get(lines.next..) {
                let line = head(rest, b'\n');
                self.document = lines.next..lines.next + line.len();
                lines.next = self.document.end + 1;
                lines.number += 1;
                if !line.trim_ascii().is_empty() {
                    return true;
                }
            }
        }
        self.text = String::new();
        false
    }
}

impl Found {
    /// The end of a document, whose features are here already where they were read one by one.
    fn end(
        &mut self,
        document: &Json<'_>,
        take: &mut dyn FnMut(&mut Self, usize, &Node<'_>) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let wrong = Wrong::default();
        let root = Node::root(document, &wrong);
        if !matches!(root.member("type").json, Json::Text(kind) if kind == "FeatureCollection") {
            *self = Self::default();
        }
        check_crs(&root)?;
        let mut skipped = Vec::new();
        each_feature(
            &root,
            &mut |index, node| take(self, index, node),
            &mut skipped,
        )?;
        self.skipped.append(&mut skipped);
        Ok(())
    }

    fn take(
        &mut self,
        overlay: &Overlay,
        number: usize,
        node: &Node<'_>,
        rule: &StyleRule,
    ) -> Result<(), Problem> {
        let id = id_of(node).unwrap_or_else(|| glued(&[&overlay.id, ":", &whole(number)]));
        let mut mended = Vec::new();
        let known = match &overlay.features[..] {
            [] => &self.features,
            known => known,
        };
        let known = &known[..known.len().min(ALIKE)];
        let read = feature(node, id.clone(), rule, known, &mut mended);
        let mended = mended.into_iter();
        self.repairs
            .add_all(mended.map(|problem| problem.feature(id.as_str())));
        let read = node.settle(read).map_err(|mut problem| {
            // The file is GeoJSON, but for this.
            if problem.code == Code::NotGeojson {
                problem.code = Code::BadFeature;
            }
            problem.feature(id)
        })?;
        self.features.push(Rc::new(read));
        Ok(())
    }
}

fn feature(
    node: &Node<'_>,
    id: String,
    rule: &StyleRule,
    known: &[Rc<Feature>],
    repairs: &mut Vec<Problem>,
) -> Result<Feature, Problem> {
    let geometry = geometry_of(node, repairs)?;
    let properties = node.member("properties");
    let style = rule.style(&properties, repairs);
    let mut alike = known.iter().filter_map(|known| known.own.as_ref());
    let alike = alike.find(|own| *own.style == style);
    let mut name = "";
    for key in NAMES.into_iter().rev() {
        if let Json::Text(text) = properties.member(key).json {
            name = text;
        }
    }
    let mut words = String::new();
    let mut add = |mut text: &str| {
        loop {
            let part = head(text, Own::END);
            words.push_str(part);
            if part.len() == text.len() {
                break;
            }
            text = &text[part.len() + 1..];
        }
        words.push(char::from(Own::END));
    };
    add(if name.is_empty() { &id } else { name });
    for (key, value) in properties.members() {
        let is_text = matches!(value.json, Json::Text(text) if !text.is_empty());
        if (is_text || key != Own::DESCRIPTION)
            && !NAMES.contains(&key)
            && !Style::KEYS.contains(&key)
        {
            add(key);
            add(&plain(value.json));
        }
    }
    Ok(Feature {
        own: Some(Own {
            style: alike.map_or_else(|| Rc::new(style), |own| Rc::clone(&own.style)),
            words: words.into(),
            packed: Packed::new(&geometry),
        }),
        id,
        layer: 0,
        properties: known.first().map_or_else(
            || {
                Rc::new(Properties {
                    rank: 5,
                    ..Properties::default()
                })
            },
            |known| Rc::clone(&known.properties),
        ),
        geometry: known.first().map_or_else(
            || Rc::new(Geometry::Collection(Vec::new())),
            |known| Rc::clone(&known.geometry),
        ),
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
