//! What `copy` takes: the text made safe, so that pasting it elsewhere does nothing by itself.

use crate::app::Model;
use crate::app::message::Effect;
use crate::command::Action;
use crate::domain::Untrusted;
use crate::text::{json_safe, plain_for_copy};

impl Model {
    /// Copies a part of the record on screen.
    pub(in crate::app) fn copy(&mut self, action: Action, out: &mut Vec<Effect>) {
        let reviewer = self.sitting.reviewer.clone();
        let Some(page) = self.review.current() else { return };
        let content = &page.view.record.content;
        let clean = |text: &Untrusted| plain_for_copy(text);
        let (what, copied) = match action {
            Action::CopyOutput => ("output", Some(clean(&content.output))),
            Action::CopyInput => ("input", Some(clean(&Untrusted::new(content.input_text())))),
            Action::CopyJson => ("record", serde_json::to_string(content).ok().map(|json| (json_safe(&json), 0))),
            Action::CopyNote => {
                let notes = &page.view.judgements.notes;
                let own = notes.iter().rev().find(|note| note.reviewer == reviewer);
                ("note", own.or(notes.last()).map(|note| clean(&note.text)))
            }
            Action::SpanCopy => {
                let chosen = page.selection.as_ref().map(|selection| Untrusted::new(selection.text()));
                ("selection", chosen.as_ref().map(clean))
            }
            _ => return,
        };
        let Some((text, removed)) = copied else {
            self.complain(&format!("There is no {what} to copy."));
            return;
        };
        let removed = if removed == 0 { String::new() } else { format!(", {removed} invisible ones removed") };
        let said =
            format!("{} characters of the {what} copied{removed}", crate::text::grouped(text.chars().count() as u64));
        out.push(Effect::Copy(text));
        self.leave_selection();
        self.say(said, &[]);
    }
}
