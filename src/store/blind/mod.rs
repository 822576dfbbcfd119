//! Blind sets: which records are judged by whom without seeing each other, and what a viewer may see meanwhile.

mod guard;
pub(crate) mod hidden;
mod moment;
mod project;
mod read;
pub(crate) mod sets;
mod sight;
mod standing;
mod viewer;
mod views;

#[cfg(test)]
mod tests;

pub(crate) use guard::Guard;
pub use moment::Snapshot;
pub(crate) use project::project;
pub use viewer::Viewer;
