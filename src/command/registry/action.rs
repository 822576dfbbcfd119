//! Everything a key or the palette can ask for: one variant for each part of the program that acts.

use super::check_editor::CheckEditorAction;
use super::filter_box::FilterBoxAction;
use super::global::{GlobalAction, GotoAction, ListAction};
use super::grading::GradingAction;
use super::judging::JudgingAction;
use super::notes::NotesAction;
use super::reading::{ReaderAction, StubPreviewAction, SuggestAction};
use super::regrade::{RegradeAction, RegradeOfferAction};
use super::review::{CopyAction, ReviewAction, SearchAction};
use super::revision::RevisionAction;
use super::select::{SpanAction, SpanMotion};
use super::text::{PickerAction, TextAction};
use crate::command::layer::Layer;
use crate::command::screen::{Screen, for_each_screen};

/// Defines `Action` with a variant for each nested enum, which converts into it and compares with it.
macro_rules! parts {
    ($($(#[$doc:meta])* $variant:ident($nested:ident),)+) => {
        /// One thing to do. What a key adds (a letter, a digit) travels beside it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            /// Opens a prefix layer, which takes the next key.
            Open(Layer),
            $($(#[$doc])* $variant($nested),)+
        }

        $(impl From<$nested> for Action {
            fn from(action: $nested) -> Self {
                Self::$variant(action)
            }
        }

        impl PartialEq<$nested> for Action {
            fn eq(&self, other: &$nested) -> bool {
                *self == Self::from(*other)
            }
        })+
    };
}

parts! {
    /// Judging the record that is shown.
    Judging(JudgingAction),
    /// Grading it by criteria.
    Grading(GradingAction),
    /// Notes on it, and its corrected output.
    Notes(NotesAction),
    /// Moving about in Review.
    Review(ReviewAction),
    /// Copying a part of the record.
    Copy(CopyAction),
    /// Going through the places that a search found.
    Search(SearchAction),
    /// Selecting a span.
    Span(SpanAction),
    /// Moving the end of that span within the text.
    SpanMotion(SpanMotion),
    /// The question of a re-grading round.
    Regrade(RegradeAction),
    /// The offer of a re-grading round.
    RegradeOffer(RegradeOfferAction),
    /// Whether an edit of a criterion changed its meaning.
    Revision(RevisionAction),
    /// The editor of a check.
    CheckEditor(CheckEditorAction),
    /// The box of the queue's filter.
    FilterBox(FilterBoxAction),
    /// A screen beside Review.
    Screen(ScreenAction),
    /// Every list.
    List(ListAction),
    /// Pickers.
    Picker(PickerAction),
    /// Text boxes.
    Text(TextAction),
    /// Overlays that are read.
    Reader(ReaderAction),
    /// The preview of a stub.
    StubPreview(StubPreviewAction),
    /// Suggested checks.
    Suggest(SuggestAction),
    /// Going to a screen.
    Go(Screen),
    /// Going to an end or a record.
    Goto(GotoAction),
    /// Every screen.
    Global(GlobalAction),
}

/// Defines `ScreenAction` with a variant for the actions of each row, which convert into `Action` and compare with it.
macro_rules! screen_actions {
    ($($(#[$doc:meta])* $screen:ident($module:ident, $action:ident, $title:literal, $goes:expr, $prefixes:tt);)+) => {
        $(pub use crate::app::screens::$module::keys::$action;)+

        /// One thing to do on a screen.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ScreenAction {
            $($(#[$doc])* $screen($action),)+
        }

        $(impl From<$action> for Action {
            fn from(action: $action) -> Self {
                Self::Screen(ScreenAction::$screen(action))
            }
        }

        impl PartialEq<$action> for Action {
            fn eq(&self, other: &$action) -> bool {
                *self == Self::from(*other)
            }
        })+
    };
}

for_each_screen!(screen_actions);
