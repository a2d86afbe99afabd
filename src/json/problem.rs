//! Problems with JSON, and problems as JSON.

use super::{Malformed, Writer};
use crate::decimal::whole;
use crate::error::{Code, Problem};
use crate::list::glued;

impl Problem {
    /// Text that is not JSON, with byte, line and column.
    #[must_use]
    pub fn malformed(file: &str, text: &str, error: Malformed) -> Self {
        let before = &text.as_bytes()[..error.offset.min(text.len())];
        let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
        let after_newline = before.iter().rev().take_while(|&&byte| byte != b'\n');
        let column = 1 + after_newline.count();
        Self::new(Code::NotJson, file, error.message).path(glued(&[
            "byte ",
            &whole(error.offset),
            " (line ",
            &whole(line),
            ", column ",
            &whole(column),
            ")",
        ]))
    }

    /// The problem as the JSON that the element's `map-error` has.
    #[must_use]
    pub fn to_json(&self) -> String {
        Writer::object(|json| self.write(json))
    }

    /// The members of [`Problem::to_json`].
    pub fn write(&self, json: &mut Writer) {
        json.text("code", self.code.name());
        json.text("message", &self.message);
        json.text("url", &self.file);
        json.optional_text("feature", self.feature.as_deref());
        json.optional_text("path", self.path.as_deref());
    }
}
