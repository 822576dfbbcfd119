//! From a tag to a written stub: suggested checks are shown with their figures, and the chosen one is attached and
//! written out with one key.
//!
//! The search waits until the tag itself is saved, so that it counts. How checks are mined is not known here.

use super::stub_preview::StubPreview;
use super::writing::Writing;
use crate::app::handler::{Context, Intent, Then};
use crate::app::message::Job;
use crate::checks::check_syntax;
use crate::command::{GlobalAction, SuggestAction};
use crate::domain::{Change, CheckSpec, Target};
use crate::views::{CheckSuggestion, CheckSuggestions, Read, Slot, StubPageFor, Suites};

/// Suggested checks for one mode or criterion, while one is chosen.
#[derive(Debug)]
pub struct SuggestOverlay {
    /// The mode or criterion.
    pub target: Target,
    /// The suggestions, once they were read.
    pub found: Option<CheckSuggestions>,
    /// The one under the cursor.
    pub cursor: usize,
    /// Its stub.
    pub preview: StubPreview,
    /// The one whose words are being edited; a check written by hand has none.
    edited: Option<usize>,
}

impl SuggestOverlay {
    /// Makes an overlay that waits for its suggestions.
    pub(crate) fn new(target: Target, suites: &Suites) -> Self {
        let preview = StubPreview::new(target.clone(), suites);
        Self { target, found: None, cursor: 0, preview, edited: None }
    }

    /// Asks for the suggestions as soon as nothing is unsaved; `selected` is what they are to catch.
    pub(crate) fn read(&self, selected: Option<String>, cx: &mut Context<'_>) {
        let shared = cx.present.then(|| cx.session.cover.redactor.clone());
        let read = Read::Suggestions { target: self.target.clone(), selected, shared, slot: Slot::empty() };
        cx.requests.ask_when_saved(read, cx.effects);
    }

    /// Returns the suggestion under the cursor.
    pub fn suggestion(&self) -> Option<&CheckSuggestion> {
        self.found.as_ref()?.suggestions.get(self.cursor)
    }

    /// Takes the suggestions that were read. A merged mode has given way to the one that it was merged into.
    pub(crate) fn take(&mut self, found: CheckSuggestions, cx: &mut Context<'_>) {
        self.target = found.target.clone();
        self.preview.target = found.target.clone();
        self.found = Some(found);
        self.cursor = 0;
        self.show_stub(cx);
    }

    /// Does what a key says. `digit` is the key itself.
    pub(crate) fn handle(&mut self, action: SuggestAction, digit: char, cx: &mut Context<'_>) -> Then {
        let count = self.found.as_ref().map_or(0, |found| found.suggestions.len());
        match action {
            SuggestAction::Down => self.choose((self.cursor + 1).min(count.saturating_sub(1)), cx),
            SuggestAction::Up => self.choose(self.cursor.saturating_sub(1), cx),
            SuggestAction::Digit => match digit.to_digit(10).map_or(0, |digit| digit as usize) {
                number if (1..=count).contains(&number) => self.choose(number - 1, cx),
                number => cx.say(format!("There is no suggestion {number}."), &[]),
            },
            SuggestAction::NextSuite => {
                self.preview.turn(true);
                self.read_stub(cx);
            }
            SuggestAction::ByHand => self.write_by_hand(cx),
            SuggestAction::Accept | SuggestAction::Edit | SuggestAction::Dismiss if self.found.is_none() => {
                cx.say("Still looking.", &[GlobalAction::Leave.into()]);
            }
            SuggestAction::Accept => return self.accept(cx),
            SuggestAction::Edit => self.edit(cx),
            SuggestAction::Dismiss => self.dismiss(cx),
        }
        Then::Stay
    }

