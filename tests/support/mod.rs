//! What several tests need: atlases to test with, and numbers that look random but are the same in every run.
#![allow(
    clippy::unwrap_used,
    dead_code,
    reason = "each test uses some of it, and a test that panics has failed"
)]

pub(crate) mod entries;

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use central_asia_map::app::{DEFAULT_VIEW, Model};
use central_asia_map::atlas::{Atlas, AtlasReader, Facts};
use central_asia_map::error::Problem;
use central_asia_map::lon_lat::{LonLat, LonLatBounds};
use central_asia_map::scene::base_map::BaseMap;
use central_asia_map::shape::{ProjectionName, Shapes};
use central_asia_map::space::Size;

/// A path inside the project.
pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The text of a file of the project.
pub(crate) fn read(path: &str) -> String {
    let file = project(path);
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The files of a folder of the project whose names end in `.ending`, in order.
pub(crate) fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![project(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The atlas of a folder with all files that its manifest names, and what was wrong with it.
pub(crate) fn read_atlas(folder: &str) -> (Atlas, Vec<Problem>) {
    let bytes = |file: &str| {
        let path = project(folder).join(file);
        fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let manifest = read(&format!("{folder}/atlas.json"));
    let mut reader = AtlasReader::new(&manifest, "atlas.json").unwrap();
    for file in reader.awaited_files() {
        reader.add(&file, &bytes(&file)).unwrap();
    }
    let later = reader.manifest().later.clone();
    let story = reader.manifest().story_file.clone();
    let (mut atlas, mut problems) = reader.finish().unwrap();
    for (layer, detail, file) in later {
        let grown = atlas.grown(layer, detail, &file, &bytes(&file), &mut problems);
        atlas = grown.unwrap();
    }
    if let Some(file) = story {
        let text = read(&format!("{folder}/{file}"));
        atlas = atlas.with_story(&text, &file).unwrap();
    }
    (atlas, problems)
}

/// The built-in atlas.
pub(crate) fn built_in() -> Rc<Atlas> {
    Rc::new(read_atlas("data").0)
}

/// A manifest of one layer, `layer`, with the file `data.geojson`.
pub(crate) const MANIFEST: &str = r#"{
    "version": 1, "title": {"en": "Test"}, "asOf": "2023-05-19", "years": [2001, 2027],
    "bounds": [44, 29, 112, 56],
    "projection": {"parallels": [30, 52], "center": [75, 42]},
    "layers": [{"id": "layer", "title": {"en": "Layer"}, "data": ["data.geojson"]}],
    "credit": {"en": "nobody"}
}"#;

/// The atlas whose only file is `bytes`.
pub(crate) fn read_file(bytes: &[u8]) -> Result<(Atlas, Vec<Problem>), Problem> {
    let mut reader = AtlasReader::new(MANIFEST, "atlas.json").unwrap();
    reader.add("data.geojson", bytes)?;
    reader.finish()
}

/// The atlas of the features, each the text of a GeoJSON Feature; all must be good.
pub(crate) fn atlas_of(features: &[&str]) -> Rc<Atlas> {
    let text = format!(
        r#"{{"type": "FeatureCollection", "features": [{}]}}"#,
        features.join(",")
    );
    let (atlas, problems) = read_file(text.as_bytes()).unwrap();
    assert_eq!(problems, []);
    Rc::new(atlas)
}

/// The overview of an atlas in its own conic.
pub(crate) fn model(atlas: &Rc<Atlas>, width: f64, height: f64) -> Model {
    let shapes = Shapes::new(atlas, ProjectionName::Conic.of(atlas));
    Model::new(Rc::clone(atlas), Rc::new(shapes), Size { width, height })
}

/// Numbers without a pattern, the same in every run: a failure can be looked at again.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// SplitMix64 (Steele, Lea, Flood 2014).
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number between two.
    pub(crate) fn between(&mut self, min: f64, max: f64) -> f64 {
        let share = f64::from(u32::try_from(self.next() >> 32).unwrap()) / f64::from(u32::MAX);
        min + (max - min) * share
    }
}

/// A size in CSS pixels.
pub(crate) const fn size(width: f64, height: f64) -> Size {
    Size { width, height }
}

/// The middle of a quadrangle of the globe, in degrees.
pub(crate) fn middle(bounds: LonLatBounds) -> LonLat {
    LonLat::new(
        f64::midpoint(bounds.west, bounds.east),
        f64::midpoint(bounds.south, bounds.north),
    )
}

/// The facts of the built-in atlas, with their bibliography.
pub(crate) fn facts() -> Facts {
    let reader = AtlasReader::new(&read("data/atlas.json"), "atlas.json").unwrap();
    let mut facts = Facts::default();
    for file in &reader.manifest().facts {
        facts.add(&read(&format!("data/{file}")), file).unwrap();
    }
    facts
        .add_sources(&read("data/sources.json"), "sources.json")
        .unwrap();
    facts
}

/// The base map cut anew for where a model's camera is.
pub(crate) fn base_map(model: &Model) -> BaseMap {
    let detailed = model.view().detailed();
    BaseMap::new(
        &model.atlas,
        &model.shapes,
        &model.camera,
        DEFAULT_VIEW,
        detailed,
    )
}
