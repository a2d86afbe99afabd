//! `cargo xtask build`: the folder that is published.

use std::fs;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::path::Path;
use std::process::Command;
use std::thread;

use crate::apart::taken_apart;
use crate::arrange::{STARTS, arranged};
use crate::dist::{digest, dist, ending, files, name_in, neighbour};
use crate::failure::{Failure, Outcome};
use crate::poster::CommandLine;
use crate::run::{program, root, run, step};
use crate::{
    compress, hash, names, no_more, node, notices, option, pack, package, poster, single, site,
    sizes, stage, tools,
};

pub(crate) const HELP: &str = "\
usage: cargo xtask build [--site URL]

Writes dist/: the element, its WebAssembly, the atlas and the pages, optimised for size, with a .br and a .gz beside
each file, and prints what each weighs. Beside them: pictures of the map (poster/), the whole map as one file
(central-asia-map.html), a package for npm (package/) and what is to be said of others' work in it (THIRD-PARTY.txt).
The same sources give the same bytes, but for the letters in PNGs, which come from the fonts of the machine.
Fails when the code is larger than it was.

  --site URL   where the folder will be served, with a slash at the end; cards in social media and oEmbed need it";

/// The script that pages name.
const ELEMENT: &str = "central-asia-map.js";

const WASM: &str = "pkg/central_asia_map_bg.wasm";

/// What JavaScript calls the WebAssembly through.
const GLUE: &str = "pkg/central_asia_map.js";

/// Holds a module in parts against the whole one.
const TOGETHER: &str = "xtask/together.mjs";

/// The packages that make the code smaller.
pub(crate) const PACKAGES: &str = "xtask/npm";

