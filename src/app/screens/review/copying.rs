//! What `copy` takes: the text made safe, so that pasting it elsewhere does nothing by itself.

use super::state::Review;
use crate::app::handler::Context;
use crate::app::message::Effect;
use crate::command::CopyAction;
use crate::domain::Untrusted;
use crate::text::{Traced, grouped, json_safe, plain_for_copy};

impl Review {
    /// Copies a part of the record on screen.
    pub(crate) fn copy(&mut self, action: CopyAction, cx: &mut Context<'_>) {
        let Some(page) = self.current() else { return };
        let content = &page.view.record.content;
        let (what, copied) = match action {
            CopyAction::Link => {
                let link = cx.read_model.trace_links.link(&Traced::of(&page.view.record));
                let Some(link) = link else {
                    let none = if cx.read_model.trace_links.is_empty() {
                        "There is no link: `trace_url` in config.toml says where traces are."
                    } else {
                        "There is no link: this record's source has no `trace_url`, or the record no such id."
                    };
                    cx.say(none, &[]);
                    return;
                };
                cx.say(format!("copied {link}"), &[]);
                cx.effects.push(Effect::Copy(link));
                self.leave_selection();
                return;
            }
            CopyAction::Output => ("output", Some(plain_for_copy(&content.output))),
            CopyAction::Input => ("input", Some(plain_for_copy(&Untrusted::new(content.input_text())))),
            CopyAction::Json => ("record", serde_json::to_string(content).ok().map(|json| (json_safe(&json), 0))),
            CopyAction::Note => {
                let notes = &page.view.judgements.notes;
                let note = notes.iter().rev().find(|note| note.reviewer == cx.session.reviewer);
                ("note", note.or(notes.last()).map(|note| plain_for_copy(&note.text)))
            }
        };
        self.take_copy(what, copied, cx);
    }

    /// Copies the selected text.
    pub(crate) fn copy_selection(&mut self, cx: &mut Context<'_>) {
        let Some(page) = self.current() else { return };
        let chosen = page.selection.as_ref().map(|selection| Untrusted::new(selection.text()));
        self.take_copy("selection", chosen.as_ref().map(plain_for_copy), cx);
    }

    /// Hands a text to the clipboard, with how many invisible characters it lost.
    fn take_copy(&mut self, what: &str, copied: Option<(String, usize)>, cx: &mut Context<'_>) {
        let Some((text, removed)) = copied else {
            cx.complain(&format!("There is no {what} to copy."));
            return;
        };
        let removed = if removed == 0 { String::new() } else { format!(", {removed} invisible ones removed") };
        let count = grouped(text.chars().count() as u64);
        cx.effects.push(Effect::Copy(text));
        self.leave_selection();
        cx.say(format!("{count} characters of the {what} copied{removed}"), &[]);
    }
}
