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

/// Texts one after the other.
pub(crate) fn glued(texts: &[&str]) -> String {
    joined(texts, "")
}
