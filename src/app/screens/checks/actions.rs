//! What each key of the Checks screen does.

use super::state::Checks;
use crate::app::handler::{Context, Intent, Opening, ReviewIntent};
use crate::app::overlays::check_editor::CheckOutcome;
use crate::app::overlays::picker::rows::PickFor;
use crate::app::overlays::text_box::Editor;
use crate::app::overlays::writing::Writing;
use crate::checks::check_syntax;
use crate::command::{ChecksAction, GlobalAction};
use crate::domain::{Change, Check};

impl Checks {
    /// Does what a key says.
    pub(crate) fn handle(&mut self, action: ChecksAction, _letter: char, cx: &mut Context<'_>) {
        match action {
            ChecksAction::Add => cx.pick(PickFor::CheckTarget),
            ChecksAction::Caught => self.on_selected(cx, |check, cx| show_records(check, CheckOutcome::Caught, cx)),
            ChecksAction::Missed => self.on_selected(cx, |check, cx| show_records(check, CheckOutcome::Missed, cx)),
            ChecksAction::Rejected => self.on_selected(cx, |check, cx| show_records(check, CheckOutcome::Rejected, cx)),
            ChecksAction::Edit => self.on_selected(cx, edit),
            ChecksAction::Remove => self.on_selected(cx, |check, cx| {
                let summary = format!("check {} removed", check.key);
                cx.write_codebook(Change::CheckRemove { check: check.key.clone() }, summary);
            }),
            ChecksAction::Stub => self.on_selected(cx, |check, cx| {
                cx.intend(Intent::Open(Opening::StubPreview(check.target.clone())));
            }),
        }
    }

    /// Opens the editor again that was left for the records of its check.
    pub(crate) fn reopen_editor(&mut self, cx: &mut Context<'_>) {
        let Some(writing) = self.left.take() else { return };
        let line = match &writing {
            Writing::CheckEdit(key, _) => {
                let Some(check) = cx.read_model.codebook.checks.iter().find(|known| known.key == *key) else { return };
                check_syntax::print(&check.spec)
            }
            _ => String::new(),
        };
        cx.open_text(writing, line);
        cx.say("Your unfinished check was restored.", &[GlobalAction::Leave.into()]);
    }

    /// Does something with the check under the cursor, or says that there is none.
    fn on_selected(&self, cx: &mut Context<'_>, act: impl FnOnce(&Check, &mut Context<'_>)) {
        match self.selected(cx.read_model) {
            Some(check) => act(check, cx),
            None => cx.say("There is no check yet.", &[ChecksAction::Add.into()]),
        }
    }
}

/// Opens the editor with another form of a check.
fn edit(check: &Check, cx: &mut Context<'_>) {
    let line = check_syntax::print(&check.spec);
    let reads_back = check_syntax::read(&line).is_ok_and(|spec| spec == check.spec);
    if !reads_back || Editor::new(&line, true).text() != line {
        cx.complain(&format!("{} holds characters that cannot be typed here.", check.key));
        return;
    }
    cx.open_text(Writing::CheckEdit(check.key.clone(), check.target.clone()), line);
}

/// Goes to the records that a kept check catches, misses or wrongly rejects.
fn show_records(check: &Check, outcome: CheckOutcome, cx: &mut Context<'_>) {
    let Some(tally) = cx.read_model.tally(&check.key) else {
        cx.say("The figures are still being read.", &[]);
        return;
    };
    let ids = outcome.records(tally).to_vec();
    if ids.is_empty() {
        cx.say(format!("No record is {} {}.", outcome.words(), check.key), &[]);
    } else {
        cx.review(ReviewIntent::CheckRecords(format!("{} {}", outcome.words(), check.key), ids));
    }
}
