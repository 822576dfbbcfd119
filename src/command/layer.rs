//! The layers that keys belong to. Screens and overlays stack them; the topmost that knows a key decides what it means.
//!
//! A key may mean different things in different layers, but only one in each. A prefix layer is open for one key.

use super::screen::Screen;

/// A set of bindings that are in force together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layer {
    /// Typing into a text box: a key that is not bound here is text.
    Text,
    /// Typing a check: what its text box has beside `Text`.
    CheckEditor,
    /// Typing the queue's filter: what its text box has beside `Text`.
    FilterBox,
    /// After `ctrl-g`: the records that a check finds.
    CheckRecords,
    /// A picker or the palette: a key that is not bound here is text.
    Picker,
    /// The help: a key that is not bound here narrows it.
    Help,
    /// Reading an overlay: corrections, a stub's preview.
    Reader,
    /// The preview of a stub: what it has beside `Reader`.
    StubPreview,
    /// Choosing one of the suggested checks.
    Suggest,
    /// Whether an edit of a criterion changed its meaning or its wording.
    Revision,
    /// What reviewers answered differently, to be settled.
    Dispute,
    /// The offer of a re-grading round, with its cost.
    RegradeOffer,
    /// After `t`: a hotkey toggles a tag.
    Tag,
    /// After `F`: a hotkey fails with a mode.
    FailWith,
    /// After `x`: the criterion that is not met.
    NotMet,
    /// After `-`: the criterion that does not apply.
    NotApplicable,
    /// After `m`: the criterion that is met, beyond nine.
    Met,
    /// After `>`: what the note becomes.
    Promote,
    /// After `c`: new criterion or edit.
    Criterion,
    /// After `c e`: which criterion.
    CriterionEdit,
    /// After `y`: what to copy.
    Copy,
    /// After `R`: what the record is read in.
    View,
    /// After `g`: where to go.
    Goto,
    /// On the Modes screen after `h`: the new hotkey.
    Hotkey,
    /// Choosing a span.
    Select,
    /// The search strip.
    Search,
    /// The question of a re-grading round, above the Review screen.
    Regrade,
    /// A record that two reviewers at one terminal vote on blind; in the place of the Review screen.
    Hands,
    /// A record of a blind set that was not revealed.
    Blind,
    /// A record of a blind set that was revealed.
    Revealed,
    /// A screen.
    Screen(Screen),
    /// Every list: moving and filtering.
    List,
    /// Every screen.
    Global,
    /// Everywhere, under text boxes too.
    Always,
}

impl Layer {
    /// Returns whether its keys may be shown to others: not where text is typed or a vote given.
    pub const fn may_be_shown(self) -> bool {
        match self {
            Self::Text | Self::CheckEditor | Self::FilterBox | Self::Picker | Self::Help | Self::Hands => false,
            Self::CheckRecords
            | Self::Reader
            | Self::StubPreview
            | Self::Suggest
            | Self::Revision
            | Self::Dispute
            | Self::RegradeOffer
            | Self::Tag
            | Self::FailWith
            | Self::NotMet
            | Self::NotApplicable
            | Self::Met
            | Self::Promote
            | Self::Criterion
            | Self::CriterionEdit
            | Self::Copy
            | Self::View
            | Self::Goto
            | Self::Hotkey
            | Self::Select
            | Self::Search
            | Self::Regrade
            | Self::Blind
            | Self::Revealed
            | Self::Screen(_)
            | Self::List
            | Self::Global
            | Self::Always => true,
        }
    }
}

impl Screen {
    /// Returns the layer of its keys.
    pub const fn layer(self) -> Layer {
        Layer::Screen(self)
    }
}
