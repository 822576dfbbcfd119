//! Tells typing from a paste that came without brackets: more than 30 keys within 10 ms are no fingers.
//!
//! A flood taints every key of its drain, the first ones too, and lasts until the keyboard has been quiet for a while.
//! Pure: the clock is passed in.

use std::time::{Duration, Instant};

/// More keys than this, within [`WINDOW`], are a flood.
const MOST_TYPED: usize = 30;

/// How long keys that come several at once are watched before they are believed.
pub(super) const WINDOW: Duration = Duration::from_millis(10);

/// A flood ends when no key came for so long.
const QUIET: Duration = Duration::from_millis(100);

/// What is remembered from one drain to the next.
#[derive(Debug, Default)]
pub(super) struct Flood {
    /// The keys of the last drains: when, how many.
    recent: Vec<(Instant, usize)>,
    /// Until when keys still belong to the flood that began.
    until: Option<Instant>,
}

impl Flood {
    /// Whether so many keys, drained until `now`, are (part of) a flood.
    pub(super) fn is_flood(&mut self, keys: usize, now: Instant) -> bool {
        if keys == 0 {
            return false;
        }
        self.recent.retain(|(at, _)| now.saturating_duration_since(*at) <= WINDOW);
        let within: usize = self.recent.iter().map(|(_, keys)| keys).sum::<usize>() + keys;
        self.recent.push((now, keys));
        let flood = within > MOST_TYPED || self.until.is_some_and(|until| now < until);
        if flood {
            self.until = Some(now + QUIET);
        }
        flood
    }

    /// Whether a drain of so many keys should be watched for more before it is believed: fingers press one at a time.
    pub(super) fn is_doubtful(&self, keys: usize, now: Instant) -> bool {
        (2..=MOST_TYPED).contains(&keys) && self.until.is_none_or(|until| now >= until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_keys_at_once_are_typed_and_thirty_one_are_not() {
        let now = Instant::now();
        assert!(!Flood::default().is_flood(30, now));
        assert!(Flood::default().is_flood(31, now));
    }

    #[test]
    fn keys_of_several_drains_within_the_window_count_together() {
        let (mut flood, start) = (Flood::default(), Instant::now());
        assert!(!flood.is_flood(20, start));
        assert!(flood.is_flood(20, start + Duration::from_millis(8)));
        let mut slow = Flood::default();
        assert!(!slow.is_flood(20, start));
        assert!(!slow.is_flood(20, start + Duration::from_millis(40)));
    }

    #[test]
    fn a_flood_lasts_until_the_keyboard_is_quiet() {
        let (mut flood, start) = (Flood::default(), Instant::now());
        assert!(flood.is_flood(500, start));
        assert!(flood.is_flood(1, start + Duration::from_millis(60)), "the tail of a slow paste");
        assert!(!flood.is_flood(1, start + Duration::from_millis(300)), "a finger again");
    }
}
