//! The queue of one reading thread: the reads that wait, the one that runs, and how that is stopped.
//!
//! Only the machine knows which reads it still wants: a cancelled read is dropped while it waits and interrupted while
//! it runs; all others are answered, in order. The lock is held while interrupting, so that no other read is hit.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::app::message::Request;
use crate::store::Interrupt;
use crate::views::Read;

/// Shared by the event loop, which sends reads, and one reading thread, which answers them.
#[derive(Clone, Default)]
pub(super) struct ReadQueue(Arc<(Mutex<State>, Condvar)>);

#[derive(Default)]
struct State {
    waiting: VecDeque<(Request, Read)>,
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

impl ReadQueue {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a read.
    pub(super) fn ask(&self, request: Request, read: Read) {
        self.state().waiting.push_back((request, read));
        self.0.1.notify_one();
    }

    /// Drops a read, or stops it where it runs.
    pub(super) fn cancel(&self, request: Request) {
        let mut state = self.state();
        state.waiting.retain(|(waiting, _)| *waiting != request);
        state.stop_running(|running| running.request == request);
    }

    /// Drops all reads and lets the thread end.
    pub(super) fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        state.waiting.clear();
        state.stop_running(|_| true);
        drop(state);
        self.0.1.notify_all();
    }

    /// Sets how the thread's reads can be stopped.
    pub(super) fn set_interrupt(&self, interrupt: Interrupt) {
        self.state().interrupt = Some(interrupt);
    }

    /// Waits for the next read; returns `None` when the queue is closed.
    pub(super) fn next(&self) -> Option<(Request, Read)> {
        let mut state = self.state();
        loop {
            if state.closed {
                return None;
            }
            if let Some((request, read)) = state.waiting.pop_front() {
                state.running = Some(Running { request, unwanted: false });
                return Some((request, read));
            }
            state = self.0.1.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whether the running read is still wanted.
    pub(super) fn is_wanted(&self) -> bool {
        self.state().running.as_ref().is_some_and(|running| !running.unwanted)
    }

    /// Ends the running read; returns whether its answer is still wanted.
    pub(super) fn done(&self) -> bool {
        self.state().running.take().is_some_and(|running| !running.unwanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::Slot;

    fn queue_of(requests: impl Iterator<Item = Request>) -> ReadQueue {
        let queue = ReadQueue::default();
        requests.for_each(|request| queue.ask(request, Read::Codebook(Slot::empty())));
        queue
    }

    fn next(queue: &ReadQueue) -> Option<Request> {
        queue.next().map(|(request, _)| request)
    }

    #[test]
    fn reads_are_answered_in_order_but_for_the_cancelled_ones() {
        let queue = queue_of(1..=3);
        queue.cancel(2);
        assert_eq!(next(&queue), Some(1));
        assert!(queue.done());
        assert_eq!(next(&queue), Some(3));
        assert!(queue.done());
    }

    #[test]
    fn a_running_read_that_is_cancelled_gives_no_answer_and_leaves_others_alone() {
        let queue = queue_of(1..=1);
        next(&queue);
        queue.cancel(1);
        queue.ask(2, Read::Codebook(Slot::empty()));
        assert!(!queue.done());
        next(&queue);
        queue.cancel(1);
        assert!(queue.done());
    }

    #[test]
    fn a_closed_queue_lets_its_thread_end() {
        let queue = ReadQueue::default();
        let thread = std::thread::spawn({
            let queue = queue.clone();
            move || next(&queue)
        });
        queue.close();
        assert_eq!(thread.join().unwrap(), None);
    }
}
