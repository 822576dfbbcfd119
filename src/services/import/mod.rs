//! Imports files into the workspace: reader → records → store, labels → verdicts, bad lines → the rejects file.

mod intake;
mod order;
mod pipeline;
mod rejects;
mod run;
mod source_name;
mod strict_preflight;

pub use order::{FileReport, ImportOrder, ImportProgress};
pub use run::run;
