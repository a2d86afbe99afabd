//! Typed reading: a value that knows its path, so that every error does.

use std::cell::RefCell;

use super::Json;
use crate::decimal::whole;
use crate::error::{Code, Problem};
use crate::list::{glued, joined};
use crate::lon_lat::LonLat;

/// A value inside a document.
///
/// Readers do not stop at what is not as they expect: they note it, go on with a stand-in, and whoever began to read asks
/// with [`Node::settle`]. Leaving each reader at each of its members took 2 KB of the wasm.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    /// The value.
    pub json: &'a Json<'a>,
    parent: Option<&'a Node<'a>>,
    step: Step<'a>,
    wrong: &'a Wrong,
}

/// The first thing that is wrong with a document.
#[derive(Debug, Default)]
pub struct Wrong(RefCell<Option<Problem>>);

#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Root,
    Member(&'a str),
    Index(usize),
}

const NULL: Json<'static> = Json::Null;

impl<'a> Node<'a> {
    /// The whole document; what is wrong with it will be in `wrong`.
    #[must_use]
    pub const fn root(json: &'a Json<'a>, wrong: &'a Wrong) -> Self {
        Self {
            json,
            parent: None,
            step: Step::Root,
            wrong,
        }
    }

    /// A document of its own, of which the same reader asks.
    #[must_use]
    pub const fn beside(&self, json: &'a Json<'a>) -> Self {
        Self::root(json, self.wrong)
    }

    const fn child(&'a self, json: &'a Json<'a>, step: Step<'a>) -> Self {
        Self {
            json,
            parent: Some(self),
            step,
            wrong: self.wrong,
        }
    }

    /// The member `name`: `null` where it is missing, or where this is no object. Of repeated members the last counts.
    #[must_use]
    pub fn member(&'a self, name: &'a str) -> Self {
        let mut json = &NULL;
        if let Json::Object(members) = self.json {
            for (key, value) in members {
                if key == name {
                    json = value;
                }
            }
        }
        self.child(json, Step::Member(name))
    }

    /// What `read` makes of the member `name`.
    pub fn at<T>(&'a self, name: &'a str, read: impl FnOnce(&Self) -> T) -> T {
        read(&self.member(name))
    }

