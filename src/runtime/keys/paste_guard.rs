//! Tells typing from text pasted without brackets: nobody types more than 30 keys within 10 ms.
//!
//! All keys of the same drain count as pasted, the first ones too, and so do later ones until the keyboard has been
//! quiet for a while. Pure: the clock is passed in.

use std::time::{Duration, Instant};

/// More keys than this, within [`WINDOW`], are pasted.
const MOST_TYPED: usize = 30;

/// How long several keys that come at once are held back, until it is known whether they were pasted.
pub(crate) const WINDOW: Duration = Duration::from_millis(10);

/// A paste ends when no key came for so long.
const QUIET: Duration = Duration::from_millis(100);

/// What is remembered from one drain to the next.
#[derive(Debug, Default)]
pub(crate) struct PasteGuard {
    /// The keys of the last drains: when, how many.
    recent: Vec<(Instant, usize)>,
    /// Until when keys still belong to the paste that began.
    until: Option<Instant>,
}

impl PasteGuard {
    /// Whether so many keys, drained until `now`, were pasted.
    pub(crate) fn is_paste(&mut self, keys: usize, now: Instant) -> bool {
        if keys == 0 {
            return false;
        }
        self.recent.retain(|(at, _)| now.saturating_duration_since(*at) <= WINDOW);
        let within: usize = self.recent.iter().map(|(_, keys)| keys).sum::<usize>() + keys;
        self.recent.push((now, keys));
        let is_paste = within > MOST_TYPED || self.until.is_some_and(|until| now < until);
        if is_paste {
            self.until = Some(now + QUIET);
        }
        is_paste
    }

    /// Whether so many keys should be held back until it is known whether more follow: people press one key at a time.
    pub(crate) fn may_be_paste(&self, keys: usize, now: Instant) -> bool {
        (2..=MOST_TYPED).contains(&keys) && self.until.is_none_or(|until| now >= until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_keys_at_once_are_typed_and_thirty_one_are_not() {
        let now = Instant::now();
        assert!(!PasteGuard::default().is_paste(30, now));
        assert!(PasteGuard::default().is_paste(31, now));
    }

    #[test]
    fn keys_of_several_drains_within_the_window_count_together() {
        let (mut guard, start) = (PasteGuard::default(), Instant::now());
        assert!(!guard.is_paste(20, start));
        assert!(guard.is_paste(20, start + Duration::from_millis(8)));
        let mut slow = PasteGuard::default();
        assert!(!slow.is_paste(20, start));
        assert!(!slow.is_paste(20, start + Duration::from_millis(40)));
    }

    #[test]
    fn a_paste_lasts_until_the_keyboard_is_quiet() {
        let (mut guard, start) = (PasteGuard::default(), Instant::now());
        assert!(guard.is_paste(500, start));
        assert!(guard.is_paste(1, start + Duration::from_millis(60)), "the tail of a slow paste");
        assert!(!guard.is_paste(1, start + Duration::from_millis(300)), "a finger again");
    }
}
