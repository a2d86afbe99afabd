//! `cargo xtask test`: everything that has to hold.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::browser::{Engine, FONTS, TESTS};
use crate::failure::{Failure, Outcome};
use crate::poster::CommandLine;
use crate::run::{program, root, run, run_and_read, run_then_print, step};
use crate::{build, node, tools};

pub(crate) const HELP: &str = "\
usage: cargo xtask test [--no-browser | --browser-only] [--engine NAME] [filter…]

Runs, the quick ones first: formatting, clippy (native and wasm), all Rust tests, a build of dist/, and the tests in
a browser against it. All run to the end; the last line counts: `N passed, N failed`.

  filter           only the tests whose name contains one of the filters; leaves formatting and clippy out
  --no-browser     only what needs no browser and no build
  --browser-only   only the build and the tests in the browser
  --engine NAME    chromium, firefox or webkit; without this option all three";

/// `cargo xtask test`.
pub(crate) fn command(words: &[String]) -> Outcome<()> {
    let (engines, words) = engines(words)?;
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

    let start = Instant::now();
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
        let done = in_browser(&mut tally, command_line, &engines, &filters);
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

/// A build of `dist/`, and the tests of it in browsers.
fn in_browser(
    tally: &mut Tally,
    command_line: CommandLine,
    engines: &[Engine],
    filters: &[String],
) -> Outcome<()> {
    // Before the slow build: what cannot be installed should be known soon.
    let mut browsers = Vec::new();
    for engine in engines {
        browsers.push((*engine, engine.find()?));
    }
    node::packages(TESTS)?;
    if !tally.check(|| build::build(None, command_line)) {
        return Ok(());
    }
    let built = command_line.built();
    let mut suites = Vec::new();
    for file in test_files()? {
        for (engine, browser) in &browsers {
            suites.push(Suite {
                name: format!("Browser tests in {}: {}", engine.name(), name_of(&file)),
                runner: Box::new({
                    let (engine, file, built) = (*engine, file.clone(), &built);
                    move || {
                        let mut node = node_test(engine, browser, filters, &file);
                        node.envs(built.iter().map(|path| ("COMMAND_LINE", path)));
                        node
                    }
                }),
            });
        }
    }
    // One of them has a core and a half to do, and waits now and then.
    let lanes = std::thread::available_parallelism().map_or(1, NonZero::get);
    tally.side_by_side(&suites, lanes);
    Ok(())
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

/// The files of the browser suite.
fn test_files() -> Outcome<Vec<PathBuf>> {
    let folder = root().join(TESTS);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .map_err(Failure::file("list", &folder))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
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
    let mut node = runner(engine, browser, 15);
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

/// How a runner counts.
#[derive(Clone, Copy)]
enum Dialect {
    /// `test result: ok. 12 passed; 0 failed; …`
    Cargo,
    /// `ℹ pass 12`, `ℹ fail 0`, `ℹ cancelled 0`
    Node,
}

impl Dialect {
    /// How many passed and failed by this line.
    fn count(self, line: &str) -> (u64, u64) {
        let words: Vec<&str> = line
            .split([' ', ';'])
            .filter(|word| !word.is_empty())
            .collect();
        let number = |word: &str| word.parse().unwrap_or(0);
        match (self, words.as_slice()) {
            (Self::Cargo, ["test", "result:", _, passed, "passed", failed, "failed", ..]) => {
                (number(passed), number(failed))
            }
            (Self::Node, ["ℹ", "pass", passed]) => (number(passed), 0),
            (Self::Node, ["ℹ", "fail" | "cancelled", failed]) => (0, number(failed)),
            _ => (0, 0),
        }
    }
}

/// What can be run beside others, and again.
struct Suite<'a> {
    name: String,
    runner: Box<dyn Fn() -> Command + Sync + 'a>,
}

/// What a suite printed.
#[derive(Default)]
struct Count {
    passed: u64,
    failed: u64,
    /// Why it did not run to its end.
    why: String,
}

impl Count {
    /// Runs a suite to its end.
    fn of(name: &str, dialect: Dialect, runner: &mut Command) -> Self {
        let mut count = Self::default();
        let outcome = step(name, || {
            run_and_read(runner, |line| count.add(dialect, line))
        });
        count.end(&outcome)
    }

    /// Runs a suite beside others, and prints what it printed once it has ended.
    fn beside(name: &str, dialect: Dialect, runner: &mut Command) -> Self {
        let mut count = Self::default();
        let outcome = run_then_print(name, runner, |line| count.add(dialect, line));
        count.end(&outcome)
    }

    fn add(&mut self, dialect: Dialect, line: &str) {
        let (passed, failed) = dialect.count(line);
        self.passed += passed;
        self.failed += failed;
    }

    fn end(mut self, outcome: &Outcome<bool>) -> Self {
        // A suite that does not compile prints no counts.
        if !matches!(outcome, Ok(true)) {
            self.failed = self.failed.max(1);
        }
        self.why = outcome
            .as_ref()
            .err()
            .map_or_else(String::new, ToString::to_string);
        self
    }
}

/// What passed, what failed, and what to say of it at the end.
#[derive(Default)]
struct Tally {
    passed: u64,
    failed: u64,
    /// How many of those that passed are tests, and no checks of other kinds.
    tests: u64,
    notes: Vec<String>,
}

impl Tally {
    /// A check counts as one test.
    fn check(&mut self, check: impl FnOnce() -> Outcome<()>) -> bool {
        match check() {
            Ok(()) => {
                self.passed += 1;
                true
            }
            Err(failure) => {
                self.fail(1, format!("failed: {failure}"));
                false
            }
        }
    }

    /// Runs a suite and adds up what it prints.
    fn suite(&mut self, name: &str, dialect: Dialect, mut runner: Command) {
        let count = Count::of(name, dialect, &mut runner);
        self.add(name, count);
    }

    /// Runs suites, some at once. Those that fail are run once more at the end, each alone, as a driver may lose a question and a
    /// busy machine a moment: what is wrong fails twice.
    fn side_by_side(&mut self, suites: &[Suite], lanes: usize) {
        let queue = Mutex::new(suites.iter());
        let ended = Mutex::new(Vec::new());
        let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
        std::thread::scope(|scope| {
            for _ in 0..lanes {
                scope.spawn(|| {
                    while let Some(suite) = next() {
                        let count =
                            Count::beside(&suite.name, Dialect::Node, &mut (suite.runner)());
                        let mut ended = ended.lock().unwrap_or_else(PoisonError::into_inner);
                        ended.push((suite, count));
                    }
                });
            }
        });
        let ended = ended.into_inner().unwrap_or_else(PoisonError::into_inner);
        for (Suite { name, runner }, count) in ended {
            if count.failed == 0 {
                self.add(name, count);
                continue;
            }
            let name = format!("{name}, once more after {} failed", count.failed);
            self.notes.push(format!("not at the first try: {name}"));
            let count = Count::beside(&name, Dialect::Node, &mut runner());
            self.add(&name, count);
        }
    }

    /// A filter that no test's name contains is a mistake.
    fn miss(&mut self, filters: &[String]) {
        if self.tests == 0 && self.failed == 0 {
            self.fail(
                1,
                format!("no test has `{}` in its name", filters.join("` or `")),
            );
        }
    }

    fn add(&mut self, name: &str, count: Count) {
        self.tests += count.passed;
        self.passed += count.passed;
        if count.failed > 0 {
            let note = format!("{name}: {} failed {}", count.failed, count.why);
            self.fail(count.failed, format!("failed: {}", note.trim_end()));
        }
    }

    /// What could not even start counts as a failed test.
    fn note(&mut self, outcome: Outcome<()>) {
        if let Err(failure) = outcome {
            self.fail(1, format!("failed: {failure}"));
        }
    }

    fn fail(&mut self, count: u64, note: String) {
        self.failed += count;
        self.notes.push(note);
    }

    fn close(self, start: Instant) -> Outcome<()> {
        println!("\nAll in {:.0} s", start.elapsed().as_secs_f64());
        for note in &self.notes {
            println!("{note}");
        }
        println!("{} passed, {} failed", self.passed, self.failed);
        if self.failed > 0 {
            Err(Failure::new("not everything passed"))
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Dialect, Engine, Suite, Tally, program};

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
    fn what_fails_once_is_tried_again_and_told_what_fails_twice_fails() {
        let folder = std::env::temp_dir().join(format!("map-again-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let suite = |name: &str, text: &'static str| Suite {
            name: name.to_owned(),
            runner: Box::new(|| {
                let mut shell = program("sh");
                shell.current_dir(&folder).args(["-c", text]);
                shell
            }),
        };
        let suites = [
            suite(
                "forgetful",
                "if test -e tried; then echo 'ℹ pass 2'; else touch tried; echo 'ℹ fail 1'; exit 1; fi",
            ),
            suite("wrong", "echo 'ℹ pass 1'; echo 'ℹ fail 3'; exit 1"),
            suite("right", "echo 'ℹ pass 4'"),
        ];
        let mut tally = Tally::default();
        tally.side_by_side(&suites, 2);
        assert_eq!((tally.passed, tally.failed), (7, 3));
        let notes = tally.notes.join("\n");
        assert_eq!(tally.notes.len(), 3, "{notes}");
        for name in ["forgetful", "wrong"] {
            let again = format!("not at the first try: {name}");
            assert!(notes.contains(&again), "{notes}");
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_filter_that_meets_no_test_fails() {
        let filters = ["typo".to_owned()];
        let mut tally = Tally::default();
        assert!(tally.check(|| Ok(())));
        tally.miss(&filters);
        assert_eq!((tally.failed, tally.notes.len()), (1, 1));
        let mut tally = Tally::default();
        let mut shell = program("sh");
        shell.args(["-c", "echo 'ℹ pass 1'"]);
        tally.suite("one", Dialect::Node, shell);
        tally.miss(&filters);
        assert_eq!(tally.failed, 0);
    }

    #[test]
    fn counts_of_both_runners_are_read() {
        let cargo = "test result: FAILED. 12 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(Dialect::Cargo.count(cargo), (12, 1));
        assert_eq!(Dialect::Node.count("ℹ pass 7"), (7, 0));
        assert_eq!(Dialect::Node.count("ℹ fail 2"), (0, 2));
        assert_eq!(Dialect::Node.count("    ℹ pass through"), (0, 0));
        assert_eq!(Dialect::Node.count("✔ pass 3 (1ms)"), (0, 0));
    }
}
