//! Opens, scrolls and leaves the help.

use crate::app::Model;
use crate::app::message::Effect;
use crate::app::overlays::Overlay;
use crate::app::overlays::help::{Help, HelpLayout};
use crate::command::{Chord, GlobalAction, HelpAction, Layer, Screen};

impl Model {
    /// Opens the help: the keys of the layer on top first, then those below it, then those of what can be opened.
    pub(crate) fn open_help(&mut self) {
        let waiting = self.keyboard.pending.take();
        let mut layers: Vec<Layer> = waiting.into_iter().collect();
        if waiting.is_none() {
            layers.extend(self.layers());
        }
        layers.extend(self.screen_layers());
        if self.screen == Screen::Review {
            layers.extend([Layer::Select, Layer::Search, Layer::FilterBox]);
        }
        if self.screen == Screen::Checks {
            layers.push(Layer::CheckEditor);
        }
        layers.extend([Layer::Picker, Layer::Text, Layer::Revision]);
        // What works everywhere comes behind what works here.
        layers.retain(|layer| *layer != Layer::Always);
        layers.push(Layer::Always);
        self.overlays.push(Overlay::Help(Box::new(Help::new(layers, waiting))));
    }

    /// Answers whether this key asks for help where no layer binds it otherwise: in a prefix layer and in overlays that
    /// take no text.
    pub(crate) fn asks_for_help(&self, chord: Chord) -> bool {
        let takes_text = matches!(self.overlays.last(), Some(Overlay::Text(_) | Overlay::Picker(_) | Overlay::Help(_)));
        let bound = self.keyboard.keymap.lookup(&[Layer::Global], chord);
        !takes_text && bound.is_some_and(|bound| bound.entry.action == GlobalAction::Help)
    }

    /// Does what a key of the help says.
    pub(crate) fn act_on_help(&mut self, action: HelpAction, out: &mut Vec<Effect>) {
        match action {
            HelpAction::Down => self.read_on(1),
            HelpAction::Up => self.read_on(-1),
            HelpAction::PageDown => self.read_on(self.help_page()),
            HelpAction::PageUp => self.read_on(-self.help_page()),
            HelpAction::Close => self.leave_overlay(out),
        }
    }

    /// Returns the lines that one screen of the help holds.
    fn help_page(&self) -> isize {
        let columns = isize::try_from(HelpLayout::of(self.size).columns).unwrap_or(1);
        self.list_page() * columns
    }

    /// Returns the lines of the help that can be above the view.
    pub(crate) fn help_scroll_at_most(&self, help: &Help) -> usize {
        let columns = HelpLayout::of(self.size).columns;
        let lines = help.lines(&self.keyboard.keymap, self.size).1.len();
        lines.saturating_sub(self.reader_height() * columns)
    }
}
