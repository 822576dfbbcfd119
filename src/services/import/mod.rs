//! Imports files into the workspace: reader → records → store, labels → verdicts, bad lines → the rejects file.

mod doubts;
mod exports;
mod file_hash;
mod first_look;
mod folders;
mod intake;
mod judgements;
mod label_count;
mod order;
mod pick;
mod pipeline;
mod preflight;
mod rejects;
mod run;
mod said;

pub use exports::is_united;
pub use first_look::look_before_screen;
pub use folders::{expanded, is_several};
pub use label_count::LabelCount;
pub use order::{FileReport, ImportOrder, ImportProgress, source_name};
pub use pick::{reading, structure};
pub use run::run;
pub use said::Said;
