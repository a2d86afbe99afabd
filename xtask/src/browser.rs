//! Chromium for the tests, and pictures taken with it.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::node;
use crate::run::{output_of, program, root, run, step};

pub(crate) const LOOK_HELP: &str = "\
usage: cargo xtask look [page | --goldens]

Takes screenshots of the map in dist/ (run `cargo xtask build` first) into tests/browser/out/:
1280×800 and 390×844@3, light and dark. `page` is a file of dist/ with its query, by default index.html.
With --goldens: draws all golden views as they are now on sheets, target/golden/sheet-*.png, without a browser.";

/// The folder of the browser tests and their packages.
pub(crate) const TESTS: &str = "tests/browser";

/// The folder of the fonts that golden views are drawn with.
pub(crate) const FONTS: &str = "tests/fonts";

/// Where a Chromium is looked for, on the PATH or by its full name.
const NAMES: [&str; 6] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// What Debian calls the browser, and fonts for the scripts that the map is labelled in.
const DEBIAN: [&str; 3] = ["chromium", "fonts-noto-core", "fonts-noto-cjk"];

/// Makes sure that there is a Chromium and gives the name that starts it.
pub(crate) fn chromium() -> Outcome<PathBuf> {
    if let Some(name) = env::var_os("CHROMIUM").filter(|name| !name.is_empty()) {
        return if output_of(program(&name).arg("--version")).is_some() {
            Ok(PathBuf::from(name))
        } else {
            Err(Failure::new(format!(
                "CHROMIUM is {}, which does not start",
                PathBuf::from(name).display()
            )))
        };
    }
    if let Some(name) = installed() {
        return Ok(name);
    }
    install()?;
    installed().ok_or_else(|| Failure::new("chromium was installed and does not start"))
}

fn installed() -> Option<PathBuf> {
    NAMES
        .iter()
        .find(|name| output_of(program(name).arg("--version")).is_some())
        .map(PathBuf::from)
}

fn install() -> Outcome<()> {
    let advice = || {
        Failure::new(format!(
            "the browser tests need Chromium: `apt-get install {}`, or name one in CHROMIUM",
            DEBIAN.join(" ")
        ))
    };
    let is_root = output_of(program("id").arg("-u")).is_some_and(|user| user == "0");
    let sudo = || output_of(program("sudo").args(["-n", "true"])).is_some();
    if output_of(program("apt-get").arg("--version")).is_none() || !(is_root || sudo()) {
        return Err(advice());
    }
    let apt = || -> Command {
        let mut command = if is_root {
            program("env")
        } else {
            program("sudo")
        };
        if !is_root {
            command.args(["-n", "env"]);
        }
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]);
        command
    };
    step(
        "Installing Chromium and fonts with apt-get: once, about 2 minutes",
        || {
            run(apt().arg("update")).map_err(|_| advice())?;
            run(apt()
                .args(["install", "--yes", "--no-install-recommends"])
                .args(DEBIAN))
            .map_err(|_| advice())
        },
    )
}

/// `cargo xtask look`.
pub(crate) fn look(words: &[String]) -> Outcome<()> {
    if words == ["--goldens"] {
        node::packages(FONTS)?;
        return step("Drawing target/golden/sheet-*.png", || {
            run(program("cargo")
                .args(["test", "--test", "views", "sheets"])
                .env("GOLDEN_SHEETS", "1"))
        });
    }
    if !root().join("dist/index.html").exists() {
        return Err(Failure::new(
            "there is no dist/ to look at; run `cargo xtask build` first",
        ));
    }
    let chromium = chromium()?;
    node::packages(TESTS)?;
    step("Taking screenshots into tests/browser/out/", || {
        run(node::script("tests/browser/look.mjs")
            .args(words)
            .env("CHROMIUM", chromium))
    })
}
