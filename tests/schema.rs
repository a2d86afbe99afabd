//! Every file of the built-in atlas is of `data/schema.json`, and the schema refuses what is wrong.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Value, json};

mod support;

use support::{files, project, read};

/// The compiled kinds of files.
struct Kinds {
    schemas: Schemas,
    compiler: Compiler,
}

impl Kinds {
    fn new() -> Self {
        let schema: Value = serde_json::from_str(&read("data/schema.json")).unwrap();
        let mut compiler = Compiler::new();
        compiler.enable_format_assertions();
        compiler.add_resource("atlas:schema", schema).unwrap();
        Self {
            schemas: Schemas::new(),
            compiler,
        }
    }

    fn index(&mut self, kind: &str) -> SchemaIndex {
        let location = format!("atlas:schema#/$defs/{kind}");
        self.compiler.compile(&location, &mut self.schemas).unwrap()
    }

    /// What is wrong with a value, if it is of the kind.
    fn problem(&mut self, kind: &str, value: &Value) -> Option<String> {
        let index = self.index(kind);
        let validated = self.schemas.validate(value, index);
        validated.err().map(|error| format!("{error:#}"))
    }
}

/// The kind of a file of `data`, by its name.
fn kind(name: &str) -> &'static str {
    match name {
        "atlas.json" => "manifest",
        "tracks.geojson" => "tracks",
        "sources.json" => "sources",
        "claims.json" => "claims",
        "story.json" => "story",
        _ if name.ends_with(".geojson") => "features",
        _ => "facts",
    }
}

#[test]
fn every_file_is_of_its_kind() {
    let mut kinds = Kinds::new();
    let facts = files("data/facts", "json");
    let tables = ["atlas.json", "sources.json", "claims.json", "story.json"]
        .map(|name| project("data").join(name));
    let all = files("data", "geojson")
        .into_iter()
        .chain(facts)
        .chain(tables);
    let mut count = 0;
    for path in all.filter(|path| !path.starts_with(project("data/source"))) {
        let name = path.file_name().unwrap().to_string_lossy();
        let text = std::fs::read_to_string(&path).unwrap();
        let value = serde_json::from_str(&text).unwrap();
        let problem = kinds.problem(kind(&name), &value);
        assert_eq!(problem, None, "{}", path.display());
        count += 1;
    }
    assert!(count > 20);
}

#[test]
fn what_is_wrong_is_refused() {
    let mut kinds = Kinds::new();
    let name = json!({"en": "Name"});
    let town = json!({"class": "town", "name": name, "rank": 3});
    assert_eq!(kinds.problem("properties", &town), None);
    let fact =
        json!({"text": name, "known": "then", "confidence": "reported", "sources": ["book"]});
    assert_eq!(kinds.problem("fact", &fact), None);
    let with = |value: &Value, member: &str, new: Value| {
        let mut value = value.clone();
        value[member] = new;
        value
    };
    for (member, wrong) in [
        ("class", json!("village")),
        ("rank", json!(0)),
        ("name", json!("Name")),
        ("legs", json!(["track"])),
        ("height", json!(3)),
        ("since", json!("2020")),
        ("label", json!([200, 0])),
    ] {
        let value = with(&town, member, wrong);
        assert!(kinds.problem("properties", &value).is_some(), "{value}");
    }
    for (member, wrong) in [
        ("asOf", json!("May")),
        ("asOf", json!("2023-13")),
        ("sources", json!([])),
        ("unit", json!("km")),
        ("confidence", json!("sure")),
        ("text", json!({"en": ""})),
    ] {
        let value = with(&fact, member, wrong);
        assert!(kinds.problem("fact", &value).is_some(), "{value}");
    }
    let line = |coordinates: Value| json!({"type": "LineString", "coordinates": coordinates});
    assert_eq!(
        kinds.problem("geometry", &line(json!([[1, 2], [3, 4]]))),
        None
    );
    for wrong in [json!([[1, 2]]), json!([1, 2]), json!([[1, 2], [3, 94]])] {
        assert!(kinds.problem("geometry", &line(wrong)).is_some());
    }
}
