//! The one table of every action: layer, keys, words. Keymap, footer, help, palette, `gemba keys` and the README's
//! key table are made from it; no key is named anywhere else.

use std::sync::LazyLock;

use super::action::Action;
use super::check_editor::CheckEditorAction;
use super::disputes::DisputeAction;
use super::filter_box::FilterBoxAction;
use super::global::{GlobalAction, GotoAction, ListAction, screens};
use super::reading::{HelpAction, ReaderAction, StubPreviewAction, SuggestAction};
use super::regrade_offer::RegradeOfferAction;
use super::revision::RevisionAction;
use super::row::{Does, Row};
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
    const fn new(layer: Layer, title: &'static str) -> Self {
        Self { layer, title, entries: Vec::new() }
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

/// Defines `of_screens`, which returns the layers of each screen.
macro_rules! screen_layers {
    ($($(#[$doc:meta])* $screen:ident(
        $module:ident, $action:ident, $title:literal, $goes:expr,
        [$($own:ident::$keys:ident)+], [$($prefix:ident $heading:literal [$($of:ident::$group:ident)+])*]
    );)+) => {
        fn of_screens() -> Vec<LayerKeys> {
            vec![$(
                LayerKeys::new(Screen::$screen.layer(), Screen::$screen.title())$(.and(super::action::$own::$keys))+,
                $(LayerKeys::new(Layer::$prefix, $heading)$(.and(super::action::$of::$group))+,)*
            )+]
        }
    };
}

for_each_screen!(screen_layers);

/// Every layer in the order of the help.
pub static LAYERS: LazyLock<Vec<LayerKeys>> = LazyLock::new(|| {
    let mut layers = of_screens();
    layers.extend([
        LayerKeys::new(Layer::Revision, "What an edit changed").and(RevisionAction::KEYS),
        LayerKeys::new(Layer::Dispute, "What reviewers answered differently").and(DisputeAction::KEYS),
        LayerKeys::new(Layer::RegradeOffer, "Before a re-grading round").and(RegradeOfferAction::KEYS),
        LayerKeys::new(Layer::List, "In every list").and(ListAction::KEYS),
        LayerKeys::new(Layer::Global, "Everywhere").and(GlobalAction::KEYS),
        LayerKeys::new(Layer::Goto, "Go to").and(&screens()).and(GotoAction::KEYS),
        LayerKeys::new(Layer::Picker, "In a picker").and(PickerAction::KEYS),
        LayerKeys::new(Layer::Text, "In a text box").and(TextAction::KEYS),
        LayerKeys::new(Layer::FilterBox, "While a filter is typed").and(FilterBoxAction::KEYS),
        LayerKeys::new(Layer::CheckEditor, "While a check is typed").and(CheckEditorAction::KEYS),
        LayerKeys::new(Layer::CheckRecords, "Records of the check").and(CheckEditorAction::RECORDS),
        LayerKeys::new(Layer::Help, "In the help").and(HelpAction::KEYS),
        LayerKeys::new(Layer::Reader, "Reading").and(ReaderAction::KEYS),
        LayerKeys::new(Layer::StubPreview, "Stub preview").and(StubPreviewAction::KEYS),
        LayerKeys::new(Layer::Suggest, "Suggested checks").and(SuggestAction::KEYS),
        LayerKeys::new(Layer::Always, "Always").and(GlobalAction::ALWAYS),
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
