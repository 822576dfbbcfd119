//! What leaves by the clipboard: made safe, so that it does nothing elsewhere by itself, and masked unless it is wanted as it
//! was logged.

use std::collections::BTreeSet;

use crate::app::handler::Context;
use crate::app::message::Effect;
use crate::app::screens::review::Review;
use crate::app::screens::review::page::Page;
use crate::app::screens::review::select::Selection;
use crate::command::{Action, BrowseAction, CopyAction, GlobalAction, SpanAction};
use crate::domain::{Content, Span, Untrusted};
use crate::layout::Document;
use crate::redact::{Counts, Mode, Redactor};
use crate::text::{Traced, grouped, json_safe, plain_for_copy};

/// A part of a record that can be copied.
#[derive(Clone, Copy)]
enum Part {
    Output,
    Input,
    Json,
    Note,
    Link,
}

impl Part {
    /// Returns what a key copies, and whether as it was logged.
    const fn of(action: CopyAction) -> (Self, bool) {
        match action {
            CopyAction::Output => (Self::Output, false),
            CopyAction::Input => (Self::Input, false),
            CopyAction::Json => (Self::Json, false),
            CopyAction::Note => (Self::Note, false),
            CopyAction::Link => (Self::Link, false),
            CopyAction::OutputLogged => (Self::Output, true),
            CopyAction::InputLogged => (Self::Input, true),
            CopyAction::JsonLogged => (Self::Json, true),
            CopyAction::NoteLogged => (Self::Note, true),
            CopyAction::LinkLogged => (Self::Link, true),
        }
    }

    /// Returns what it is called, and what copies it as it was logged.
    const fn named(self) -> (&'static str, CopyAction) {
        match self {
            Self::Output => ("output", CopyAction::OutputLogged),
            Self::Input => ("input", CopyAction::InputLogged),
            Self::Json => ("record", CopyAction::JsonLogged),
            Self::Note => ("note", CopyAction::NoteLogged),
            Self::Link => ("link", CopyAction::LinkLogged),
        }
    }
}

/// How a text is copied: what finds secrets and personal data, and whether they are masked.
struct Copying {
    redactor: Redactor,
    masks: bool,
}

/// A text for the clipboard, how many invisible characters it lost, and how many secrets and personal data are in it.
struct Copied {
    text: String,
    removed: usize,
    found: usize,
}

impl Copied {
    fn words(&self, what: &str) -> String {
        let removed =
            if self.removed == 0 { String::new() } else { format!(", {} invisible ones removed", self.removed) };
        format!("{} characters of the {what} copied{removed}", grouped(self.text.chars().count() as u64))
    }
}

impl Copying {
    /// Returns how a text is copied now; nothing, and says why, where it is wanted as logged while presenting.
    fn new(as_logged: bool, cx: &mut Context<'_>) -> Option<Self> {
        if as_logged && cx.present {
            cx.say("Nothing copied: while presenting, copies are masked.", &[GlobalAction::Present.into()]);
            return None;
        }
        let cover = &cx.session.cover;
        let masks = cx.present || (cover.copies == Mode::Mask && !as_logged);
        Some(Self { redactor: cover.redactor.clone(), masks })
    }

    fn text(&self, text: &Untrusted) -> Copied {
        let masked = self.redactor.mask(text.raw());
        let found = usize::try_from(masked.counts.mentions()).unwrap_or(usize::MAX);
        let (text, removed) = if self.masks { plain_for_copy(&masked.text.into()) } else { plain_for_copy(text) };
        Copied { text, removed, found }
    }

    fn json(&self, content: &Content) -> Option<Copied> {
        let mut counts = Counts::default();
        let masked = self.redactor.mask_content(content, &mut counts);
        let json = serde_json::to_string(if self.masks { &masked } else { content }).ok()?;
        let found = usize::try_from(counts.mentions()).unwrap_or(usize::MAX);
        Some(Copied { text: json_safe(&json), removed: 0, found })
    }

    /// Copies a span; of what is found in part, the whole is masked: half a key is a secret too.
    fn span(&self, document: &Document, span: Span) -> Copied {
        let covered = document.covered(&self.redactor, &BTreeSet::new());
        let is_in = |found: &Span| found.turn == span.turn && found.start < span.end && span.start < found.end;
        let found = covered.covered_spans().into_iter().filter(is_in).count();
        let shown = if self.masks { covered.shown(span) } else { document.shown(span) };
        let (text, removed) = plain_for_copy(&shown.into());
        Copied { text, removed, found }
    }

    /// Copies, and says what was masked; `logged` copies the same as it was logged.
    fn hand_over(&self, said: String, copied: Copied, logged: Action, cx: &mut Context<'_>) {
        cx.effects.push(Effect::Copy(copied.text));
        let found = grouped(copied.found as u64);
        match copied.found {
            0 => cx.say(said, &[]),
            _ if self.masks => cx.say(format!("{said}, {found} masked"), &[logged]),
            _ => cx.say(format!("{said} as logged, {found} unmasked"), &[]),
        }
    }
}

impl Review {
    /// Copies a part of the record on screen, masked unless it is wanted as it was logged.
    pub(crate) fn copy(&mut self, action: CopyAction, cx: &mut Context<'_>) {
        let (part, as_logged) = Part::of(action);
        let Some(copying) = Copying::new(as_logged, cx) else { return };
        let Some(page) = self.current() else { return };
        let content = &page.view.record.content;
        let copied = match part {
            Part::Output => Some(copying.text(&content.output)),
            Part::Input => Some(copying.text(&Untrusted::new(content.input_text()))),
            Part::Json => copying.json(content),
            Part::Note => {
                let notes = &page.view.judgements.notes;
                let note = notes.iter().rev().find(|note| note.reviewer == cx.session.reviewer);
                note.or(notes.last()).map(|note| copying.text(&note.text))
            }
            Part::Link => {
                cx.read_model.trace_links.link(&Traced::of(&page.view.record)).map(|link| copying.text(&link.into()))
            }
        };
        let (what, logged) = part.named();
        let Some(copied) = copied else {
            match part {
                Part::Link if cx.read_model.trace_links.is_empty() => {
                    cx.say("There is no link: `trace_url` in config.toml says where traces are.", &[]);
                }
                Part::Link => {
                    cx.say("There is no link: this record's source has no `trace_url`, or the record no such id.", &[]);
                }
                Part::Output | Part::Input | Part::Json | Part::Note => {
                    cx.complain(&format!("There is no {what} to copy."));
                }
            }
            return;
        };
        let said = match part {
            Part::Link => format!("copied {}", copied.text),
            Part::Output | Part::Input | Part::Json | Part::Note => copied.words(what),
        };
        copying.hand_over(said, copied, logged.into(), cx);
        self.leave_selection();
    }

    /// Copies the selected text, masked unless it is wanted as it was logged.
    pub(crate) fn copy_selection(&mut self, as_logged: bool, cx: &mut Context<'_>) {
        let Some(copying) = Copying::new(as_logged, cx) else { return };
        let Some(page) = self.current() else { return };
        let span = page.selection.as_ref().map(Selection::span);
        match span.map(|span| copying.span(&page.view.document, span)) {
            Some(copied) => {
                copying.hand_over(copied.words("selection"), copied, SpanAction::CopyLogged.into(), cx);
                self.leave_selection();
            }
            None => cx.complain("There is no selection to copy."),
        }
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
}
