//! What is known before the first screen.

use crate::command::Screen;
use crate::domain::{Name, Queue, RowId, Sampling, Untrusted};
use crate::views::Suites;

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
    pub suites: Suites,
    /// Columns and rows.
    pub size: (u16, u16),
    /// Whether to present: more room, no reviewer names.
    pub present: bool,
}
