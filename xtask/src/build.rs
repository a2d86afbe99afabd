//! `cargo xtask build`: the folder that is published.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::dist::{digest, dist};
use crate::failure::{Failure, Outcome};
use crate::run::{program, root, run, step};
use crate::{compress, no_more, node, pack, sizes, tools};

pub(crate) const HELP: &str = "\
usage: cargo xtask build

Writes dist/: the element, its WebAssembly, the atlas and the pages, optimised for size, with a .br and a .gz beside
each file, and prints what each weighs. The same sources give the same bytes. Fails when the code is too large.";

const WASM: &str = "pkg/central_asia_map_bg.wasm";

/// Where npm puts the pinned wasm-opt.
const WASM_OPT: &str = "xtask/wasm-opt";

/// `-Oz` is smaller than `-Os` before compression and after it; the features are those that rustc uses.
const WASM_OPT_OPTIONS: [&str; 8] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// `cargo xtask build`.
pub(crate) fn command(words: &[String]) -> Outcome<()> {
    no_more("build", words)?;
    build()
}

/// Builds `dist/`.
pub(crate) fn build() -> Outcome<()> {
    let mut trunk = tools::trunk()?;
    node::packages(WASM_OPT)?;
    let dist = dist();
    step("Building dist/ with trunk, optimised for size", || {
        run(without_local_paths(trunk.args([
            "build",
            "--release",
            "--locked",
        ])))
    })?;
    let wasm = dist.join(WASM);
    step("Optimising the WebAssembly with wasm-opt", || {
        wasm_opt(&wasm)
    })?;
    step("Packing the atlas and compressing", || {
        pack::atlas(&dist.join("data"))?;
        compress::folder(&dist)
    })?;
    let sizes = sizes::print(&dist)?;
    println!("\ndist/ is ready; its digest is {:016x}", digest(&dist)?);
    sizes
}

/// Keeps the folders of this machine out of the WebAssembly, where messages of a panic would name them.
fn without_local_paths(trunk: &mut Command) -> &mut Command {
    let mut flags = Vec::new();
    let home = std::env::var_os("CARGO_HOME")
        .map(Into::into)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cargo")));
    for (folder, name) in [(home, "/cargo"), (Some(root()), "/central-asia-map")] {
        if let Some(folder) = folder {
            flags.push(format!("--remap-path-prefix={}={name}", folder.display()));
        }
    }
    trunk.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        flags.join(" "),
    )
}

fn wasm_opt(wasm: &Path) -> Outcome<()> {
    let smaller = wasm.with_extension("wasm.opt");
    run(program("node")
        .arg(
            root()
                .join(WASM_OPT)
                .join("node_modules/binaryen/bin/wasm-opt"),
        )
        .args(WASM_OPT_OPTIONS)
        .arg(wasm)
        .arg("-o")
        .arg(&smaller))?;
    fs::rename(&smaller, wasm).map_err(Failure::file("replace", wasm))
}
