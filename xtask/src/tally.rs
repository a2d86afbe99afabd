//! Running suites and checks, one after the other or some at once, and counting what passed and what failed.

use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::failure::{Failure, Outcome};
use crate::run::{run_and_read, run_then_print, step};

/// How a runner counts.
#[derive(Clone, Copy)]
pub(crate) enum Dialect {
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
pub(crate) struct Suite<'a> {
    pub(crate) name: String,
    pub(crate) runner: Box<dyn Fn() -> Command + Sync + 'a>,
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
pub(crate) struct Tally {
    passed: u64,
    failed: u64,
    /// How many of those that passed are tests, and no checks of other kinds.
    tests: u64,
    notes: Vec<String>,
}

impl Tally {
    /// A check counts as one test.
    pub(crate) fn check(&mut self, check: impl FnOnce() -> Outcome<()>) -> bool {
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
    pub(crate) fn suite(&mut self, name: &str, dialect: Dialect, mut runner: Command) {
        let count = Count::of(name, dialect, &mut runner);
        self.add(name, count);
    }

    /// Runs suites, some at once. Those that fail are run once more at the end, each alone, as a driver may lose a question and a
    /// busy machine a moment: what is wrong fails twice. None begins later than the end; those are told.
    pub(crate) fn side_by_side(&mut self, suites: &[Suite], lanes: usize, end: Option<Instant>) {
        let queue = Mutex::new(suites.iter());
        let ended = Mutex::new(Vec::new());
        let next = || {
            let late = end.is_some_and(|end| Instant::now() >= end);
            let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
            if late { None } else { queue.next() }
        };
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
        for Suite { name, .. } in queue.into_inner().unwrap_or_else(PoisonError::into_inner) {
            self.notes
                .push(format!("left out, as the time was up: {name}"));
        }
    }

    /// A filter that no test's name contains is a mistake.
    pub(crate) fn miss(&mut self, filters: &[String]) {
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
    pub(crate) fn note(&mut self, outcome: Outcome<()>) {
        if let Err(failure) = outcome {
            self.fail(1, format!("failed: {failure}"));
        }
    }

    fn fail(&mut self, count: u64, note: String) {
        self.failed += count;
        self.notes.push(note);
    }

    pub(crate) fn close(self, start: Instant) -> Outcome<()> {
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
    use super::{Dialect, Suite, Tally};
    use crate::run::program;
    use std::time::Instant;

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
        tally.side_by_side(&suites, 2, None);
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
    fn what_no_time_is_left_for_is_told() {
        let suites = [Suite {
            name: "late".to_owned(),
            runner: Box::new(|| program("true")),
        }];
        let mut tally = Tally::default();
        tally.side_by_side(&suites, 2, Some(Instant::now()));
        assert_eq!((tally.passed, tally.failed), (0, 0));
        assert_eq!(tally.notes, ["left out, as the time was up: late"]);
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
