//! A stub before it is written, for one target suite after the other.

use crate::app::handler::{Context, Intent, Opening, Then};
use crate::app::message::{Effect, Job};
use crate::command::StubPreviewAction;
use crate::domain::Target;
use crate::redact::Redactor;
use crate::views::{Read, Slot, StubPage, StubPageFor, Suites, UnattachedCheck};

/// A stub's preview: one page for each target suite, read when it is first shown.
#[derive(Debug)]
pub struct StubPreview {
    /// The mode or criterion.
    pub target: Target,
    /// A check that counts as if it were attached.
    pub(crate) unattached: Option<UnattachedCheck>,
    /// The suites to go through, and those that are written.
    pub suites: Suites,
    /// The pages that were read.
    pages: Vec<StubPage>,
    /// The suite that is shown.
    pub suite: &'static str,
    /// Lines above the view.
    pub scroll: usize,
}

impl StubPreview {
    /// Makes a preview that waits for its first page: that of the first of these suites.
    pub(crate) fn new(target: Target, suites: &Suites) -> Self {
        let suite = suites.wanted.iter().chain(&suites.known).next().copied().unwrap_or_default();
        Self { target, unattached: None, suites: suites.clone(), pages: Vec::new(), suite, scroll: 0 }
    }

    /// Returns the stub that is shown, once it was read.
    pub fn page(&self) -> Option<&StubPage> {
        self.pages.iter().find(|page| page.suite == self.suite)
    }

    /// Returns the suites that are written: those of the settings, and the one that is shown.
    pub fn written(&self) -> Vec<&'static str> {
        let is_other = !self.suites.wanted.contains(&self.suite);
        self.suites.wanted.iter().copied().chain(is_other.then_some(self.suite)).collect()
    }

    /// Returns what is still to be read for what is shown.
    pub(crate) fn missing(&self, purpose: StubPageFor, redactor: &Redactor) -> Option<Read> {
        let (target, unattached, suite) = (self.target.clone(), self.unattached.clone(), self.suite);
        let redactor = redactor.clone();
        self.page().is_none().then(|| Read::StubPage {
            target,
            unattached,
            suite,
            cases: self.suites.cases,
            redactor,
            purpose,
            slot: Slot::empty(),
        })
    }

    /// Takes a page that was read.
    pub(crate) fn take(&mut self, page: StubPage) {
        self.pages.retain(|old| old.suite != page.suite);
        self.pages.push(page);
    }

    /// Forgets what was read, for another unattached check.
    pub(crate) fn begin_anew(&mut self, unattached: Option<UnattachedCheck>) {
        self.unattached = unattached;
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

    /// Asks for the page that is shown, unless it was read before.
    pub(crate) fn read(&self, cx: &mut Context<'_>) {
        if let Some(read) = self.missing(StubPageFor::Preview, &cx.read_model.redactor) {
            cx.ask(read);
        }
    }

    /// Does what a key says.
    pub(crate) fn handle(&mut self, action: StubPreviewAction, cx: &mut Context<'_>) -> Then {
        match action {
            StubPreviewAction::Write => self.write(cx),
            StubPreviewAction::Suggest => {
                cx.intend(Intent::Open(Opening::Suggest(self.target.clone())));
                Then::Close
            }
            StubPreviewAction::NextSuite => self.turn_and_read(true, cx),
            StubPreviewAction::PreviousSuite => self.turn_and_read(false, cx),
        }
    }

    fn turn_and_read(&mut self, forward: bool, cx: &mut Context<'_>) -> Then {
        self.turn(forward);
        self.read(cx);
        Then::Stay
    }

    /// Writes the stub that is shown, and those of the other suites that the settings name.
    fn write(&self, cx: &mut Context<'_>) -> Then {
        if self.page().is_none() {
            return Then::Stay;
        }
        cx.effects.push(Effect::Job(Job::Stub(self.target.clone(), self.written())));
        cx.say("writing the stub …", &[]);
        Then::Close
    }
}
