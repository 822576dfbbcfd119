//! What can lie over a screen: one stack of one enum. Each ends by doing something or by being left.

use super::message::{StubPage, StubPreview};
use super::picker::Picker;
use super::suggest::Proposing;
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
    /// What the corrected outputs of the record change, scrolled by so many lines.
    Corrections(usize),
    /// A stub before it is written.
    Preview(Preview),
    /// Checks to choose from, the stub of the chosen one below.
    Suggest(Box<Proposing>),
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
    /// The stubs, one for each target suite.
    pub stub: Option<StubPreview>,
    /// Which of them is shown.
    pub suite: usize,
    /// Lines above the view.
    pub scroll: usize,
}

impl Preview {
    /// A preview that waits for its stubs.
    #[must_use]
    pub const fn of(target: Target) -> Self {
        Self { target, stub: None, suite: 0, scroll: 0 }
    }

    /// The stub that is shown.
    #[must_use]
    pub fn page(&self) -> Option<&StubPage> {
        self.stub.as_ref()?.pages.get(self.suite)
    }

    /// Takes the stubs that were read.
    pub(super) fn take(&mut self, stub: StubPreview) {
        self.suite = stub.first;
        self.stub = Some(stub);
    }

    /// Shows the stub of the next suite or the one before, around the end.
    pub(super) fn turn(&mut self, forward: bool) {
        let count = self.stub.as_ref().map_or(0, |stub| stub.pages.len());
        if count > 0 {
            self.suite = (self.suite + if forward { 1 } else { count - 1 }) % count;
            self.scroll = 0;
        }
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
