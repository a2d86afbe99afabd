//! What can be wrong with an atlas.

use std::fmt;

use serde::Serialize;

/// A problem with input, in words that let its author mend it.
///
/// Everything that comes from outside is settled while an [`Atlas`](crate::atlas::Atlas) is read; nothing after that fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What kind of problem, a stable word for programs.
    pub code: Code,
    /// One sentence, lower case, without the place.
    pub message: String,
    /// The file as the manifest names it.
    #[serde(rename = "url")]
    pub file: String,
    /// The feature's id, or its index where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature: Option<String>,
    /// Where in the file: a JSON path, or line and column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// Kinds of [`Problem`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
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
        Self {
            code,
            message: message.into(),
            file: file.to_owned(),
            feature: None,
            path: None,
        }
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

    /// Malformed JSON, with line and column.
    #[must_use]
    pub fn json(file: &str, error: &serde_json::Error) -> Self {
        let code = if error.is_data() {
            Code::NotGeojson
        } else {
            Code::NotJson
        };
        Self::new(code, file, error.to_string()).path(format!(
            "line {} column {}",
            error.line(),
            error.column()
        ))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(path) = &self.path {
            write!(f, ", {path}")?;
        }
        if let Some(feature) = &self.feature {
            write!(f, ", feature {feature}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for Problem {}
