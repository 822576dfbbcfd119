//! The one table of every action: layer, keys, words. Keymap, footer, help, palette, `gemba keys` and the README's
//! key table are made from it; no key is named anywhere else.

use std::sync::LazyLock;

use super::action::Action;
use super::check_editor::CheckEditorAction;
use super::filter_box::FilterBoxAction;
use super::global::{GlobalAction, GotoAction, ListAction, screens};
use super::grading::GradingAction;
use super::judging::JudgingAction;
use super::notes::NotesAction;
use super::reading::{ReaderAction, StubPreviewAction, SuggestAction};
use super::regrade::{RegradeAction, RegradeOfferAction};
use super::review::{CopyAction, ReviewAction, SearchAction};
use super::revision::RevisionAction;
use super::row::{Does, Row};
use super::select::{SpanAction, SpanMotion};
use super::text::{PickerAction, TextAction};
use crate::command::layer::Layer;
use crate::command::screen::{Screen, for_each_screen};

/// One action with everything that is said about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The action.
    pub action: Action,
    /// The word that `gemba keys --json` names it by.
    pub id: &'static str,
    /// The layer its keys belong to.
    pub layer: Layer,
    /// Its keys, blanks between: chords as they print, `a-z` any letter, `1-9` any digit.
    pub keys: &'static str,
    /// The words of the footer.
    pub hint: &'static str,
    /// The title in palette and help.
    pub title: &'static str,
    /// What it does, as a sentence.
    pub sentence: &'static str,
    /// Its place in the footer, lowest first; 0 keeps it out.
    pub rank: u8,
    /// Whether it changes judgements or the codebook: dropped in a burst of keys and on tiny screens.
    pub judges: bool,
}

impl Entry {
    /// Returns the prefix layer that the entry opens.
    pub const fn opens(&self) -> Option<Layer> {
        if let Action::Open(layer) = self.action { Some(layer) } else { None }
    }
}

/// A layer with its heading in the help and its entries.
#[derive(Debug)]
pub struct LayerKeys {
    /// The layer.
    pub layer: Layer,
    /// The heading.
    pub title: &'static str,
    /// The entries, in the order of the help.
    pub entries: Vec<Entry>,
}

impl LayerKeys {
    fn new<A: Copy + Into<Action>>(layer: Layer, title: &'static str, rows: &[Row<A>]) -> Self {
        Self { layer, title, entries: Vec::new() }.and(rows)
    }

    fn of_screen<A: Copy + Into<Action>>(screen: Screen, rows: &[Row<A>]) -> Self {
        Self::new(screen.layer(), screen.title(), rows)
    }

    /// Adds rows behind those that are there.
    fn and<A: Copy + Into<Action>>(mut self, rows: &[Row<A>]) -> Self {
        self.entries.extend(rows.iter().map(|row| {
            let action = match row.does {
                Does::Act(action) => action.into(),
                Does::Open(layer) => Action::Open(layer),
            };
            let Row { does: _, id, keys, hint, title, sentence, rank, judges } = *row;
            Entry { action, id, layer: self.layer, keys, hint, title, sentence, rank, judges }
        }));
        self
    }
}

/// Defines `of_screens`, which returns the layers of each screen beside Review.
macro_rules! screen_layers {
    ($($(#[$doc:meta])* $screen:ident(
        $module:ident, $action:ident, $title:literal, $goes:expr, [$($prefix:ident $heading:literal $group:ident)*]
    );)+) => {
        fn of_screens() -> Vec<LayerKeys> {
            vec![$(
                LayerKeys::of_screen(Screen::$screen, super::$action::KEYS),
                $(LayerKeys::new(Layer::$prefix, $heading, super::$action::$group),)*
            )+]
        }
    };
}

for_each_screen!(screen_layers);

