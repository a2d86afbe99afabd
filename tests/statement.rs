//! The statement on accessibility names tests that are there.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::fs;
use std::path::Path;

#[test]
fn every_test_that_the_statement_names_is_there() {
    let statement = fs::read_to_string("docs/accessibility.md").unwrap();
    let mut named = 0;
    for name in statement.split('`').skip(1).step_by(2) {
        let path = match name.rsplit_once('.') {
            Some((_, "mjs")) => format!(
                "tests/browser/{}",
                name.trim_start_matches("tests/browser/")
            ),
            Some((_, "rs")) => format!("tests/{}", name.trim_start_matches("tests/")),
            _ => continue,
        };
        assert!(Path::new(&path).exists(), "{path} is not there");
        named += 1;
    }
    assert!(named > 20, "only {named} tests are named");
}
