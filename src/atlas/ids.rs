//! Indices of things by their ids.

use crate::table::Table;

/// Indices by id. The ids stay where they are: `of` gives that of an index.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ids(Table);

/// The id of an index.
type Of<'a> = &'a dyn Fn(usize) -> &'a str;

impl Ids {
    /// With room for so many.
    pub(super) fn new(room: usize) -> Self {
        Self(Table::new(room))
    }

    /// Of the first `count`; of equal ids the first counts.
    pub(super) fn all(count: usize, of: Of<'_>) -> Self {
        let mut ids = Self::new(count);
        for index in 0..count {
            ids.add(index, of);
        }
        ids
    }

    /// Adds the id of an index, unless another has it: answers with that.
    pub(super) fn add(&mut self, index: usize, of: Of<'_>) -> Option<usize> {
        let id = of(index);
        self.0.add(index, hash(id), &|known| of(known) == id)
    }

    /// The first index with the id.
    pub(super) fn find(&self, id: &str, of: Of<'_>) -> Option<usize> {
        self.0.find(hash(id), &|known| of(known) == id)
    }
}

/// FNV-1a, 64 bits.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
