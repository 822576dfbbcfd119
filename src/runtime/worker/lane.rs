//! A lane of reads: what waits, what runs, and how the running one is stopped.
//!
//! Only the machine knows which reads it still wants: what it cancels is dropped while it waits and interrupted while it
//! runs; everything else is answered, in order. The lock is held while interrupting, so that no other read is hit.

use std::collections::VecDeque;
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
        self.state().waiting.push_back((request, query));
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
                state.running = Some(Running { request, unwanted: false });
                return Some((request, query));
            }
            state = self.0.1.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whether the running read is still wanted.
    pub(super) fn is_wanted(&self) -> bool {
        self.state().running.as_ref().is_some_and(|running| !running.unwanted)
    }

    /// The running read is done; answers whether its answer is still wanted.
    pub(super) fn done(&self) -> bool {
        self.state().running.take().is_some_and(|running| !running.unwanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RowId;
    use crate::layout::Rendering;

    fn record(row: i64) -> Query {
        Query::Record(RowId(row), Rendering::Rendered)
    }

    #[test]
    fn reads_are_answered_in_order_but_for_the_cancelled_ones() {
        let lane = Lane::default();
        for request in 1..=3 {
            lane.ask(request, record(7));
        }
        lane.cancel(2);
        assert_eq!(lane.next(), Some((1, record(7))));
        assert!(lane.done());
        assert_eq!(lane.next(), Some((3, record(7))));
        assert!(lane.done());
    }

    #[test]
    fn a_running_read_that_is_cancelled_gives_no_answer_and_leaves_others_alone() {
        let lane = Lane::default();
        lane.ask(1, record(1));
        lane.next();
        lane.cancel(1);
        lane.ask(2, record(2));
        assert!(!lane.done());
        lane.next();
        lane.cancel(1);
        assert!(lane.done());
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
