//! Indices of things by their ids.

use crate::list::Gather as _;
use crate::order::order;

/// Indices by id: sorted by a hash, so that all maps of ids share one sort and one search.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Ids(Vec<(u64, String, usize)>);

impl Ids {
    pub(super) fn new<'a>(ids: impl Iterator<Item = &'a str> + Clone) -> Self {
        let order = order(ids.clone().map(hash));
        let ids: Vec<&str> = ids.gathered();
        let sorted = order.into_iter();
        Self(
            sorted
                .map(|index| (hash(ids[index]), ids[index].to_owned(), index))
                .gathered(),
        )
    }

    /// The first index with the id.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        let wanted = hash(id);
        let first = self.0.partition_point(|(known, ..)| *known < wanted);
        let mut same = self.0[first..].iter();
        let mut same = same.by_ref().take_while(|(known, ..)| *known == wanted);
        same.find(|(_, known, _)| known == id)
            .map(|(_, _, index)| *index)
    }

    /// The ids that stand more than once.
    pub(super) fn repeated(&self) -> impl Iterator<Item = &str> {
        let pairs = self.0.windows(2).filter(|pair| pair[0].1 == pair[1].1);
        pairs.map(|pair| pair[1].1.as_str())
    }
}

/// FNV-1a, 64 bits.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
