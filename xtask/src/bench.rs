//! `cargo xtask bench`: the built map beside other ways to draw the same, in one browser.

use crate::browser::{Engine, TESTS};
use crate::failure::{Failure, Outcome};
use crate::node;
use crate::run::{root, run, step};

pub(crate) const HELP: &str = "\
usage: cargo xtask bench [--rounds N] [--only measure,…]

Measures the map in dist/ (run `cargo xtask build` first) in Chromium, in turn with a plain page that draws the same files
from cached paths: start, main thread, CPU per frame, picking, memory. Takes about 2 minutes a round, more on a busy machine.
Prints a table and writes it to docs/benchmarks.md.

  --rounds N   how often each is measured; the medians count (3)
  --only …     only some measures: start, slow-start, slow-use, cpu, pick, memory; writes no file";

/// `cargo xtask bench`.
pub(crate) fn command(words: &[String]) -> Outcome<()> {
    if !root().join("dist/index.html").exists() {
        return Err(Failure::new(
            "there is no dist/ to measure; run `cargo xtask build` first",
        ));
    }
    let chromium = Engine::Chromium.find()?;
    node::packages(TESTS)?;
    step("Measuring dist/ in Chromium", || {
        run(node::script("tests/browser/bench/bench.mjs")
            .args(words)
            .env("CHROMIUM", chromium))
    })
}
