//! The threads that own connections: one writer, three readers, one for jobs, one that indexes words; and one that sleeps
//! until the workspace's file changes.
//!
//! The event loop hands work over and never waits for it; answers come through the mailbox. A panic in a thread becomes
//! a problem in words: the screen stays.

mod alarm;
mod file_watch;
mod importer;
mod indexer;
mod jobs;
mod read_queue;
mod reader;
mod thread;
mod workers;
mod writer;

pub(crate) use alarm::wake_at;
pub(crate) use workers::Workers;
