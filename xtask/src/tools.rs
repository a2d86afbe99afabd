//! The Rust tools: found on the PATH, else in the user's cache folder, else built there.

use std::env;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::run::{output_of, program, root, run, step};

pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The newest trunk that builds with the pinned Rust; `Trunk.toml` names it too.
const TRUNK: &str = "0.21.14";

/// What builds programs for libFuzzer.
const CARGO_FUZZ: &str = "0.13.1";

/// What holds crates against `deny.toml`.
const CARGO_DENY: &str = "0.20.2";

/// A tool that cargo can build.
struct Tool {
    package: &'static str,
    binary: &'static str,
    version: String,
    options: &'static [&'static str],
    minutes: u32,
}

/// `trunk`, with the tools that it calls on its PATH; all are installed where missing.
pub(crate) fn trunk() -> Outcome<Command> {
    wasm_target()?;
    let trunk = Tool {
        package: "trunk",
        binary: "trunk",
        version: TRUNK.to_owned(),
        // It is asked to work offline, and needs no TLS.
        options: &["--no-default-features"],
        minutes: 4,
    };
    let bindgen = Tool {
        package: "wasm-bindgen-cli",
        binary: "wasm-bindgen",
        version: locked_version("wasm-bindgen")?,
        options: &[],
        minutes: 2,
    };
    let trunk = trunk.folder()?;
    let mut paths: Vec<PathBuf> = bindgen.folder()?.into_iter().collect();
    paths.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let path = env::join_paths(paths)
        .map_err(|error| Failure::new(format!("the PATH cannot be extended: {error}")))?;

    let mut command =
        program(trunk.map_or_else(|| PathBuf::from("trunk"), |folder| folder.join("trunk")));
    // Trunk reads NO_COLOR as a boolean and stops at the customary value 1; its own backtraces help nobody.
    command
        .env("PATH", path)
        .env_remove("NO_COLOR")
        .env("RUST_LIB_BACKTRACE", "0");
    // Offline, it takes the tools that are there and downloads none; the crates have to be there as well.
    command.args(["--offline", "--skip-version-check"]);
    run(program("cargo").args(["fetch", "--locked"]))?;
    Ok(command)
}

/// `cargo-fuzz`, installed where it is missing.
pub(crate) fn cargo_fuzz() -> Outcome<PathBuf> {
    plain("cargo-fuzz", CARGO_FUZZ, 1)
}

/// `cargo-deny`, installed where it is missing.
pub(crate) fn cargo_deny() -> Outcome<PathBuf> {
    plain("cargo-deny", CARGO_DENY, 4)
}

/// A tool whose binary is named as its package, built without options.
fn plain(package: &'static str, version: &str, minutes: u32) -> Outcome<PathBuf> {
    let tool = Tool {
        package,
        binary: package,
        version: version.to_owned(),
        options: &[],
        minutes,
    };
    let folder = tool.folder()?;
    Ok(folder.map_or_else(
        || PathBuf::from(tool.binary),
        |folder| folder.join(tool.binary),
    ))
}

/// Makes sure that Rust can compile to WebAssembly.
pub(crate) fn wasm_target() -> Outcome<()> {
    let folder =
        output_of(program("rustc").args(["--print", "target-libdir", "--target", WASM_TARGET]));
    if folder.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    if output_of(program("rustup").arg("--version")).is_none() {
        return Err(Failure::new(format!(
            "Rust's target {WASM_TARGET} is missing, and so is rustup, which installs it: https://rustup.rs"
        )));
    }
    step(&format!("Installing Rust's target {WASM_TARGET}"), || {
        run(program("rustup").args(["target", "add", WASM_TARGET]))
    })
}

/// Whether the sources of Rust's standard library are there, after an attempt to get them: with them the WebAssembly gets a
/// library of its own, built for size and without the words of panics.
pub(crate) fn library_sources() -> bool {
    if has_library_sources() {
        return true;
    }
    let added = step("Installing the sources of Rust's standard library", || {
        run(program("rustup").args(["component", "add", "rust-src"]))
    });
    if let Err(failure) = added {
        println!("{failure}; going on with the library as it comes: some 9 KB larger");
    }
    has_library_sources()
}

