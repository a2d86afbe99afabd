//! `cargo xtask deny`: what the project is made of, held against `deny.toml` by cargo-deny.

use crate::failure::Outcome;
use crate::run::{program, run, step};
use crate::{no_more, tools};

pub(crate) const HELP: &str = "\
usage: cargo xtask deny

Holds all crates against deny.toml with cargo-deny: licences, where they come from, versions that are there twice, and
known vulnerabilities. These are in a database on GitHub; where that cannot be had, it is said and the rest counts.
Building cargo-deny takes about 4 minutes, once. `cargo xtask test` checks all but the vulnerabilities by itself.";

/// `cargo xtask deny`.
pub(crate) fn command(words: &[String]) -> Outcome<()> {
    no_more("deny", words)?;
    let cargo_deny = tools::cargo_deny()?;
    let check = |options: &[&str], what: &[&str]| {
        let mut deny = program(&cargo_deny);
        deny.arg("--all-features").args(options);
        run(deny.arg("check").args(what))
    };
    step("Licences, sources and duplicates", || {
        check(&[], &["licenses", "sources", "bans"])
    })?;
    let fetched = step("Fetching the database of vulnerabilities", || {
        run(program(&cargo_deny).args(["fetch", "db"]))
    });
    if let Err(failure) = fetched {
        println!("{failure}; nothing is known of vulnerabilities");
        return Ok(());
    }
    step("Known vulnerabilities", || {
        check(&["--offline"], &["advisories"])
    })
}
