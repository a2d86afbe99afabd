//! Typed reading: a value that knows its path, so that every error does.

use super::Json;
use crate::error::{Code, Problem};
use crate::lon_lat::LonLat;

/// A value inside a document.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    /// The value.
    pub json: &'a Json<'a>,
    parent: Option<&'a Node<'a>>,
    step: Step<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Root,
    Member(&'a str),
    Index(usize),
}

const NULL: Json<'static> = Json::Null;

impl<'a> Node<'a> {
    /// The whole document.
    #[must_use]
    pub const fn root(json: &'a Json<'a>) -> Self {
        Self {
            json,
            parent: None,
            step: Step::Root,
        }
    }

    /// The member `name`: `null` where it is missing, or where this is no object. Of repeated members the last counts.
    #[must_use]
    pub fn member(&'a self, name: &'a str) -> Self {
        let json = match self.json {
            Json::Object(members) => {
                let found = members.iter().rev().find(|(key, _)| key == name);
                found.map_or(&NULL, |(_, value)| value)
            }
            _ => &NULL,
        };
        Self {
            json,
            parent: Some(self),
            step: Step::Member(name),
        }
    }

    /// Names and values of an object; nothing for anything else.
    pub fn members(&'a self) -> impl Iterator<Item = (&'a str, Self)> {
        let members: &'a [_] = match self.json {
            Json::Object(members) => members,
            _ => &[],
        };
        members.iter().map(move |(name, json)| {
            let node = Self {
                json,
                parent: Some(self),
                step: Step::Member(name),
            };
            (name.as_ref(), node)
        })
    }

    /// The values of an array; nothing for `null`.
    ///
    /// # Errors
    ///
    /// For anything else.
    pub fn list(&'a self) -> Result<impl Iterator<Item = Self>, Problem> {
        let values: &'a [_] = match self.json {
            Json::List(values) => values,
            Json::Null => &[],
            _ => return Err(self.expected("an array")),
        };
        Ok(values.iter().enumerate().map(move |(index, json)| Self {
            json,
            parent: Some(self),
            step: Step::Index(index),
        }))
    }

    /// The text of a string.
    ///
    /// # Errors
    ///
    /// For anything else.
    pub fn text(&self) -> Result<&'a str, Problem> {
        match self.json {
            Json::Text(text) => Ok(text),
            _ => Err(self.expected("a string")),
        }
    }

    /// The text of a string, or `None` for `null`.
    ///
    /// # Errors
    ///
    /// For anything else.
    pub fn optional_text(&self) -> Result<Option<&'a str>, Problem> {
        self.optional(Self::text)
    }

    /// An array of strings; nothing for `null`.
    ///
    /// # Errors
    ///
    /// For anything else.
    pub fn texts(&self) -> Result<Vec<String>, Problem> {
        self.list()?
            .map(|node| Ok(node.text()?.to_owned()))
            .collect()
    }

    /// A number.
    ///
    /// # Errors
    ///
    /// For anything else.
    pub fn number(&self) -> Result<f64, Problem> {
        match self.json {
            Json::Number(number) => Ok(*number),
            _ => Err(self.expected("a number")),
        }
    }

    /// A whole number that fits 32 bits.
    ///
    /// # Errors
    ///
    /// For anything else.
    pub fn integer(&self) -> Result<i32, Problem> {
        let number = self.number()?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "compared with what it came from"
        )]
        let integer = number as i32;
        if f64::from(integer) == number {
            Ok(integer)
        } else {
            Err(self.expected("a whole number"))
        }
    }

    /// An array of just `N` numbers.
    ///
    /// # Errors
    ///
    /// For anything else.
    pub fn numbers<const N: usize>(&self) -> Result<[f64; N], Problem> {
        let mut numbers = [0.0; N];
        match self.json {
            Json::List(values) if values.len() == N => {
                for (number, value) in numbers.iter_mut().zip(values) {
                    match value {
                        Json::Number(value) => *number = *value,
                        _ => return Err(self.expected("an array of numbers")),
                    }
                }
                Ok(numbers)
            }
            _ => Err(self.expected(match N {
                2 => "an array of 2 numbers",
                4 => "an array of 4 numbers",
                _ => "an array of numbers",
            })),
        }
    }

    /// What `read` makes of it, or `None` for `null`.
    ///
    /// # Errors
    ///
    /// Those of `read`.
    pub fn optional<T>(
        &self,
        read: impl Fn(&Self) -> Result<T, Problem>,
    ) -> Result<Option<T>, Problem> {
        match self.json {
            Json::Null => Ok(None),
            _ => read(self).map(Some),
        }
    }

    /// One of the names of an enumeration.
    ///
    /// # Errors
    ///
    /// For anything else; the message lists the names.
    pub fn name<T: Copy>(&self, names: &[(&str, T)]) -> Result<T, Problem> {
        let text = self.text()?;
        let found = names.iter().find(|(name, _)| *name == text);
        found.map(|(_, value)| *value).ok_or_else(|| {
            let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
            self.problem(format!("\"{text}\" is none of {}", names.join(", ")))
        })
    }

    /// The positions of an array, where all are well formed.
    #[must_use]
    pub const fn positions(&self) -> Option<&'a Vec<LonLat>> {
        match self.json {
            Json::Positions(positions) => Some(positions),
            _ => None,
        }
    }

    /// A problem with this value: what was expected.
    #[must_use]
    pub fn expected(&self, what: &str) -> Problem {
        self.problem(format!("expected {what}, found {}", self.json.kind()))
    }

    /// A problem with this value; whoever knows the file's name adds it.
    #[must_use]
    pub fn problem(&self, message: String) -> Problem {
        Problem::new(Code::NotGeojson, "", message).path(self.path())
    }

    /// The JSON path of this value.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = self.parent.map_or_else(|| "$".to_owned(), Node::path);
        match self.step {
            Step::Root => {}
            Step::Member(name) => {
                path.push('.');
                path.push_str(name);
            }
            Step::Index(index) => {
                path.push('[');
                path.push_str(&index.to_string());
                path.push(']');
            }
        }
        path
    }
}
