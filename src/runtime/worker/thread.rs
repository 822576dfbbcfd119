//! What all worker threads share: how they start, how a panic becomes a problem, how they post an answer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::app::message::Message;
use crate::error::{Problem, Result};
use crate::runtime::mailbox::{Incoming, Mailbox};

pub(super) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .map_err(|error| Problem::io(format!("The system gives gemba no threads: {error}.")).caused_by(error))
}

/// Does a piece of work; a panic becomes a problem. Its message is left out: it may hold text of a log.
pub(super) fn guarded<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Problem::io(format!("Internal error while {what} (please report); nothing was changed."))
            .hint("gemba doctor checks the workspace."))
    })
}

/// How long another write waits at most for judgements that are being saved.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long it sleeps between two looks.
const PAUSE: Duration = Duration::from_millis(1);

/// How many judgements wait to be saved: what else is written lets them go first.
#[derive(Debug, Clone, Default)]
pub(super) struct Saving(Arc<AtomicUsize>);

impl Saving {
    /// Says how many wait now.
    pub(super) fn set(&self, writes: usize) {
        self.0.store(writes, Ordering::Relaxed);
    }

    /// Lets those that wait go first.
    pub(super) fn let_go_first(&self) {
        let began = Instant::now();
        while self.0.load(Ordering::Relaxed) > 0 && began.elapsed() < PATIENCE {
            std::thread::sleep(PAUSE);
        }
    }
}

pub(super) fn post(mailbox: &Mailbox, message: Message) {
    mailbox.send(Incoming::App(Box::new(message)));
}
