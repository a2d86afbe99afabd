//! What others ask to be told where their work is given on: `THIRD-PARTY.txt`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::failure::{Failure, Outcome};
use crate::run::{output_of, program, root};
use crate::tools::WASM_TARGET;

/// The file's name in `dist/` and in the package.
pub(crate) const NAME: &str = "THIRD-PARTY.txt";

/// What the atlas was made from.
const DATA: &str = "xtask/notices/data.txt";

/// Crates that run nowhere in a page: macros, and what these are made of, have no part in the WebAssembly.
const TREE: [&str; 13] = [
    "tree",
    "--locked",
    "--package",
    "central-asia-map",
    "--no-default-features",
    "--target",
    WASM_TARGET,
    "--edges",
    "normal,no-proc-macro",
    "--prefix",
    "none",
    "--format",
    "{p}",
];

/// Writes the file into `dist/`.
pub(crate) fn write(dist: &Path) -> Outcome<()> {
    let data = root().join(DATA);
    let data = fs::read_to_string(&data).map_err(Failure::file("read", &data))?;
    let path = dist.join(NAME);
    fs::write(&path, format!("{data}\n{}", code()?)).map_err(Failure::file("write", &path))
}

/// The crates in the WebAssembly, and the licences that they come with; a text that several have stands once.
fn code() -> Outcome<String> {
    let failed = || {
        Failure::new(
            "cargo does not tell what the WebAssembly is made of; `cargo metadata` says why",
        )
    };
    let tree = output_of(program("cargo").args(TREE)).ok_or_else(failed)?;
    let names: BTreeSet<(&str, &str)> = tree.lines().filter_map(name_and_version).collect();
    let metadata = ["metadata", "--format-version", "1", "--locked"];
    let metadata = output_of(program("cargo").args(metadata)).ok_or_else(failed)?;
    let metadata: Value = serde_json::from_str(&metadata).map_err(|_| failed())?;
    let mut list = String::from("The WebAssembly has parts of these in it:\n\n");
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let text = |name: &str| package[name].as_str().unwrap_or_default();
        let (name, version) = (text("name"), text("version"));
        // What comes from nowhere is ours.
        if !names.contains(&(name, version)) || package["source"].is_null() {
            continue;
        }
        list.push_str(&format!(
            "  {name} {version}, {}, {}\n",
            text("license"),
            text("repository")
        ));
        let folder = Path::new(text("manifest_path"))
            .parent()
            .unwrap_or(Path::new(""));
        texts
            .entry(licence(folder, name, text("license"))?)
            .or_default()
            .push(name.to_owned());
    }
    list.push_str(
        "  Rust's standard library, MIT OR Apache-2.0, https://github.com/rust-lang/rust\n",
    );
    for (text, names) in texts {
        let line = "-".repeat(78);
        list.push_str(&format!(
            "\n{line}\n{}\n{line}\n\n{}\n",
            names.join(", "),
            text.trim()
        ));
    }
    Ok(list)
}

/// `name v1.2.3 …`
fn name_and_version(line: &str) -> Option<(&str, &str)> {
    let mut words = line.split(' ');
    Some((words.next()?, words.next()?.strip_prefix('v')?))
}

/// The text of a crate's licence: MIT where it may be chosen, else what there is. A crate without one that may be had under
/// Apache 2.0 is had under that, whose text is ours too.
fn licence(folder: &Path, name: &str, expression: &str) -> Outcome<String> {
    let mut files: Vec<String> = fs::read_dir(folder)
        .map_err(Failure::file("list", folder))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|file| file.starts_with("LICEN") || file.starts_with("COPYING"))
        .collect();
    files.sort_by_key(|file| (!file.contains("MIT"), file.clone()));
    let path = match files.first() {
        Some(file) => folder.join(file),
        None if expression.contains("Apache-2.0") => root().join("LICENSE-APACHE"),
        None => {
            return Err(Failure::new(format!(
                "{name} comes without the text of its licence"
            )));
        }
    };
    fs::read_to_string(&path).map_err(Failure::file("read", &path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notices_name_what_is_in_the_webassembly() {
        let code = code().unwrap();
        for part in ["  libm ", "  wasm-bindgen ", "Permission is hereby granted"] {
            assert!(code.contains(part), "{part}");
        }
        // The command line's crates are not given on.
        assert!(!code.contains("resvg") && !code.contains("clap"));
    }
}
