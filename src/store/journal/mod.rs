//! The journal: events appended, projected into tables, undone and redone.

pub(crate) mod append;
pub(crate) mod earlier;
pub(crate) mod event;
mod facts;
pub(crate) mod gold;
pub(crate) mod project;
pub(crate) mod refold;
pub(crate) mod removed;
mod tag_answers;
pub(crate) mod undo;
pub(crate) mod undone;
pub(crate) mod writer;
