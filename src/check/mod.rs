//! Checks an atlas as strictly as its schema allows: for authors of data, on the command line. Native only.
//!
//! The engine's own reader comes first, since what it refuses is not shown. Then every file is read once more with `serde`,
//! which refuses unknown members, and with the `geojson` crate, and what the files say of each other is compared.

mod facts;
mod features;
mod geometry;
mod known;
mod manifest;
mod routes;
mod rules;
mod said;
mod schema;
mod story;

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::Value;

use self::known::Known;
use self::schema::Manifest;
use crate::atlas::{AtlasReader, Facts};
use crate::error::{Code, Problem};
use crate::json::{self, Json, Node, Wrong};

/// The manifest's name in its folder.
const MANIFEST: &str = "atlas.json";

/// The claims' name beside the manifest.
const CLAIMS: &str = "claims.json";

/// What a check found.
#[derive(Debug, Default)]
pub struct Report {
    /// In the order of the files.
    pub findings: Vec<Finding>,
    /// What was looked at.
    pub counts: Vec<(&'static str, usize)>,
}

/// A problem, and what its author can do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong, and where.
    pub problem: Problem,
    /// One sentence.
    pub fix: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.problem)?;
        if self.fix.is_empty() {
            Ok(())
        } else {
            write!(f, "\n    fix: {}", self.fix)
        }
    }
}

impl Report {
    fn add(&mut self, problem: Problem, fix: impl Into<String>) {
        let fix = fix.into();
        self.findings.push(Finding { problem, fix });
    }

    fn count(&mut self, what: &'static str, number: usize) {
        self.counts.push((what, number));
    }

    /// Adds what the engine said.
    fn engine(&mut self, problems: impl IntoIterator<Item = Problem>) {
        for problem in problems {
            let fix = match problem.code {
                Code::NotJson => "mend the JSON at this place; a linter or `jq .` shows the spot",
                Code::NotGeojson => "write what data/README.md says for this member",
                Code::BadFeature => "mend the feature, or take it out",
                Code::BadCoordinates => "write longitude, then latitude, in degrees (WGS 84)",
                Code::Unresolved => "mend the id, or add what it names",
                Code::MissingFile => "add the file, or take its name out of the manifest",
            };
            self.add(problem, fix);
        }
    }
}

/// A file, read twice.
struct Document {
    file: String,
    value: Value,
}

impl Document {
    /// Reads a file of the folder; reports what is not JSON, and members that stand twice.
    fn read(folder: &Path, file: &str, report: &mut Report) -> Option<Self> {
        let read = read(folder, file).and_then(|bytes| text_of(bytes, file));
        let text = match read {
            Ok(text) => text,
            Err(problem) => {
                report.engine([problem]);
                return None;
            }
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
        match json::parse(&text) {
            Ok(json) => repeated_members(&Node::root(&json, &Wrong::default()), file, report),
            Err(error) => {
                report.engine([Problem::malformed(file, &text, error)]);
                return None;
            }
        }
        let file = file.to_owned();
        match serde_json::from_str(&text) {
            Ok(value) => Some(Self { file, value }),
            Err(error) => {
                report.engine([Problem::new(Code::NotJson, &file, error.to_string())]);
                None
            }
        }
    }

    /// The file as the `geojson` crate reads it.
    fn geojson(&self) -> Result<geojson::GeoJson, serde_json::Error> {
        serde_json::from_value(self.value.clone())
    }

    /// A part of the file as the schema has it; reports what is not.
    fn part<T: DeserializeOwned>(
        &self,
        value: &Value,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<T> {
        match serde_json::from_value(value.clone()) {
            Ok(part) => Some(part),
            Err(error) => {
                let problem = place.problem(Code::NotGeojson, error.to_string());
                report.add(
                    problem,
                    "use the members that data/README.md lists, spelled so",
                );
                None
            }
        }
    }
}

/// Where something stands.
#[derive(Clone)]
struct Place<'a> {
    file: &'a str,
    path: String,
    feature: Option<&'a str>,
}

impl<'a> Place<'a> {
    fn new(file: &'a str, path: impl Into<String>) -> Self {
        Self {
            file,
            path: path.into(),
            feature: None,
        }
    }

    fn of(&self, feature: &'a str) -> Self {
        Self {
            feature: Some(feature),
            ..self.clone()
        }
    }

    fn member(&self, name: &str) -> Self {
        Self {
            path: format!("{}.{name}", self.path),
            ..self.clone()
        }
    }

