//! From values to text.

use crate::decimal::Decimal;
use crate::list::glued;

/// Writes one JSON value, piece by piece into one text; commas come by themselves.
#[derive(Debug, Default)]
pub struct Writer {
    text: String,
}

impl Writer {
    /// The text of an object whose members `write` adds.
    #[must_use]
    pub fn object(write: impl FnOnce(&mut Self)) -> String {
        let mut writer = Self::default();
        writer.within("{}", write);
        writer.text
    }

    /// The text of an array of objects, one for each of `items`, whose members `write` adds.
    #[must_use]
    pub fn objects<T>(
        items: impl IntoIterator<Item = T>,
        write: impl FnMut(&mut Self, T),
    ) -> String {
        let mut writer = Self::default();
        writer.rows(items, write);
        writer.text
    }

    /// Adds a member that is an object, whose members `write` adds.
    pub fn member(&mut self, name: &str, write: impl FnOnce(&mut Self)) {
        self.name(name);
        self.within("{}", write);
    }

    /// Adds a member that is an array of objects, one for each of `items`, whose members `write` adds.
    pub fn each<T>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = T>,
        write: impl FnMut(&mut Self, T),
    ) {
        self.name(name);
        self.rows(items, write);
    }

    /// Adds a member that is an array, whose values `write` adds.
    pub fn list(&mut self, name: &str, write: impl FnOnce(&mut Self)) {
        self.name(name);
        self.within("[]", write);
    }

    /// Adds a member that is an array of strings.
    pub fn texts(&mut self, name: &str, texts: &[String]) {
        self.list(name, |json| texts.iter().for_each(|text| json.quoted(text)));
    }

    /// Adds a value that is JSON already to an array.
    pub fn item(&mut self, json: &str) {
        self.comma();
        self.text.push_str(json);
    }

    /// Adds a string to an array.
    pub fn quoted(&mut self, value: &str) {
        self.comma();
        quote(value, &mut self.text);
    }

    /// Adds an array to an array.
    pub fn items(&mut self, write: impl FnOnce(&mut Self)) {
        self.within("[]", write);
    }

    fn rows<T>(&mut self, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Self, T)) {
        self.within("[]", |json| {
            for item in items {
                json.within("{}", |json| write(json, item));
            }
        });
    }

    fn within(&mut self, brackets: &str, write: impl FnOnce(&mut Self)) {
        self.item(&brackets[..1]);
        write(self);
        self.text.push_str(&brackets[1..]);
    }

    fn name(&mut self, name: &str) {
        self.quoted(name);
        self.text.push(':');
    }

    fn comma(&mut self) {
        if !matches!(self.text.as_bytes().last(), None | Some(b'{' | b'[' | b':')) {
            self.text.push(',');
        }
    }

    /// Adds a member whose value is JSON already.
    pub fn raw(&mut self, name: &str, json: &str) {
        self.name(name);
        self.text.push_str(json);
    }

    /// Adds a string.
    pub fn text(&mut self, name: &str, value: &str) {
        self.name(name);
        quote(value, &mut self.text);
    }

    /// Adds a boolean.
    pub fn flag(&mut self, name: &str, value: bool) {
        self.raw(name, if value { "true" } else { "false" });
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
    Decimal::new(value, 9).text()
}

/// A string in quotes.
#[must_use]
pub fn quoted(value: &str) -> String {
    let mut text = String::new();
    quote(value, &mut text);
    text
}

fn quote(value: &str, text: &mut String) {
    text.push('"');
    for letter in value.chars() {
        match letter {
            '"' | '\\' => {
                text.push('\\');
                text.push(letter);
            }
            '\0'..='\u{1f}' => {
                let code = letter as u32;
                text.push_str("\\u00");
                for digit in [code / 16, code % 16] {
                    text.push(char::from_digit(digit, 16).unwrap_or('0'));
                }
            }
            _ => text.push(letter),
        }
    }
    text.push('"');
}

/// `[x, y]`, or `null`.
#[must_use]
pub fn pair(pair: Option<[f64; 2]>) -> String {
    pair.map_or_else(
        || "null".to_owned(),
        |[x, y]| glued(&["[", &number(x), ",", &number(y), "]"]),
    )
}
