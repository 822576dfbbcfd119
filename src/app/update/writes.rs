//! Writes: shown at once, confirmed later, taken back in words where they fail.

use std::collections::HashSet;
use std::sync::Arc;

use crate::app::message::{Effect, Ticket, Write};
use crate::app::requests::{Before, Judged, PendingKind};
use crate::app::screens::review::Pair;
use crate::app::{Model, Screen};
use crate::command::GlobalAction;
use crate::domain::{Applied, Change, NO_REASON, Name, Origin, RecordId, RowId, Time, free_letter};
use crate::error::Problem;
use crate::views::{PlacesFor, Read, RecordFor, RecordView, RowsFor, Slot};

/// Answers whether a change moves anything that the codebook counts or holds.
pub(crate) const fn touches_codebook(change: &Change) -> bool {
    !matches!(
        change,
        Change::Verdict { .. } | Change::Note { .. } | Change::Correction { .. } | Change::TagSuggestionAnswer { .. }
    )
}

/// Returns the origin of a change that has no place in the journal yet: it comes after all others.
pub(super) const fn unwritten(reviewer: &Name, time: Time) -> Origin<'_> {
    Origin { position: i64::MAX, reviewer, time }
}

impl Model {
    /// Shows a group of changes and writes it.
    pub(crate) fn write(&mut self, changes: Vec<Change>, out: &mut Vec<Effect>) {
        let kind = self.show(&changes);
        self.requests.send(kind, Write::Judge(changes), out);
    }

    /// Shows more changes of the group before and writes them.
    pub(crate) fn extend(&mut self, changes: Vec<Change>, out: &mut Vec<Effect>) {
        let kind = self.show(&changes);
        self.requests.send(kind, Write::Extend(changes), out);
    }

    /// Gives a mode that has the letter for no reason the next free one, and says so; once, with the codebook that is read
    /// first.
    pub(crate) fn move_hotkey(&mut self, out: &mut Vec<Effect>) {
        let is_first = !std::mem::replace(&mut self.session.has_moved_hotkey, true);
        let Some(mode) = self.read_model.mode_on(NO_REASON).filter(|_| is_first) else { return };
        let letter = free_letter(mode.name.as_str(), |letter| self.read_model.mode_on(letter).is_some());
        let now = letter.map_or_else(|| "it has none now".to_owned(), |letter| format!("its hotkey is now {letter}"));
        let text = format!("{NO_REASON} gives no reason. {}: {now}", mode.name);
        let mode = mode.key.clone();
        self.write(
            vec![Change::ModeEdit { mode, name: None, definition: None, severity: None, hotkey: Some(letter) }],
            out,
        );
        self.say(text, &[GlobalAction::Undo.into()]);
    }

    /// Shows changes; returns what their write is to remember.
    fn show(&mut self, changes: &[Change]) -> PendingKind {
        let (before, shown) = self.apply(changes, self.now);
        PendingKind::Judge { judged: Judged { changes: Arc::new(shown), time: self.now }, before: Box::new(before) }
    }

    /// Writes an undo (`true`) or a redo.
    pub(crate) fn undo(&mut self, undo: bool, out: &mut Vec<Effect>) {
        if self.screens.review.pair.as_ref().is_some_and(Pair::is_at_one_terminal) {
            self.handle_review(out, |review, cx| review.undo_settlement(undo, cx));
            return;
        }
        self.screens.review.asking = None;
        // What it takes back is shown where it was judged.
        if self.screen == Screen::End {
            self.screen = Screen::Review;
        }
        self.requests.send(PendingKind::Undo(undo), if undo { Write::Undo } else { Write::Redo }, out);
        self.say(if undo { "undoing …" } else { "redoing …" }, &[]);
    }