    /// Names and values of an object; nothing for anything else.
    pub fn members(&'a self) -> impl Iterator<Item = (&'a str, Self)> {
        let members: &'a [_] = match self.json {
            Json::Object(members) => members,
            _ => &[],
        };
        members
            .iter()
            .map(move |(name, json)| (name.as_ref(), self.child(json, Step::Member(name))))
    }

    /// A value that stood at `index` of this array before it was read piece by piece.
    #[must_use]
    pub const fn item(&'a self, index: usize, json: &'a Json<'a>) -> Self {
        self.child(json, Step::Index(index))
    }

    /// The values of an array; nothing for `null`, and for anything else, which is noted.
    pub fn list(&'a self) -> impl Iterator<Item = Self> {
        let values: &'a [_] = match self.json {
            Json::List(values) => values,
            Json::Null => &[],
            _ => self.unexpected("an array"),
        };
        let values = values.iter().enumerate();
        values.map(move |(index, json)| self.child(json, Step::Index(index)))
    }

    /// Whether it is missing, or `null`.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self.json, Json::Null)
    }

    /// The text of a string.
    #[must_use]
    pub fn text(&self) -> &'a str {
        match self.json {
            Json::Text(text) => text,
            _ => self.unexpected("a string"),
        }
    }

    /// The text of a string, or `None` for `null`.
    #[must_use]
    pub fn optional_text(&self) -> Option<&'a str> {
        self.optional(Self::text)
    }

    /// The text of a string as the reader's own.
    #[must_use]
    pub fn string(&self) -> String {
        self.text().to_owned()
    }

    /// As [`Node::string`], or `None` for `null`.
    #[must_use]
    pub fn optional_string(&self) -> Option<String> {
        self.optional(Self::string)
    }

    /// An array of strings; nothing for `null`.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        let mut texts = Vec::new();
        for node in self.list() {
            texts.push(node.string());
        }
        texts
    }

    /// A number.
    #[must_use]
    pub fn number(&self) -> f64 {
        match self.json {
            Json::Number(number) => *number,
            _ => self.unexpected("a number"),
        }
    }

    /// A whole number that fits 32 bits.
    #[must_use]
    pub fn integer(&self) -> i32 {
        let number = self.number();
        #[expect(
            clippy::cast_possible_truncation,
            reason = "compared with what it came from"
        )]
        let integer = number as i32;
        if f64::from(integer) == number {
            integer
        } else {
            self.unexpected("a whole number")
        }
    }

    /// As [`Node::integer`], or `None` for `null`.
    #[must_use]
    pub fn optional_integer(&self) -> Option<i32> {
        self.optional(Self::integer)
    }

    /// An array of just `N` numbers.
    #[must_use]
    pub fn numbers<const N: usize>(&self) -> [f64; N] {
        let mut numbers = [0.0; N];
        self.read_numbers(&mut numbers);
        numbers
    }

    fn read_numbers(&self, numbers: &mut [f64]) {
        match self.json {
            Json::List(values) if values.len() == numbers.len() => {
                for (number, value) in numbers.iter_mut().zip(values) {
                    match value {
                        Json::Number(value) => *number = *value,
                        _ => return self.unexpected("an array of numbers"),
                    }
                }
            }
            _ => self.unexpected(match numbers.len() {
                2 => "an array of 2 numbers",
                4 => "an array of 4 numbers",
                _ => "an array of numbers",
            }),
        }
    }

    /// What `read` makes of it, or `None` for `null`.
    pub fn optional<T>(&self, read: impl Fn(&Self) -> T) -> Option<T> {
        (!self.is_null()).then(|| read(self))
    }

    /// The index of one of `names`. What is wrong lists them.
    #[must_use]
    pub fn name(&self, names: &[&str]) -> usize {
        let text = self.text();
        let found = names.iter().position(|name| *name == text);
        found.unwrap_or_else(|| {
            let names = joined(names, ", ");
            self.reject(&glued(&["\"", text, "\" is none of ", &names]))
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

    /// Notes that something else than this was expected; answers with a stand-in.
    pub fn unexpected<T: Default>(&self, what: &str) -> T {
        self.note(self.expected(what))
    }

    /// Notes what is wrong with it; answers with a stand-in.
    pub fn reject<T: Default>(&self, message: &str) -> T {
        self.note(self.problem(message))
    }

    /// Notes a problem, unless there is one already; answers with a stand-in.
    pub fn note<T: Default>(&self, problem: Problem) -> T {
        self.wrong.note(problem);
        T::default()
    }

    /// What was read, unless something was noted: then that, once.
    ///
    /// # Errors
    ///
    /// What was noted first, or that of `read`.
    pub fn settle<T>(&self, read: Result<T, Problem>) -> Result<T, Problem> {
        self.wrong.settle(read)
    }

    /// A problem with this value: what was expected.
    #[must_use]
    pub fn expected(&self, what: &str) -> Problem {
        self.problem(&glued(&["expected ", what, ", found ", self.json.kind()]))
    }

    /// A problem with this value; whoever knows the file's name adds it.
    #[must_use]
    pub fn problem(&self, message: &str) -> Problem {
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
                path.push_str(&whole(index));
                path.push(']');
            }
        }
        path
    }
}

impl Wrong {
    fn note(&self, problem: Problem) {
        self.0.borrow_mut().get_or_insert(problem);
    }

    /// As [`Node::settle`].
    ///
    /// # Errors
    ///
    /// What was noted first, or that of `read`.
    pub fn settle<T>(&self, read: Result<T, Problem>) -> Result<T, Problem> {
        self.0.take().map_or(read, Err)
    }
}
