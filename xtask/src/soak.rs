//! `cargo xtask soak`: the long form of what the tests in the browser do for a short time.

use crate::browser::TESTS;
use crate::failure::{Failure, Outcome};
use crate::run::{run, step};
use crate::{dist, no_more, node, test};

pub(crate) const HELP: &str = "\
usage: cargo xtask soak [INPUTS] [SEED] [--engine NAME]

Lets a monkey play with the map in dist/ (run `cargo xtask build` first): by default 30000 inputs of seed 1, which take about
ten minutes. At the end there is no error, nothing has grown, and the picture is that of a fresh map in the same state.
Then every file of the page is missing, cut, slow, of the wrong type, wrong in one bit, or another page; and states drawn by
lot, one for each hundred inputs, are held against the command line's pictures.

  --engine NAME   chromium, firefox or webkit; without this option all three";

/// Files of the tests in the browser that have a long form.
const FILES: [&str; 3] = ["soak.test.mjs", "hostile.test.mjs", "same.test.mjs"];

/// No engine is so slow.
const MINUTES: u32 = 120;

/// `cargo xtask soak`.
pub(crate) fn command(words: &[String]) -> Outcome<()> {
    let (engines, words) = test::engines(words)?;
    let mut numbers = [30_000_u32, 1];
    if words.len() > numbers.len() {
        return no_more("soak", &words[numbers.len()..]);
    }
    for (number, word) in numbers.iter_mut().zip(&words) {
        *number = word.parse().map_err(|_| {
            Failure::new(format!(
                "`{word}` is no number; `cargo xtask soak --help` says what it knows"
            ))
        })?;
    }
    dist::needed("play with")?;
    node::packages(TESTS)?;
    for engine in engines {
        let browser = engine.find()?;
        let what = format!(
            "{} inputs in {}, and every fault",
            numbers[0],
            engine.name()
        );
        step(&what, || {
            run(test::runner(engine, &browser, MINUTES)
                .args(FILES.map(|file| format!("{TESTS}/{file}")))
                .env("INPUTS", numbers[0].to_string())
                .env("SEED", numbers[1].to_string())
                .env("STATES", (numbers[0] / 100).max(1).to_string())
                .env("SOAK", "1"))
        })?;
    }
    Ok(())
}