    /// Applies changes to everything that is held; returns what was there before, and the changes as they are shown.
    fn apply(&mut self, changes: &[Change], now: Time) -> (Before, Vec<Change>) {
        let ids: HashSet<RecordId> = changes.iter().filter_map(Change::record).collect();
        let codebook = changes.iter().any(touches_codebook).then(|| self.read_model.codebook.clone());
        let mut before = Before { codebook, ..Before::default() };
        let reviewer = self.session.reviewer.clone();
        let origin = unwritten(&reviewer, now);
        // First: a tag may be of a mode that is made with it.
        for change in changes {
            self.read_model.codebook.apply(change, &origin);
        }
        let codebook = &mut self.read_model.codebook;
        let shown: Vec<Change> = changes.iter().map(|change| codebook.with_version(change.clone())).collect();
        for view in self.screens.review.views_mut().filter(|view| ids.contains(&view.record.id)) {
            before.views.push((view.record.row, view.judgements.clone()));
            let was = view.judgements.clone();
            let id = view.record.id;
            for change in shown.iter().filter(|change| change.record() == Some(id)) {
                view.apply(change, &origin);
            }
            codebook.recount(&was, &view.judgements);
        }
        for line in self.screens.review.list.lines_mut().filter(|line| ids.contains(&line.id)) {
            before.lines.push(line.clone());
            let id = line.id;
            for change in shown.iter().filter(|change| change.record() == Some(id)) {
                line.apply(change);
            }
        }
        self.screens.review.note_changes(&shown);
        (before, shown)
    }

    /// Puts back what was shown before.
    fn revert(&mut self, before: Before) {
        if let Some(codebook) = before.codebook {
            self.read_model.codebook = codebook;
        }
        for (row, judgements) in before.views {
            if let Some(view) = self.screens.review.views_mut().find(|view| view.record.row == row) {
                view.judgements = judgements;
            }
        }
        self.screens.review.list.take_lines(before.lines);
    }

    /// Takes the answer of a write.
    pub(crate) fn take_written(&mut self, ticket: Ticket, result: Result<Applied, Problem>, out: &mut Vec<Effect>) {
        let Some(kind) = self.requests.acknowledge(ticket, result.is_ok()) else { return };
        self.read_model.forecast = None;
        if let Ok(Applied { session: Some(number), .. }) = &result {
            self.take_session(*number, out);
        }
        let job = self.requests.take_following(ticket).filter(|_| result.is_ok());
        match (kind, result) {
            (PendingKind::Judge { judged, .. }, Ok(applied)) => {
                if let Some(asking) = &mut self.screens.review.asking
                    && asking
                        .record
                        .is_some_and(|(_, id)| judged.changes.iter().any(|change| change.record() == Some(id)))
                {
                    asking.group = asking.group.take().or_else(|| applied.group.clone());
                }
                if let Some(round) = self.screens.review.round_mut().filter(|_| applied.group.is_some()) {
                    round.keep(&judged.changes);
                }
                if judged.changes.iter().any(|change| matches!(change, Change::BlindReveal { .. })) {
                    self.ask_blind_set(out);
                }
                if let Some(job) = job {
                    self.session.keep_stubbed(&applied.made);
                    out.push(Effect::Job(job));
                }
                if judged.changes.iter().any(Change::is_of_check) {
                    self.reread(out);
                } else if judged.changes.iter().any(touches_codebook) {
                    self.requests.ask(Read::Codebook(Slot::empty()), out);
                    if self.screen != Screen::Review {
                        self.enter(self.screen, out);
                    }
                }
            }
            (PendingKind::Judge { before, judged }, Err(problem)) => {
                self.revert(*before);
                if let Some(place) = self.screens.review.round_mut().and_then(|round| round.take_back(&judged.changes))
                {
                    self.screens.review.go_to_question(place);
                }
                self.reread(out);
                self.complain(&format!("Not saved, change reverted: {problem}"));
            }
            (PendingKind::Vote { .. }, Ok(_)) => self.follow_blind_set(out),
            (PendingKind::Vote { row, seat }, Err(problem)) => {
                if let Some(pair) = &mut self.screens.review.pair {
                    pair.forget(row, seat);
                }
                self.complain(&format!("The vote was not saved: {problem}"));
            }
            (PendingKind::SharedNote, Ok(_)) => self.reread(out),
            (PendingKind::SharedNote, Err(problem)) => self.complain(&format!("The note was not saved: {problem}")),
            (PendingKind::Undo(undo), Ok(applied)) => self.follow(undo, &applied, out),
            (PendingKind::Session, Err(problem)) => self.complain(&format!("The session was not saved: {problem}")),
            // A judgement that was not saved matters more than the place.
            (PendingKind::Position, Err(_)) if self.notice.as_ref().is_some_and(|notice| notice.kind.is_problem()) => {}
            (PendingKind::Position, Err(problem)) => self.complain(&format!("The position was not saved: {problem}")),
            (PendingKind::Draft, Err(problem)) => self.complain(&format!("The draft was not saved: {problem}")),
            (PendingKind::Undo(_), Err(problem)) => self.complain(&problem.to_string()),
            (PendingKind::End, Err(problem)) => self.complain(&format!("The end was not noted: {problem}")),
            (PendingKind::Session | PendingKind::Position | PendingKind::Draft | PendingKind::End, Ok(_)) => {}
        }
        self.requests.ask_postponed(out);
    }

