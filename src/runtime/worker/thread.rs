//! What all worker threads share: how they start, how a panic becomes a problem, how they post an answer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::JoinHandle;

use crate::app::message::Message;
use crate::error::{Problem, Result};
use crate::runtime::mailbox::{Incoming, Mailbox};

pub(super) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .map_err(|error| Problem::io(format!("The system gives gemba no threads: {error}.")).caused_by(error))
}

/// Does a piece of work; a panic becomes a problem. Its words are left out: they may hold text of a log.
pub(super) fn guarded<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Problem::io(format!("gemba made a mistake of its own while {what}; nothing was changed by it."))
            .hint("gemba doctor looks the workspace over."))
    })
}

pub(super) fn post(mailbox: &Mailbox, message: Message) {
    mailbox.send(Incoming::App(Box::new(message)));
}
