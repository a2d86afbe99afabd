//! Why a command could not go on.

use std::fmt;
use std::path::Path;

/// One line for the person at the terminal: what is wrong, and what helps.
#[derive(Debug)]
pub(crate) struct Failure(String);

/// What a step of a command gives.
pub(crate) type Outcome<T> = Result<T, Failure>;

impl Failure {
    pub(crate) fn new(line: impl Into<String>) -> Self {
        Self(line.into())
    }

    /// For `map_err` on something done to a file: `cannot read data/atlas.json: not found`.
    pub(crate) fn file(verb: &str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let what = format!("cannot {verb} {}", path.display());
        move |error| Self(format!("{what}: {error}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}
