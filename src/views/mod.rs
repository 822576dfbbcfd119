//! What screens and lists read, as plain data: services fill it from the store, `app` and `ui` show it.
//!
//! Knows no SQL and no screen. Facts that measures and checks need too are in `domain`.

mod check_suggestions;
mod figures;
mod judgement;
mod queue_row;
mod read;
mod record_view;
mod stub_page;
mod trial;
mod would_stale;

pub use check_suggestions::{CheckSuggestion, CheckSuggestions, UnattachedCheck};
pub use figures::Figures;
pub use judgement::{BulkJudgement, Judgement};
pub use queue_row::QueueRow;
pub use read::{PlacesFor, Read, RecordFor, RowsFor, Slot, StubPageFor};
pub use record_view::{RecordView, Remark};
pub use stub_page::{StubPage, Suites};
pub use trial::Trial;
pub use would_stale::WouldStale;
