//! What was found out about names lately: a log has the same ones in each of its entries.

use std::cell::RefCell;

/// So many names are remembered, each in the slot of its length and its ends.
const SLOTS: usize = 256;
/// Longer names are not remembered.
const LONGEST: usize = 64;

/// Facts about names. One for each thread, as a static of `thread_local!`.
pub(crate) struct NameCache<T> {
    slots: RefCell<Vec<(String, T)>>,
}

impl<T: Copy + Default> NameCache<T> {
    /// Begins without any name.
    pub(crate) const fn new() -> Self {
        Self { slots: RefCell::new(Vec::new()) }
    }

    /// Returns what `find` says of a name, which depends on the name alone: it is asked once for a name that comes again
    /// and again.
    pub(crate) fn get(&self, name: &str, find: impl FnOnce(&str) -> T) -> T {
        let ([first, .., last], true) = (name.as_bytes(), name.len() <= LONGEST) else { return find(name) };
        let slot = (usize::from(*first) * 7 + usize::from(*last) * 31 + name.len() * 3) % SLOTS;
        let mut slots = self.slots.borrow_mut();
        slots.resize_with(SLOTS, Default::default);
        let Some((known, fact)) = slots.get_mut(slot) else { return find(name) };
        if known != name {
            name.clone_into(known);
            *fact = find(name);
        }
        *fact
    }
}

#[cfg(test)]
mod tests {
    use super::NameCache;

    #[test]
    fn a_name_is_looked_up_once_and_names_of_one_slot_do_not_mix() {
        let cache = NameCache::new();
        let mut asked = 0;
        for name in ["abc", "abc", "adc", "abc", "", "x", &"long".repeat(50)] {
            let length = cache.get(name, |name| {
                asked += 1;
                name.len() + usize::from(name.contains('d'))
            });
            assert_eq!(length, name.len() + usize::from(name == "adc"));
        }
        assert_eq!(asked, 6);
    }
}
