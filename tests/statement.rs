//! The statement on accessibility names tests that are there, for every criterion of WCAG 2.2 at levels A and AA.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::collections::BTreeMap;
use std::fs;

const STATEMENT: &str = "docs/accessibility.md";

/// All criteria of levels A and AA; 4.1.1 is gone since 2.2.
const CRITERIA: [&str; 55] = [
    "1.1.1", "1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5", "1.3.1", "1.3.2", "1.3.3", "1.3.4",
    "1.3.5", "1.4.1", "1.4.2", "1.4.3", "1.4.4", "1.4.5", "1.4.10", "1.4.11", "1.4.12", "1.4.13",
    "2.1.1", "2.1.2", "2.1.4", "2.2.1", "2.2.2", "2.3.1", "2.4.1", "2.4.2", "2.4.3", "2.4.4",
    "2.4.5", "2.4.6", "2.4.7", "2.4.11", "2.5.1", "2.5.2", "2.5.3", "2.5.4", "2.5.7", "2.5.8",
    "3.1.1", "3.1.2", "3.2.1", "3.2.2", "3.2.3", "3.2.4", "3.2.6", "3.3.1", "3.3.2", "3.3.3",
    "3.3.4", "3.3.7", "3.3.8", "4.1.2", "4.1.3",
];

/// The rows of the tables: criterion, how, and tests.
fn rows(statement: &str) -> Vec<[String; 3]> {
    let lines = statement.lines().filter(|line| line.starts_with("| "));
    let cells = lines.map(|line| {
        let cells = line.trim_matches('|').split(" | ").map(str::trim);
        cells.map(str::to_owned).collect::<Vec<_>>()
    });
    let rows = cells.filter_map(|cells| <[String; 3]>::try_from(cells).ok());
    rows.filter(|[criterion, _, _]| criterion.starts_with(|sign: char| sign.is_ascii_digit()))
        .collect()
}

/// The names of the tests in a file, as pieces between what a template fills in.
fn tests(path: &str) -> Vec<Vec<String>> {
    let code = fs::read_to_string(path).unwrap_or_else(|_| panic!("{path} is not there"));
    if path.ends_with(".rs") {
        let after = code.split("#[test]\nfn ").skip(1);
        let names = after.map(|rest| rest.split('(').next().unwrap().to_owned());
        return names.map(|name| vec![name]).collect();
    }
    let mut names = Vec::new();
    for line in code.lines().map(str::trim_start) {
        let Some(call) = line.strip_prefix("test(") else {
            continue;
        };
        let quote = call.chars().next().unwrap();
        let name = call[1..].split(quote).next().unwrap();
        // What a template fills in ends with its brace.
        let pieces = name.split("${").enumerate().map(|(at, piece)| {
            let fixed = if at == 0 {
                piece
            } else {
                piece.split_once('}').unwrap().1
            };
            fixed.to_owned()
        });
        names.push(pieces.collect());
    }
    names
}

/// Whether a name is made of pieces, in order, with something between them.
fn matches(name: &str, pieces: &[String]) -> bool {
    let (first, others) = pieces.split_first().unwrap();
    let Some(mut rest) = name.strip_prefix(first.as_str()) else {
        return false;
    };
    for piece in others {
        let Some(at) = rest.find(piece.as_str()) else {
            return false;
        };
        rest = &rest[at + piece.len()..];
    }
    rest.is_empty() || others.last().is_some_and(String::is_empty)
}

#[test]
fn every_test_that_the_statement_names_is_there() {
    let statement = fs::read_to_string(STATEMENT).unwrap();
    let mut files = BTreeMap::new();
    let mut named = 0;
    for [criterion, _, cited] in rows(&statement) {
        if cited == "—" {
            continue;
        }
        for of_file in cited.trim_start_matches('`').split("; `") {
            let (file, of_file) = of_file.split_once("` “").unwrap_or_else(|| {
                panic!("{criterion}: {of_file} is no file with a test");
            });
            let path = if file.ends_with(".rs") {
                format!("tests/{file}")
            } else {
                format!("tests/browser/{file}")
            };
            let quoted = of_file.split('“').map(|rest| rest.split('”').next());
            let names: Vec<_> = quoted.flatten().collect();
            let there = files.entry(path.clone()).or_insert_with(|| tests(&path));
            for name in names {
                let found = there.iter().any(|pieces| matches(name, pieces));
                assert!(found, "{criterion}: {path} has no test “{name}”");
                named += 1;
            }
        }
    }
    assert!(named > 70, "only {named} tests are named");
}

#[test]
fn every_criterion_is_met_by_a_test_or_does_not_apply() {
    let statement = fs::read_to_string(STATEMENT).unwrap();
    let (_, wcag) = statement.split_once("## WCAG 2.2").unwrap();
    let (wcag, evaluation) = wcag.split_once("## The 14 criteria").unwrap();
    let mut told: Vec<String> = Vec::new();
    for [criterion, how, cited] in rows(wcag) {
        assert!(cited.contains('“'), "{criterion} has no test");
        assert!(how.len() > 5, "{criterion} does not say how");
        told.push(criterion.split(' ').next().unwrap().to_owned());
    }
    let (_, none) = wcag.split_once("These do not apply:").unwrap();
    for line in none.lines().filter_map(|line| line.strip_prefix("- ")) {
        let (numbers, reason) = line.split_once(": ").unwrap();
        assert!(reason.len() > 10, "{numbers} has no reason");
        match numbers.split_once('–') {
            Some(("1.2.1", "1.2.5")) => told.extend((1..=5).map(|last| format!("1.2.{last}"))),
            Some(_) => panic!("{numbers} is no range that is known"),
            None => told.push(numbers.to_owned()),
        }
    }
    for criterion in CRITERIA {
        let times = told.iter().filter(|told| *told == criterion).count();
        assert_eq!(times, 1, "{criterion} is told of {times} times");
    }
    assert_eq!(told.len(), CRITERIA.len(), "{told:?}");
    let evaluated: Vec<_> = rows(evaluation)
        .iter()
        .flat_map(|[criteria, _, _]| {
            let words = criteria.split([' ', ',']).map(str::to_owned);
            words
                .filter(|word| word.split('.').count() == 3)
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(evaluated.len(), 14, "{evaluated:?}");
}
