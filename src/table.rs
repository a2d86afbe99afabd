//! What is known by a key, found in about one look however much there is.

/// Indices by a hash of what they stand for. It holds no more than it was made for, and leaves out what it has no place for near
/// enough: that is made to collide, since of other hashes not one in a thousand million has so many others around it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Table(Vec<u32>);

const FREE: u32 = u32::MAX;
/// How many places are looked at.
const FAR: usize = 128;

impl Table {
    /// With room for so many.
    pub(crate) fn new(count: usize) -> Self {
        Self(vec![FREE; (2 * count + 1).next_power_of_two()])
    }

    /// The index with the hash that `is` what is looked for.
    pub(crate) fn find(&self, hash: u64, is: &dyn Fn(usize) -> bool) -> Option<usize> {
        let index = self.0[self.slot(hash, is)?];
        (index != FREE).then_some(index as usize)
    }

    /// Adds an index, unless one `is` the same: answers with that.
    pub(crate) fn add(
        &mut self,
        index: usize,
        hash: u64,
        is: &dyn Fn(usize) -> bool,
    ) -> Option<usize> {
        let slot = self.slot(hash, is)?;
        let known = self.0[slot];
        if known != FREE {
            return Some(known as usize);
        }
        self.0[slot] = u32::try_from(index).unwrap_or(FREE);
        None
    }

    /// Where it is, or may be put: half of the places are free.
    fn slot(&self, hash: u64, is: &dyn Fn(usize) -> bool) -> Option<usize> {
        let last = self.0.len() - 1;
        let first = (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & last;
        let mut slots = (first..first + FAR).map(|slot| slot & last);
        slots.find(|&slot| self.0[slot] == FREE || is(self.0[slot] as usize))
    }
}
