//! The machine: a model, and `update(model, message, now) -> effects`. The only place where keys become judgements.
//!
//! Knows no clock, no files, no SQL, no terminal and no randomness; time comes in with each message. `keyboard` finds
//! the action of a key, `dispatch` does it, `writes` shows it at once, `reconcile` asks for what the screen then needs.

mod check_outcome;
mod codebook_edits;
mod context;
mod draft;
pub mod geometry;
mod intent;
mod keyboard;
pub mod message;
mod model;
mod notice;
pub mod overlays;
mod read_model;
mod requests;
pub mod screens;
mod session;
mod text_box;
mod update;

pub use draft::{DraftKey, DraftPurpose};
pub use keyboard::Keyboard;
pub use model::Model;
pub use notice::{Notice, NoticeKind};

pub use overlays::writing::TermKind;
pub use read_model::ReadModel;
pub use requests::Requests;
pub use screens::review::glyph;
pub use session::Session;
pub use text_box::Editor;
pub use update::update;

pub use crate::command::Screen;
use crate::domain::{Name, Queue, RowId, Sampling, Untrusted};
use message::Effect;

/// What is known before the first screen.
#[derive(Debug, Clone)]
pub struct Start {
    /// The workspace's name for the header.
    pub workspace: String,
    /// Who reviews.
    pub reviewer: Name,
    /// The filter as typed.
    pub filter: String,
    /// How the queue is drawn.
    pub sampling: Sampling,
    /// The queue of a resumed session.
    pub queue: Option<Queue>,
    /// The record where the session stopped.
    pub position: Option<RowId>,
    /// Which questions of a resumed re-grading round are answered, parallel to the queue's.
    pub answered: Vec<bool>,
    /// Half-written texts, the newest at the end: the record, what it was to become (`note`), the text, and whether its
    /// box was left by the reviewer, so that it does not open by itself.
    pub drafts: Vec<(RowId, String, Untrusted, bool)>,
    /// The screen to begin with; Review without.
    pub screen: Option<Screen>,
    /// The key preset; `default` without.
    pub preset: Option<String>,
    /// The suites that stubs can be written for.
    pub suites: crate::views::Suites,
    /// Columns and rows.
    pub size: (u16, u16),
    /// Whether to present: more room, no reviewer names.
    pub present: bool,
}

/// The model before the first message, and what it asks for first: the queue, the codebook, the figures.
#[must_use]
pub fn start(start: Start) -> (Model, Vec<Effect>) {
    Model::start(start)
}
