//! The root of the state. Each field is one concern with a file of its own; none knows how it is drawn.

use super::Start;
use super::keyboard::Keyboard;
use super::message::Effect;
use super::overlays::Overlay;
use super::overlays::text_entry::{NOWHERE, TextEntry, Writing};
use super::read_model::ReadModel;
use super::requests::Requests;
use super::screens::Lists;
use super::screens::review::Review;
use super::session::Session;
use crate::command::{Action, Keymap, Layer, Screen};
use crate::views::Read;
use crate::views::Suites;

/// Everything that the screens show.
#[derive(Debug)]
pub struct Model {
    /// Columns and rows.
    pub size: (u16, u16),
    /// Which screen stands.
    pub screen: Screen,
    /// What lies over it, the topmost last.
    pub overlays: Vec<Overlay>,
    /// The keymap and half-typed sequences.
    pub keyboard: Keyboard,
    /// What was read of the workspace.
    pub read_model: ReadModel,
    /// The Review screen.
    pub review: Review,
    /// The other screens.
    pub lists: Lists,
    /// Reads and writes that are under way.
    pub requests: Requests,
    /// The suites that stubs can be written for.
    pub suites: Suites,
    /// Whether to present: more room, stronger contrast, no reviewer names.
    pub present: bool,
    /// Reviewer, pace, drafts.
    pub session: Session,
    /// What the footer says until the next key.
    pub notice: Option<Notice>,
}

/// A sentence in the footer, with the actions whose keys it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Safe text.
    pub text: String,
    /// What can be done about it.
    pub actions: Vec<Action>,
    /// Whether something went wrong.
    pub wrong: bool,
}

impl Model {
    /// The model before the first message, and its first effects.
    pub(super) fn start(start: Start) -> (Self, Vec<Effect>) {
        let (keymap, wrong) = match start.preset.as_deref().map(Keymap::preset) {
            None => (Keymap::default(), None),
            Some(Ok(keymap)) => (keymap, None),
            Some(Err(problem)) => (Keymap::default(), Some(problem.to_string())),
        };
        let mut model = Self {
            size: start.size,
            screen: start.screen.unwrap_or_default(),
            overlays: Vec::new(),
            keyboard: Keyboard::new(keymap),
            read_model: ReadModel::new(start.workspace),
            review: Review::new(start.filter, start.sampling),
            lists: Lists::default(),
            requests: Requests::default(),
            suites: start.suites,
            present: start.present,
            session: Session::new(start.reviewer),
            notice: None,
        };
        if let Some(text) = wrong {
            model.complain(&text);
        }
        let mut out = Vec::new();
        model.requests.ask(Read::codebook(), &mut out);
        model.requests.ask(Read::figures(), &mut out);
        match start.queue {
            Some(queue) => {
                model.take_queue(queue, start.position);
                model.resume_round(&start.answered);
            }
            None => model.draw_queue(start.position, &mut out),
        }
        for (row, purpose, text, is_aside) in start.drafts {
            model.session.keep_draft(row, &purpose, text.raw());
            if is_aside {
                model.session.set_aside(row, &purpose);
            } else if row != NOWHERE && start.position.is_none_or(|position| position == row) {
                model.review.resume_draft = Some((row, purpose));
            }
        }
        if model.screen != Screen::Review {
            model.enter(model.screen, &mut out);
        }
        model.settle(&mut out);
        (model, out)
    }

    /// The stack of layers, the topmost first.
    #[must_use]
    pub fn layers(&self) -> Vec<Layer> {
        if let Some(prefix) = self.keyboard.pending {
            return vec![prefix, Layer::Always];
        }
        match self.overlays.last() {
            Some(Overlay::Text(entry)) if entry.writing.check_target().is_some() => {
                vec![Layer::CheckEditor, Layer::Text, Layer::Always]
            }
            Some(Overlay::Text(_)) => vec![Layer::Text, Layer::Always],
            Some(Overlay::Picker(_)) => vec![Layer::Picker, Layer::Always],
            Some(Overlay::Help(_) | Overlay::Corrections(_)) => vec![Layer::Reader, Layer::Always],
            Some(Overlay::Preview(_)) => vec![Layer::StubPreview, Layer::Reader, Layer::Always],
            Some(Overlay::Suggest(_)) => vec![Layer::Suggest, Layer::Reader, Layer::Always],
            Some(Overlay::EditKind(_)) => vec![Layer::Revision, Layer::Always],
            Some(Overlay::Round(_)) => vec![Layer::RegradeOffer, Layer::Always],
            None => self.screen_layers(),
        }
    }

    /// The layers of the screen alone, without overlays.
    #[must_use]
    pub fn screen_layers(&self) -> Vec<Layer> {
        let mut layers = Vec::new();
        if self.screen == Screen::Review {
            let page = self.review.page.as_ref();
            if page.is_some_and(|page| page.selection.is_some()) {
                layers.push(Layer::Select);
            }
            if page.is_some_and(|page| page.search.is_some()) {
                layers.push(Layer::Search);
            }
        }
        if self.screen == Screen::Review && self.asked().is_some() {
            layers.push(Layer::Regrade);
        }
        layers.push(self.screen.layer());
        if self.screen.is_list() {
            layers.push(Layer::List);
        }
        layers.extend([Layer::Global, Layer::Always]);
        layers
    }

    /// The text box on top, if one is open.
    #[must_use]
    pub fn text_entry(&self) -> Option<&TextEntry> {
        match self.overlays.last() {
            Some(Overlay::Text(entry)) => Some(entry),
            _ => None,
        }
    }

    /// Says something in the footer.
    pub(super) fn say(&mut self, text: impl Into<String>, actions: &[Action]) {
        self.notice = Some(Notice { text: text.into(), actions: actions.to_vec(), wrong: false });
    }

    /// Says in the footer what went wrong. The text may quote a log.
    pub(super) fn complain(&mut self, text: &str) {
        let safe = crate::text::visible_line(&text.into()).to_string();
        self.notice = Some(Notice { text: safe, actions: Vec::new(), wrong: true });
    }

    /// Opens a text box over what stands, with its half-written text if there is one.
    pub(super) fn write_text(&mut self, writing: Writing, text: &str) {
        let row = writing.row();
        let draft = row.and_then(|row| self.session.draft(row, &writing.purpose()));
        let entry = match draft {
            Some(draft) => TextEntry::with_draft(writing, text, &draft),
            None => TextEntry::new(writing, text),
        };
        self.overlays.push(Overlay::Text(Box::new(entry)));
    }
}
