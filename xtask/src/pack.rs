//! Makes the built atlas quick to load: what the first view needs is one file.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::dist::{ending, files};
use crate::failure::{Failure, Outcome};
use crate::turn;

/// Packs the folder of an atlas in place.
///
/// The manifest becomes an array of itself and of the files that it names for the first picture, each on a line of its own, as
/// `web/loading.js` takes them apart; facts stay files of their own. No JSON file keeps other white space.
pub(crate) fn atlas(folder: &Path) -> Outcome<()> {
    let path = folder.join("atlas.json");
    let manifest = without_space(&read(&path)?);
    let names = first_files(&manifest)?;
    let mut packed = format!("[{manifest}\n");
    for name in &names {
        let text = without_space(&read(&folder.join(name))?);
        parse::<serde::de::IgnoredAny>(name, &text)?;
        packed.push_str(&format!(",{text}\n"));
    }
    packed.push(']');
    fs::write(&path, turn::rings(&packed)).map_err(Failure::file("write", &path))?;
    for name in names.iter().collect::<BTreeSet<_>>() {
        let path = folder.join(name);
        fs::remove_file(&path).map_err(Failure::file("remove", &path))?;
    }
    for path in files(folder)? {
        if matches!(ending(&path), "json" | "geojson") && path != folder.join("atlas.json") {
            let text = without_space(&read(&path)?);
            fs::write(&path, text).map_err(Failure::file("write", &path))?;
        }
    }
    Ok(())
}

/// The names of the files for the first picture, in the order in which the element looks for them; what the manifest holds
/// itself is there already.
fn first_files(manifest: &str) -> Outcome<Vec<String>> {
    let manifest: Value = parse("atlas.json", manifest)?;
    let layers = manifest["layers"].as_array().into_iter().flatten();
    let data = layers.flat_map(|layer| layer["data"].as_array().into_iter().flatten());
    let entries = std::iter::once(&manifest["tracks"]).chain(data);
    let names = entries.filter_map(|entry| entry.as_str().map(str::to_owned));
    Ok(names.collect())
}

fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(Failure::file("read", path))
}

fn parse<'a, T: Deserialize<'a>>(what: &str, text: &'a str) -> Outcome<T> {
    serde_json::from_str(text).map_err(|error| Failure::new(format!("{what}: {error}")))
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
    fn files_named_for_the_first_picture_stand_behind_the_manifest() {
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
            concat!(
                r#"[{"tracks":"t.json","sources":"s.json","layers":[{"data":["a.geojson",{"type":1}],"facts":["f.json"]}]}"#,
                "\n",
                r#",{"x":1.10}"#,
                "\n,[70.10]\n]"
            )
        );
        fs::remove_dir_all(&folder).unwrap();
    }
}
