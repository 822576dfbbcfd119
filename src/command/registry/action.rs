//! Everything a key or the palette can ask for: one variant for each part of the program that acts.

use super::check_editor::CheckEditorAction;
use super::disputes::DisputeAction;
use super::filter_box::FilterBoxAction;
use super::global::{GlobalAction, GotoAction, ListAction};
use super::reading::{HelpAction, ReaderAction, StubPreviewAction, SuggestAction};
use super::regrade_offer::RegradeOfferAction;
use super::revision::RevisionAction;
use super::text::{PickerAction, TextAction};
use crate::app::screens::review::keys::for_each_group;
pub use crate::app::screens::review::keys::{
    BrowseAction, CopyAction, GradingAction, JudgingAction, NotesAction, PairAction, RegradeAction, SearchAction,
    SpanAction, SpanMotion, ViewAction,
};
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
            /// Runs an own command of the settings, by its number.
            Own(u16),
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
    /// The offer of a re-grading round.
    RegradeOffer(RegradeOfferAction),
    /// Whether an edit of a criterion changed its meaning.
    Revision(RevisionAction),
    /// What reviewers answered differently.
    Dispute(DisputeAction),
    /// The editor of a check.
    CheckEditor(CheckEditorAction),
    /// The box of the queue's filter.
    FilterBox(FilterBoxAction),
    /// A screen.
    Screen(ScreenAction),
    /// Every list.
    List(ListAction),
    /// Pickers.
    Picker(PickerAction),
    /// Text boxes.
    Text(TextAction),
    /// The help.
    Help(HelpAction),
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
    ($($(#[$doc:meta])* $screen:ident($module:ident, $action:ident, $title:literal, $goes:expr, $keys:tt, $prefixes:tt);)+) => {
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

/// Lets the actions of each of Review's groups convert into `Action` and compare with it.
macro_rules! review_groups {
    ($($(#[$doc:meta])* $variant:ident($nested:ident);)+) => {
        $(impl From<$nested> for Action {
            fn from(action: $nested) -> Self {
                ReviewAction::$variant(action).into()
            }
        }

        impl PartialEq<$nested> for Action {
            fn eq(&self, other: &$nested) -> bool {
                *self == Self::from(*other)
            }
        })+
    };
}

for_each_group!(review_groups);
