//! From a tag to a written stub: checks are looked for, shown with their figures, and the chosen one is attached and
//! written out with one key.
//!
//! What is looked for waits until the tag itself is saved, so that it counts. Knows nothing of how checks are mined.

use super::text_entry::Writing;
use super::{Overlay, Preview};
use crate::app::Model;
use crate::app::message::{Effect, Job};
use crate::checks::check_syntax;
use crate::command::{GlobalAction, SuggestAction};
use crate::domain::{Change, CheckSpec, Target, Time};
use crate::views::{CheckSuggestion, CheckSuggestions, Read, Slot, StubPage, StubPageFor};

/// Checks for one mode or criterion while one is chosen.
#[derive(Debug)]
pub struct Proposing {
    /// The mode or criterion.
    pub target: Target,
    /// What was found, once it was.
    pub found: Option<CheckSuggestions>,
    /// The one under the cursor.
    pub cursor: usize,
    /// Its stub.
    pub preview: Preview,
    /// The one whose words are being edited; a check written by hand has none.
    edited: Option<usize>,
}

impl Proposing {
    /// The proposal under the cursor.
    #[must_use]
    pub fn proposal(&self) -> Option<&CheckSuggestion> {
        self.found.as_ref()?.proposals.get(self.cursor)
    }
}

impl Model {
    /// The stub of a mode or criterion: its preview where it has checks, else checks to choose from.
    pub(crate) fn stub_for(&mut self, target: Target, out: &mut Vec<Effect>) {
        let chosen = self.chosen_text();
        let book = &self.read_model.codebook;
        let counts = |of: &Target| match of {
            Target::Mode(key) => book.mode_of(key).and_then(|mode| book.heir_of(mode)).map(|mode| mode.key.clone()),
            Target::Criterion(_) => None,
        };
        let is_own = |of: &Target| *of == target || (counts(of).is_some() && counts(of) == counts(&target));
        let has_checks = book.checks.iter().any(|check| is_own(&check.target));
        if has_checks && chosen.is_none() {
            self.preview_stub(target, out);
        } else {
            self.look_for_checks(target, chosen, out);
        }
    }

    /// The text of the output that is selected on the Review screen.
    fn chosen_text(&self) -> Option<String> {
        if self.screen != crate::app::Screen::Review {
            return None;
        }
        let selection = self.review.current()?.selection.as_ref()?;
        selection.turn.is_none().then(|| selection.text())
    }

    /// From the preview of a stub to further checks.
    pub(crate) fn suggest_more(&mut self, out: &mut Vec<Effect>) {
        let Some(Overlay::Preview(preview)) = self.overlays.last() else { return };
        let target = preview.target.clone();
        self.leave_overlay(out);
        self.look_for_checks(target, None, out);
    }

    /// Opens the choice; what it shows is looked for as soon as nothing is unsaved.
    fn look_for_checks(&mut self, target: Target, chosen: Option<String>, out: &mut Vec<Effect>) {
        self.leave_selection();
        self.requests
            .ask_when_saved(Read::Suggestions { target: target.clone(), selected: chosen, slot: Slot::empty() }, out);
        let preview = Preview::of(target.clone(), &self.suites);
        self.overlays.push(Overlay::Suggest(Box::new(Proposing {
            target,
            found: None,
            cursor: 0,
            preview,
            edited: None,
        })));
    }

    /// The open choice, also under a text box.
    fn proposing_mut(&mut self) -> Option<&mut Proposing> {
        self.overlays.iter_mut().rev().find_map(|overlay| match overlay {
            Overlay::Suggest(proposing) => Some(&mut **proposing),
            _ => None,
        })
    }

    /// Takes the suggestions that were read for a mode or criterion, unless the choice was closed meanwhile.
    pub(crate) fn take_suggestions(&mut self, asked: &Target, found: CheckSuggestions, out: &mut Vec<Effect>) {
        let Some(proposing) = self.proposing_mut().filter(|open| open.target == *asked) else { return };
        // A merged mode has given way to its heir.
        proposing.target = found.target.clone();
        proposing.preview.target = found.target.clone();
        proposing.found = Some(found);
        proposing.cursor = 0;
        self.show_proposal(out);
    }

    /// Takes the stub that one of the suggestions would give.
    pub(crate) fn take_suggested_page(&mut self, asked: &Target, page: StubPage) {
        if let Some(proposing) = self.proposing_mut().filter(|open| open.target == *asked) {
            proposing.preview.take(page);
        }
    }

    /// Shows the stub that the proposal under the cursor would give; the suite stays.
    fn show_proposal(&mut self, out: &mut Vec<Effect>) {
        let Some(proposing) = self.proposing_mut() else { return };
        let further = proposing.proposal().map(CheckSuggestion::tentative);
        proposing.preview.begin_anew(further);
        self.read_proposed(out);
    }

    /// Asks for the page that is shown, unless it was read before.
    fn read_proposed(&mut self, out: &mut Vec<Effect>) {
        let Some(proposing) = self.proposing_mut() else { return };
        let missing = proposing.preview.missing(StubPageFor::Suggestion);
        if let Some(read) = missing.filter(|_| proposing.preview.further.is_some()) {
            self.requests.ask(read, out);
        }
    }

