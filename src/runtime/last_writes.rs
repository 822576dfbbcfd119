//! Waits, after the screen is left, until every write is answered.

use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};

use super::keys::timespec;
use super::mailbox::{Incoming, MailboxReceiver};
use super::terminal::write_out;
use super::worker::Workers;
use crate::app::message::Message;
use crate::error::{Problem, Result};

/// How long the last writes are waited for: longer than the store waits for a lock.
const LONGEST_WAIT: Duration = Duration::from_secs(8);

/// After how long the reviewer is told that something is being saved.
const SILENT: Duration = Duration::from_millis(300);

/// Ends the reading of files and waits for the last writes; tells the reviewer where it takes long. A signal that comes
/// meanwhile is kept.
///
/// # Errors
/// `Workspace` where the time is over; the first problem of a write.
pub(super) fn wait(workers: &mut Workers, mail: &MailboxReceiver, signal: &mut Option<i32>) -> Result<()> {
    // First, so that the reading and the writes do not wait for each other's turn in the store.
    workers.reading.ask_to_stop();
    let saved = saved(workers, mail, signal);
    if workers.reading.was_cut() {
        let rest = if workers.reading.can_go_on() { " The same command reads the rest." } else { "" };
        let sentence = format!("The reading was stopped; what was read is stored.{rest}\n");
        drop(write_out(sentence.as_bytes()));
    }
    if saved.is_ok() && workers.is_importing() {
        let sentence = "The import was stopped. What it had read is stored; import the file again for the rest.\n";
        drop(write_out(sentence.as_bytes()));
    }
    saved
}

/// Waits until every write is answered; returns the first problem of one.
fn saved(workers: &mut Workers, mail: &MailboxReceiver, signal: &mut Option<i32>) -> Result<()> {
    let began = Instant::now();
    let mut is_announced = signal.is_some();
    let mut failed = None;
    while workers.unanswered() > 0 {
        let waited = began.elapsed();
        if waited >= LONGEST_WAIT {
            return Err(Problem::workspace(format!("{} could not be saved in time.", changes(workers.unanswered())))
                .hint("Another program holds the workspace; what was shown as saved is on disk."));
        }
        if !is_announced && waited > SILENT {
            is_announced = true;
            let sentence = format!("Saving {} …\n", changes(workers.unanswered()));
            drop(write_out(sentence.as_bytes()));
        }
        let until = if is_announced { LONGEST_WAIT } else { SILENT + Duration::from_millis(10) };
        let rest = timespec(until.saturating_sub(waited));
        let _ = poll(&mut [PollFd::new(mail.wake(), PollFlags::IN)], Some(&rest));
        for incoming in mail.take() {
            match incoming {
                Incoming::App(message) => {
                    workers.count(&message);
                    if let Message::Written(_, Err(problem)) = *message {
                        failed.get_or_insert(problem);
                    }
                }
                Incoming::Deadly(deadly) => {
                    signal.get_or_insert(deadly);
                }
                Incoming::Stop | Incoming::Continued | Incoming::Resized | Incoming::EditorEnded(_) => {}
            }
        }
    }
    failed.map_or(Ok(()), Err)
}

fn changes(count: usize) -> String {
    if count == 1 { "1 change".to_owned() } else { format!("{count} changes") }
}
