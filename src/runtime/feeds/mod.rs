//! Text that comes while it is read: pipes, files that others append to, the output of programs.

mod follow;
mod pipe;
mod program;
mod until;
mod watcher;

pub use follow::Follow;
pub use pipe::Pipe;
pub use program::Program;
pub use until::Until;
