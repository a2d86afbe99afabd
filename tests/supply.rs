//! What the project is made of: from known places, in known versions, under licences that `deny.toml` allows.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

mod support;

use support::{project, read};

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// The texts in quotes of a list of `deny.toml`.
fn listed(name: &str) -> BTreeSet<String> {
    let text = read("deny.toml");
    let (_, rest) = text.split_once(&format!("\n{name} = [\n")).unwrap();
    let (list, _) = rest.split_once("\n]").unwrap();
    let quoted = list
        .lines()
        .map(|line| line.split('"').nth(1).unwrap().to_owned());
    quoted.collect()
}

/// All packages that `Cargo.lock` has, as cargo knows them.
fn packages() -> Vec<Value> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(project(""))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().clone();
    assert!(packages.len() > 100, "{}", packages.len());
    packages
}

/// Whether an expression of SPDX is satisfied by licences that are allowed.
fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let good = either(&words, &mut at, allowed);
    good && at == words.len()
}

fn either(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut good = both(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        good |= both(words, at, allowed);
    }
    good
}

fn both(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut good = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        good &= one(words, at, allowed);
    }
    good
}

fn one(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let word = words.get(*at).copied().unwrap_or_default();
    *at += 1;
    if word == "(" {
        let good = either(words, at, allowed);
        *at += 1;
        return good;
    }
    if words.get(*at) == Some(&"WITH") {
        let name = format!(
            "{word} WITH {}",
            words.get(*at + 1).copied().unwrap_or_default()
        );
        *at += 2;
        return allowed.contains(&name);
    }
    allowed.contains(word)
}

#[test]
fn licences_are_those_that_are_allowed() {
    let allowed = listed("allow");
    for package in packages() {
        let licence = package["license"].as_str().unwrap_or("none");
        assert!(
            is_allowed(licence, &allowed),
            "{} is under {licence}",
            package["name"]
        );
    }
    for bad in [
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "none",
        "(MIT OR Apache-2.0) AND AGPL-3.0",
        "MIT MIT",
    ] {
        assert!(!is_allowed(bad, &allowed), "{bad}");
    }
    for good in [
        "MIT OR GPL-3.0",
        "MIT/Apache-2.0",
        "(MIT OR GPL-3.0) AND Unicode-3.0",
    ] {
        assert!(is_allowed(good, &allowed), "{good}");
    }
}

/// The project's own packages.
const OURS: [&str; 4] = [
    "central-asia-map",
    "central-asia-map-fuzz",
    "engine",
    "xtask",
];

#[test]
fn crates_come_from_the_registry_in_versions_that_are_pinned() {
    for package in packages() {
        let source = package["source"].as_str();
        let ours = OURS.contains(&package["name"].as_str().unwrap());
        assert!(
            source == Some(REGISTRY) || (ours && source.is_none()),
            "{} is from {source:?}",
            package["name"]
        );
    }
    for lock in ["Cargo.lock", "fuzz/Cargo.lock"] {
        for package in read(lock).split("\n[[package]]\n").skip(1) {
            let pinned = package.contains(&format!("source = \"{REGISTRY}\""))
                && package.contains("checksum = \"");
            let ours = |name: &&str| package.starts_with(&format!("name = \"{name}\"\n"));
            assert!(pinned || OURS.iter().any(ours), "{lock}: {package}");
        }
    }
}

/// A second version of a crate is built for a reason, or not at all; what has one no longer is not listed.
#[test]
fn no_crate_is_there_twice_without_a_reason() {
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages() {
        let text = |name: &str| package[name].as_str().unwrap().to_owned();
        versions
            .entry(text("name"))
            .or_default()
            .insert(text("version"));
    }
    let twice = versions.iter().filter(|(_, versions)| versions.len() > 1);
    let twice: BTreeSet<&str> = twice.map(|(name, _)| name.as_str()).collect();
    let skipped = listed("skip");
    let reasons: BTreeSet<&str> = skipped
        .iter()
        .map(|name| name.split_once('@').unwrap().0)
        .collect();
    assert_eq!(twice, reasons);
}

#[test]
fn packages_of_npm_are_pinned() {
    for folder in [
        "tests/browser",
        "tests/browser/bench/peers",
        "tests/browser/lighthouse",
        "tests/fonts",
        "xtask/data",
        "xtask/npm",
    ] {
        let manifest: Value =
            serde_json::from_str(&read(&format!("{folder}/package.json"))).unwrap();
        for group in ["dependencies", "devDependencies"] {
            for (name, version) in manifest[group].as_object().into_iter().flatten() {
                let version = version.as_str().unwrap();
                assert!(
                    version.starts_with(|first: char| first.is_ascii_digit()),
                    "{folder}: {name} {version}"
                );
            }
        }
        let lock: Value =
            serde_json::from_str(&read(&format!("{folder}/package-lock.json"))).unwrap();
        let mut count = 0;
        for (name, package) in lock["packages"]
            .as_object()
            .unwrap()
            .iter()
            .filter(|(name, _)| !name.is_empty())
        {
            // What is for other machines only has no hash where this one made the lock.
            assert!(
                package["integrity"].is_string() || package["optional"] == true,
                "{folder}: {name} has no hash"
            );
            count += 1;
        }
        assert!(count > 0, "{folder}");
    }
}
