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

/// Does a piece of work; a panic becomes a problem. Its message is left out: it may hold text of a log.
pub(super) fn guarded<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Problem::io(format!("Internal error while {what} (please report); nothing was changed."))
            .hint("gemba doctor checks the workspace."))
    })
}

pub(super) fn post(mailbox: &Mailbox, message: Message) {
    mailbox.send(Incoming::App(Box::new(message)));
}
