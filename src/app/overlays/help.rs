//! The keys that work on a screen, for the help overlay; scrolling of what is only read.

use super::{Overlay, Preview};
use crate::app::Model;
use crate::app::geometry::{self, Form};
use crate::app::message::{Effect, Job};
use crate::command::{Action, Entry, LAYERS, Layer, LayerKeys, StubPreviewAction, root_of};
use crate::domain::Target;
use crate::layout::wrap_plain;
use crate::text::cells;
use crate::views::StubPageFor;

/// Columns that the help takes at most, its frame included.
pub const HELP_COLUMNS: u16 = 96;

/// A line of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpLine {
    /// A layer's heading.
    Heading(&'static str),
    /// Keys, title, and as much of the sentence as fits behind it.
    Entry(String, &'static str, String),
    /// The sentence goes on, below the title.
    More(String),
    /// Space between layers.
    Blank,
}

impl Model {
    /// The width of the help's inside.
    #[must_use]
    pub fn help_width(&self) -> usize {
        usize::from(self.size.0.min(HELP_COLUMNS + 2).saturating_sub(6))
    }

    /// The help for the screen that stands: its layers and the prefix layers they open, wrapped; and the width of its
    /// column of keys.
    #[must_use]
    pub fn help(&self) -> (usize, Vec<HelpLine>) {
        let keymap = &self.keyboard.keymap;
        let mut layers = vec![self.screen.layer()];
        if self.screen.is_list() {
            layers.push(Layer::List);
        }
        if self.screen == crate::app::Screen::Review {
            layers.extend([Layer::Select, Layer::Search]);
            layers.extend(self.asked().map(|_| Layer::Regrade));
        }
        if self.screen == crate::app::Screen::Checks {
            layers.push(Layer::CheckEditor);
        }
        layers.extend([Layer::Global, Layer::Always, Layer::Picker, Layer::Text, Layer::Revision]);
        let mut blocks: Vec<(&'static str, Vec<(String, &Entry)>)> = Vec::new();
        // While a question stands, its keys come first.
        let asked = self.screen == crate::app::Screen::Review && self.asked().is_some();
        let mut shown: Vec<&LayerKeys> = LAYERS.iter().filter(|keys| layers.contains(&root_of(keys.layer))).collect();
        shown.sort_by_key(|keys| !(asked && keys.layer == Layer::Regrade));
        for keys in shown {
            let keyed = keys.entries.iter().map(|entry| (keymap.sequences_of(entry).join(" · "), entry));
            blocks.push((keys.title, keyed.collect()));
        }
        let all = blocks.iter().flat_map(|(_, entries)| entries);
        let keys_width = all.map(|(keys, _)| cells(keys)).max().unwrap_or(0);
        let room = self.help_width().saturating_sub(keys_width + 4).max(1);
        let mut lines = Vec::new();
        for (title, entries) in blocks {
            if !lines.is_empty() {
                lines.push(HelpLine::Blank);
            }
            lines.push(HelpLine::Heading(title));
            for (keys, entry) in entries {
                let mut rows = wrap_plain(&format!("{}  {}", entry.title, entry.sentence), room);
                let behind = rows.first().and_then(|first| first.strip_prefix(entry.title)).map(str::to_owned);
                // Where even the title is too long, the sentence begins below it.
                let below = if behind.is_some() { rows.split_off(1) } else { wrap_plain(entry.sentence, room) };
                lines.push(HelpLine::Entry(keys, entry.title, behind.unwrap_or_default()));
                lines.extend(below.into_iter().map(HelpLine::More));
            }
        }
        (keys_width, lines)
    }

    /// Rows of an overlay's body.
    #[must_use]
    pub const fn reader_height(&self) -> usize {
        (self.size.1 as usize).saturating_sub(6)
    }

    /// Scrolls what is being read.
    pub(crate) fn read_on(&mut self, by: isize) {
        match self.overlays.last_mut() {
            Some(Overlay::Help(scroll) | Overlay::Corrections(scroll)) => *scroll = scroll.saturating_add_signed(by),
            Some(Overlay::Preview(preview)) => preview.scroll = preview.scroll.saturating_add_signed(by),
            Some(Overlay::Suggest(proposing)) => {
                let last = proposing.preview.page().map_or(0, |page| page.rows.len().saturating_sub(1));
                let preview = &mut proposing.preview;
                preview.scroll = preview.scroll.saturating_add_signed(by).min(last);
            }
            _ => {}
        }
    }

    /// Keeps overlays within their text.
    pub(crate) fn clamp_overlays(&mut self) {
        let height = self.reader_height();
        let lines = match self.overlays.last() {
            Some(Overlay::Help(_)) => self.help().1.len(),
            Some(Overlay::Corrections(_)) => self.correction_lines().len(),
            Some(Overlay::Preview(preview)) => preview.page().map_or(0, |page| page.rows.len() + 3),
            _ => return,
        };
        match self.overlays.last_mut() {
            Some(Overlay::Help(scroll) | Overlay::Corrections(scroll)) => {
                *scroll = (*scroll).min(lines.saturating_sub(height));
            }
            Some(Overlay::Preview(preview)) => preview.scroll = preview.scroll.min(lines.saturating_sub(height)),
            _ => {}
        }
    }

    /// Does what a key of the preview says.
    pub(crate) fn act_on_preview(&mut self, action: StubPreviewAction, out: &mut Vec<Effect>) {
        match action {
            StubPreviewAction::Write => self.write_stub(out),
            StubPreviewAction::Suggest => self.suggest_more(out),
            StubPreviewAction::NextSuite => self.turn_preview(true, out),
            StubPreviewAction::PreviousSuite => self.turn_preview(false, out),
        }
    }

    /// Shows the stub of the mode tagged last.
    pub(crate) fn preview_last_mode(&mut self, out: &mut Vec<Effect>) {
        let here = self.review.current().and_then(|page| page.view.judgements.tags.last());
        let Some(mode) = self.session.last_mode.clone().or_else(|| here.map(|tag| tag.mode.clone())) else {
            self.say("Nothing is tagged yet, so there is no stub to write.", &[Action::Open(Layer::Tag)]);
            return;
        };
        self.stub_for(Target::Mode(mode), out);
    }

    /// Shows a stub before it is written.
    pub(crate) fn preview_stub(&mut self, target: Target, out: &mut Vec<Effect>) {
        let preview = Preview::of(target, &self.suites);
        self.overlays.push(Overlay::Preview(Box::new(preview)));
        self.read_preview(out);
    }

    /// Asks for the page that is shown, unless it was read before.
    fn read_preview(&mut self, out: &mut Vec<Effect>) {
        let Some(Overlay::Preview(preview)) = self.overlays.last() else { return };
        if let Some(read) = preview.missing(StubPageFor::Preview) {
            self.requests.ask(read, out);
        }
    }

    /// Shows the stub of another target suite.
    fn turn_preview(&mut self, forward: bool, out: &mut Vec<Effect>) {
        if let Some(Overlay::Preview(preview)) = self.overlays.last_mut() {
            preview.turn(forward);
        }
        self.read_preview(out);
    }

    /// Writes the stub that is shown, and those of the other suites that the settings name.
    fn write_stub(&mut self, out: &mut Vec<Effect>) {
        let Some(Overlay::Preview(preview)) = self.overlays.last() else { return };
        if preview.page().is_none() {
            return;
        }
        out.push(Effect::Job(Job::Stub(preview.target.clone(), preview.written())));
        self.overlays.pop();
        self.say("writing the stub …", &[]);
    }

    /// Rows that a page key moves by in lists and readers.
    pub(crate) fn list_page(&self) -> isize {
        let rows = if geometry::form(self.size) == Form::Tiny { 1 } else { self.reader_height() };
        isize::try_from(rows.max(1)).unwrap_or(1)
    }
}
