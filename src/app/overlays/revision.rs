//! Whether a new statement of a criterion changes its meaning or its wording.

use super::writing::{Revision, Writing};
use crate::app::handler::{Context, Then};
use crate::app::overlays::draft::DraftPurpose;
use crate::command::RevisionAction;
use crate::domain::{Change, Edit};
use crate::text::counted;

impl Revision {
    /// Does what a key says.
    pub(crate) fn handle(&self, action: RevisionAction, cx: &mut Context<'_>) -> Then {
        match action {
            RevisionAction::Meaning => self.ask_why(Edit::Meaning, cx),
            RevisionAction::Wording => self.ask_why(Edit::Wording, cx),
        }
        Then::Close
    }

    /// Asks why the criterion changes, unless the text said so; then writes the new version.
    fn ask_why(&self, edit: Edit, cx: &mut Context<'_>) {
        if self.reason.is_empty() {
            cx.open_text(Writing::Why(Box::new(self.clone()), edit), "");
        } else {
            self.write(edit, cx);
        }
    }

    /// Takes the reason and writes the new version.
    ///
    /// # Errors
    /// What to write, where there is no reason.
    pub(crate) fn give_reason(&self, edit: Edit, reason: &str, cx: &mut Context<'_>) -> Result<(), String> {
        if reason.trim().is_empty() {
            return Err("Say in a few words why it changes: whoever graded before reads it.".to_owned());
        }
        Self { reason: reason.trim().into(), ..self.clone() }.write(edit, cx);
        Ok(())
    }

    /// Writes the new version.
    fn write(&self, edit: Edit, cx: &mut Context<'_>) {
        let Self { criterion, text, reason, record } = self.clone();
        let known = cx.read_model.codebook.criterion_of(&criterion);
        let next = known.map_or(1, |criterion| criterion.version() + 1);
        let stale = match edit {
            Edit::Meaning => format!(", {} stale", counted(known.map_or(0, |criterion| criterion.grades), "grade")),
            Edit::Wording => String::new(),
        };
        let summary = format!("criterion {criterion} v{next}, {}{stale}", edit.word());
        if let Some((row, _)) = record {
            cx.session.write_draft((row, DraftPurpose::Revision(criterion.clone())), "", false);
        }
        let record = record.map(|(_, id)| id);
        cx.write_codebook(Change::CriterionRevise { criterion, text, edit, reason, record }, summary);
    }

    /// Goes back to the text that was written.
    pub(crate) fn reopen(self, cx: &mut Context<'_>) {
        let text = match self.reason.raw() {
            "" => self.text.raw().to_owned(),
            reason => format!("{}\n{reason}", self.text.raw()),
        };
        cx.open_text(Writing::Revision { criterion: self.criterion, record: self.record }, text);
    }
}
