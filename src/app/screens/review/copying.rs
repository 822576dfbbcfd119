//! What leaves the screen: copies, and what the reviewer's own pager, editor and commands get. Texts are made safe, so that
//! they do nothing elsewhere by themselves; a command gets the record itself, as JSON.

use std::fmt::Write as _;

use super::page::Page;
use super::state::Review;
use crate::app::handler::Context;
use crate::app::message::{Effect, OwnRun, Shown, ViewedIn};
use crate::command::{BrowseAction, CopyAction, GlobalAction, ViewAction};
use crate::domain::{Content, Record, Untrusted};
use crate::text::{Traced, grouped, json_safe, plain_for_copy, visible_block, visible_line};

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
        let chosen = page.selection.as_ref().map(|selection| Untrusted::new(page.document().shown(selection.span())));
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

impl Review {
    /// Uncovers the next thing in view that is masked while presenting, where the settings let the reviewer.
    pub(crate) fn unmask(&mut self, cx: &mut Context<'_>) {
        if !cx.present {
            cx.say("Nothing is masked but while presenting.", &[GlobalAction::Present.into()]);
        } else if !cx.session.cover.may_unmask {
            cx.say("What is masked stays masked: `present_may_unmask = false` is in the settings.", &[]);
        } else {
            match self.current_mut().and_then(Page::uncover_next) {
                Some(over) => {
                    let text = format!("{over} is shown until you leave this record.");
                    cx.say(text, &[BrowseAction::Unmask.into()]);
                }
                None => cx.say("Nothing in view is masked.", &[]),
            }
        }
    }

    /// Shows the record on screen in another program.
    pub(crate) fn show_elsewhere(&self, action: ViewAction, cx: &mut Context<'_>) {
        let Some(page) = self.current() else {
            cx.say("There is no record to read.", &[]);
            return;
        };
        let record = &page.view.record;
        let (text, viewer) = match action {
            ViewAction::Pager => (as_text(record), ViewedIn::Pager),
            ViewAction::Editor => (as_text(record), ViewedIn::Editor),
            ViewAction::Json => (as_json(&record.content), ViewedIn::Pager),
        };
        cx.effects.push(Effect::View(Shown { text, viewer }));
    }

    /// Runs an own command on the record on screen.
    pub(crate) fn run_own(&self, title: &str, words: &[String], cx: &mut Context<'_>) {
        let Some(page) = self.current() else {
            cx.say("There is no record to run this on.", &[]);
            return;
        };
        let record = page.view.record.as_ref().clone();
        cx.effects.push(Effect::Run(Box::new(OwnRun { title: title.to_owned(), words: words.to_vec(), record })));
        cx.say(format!("{title} …"), &[]);
    }
}

/// Returns the whole record as safe text: each turn under its role, the answer last.
fn as_text(record: &Record) -> String {
    let content = &record.content;
    let mut out = format!("record {}", record.id.short());
    for part in [&content.external_id, &content.model, &content.prompt_version].into_iter().flatten() {
        out.push_str(" · ");
        out.push_str(visible_line(part).as_str());
    }
    out.push('\n');
    for message in content.before_output() {
        let text = visible_block(&message.plain().into());
        let role = visible_line(&message.role.as_str().into());
        let _ = write!(out, "\n── {} ──\n{}\n", role.as_str(), text.as_str());
    }
    let _ = write!(out, "\n── answer ──\n{}\n", visible_block(&content.output).as_str());
    out
}

fn as_json(content: &Content) -> String {
    let mut text = json_safe(&serde_json::to_string_pretty(content).unwrap_or_default());
    text.push('\n');
    text
}
