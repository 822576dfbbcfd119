//! The layers that keys belong to. Screens and overlays put them in a stack; the top one gets a key first.
//!
//! Only chords of the same layer may clash. A prefix layer stands open for one key after the key that opens it.

/// A set of bindings that hold together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layer {
    /// Typing into a text box: what is not bound here is text.
    Text,
    /// What a text box has more where a check is written.
    CheckEditor,
    /// After `ctrl-g`: the records that a check finds.
    CheckRecords,
    /// A picker or the palette: what is not bound here is text.
    Picker,
    /// Reading an overlay: help, a stub's preview.
    Reader,
    /// What a stub's preview adds to reading.
    StubPreview,
    /// Choosing a check from what is suggested.
    Suggest,
    /// Whether an edit of a criterion changed its meaning or its wording.
    Revision,
    /// What a re-grading round costs, before it begins.
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
