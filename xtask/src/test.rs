//! `cargo xtask test`: everything that has to hold.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use crate::browser::{Engine, FONTS, TESTS};
use crate::failure::{Failure, Outcome};
use crate::poster::CommandLine;
use crate::run::{program, root, run, step};
use crate::tally::{Dialect, Suite, Tally};
use crate::{build, node, tools};

pub(crate) const HELP: &str = "\
usage: cargo xtask test [--no-browser | --browser-only] [--engine NAME] [--minutes N] [filter…]

Runs, the quick ones first: formatting, clippy (native and wasm), all Rust tests, a build of dist/, and the tests in
a browser against it. All run to the end; the last line counts: `N passed, N failed`.

  filter           only the tests whose name contains one of the filters; leaves formatting and clippy out
  --no-browser     only what needs no browser and no build
  --browser-only   only the build and the tests in the browser
  --engine NAME    chromium, firefox or webkit; without this option all three
  --minutes N      begins no file in Firefox or WebKitGTK later than that after its start, and tells which it left out: each
                   comes in one of them by turns, and then in the other";

/// `cargo xtask test`.
pub(crate) fn command(words: &[String]) -> Outcome<()> {
    let start = Instant::now();
    let (engines, words) = engines(words)?;
    let (end, words) = end(start, words)?;
    let (flags, filters): (Vec<_>, Vec<_>) =
        words.into_iter().partition(|word| word.starts_with("--"));
    let (mut rust, mut browser) = (true, true);
    for flag in &flags {
        match flag.as_str() {
            "--no-browser" => browser = false,
            "--browser-only" => rust = false,
            _ => crate::no_more("test", std::slice::from_ref(flag))?,
        }
    }
    if !rust && !browser {
        return Err(Failure::new(
            "--no-browser and --browser-only leave nothing to test",
        ));
    }

    let mut tally = Tally::default();
    if rust && filters.is_empty() {
        let done = lints(&mut tally);
        tally.note(done);
    }
    if rust {
        tally.note(node::packages(FONTS));
        tally.suite("Rust tests", Dialect::Cargo, cargo_test(&filters));
    }
    if browser {
        let command_line = if rust {
            CommandLine::Tested
        } else {
            CommandLine::Built
        };
        let done = in_browser(&mut tally, command_line, &engines, &filters, end);
        tally.note(done);
    }
    tally.miss(&filters);
    tally.close(start)
}

/// Formatting and clippy, native and wasm.
fn lints(tally: &mut Tally) -> Outcome<()> {
    tools::lint_tools()?;
    tools::wasm_target()?;
    let clippy = |arguments: &[&str]| {
        let mut cargo = program("cargo");
        cargo
            .args(["clippy", "--locked"])
            .args(arguments)
            .args(["--", "-D", "warnings"]);
        cargo
    };
    tally.check(|| {
        step("Formatting", || {
            run(program("cargo").args(["fmt", "--all", "--check"]))?;
            run(program("cargo").args(["fmt", "--check", "--manifest-path", "fuzz/Cargo.toml"]))
        })
    });
    tally.check(|| {
        step("Clippy", || {
            run(&mut clippy(&["--workspace", "--all-targets"]))
        })
    });
    tally.check(|| {
        let library = [
            "--lib",
            "--no-default-features",
            "--target",
            tools::WASM_TARGET,
        ];
        step("Clippy of the library as WebAssembly", || {
            run(&mut clippy(&library))
        })
    });
    Ok(())
}

/// The engines that the words ask for, and the other words.
pub(crate) fn engines(words: &[String]) -> Outcome<(Vec<Engine>, Vec<String>)> {
    let Some(at) = words.iter().position(|word| word == "--engine") else {
        return Ok((Engine::ALL.to_vec(), words.to_vec()));
    };
    let name = words.get(at + 1).map_or("", String::as_str);
    let engines: Vec<Engine> = Engine::ALL
        .into_iter()
        .filter(|engine| name == engine.name())
        .collect();
    if engines.is_empty() {
        return Err(Failure::new(format!(
            "there is no engine `{name}`; there are chromium, firefox and webkit"
        )));
    }
    let others = words[..at].iter().chain(words.iter().skip(at + 2));
    Ok((engines, others.cloned().collect()))
}