    /// Attaches a check that was typed over the suggestions, and writes its stub.
    pub(crate) fn attach_typed(&mut self, spec: CheckSpec, cx: &mut Context<'_>) -> Then {
        // What was mined and then edited still comes from the tags that it is held against.
        let suggestions = self.found.as_ref().map(|found| found.suggestions.as_slice()).unwrap_or_default();
        let edited = self.edited.and_then(|at| suggestions.get(at));
        let is_mined = edited.is_some_and(|suggestion| suggestion.is_mined);
        self.attach(spec, is_mined, cx)
    }

    /// Attaches the suggestion under the cursor; without any, a check is written by hand.
    fn accept(&mut self, cx: &mut Context<'_>) -> Then {
        if let Some(suggestion) = self.suggestion().cloned() {
            return self.attach(suggestion.spec, suggestion.is_mined, cx);
        }
        self.write_by_hand(cx);
        Then::Stay
    }

    /// Attaches a check and writes its stubs: one group, one step of undo.
    fn attach(&self, spec: CheckSpec, is_mined: bool, cx: &mut Context<'_>) -> Then {
        let target = self.target.clone();
        let mut changes = vec![Change::CheckAdd { key: None, target: target.clone(), spec: spec.clone() }];
        if is_mined {
            changes.push(Change::SuggestionAnswer { target: target.clone(), spec, accepted: true });
        }
        cx.cancel(Read::is_for_suggestions);
        cx.intend(Intent::Write(changes, Some(Job::Stub(target, self.preview.written()))));
        cx.say("check attached, writing the stub …", &[]);
        Then::Close
    }

    fn choose(&mut self, at: usize, cx: &mut Context<'_>) {
        if at != self.cursor {
            self.cursor = at;
            self.show_stub(cx);
        }
    }

    /// Shows the stub that the suggestion under the cursor would give; the suite stays.
    fn show_stub(&mut self, cx: &mut Context<'_>) {
        let unattached = self.suggestion().map(CheckSuggestion::unattached);
        self.preview.begin_anew(unattached);
        self.read_stub(cx);
    }

    /// Asks for the page that is shown, unless it was read before.
    fn read_stub(&self, cx: &mut Context<'_>) {
        let missing = self.preview.missing(StubPageFor::Suggestion, &cx.read_model.redactor);
        if let Some(read) = missing.filter(|_| self.preview.unattached.is_some()) {
            cx.ask(read);
        }
    }

    /// Sets the suggestion aside: neither it nor a near copy is suggested again.
    fn dismiss(&mut self, cx: &mut Context<'_>) {
        let Some(found) = &mut self.found else { return };
        if self.cursor >= found.suggestions.len() {
            return;
        }
        let spec = found.suggestions.remove(self.cursor).spec;
        let left = found.suggestions.len();
        if left == 0 {
            found.remark = Some("Every suggestion is dismissed.".to_owned());
        }
        self.cursor = self.cursor.min(left.saturating_sub(1));
        cx.write(vec![Change::SuggestionAnswer { target: self.target.clone(), spec, accepted: false }]);
        self.show_stub(cx);
        cx.say("dismissed: it will not be suggested again", &[]);
    }

    /// Opens a text box on the words of the suggestion.
    fn edit(&mut self, cx: &mut Context<'_>) {
        let Some(text) = self.suggestion().map(|suggestion| check_syntax::print(&suggestion.spec)) else {
            self.write_by_hand(cx);
            return;
        };
        self.edited = Some(self.cursor);
        let writing = Writing::Check(self.target.clone());
        // What was half-written before is another check.
        if let Some(key) = writing.draft_key() {
            cx.session.write_draft(key, "", false);
        }
        cx.open_text(writing, text);
    }

    /// Opens a text box for a check written by hand, which begins with what was selected.
    fn write_by_hand(&mut self, cx: &mut Context<'_>) {
        self.edited = None;
        let text = self.found.as_ref().map(|found| found.by_hand.clone()).unwrap_or_default();
        cx.open_text(Writing::Check(self.target.clone()), text);
    }
}
