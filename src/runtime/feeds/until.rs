//! How long more is waited for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How long a look for more lies apart from the next.
const APART: Duration = Duration::from_millis(100);

/// When the reading of a feed ends.
#[derive(Debug, Clone)]
pub struct Until {
    /// Set from outside.
    stop: Arc<AtomicBool>,
    /// Without anything new for so long.
    idle: Option<Duration>,
    /// When something came last.
    last: Instant,
}

impl Until {
    /// Ends where `stop` is set, or where nothing came for `idle`.
    pub fn new(stop: Arc<AtomicBool>, idle: Option<Duration>) -> Self {
        Self { stop, idle, last: Instant::now() }
    }

    /// Notes that something came.
    pub(super) fn came(&mut self) {
        self.last = Instant::now();
    }

    /// Returns whether somebody stopped the reading.
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Returns whether it is over.
    pub(super) fn is_over(&self) -> bool {
        self.is_stopped() || self.idle.is_some_and(|idle| self.last.elapsed() >= idle)
    }

    /// Returns how long to wait for the next look.
    pub(super) const fn pause() -> Duration {
        APART
    }
}
