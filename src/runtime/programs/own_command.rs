//! A reviewer's own command on a record: started without a shell on a thread, its end and first line told in words.

use std::path::Path;
use std::time::Duration;

use super::command_runner::CommandRunner;
use crate::app::message::{Message, OwnRun};
use crate::checks::CommandLine;
use crate::error::Problem;
use crate::runtime::mailbox::{Incoming, Mailbox};

/// How long an own command may take.
const LIMIT: Duration = Duration::from_secs(120);

/// Starts the command; what became of it arrives as [`Message::Ran`].
pub(crate) fn start(run: OwnRun, workspace: &Path, mailbox: Mailbox) {
    let runner = CommandRunner::new(workspace);
    let failed = mailbox.clone();
    let started = std::thread::Builder::new().name("own command".into()).spawn(move || {
        let line = CommandLine { words: run.words, timeout: LIMIT };
        let sentence = format!("{}: {}", run.title, runner.report(&line, &run.record));
        mailbox.send(Incoming::App(Box::new(Message::Ran(Ok(sentence)))));
    });
    if let Err(error) = started {
        let problem = Problem::io(format!("The command cannot be started: {error}.")).caused_by(error);
        failed.send(Incoming::App(Box::new(Message::Ran(Err(problem)))));
    }
}
