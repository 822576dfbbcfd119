//! What can lie over a screen: one stack of one enum. Each ends by doing something or by being left.

pub mod check_editor;
pub mod help;
pub mod picker;
pub mod suggest;
pub mod text_entry;

use crate::domain::{CriterionKey, Queue, RecordId, Sampling, Target, Untrusted};
use crate::views::{Read, Slot, StubPage, StubPageFor, Suites, UnattachedCheck};
use picker::Picker;
use suggest::Proposing;
use text_entry::TextEntry;

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
    Preview(Box<Preview>),
    /// Checks to choose from, the stub of the chosen one below.
    Suggest(Box<Proposing>),
    /// Whether an edit changed the meaning or the wording.
    EditKind(Box<Revision>),
    /// A re-grading round and what it costs, before it begins.
    Round(Box<Offer>),
}

/// A stub's preview: one page for each target suite, read when it is first shown.
#[derive(Debug)]
pub struct Preview {
    /// The mode or criterion.
    pub target: Target,
    /// A check that counts as if it were attached.
    pub(crate) further: Option<UnattachedCheck>,
    /// The suites to go through, and those that are written.
    pub suites: Suites,
    /// The pages that were read.
    pages: Vec<StubPage>,
    /// The suite that is shown.
    pub suite: &'static str,
    /// Lines above the view.
    pub scroll: usize,
}

impl Preview {
    /// A preview that waits for its first page: that of the first of these suites.
    #[must_use]
    pub(crate) fn of(target: Target, suites: &Suites) -> Self {
        let suite = suites.wanted.iter().chain(&suites.known).next().copied().unwrap_or_default();
        Self { target, further: None, suites: suites.clone(), pages: Vec::new(), suite, scroll: 0 }
    }

    /// The stub that is shown, once it was read.
    #[must_use]
    pub fn page(&self) -> Option<&StubPage> {
        self.pages.iter().find(|page| page.suite == self.suite)
    }

    /// The suites that are written: those of the settings, and the one that is shown.
    #[must_use]
    pub fn written(&self) -> Vec<&'static str> {
        let is_further = !self.suites.wanted.contains(&self.suite);
        self.suites.wanted.iter().copied().chain(is_further.then_some(self.suite)).collect()
    }

    /// What is still to be read for what is shown.
    pub(crate) fn missing(&self, purpose: StubPageFor) -> Option<Read> {
        let (target, further, suite) = (self.target.clone(), self.further.clone(), self.suite);
        self.page().is_none().then(|| Read::StubPage { target, further, suite, purpose, slot: Slot::empty() })
    }

    /// Takes a page that was read.
    pub(crate) fn take(&mut self, page: StubPage) {
        self.pages.retain(|old| old.suite != page.suite);
        self.pages.push(page);
    }

    /// Forgets what was read, for another further check.
    pub(crate) fn begin_anew(&mut self, further: Option<UnattachedCheck>) {
        self.further = further;
        self.pages.clear();
        self.scroll = 0;
    }

    /// Shows the stub of the next suite or the one before, around the end.
    pub(crate) fn turn(&mut self, forward: bool) {
        let known = &self.suites.known;
        let at = known.iter().position(|suite| *suite == self.suite).unwrap_or(0);
        let next = (at + if forward { 1 } else { known.len().saturating_sub(1) }) % known.len().max(1);
        if let Some(suite) = known.get(next) {
            self.suite = suite;
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
