//! What `copy` takes: the text made safe, so that pasting it elsewhere does nothing by itself.

use crate::app::Model;
use crate::app::message::Effect;
use crate::command::Action;
use crate::domain::Untrusted;
use crate::text::{json_safe, visible_block};

impl Model {
    /// Copies a part of the record on screen.
    pub(in crate::app) fn copy(&mut self, action: Action, out: &mut Vec<Effect>) {
        let reviewer = self.sitting.reviewer.clone();
        let Some(page) = self.review.current() else { return };
        let content = &page.view.record.content;
        let block = |text: String| visible_block(&Untrusted::new(text)).to_string();
        let (what, text) = match action {
            Action::CopyOutput => ("output", Some(visible_block(&content.output).to_string())),
            Action::CopyInput => ("input", Some(block(content.input_text()))),
            Action::CopyJson => ("record", serde_json::to_string(content).ok().map(|json| json_safe(&json))),
            Action::CopyNote => {
                let notes = &page.view.judgements.notes;
                let own = notes.iter().rev().find(|note| note.reviewer == reviewer);
                ("note", own.or(notes.last()).map(|note| visible_block(&note.text).to_string()))
            }
            Action::SpanCopy => ("selection", page.selection.as_ref().map(|selection| block(selection.text()))),
            _ => return,
        };
        let Some(text) = text else {
            self.complain(&format!("There is no {what} to copy."));
            return;
        };
        let said = format!("{} characters of the {what} copied", super::marks::grouped(text.chars().count() as u64));
        out.push(Effect::Copy(text));
        self.leave_selection();
        self.say(said, &[]);
    }
}
