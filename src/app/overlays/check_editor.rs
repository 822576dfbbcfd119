//! The box in which a check is written: what is known of it while it is typed, its trial, and the way to the records
//! that it catches, misses or wrongly rejects, and back.

use super::Overlay;
use super::text_entry::Writing;
use crate::app::message::{Effect, Request};
use crate::app::{Editor, Model, Screen};
use crate::checks::{self, Typing};
use crate::command::{CheckEditorAction, GlobalAction};
use crate::domain::{Change, Check, CheckSpec, RecordId, Tally, Target, Time};
use crate::views::{Read, Slot, Trial};

/// What a check makes of a record, against what people said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    Caught,
    Missed,
    Rejected,
}

impl Found {
    /// What it is to a record, before the check's name.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Caught => "caught by",
            Self::Missed => "missed by",
            Self::Rejected => "wrongly rejected by",
        }
    }

    /// The records of which it holds.
    pub(crate) fn of(self, tally: &Tally) -> &[RecordId] {
        match self {
            Self::Caught => &tally.caught,
            Self::Missed => &tally.missed,
            Self::Rejected => &tally.wrongly_rejected,
        }
    }
}

/// The check that is being written.
#[derive(Debug, Default)]
pub struct CheckEditor {
    /// What is known of it.
    pub typing: Typing,
    /// What it catches; `None` until the first figures of exactly this text are there.
    pub trial: Option<Box<Trial>>,
    /// The box that was left for the records of its check.
    away: Option<Writing>,
    /// The title of the queue that a check led to: from there the way back is short.
    queue: Option<String>,
}

impl CheckEditor {
    /// The whole check that stands in the box.
    fn spec(&self) -> Option<&CheckSpec> {
        match &self.typing {
            Typing::Whole { spec, .. } => Some(spec),
            Typing::Nothing | Typing::Kind(_) | Typing::Wrong(..) => None,
        }
    }
}

impl Model {
    /// Opens the box for a new check.
    pub(crate) fn write_check(&mut self, target: Target, out: &mut Vec<Effect>) {
        self.open_check_editor(Writing::Check(target), "", out);
    }

    /// Opens the box for another form of a check.
    pub(crate) fn edit_check(&mut self, check: &Check, out: &mut Vec<Effect>) {
        let line = checks::check_syntax::print(&check.spec);
        let reads_back = checks::check_syntax::read(&line).is_ok_and(|spec| spec == check.spec);
        if !reads_back || Editor::new(&line, true).text() != line {
            self.complain(&format!("{} holds characters that cannot be typed here.", check.key));
            return;
        }
        self.open_check_editor(Writing::CheckEdit(check.key.clone(), check.target.clone()), &line, out);
    }

    /// Opens the box in which a check is written, begun with a line.
    pub(crate) fn open_check_editor(&mut self, writing: Writing, line: &str, out: &mut Vec<Effect>) {
        let Some(target) = writing.check_target().cloned() else { return };
        self.lists.check_editor.typing = Typing::Nothing;
        self.lists.check_editor.trial = None;
        self.write_text(writing, line);
        let Some(text) = self.text_entry().map(|entry| entry.editor.text()) else { return };
        self.try_check(target, &text, out);
    }

    /// Looks at what was typed of a check, and tries it where it is a whole one. What it was before is called off.
    pub(crate) fn try_check(&mut self, target: Target, text: &str, out: &mut Vec<Effect>) {
        let typing = checks::typing(text);
        let check_editor = &mut self.lists.check_editor;
        let stood = check_editor.spec().cloned();
        check_editor.typing = typing;
        // A blank more or less is the same check: its figures stand.
        if check_editor.spec().is_some() && check_editor.spec() == stood.as_ref() {
            return;
        }
        check_editor.trial = None;
        match &check_editor.typing {
            Typing::Whole { spec, not_run: None, .. } => {
                self.requests.ask(Read::Trial { target, spec: spec.clone(), slot: Slot::empty() }, out);
            }
            _ => self.requests.cancel(Read::is_trial, out),
        }
    }

    /// Takes the figures of a trial that goes on, unless it was called off.
    pub(crate) fn take_so_far(&mut self, request: Request, trial: Box<Trial>) {
        if self.requests.is_for(request, Read::is_trial) {
            self.lists.check_editor.trial = Some(trial);
        }
    }

    /// The figures of the check as it is kept, while another form of it is typed.
    #[must_use]
    pub fn figures_before(&self, writing: &Writing) -> Option<&Tally> {
        let Writing::CheckEdit(key, _) = writing else { return None };
        self.read_model.tallies.iter().find(|(own, _)| own == key).map(|(_, tally)| tally)
    }