    /// Does what a key of the choice says.
    pub(crate) fn act_on_proposals(&mut self, action: SuggestAction, digit: char, now: Time, out: &mut Vec<Effect>) {
        let Some(Overlay::Suggest(proposing)) = self.overlays.last_mut() else { return };
        let count = proposing.found.as_ref().map_or(0, |found| found.proposals.len());
        let cursor = proposing.cursor;
        let last = count.saturating_sub(1);
        let digit = digit.to_digit(10).map_or(0, |digit| digit as usize);
        match action {
            SuggestAction::Down => self.choose_proposal((cursor + 1).min(last), out),
            SuggestAction::Up => self.choose_proposal(cursor.saturating_sub(1), out),
            SuggestAction::Digit if (1..=count).contains(&digit) => self.choose_proposal(digit - 1, out),
            SuggestAction::Digit => self.say(format!("There is no suggestion {digit}."), &[]),
            SuggestAction::NextSuite => {
                proposing.preview.turn(true);
                self.read_proposed(out);
            }
            SuggestAction::ByHand => self.write_by_hand(out),
            SuggestAction::Accept | SuggestAction::Edit | SuggestAction::Dismiss if proposing.found.is_none() => {
                self.say("Still looking.", &[GlobalAction::Leave.into()]);
            }
            SuggestAction::Accept if count == 0 => self.write_by_hand(out),
            SuggestAction::Accept => self.accept_proposal(now, out),
            SuggestAction::Edit => self.edit_proposal(out),
            SuggestAction::Dismiss => self.dismiss_proposal(now, out),
        }
    }

    fn choose_proposal(&mut self, at: usize, out: &mut Vec<Effect>) {
        let Some(proposing) = self.proposing_mut().filter(|open| open.cursor != at) else { return };
        proposing.cursor = at;
        self.show_proposal(out);
    }

    fn accept_proposal(&mut self, now: Time, out: &mut Vec<Effect>) {
        let Some(Overlay::Suggest(proposing)) = self.overlays.last() else { return };
        let Some(proposal) = proposing.proposal().cloned() else { return };
        let (target, suites) = (proposing.target.clone(), proposing.preview.written());
        self.leave_overlay(out);
        self.attach(target, proposal.spec, proposal.is_mined, suites, now, out);
    }

    /// Attaches a check and writes its stubs: one group, one step of undo.
    fn attach(
        &mut self,
        target: Target,
        spec: CheckSpec,
        is_mined: bool,
        suites: Vec<&'static str>,
        now: Time,
        out: &mut Vec<Effect>,
    ) {
        let mut changes = vec![Change::CheckAdd { key: None, target: target.clone(), spec: spec.clone() }];
        if is_mined {
            changes.push(Change::SuggestionAnswer { target: target.clone(), spec, accepted: true });
        }
        self.write(changes, now, out);
        self.requests.follow_up(Job::Stub(target, suites));
        self.say("check attached, writing the stub …", &[]);
    }

    /// Sets the proposal aside: neither it nor a near copy is suggested again.
    fn dismiss_proposal(&mut self, now: Time, out: &mut Vec<Effect>) {
        let Some(proposing) = self.proposing_mut() else { return };
        let (target, cursor) = (proposing.target.clone(), proposing.cursor);
        let Some(found) = &mut proposing.found else { return };
        if cursor >= found.proposals.len() {
            return;
        }
        let spec = found.proposals.remove(cursor).spec;
        let left = found.proposals.len();
        if left == 0 {
            found.remark = Some("Every suggestion is dismissed.".to_owned());
        }
        proposing.cursor = cursor.min(left.saturating_sub(1));
        self.write(vec![Change::SuggestionAnswer { target, spec, accepted: false }], now, out);
        self.show_proposal(out);
        self.say("dismissed: it is not suggested again", &[]);
    }

    /// Opens a text box on the proposal's words.
    fn edit_proposal(&mut self, out: &mut Vec<Effect>) {
        let Some(proposing) = self.proposing_mut() else { return };
        let Some(text) = proposing.proposal().map(|proposal| check_syntax::print(&proposal.spec)) else {
            self.write_by_hand(out);
            return;
        };
        proposing.edited = Some(proposing.cursor);
        let writing = Writing::Check(proposing.target.clone());
        // What was half-written before is another check.
        if let Some(row) = writing.row() {
            self.session.write_draft(row, &writing.purpose(), "", false);
        }
        self.open_check_editor(writing, &text, out);
    }

    /// Opens a text box for a check of the reviewer's own, begun with what was pointed at.
    fn write_by_hand(&mut self, out: &mut Vec<Effect>) {
        let Some(proposing) = self.proposing_mut() else { return };
        proposing.edited = None;
        let target = proposing.target.clone();
        let text = proposing.found.as_ref().map(|found| found.by_hand.clone()).unwrap_or_default();
        self.open_check_editor(Writing::Check(target), &text, out);
    }

    /// A check was written over an open choice: it is attached and its stub written. Answers whether there was one.
    pub(crate) fn take_written_check(
        &mut self,
        target: &Target,
        spec: &CheckSpec,
        now: Time,
        out: &mut Vec<Effect>,
    ) -> bool {
        let Some(Overlay::Suggest(proposing)) = self.overlays.last() else { return false };
        if proposing.target != *target {
            return false;
        }
        // What was mined and then edited still comes from the tags that it is held against.
        let proposals = proposing.found.as_ref().map(|found| found.proposals.as_slice()).unwrap_or_default();
        let is_mined = proposing.edited.and_then(|at| proposals.get(at)).is_some_and(|one| one.is_mined);
        let suites = proposing.preview.written();
        self.leave_overlay(out);
        self.attach(target.clone(), spec.clone(), is_mined, suites, now, out);
        true
    }
}
