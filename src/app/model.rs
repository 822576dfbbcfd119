//! The root of the state. Each field is one concern in its own file; none knows how it is drawn.

use super::keyboard::Keyboard;
use super::message::{Effect, Job};
use super::notice::{Notice, NoticeKind};
use super::overlays::Overlay;
use super::overlays::text_entry::TextEntry;
use super::read_model::ReadModel;
use super::requests::Requests;
use super::screens::Screens;
use super::session::Session;
use crate::command::{Action, Layer, Screen};
use crate::domain::Time;
use crate::text::Covering;
use crate::views::{ReadingState, Suites};

/// Everything that the screens show.
#[derive(Debug)]
pub struct Model {
    /// Columns and rows.
    pub size: (u16, u16),
    /// The screen that is shown.
    pub screen: Screen,
    /// The screen that a line of it led here from, where Escape goes back to.
    pub(crate) led_from: Option<Screen>,
    /// What lies over it, the topmost last.
    pub overlays: Vec<Overlay>,
    /// The keymap and half-typed sequences.
    pub keyboard: Keyboard,
    /// What was read of the workspace.
    pub read_model: ReadModel,
    /// The screens.
    pub screens: Screens,
    /// Reads and writes that are under way.
    pub requests: Requests,
    /// The suites that stubs can be written for.
    pub suites: Suites,
    /// Whether to present: more room, stronger contrast, no names, no secrets and personal data.
    pub present: bool,
    /// The time of the newest message.
    pub(crate) now: Time,
    /// Reviewer, pace, drafts.
    pub session: Session,
    /// The file that is read while the screen is open.
    pub reading: Option<ReadingState>,
    /// What goes on in the background, the oldest first.
    pub background: Vec<Background>,
    /// How it is told where no screen is painted.
    pub lines: Option<LineInput>,
    /// Whether records came in that were not asked for yet.
    pub(crate) arrivals_due: bool,
    /// What the footer says until the next key.
    pub notice: Option<Notice>,
}

/// What a reviewer types where screens are told in lines of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineInput {
    /// Single keys, at a terminal.
    Keys,
    /// Lines of words.
    Words,
}

/// A piece of work that goes on in the background.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Background {
    /// What it is; may quote untrusted text.
    pub words: String,
    /// Whether it is an own command of the reviewer.
    pub is_own: bool,
    /// How many records it has read, where it reads some.
    pub records: u64,
}

impl Model {
    /// Returns what lies over all text that is made visible: nothing, but while presenting.
    pub fn covering(&self) -> Option<Covering> {
        self.present.then(|| self.session.cover.covering())
    }

    /// Remembers what begins in the background.
    pub(crate) fn note_background(&mut self, effects: &[Effect]) {
        for effect in effects {
            let (words, is_own) = if let Effect::Run(run) = effect {
                (run.title.clone(), true)
            } else if let Effect::Job(job) = effect {
                let words = match job {
                    Job::Import(path) => {
                        format!("importing {}", path.file_name().unwrap_or_default().to_string_lossy())
                    }
                    Job::Stub(..) => "writing stubs".to_owned(),
                    Job::Summary(..) => "writing the summary".to_owned(),
                };
                (words, false)
            } else {
                continue;
            };
            self.background.push(Background { words, is_own, records: 0 });
        }
    }

    /// Notes how far the oldest job is.
    pub(crate) fn advance_background(&mut self, records: u64) {
        if let Some(work) = self.background.iter_mut().find(|work| !work.is_own) {
            work.records = records;
        }
    }

    /// Forgets the oldest work of its kind, which has ended.
    pub(crate) fn end_background(&mut self, is_own: bool) {
        if let Some(at) = self.background.iter().position(|work| work.is_own == is_own) {
            self.background.remove(at);
        }
    }

    /// Has the screens told in lines of text from now on.
    pub const fn tell_in_lines(&mut self, input: LineInput) {
        self.lines = Some(input);
        self.screens.review.by_parts = true;
    }

    /// Answers whether nothing is under way that a key may have asked for.
    pub fn is_settled(&self) -> bool {
        self.requests.is_settled() && self.background.is_empty() && self.keyboard.held.is_empty()
    }

    /// Returns the stack of layers, the topmost first.
    pub fn layers(&self) -> Vec<Layer> {
        if let Some(prefix) = self.keyboard.pending {
            return vec![prefix, Layer::Always];
        }
        self.overlays.last().map_or_else(|| self.screen_layers(), Overlay::layers)
    }

    /// Returns the layers of the screen alone, without overlays.
    pub fn screen_layers(&self) -> Vec<Layer> {
        let mut layers = Vec::new();
        if self.screen == Screen::Review {
            let page = self.screens.review.page.as_ref();
            if page.is_some_and(|page| page.selection.is_some()) {
                layers.push(Layer::Select);
            }
            if page.is_some_and(|page| page.search.is_some()) {
                layers.push(Layer::Search);
            }
        }
        if self.screen == Screen::Review && self.screens.review.asked().is_some() {
            layers.push(Layer::Regrade);
        }
        if self.screen == Screen::Review {
            let review = &self.screens.review;
            if review.revealed_pair().is_some() {
                layers.push(Layer::Revealed);
            }
            if let Some((pair, _)) = review.blind_pair() {
                layers.push(Layer::Blind);
                if pair.is_at_one_terminal() {
                    // In the place of the screen's own keys: each hand has three of them.
                    layers.extend([Layer::Hands, Layer::Global, Layer::Always]);
                    return layers;
                }
            }
        }
        layers.push(self.screen.layer());
        if self.screens.list(self.screen).is_some() {
            layers.push(Layer::List);
        }
        layers.extend([Layer::Global, Layer::Always]);
        layers
    }

    /// Answers whether the record that is shown is voted on blind, so that nothing may tell which keys are pressed.
    pub fn is_blind_vote_open(&self) -> bool {
        self.screen == Screen::Review && self.screens.review.blind_pair().is_some()
    }

    /// Returns the text box on top, if one is open.
    pub fn text_entry(&self) -> Option<&TextEntry> {
        match self.overlays.last() {
            Some(Overlay::Text(entry)) => Some(entry),
            _ => None,
        }
    }

    /// Answers whether the record under the cursor of Review is still on its way.
    pub fn is_reading_record(&self) -> bool {
        self.screens.review.is_reading(&self.requests)
    }

    /// Says something in the footer.
    pub(crate) fn say(&mut self, text: impl Into<String>, actions: &[Action]) {
        self.notice = Some(Notice::new(NoticeKind::Plain, text, actions));
    }

    /// Says in the footer what went wrong. The text may quote a log.
    pub(crate) fn complain(&mut self, text: &str) {
        self.notice = Some(Notice::problem(text));
    }

    /// Returns the number of lines of the list on screen.
    pub fn list_length(&self) -> usize {
        self.screens.length(self.screen, &self.read_model)
    }

    /// Returns the selected line of the list on screen, within its length.
    pub fn list_cursor(&self) -> usize {
        let cursor = self.screens.list(self.screen).map_or(0, |list| list.cursor);
        cursor.min(self.list_length().saturating_sub(1))
    }

    /// Moves in the list on screen.
    pub(crate) fn move_in_list(&mut self, by: isize) {
        let last = self.list_length().saturating_sub(1);
        let cursor = self.list_cursor();
        if let Some(list) = self.screens.list_mut(self.screen) {
            list.cursor = cursor.saturating_add_signed(by).min(last);
        }
    }
}