    /// Takes the number of the session that was written in.
    fn take_session(&mut self, number: i64, out: &mut Vec<Effect>) {
        let is_new = self.session.take_number(number);
        if is_new && self.screen == Screen::End {
            self.enter(Screen::End, out);
        }
    }

    /// Shows what an undo or redo touched.
    fn follow(&mut self, undo: bool, applied: &Applied, out: &mut Vec<Effect>) {
        if applied.group.is_none() {
            self.say(if undo { "There is nothing to undo." } else { "There is nothing to redo." }, &[]);
            return;
        }
        let back = if undo { GlobalAction::Redo } else { GlobalAction::Undo };
        let summary = crate::text::visible_line(&applied.summary.clone().into()).to_string();
        if applied.unmade.iter().any(|check| self.session.has_stub(check)) {
            self.say("check taken back; its stub file stays until `gemba stubs` is run", &[back.into()]);
        } else {
            self.say(summary, &[back.into()]);
        }
        self.reread(out);
        if let Some(place) = self.screens.review.round_mut().and_then(|round| round.turn(undo)) {
            self.screen = Screen::Review;
            self.screens.review.go_to_question(place);
            return;
        }
        let current = self.screens.review.current().map(|page| page.view.record.id);
        let Some(first) = applied.records.first().copied() else { return };
        if current.is_some_and(|id| applied.records.contains(&id)) {
            return;
        }
        match self.screens.review.list.row_of(first) {
            Some(row) => self.go_back_to(row, out),
            None => self.requests.ask(Read::places(vec![first], PlacesFor::Follow), out),
        }
    }

    /// Goes to a record that an undo touched: out of a view that does not hold it, as a guest of a queue that does not.
    pub(crate) fn go_back_to(&mut self, row: RowId, out: &mut Vec<Effect>) {
        if self.screen == Screen::Review {
            let said = self.notice.take();
            self.handle_review(out, |review, cx| review.visit(row, cx));
            self.notice = said;
        }
    }

    /// Reads anew what judgements may have changed: the record on screen, queue lines, codebook, tallies.
    pub(crate) fn reread(&mut self, out: &mut Vec<Effect>) {
        self.screens.review.ahead.clear();
        self.screens.review.similar = None;
        if let Some(RecordView { record, before, .. }) = self.screens.review.current().map(|page| &page.view) {
            let rendering = self.screens.review.rendering;
            self.requests.ask(Read::record_after(record.row, *before, rendering, RecordFor::Shown), out);
        }
        let window = self.screens.review.list.window(self.screens.review.queue_height(self.size, self.present));
        let rows = self.screens.review.list.reread(window);
        if !rows.is_empty() {
            self.requests.ask(Read::rows(rows, RowsFor::Window), out);
        }
        self.requests.ask(Read::Codebook(Slot::empty()), out);
        self.requests.ask(Read::own_verdicts(), out);
        if self.screen != Screen::Review {
            self.enter(self.screen, out);
        }
    }
}