    /// Does what a key of the editor of a check says.
    pub(crate) fn act_on_check_editor(&mut self, action: CheckEditorAction, out: &mut Vec<Effect>) {
        match action {
            CheckEditorAction::Complete => self.complete_check(out),
            CheckEditorAction::Caught => self.go_to_found(Found::Caught, out),
            CheckEditorAction::Missed => self.go_to_found(Found::Missed, out),
            CheckEditorAction::Rejected => self.go_to_found(Found::Rejected, out),
        }
    }

    /// Completes the word that is being typed.
    fn complete_check(&mut self, out: &mut Vec<Effect>) {
        let Some(Overlay::Text(entry)) = self.overlays.last_mut() else { return };
        if let Some(text) = checks::complete(&entry.editor.text()) {
            entry.editor = Editor::new(&text, true);
            self.after_edit(out);
        }
    }

    /// Adds a check as typed, or changes the one that is edited.
    pub(crate) fn save_check(
        &mut self,
        writing: &Writing,
        text: &str,
        now: Time,
        out: &mut Vec<Effect>,
    ) -> Result<(), String> {
        let spec = checks::check_syntax::read(text).map_err(|problem| problem.to_string())?;
        checks::validate_spec(&spec).map_err(|problem| problem.to_string())?;
        self.requests.cancel(Read::is_trial, out);
        let trial = self.lists.check_editor.trial.take();
        let Writing::CheckEdit(check, _) = writing else {
            let Some(target) = writing.check_target().cloned() else { return Ok(()) };
            if self.take_written_check(&target, &spec, now, out) {
                return Ok(());
            }
            self.write_rule(Change::CheckAdd { key: None, target, spec }, "check added", now, out);
            return Ok(());
        };
        if self.read_model.codebook.checks.iter().any(|own| own.key == *check && own.spec == spec) {
            self.say(format!("{check} stays as it is."), &[]);
            return Ok(());
        }
        // The old figures are another check's.
        self.read_model.tallies.retain(|(own, _)| own != check);
        if let Some(trial) = trial.filter(|trial| trial.is_whole()) {
            self.read_model.tallies.push((check.clone(), trial.tally));
        }
        let said = format!("{check} changed");
        self.write_rule(Change::CheckEdit { check: check.clone(), spec }, &said, now, out);
        Ok(())
    }

    /// Goes to the records that the check in the box catches, misses or wrongly rejects; the box is put aside.
    fn go_to_found(&mut self, found: Found, out: &mut Vec<Effect>) {
        let check_editor = &self.lists.check_editor;
        let (Some(spec), Some(trial)) = (check_editor.spec(), &check_editor.trial) else {
            self.say("There are no figures of this check yet.", &[]);
            return;
        };
        let so_far = if trial.is_whole() { "" } else { " so far" };
        let ids = found.of(&trial.tally).to_vec();
        if ids.is_empty() {
            self.say(format!("No record is {} this check{so_far}.", found.word()), &[]);
            return;
        }
        let title = format!("{} {}{so_far}", found.word(), checks::describe(spec));
        let Some(Overlay::Text(entry)) = self.overlays.pop() else { return };
        self.keep_text(&entry);
        // The box that opens again on the way back stands alone.
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Suggest(_)));
        self.requests.cancel(Read::is_trial, out);
        self.lists.check_editor.away = Some(entry.writing);
        self.list_found(title, ids, out);
    }

    /// Makes a queue of records that a check led to, from which the way back is short.
    pub(crate) fn list_found(&mut self, title: String, ids: Vec<RecordId>, out: &mut Vec<Effect>) {
        self.lists.check_editor.queue = Some(title.clone());
        self.list_records(title, ids, out);
    }

    /// From a queue that a check led to, back to the check; answers whether it was one.
    pub(crate) fn leave_found(&mut self, out: &mut Vec<Effect>) -> bool {
        let shown = self.review.list.title.as_ref();
        if shown.is_none() || shown != self.lists.check_editor.queue.as_ref() {
            return false;
        }
        self.go(Screen::Checks, out);
        true
    }

    /// The box that was left for the records of its check opens again, as it was.
    pub(crate) fn reopen_check(&mut self, out: &mut Vec<Effect>) {
        self.lists.check_editor.queue = None;
        let Some(writing) = self.lists.check_editor.away.take() else { return };
        let line = match &writing {
            Writing::CheckEdit(key, _) => {
                let Some(check) = self.read_model.codebook.checks.iter().find(|own| own.key == *key) else { return };
                checks::check_syntax::print(&check.spec)
            }
            _ => String::new(),
        };
        self.open_check_editor(writing, &line, out);
        self.say("Your check is here again.", &[GlobalAction::Leave.into()]);
    }
}