/// When the words want no more to begin, and the other words.
fn end(start: Instant, words: Vec<String>) -> Outcome<(Option<Instant>, Vec<String>)> {
    let Some(at) = words.iter().position(|word| word == "--minutes") else {
        return Ok((None, words));
    };
    let minutes = words.get(at + 1).and_then(|word| word.parse().ok());
    let minutes: u64 =
        minutes.ok_or_else(|| Failure::new("--minutes wants a number of minutes"))?;
    let others = words[..at].iter().chain(words.iter().skip(at + 2));
    let end = start + Duration::from_secs(60 * minutes);
    Ok((Some(end), others.cloned().collect()))
}

/// A build of `dist/`, and the tests of it in browsers.
fn in_browser(
    tally: &mut Tally,
    command_line: CommandLine,
    engines: &[Engine],
    filters: &[String],
    end: Option<Instant>,
) -> Outcome<()> {
    // Before the slow build: what cannot be installed should be known soon.
    let mut browsers = Vec::new();
    for engine in engines {
        browsers.push((*engine, engine.find_for_tests()?, engine.find()?));
    }
    node::packages(TESTS)?;
    if !tally.check(|| build::build(None, command_line)) {
        return Ok(());
    }
    let built = &command_line.built();
    let files = test_files()?;
    let suites: Vec<Suite> = by_turns(&files, &browsers)
        .into_iter()
        .map(|(file, (engine, browser, whole))| Suite {
            name: format!("Browser tests in {}: {}", engine.name(), name_of(file)),
            runner: Box::new(move || {
                let is_whole = WHOLE.contains(&name_of(file).as_str());
                let browser = if is_whole { whole } else { browser };
                let mut node = node_test(*engine, browser, filters, file);
                node.envs(built.iter().map(|path| ("COMMAND_LINE", path)));
                node
            }),
        })
        .collect();
    // The first have to run.
    let (first, others) = suites.split_at(files.len());
    let lanes = std::thread::available_parallelism().map_or(1, NonZero::get);
    tally.side_by_side(first, lanes, None);
    tally.side_by_side(others, lanes, end);
    Ok(())
}

/// Each file with the first of some, then each with one of the others by turns, and so on: what there is no time left for at the
/// end has been tried with as many as can be.
fn by_turns<'a, T, U>(files: &'a [T], others: &'a [U]) -> Vec<(&'a T, &'a U)> {
    let Some((first, rest)) = others.split_first() else {
        return Vec::new();
    };
    let mut all: Vec<_> = files.iter().map(|file| (file, first)).collect();
    for round in 0..rest.len() {
        let turns = rest.iter().cycle().skip(round);
        all.extend(files.iter().zip(turns));
    }
    all
}

/// What property tests draw their cases from.
const SEED: &str = "PROPTEST_RNG_SEED";

fn cargo_test(filters: &[String]) -> Command {
    let mut cargo = program("cargo");
    cargo
        .args(["test", "--workspace", "--locked", "--no-fail-fast", "--"])
        .args(filters);
    // The same cases in every run; `cargo xtask fuzz` looks for others.
    if std::env::var_os(SEED).is_none() {
        cargo.env(SEED, "1");
    }
    cargo
}

/// What Chromium's headless shell cannot run: a page does not outlive an engine that stops, and is not kept for the way back.
const WHOLE: [&str; 2] = ["panic.test.mjs", "life.test.mjs"];

/// Files of the browser suite about what engines do each in their own way: input, loading, drawing, faults.
const WAYS_OF_ENGINES: [&str; 14] = [
    "smoke", "contract", "gestures", "overlay", "faults", "story", "life", "panic", "sight",
    "wishes", "embed", "hands", "motion", "voice",
];

