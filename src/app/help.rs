//! The keys that work on a screen, for the help overlay; scrolling of what is only read.

use super::Model;
use super::geometry::{self, Form};
use super::message::{Effect, Job, Query};
use super::overlay::{Overlay, Preview};
use super::traffic::Wanted;
use crate::command::{Action, Layer, REGISTRY, registry};
use crate::domain::Target;

/// A line of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpLine {
    /// A layer's heading.
    Heading(&'static str),
    /// Keys, title, sentence.
    Entry(String, &'static str, &'static str),
    /// Space between layers.
    Blank,
}

impl Model {
    /// The help for the screen that stands: its layers and the prefix layers they open.
    #[must_use]
    pub fn help(&self) -> Vec<HelpLine> {
        let keymap = &self.keyboard.keymap;
        let mut layers = vec![self.screen.layer()];
        if self.screen.is_list() {
            layers.push(Layer::List);
        }
        if self.screen == super::Screen::Review {
            layers.extend([Layer::Select, Layer::Search]);
            layers.extend(self.asked().map(|_| Layer::Regrade));
        }
        layers.extend([Layer::Global, Layer::Always, Layer::Picker, Layer::Text, Layer::EditKind]);
        let mut lines = Vec::new();
        // While a question stands, its keys come first.
        let asked = self.screen == super::Screen::Review && self.asked().is_some();
        let first = asked.then_some(Layer::Regrade);
        for layer in first.into_iter().chain(Layer::ALL.into_iter().filter(|layer| *layer != Layer::Regrade)) {
            let mut root = layer;
            while let Some(opener) = registry::opener(root) {
                root = opener.layer;
            }
            let entries: Vec<_> = REGISTRY.iter().filter(|entry| entry.layer == layer).collect();
            if !layers.contains(&root) || entries.is_empty() {
                continue;
            }
            if !lines.is_empty() {
                lines.push(HelpLine::Blank);
            }
            lines.push(HelpLine::Heading(layer.title()));
            for entry in entries {
                let keys = keymap.sequences(entry.action).join(" · ");
                lines.push(HelpLine::Entry(keys, entry.title, entry.sentence));
            }
        }
        lines
    }

    /// Rows of an overlay's body.
    #[must_use]
    pub const fn reader_height(&self) -> usize {
        (self.size.1 as usize).saturating_sub(6)
    }

    /// Scrolls what is being read.
    pub(super) fn read_on(&mut self, by: isize) {
        match self.overlays.last_mut() {
            Some(Overlay::Help(scroll)) => *scroll = scroll.saturating_add_signed(by),
            Some(Overlay::Preview(preview)) => preview.scroll = preview.scroll.saturating_add_signed(by),
            _ => {}
        }
    }

    /// Keeps overlays within their text.
    pub(super) fn clamp_overlays(&mut self) {
        let height = self.reader_height();
        let lines = match self.overlays.last() {
            Some(Overlay::Help(_)) => self.help().len(),
            Some(Overlay::Preview(preview)) => preview.page().map_or(0, |page| page.rows.len() + 3),
            _ => return,
        };
        match self.overlays.last_mut() {
            Some(Overlay::Help(scroll)) => *scroll = (*scroll).min(lines.saturating_sub(height)),
            Some(Overlay::Preview(preview)) => preview.scroll = preview.scroll.min(lines.saturating_sub(height)),
            _ => {}
        }
    }

    /// Shows the stub of the mode tagged last.
    pub(super) fn preview_last_mode(&mut self, out: &mut Vec<Effect>) {
        let here = self.review.current().and_then(|page| page.view.judgements.tags.last());
        let Some(mode) = self.sitting.last_mode.clone().or_else(|| here.map(|tag| tag.mode.clone())) else {
            self.say("Nothing is tagged yet, so there is no stub to write.", &[Action::Tag]);
            return;
        };
        self.preview_stub(Target::Mode(mode), out);
    }

    /// Shows a stub before it is written.
    pub(super) fn preview_stub(&mut self, target: Target, out: &mut Vec<Effect>) {
        self.traffic.ask(Wanted::StubPreview(target.clone()), Query::StubPreview(target.clone()), out);
        self.overlays.push(Overlay::Preview(Preview::of(target)));
    }

    /// Shows the stub of another target suite.
    pub(super) fn turn_preview(&mut self, forward: bool) {
        if let Some(Overlay::Preview(preview)) = self.overlays.last_mut() {
            preview.turn(forward);
        }
    }

    /// Writes the stub that is shown.
    pub(super) fn write_stub(&mut self, out: &mut Vec<Effect>) {
        let Some(Overlay::Preview(preview)) = self.overlays.last() else { return };
        let Some(page) = preview.page() else { return };
        out.push(Effect::Job(Job::Stub(preview.target.clone(), page.suite)));
        self.overlays.pop();
        self.say("writing the stub …", &[]);
    }

    /// Rows that a page key moves by in lists and readers.
    pub(super) fn list_page(&self) -> isize {
        let rows = if geometry::form(self.size) == Form::Tiny { 1 } else { self.reader_height() };
        isize::try_from(rows.max(1)).unwrap_or(1)
    }
}
