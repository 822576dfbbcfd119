//! What can lie over a screen: one stack of one enum. Each ends by doing something or by being left.

use super::message::StubPreview;
use super::picker::Picker;
use super::text_entry::TextEntry;
use crate::domain::view::Queue;
use crate::domain::{CriterionKey, RecordId, Sampling, Target, Untrusted};

/// One overlay.
#[derive(Debug)]
pub enum Overlay {
    /// A box to write in.
    Text(Box<TextEntry>),
    /// A list to choose from; the palette too.
    Picker(Box<Picker>),
    /// The keys that work here, scrolled by so many lines.
    Help(usize),
    /// A stub before it is written.
    Preview(Preview),
    /// Whether an edit changed the meaning or the wording.
    EditKind(Box<Revision>),
    /// A re-grading round and what it costs, before it begins.
    Round(Box<Offer>),
}

/// A stub's preview, empty until it was read.
#[derive(Debug)]
pub struct Preview {
    /// The mode or criterion.
    pub target: Target,
    /// The files and the proof.
    pub stub: Option<StubPreview>,
    /// Lines above the view.
    pub scroll: usize,
}

impl Preview {
    /// How many lines its files have, with a title line and a blank one each.
    #[must_use]
    pub fn length(&self) -> usize {
        let files = self.stub.iter().flat_map(|stub| &stub.files);
        files.map(|(_, text)| text.lines().count() + 2).sum()
    }
}

/// A re-grading round before it begins.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The filter it was drawn by.
    pub filter: String,
    /// Its plan and seed.
    pub sampling: Sampling,
    /// Its records and questions.
    pub queue: Queue,
}

/// A criterion's new version, but for its kind.
#[derive(Debug, Clone)]
pub struct Revision {
    /// The criterion.
    pub criterion: CriterionKey,
    /// The new statement.
    pub text: Untrusted,
    /// Why.
    pub reason: Untrusted,
    /// The record that provoked it.
    pub record: Option<RecordId>,
}
