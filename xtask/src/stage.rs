//! The last step of every trunk build, a hook that `Trunk.toml` names: what trunk cannot be told to do.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};
use crate::no_more;

pub(crate) const HELP: &str = "\
usage: cargo xtask stage

Trunk calls it at the end of a build, with TRUNK_STAGING_DIR set. It is of no use by hand.";

/// What is there for people, not for the map; and the element's style, which becomes a module.
/// The recipes for frameworks are for a bundler to build.
const NOT_PUBLISHED: [&str; 7] = [
    "data/source",
    "data/README.md",
    "central-asia-map.css",
    "package.md",
    "examples/react",
    "examples/svelte",
    "examples/vue",
];

/// Trunk names the engine after its package, which on a page of others says nothing.
const NAMES: [(&str, &str); 2] = [
    ("pkg/engine.js", "pkg/central_asia_map.js"),
    ("pkg/engine_bg.wasm", "pkg/central_asia_map_bg.wasm"),
];

/// The module with the element's style.
pub(crate) const STYLE: &str = "style.js";

/// `cargo xtask stage`.
pub(crate) fn command(words: &[String]) -> Outcome<()> {
    no_more("stage", words)?;
    let folder = env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or_else(|| {
            Failure::new("TRUNK_STAGING_DIR is not set: `cargo xtask stage` is for trunk to call")
        })?;
    let style = folder.join("central-asia-map.css");
    let style = fs::read_to_string(&style).map_err(Failure::file("read", &style))?;
    write_style(&folder, &style)?;
    for name in NOT_PUBLISHED {
        let path = folder.join(name);
        let removed = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.map_err(Failure::file("remove", &path))?;
    }
    for (old, new) in NAMES {
        let path = folder.join(old);
        fs::rename(&path, folder.join(new)).map_err(Failure::file("rename", &path))?;
    }
    let glue = folder.join("pkg/central_asia_map.js");
    let text = fs::read_to_string(&glue).map_err(Failure::file("read", &glue))?;
    let made = maker(&text).ok_or_else(|| {
        Failure::new("the glue of wasm-bindgen is not as `xtask/src/stage.rs` knows it")
    })?;
    fs::write(&glue, made).map_err(Failure::file("write", &glue))?;
    let page = folder.join("index.html");
    let text = fs::read_to_string(&page).map_err(Failure::file("read", &page))?;
    fs::write(&page, without_trunk_links(&text)).map_err(Failure::file("write", &page))
}

/// The glue as a function that makes one engine after the other.
///
/// As wasm-bindgen writes it, the module holds one instance for as long as the page lives; one that has stopped could not be
/// replaced. `guard` gets the instance's functions and gives those that are called in their place.
fn maker(glue: &str) -> Option<String> {
    let (body, _) = glue.split_once("let wasmModule, wasmInstance, wasm;")?;
    let whole = body.contains("function __wbg_get_imports()") && !body.contains("\nimport ");
    let body = shorter(&body.replace("export class ", "class ")).filter(|_| whole)?;
    Some(format!(
        "export default async function (module, guard) {{\n{body}\
         const instance = await WebAssembly.instantiate(module, __wbg_get_imports());\n\
         const wasm = guard(instance.exports);\n\
         return {{ AtlasHandle, MapHandle }};\n}}\n"
    ))
}

/// The glue without what is for browsers that lack what the map needs anyway, and with texts passed in one way, not in three.
fn shorter(glue: &str) -> Option<String> {
    let encoder = "\nif (!('encodeInto' in cachedTextEncoder)) {";
    let string = "\nfunction passStringToWasm0(";
    let bytes = "\nfunction passArray8ToWasm0(arg, malloc) {";
    let registry = "(typeof FinalizationRegistry === 'undefined')\n    \
                    ? { register: () => {}, unregister: () => {} }\n    : new ";
    if !glue.contains(bytes) || !glue.contains(registry) {
        return None;
    }
    let glue = replaced(glue, encoder, "")?;
    let whole = "\nfunction passStringToWasm0(arg, malloc) {\n    \
                 return passArray8ToWasm0(cachedTextEncoder.encode(arg), malloc);\n}";
    let glue = replaced(&glue, string, whole)?;
    Some(
        glue.replace(registry, "new ")
            .replace(", wasm.__wbindgen_realloc)", ")"),
    )
}

/// A text in which a block stands in place of the one that begins with `start`.
fn replaced(text: &str, start: &str, block: &str) -> Option<String> {
    let (before, rest) = text.split_once(start)?;
    let (_, after) = rest.split_once("\n}\n")?;
    Some(format!("{before}{block}\n{after}"))
}

/// Writes the module that the element has its style from: not every browser can import a stylesheet.
pub(crate) fn write_style(folder: &Path, css: &str) -> Outcome<()> {
    let path = folder.join(STYLE);
    let text = serde_json::Value::from(css);
    fs::write(&path, format!("export default {text};\n")).map_err(Failure::file("write", &path))
}

/// With `inject_scripts = false`, trunk leaves its link to the Rust package in the page, and blank lines for the others.
fn without_trunk_links(page: &str) -> String {
    page.lines()
        .filter(|line| !line.trim().is_empty() && !line.contains("<link data-trunk"))
        .map(|line| format!("{line}\n"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{maker, without_trunk_links};

    #[test]
    fn glue_makes_one_engine_after_the_other() {
        let glue = "export class A {}\nfunction __wbg_get_imports() {}\n\
            const r = (typeof FinalizationRegistry === 'undefined')\n    \
            ? { register: () => {}, unregister: () => {} }\n    : new FinalizationRegistry(f);\n\
            function passArray8ToWasm0(arg, malloc) {\n    1;\n}\n\
            function passStringToWasm0(arg, malloc, realloc) {\n    2;\n}\n\
            pass(passStringToWasm0(t, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc));\n\
            if (!('encodeInto' in cachedTextEncoder)) {\n    3;\n}\n\
            let wasmModule, wasmInstance, wasm;\nrest";
        let made = maker(glue).unwrap();
        assert!(made.contains("const r = new FinalizationRegistry(f);"));
        assert!(made.contains("pass(passStringToWasm0(t, wasm.__wbindgen_malloc));"));
        assert!(made.contains("    1;") && !made.contains("    2;") && !made.contains("    3;"));
        assert!(made.starts_with("export default async function (module, guard) {\nclass A {}\n"));
        assert!(!made.contains("rest") && made.contains("const wasm = guard(instance.exports);"));
        assert_eq!(maker("export class A {}"), None);
    }

    #[test]
    fn a_page_is_clean_of_trunk() {
        let page =
            "<head>\n  <link data-trunk rel=\"rust\">\n    \n    \n  <title>x</title>\n</head>\n";
        assert_eq!(
            without_trunk_links(page),
            "<head>\n  <title>x</title>\n</head>\n"
        );
    }
}
