//! Agreement between people: one file a figure, the answers that they are taken of, and the lines that show them.
//!
//! Positive means fail, as everywhere. An undefined coefficient is an error with the reason, not 0.

mod answers;
mod cohen;
mod figures;
mod fleiss;
mod gwet;
mod krippendorff;
mod lines;
mod marks;
mod positive;
mod raw;
mod report;
mod table;

pub use answers::{AnswerKind, History, LeftOut};
pub use figures::{AgreementFigures, FEWEST_DISAGREEMENTS, FiguresOf};
pub use fleiss::{evenly, fleiss};
pub use gwet::ac1;
pub use krippendorff::krippendorff;
pub use lines::{AgreementBy, AgreementLine, AgreementOrder, lines, pairs};
pub use marks::VersionMark;
pub use positive::positive;
pub use raw::raw;
pub use report::{AgreementReport, DisputedRecord, report};
pub use table::{AnswerCounts, Figure, TwoWay, Undefined};
