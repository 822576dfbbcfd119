//! The journal: events written, projected into tables, undone and redone.

pub(crate) mod append;
pub(crate) mod book;
pub(crate) mod entity;
pub(crate) mod event;
pub(crate) mod project;
pub(crate) mod project_codebook;
pub(crate) mod resolve;
pub(crate) mod resolve_codebook;
pub(crate) mod resolve_criterion;
pub(crate) mod suggestions;
pub(crate) mod summary;
pub(crate) mod undo;
