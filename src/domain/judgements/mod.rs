//! What people say of records: the kinds of judgements, all those of one record, and how checks compare with them.

mod blind;
mod gold;
mod judged_fact;
mod judgement;
mod said;
mod settlement;
mod tag_suggestion;
mod tally;

pub use blind::{BlindSet, BlindState, blind_set_id, voted_until};
pub use gold::{Asked, Gold, GoldDraw, GoldPlace, GoldShare};
pub use judged_fact::{Created, JudgedFact};
pub use judgement::{Answer, Purpose, Span, Verdict};
pub use said::{CorrectionView, GradeView, Judgements, NoteView, TagView, VerdictView};
pub use settlement::{SettleTarget, SettledAnswer, SettledBy, SettledView};
pub use tag_suggestion::{AnsweredTag, TagAnswer, TagSource};
pub use tally::Tally;
