//! A lane of reads: what waits, what runs, and how the running one is stopped.
//!
//! A newer read of a kind makes the older ones of that kind pointless: waiting ones are dropped, a running one is
//! interrupted. The lock is held while interrupting, so that no other read is ever hit.

use std::collections::VecDeque;
use std::mem::discriminant;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::app::message::{Query, Request};
use crate::store::Interrupt;

/// Shared by the event loop, which asks, and one reading thread, which answers.
#[derive(Clone, Default)]
pub(super) struct Lane(Arc<(Mutex<State>, Condvar)>);

#[derive(Default)]
struct State {
    waiting: VecDeque<(Request, Query)>,
    running: Option<Running>,
    interrupt: Option<Interrupt>,
    closed: bool,
}

struct Running {
    request: Request,
    query: Query,
    unwanted: bool,
}

impl State {
    fn stop_running(&mut self, unwanted: impl Fn(&Running) -> bool) {
        let Some(running) = &mut self.running else { return };
        if unwanted(running) {
            running.unwanted = true;
            if let Some(interrupt) = &self.interrupt {
                interrupt.now();
            }
        }
    }
}

impl Lane {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for a read.
    pub(super) fn ask(&self, request: Request, query: Query) {
        let mut state = self.state();
        state.waiting.retain(|(_, older)| !supersedes(&query, older));
        state.stop_running(|running| supersedes(&query, &running.query));
        state.waiting.push_back((request, query));
        drop(state);
        self.0.1.notify_one();
    }

    /// The answer to this read is no longer wanted.
    pub(super) fn cancel(&self, request: Request) {
        let mut state = self.state();
        state.waiting.retain(|(waiting, _)| *waiting != request);
        state.stop_running(|running| running.request == request);
    }

    /// Nothing is wanted any more.
    pub(super) fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        state.waiting.clear();
        state.stop_running(|_| true);
        drop(state);
        self.0.1.notify_all();
    }

    /// How the thread's reads can be stopped.
    pub(super) fn set_interrupt(&self, interrupt: Interrupt) {
        self.state().interrupt = Some(interrupt);
    }

    /// The next read, when there is one; `None` when the lane is closed.
    pub(super) fn next(&self) -> Option<(Request, Query)> {
        let mut state = self.state();
        loop {
            if state.closed {
                return None;
            }
            if let Some((request, query)) = state.waiting.pop_front() {
                state.running = Some(Running { request, query: query.clone(), unwanted: false });
                return Some((request, query));
            }
            state = self.0.1.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The running read is done; answers whether its answer is still wanted.
    pub(super) fn done(&self) -> bool {
        self.state().running.take().is_some_and(|running| !running.unwanted)
    }
}

/// Whether a newer read takes the place of an older one: the machine drops answers older than its newest of a kind.
fn supersedes(newer: &Query, older: &Query) -> bool {
    discriminant(newer) == discriminant(older)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Row;
    use crate::layout::Rendering;

    fn record(row: i64) -> Query {
        Query::Record(Row(row), Rendering::Rendered)
    }

    #[test]
    fn only_the_newest_read_of_a_kind_is_answered() {
        let lane = Lane::default();
        for row in 1..=50 {
            lane.ask(row, record(i64::try_from(row).unwrap()));
        }
        lane.ask(51, Query::Codebook);
        assert_eq!(lane.next(), Some((50, record(50))));
        assert!(lane.done());
        assert_eq!(lane.next(), Some((51, Query::Codebook)));
    }

    #[test]
    fn a_running_read_that_is_no_longer_wanted_gives_no_answer() {
        let lane = Lane::default();
        lane.ask(1, record(1));
        lane.next();
        lane.ask(2, record(2));
        assert!(!lane.done());
        lane.next();
        lane.cancel(2);
        assert!(!lane.done());
    }

    #[test]
    fn a_closed_lane_lets_its_thread_end() {
        let lane = Lane::default();
        let thread = std::thread::spawn({
            let lane = lane.clone();
            move || lane.next()
        });
        lane.close();
        assert_eq!(thread.join().unwrap(), None);
    }
}
