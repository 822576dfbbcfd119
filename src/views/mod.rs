//! What screens and lists read, as plain data: services fill it from the store, `app` and `ui` show it.
//!
//! Knows no SQL and no screen. Facts that measures and checks need too are in `domain`.

mod arrivals;
mod blind;
mod checks;
mod dispute;
pub mod drift;
mod figures;
mod judgement;
mod known;
mod log;
mod open_notes;
mod read;
mod record;
mod session_summary;
mod suggested_tags;
mod today;

pub use arrivals::{Arrivals, NewEvents, ReadingState};
pub use blind::{BlindPlace, BlindStanding};
pub use checks::{CheckSuggestion, CheckSuggestions, StubPage, Suites, Trial, UnattachedCheck};
pub use dispute::{DisputeView, DisputedQuestion, GivenAnswer, settled_words};
pub use figures::{
    Figures, FilterWords, KnownCounts, Share, WouldStale, disputed_beside, estimate, estimated_modes, more_words,
    settled_instead, uncoded_sentence,
};
pub use judgement::{BulkJudgement, Judgement};
pub use log::{LabelReading, LogPath, LogReading, LogStructure};
pub use open_notes::{NoteGroup, Noted, OpenNote, OpenNotes, tags_of_noted};
pub use read::{AlikeFor, DailyStart, PlacesFor, Read, RecordFor, RowsFor, Slot, StubPageFor, UnfinishedSession};
pub use record::{QueueRow, RecordView, Remark};
pub use session_summary::{CriterionSummary, HandOff, ModeSummary, NamedRecord, SessionSummary, VerdictCounts};
pub use suggested_tags::{SimilarTag, SuggestionPrecision};
pub use today::{DailyProgress, OpenQuestion, ReviewerDays, Today};
