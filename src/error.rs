//! What can be wrong with an atlas.

use crate::list::glued;
use std::fmt;
use std::ops::{Deref, DerefMut};

/// A problem with input, in words that let its author mend it.
///
/// Everything that comes from outside is settled while an [`Atlas`](crate::atlas::Atlas) is read; nothing after that fails.
///
/// One pointer wide, since nearly every function that reads can answer with one: moving it by value was some KB of the wasm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem(Box<Details>);

/// What a [`Problem`] says; it dereferences to this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// What kind of problem, a stable word for programs.
    pub code: Code,
    /// One sentence, lower case, without the place.
    pub message: String,
    /// The file as the manifest names it.
    pub file: String,
    /// The feature's id, or its index where it has none.
    pub feature: Option<String>,
    /// Where in the file: a JSON path, or line and column.
    pub path: Option<String>,
}

/// Kinds of [`Problem`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Code {
    /// Not JSON, truncated, or not UTF-8.
    NotJson,
    /// JSON, but not what the schema or RFC 7946 asks for.
    NotGeojson,
    /// One feature cannot be used.
    BadFeature,
    /// A coordinate that is no longitude and latitude.
    BadCoordinates,
    /// A reference to what does not exist.
    Unresolved,
    /// A file that the manifest names is not there.
    MissingFile,
}

impl Problem {
    /// A problem of a whole file.
    #[must_use]
    pub fn new(code: Code, file: &str, message: impl Into<String>) -> Self {
        Self(Box::new(Details {
            code,
            message: message.into(),
            file: file.to_owned(),
            feature: None,
            path: None,
        }))
    }

    /// With the feature it is about.
    #[must_use]
    pub fn feature(mut self, feature: impl Into<String>) -> Self {
        self.feature = Some(feature.into());
        self
    }

    /// With the place in the file.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// With the file it is in.
    #[must_use]
    pub fn file(mut self, file: &str) -> Self {
        file.clone_into(&mut self.file);
        self
    }

    /// All of it in one line.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut sentence = self.file.clone();
        for (before, part) in [(", ", &self.path), (", feature ", &self.feature)] {
            if let Some(part) = part {
                sentence.push_str(before);
                sentence.push_str(part);
            }
        }
        glued(&[&sentence, ": ", &self.message])
    }
}

impl Code {
    /// The word for programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotJson => "not-json",
            Self::NotGeojson => "not-geojson",
            Self::BadFeature => "bad-feature",
            Self::BadCoordinates => "bad-coordinates",
            Self::Unresolved => "unresolved",
            Self::MissingFile => "missing-file",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence())
    }
}

impl std::error::Error for Problem {}

impl Deref for Problem {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

impl DerefMut for Problem {
    fn deref_mut(&mut self) -> &mut Details {
        &mut self.0
    }
}
