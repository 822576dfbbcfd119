//! The vocabulary as plain types: what a record, a judgement, a failure mode, a criterion, a check, an event *is*.
//!
//! Knows no clock, no files, no SQL and no terminal. Every other floor may name what stands here.

pub mod change;
pub mod check;
pub mod codebook;
pub mod criterion;
pub mod describe;
pub mod entity;
pub mod event;
pub mod failure_mode;
pub mod filter;
pub mod json;
pub mod judged_fact;
pub mod judgement;
pub mod judgements;
pub mod name;
pub mod plan;
pub mod record;
pub mod result;
pub mod sampling;
pub mod session;
pub mod source;
pub mod spelling;
pub mod tally;
pub mod time;
pub mod untrusted;

pub use change::{Change, UndoGroup};
pub use check::{Check, CheckKey, CheckSpec, SuggestionAnswer, Target};
pub use codebook::{Codebook, CodebookView};
pub use criterion::{Criterion, CriterionKey, CriterionVersion, Edit, Terms};
pub use entity::Entity;
pub use event::{Batch, Event, Origin};
pub use failure_mode::{FailureMode, ModeKey, ModeStatus};
pub use filter::Filter;
pub use json::RawJson;
pub use judged_fact::{Birth, JudgedFact};
pub use judgement::{Answer, Purpose, Span, Verdict};
pub use judgements::{CorrectionView, GradeView, Judgements, NoteView, TagView, VerdictView};
pub use name::{Name, Slug};
pub use record::{Content, Flag, Message, Part, Record, RecordId, Role, RowId};
pub use sampling::{Ask, Queue, SAMPLING, SamplingPlan, SamplingPool};
pub use session::{Sampling, Session};
pub use source::SourceDraft;
pub use tally::Tally;
pub use time::Time;
pub use untrusted::Untrusted;