/// The files of the browser suite; first those about ways of engines.
fn test_files() -> Outcome<Vec<PathBuf>> {
    let folder = root().join(TESTS);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .map_err(Failure::file("list", &folder))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    files.sort_by_key(|file| {
        let name = name_of(file);
        let stem = name.trim_end_matches(".test.mjs");
        let place = WAYS_OF_ENGINES.iter().position(|way| *way == stem);
        place.unwrap_or(WAYS_OF_ENGINES.len())
    });
    Ok(files)
}

fn name_of(file: &Path) -> String {
    file.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// A file of the browser suite.
fn node_test(engine: Engine, browser: &Path, filters: &[String], file: &Path) -> Command {
    // They draw without a graphics card, beside others, and slowly.
    let mut node = runner(engine, browser, 8);
    node.args(
        filters
            .iter()
            .map(|filter| format!("--test-name-pattern={filter}")),
    );
    node.arg(file);
    node
}

/// What runs files of browser tests, each within some minutes.
pub(crate) fn runner(engine: Engine, browser: &Path, minutes: u32) -> Command {
    // WebKit's window is on a display that nobody sees.
    let mut node = if engine == Engine::Webkit {
        // Two that look for a free number at once find the same one, so each begins at another.
        static DISPLAYS: AtomicU32 = AtomicU32::new(99);
        let number = DISPLAYS.fetch_add(1, Ordering::Relaxed);
        let mut display = program("xvfb-run");
        display
            .arg(format!("--server-num={number}"))
            .args(["--auto-servernum", "node"]);
        display
    } else {
        program("node")
    };
    node.args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
        .arg(format!("--test-timeout={}", minutes * 60_000))
        .env("ENGINE", engine.name())
        .env(engine.variable(), browser);
    node
}

#[cfg(test)]
mod tests {
    use super::Engine;
    use std::time::{Duration, Instant};

    #[test]
    fn an_end_is_minutes_after_the_start() {
        let start = Instant::now();
        let words = ["--minutes", "65", "panel"].map(str::to_owned);
        let (end, others) = super::end(start, words.to_vec()).unwrap();
        assert_eq!(end, Some(start + Duration::from_secs(3900)));
        assert_eq!(others, ["panel"]);
        assert!(super::end(start, words[..1].to_vec()).is_err());
        assert!(super::end(start, Vec::new()).unwrap().0.is_none());
    }

    #[test]
    fn an_engine_is_a_name_after_its_flag() {
        let words = ["--engine", "firefox", "panel"].map(str::to_owned);
        let (engines, others) = super::engines(&words).unwrap();
        assert_eq!(
            (engines, others),
            (vec![Engine::Firefox], vec!["panel".to_owned()])
        );
        assert_eq!(super::engines(&[]).unwrap().0, Engine::ALL);
        assert!(super::engines(&["--engine".to_owned()]).is_err());
    }

    #[test]
    fn the_files_about_ways_of_engines_are_there_and_come_first() {
        let files = super::test_files().unwrap();
        let names = files.iter().map(|file| super::name_of(file));
        let first = super::WAYS_OF_ENGINES.map(|way| format!("{way}.test.mjs"));
        assert!(files.len() > first.len());
        assert!(names.take(first.len()).eq(first));
    }

    #[test]
    fn each_file_comes_in_all_engines_in_as_many_as_can_be_first() {
        let all = super::by_turns(&['a', 'b', 'c'], &[1, 2, 3]);
        let expected = [
            ('a', 1),
            ('b', 1),
            ('c', 1),
            ('a', 2),
            ('b', 3),
            ('c', 2),
            ('a', 3),
            ('b', 2),
            ('c', 3),
        ];
        assert!(
            all.into_iter()
                .map(|(&file, &engine)| (file, engine))
                .eq(expected)
        );
        assert!(super::by_turns::<char, u8>(&['a'], &[]).is_empty());
    }
}
