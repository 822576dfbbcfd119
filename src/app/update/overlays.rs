//! Opens and leaves overlays, and hands keys to the topmost one.

use crate::app::geometry::{self, Form};
use crate::app::handler::{Context, Then};
use crate::app::message::Effect;
use crate::app::overlays::Overlay;
use crate::app::overlays::corrections::correction_lines;
use crate::app::overlays::disputes::dispute_lines;
use crate::app::overlays::help::help_width;
use crate::app::overlays::picker::{PickFor, Picker};
use crate::app::overlays::stub_preview::StubPreview;
use crate::app::overlays::suggest::SuggestOverlay;
use crate::app::overlays::text_entry::TextEntry;
use crate::app::overlays::writing::Writing;
use crate::app::screens::review::Review;
use crate::app::{Editor, Model};
use crate::command::{DisputeAction, GlobalAction, ReaderAction};
use crate::domain::Target;
use crate::views::{FilterWords, Read, Slot};

impl Model {
    /// Opens a text box, with its half-written text if there is one.
    pub(crate) fn write_text(&mut self, writing: Writing, text: &str) {
        let draft = writing.draft_key().and_then(|key| self.session.draft(&key));
        let entry = TextEntry::new(writing, text, draft.as_deref());
        self.overlays.push(Overlay::Text(Box::new(entry)));
    }

    /// Opens a picker with some words typed already.
    pub(crate) fn pick(&mut self, pick: PickFor, typed: &str) {
        let picker = Picker::new(pick, typed, self.screen_layers(), &self.read_model, &self.keyboard.keymap);
        self.overlays.push(Overlay::Picker(Box::new(picker)));
    }

    /// Makes the rows of an open picker anew.
    pub(crate) fn refresh_picker(&mut self) {
        if let Some(Overlay::Picker(picker)) = self.overlays.last_mut() {
            picker.refresh(&self.read_model, &self.keyboard.keymap);
        }
    }

    /// Opens the box of the queue's filter; what it can name is read anew.
    pub(crate) fn type_filter(&mut self, filter: &str, problem: Option<&str>, out: &mut Vec<Effect>) {
        self.write_text(Writing::Filter, filter);
        if let Some(entry) = self.text_entry_mut() {
            entry.problem = problem.map(str::to_owned);
        }
        self.refresh_filter_box();
        self.requests.ask(Read::FilterWords(Slot::empty()), out);
    }

    /// Takes what a filter can name.
    pub(crate) fn take_filter_words(&mut self, words: FilterWords) {
        self.read_model.logged = words.known;
        self.session.filters.begin_with(words.used);
        self.refresh_filter_box();
    }

    /// Makes what the open box of the filter offers anew.
    pub(crate) fn refresh_filter_box(&mut self) {
        if let Some(Overlay::Text(entry)) = self.overlays.last_mut()
            && entry.writing == Writing::Filter
        {
            entry.filter.refresh(&self.read_model, self.present, &entry.editor.text());
        }
    }

    /// Opens the preview of a stub where there are checks, else suggestions; `selected` is what they are to catch.
    pub(crate) fn open_stub(&mut self, target: Target, selected: Option<String>, out: &mut Vec<Effect>) {
        if selected.is_none() && self.read_model.has_checks(&target) {
            self.preview_stub(target, out);
        } else {
            self.suggest(target, selected, out);
        }
    }

    /// Opens the preview of a stub.
    pub(crate) fn preview_stub(&mut self, target: Target, out: &mut Vec<Effect>) {
        let preview = StubPreview::new(target, &self.suites);
        self.handle(out, |_, cx| preview.read(cx));
        self.overlays.push(Overlay::StubPreview(Box::new(preview)));
    }

    /// Opens suggestions of checks.
    pub(crate) fn suggest(&mut self, target: Target, selected: Option<String>, out: &mut Vec<Effect>) {
        self.screens.review.leave_selection();
        let open = SuggestOverlay::new(target, &self.suites);
        self.handle(out, |_, cx| open.read(selected, cx));
        self.overlays.push(Overlay::Suggest(Box::new(open)));
    }

    /// Returns the open suggestions for a target, also below a text box.
    pub(crate) fn suggestions_mut(&mut self, target: &Target) -> Option<&mut SuggestOverlay> {
        self.overlays.iter_mut().rev().find_map(|overlay| match overlay {
            Overlay::Suggest(suggest) if suggest.target == *target => Some(&mut **suggest),
            _ => None,
        })
    }

    /// Returns the open text box, also below another overlay.
    pub(crate) fn text_entry_mut(&mut self) -> Option<&mut TextEntry> {
        self.overlays.iter_mut().rev().find_map(|overlay| match overlay {
            Overlay::Text(entry) => Some(&mut **entry),
            _ => None,
        })
    }

