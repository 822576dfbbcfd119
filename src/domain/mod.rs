//! The vocabulary as plain types: what a record, a judgement, a failure mode, a criterion, a check, an event *is*.
//!
//! Knows no clock, no files, no SQL and no terminal. Every layer above may name it.

pub mod codebook;
pub mod filter;
pub mod journal;
pub mod judgements;
pub mod name;
pub mod plan;
pub mod records;
pub mod result;
pub mod roles;
pub mod sampling;
pub mod session;
pub mod spelling;
pub mod time;
pub mod untrusted;
pub(crate) mod words;

pub use codebook::{
    Check, CheckKey, CheckSpec, Codebook, CodebookView, Criterion, CriterionKey, CriterionSettings, CriterionVersion,
    Edit, FailureMode, ModeKey, ModeStatus, NO_REASON, StubCases, SuggestionAnswer, Target, free_letter,
};
pub use filter::Filter;
pub use journal::{Applied, Batch, Change, Entity, Event, KnownSaid, Origin, UndoGroup};
pub use judgements::{
    Answer, AnsweredTag, Asked, BlindSet, BlindState, CorrectionView, Created, Gold, GoldDraw, GoldPlace, GoldShare,
    GradeView, JudgedFact, Judgements, NoteView, Purpose, SettleTarget, SettledAnswer, SettledBy, SettledView, Span,
    TagAnswer, TagSource, TagView, Tally, Verdict, VerdictView, blind_set_id, voted_until,
};
pub use name::{Name, Slug};
pub use records::{
    Content, Flag, IdentityRule, Message, Part, RawJson, Record, RecordId, Removed, Role, RowId, Source, SourceDraft,
    SourceState,
};
pub use roles::{Hand, ReviewerRole, Roles};
pub use sampling::{
    Ask, DailyPool, DailyPools, DailyRecord, DailySample, DailyStratum, Done, Draw, DrawnBy, FOLDED_AT_MOST, Fact,
    Queue, SAMPLING, SamplingPlan, SamplingPool, Stratum, Takes,
};
pub use session::{ReadingPlace, Sampling, Session, TextPlace};
pub use time::{Day, Time};
pub use untrusted::Untrusted;
