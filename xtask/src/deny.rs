//! `cargo xtask deny`: what the project is made of, held against `deny.toml` by cargo-deny.

use std::fs;
use std::path::PathBuf;

use crate::failure::Outcome;
use crate::run::{output_of, program, run, step};
use crate::{no_more, tools};

pub(crate) const HELP: &str = "\
usage: cargo xtask deny

Holds all crates against deny.toml with cargo-deny: licences, where they come from, versions that are there twice, and
known vulnerabilities. These are in a database on GitHub, of which is said how old the copy is; where there is none, that is
said and the rest counts.
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
    for day in days() {
        println!("  what is known is of {day}");
    }
    step("Known vulnerabilities", || {
        check(&["--offline"], &["advisories"])
    })
}

/// The days of the databases' last changes: what is fetched may come from a mirror that is old.
fn days() -> Vec<String> {
    let cargo = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = cargo.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let databases = home.and_then(|home| fs::read_dir(home.join("advisory-dbs")).ok());
    let day = |database: fs::DirEntry| {
        let mut git = program("git");
        git.arg("-C").arg(database.path());
        output_of(git.args(["log", "-1", "--format=%cs"]))
    };
    databases
        .into_iter()
        .flatten()
        .filter_map(|database| day(database.ok()?))
        .collect()
}