/// What makes the module smaller under brotli, tried one by one. What is skipped, inlining and shared subexpressions among it,
/// makes a smaller file that compresses worse, by 4 % of it.
/// Calls know what the functions that they call can change. In the end all is taken down to single steps, and its loops and
/// branches are found anew: 0.4 KB.
/// The stack lies lowest in memory and nothing else does. Engines do not use hints about alignment.
/// The features are those that rustc uses.
const WASM_OPT: [&str; 22] = [
    "-Oz",
    "--generate-global-effects",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--low-memory-unused",
    "--dealign",
    "--converge",
    "--skip-pass=inlining-optimizing",
    "--skip-pass=local-cse",
    "--skip-pass=simplify-locals",
    "--skip-pass=memory-packing",
    "--strip-producers",
    "--strip-target-features",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

const TERSER: [&str; 6] = [
    "--module",
    "--compress",
    "passes=3,hoist_props,ecma=2022,unsafe,unsafe_arrows,unsafe_methods",
    "--mangle",
    "--comments",
    "false",
];

/// What the element's modules alone know each other and the engine by, none of it a name of the web's, of a file's or of the
/// public contract: the script calls it shorter. Methods that tests break keep their names.
const OURS: [&str; 47] = [
    "perform",
    "tongue",
    "covers",
    "covering",
    "asked",
    "kept",
    "wanted",
    "laid",
    "ask",
    "handle",
    "recolor",
    "word",
    "speaks",
    "measure",
    "pointer",
    "settled",
    "__wbg_ptr",
    "__destroy_into_raw",
    "__wrap",
    "AtlasHandle",
    "MapHandle",
    "OverlayHandle",
    "takesFingers",
    "takesWheel",
    "isCooperative",
    "overlaysChanged",
    "factsArrived",
    "atlasGrew",
    "setInsets",
    "addStory",
    "addFacts",
    "addSources",
    "pointerLeft",
    "pointerCancelled",
    "pointerDown",
    "pointerUp",
    "setReducedMotion",
    "setPalette",
    "setStrings",
    "setRelief",
    "setLayer",
    "zoomBox",
    "zoomBy",
    "readOverlay",
    "isDark",
    "goOn",
    "toSvg",
];

/// `cargo xtask build`.
pub(crate) fn command(words: &[String]) -> Outcome<()> {
    let (site, rest) = option("build", "--site", words)?;
    no_more("build", rest)?;
    site.map_or(Ok(()), site::check)?;
    build(site, CommandLine::Built)
}

/// Builds `dist/`, to be served below `site`, with pictures that this command line draws.
pub(crate) fn build(site: Option<&str>, command_line: CommandLine) -> Outcome<()> {
    let mut trunk = tools::trunk()?;
    node::packages(PACKAGES)?;
    let dist = dist();
    step("Building dist/ with trunk, optimised for size", || {
        run(for_size(trunk.args(["build", "--release", "--locked"]))?)
    })?;
    step("Making the WebAssembly smaller with wasm-opt", || {
        name(&dist)?;
        shrink("binaryen/bin/wasm-opt", &WASM_OPT, &dist.join(WASM))?;
        arrange(&dist.join(WASM))?;
        take_apart(&dist.join(WASM))
    })?;
    step("Making the scripts one, and smaller", || {
        bundle(&dist)?;
        files(&dist)?
            .iter()
            .filter(|path| ending(path) == "js" && is_ours(&name_in(&dist, path)))
            .try_for_each(|script| shrink("terser/bin/terser", &TERSER, script))
    })?;
    step("Drawing the pictures", || {
        poster::write(&dist, command_line)
    })?;
    step(
        "Packing the atlas, the single file and the package, and compressing",
        || {
            pack::atlas(&dist.join("data"))?;
            site::write(&dist, site)?;
            single::write(&dist)?;
            notices::write(&dist)?;
            compress::folder(&dist)
        },
    )?;
    hash::list(&dist, |name| {
        ending(Path::new(name)) == "js" && is_ours(name) || name.ends_with(".wasm")
    })?;
    let sizes = sizes::print(&dist)?.map_err(|failure| {
        if tools::has_library_sources() {
            failure
        } else {
            Failure::new(format!(
                "{failure}: the standard library is the one that comes with Rust; `rustup component add rust-src` and build again"
            ))
        }
    });
    package::write(&dist)?;
    println!("\ndist/ is ready; its digest is {:016x}", digest(&dist)?);
    sizes
}

/// Gives what the WebAssembly and its glue know each other by short names.
fn name(dist: &Path) -> Outcome<()> {
    let (wasm, glue) = (dist.join(WASM), dist.join(GLUE));
    let bytes = fs::read(&wasm).map_err(Failure::file("read", &wasm))?;
    let text = fs::read_to_string(&glue).map_err(Failure::file("read", &glue))?;
    let (bytes, text) = names::shortened(&bytes, &text).map_err(|problem| {
        let what = "the WebAssembly and its glue are not as `xtask/src/names.rs` knows them";
        Failure::new(format!("{what}: {problem:?}"))
    })?;
    fs::write(&wasm, bytes).map_err(Failure::file("write", &wasm))?;
    fs::write(&glue, text).map_err(Failure::file("write", &glue))
}

/// Gives the functions of the WebAssembly the order, of several, that compresses best.
fn arrange(wasm: &Path) -> Outcome<()> {
    let bytes = fs::read(wasm).map_err(Failure::file("read", wasm))?;
    let ordered = |start: usize| -> Outcome<(usize, Vec<u8>)> {
        let bytes = arranged(&bytes, start).map_err(|problem| {
            Failure::new(format!("cannot arrange the WebAssembly: {problem}"))
        })?;
        let sent = compress::brotli(&in_parts(&bytes)?, "wasm")
            .map_err(Failure::file("compress", wasm))?;
        Ok((sent.len(), bytes))
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let tried: Outcome<Vec<_>> = thread::scope(|scope| {
        let ordered = &ordered;
        let share = |first| move || (first..STARTS).step_by(workers).map(ordered).collect();
        let shares: Vec<_> = (0..workers)
            .map(|first| scope.spawn(share(first)))
            .collect();
        let joined = shares.into_iter().flat_map(|share| -> Vec<_> {
            share.join().unwrap_or_else(|panic| resume_unwind(panic))
        });
        joined.collect()
    });
    // The bytes too: of equals it is the same on every machine.
    let best = tried?.into_iter().min().unwrap_or_default().1;
    fs::write(wasm, best).map_err(Failure::file("write", wasm))
}

fn in_parts(wasm: &[u8]) -> Outcome<Vec<u8>> {
    taken_apart(wasm)
        .map_err(|problem| Failure::new(format!("cannot take the WebAssembly apart: {problem}")))
}

/// Puts what is alike in the WebAssembly together, and sees to it that the page makes the same of it again.
fn take_apart(wasm: &Path) -> Outcome<()> {
    let bytes = fs::read(wasm).map_err(Failure::file("read", wasm))?;
    let bytes = in_parts(&bytes)?;
    let parts = neighbour(wasm, "parts");
    fs::write(&parts, bytes).map_err(Failure::file("write", &parts))?;
    run(program("node")
        .arg(root().join(TOGETHER))
        .args([&parts, wasm]))?;
    fs::rename(&parts, wasm).map_err(Failure::file("replace", wasm))
}

/// Puts the element's modules and its style into the one script that pages name.
fn bundle(dist: &Path) -> Outcome<()> {
    let web = root().join("web");
    let style = dist.join("style.css");
    esbuild(&web.join("central-asia-map.css"), &["--minify"], &style)?;
    let css = fs::read_to_string(&style).map_err(Failure::file("read", &style))?;
    stage::write_style(dist, css.trim_end())?;
    let ours = format!("--mangle-props=^({})$", OURS.join("|"));
    let options = [
        "--bundle",
        "--format=esm",
        "--minify",
        "--charset=utf8",
        // What the engine makes is freed by its name.
        "--define:Symbol.dispose=undefined",
        &ours,
    ];
    let (element, bundle) = (dist.join(ELEMENT), dist.join("bundle.js"));
    esbuild(&element, &options, &bundle)?;
    for module in files(&web)?.iter().filter(|path| ending(path) == "js") {
        remove(&dist.join(name_in(&web, module)))?;
    }
    for rest in [stage::STYLE, "style.css", GLUE] {
        remove(&dist.join(rest))?;
    }
    let folder = dist.join("ui");
    fs::remove_dir(&folder).map_err(Failure::file("remove", &folder))?;
    fs::rename(&bundle, &element).map_err(Failure::file("replace", &element))
}

/// Runs esbuild on a file; also for the single page.
pub(crate) fn esbuild(input: &Path, options: &[&str], output: &Path) -> Outcome<()> {
    let tool = root()
        .join(PACKAGES)
        .join("node_modules/esbuild/bin/esbuild");
    run(program("node")
        .arg(tool)
        .arg(input)
        .args(options)
        .arg("--log-level=error")
        .arg(format!("--outfile={}", output.display())))
}

fn remove(path: &Path) -> Outcome<()> {
    fs::remove_file(path).map_err(Failure::file("remove", path))
}

/// Whether a script is one that other people's pages load.
fn is_ours(name: &str) -> bool {
    !name.starts_with("examples/")
}

/// The variables that make cargo build the standard library, too.
const OWN_LIBRARY: [(&str, &str); 3] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
];

/// Sets what makes the WebAssembly smaller: a standard library of its own, in which a panic ends the program and says nothing
/// (a page would not hear it), and no names of this machine's folders. With the library as it comes it is 6 % larger.
fn for_size(trunk: &mut Command) -> Outcome<&mut Command> {
    let mut flags = paths_remapped();
    if tools::library_sources() {
        flags.extend(
            [
                "-Zunstable-options",
                "-Cpanic=immediate-abort",
                "-Zlocation-detail=none",
                // What does next to nothing is put where it is called; for size rustc leaves all calls to LLVM, which is too late.
                "-Zinline-mir=yes",
                "-Zinline-mir-threshold=30",
                "-Zinline-mir-hint-threshold=30",
                // Values kept beside a loop's counter in place of sums in its body: engines make these of their own. 1.3 KB.
                "-Cllvm-args=-disable-lsr",
                // What one of two ways has read already read on the other way, too, for what comes after both. 0.3 KB.
                "-Cllvm-args=-enable-load-pre=false",
            ]
            .map(str::to_owned),
        );
        // Trunk is offline: what the library depends on has to be there. Unless it is told the target, cargo gets only what
        // the library needs on this machine.
        run(program("cargo")
            .args(["fetch", "--locked", "--target", tools::WASM_TARGET])
            .envs(OWN_LIBRARY))?;
        // In a folder of its own: build scripts look at such variables, and all that depends on theirs would be built anew,
        // here and then for the command line.
        trunk
            .envs(OWN_LIBRARY)
            .env("CARGO_TARGET_DIR", root().join("target/wasm"));
    }
    Ok(trunk.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        flags.join(" "),
    ))
}

/// Keeps the folders of this machine out of the WebAssembly.
fn paths_remapped() -> Vec<String> {
    let mut flags = Vec::new();
    let home = std::env::var_os("CARGO_HOME")
        .map(Into::into)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cargo")));
    for (folder, name) in [(home, "/cargo"), (Some(root()), "/central-asia-map")] {
        let folder = folder.map(|folder| folder.display().to_string());
        // The variable is split at spaces. One for all targets could hold them, but would also apply to the hook's build.
        if let Some(folder) = folder.filter(|folder| !folder.contains(' ')) {
            flags.push(format!("--remap-path-prefix={folder}={name}"));
        }
    }
    flags
}

/// Runs `tool input options… -o output` and puts the output in the input's place.
fn shrink(tool: &str, options: &[&str], path: &Path) -> Outcome<()> {
    let smaller = neighbour(path, "smaller");
    run(program("node")
        .arg(root().join(PACKAGES).join("node_modules").join(tool))
        .arg(path)
        .args(options)
        .arg("-o")
        .arg(&smaller))?;
    fs::rename(&smaller, path).map_err(Failure::file("replace", path))
}
