//! `cargo xtask bench`: the built map beside other ways to draw the same, in one browser.

use crate::browser::{Engine, TESTS};
use crate::failure::Outcome;
use crate::run::{run, step};
use crate::{build, dist, node};

pub(crate) const HELP: &str = "\
usage: cargo xtask bench [--rounds N] [--input NAME] [--only measure,…] [--of contestant,…]

Measures the map in dist/ (run `cargo xtask build` first) in Chromium, in turn with a plain page that draws the same files
from cached paths, and with Leaflet, OpenLayers, D3, MapLibre GL and ECharts: code, start, main thread, CPU per frame, picking,
memory. Takes about 5 minutes a round, more on a busy machine and for large inputs. Prints a table and writes it to docs/benchmarks.md.

  --rounds N   how often each is measured; the medians count (3)
  --input NAME article (the default), or a large one: world (21 MB), mixed (100 000 features), land (168 MB); the first start
               with any of them installs these files, 169 MB
  --only …     only some measures: start, slow-start, slow-use, cpu, pick, memory, and of large inputs start, parse, load-tasks,
               cpu, pick, memory; writes no file
  --of …       only some beside the plain page: map, leaflet, openlayers, d3, maplibre, echarts; writes no file";

pub(crate) const LIGHTHOUSE_HELP: &str = "\
usage: cargo xtask lighthouse [--runs N] [page]

Serves dist/ (run `cargo xtask build` first) compressed, and lets Lighthouse look at the full page on its mobile setting.
Prints the score of each category, what it measured and what it would have otherwise; the whole report is written to
tests/browser/out/lighthouse.json. Fails when the median of a category is below 95. Times depend on the machine: it should
have nothing else to do. The first start installs Lighthouse, 185 MB.

  --runs N   how often; the medians count (3)";

/// The folder with Lighthouse, apart from the tests: it is large, and nothing else needs it.
const LIGHTHOUSE: &str = "tests/browser/lighthouse";

/// The large inputs.
const INPUTS: &str = "tests/browser/bench/inputs";

/// The libraries that the map is measured beside.
const PEERS: &str = "tests/browser/bench/peers";

/// `cargo xtask bench`.
pub(crate) fn command(words: &[String]) -> Outcome<()> {
    on_dist(
        "Measuring dist/ in Chromium",
        &[TESTS, build::PACKAGES, PEERS, INPUTS],
        "tests/browser/bench/bench.mjs",
        words,
    )
}

/// `cargo xtask lighthouse`.
pub(crate) fn lighthouse(words: &[String]) -> Outcome<()> {
    on_dist(
        "Letting Lighthouse look at dist/",
        &[TESTS, LIGHTHOUSE],
        "tests/browser/lighthouse/lighthouse.mjs",
        words,
    )
}

/// Runs a script that needs the built map, Chromium and npm packages.
fn on_dist(what: &str, packages: &[&str], script: &str, words: &[String]) -> Outcome<()> {
    dist::needed("measure")?;
    let chromium = Engine::Chromium.find()?;
    for folder in packages {
        node::packages(folder)?;
    }
    step(what, || {
        run(node::script(script).args(words).env("CHROMIUM", chromium))
    })
}
