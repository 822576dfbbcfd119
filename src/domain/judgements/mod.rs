//! What people say of records: the kinds of judgements, all those of one record, and how checks compare with them.

mod judged_fact;
mod judgement;
mod on_record;
mod tally;

pub use judged_fact::{Created, JudgedFact};
pub use judgement::{Answer, Purpose, Span, Verdict};
pub use on_record::{CorrectionView, GradeView, Judgements, NoteView, TagView, VerdictView};
pub use tally::Tally;