    /// Does something with the text box on top.
    pub(crate) fn handle_text(
        &mut self,
        out: &mut Vec<Effect>,
        handler: impl FnOnce(&mut TextEntry, &mut Context<'_>),
    ) {
        self.handle_overlay(out, |overlay, cx| {
            if let Overlay::Text(entry) = overlay {
                handler(entry, cx);
            }
            Then::Stay
        });
    }

    /// Opens what is being written in the reviewer's editor.
    pub(crate) fn edit_text(&mut self, out: &mut Vec<Effect>) {
        if let Some(entry) = self.text_entry() {
            let text = entry.editor.text();
            if self.present && !self.session.cover.redactor.find(&text).is_empty() {
                self.say("Your editor would show what is masked here.", &[GlobalAction::Present.into()]);
                return;
            }
            out.push(Effect::Edit(text));
        }
    }

    /// Takes the text that the reviewer's editor left.
    pub(crate) fn take_edited(&mut self, text: &str, out: &mut Vec<Effect>) {
        self.handle_overlay(out, |overlay, cx| {
            let Overlay::Text(entry) = overlay else { return Then::Stay };
            entry.editor = Editor::new(text.trim_end(), entry.editor.is_multiline());
            entry.save(cx)
        });
    }

    /// Keeps the text of the box on top, before leaving.
    pub(crate) fn keep_open_text(&mut self) {
        if let Some(Overlay::Text(entry)) = self.overlays.last() {
            entry.keep(&mut self.session);
        }
    }

    /// Leaves the topmost overlay.
    pub(crate) fn leave_overlay(&mut self, out: &mut Vec<Effect>) {
        match self.overlays.pop() {
            Some(Overlay::RegradeOffer(_)) => self.handle_review(out, Review::leave_offer),
            Some(Overlay::Text(entry)) => self.handle(out, |_, cx| entry.put_aside(cx)),
            Some(Overlay::Revision(revision)) => self.handle(out, |_, cx| revision.reopen(cx)),
            Some(Overlay::Suggest(_)) => self.requests.cancel(Read::is_for_suggestions, out),
            Some(Overlay::Help(help)) => self.keyboard.pending = help.waiting,
            Some(Overlay::Picker(_) | Overlay::Corrections(_) | Overlay::Disputes(_) | Overlay::StubPreview(_))
            | None => {}
        }
    }

    /// Does what a key says while the answers of reviewers are shown.
    pub(crate) fn act_on_dispute(&mut self, action: DisputeAction, out: &mut Vec<Effect>) {
        let Some(Overlay::Disputes(open)) = self.overlays.last_mut() else { return };
        let mut disputes = std::mem::take(open);
        self.handle_review(out, |review, cx| review.act_on_dispute(action, &mut disputes, cx));
        // What it asked for may lie over it by now.
        let open = self.overlays.iter_mut().rev().find_map(|overlay| match overlay {
            Overlay::Disputes(open) => Some(open),
            _ => None,
        });
        if let Some(open) = open {
            *open = disputes;
        }
    }

    /// Does what a key of overlays that are read says.
    pub(crate) fn act_on_reader(&mut self, action: ReaderAction, out: &mut Vec<Effect>) {
        match action {
            ReaderAction::Down => self.read_on(1),
            ReaderAction::Up => self.read_on(-1),
            ReaderAction::PageDown => self.read_on(self.list_page()),
            ReaderAction::PageUp => self.read_on(-self.list_page()),
            ReaderAction::Close => self.leave_overlay(out),
        }
    }

    /// Scrolls what is read. What suggests checks has rows above its stub, so that it stops at the last row.
    pub(crate) fn read_on(&mut self, by: isize) {
        let Some(overlay) = self.overlays.last_mut() else { return };
        let last = match overlay {
            Overlay::Suggest(suggest) => suggest.preview.page().map_or(0, |page| page.rows.len().saturating_sub(1)),
            _ => usize::MAX,
        };
        if let Some(scroll) = overlay.scroll_mut() {
            *scroll = scroll.saturating_add_signed(by).min(last);
        }
    }

    /// Keeps overlays within their text.
    pub(crate) fn clamp_overlays(&mut self) {
        let lines = match self.overlays.last() {
            Some(Overlay::Help(help)) => self.help_scroll_at_most(help).saturating_add(self.reader_height()),
            Some(Overlay::Corrections(_)) => self.screens.review.current().map_or(0, |page| {
                correction_lines(&page.view, &self.session, self.present, help_width(self.size)).len()
            }),
            Some(Overlay::Disputes(_)) => {
                let page = self.screens.review.current().zip(self.screens.review.dispute(&self.read_model));
                let width = usize::from(self.size.0.saturating_sub(6));
                page.map_or(0, |(page, view)| {
                    dispute_lines(&page.view, &view, None, (&self.session, self.present), width).0.len()
                })
            }
            Some(Overlay::StubPreview(preview)) => preview.page().map_or(0, |page| page.rows.len() + 3),
            _ => return,
        };
        let last = lines.saturating_sub(self.reader_height());
        if let Some(scroll) = self.overlays.last_mut().and_then(Overlay::scroll_mut) {
            *scroll = (*scroll).min(last);
        }
    }

    /// Returns the rows of an overlay's body.
    pub const fn reader_height(&self) -> usize {
        (self.size.1 as usize).saturating_sub(6)
    }

    /// Returns the rows that a page key moves by in lists and readers.
    pub(crate) fn list_page(&self) -> isize {
        let rows = if geometry::form(self.size) == Form::Tiny { 1 } else { self.reader_height() };
        isize::try_from(rows.max(1)).unwrap_or(1)
    }
}
