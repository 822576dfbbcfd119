//! The outside: terminal, event loop, threads that own connections.
//!
//! The command line calls [`run_screen`]. `event_loop` sleeps until a key (`keys`) or mail (`mailbox`: answers of the
//! `worker` threads, `signals`, `$EDITOR`) comes, gives it to the machine in `app`, performs the effects that it
//! returns, and shows the model once (`front`): drawn (`backend`) on the terminal that `terminal` guards, or told in lines.

mod backend;
mod clipboard;
mod clock;
mod event_loop;
mod feeds;
mod front;
mod keys;
mod last_writes;
mod launch;
mod mailbox;
mod pick;
mod programs;
mod signals;
mod terminal;
mod worker;

pub use event_loop::run_screen;
pub use feeds::{Follow, Pipe, Program, Until};
pub use launch::Launch;
pub use pick::{PickReader, run_pick};
pub use programs::CommandRunner;
pub use signals::{end_as_stopped, stop_flag};
