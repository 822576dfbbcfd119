//! The layers that keys belong to. Screens and overlays put them in a stack; the top one gets a key first.
//!
//! Only chords of the same layer may clash. A prefix layer stands open for one key after the key that opens it.

/// A set of bindings that hold together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layer {
    /// Typing into a text box: what is not bound here is text.
    Text,
    /// What a text box has more where a check is written.
    CheckBox,
    /// After `ctrl-g`: the records that a check finds.
    CheckFound,
    /// A picker or the palette: what is not bound here is text.
    Picker,
    /// Reading an overlay: help, a stub's preview.
    Reader,
    /// What a stub's preview adds to reading.
    Preview,
    /// Choosing a check from what is suggested.
    Suggest,
    /// Whether an edit of a criterion changed its meaning or its wording.
    EditKind,
    /// What a re-grading round costs, before it begins.
    Round,
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
    /// The Review screen.
    Review,
    /// The Modes screen.
    Modes,
    /// The Criteria screen.
    Criteria,
    /// The Checks screen.
    Checks,
    /// The Insights screen.
    Insights,
    /// The Compare screen.
    Compare,
    /// The Welcome screen.
    Welcome,
    /// What every list has: moving and filtering.
    List,
    /// Every screen.
    Global,
    /// Everywhere, under text boxes too.
    Always,
}

impl Layer {
    /// Every layer, in the order of the help.
    pub const ALL: [Self; 33] = [
        Self::Review,
        Self::Tag,
        Self::FailWith,
        Self::NotMet,
        Self::NotApplicable,
        Self::Met,
        Self::Promote,
        Self::Criterion,
        Self::CriterionEdit,
        Self::EditKind,
        Self::Round,
        Self::Regrade,
        Self::Copy,
        Self::Select,
        Self::Search,
        Self::Modes,
        Self::Hotkey,
        Self::Criteria,
        Self::Checks,
        Self::Insights,
        Self::Compare,
        Self::Welcome,
        Self::List,
        Self::Global,
        Self::Goto,
        Self::Picker,
        Self::Text,
        Self::CheckBox,
        Self::CheckFound,
        Self::Reader,
        Self::Preview,
        Self::Suggest,
        Self::Always,
    ];

    /// Its heading in the help.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Text => "In a text box",
            Self::CheckBox => "While a check is typed",
            Self::CheckFound => "Records of the check",
            Self::Picker => "In a picker",
            Self::Reader => "Reading",
            Self::Preview => "Stub preview",
            Self::Suggest => "Suggested checks",
            Self::EditKind => "What an edit changed",
            Self::Round => "Before a re-grading round",
            Self::Regrade => "Re-grading",
            Self::Tag => "Tag with a hotkey",
            Self::FailWith => "Fail with a hotkey",
            Self::NotMet => "Criterion not met",
            Self::NotApplicable => "Criterion not applicable",
            Self::Met => "Criterion met",
            Self::Promote => "Note becomes",
            Self::Criterion => "Criterion",
            Self::CriterionEdit => "Edit which criterion",
            Self::Copy => "Copy",
            Self::Goto => "Go to",
            Self::Hotkey => "New hotkey",
            Self::Select => "Selecting a span",
            Self::Search => "While the search shows",
            Self::Review => "Review",
            Self::Modes => "Modes",
            Self::Criteria => "Criteria",
            Self::Checks => "Checks",
            Self::Insights => "Insights",
            Self::Compare => "Compare",
            Self::Welcome => "Welcome",
            Self::List => "In every list",
            Self::Global => "Everywhere",
            Self::Always => "Always",
        }
    }
}

/// A screen; each has a layer of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Screen {
    /// The queue, a record, its judgements.
    #[default]
    Review,
    /// The failure modes.
    Modes,
    /// The criteria and their versions.
    Criteria,
    /// The checks and what they catch.
    Checks,
    /// Counts and rates.
    Insights,
    /// Records with the same input side by side.
    Compare,
    /// An empty workspace.
    Welcome,
}

impl Screen {
    /// Its own layer.
    #[must_use]
    pub const fn layer(self) -> Layer {
        match self {
            Self::Review => Layer::Review,
            Self::Modes => Layer::Modes,
            Self::Criteria => Layer::Criteria,
            Self::Checks => Layer::Checks,
            Self::Insights => Layer::Insights,
            Self::Compare => Layer::Compare,
            Self::Welcome => Layer::Welcome,
        }
    }

    /// Whether its body is a list that `List` moves in.
    #[must_use]
    pub const fn is_list(self) -> bool {
        matches!(self, Self::Modes | Self::Criteria | Self::Checks | Self::Insights | Self::Compare)
    }
}
