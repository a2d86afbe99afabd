//! Makes the built atlas quick to load: what the first view needs is one file.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::dist::{ending, files};
use crate::failure::{Failure, Outcome};
use crate::turn;

/// A JSON object whose values keep their text, to the last digit.
type Object = BTreeMap<String, Box<RawValue>>;

/// Packs the folder of an atlas in place.
///
/// The files that the manifest names for the first picture are put into the manifest; facts stay files of their own.
/// No JSON file keeps white space.
pub(crate) fn atlas(folder: &Path) -> Outcome<()> {
    let manifest = folder.join("atlas.json");
    let mut packer = Packer {
        folder,
        inlined: Vec::new(),
    };
    let packed = packer.manifest(&read(&manifest)?)?;
    fs::write(&manifest, turn::rings(&packed)).map_err(Failure::file("write", &manifest))?;
    for name in packer.inlined {
        let path = folder.join(name);
        fs::remove_file(&path).map_err(Failure::file("remove", &path))?;
    }
    for path in files(folder)? {
        if matches!(ending(&path), "json" | "geojson") {
            let text = without_space(&read(&path)?);
            fs::write(&path, text).map_err(Failure::file("write", &path))?;
        }
    }
    Ok(())
}

struct Packer<'a> {
    folder: &'a Path,
    /// Files that the manifest holds now.
    inlined: Vec<String>,
}

impl Packer<'_> {
    fn manifest(&mut self, text: &str) -> Outcome<String> {
        let mut manifest: Object = parse("atlas.json", text)?;
        if let Some(tracks) = manifest.get_mut("tracks") {
            self.inline(tracks)?;
        }
        if let Some(layers) = manifest.get_mut("layers") {
            let mut objects: Vec<Object> = parse("atlas.json: layers", layers.get())?;
            for layer in &mut objects {
                let Some(data) = layer.get_mut("data") else {
                    continue;
                };
                let mut entries: Vec<Box<RawValue>> = parse("atlas.json: data", data.get())?;
                for entry in &mut entries {
                    self.inline(entry)?;
                }
                *data = raw("atlas.json: data", &entries)?;
            }
            *layers = raw("atlas.json: layers", &objects)?;
        }
        Ok(raw("atlas.json", &manifest)?.get().to_owned())
    }

    /// Replaces a file's name by what is in the file.
    fn inline(&mut self, value: &mut Box<RawValue>) -> Outcome<()> {
        let Ok(name) = serde_json::from_str::<String>(value.get()) else {
            return Ok(());
        };
        let path = self.folder.join(&name);
        *value = parse(&name, &without_space(&read(&path)?))?;
        if !self.inlined.contains(&name) {
            self.inlined.push(name);
        }
        Ok(())
    }
}

fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(Failure::file("read", path))
}

fn parse<'a, T: Deserialize<'a>>(what: &str, text: &'a str) -> Outcome<T> {
    serde_json::from_str(text).map_err(|error| Failure::new(format!("{what}: {error}")))
}

fn raw(what: &str, value: &impl Serialize) -> Outcome<Box<RawValue>> {
    serde_json::value::to_raw_value(value).map_err(|error| Failure::new(format!("{what}: {error}")))
}

/// The same JSON without the white space between its values.
fn without_space(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    let (mut in_string, mut escaped) = (false, false);
    for char in json.chars() {
        if in_string {
            in_string = escaped || char != '"';
            escaped = !escaped && char == '\\';
        } else if char.is_ascii_whitespace() {
            continue;
        } else {
            in_string = char == '"';
        }
        text.push(char);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_goes_except_in_strings() {
        assert_eq!(
            without_space("{ \"a b\" :\n [1.50, \"\\\" \\\\\" , \" \"] }"),
            "{\"a b\":[1.50,\"\\\" \\\\\",\" \"]}"
        );
    }

    #[test]
    fn files_named_for_the_first_picture_move_into_the_manifest() {
        let folder =
            std::env::temp_dir().join(format!("central-asia-map-pack-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in [
            (
                "atlas.json",
                r#"{"tracks": "t.json", "sources": "s.json", "layers": [{"data": ["a.geojson", {"type": 1}], "facts": ["f.json"]}]}"#,
            ),
            ("t.json", r#"{ "x": 1.10 }"#),
            ("s.json", "{ }"),
            ("a.geojson", "[ 70.10 ]"),
            ("f.json", "{ }"),
        ] {
            fs::write(folder.join(name), text).unwrap();
        }
        atlas(&folder).unwrap();
        let names: Vec<String> = files(&folder)
            .unwrap()
            .iter()
            .map(|path| crate::dist::name_in(&folder, path))
            .collect();
        assert_eq!(names, ["atlas.json", "f.json", "s.json"]);
        assert_eq!(
            read(&folder.join("atlas.json")).unwrap(),
            r#"{"layers":[{"data":[[70.10],{"type":1}],"facts":["f.json"]}],"sources":"s.json","tracks":{"x":1.10}}"#
        );
        fs::remove_dir_all(&folder).unwrap();
    }
}
