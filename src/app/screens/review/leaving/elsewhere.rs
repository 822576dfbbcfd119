//! What the reviewer's own pager, editor and commands get: the record as it was logged, which is said. Texts are made safe, so
//! that they do nothing elsewhere by themselves, and are masked while presenting; a command gets the record itself, as JSON.

use std::fmt::Write as _;

use crate::app::handler::Context;
use crate::app::message::{Effect, OwnRun, Shown, ViewedIn};
use crate::app::screens::review::Review;
use crate::command::ViewAction;
use crate::domain::{Content, Record};
use crate::redact::Counts;
use crate::text::{grouped, json_safe, visible_block, visible_line};

impl Review {
    /// Shows the record on screen in another program.
    pub(crate) fn show_elsewhere(&self, action: ViewAction, cx: &mut Context<'_>) {
        let Some(page) = self.current() else {
            cx.say("There is no record to read.", &[]);
            return;
        };
        let record = &page.view.record;
        let (content, found) = looked_at(&record.content, cx);
        let (text, viewer) = match action {
            ViewAction::Pager => (as_text(record), ViewedIn::Pager),
            ViewAction::Editor => (as_text(record), ViewedIn::Editor),
            ViewAction::Json => (as_json(content.as_ref().unwrap_or(&record.content)), ViewedIn::Pager),
        };
        let program = if viewer == ViewedIn::Pager { "pager" } else { "editor" };
        match (found, cx.present) {
            (0, _) => {}
            (found, true) => cx.say(format!("Your {program} got the record with {} masked.", grouped(found)), &[]),
            (found, false) => {
                cx.say(format!("Your {program} got the record as logged, {} unmasked.", grouped(found)), &[]);
            }
        }
        cx.effects.push(Effect::View(Shown { text, viewer }));
    }

    /// Runs an own command on the record on screen.
    pub(crate) fn run_own(&self, title: &str, words: &[String], cx: &mut Context<'_>) {
        let Some(page) = self.current() else {
            cx.say("There is no record to run this on.", &[]);
            return;
        };
        let record = page.view.record.as_ref().clone();
        let said = match looked_at(&record.content, cx).1 {
            0 => format!("{title} …"),
            found => format!("{title} … gets the record as logged, {} unmasked", grouped(found)),
        };
        cx.effects.push(Effect::Run(Box::new(OwnRun { title: title.to_owned(), words: words.to_vec(), record })));
        cx.say(said, &[]);
    }
}

/// Returns a record as it is shown while presenting, and how many secrets and personal data are found in it.
fn looked_at(content: &Content, cx: &Context<'_>) -> (Option<Content>, u64) {
    let mut counts = Counts::default();
    let masked = cx.session.cover.redactor.mask_content(content, &mut counts);
    (cx.present.then_some(masked), counts.mentions())
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
