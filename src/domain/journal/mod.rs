//! The journal's words: one change, what it changes and names, how it is applied, and the line that keeps it.

mod apply;
mod change;
mod describe;
mod double_option;
mod entity;
mod event;
mod kinds;

pub use change::{Change, UndoGroup};
pub use describe::summary;
pub use entity::Entity;
pub use event::{Applied, Batch, Event, Origin};