/// Whether they are there.
pub(crate) fn has_library_sources() -> bool {
    output_of(program("rustc").args(["--print", "sysroot"])).is_some_and(|root| {
        Path::new(&root)
            .join("lib/rustlib/src/rust/library/Cargo.lock")
            .is_file()
    })
}

/// Makes sure that `cargo fmt` and `cargo clippy` work.
pub(crate) fn lint_tools() -> Outcome<()> {
    for (command, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if output_of(program("cargo").args([command, "--version"])).is_some() {
            continue;
        }
        step(&format!("Installing Rust's {component}"), || {
            run(program("rustup").args(["component", "add", component]))
        })?;
    }
    Ok(())
}

impl Tool {
    /// The folder that the tool is in; `None` when that is on the PATH.
    fn folder(&self) -> Outcome<Option<PathBuf>> {
        if self.fits(Path::new(self.binary)) {
            return Ok(None);
        }
        let place = cache()?.join(format!("{}-{}", self.package, self.version));
        let folder = place.join("bin");
        // Cargo moves a binary to its place when it is whole, so one that answers is a finished one.
        let binary = folder.join(self.binary);
        if self.fits(&binary) {
            return Ok(Some(folder));
        }
        self.install(&place)?;
        if self.fits(&binary) {
            return Ok(Some(folder));
        }
        Err(Failure::new(format!(
            "{} does not answer as version {}; delete {} and try again",
            binary.display(),
            self.version,
            place.display()
        )))
    }

    /// Whether this binary runs and is the version that is asked for.
    fn fits(&self, binary: &Path) -> bool {
        output_of(program(binary).env_remove("NO_COLOR").arg("--version"))
            .is_some_and(|answer| answer.split_whitespace().nth(1) == Some(self.version.as_str()))
    }

    fn install(&self, place: &Path) -> Outcome<()> {
        let what = format!(
            "Building {} {} into {}: once, about {} minutes",
            self.package,
            self.version,
            place.display(),
            self.minutes
        );
        step(&what, || {
            let mut cargo = program("cargo");
            cargo
                .args(["install", "--locked", "--debug"])
                .args(self.options)
                .arg(format!("{}@{}", self.package, self.version))
                .arg("--root")
                .arg(place);
            // A binary that does not answer is replaced; one that another checkout is building is waited for.
            if place.join("bin").join(self.binary).exists() {
                cargo.arg("--force");
            }
            if !std::io::stderr().is_terminal() {
                cargo.arg("--quiet");
            }
            // An unoptimised tool without debug information compiles in less than half the time.
            cargo.env("CARGO_PROFILE_DEV_DEBUG", "0");
            run(&mut cargo).map_err(|failure| {
                Failure::new(format!("{failure}; it needs a C compiler and crates.io"))
            })
        })
    }
}

/// Where tools are kept for all checkouts of the project.
fn cache() -> Outcome<PathBuf> {
    let folder = |name: &str| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    folder("XDG_CACHE_HOME")
        .or_else(|| folder("HOME").map(|home| home.join(".cache")))
        .map(|cache| cache.join("central-asia-map"))
        .ok_or_else(|| Failure::new("no folder for tools: set HOME or XDG_CACHE_HOME"))
}

/// The version that `Cargo.lock` has of a package.
fn locked_version(package: &str) -> Outcome<String> {
    let path = root().join("Cargo.lock");
    let lock = std::fs::read_to_string(&path).map_err(Failure::file("read", &path))?;
    let name = format!("name = \"{package}\"");
    lock.lines()
        .skip_while(|line| *line != name)
        .find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
        .map(str::to_owned)
        .ok_or_else(|| Failure::new(format!("Cargo.lock has no {package}")))
}
