//! Blind sets: which records are judged by whom without seeing each other, and what a viewer may see meanwhile.

mod project;
mod read;
pub(crate) mod sets;
mod standing;
mod viewer;

pub(crate) use project::project;
pub use viewer::Viewer;
