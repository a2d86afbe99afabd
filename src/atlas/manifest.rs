//! The manifest: which files make an atlas.

use std::rc::Rc;

use super::{Layer, Routes, Story, Text};
use crate::error::{Code, Problem};
use crate::geo::projection::ConicEqualArea;
use crate::json::{Json, Node};
use crate::list::AddAll as _;
use crate::lon_lat::LonLatBounds;
use crate::space::{Plane, Point, Rect};

/// The file `atlas.json`, as `data/README.md` defines it. Collections that it holds itself are left to the reader.
#[derive(Debug, Clone, PartialEq)]
pub struct Manifest {
    /// Name of the atlas.
    pub title: Text,
    /// The day that the map tells of, `YYYY-MM-DD`.
    pub as_of: String,
    /// The year of that day, which is shown unless another is asked for.
    pub year: u16,
    /// The first year of the scale of years, and the last.
    pub years: [u16; 2],
    /// The overview.
    pub bounds: LonLatBounds,
    /// The overview where the element is higher than wide.
    pub narrow_bounds: LonLatBounds,
    /// The conic projection made for the area.
    pub conic: ConicEqualArea,
    /// Ids of the areas that stand out.
    pub focus: Vec<String>,
    /// The first is at the bottom.
    pub layers: Vec<Rc<Layer>>,
    /// Files of facts.
    pub facts: Vec<String>,
    /// File of the bibliography.
    pub sources: Option<String>,
    /// The zoom from which details are worth loading and drawing.
    pub detail_zoom: f64,
    /// Where the relief picture lies in the plane of the conic, if there is one.
    pub relief: Option<Rect<Plane>>,
    /// Files that come after the first picture: layer, whether they are details, name.
    pub later: Vec<(usize, bool, String)>,
    /// What can be asked of the routes.
    pub routes: Routes,
    /// File of the story.
    pub story_file: Option<String>,
    /// The story, where the manifest holds it itself.
    pub story: Option<Rc<Story>>,
    /// The credit line.
    pub credit: Text,
}

/// The version of the schema that this engine reads.
const SCHEMA_VERSION: i32 = 1;

impl Manifest {
    /// Reads the document.
    ///
    /// # Errors
    ///
    /// When it is not of the schema.
    pub fn read(root: &Node<'_>) -> Result<Self, Problem> {
        let version = root.member("version");
        if version.integer() != SCHEMA_VERSION {
            return Err(version.problem("this engine reads version 1 of the schema"));
        }
        let projection = root.member("projection");
        let parallels = projection.at("parallels", Node::numbers);
        let center = projection.at("center", Node::numbers);
        let conic = ConicEqualArea::new(parallels, center)
            .ok_or_else(|| projection.problem("these parallels and this centre give no cone"))?;
        let [bounds, narrow_bounds] = read_bounds(root);
        let story = root.member("story");
        let mut layers = Vec::new();
        let mut facts = Vec::new();
        let mut later = Vec::new();
        for (index, layer) in root.member("layers").list().enumerate() {
            let id = layer.at("id", Node::string);
            let title = layer.at("title", Text::read);
            layers.push(Rc::new(Layer {
                id,
                title,
                samples: Rc::default(),
            }));
            for (name, detail) in [("later", false), ("detail", true)] {
                for file in layer.at(name, Node::texts) {
                    later.push((index, detail, file));
                }
            }
            for file in layer.member("facts").list() {
                facts.add_all(file_name(&file).map(str::to_owned));
            }
        }
        let as_of = root.at("asOf", Node::string);
        let digits = as_of.bytes().take(4);
        let year = digits.fold(0, |year, digit| 10 * year + u16::from(digit & 0xf));
        let mut years = [year, year];
        for (year, node) in years.iter_mut().zip(root.member("years").list()) {
            *year = u16::try_from(node.integer()).unwrap_or_else(|_| node.unexpected("a year"));
        }
        Ok(Self {
            title: root.at("title", Text::read),
            as_of,
            year,
            years,
            bounds,
            narrow_bounds,
            conic,
            focus: root.at("focus", Node::texts),
            layers,
            facts,
            detail_zoom: root
                .member("detailZoom")
                .optional(Node::number)
                .unwrap_or(f64::INFINITY),
            relief: root.member("relief").optional(|relief| {
                let [left, bottom, right, top] = relief.at("bounds", Node::numbers);
                Rect::around([Point::new(left, bottom), Point::new(right, top)])
            }),
            later,
            sources: file_name(&root.member("sources")).map(str::to_owned),
            routes: root.at("routes", Routes::read),
            story_file: file_name(&story).map(str::to_owned),
            story: match story.json {
                Json::Object(_) => Some(Rc::new(Story::read(&story))),
                _ => None,
            },
            credit: root.at("credit", Text::read),
        })
    }
}

/// What is to be seen of the manifest or of a step of the story: `bounds`, and `narrowBounds` for where the element is higher
/// than wide, the same where it has none.
pub(super) fn read_bounds(node: &Node<'_>) -> [LonLatBounds; 2] {
    let read = |node: &Node<'_>| {
        let bounds = LonLatBounds::from(node.numbers());
        if !bounds.is_on_globe() {
            node.reject("is not west, south, east, north in degrees")
        }
        bounds
    };
    let bounds = read(&node.member("bounds"));
    let narrow = node.member("narrowBounds").optional(read);
    [bounds, narrow.unwrap_or(bounds)]
}

/// The file that an entry names, or `None` where the entry is the content itself.
pub(super) fn file_name<'a>(entry: &Node<'a>) -> Option<&'a str> {
    match entry.json {
        Json::Text(file) => Some(file),
        _ => None,
    }
}

/// The collections of features in the order to read them: the shared tracks, then the layers' data. `take` gets the
/// layer's index, `None` for tracks.
pub(super) fn each_collection(
    root: &Node<'_>,
    mut take: impl FnMut(Option<usize>, &Node<'_>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let tracks = root.member("tracks");
    if !tracks.is_null() {
        take(None, &tracks)?;
    }
    for (index, layer) in root.member("layers").list().enumerate() {
        let data = layer.member("data");
        if !matches!(data.json, Json::List(_)) {
            return Err(
                Problem::new(Code::NotGeojson, "", "a layer has an array of data")
                    .path(data.path()),
            );
        }
        for entry in data.list() {
            take(Some(index), &entry)?;
        }
    }
    Ok(())
}
