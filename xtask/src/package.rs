//! `dist/package`: what `npm publish` would send, for those who build their pages with a bundler.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::dist::{FOR_AUTHORS, files, is_fetched, name_in};
use crate::failure::{Failure, Outcome};
use crate::notices;
use crate::run::root;

/// The folder's name in `dist/`.
pub(crate) const FOLDER: &str = "package";

/// Files from the root of the checkout, and their names in the package.
const PAPERS: [(&str, &str); 4] = [
    ("embed/package.md", "README.md"),
    ("CHANGELOG.md", "CHANGELOG.md"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
];

/// Writes the package from the finished files in `dist/`.
pub(crate) fn write(dist: &Path) -> Outcome<()> {
    let folder = dist.join(FOLDER);
    let mut assets = Vec::new();
    for path in files(dist)? {
        let name = name_in(dist, &path);
        if belongs(&name) {
            copy(&path, &folder.join(&name))?;
            if is_asset(&name) {
                assets.push(name);
            }
        }
    }
    for (from, name) in PAPERS {
        copy(&root().join(from), &folder.join(name))?;
    }
    copy(&dist.join(notices::NAME), &folder.join(notices::NAME))?;
    write_text(&folder.join("index.js"), &entry(&assets))?;
    write_text(&folder.join("package.json"), &manifest()?)
}

/// Whether a file of `dist/` is of use without our pages.
fn belongs(name: &str) -> bool {
    let of_a_page = ["index.js", "sw.js", "embed-frame.js"].contains(&name);
    let is_script = !name.contains('/') && (name.ends_with(".js") || name.ends_with(".d.ts"));
    !of_a_page && (is_fetched(name) || is_script)
}

/// Whether the element fetches this file.
fn is_asset(name: &str) -> bool {
    is_fetched(name) && !name.ends_with(".js") && !FOR_AUTHORS.contains(&name)
}

/// The module that bundlers read. They find a file to take along by this very expression, and put its new place there.
fn entry(assets: &[String]) -> String {
    let mut text =
        "import { places } from './central-asia-map.js';\n\nObject.assign(places, {\n".to_owned();
    for name in assets {
        text.push_str(&format!(
            "  '{name}': new URL('./{name}', import.meta.url),\n"
        ));
    }
    text.push_str("});\n\nexport * from './central-asia-map.js';\n");
    text
}

fn manifest() -> Outcome<String> {
    let manifest = json!({
        "name": "central-asia-map",
        "version": env!("CARGO_PKG_VERSION"),
        "description": "A map of Central Asia's corridors, pipelines and borders, as one HTML element.",
        "type": "module",
        "license": "MIT OR Apache-2.0",
        "keywords": ["map", "central-asia", "custom-element", "webassembly", "geojson"],
        "main": "./index.js",
        "module": "./index.js",
        "types": "./central-asia-map.d.ts",
        "exports": {
            ".": { "types": "./central-asia-map.d.ts", "default": "./index.js" },
            "./central-asia-map.js": { "types": "./central-asia-map.d.ts", "default": "./central-asia-map.js" },
            "./embed.js": "./embed.js",
            "./data/*": "./data/*",
            "./pkg/*": "./pkg/*",
            "./text/*": "./text/*",
            "./package.json": "./package.json"
        },
        // Importing it defines the element.
        "sideEffects": true,
        "files": ["*.js", "*.d.ts", "pkg", "data", "text", "CHANGELOG.md", "LICENSE-*", "THIRD-PARTY.txt"]
    });
    let text = serde_json::to_string_pretty(&manifest)
        .map_err(|error| Failure::new(format!("package.json: {error}")))?;
    Ok(text + "\n")
}

fn copy(from: &Path, to: &Path) -> Outcome<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(Failure::file("make", folder))?;
    }
    fs::copy(from, to)
        .map(|_| ())
        .map_err(Failure::file("copy", from))
}

fn write_text(path: &Path, text: &str) -> Outcome<()> {
    fs::write(path, text).map_err(Failure::file("write", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_has_what_the_element_runs_on_and_no_pages() {
        for name in [
            "central-asia-map.js",
            "central-asia-map.d.ts",
            "pkg/x_bg.wasm",
            "data/facts/a.json",
            "embed.js",
        ] {
            assert!(belongs(name), "{name}");
        }
        for name in [
            "index.html",
            "embed.html",
            "embed-frame.js",
            "index.js",
            "sw.js",
            "poster/overview.svg",
            "examples/theme.css",
        ] {
            assert!(!belongs(name), "{name}");
        }
    }

    #[test]
    fn bundlers_find_each_file_by_its_expression() {
        let entry = entry(&["data/atlas.json".to_owned()]);
        assert!(
            entry.contains("'data/atlas.json': new URL('./data/atlas.json', import.meta.url),")
        );
        assert!(
            is_asset("text/ru.json") && !is_asset("data/schema.json") && !is_asset("pkg/glue.js")
        );
    }
}
