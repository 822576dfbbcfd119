//! What people say of records: the kinds of judgements, all those of one record, and how checks compare with them.

mod blind;
mod judged_fact;
mod judgement;
mod tag_suggestion;
mod tally;

pub use blind::{BlindSet, BlindState, blind_set_id, voted_until};
pub use judged_fact::{Created, JudgedFact};
pub use judgement::{
    Answer, CorrectionView, GradeView, Judgements, NoteView, Purpose, Span, TagView, Verdict, VerdictView,
};
pub use tag_suggestion::{AnsweredTag, TagAnswer, TagSource};
pub use tally::Tally;
