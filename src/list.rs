//! Lists from iterators.
//!
//! As the library's `collect` and `extend`, which bring the code of a guess of the number of items and of the room for them
//! for each kind of iterator again: 14 % of the wasm.

/// Iterators whose items are gathered in a list.
pub(crate) trait Gather: Iterator + Sized {
    /// All items in a list.
    fn gathered(self) -> Vec<Self::Item> {
        let mut list = Vec::new();
        list.add_all(self);
        list
    }
}

impl<T: Iterator> Gather for T {}

/// Lists that take what an iterator has.
pub(crate) trait AddAll<T> {
    /// Adds all items at the end.
    fn add_all(&mut self, items: impl IntoIterator<Item = T>);
}

impl<T> AddAll<T> for Vec<T> {
    fn add_all(&mut self, items: impl IntoIterator<Item = T>) {
        items.into_iter().for_each(|item| self.push(item));
    }
}

/// So many empty lists.
pub(crate) fn empty<T>(count: usize) -> Vec<Vec<T>> {
    (0..count).map(|_| Vec::new()).gathered()
}

/// Texts with a separator between. The library's `join` and `concat` have a loop of their own for each of the shortest separators.
pub(crate) fn joined<T: AsRef<str>>(texts: &[T], separator: &str) -> String {
    let mut joined = String::new();
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            joined.push_str(separator);
        }
        joined.push_str(text.as_ref());
    }
    joined
}

/// A text up to a separator, or all of it. The library's `split` searches in a way that brings 2 KB of wasm.
pub(crate) fn head(text: &str, separator: u8) -> &str {
    let before = text.bytes().take_while(|byte| *byte != separator);
    &text[..before.count()]
}

/// The parts of a text between separators.
pub(crate) fn parts(text: &str, separator: u8) -> Vec<&str> {
    let mut parts = vec![head(text, separator)];
    let mut done = parts[0].len();
    while done < text.len() {
        let part = head(&text[done + 1..], separator);
        done += 1 + part.len();
        parts.push(part);
    }
    parts
}

/// Texts one after the other.
pub(crate) fn glued(texts: &[&str]) -> String {
    joined(texts, "")
}
