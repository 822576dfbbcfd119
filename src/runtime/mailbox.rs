//! The mailbox of the event loop: answers of the workers, signals, the editor's end; everything but keys.
//!
//! One queue and one pipe. The pipe only wakes the event loop out of its `poll`; the queue holds what arrived.

use std::io::{PipeReader, PipeWriter};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};

use rustix::fs::OFlags;

use super::terminal::lost;
use crate::app::message::Message;
use crate::error::Result;

/// Something that arrived.
#[derive(Debug)]
pub(super) enum Incoming {
    /// Something for the machine.
    App(Box<Message>),
    /// A signal that ends the program.
    Deadly(i32),
    /// A signal that stops it (ctrl-z in a shell, `kill -TSTP`).
    Stop,
    /// It was continued.
    Continued,
    /// The terminal changed its size.
    Resized,
    /// `$EDITOR` ended, or could not be waited for.
    EditorEnded(std::io::Result<std::process::ExitStatus>),
}

/// The sending end; cheap to clone, one for each thread.
#[derive(Debug, Clone)]
pub(super) struct Mailbox {
    queue: Sender<Incoming>,
    wake: Arc<PipeWriter>,
}

impl Mailbox {
    /// Puts something into the queue and wakes the event loop. After the loop has ended it does nothing.
    pub(super) fn send(&self, incoming: Incoming) {
        if self.queue.send(incoming).is_ok() {
            // A full pipe wakes the loop already.
            let _ = rustix::io::write(&*self.wake, &[1]);
        }
    }
}

/// The receiving end.
#[derive(Debug)]
pub(super) struct MailboxReceiver {
    queue: Receiver<Incoming>,
    wake: PipeReader,
}

impl MailboxReceiver {
    /// Returns the pipe that `poll` waits on.
    pub(super) const fn wake(&self) -> &PipeReader {
        &self.wake
    }

    /// Takes everything that has arrived, in order.
    pub(super) fn take(&self) -> Vec<Incoming> {
        let mut woken = [0; 256];
        while rustix::io::read(&self.wake, &mut woken).is_ok_and(|count| count > 0) {}
        self.queue.try_iter().collect()
    }
}

/// Opens a mailbox and its receiver.
pub(crate) fn open() -> Result<(Mailbox, MailboxReceiver)> {
    let (reader, writer) = std::io::pipe().map_err(lost)?;
    rustix::fs::fcntl_setfl(&reader, OFlags::NONBLOCK).map_err(|error| lost(error.into()))?;
    rustix::fs::fcntl_setfl(&writer, OFlags::NONBLOCK).map_err(|error| lost(error.into()))?;
    let (sender, receiver) = mpsc::channel();
    Ok((Mailbox { queue: sender, wake: Arc::new(writer) }, MailboxReceiver { queue: receiver, wake: reader }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_arrives_in_order_and_once() {
        let (mailbox, receiver) = open().unwrap();
        for _ in 0..100_000 {
            mailbox.send(Incoming::Resized);
        }
        mailbox.send(Incoming::Stop);
        let arrived = receiver.take();
        assert_eq!(arrived.len(), 100_001);
        assert!(matches!(arrived.last(), Some(Incoming::Stop)));
        assert!(receiver.take().is_empty());
    }
}
