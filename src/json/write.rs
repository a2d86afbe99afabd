//! From values to text.

use crate::decimal::Decimal;

/// Writes one JSON value, piece by piece; commas come by themselves.
#[derive(Debug, Default)]
pub struct Writer {
    text: String,
}

impl Writer {
    /// The text of an object whose members `write` adds.
    #[must_use]
    pub fn object(write: impl FnOnce(&mut Self)) -> String {
        let mut writer = Self::default();
        writer.text.push('{');
        write(&mut writer);
        writer.text.push('}');
        writer.text
    }

    /// The text of an array of texts that are JSON already.
    #[must_use]
    pub fn list(items: impl IntoIterator<Item = String>) -> String {
        let items: Vec<String> = items.into_iter().collect();
        format!("[{}]", items.join(","))
    }

    /// Adds a member whose value is JSON already.
    pub fn raw(&mut self, name: &str, json: &str) {
        if !self.text.ends_with('{') {
            self.text.push(',');
        }
        self.text.push_str(&quoted(name));
        self.text.push(':');
        self.text.push_str(json);
    }

    /// Adds a string.
    pub fn text(&mut self, name: &str, value: &str) {
        self.raw(name, &quoted(value));
    }

    /// Adds a string, or nothing.
    pub fn optional_text(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    /// Adds a string, or `null`.
    pub fn nullable_text(&mut self, name: &str, value: Option<&str>) {
        match value {
            Some(value) => self.text(name, value),
            None => self.raw(name, "null"),
        }
    }

    /// Adds a number with up to 9 decimals.
    pub fn number(&mut self, name: &str, value: f64) {
        self.raw(name, &number(value));
    }
}

/// A number with up to 9 decimals.
#[must_use]
pub(super) fn number(value: f64) -> String {
    Decimal::new(value, 9).to_string()
}

/// A string in quotes.
#[must_use]
pub fn quoted(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 2);
    text.push('"');
    for letter in value.chars() {
        match letter {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\0'..='\u{1f}' => {
                let code = letter as u32;
                text.push_str("\\u00");
                for digit in [code / 16, code % 16] {
                    text.extend(char::from_digit(digit, 16));
                }
            }
            _ => text.push(letter),
        }
    }
    text.push('"');
    text
}

/// `[x, y]`, or `null`.
#[must_use]
pub fn pair(pair: Option<[f64; 2]>) -> String {
    pair.map_or_else(
        || "null".to_owned(),
        |[x, y]| format!("[{},{}]", number(x), number(y)),
    )
}
