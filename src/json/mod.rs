//! JSON for the wasm build: small code, precise errors, and coordinates without a heap object each.
//!
//! With `serde_json`, derived types and the `geojson` crate the wasm was 58 KB larger under brotli (174 KB, then 116 KB).
//! Natively `check` reads every file with `serde` and the `geojson` crate as well, and tests compare the two.

mod node;
mod parse;
mod pieces;
mod problem;
mod write;

pub use node::{Node, Wrong};
pub use parse::{Malformed, parse, parse_number};
pub use pieces::{Piece, Pieces};
pub use write::{Writer, pair, quoted};

use std::borrow::Cow;

use crate::error::Problem;
use crate::lon_lat::LonLat;

/// What `read` makes of the JSON `text` of `file`.
///
/// # Errors
///
/// When it is not JSON, or `read` notes or answers that something is wrong with it.
pub fn read<T>(
    text: &str,
    file: &str,
    mut read: impl FnMut(&Node<'_>) -> Result<T, Problem>,
) -> Result<T, Problem> {
    let mut value = None;
    read_with(text, file, &mut |root| {
        value = Some(read(root)?);
        Ok(())
    })?;
    Ok(value.unwrap_or_else(|| unreachable!("what is no error has been read")))
}

/// The same for whatever is read: its code is there once.
fn read_with(
    text: &str,
    file: &str,
    read: &mut dyn FnMut(&Node<'_>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let json = parse(text).map_err(|error| Problem::malformed(file, text, error))?;
    let wrong = Wrong::default();
    let read = read(&Node::root(&json, &wrong));
    wrong.settle(read).map_err(|problem| problem.file(file))
}

/// A JSON value that borrows its texts where they have no escapes.
#[derive(Debug, Clone, PartialEq)]
pub enum Json<'a> {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// Within one unit in the last place.
    Number(f64),
    /// Without the quotes and escapes.
    Text(Cow<'a, str>),
    /// An array, unless it is [`Json::Positions`].
    List(Vec<Json<'a>>),
    /// An array of one or more arrays of two or more numbers: the first two of each.
    Positions(Vec<LonLat>),
    /// In the order of the text.
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

impl Json<'_> {
    /// What it is, for messages.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "an array",
            Self::Positions(_) => "an array of positions",
            Self::Object(_) => "an object",
        }
    }
}
