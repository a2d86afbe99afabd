//! `cargo xtask fuzz`: inputs that nobody thought of, for every entry that takes bytes from outside.

use std::fs;
use std::path::PathBuf;

use crate::failure::{Failure, Outcome};
use crate::run::{output_of, program, root, run, step};
use crate::tools;

pub(crate) const HELP: &str = "\
usage: cargo xtask fuzz [SECONDS] [entry…]

Runs each entry of tests/support/entries.rs for so many seconds (by default 60) with libFuzzer, or those that are named.
An input that breaks one is left in tests/corpus/, where `cargo xtask test` tries it ever after: mend what it breaks,
and commit both. What only led to new places is kept in target/fuzz/ for the next run.
Needs a nightly Rust, which `rustup toolchain install nightly` brings.";

/// The folder of the fuzzing program, a workspace of its own.
const FOLDER: &str = "fuzz";

/// Files that the fuzzer begins with, besides the cases of `tests/corpus`.
const SEEDS: [(&str, &str); 2] = [
    ("geojson", "tests/fixtures/bad"),
    ("overlay", "tests/fixtures/bad"),
];

/// An entry that gives no answer for so many seconds hangs.
const PATIENCE: u32 = 20;

/// `cargo xtask fuzz`.
pub(crate) fn command(words: &[String]) -> Outcome<()> {
    let (seconds, entries) = asked(words)?;
    let known = known()?;
    if let Some(unknown) = entries.iter().find(|entry| !known.contains(entry)) {
        return Err(Failure::new(format!(
            "there is no entry `{unknown}`; there are {}",
            known.join(", ")
        )));
    }
    let fuzzer = build()?;
    let mut broken = Vec::new();
    for entry in known {
        if entries.is_empty() || entries.contains(&entry) {
            let what = format!("Fuzzing {entry} for {seconds} s");
            if !step(&what, || fuzz(&fuzzer, &entry, seconds))? {
                broken.push(entry);
            }
        }
    }
    if broken.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "broken: {}; the cases are in tests/corpus",
        broken.join(", ")
    )))
}

/// How long, and which entries, all where none is named.
fn asked(words: &[String]) -> Outcome<(u32, Vec<String>)> {
    let mut seconds = 60;
    let mut entries = Vec::new();
    for word in words {
        match word.parse() {
            // To libFuzzer no time is all the time.
            Ok(0) => return Err(Failure::new("0 seconds are too few to fuzz")),
            Ok(number) => seconds = number,
            Err(_) => entries.push(word.clone()),
        }
    }
    Ok((seconds, entries))
}

/// The entries, by the folders of their cases.
fn known() -> Outcome<Vec<String>> {
    let folder = root().join("tests/corpus");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .map_err(Failure::file("list", &folder))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    Ok(names)
}

/// The fuzzing program, built.
fn build() -> Outcome<PathBuf> {
    if output_of(program("rustup").args(["run", "nightly", "rustc", "--version"])).is_none() {
        return Err(Failure::new(
            "fuzzing needs a nightly Rust: `rustup toolchain install nightly`",
        ));
    }
    let cargo_fuzz = tools::cargo_fuzz()?;
    let target = root().join("target/fuzz-build");
    step("Building the fuzzing program", || {
        run(program("rustup")
            .args(["run", "nightly"])
            .arg(cargo_fuzz)
            // Without unsafe code there is nothing for a sanitizer.
            .args(["build", "--sanitizer", "none", "--fuzz-dir", FOLDER])
            .env("CARGO_TARGET_DIR", &target))
    })?;
    let host =
        output_of(program("rustup").args(["run", "nightly", "rustc", "--print", "host-tuple"]));
    let host = host.ok_or_else(|| Failure::new("the nightly rustc does not tell its host"))?;
    Ok(target.join(host).join("release/entries"))
}

/// Whether an entry bore everything.
fn fuzz(fuzzer: &PathBuf, entry: &str, seconds: u32) -> Outcome<bool> {
    let found = root().join("target/fuzz").join(entry);
    fs::create_dir_all(&found).map_err(Failure::file("make", &found))?;
    let cases = format!("tests/corpus/{entry}");
    let mut command = program(fuzzer);
    command.env("ENTRY", entry).arg(&found).arg(&cases);
    let seeds = SEEDS.iter().filter(|(name, _)| *name == entry);
    command.args(seeds.map(|(_, folder)| folder)).args([
        format!("-max_total_time={seconds}"),
        format!("-timeout={PATIENCE}"),
        format!("-artifact_prefix={cases}/"),
        format!("-dict={FOLDER}/words.dict"),
        "-max_len=8192".to_owned(),
        "-print_final_stats=1".to_owned(),
    ]);
    let output = command
        .output()
        .map_err(|error| Failure::new(format!("the fuzzing program does not start: {error}")))?;
    let told = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        println!("{told}");
    }
    let tried = told
        .lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    println!("  {} inputs", tried.map_or("unknown", str::trim));
    Ok(output.status.success())
}

#[cfg(test)]
mod tests {
    use super::asked;

    #[test]
    fn a_number_is_a_time_and_other_words_are_entries() {
        let words = ["json", "5", "manifest"].map(str::to_owned);
        let entries = vec!["json".to_owned(), "manifest".to_owned()];
        assert_eq!(asked(&words).unwrap(), (5, entries));
        assert_eq!(asked(&[]).unwrap(), (60, Vec::new()));
        assert!(asked(&["0".to_owned()]).is_err());
    }
}