/// Every layer in the order of the help.
pub static LAYERS: LazyLock<Vec<LayerKeys>> = LazyLock::new(|| {
    let mut layers = vec![
        LayerKeys::of_screen(Screen::Review, JudgingAction::VERDICTS)
            .and(GradingAction::REVIEW)
            .and(NotesAction::REVIEW)
            .and(ReviewAction::MOVING)
            .and(JudgingAction::AGAIN)
            .and(ReviewAction::SHOWING),
        LayerKeys::new(Layer::Tag, "Tag with a hotkey", JudgingAction::TAG),
        LayerKeys::new(Layer::FailWith, "Fail with a hotkey", JudgingAction::FAIL_WITH),
        LayerKeys::new(Layer::NotMet, "Criterion not met", GradingAction::NOT_MET),
        LayerKeys::new(Layer::NotApplicable, "Criterion not applicable", GradingAction::NOT_APPLICABLE),
        LayerKeys::new(Layer::Met, "Criterion met", GradingAction::MET),
        LayerKeys::new(Layer::Promote, "Note becomes", NotesAction::PROMOTE),
        LayerKeys::new(Layer::Criterion, "Criterion", GradingAction::CRITERION),
        LayerKeys::new(Layer::CriterionEdit, "Edit which criterion", GradingAction::CRITERION_EDIT),
        LayerKeys::new(Layer::Revision, "What an edit changed", RevisionAction::KEYS),
        LayerKeys::new(Layer::RegradeOffer, "Before a re-grading round", RegradeOfferAction::KEYS),
        LayerKeys::new(Layer::Regrade, "Re-grading", RegradeAction::KEYS),
        LayerKeys::new(Layer::Copy, "Copy", CopyAction::KEYS),
        LayerKeys::new(Layer::Select, "Selecting a span", SpanMotion::SIDES)
            .and(SpanAction::LINES)
            .and(SpanMotion::TEXT)
            .and(SpanAction::KEYS),
        LayerKeys::new(Layer::Search, "While the search shows", SearchAction::KEYS),
    ];
    layers.extend(of_screens());
    layers.extend([
        LayerKeys::new(Layer::List, "In every list", ListAction::KEYS),
        LayerKeys::new(Layer::Global, "Everywhere", GlobalAction::KEYS),
        LayerKeys::new(Layer::Goto, "Go to", &screens()).and(GotoAction::KEYS),
        LayerKeys::new(Layer::Picker, "In a picker", PickerAction::KEYS),
        LayerKeys::new(Layer::Text, "In a text box", TextAction::KEYS),
        LayerKeys::new(Layer::FilterBox, "While a filter is typed", FilterBoxAction::KEYS),
        LayerKeys::new(Layer::CheckEditor, "While a check is typed", CheckEditorAction::KEYS),
        LayerKeys::new(Layer::CheckRecords, "Records of the check", CheckEditorAction::RECORDS),
        LayerKeys::new(Layer::Reader, "Reading", ReaderAction::KEYS),
        LayerKeys::new(Layer::StubPreview, "Stub preview", StubPreviewAction::KEYS),
        LayerKeys::new(Layer::Suggest, "Suggested checks", SuggestAction::KEYS),
        LayerKeys::new(Layer::Always, "Always", GlobalAction::ALWAYS),
    ]);
    layers
});

/// Every action, layer by layer.
pub static REGISTRY: LazyLock<Vec<Entry>> =
    LazyLock::new(|| LAYERS.iter().flat_map(|layer| layer.entries.iter().copied()).collect());

/// Returns the heading of a layer.
pub fn title_of(layer: Layer) -> &'static str {
    LAYERS.iter().find(|keys| keys.layer == layer).map_or("", |keys| keys.title)
}

/// Returns the entry of an action.
pub fn entry_of(action: Action) -> Option<&'static Entry> {
    REGISTRY.iter().find(|entry| entry.action == action)
}

/// Returns the layer of the screen or overlay from which a prefix layer is reached; any other layer itself.
pub fn root_of(layer: Layer) -> Layer {
    opener(layer).map_or(layer, |entry| root_of(entry.layer))
}

/// Returns the entry whose key opens this prefix layer from a screen.
pub fn opener(layer: Layer) -> Option<&'static Entry> {
    entry_of(Action::Open(layer))
}