    fn item(&self, index: usize) -> Self {
        Self {
            path: format!("{}[{index}]", self.path),
            ..self.clone()
        }
    }

    fn problem(&self, code: Code, message: impl Into<String>) -> Problem {
        let mut problem = Problem::new(code, self.file, message).path(self.path.as_str());
        problem.feature = self.feature.map(str::to_owned);
        problem
    }
}

/// Checks the atlas in `folder`: manifest, geometry, facts, sources, and claims where it has them.
#[must_use]
pub fn folder(folder: &Path) -> Report {
    let mut report = Report::default();
    engine(folder, &mut report);
    let Some(document) = Document::read(folder, MANIFEST, &mut report) else {
        return report;
    };
    let place = Place::new(MANIFEST, "$");
    let Some(manifest) = document.part::<Manifest>(&document.value, &place, &mut report) else {
        return report;
    };
    let mut known = Known {
        languages: manifest.languages.clone(),
        as_of: manifest.as_of.clone(),
        steps: schema::steps(&manifest, folder),
        ..Known::default()
    };
    let now = known.now().unwrap_or_default();
    known.years = manifest.years.unwrap_or([now, now]);
    manifest::check(&manifest, folder, &known, &mut report);
    features::check(&manifest, folder, &mut known, &mut report);
    for (index, id) in manifest.focus.iter().enumerate() {
        if !known.features.contains_key(id) {
            let place = place.member("focus").item(index);
            let problem = place.problem(Code::Unresolved, format!("there is no feature \"{id}\""));
            report.engine([problem]);
        }
    }
    if let Some(asked) = &manifest.routes {
        routes::check(asked, &known, &mut report);
    }
    facts::check(&manifest, folder, &mut known, &mut report);
    // The engine stops at some of what is said again here.
    let mut seen = BTreeSet::new();
    report
        .findings
        .retain(|finding| seen.insert(finding.to_string()));
    report
}

/// Checks the geometry of one GeoJSON file; its properties may be anything.
#[must_use]
pub fn file(path: &Path) -> Report {
    let mut report = Report::default();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let folder = path.parent().unwrap_or(Path::new("."));
    let Some(document) = Document::read(folder, &name, &mut report) else {
        return report;
    };
    features::alone(&document, &mut report);
    report
}

fn read(folder: &Path, file: &str) -> Result<Vec<u8>, Problem> {
    fs::read(folder.join(file))
        .map_err(|error| Problem::new(Code::MissingFile, file, error.to_string()))
}

fn text_of(bytes: Vec<u8>, file: &str) -> Result<String, Problem> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Problem::new(Code::NotJson, file, "is not UTF-8").path(format!("byte {at}"))
    })
}

/// Reads the atlas as the engine does.
fn engine(folder: &Path, report: &mut Report) {
    let mut problems = Vec::new();
    let mut go = || -> Result<(), Problem> {
        let read = |file: &str| read(folder, file);
        let text = text_of(read(MANIFEST)?, MANIFEST)?;
        let mut reader = AtlasReader::new(&text, MANIFEST)?;
        for file in reader.awaited_files() {
            reader.add(&file, &read(&file)?)?;
        }
        let manifest = reader.manifest().clone();
        let (mut atlas, found) = reader.finish()?;
        problems.extend(found);
        for (layer, detail, file) in &manifest.later {
            atlas = atlas.grown(*layer, *detail, file, &read(file)?, &mut problems)?;
        }
        let mut facts = Facts::default();
        for file in manifest.facts.iter().chain(&manifest.sources) {
            let text = text_of(read(file)?, file)?;
            let is_sources = Some(file) == manifest.sources.as_ref();
            let added = if is_sources {
                facts.add_sources(&text, file)
            } else {
                facts.add(&text, file)
            };
            problems.extend(added.err());
        }
        if let Some(file) = &manifest.story_file {
            atlas.with_story(&text_of(read(file)?, file)?, file)?;
        }
        Ok(())
    };
    let end = go().err();
    report.engine(problems.into_iter().chain(end));
}

/// Of members that stand twice in an object, readers take the one or the other.
fn repeated_members(node: &Node<'_>, file: &str, report: &mut Report) {
    let mut seen = BTreeSet::new();
    for (name, member) in node.members() {
        if !seen.insert(name) {
            let problem = member.problem(&format!("\"{name}\" stands twice in this object"));
            report.add(problem.file(file), "keep one of the two");
        }
        repeated_members(&member, file, report);
    }
    if matches!(node.json, Json::List(_)) {
        for item in node.list() {
            repeated_members(&item, file, report);
        }
    }
}
