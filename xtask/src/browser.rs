//! Browsers for the tests, and pictures taken with one.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::run::{output_of, program, run, step};
use crate::{dist, no_more, node};

pub(crate) const LOOK_HELP: &str = "\
usage: cargo xtask look [page | --goldens]

Takes screenshots of the map in dist/ (run `cargo xtask build` first) into tests/browser/out/:
1280×800 and 390×844@3, light and dark. `page` is a file of dist/ with its query, by default index.html.
With --goldens: draws all golden views as they are now on sheets, target/golden/sheet-*.png, without a browser.";

/// The folder of the browser tests and their packages.
pub(crate) const TESTS: &str = "tests/browser";

/// The folder of the fonts that golden views are drawn with.
pub(crate) const FONTS: &str = "tests/fonts";

/// An engine that the tests run on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    Webkit,
}

impl Engine {
    /// All of them, the quickest first: what is wrong everywhere is known soon.
    pub(crate) const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::Webkit];

    /// As it is named on the command line and to the tests.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// The variable that names another binary.
    pub(crate) const fn variable(self) -> &'static str {
        match self {
            Self::Chromium => "CHROMIUM",
            Self::Firefox => "FIREFOX",
            Self::Webkit => "WEBKIT",
        }
    }

    /// Where it is looked for, on the PATH or by its full name.
    const fn binaries(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &[
                "chromium",
                "chromium-browser",
                "google-chrome-stable",
                "google-chrome",
                "/snap/bin/chromium",
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            ],
            Self::Firefox => &[
                "firefox-esr",
                "firefox",
                "/Applications/Firefox.app/Contents/MacOS/firefox",
            ],
            Self::Webkit => &["WebKitWebDriver"],
        }
    }

    /// What proves that a binary starts.
    const fn question(self) -> &'static str {
        match self {
            Self::Chromium | Self::Firefox => "--version",
            Self::Webkit => "--help",
        }
    }

    /// What Debian calls it, with fonts for the scripts that the map is labelled in.
    const fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &["chromium", "fonts-noto-core", "fonts-noto-cjk"],
            Self::Firefox => &["firefox-esr", "fonts-noto-core", "fonts-noto-cjk"],
            Self::Webkit => &[
                "webkit2gtk-driver",
                "xvfb",
                "xauth",
                "xdotool",
                "fonts-noto-core",
                "fonts-noto-cjk",
            ],
        }
    }

    /// As `find`, for tests: they run in Chromium's headless shell, where Debian has it. That has the same engine and nothing
    /// around it, and takes half the processor time.
    pub(crate) fn find_for_tests(self) -> Outcome<PathBuf> {
        const SHELL: &str = "chromium-headless-shell";
        let named = env::var_os(self.variable()).is_some_and(|name| !name.is_empty());
        if self != Self::Chromium || named {
            return self.find();
        }
        let is_there = || self.answers(Path::new(SHELL));
        if is_there()
            || install(SHELL, &[SHELL, "fonts-noto-core", "fonts-noto-cjk"]).is_ok() && is_there()
        {
            return Ok(PathBuf::from(SHELL));
        }
        println!("there is no {SHELL}; going on with a whole browser, which takes longer");
        self.find()
    }

    /// Makes sure that the browser is there and gives the name that starts it.
    pub(crate) fn find(self) -> Outcome<PathBuf> {
        let variable = self.variable();
        if let Some(name) = env::var_os(variable).filter(|name| !name.is_empty()) {
            return if self.answers(Path::new(&name)) {
                Ok(PathBuf::from(name))
            } else {
                Err(Failure::new(format!(
                    "{variable} is {}, which does not start; name another there, or unset it",
                    PathBuf::from(name).display()
                )))
            };
        }
        if let Some(name) = self.installed() {
            return Ok(name);
        }
        self.install()?;
        self.installed().ok_or_else(|| {
            Failure::new(format!(
                "{} was installed and does not start; name one that does in {variable}",
                self.name()
            ))
        })
    }

    fn answers(self, binary: &Path) -> bool {
        output_of(program(binary).arg(self.question())).is_some()
    }

    fn installed(self) -> Option<PathBuf> {
        // This driver has windows only where there is a display, and the keyboard only where something gives it to them.
        let helpers: &[_] = match self {
            Self::Chromium | Self::Firefox => &[],
            Self::Webkit => &["xvfb-run", "xdotool"],
        };
        if helpers
            .iter()
            .any(|helper| output_of(program(helper).arg("--help")).is_none())
        {
            return None;
        }
        let names = self.binaries().iter().map(PathBuf::from);
        names.into_iter().find(|name| self.answers(name))
    }

    fn install(self) -> Outcome<()> {
        let packages = self.packages();
        install(self.name(), packages).map_err(|_| {
            Failure::new(format!(
                "the tests need {}: `apt-get install {}`, or name one in {}",
                self.name(),
                packages.join(" "),
                self.variable()
            ))
        })
    }
}

/// Installs packages where that can be done without asking anybody.
fn install(name: &str, packages: &[&str]) -> Outcome<()> {
    let is_root = output_of(program("id").arg("-u")).is_some_and(|user| user == "0");
    let sudo = || output_of(program("sudo").args(["-n", "true"])).is_some();
    if output_of(program("apt-get").arg("--version")).is_none() || !(is_root || sudo()) {
        return Err(Failure::new("apt-get cannot be run here"));
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
    let what = format!("Installing {name} and fonts with apt-get: once, about 2 minutes");
    step(&what, || {
        run(apt().arg("update"))?;
        run(apt()
            .args(["install", "--yes", "--no-install-recommends"])
            .args(packages))
    })
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
    let pages = words.iter().take_while(|word| !word.starts_with('-'));
    no_more("look", &words[pages.take(1).count()..])?;
    dist::needed("look at")?;
    let chromium = Engine::Chromium.find()?;
    node::packages(TESTS)?;
    step("Taking screenshots into tests/browser/out/", || {
        run(node::script("tests/browser/look.mjs")
            .args(words)
            .env("CHROMIUM", chromium))
    })
}
