//! The journal's words: one change, what it changes and names, how it is applied, and the line that keeps it.

mod apply;
mod change;
mod describe;
mod double_option;
mod entity;
mod event;
mod kinds;
mod known_said;
mod undo_group;

pub use change::Change;
pub use describe::summary;
pub use entity::Entity;
pub use event::{Applied, Batch, Event, Origin};
pub use known_said::KnownSaid;
pub use undo_group::UndoGroup;
