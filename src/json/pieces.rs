//! A long document piece by piece: its tree is never there as a whole, and between two pieces there is time for something else.

use std::borrow::Cow;

use super::parse::Parser;
use super::{Json, Malformed};

/// How far a document has been read whose root may have one long array.
#[derive(Debug)]
pub struct Pieces {
    /// The name of the array.
    name: &'static str,
    at: usize,
    next: Next,
    /// The document up to `kept` without the values of the array.
    rest: String,
    kept: usize,
    /// How many values of the array have been read.
    count: usize,
    /// Whether each of them was a position.
    positions: bool,
}

/// What is expected next.
#[derive(Debug)]
enum Next {
    Start,
    Member,
    Value,
    End,
}

/// What [`Pieces::next`] has read.
#[derive(Debug)]
pub enum Piece<'a> {
    /// The array begins; if it is there once more, the last counts.
    Array,
    /// A value of the array, and its index.
    Value(usize, Json<'a>),
    /// Something else.
    Other,
    /// All of it. What [`parse`](super::parse) makes of this text is the document, but that the array has none of the values
    /// that were given before.
    End(Cow<'a, str>),
}

impl Pieces {
    /// Before the first piece of a document whose root may have a long array of this name.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            at: 0,
            next: Next::Start,
            rest: String::new(),
            kept: 0,
            count: 0,
            positions: true,
        }
    }

    /// How much has been read, bytes.
    #[must_use]
    pub const fn at(&self) -> usize {
        self.at
    }

    /// The next piece of `text`, the same each time. A text of no more than so many bytes is one piece.
    ///
    /// # Errors
    ///
    /// Just where [`parse`](super::parse) finds an error in the whole.
    pub fn next<'a>(&mut self, text: &'a str, bytes: usize) -> Result<Piece<'a>, Malformed> {
        let mut parser = Parser::new(text, self.at);
        let piece = self.step(&mut parser, bytes)?;
        self.at = parser.at;
        Ok(piece)
    }

    fn step<'a>(&mut self, parser: &mut Parser<'a>, bytes: usize) -> Result<Piece<'a>, Malformed> {
        match self.next {
            Next::Start => {
                parser.space();
                if parser.text.len() <= bytes || parser.peek() != b'{' {
                    parser.at = parser.text.len();
                    return Ok(Piece::End(Cow::Borrowed(parser.text)));
                }
                parser.at += 1;
                let empty = parser.take(b'}');
                self.next = if empty { Next::End } else { Next::Member };
                Ok(Piece::Other)
            }
            Next::Member => {
                let name = parser.name()?;
                parser.space();
                if name != self.name || parser.peek() != b'[' {
                    parser.value(1)?;
                    self.close(parser)?;
                    return Ok(Piece::Other);
                }
                self.keep(parser);
                parser.at += 1;
                (self.count, self.positions) = (0, true);
                if parser.take(b']') {
                    self.close_array(parser)?;
                } else {
                    self.next = Next::Value;
                }
                Ok(Piece::Array)
            }
            Next::Value => {
                let value = parser.value(2)?;
                self.positions &= is_position(&value);
                self.count += 1;
                if !parser.more(b']', "expected ',' or ']'")? {
                    self.close_array(parser)?;
                }
                Ok(Piece::Value(self.count - 1, value))
            }
            Next::End => {
                parser.end()?;
                self.keep(parser);
                let rest = std::mem::take(&mut self.rest);
                Ok(Piece::End(Cow::Owned(rest)))
            }
        }
    }

    fn keep(&mut self, parser: &Parser<'_>) {
        self.rest.push_str(parser.slice(self.kept));
    }

    /// Behind the array; what of it is kept is of its kind.
    fn close_array(&mut self, parser: &mut Parser<'_>) -> Result<(), Malformed> {
        let all_positions = self.positions && self.count > 0;
        self.rest
            .push_str(if all_positions { "[[0,0]]" } else { "[]" });
        self.kept = parser.at;
        self.close(parser)
    }

    /// Behind a member.
    fn close(&mut self, parser: &mut Parser<'_>) -> Result<(), Malformed> {
        let more = parser.more(b'}', "expected ',' or '}'")?;
        self.next = if more { Next::Member } else { Next::End };
        Ok(())
    }
}

/// Whether an array of such values is [`Json::Positions`].
fn is_position(value: &Json<'_>) -> bool {
    let number = |value: &Json<'_>| matches!(value, Json::Number(_));
    matches!(value, Json::List(values) if values.len() > 1 && values.iter().all(number))
}
