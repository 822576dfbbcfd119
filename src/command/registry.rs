//! The one table of every action: layer, keys, words. Keymap, footer, help, palette, `gemba keys` and the README's
//! key table are made from it; no key is named anywhere else.

use super::{Action, Layer};

/// One action with everything that is said about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The action.
    pub action: Action,
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
    /// The prefix layer that it opens.
    pub opens: Option<Layer>,
    /// Whether it changes judgements or the codebook: dropped in a burst of keys and on tiny screens.
    pub judges: bool,
}

const fn entry(
    layer: Layer,
    action: Action,
    keys: &'static str,
    hint: &'static str,
    title: &'static str,
    sentence: &'static str,
) -> Entry {
    Entry { action, layer, keys, hint, title, sentence, rank: 0, opens: None, judges: false }
}

impl Entry {
    const fn rank(mut self, rank: u8) -> Self {
        self.rank = rank;
        self
    }

    const fn opens(mut self, layer: Layer) -> Self {
        self.opens = Some(layer);
        self
    }

    const fn judges(mut self) -> Self {
        self.judges = true;
        self
    }
}

/// Every action, layer by layer.
pub const REGISTRY: &[Entry] = &[
    entry(Layer::Regrade, Action::AskMet, "p", "met", "Met", "The asked criterion is met; moves on.").rank(1).judges(),
    entry(Layer::Regrade, Action::AskNotMet, "f", "not met", "Not met", "The asked criterion is not met; moves on.")
        .rank(2)
        .judges(),
    entry(Layer::Regrade, Action::AskNa, "-", "n/a", "Not applicable", "The asked criterion does not apply; moves on.")
        .rank(3)
        .judges(),
    entry(Layer::Regrade, Action::AskLater, "d", "later", "Later", "Leaves the question open; moves on.").rank(4),
    entry(Layer::Round, Action::RoundBegin, "Enter", "begin", "Begin", "Asks the first question of the round.").rank(1),
    entry(Layer::Review, Action::Pass, "p", "pass", "Pass", "The output is good; moves on.").rank(10).judges(),
    entry(Layer::Review, Action::Fail, "f", "fail", "Fail", "The output is bad; moves on.").rank(11).judges(),
    entry(Layer::Review, Action::Defer, "d", "defer", "Defer", "Decides later; moves on.").rank(12).judges(),
    entry(
        Layer::Review,
        Action::FailWith,
        "F",
        "fail with",
        "Fail with a mode",
        "Fails with the mode whose hotkey follows; moves on.",
    )
    .rank(24)
    .opens(Layer::FailWith)
    .judges(),
    entry(Layer::Review, Action::Tag, "t", "tag", "Tag", "Toggles the tag whose hotkey follows; stays.")
        .rank(13)
        .opens(Layer::Tag)
        .judges(),
    entry(
        Layer::Review,
        Action::PickTag,
        "T",
        "find tag",
        "Find or create a tag",
        "Opens the picker of failure modes.",
    )
    .rank(25)
    .judges(),
    entry(Layer::Review, Action::Met, "1-9", "met", "Criterion met", "The criterion with this number is met.")
        .rank(19)
        .judges(),
    entry(
        Layer::Review,
        Action::PickMet,
        "m",
        "met …",
        "Criterion met, by name",
        "Opens `m /` for criteria beyond nine.",
    )
    .opens(Layer::Met)
    .judges(),
    entry(
        Layer::Review,
        Action::NotMet,
        "x",
        "not met",
        "Criterion not met",
        "The criterion whose number follows is not met.",
    )
    .rank(27)
    .opens(Layer::NotMet)
    .judges(),
    entry(
        Layer::Review,
        Action::NotApplicable,
        "-",
        "n/a",
        "Criterion not applicable",
        "The criterion whose number follows does not apply.",
    )
    .rank(28)
    .opens(Layer::NotApplicable)
    .judges(),
    entry(Layer::Review, Action::Note, "n", "note", "Note", "Writes a note on the record, in place.").rank(14).judges(),
    entry(
        Layer::Review,
        Action::NoteInEditor,
        "N",
        "note in editor",
        "Note in your editor",
        "Writes the note in $EDITOR.",
    )
    .judges(),
    entry(
        Layer::Review,
        Action::Correct,
        "e",
        "correct",
        "Correct the output",
        "Writes the output as it should have been, beginning with what was logged; an empty text takes yours back.",
    )
    .rank(34)
    .judges(),
    entry(
        Layer::Review,
        Action::CorrectInEditor,
        "E",
        "correct in editor",
        "Correct the output in your editor",
        "Writes the corrected output in $EDITOR.",
    )
    .judges(),
    entry(
        Layer::Review,
        Action::Corrections,
        "D",
        "corrections",
        "Corrected outputs",
        "Shows what the corrected outputs change, word by word, the newest first.",
    ),
    entry(
        Layer::Review,
        Action::Promote,
        ">",
        "promote",
        "Note becomes …",
        "Makes a failure mode or a criterion of the note.",
    )
    .rank(28)
    .opens(Layer::Promote)
    .judges(),
    entry(
        Layer::Review,
        Action::Criterion,
        "c",
        "criterion",
        "Criterion …",
        "Writes a new criterion from here, or edits one.",
    )
    .rank(29)
    .opens(Layer::Criterion)
    .judges(),
    entry(Layer::Review, Action::SelectWords, "v", "span", "Select words", "Selects evidence, word by word.").rank(18),
    entry(Layer::Review, Action::SelectLines, "V", "lines", "Select lines", "Selects evidence, line by line."),
    entry(Layer::Review, Action::Search, "s", "search", "Search in the record", "Searches the text of this record.")
        .rank(26),
    entry(Layer::Review, Action::FilterQueue, "/", "filter", "Filter the queue", "Draws the queue anew from a filter.")
        .rank(20),
    entry(Layer::Review, Action::NextRecord, "j Down", "next", "Next record", "Goes to the next record.").rank(16),
    entry(Layer::Review, Action::PreviousRecord, "k Up", "back", "Previous record", "Goes to the previous record."),
    entry(Layer::Review, Action::LineDown, "J", "line", "Line down", "Scrolls the record by a line."),
    entry(Layer::Review, Action::LineUp, "K", "line up", "Line up", "Scrolls the record back by a line."),
    entry(Layer::Review, Action::PageDown, "ctrl-d PgDn", "page", "Page down", "Scrolls the record by a page."),
    entry(Layer::Review, Action::PageUp, "ctrl-u PgUp", "page up", "Page up", "Scrolls the record back by a page."),
    entry(Layer::Review, Action::NextTurn, "] ctrl-n", "turn", "Next turn", "Scrolls to the next turn."),
    entry(
        Layer::Review,
        Action::PreviousTurn,
        "[ ctrl-p",
        "turn back",
        "Previous turn",
        "Scrolls to the previous turn.",
    ),
    entry(Layer::Review, Action::Mark, "Space", "mark", "Mark", "Marks the record; `p f d t` then act on all marked.")
        .rank(30),
    entry(Layer::Review, Action::MarkAll, "*", "mark all", "Mark all filtered", "Marks every record of the queue.")
        .rank(31),
    entry(
        Layer::Global,
        Action::Undo,
        "u",
        "undo",
        "Undo",
        "Takes back your newest judgement, also of an earlier sitting.",
    )
    .rank(17)
    .judges(),
    entry(Layer::Global, Action::Redo, "U ctrl-r", "redo", "Redo", "Takes an undo back.").rank(85).judges(),
    entry(Layer::Review, Action::Repeat, ".", "repeat", "Repeat", "Repeats the last judgement on this record.")
        .rank(33)
        .judges(),
    entry(
        Layer::Review,
        Action::AcceptSuggestion,
        "a",
        "accept",
        "Accept the first suggestion",
        "Tags with the first mode whose check objects to the output.",
    )
    .judges(),
    entry(
        Layer::Review,
        Action::DismissSuggestion,
        "A",
        "dismiss",
        "Dismiss the first suggestion",
        "Sets the first suggested mode aside for this record.",
    )
    .judges(),
    entry(
        Layer::Review,
        Action::Stub,
        "S",
        "stub",
        "Stub for the last tag",
        "Suggests a check for the last tag's mode, or shows those it has, with proof; Enter writes the stub.",
    )
    .rank(34)
    .judges(),
    entry(Layer::Review, Action::Copy, "y", "copy", "Copy …", "Copies output, input, JSON or note.")
        .rank(35)
        .opens(Layer::Copy),
    entry(Layer::Review, Action::Raw, "r", "raw", "Raw", "Shows the text as it was logged, or rendered.").rank(36),
    entry(Layer::Review, Action::Fold, "z", "fold", "Fold", "Folds instructions and earlier turns, or unfolds them.")
        .rank(37),
    entry(
        Layer::Review,
        Action::Pane,
        "Tab",
        "pane",
        "Pane",
        "Goes to the next pane; on narrow screens shows the queue.",
    )
    .rank(21),
    entry(
        Layer::Review,
        Action::Jump,
        "Enter",
        "objection",
        "Jump to the objection",
        "Scrolls to what a check objects to.",
    )
    .rank(38),
    entry(
        Layer::Tag,
        Action::TagHotkey,
        "a-z",
        "tag",
        "Toggle this tag",
        "Tags with the mode of this hotkey, or takes the tag back.",
    )
    .rank(1)
    .judges(),
    entry(Layer::Tag, Action::TagPicker, "/", "find or create", "Find or create", "Opens the picker of failure modes.")
        .rank(2)
        .judges(),
    entry(
        Layer::FailWith,
        Action::FailHotkey,
        "a-z",
        "fail with",
        "Fail with this mode",
        "Fails and tags with the mode of this hotkey; moves on.",
    )
    .rank(1)
    .judges(),
    entry(
        Layer::FailWith,
        Action::FailPicker,
        "/",
        "find or create",
        "Fail with a mode, by name",
        "Opens the picker; the record fails with what you choose.",
    )
    .rank(2)
    .judges(),
    entry(
        Layer::NotMet,
        Action::NotMetDigit,
        "1-9",
        "not met",
        "Not met",
        "The criterion with this number is not met.",
    )
    .rank(1)
    .judges(),
    entry(Layer::NotMet, Action::NotMetPicker, "/", "by name", "Not met, by name", "Opens the picker of criteria.")
        .rank(2)
        .judges(),
    entry(
        Layer::NotApplicable,
        Action::NaDigit,
        "1-9",
        "n/a",
        "Not applicable",
        "The criterion with this number does not apply.",
    )
    .rank(1)
    .judges(),
    entry(
        Layer::NotApplicable,
        Action::NaPicker,
        "/",
        "by name",
        "Not applicable, by name",
        "Opens the picker of criteria.",
    )
    .rank(2)
    .judges(),
    entry(Layer::Met, Action::MetPicker, "/", "by name", "Met, by name", "Opens the picker of criteria.")
        .rank(1)
        .judges(),
    entry(
        Layer::Promote,
        Action::NoteToMode,
        "m",
        "mode",
        "Note becomes a mode",
        "Opens the picker with the note's words; tags the record.",
    )
    .rank(1)
    .judges(),
    entry(
        Layer::Promote,
        Action::NoteToCriterion,
        "c",
        "criterion",
        "Note becomes a criterion",
        "Starts a criterion with the note's words.",
    )
    .rank(2)
    .judges(),
    entry(
        Layer::Criterion,
        Action::NewCriterion,
        "n",
        "new",
        "New criterion",
        "Writes a criterion; this record is remembered with it.",
    )
    .rank(1)
    .judges(),
    entry(
        Layer::Criterion,
        Action::EditCriterion,
        "e",
        "edit",
        "Edit a criterion",
        "Edits the criterion whose number follows.",
    )
    .rank(2)
    .opens(Layer::CriterionEdit)
    .judges(),
    entry(
        Layer::CriterionEdit,
        Action::EditCriterionDigit,
        "1-9",
        "edit",
        "Edit this criterion",
        "Opens the statement of this criterion.",
    )
    .rank(1)
    .judges(),
    entry(
        Layer::CriterionEdit,
        Action::EditCriterionPicker,
        "/",
        "by name",
        "Edit a criterion, by name",
        "Opens the picker of criteria.",
    )
    .rank(2)
    .judges(),
    entry(
        Layer::EditKind,
        Action::EditMeaning,
        "m",
        "meaning: grades become stale",
        "Meaning",
        "The line between good and bad moved; earlier grades become stale.",
    )
    .rank(1)
    .judges(),
    entry(
        Layer::EditKind,
        Action::EditWording,
        "w",
        "wording: grades stay",
        "Wording",
        "The same line, said better; grades stay.",
    )
    .rank(2)
    .judges(),
    entry(Layer::Copy, Action::CopyOutput, "o", "output", "Copy the output", "Copies the answer's text.").rank(1),
    entry(Layer::Copy, Action::CopyInput, "i", "input", "Copy the input", "Copies the input's text.").rank(2),
    entry(Layer::Copy, Action::CopyJson, "j", "JSON", "Copy as JSON", "Copies the whole record as JSON.").rank(3),
    entry(Layer::Copy, Action::CopyNote, "n", "note", "Copy the note", "Copies your note.").rank(4),
    entry(Layer::Select, Action::SpanLeft, "h Left", "left", "Left", "Moves the end by a character."),
    entry(Layer::Select, Action::SpanRight, "l Right", "right", "Right", "Moves the end by a character."),
    entry(Layer::Select, Action::SpanDown, "j Down", "down", "Down", "Moves the end by a line.").rank(10),
    entry(Layer::Select, Action::SpanUp, "k Up", "up", "Up", "Moves the end by a line."),
    entry(Layer::Select, Action::SpanWord, "w", "word", "Next word", "Moves the end to the next word.").rank(7),
    entry(Layer::Select, Action::SpanBack, "b", "word back", "Previous word", "Moves the end to the word before.")
        .rank(8),
    entry(Layer::Select, Action::SpanEnd, "e", "word end", "End of word", "Moves the end to the end of a word.")
        .rank(9),
    entry(
        Layer::Select,
        Action::SentenceBack,
        "(",
        "sentence back",
        "Sentence back",
        "Moves the end to the sentence before.",
    ),
    entry(Layer::Select, Action::SentenceForward, ")", "sentence", "Sentence", "Moves the end by a sentence.").rank(11),
    entry(
        Layer::Select,
        Action::ParagraphBack,
        "{",
        "paragraph back",
        "Paragraph back",
        "Moves the end to the paragraph before.",
    ),
    entry(Layer::Select, Action::ParagraphForward, "}", "paragraph", "Paragraph", "Moves the end by a paragraph.")
        .rank(12),
    entry(
        Layer::Select,
        Action::SpanLineStart,
        "0 Home",
        "line start",
        "Line start",
        "Moves the end to the start of the line.",
    ),
    entry(Layer::Select, Action::SpanLineEnd, "$ End", "line end", "Line end", "Moves the end to the end of the line."),
    entry(Layer::Select, Action::SpanSwap, "o", "other end", "Other end", "Moves the other end from now on.").rank(5),
    entry(Layer::Select, Action::SpanNextTurn, "] ctrl-n", "turn", "Next turn", "Selects in the next turn.").rank(6),
    entry(
        Layer::Select,
        Action::SpanPreviousTurn,
        "[ ctrl-p",
        "turn back",
        "Previous turn",
        "Selects in the turn before.",
    ),
    entry(
        Layer::Select,
        Action::SpanTag,
        "t",
        "tag",
        "Tag the span",
        "Tags with the mode whose hotkey follows, the span as evidence.",
    )
    .rank(1)
    .opens(Layer::Tag)
    .judges(),
    entry(
        Layer::Select,
        Action::SpanFail,
        "F",
        "fail with",
        "Fail on the span",
        "Fails with the mode whose hotkey follows, the span as evidence.",
    )
    .rank(2)
    .opens(Layer::FailWith)
    .judges(),
    entry(Layer::Select, Action::SpanNote, "n", "note", "Note on the span", "Writes a note on the span.")
        .rank(3)
        .judges(),
    entry(Layer::Select, Action::SpanCopy, "y", "copy", "Copy the span", "Copies the selected text.").rank(4),
    entry(Layer::Search, Action::SearchNext, "n", "next", "Next place", "Goes to the next place.").rank(1),
    entry(Layer::Search, Action::SearchPrevious, "N", "previous", "Previous place", "Goes to the place before.")
        .rank(2),
    entry(Layer::Modes, Action::ModeAdd, "a", "add", "Add a mode", "Names a new failure mode.").rank(2).judges(),
    entry(Layer::Modes, Action::ModeRename, "r", "rename", "Rename", "Gives the mode another name; its tags stay.")
        .rank(3)
        .judges(),
    entry(Layer::Modes, Action::ModeDefine, "d", "define", "Define", "Writes what the mode means.").rank(4).judges(),
    entry(Layer::Modes, Action::ModeSeverity, "s", "severity", "Severity", "Goes through severity 1, 2, 3.")
        .rank(5)
        .judges(),
    entry(Layer::Modes, Action::ModeHotkey, "h", "hotkey", "Hotkey", "Gives the mode the letter that follows.")
        .rank(6)
        .opens(Layer::Hotkey)
        .judges(),
    entry(
        Layer::Modes,
        Action::ModeMerge,
        "m",
        "merge",
        "Merge into another",
        "Picks the mode that inherits the tags.",
    )
    .rank(7)
    .judges(),
    entry(
        Layer::Modes,
        Action::ModeSplit,
        "p",
        "split",
        "Split",
        "Writes the parts, one a line; the mode itself is no longer offered.",
    )
    .rank(8)
    .judges(),
    entry(
        Layer::Modes,
        Action::ModeRetire,
        "x",
        "retire",
        "Retire or revive",
        "No longer offers the mode, or offers it again.",
    )
    .rank(8)
    .judges(),
    entry(Layer::Modes, Action::ModeRecords, "Enter", "records", "Its records", "Filters the queue by this mode.")
        .rank(1),
    entry(
        Layer::Modes,
        Action::ModeStub,
        "S",
        "stub",
        "Stub",
        "Shows check and proof, or suggests checks; Enter writes the stub.",
    )
    .rank(9)
    .judges(),
    entry(Layer::Hotkey, Action::SetHotkey, "a-z", "hotkey", "Hotkey", "The mode's hotkey from now on.")
        .rank(1)
        .judges(),
    entry(Layer::Hotkey, Action::ClearHotkey, "Backspace", "none", "No hotkey", "Takes the mode's hotkey away.")
        .rank(2)
        .judges(),
    entry(Layer::Criteria, Action::CriterionAdd, "a", "add", "Add a criterion", "Writes a new criterion.")
        .rank(2)
        .judges(),
    entry(Layer::Criteria, Action::CriterionRevise, "e", "edit", "Edit the statement", "Writes a new version.")
        .rank(3)
        .judges(),
    entry(
        Layer::Criteria,
        Action::CriterionRegrade,
        "r",
        "re-grade",
        "Re-grade what is stale",
        "Asks your stale grades of this criterion again; says what it costs first.",
    )
    .rank(4)
    .judges(),
    entry(Layer::Criteria, Action::CriterionRename, "n", "rename", "Rename", "Gives the criterion another name.")
        .rank(5)
        .judges(),
    entry(
        Layer::Criteria,
        Action::CriterionLink,
        "l",
        "link",
        "Link a mode",
        "Links a failure mode, or takes the link away.",
    )
    .rank(8)
    .judges(),
    entry(
        Layer::Criteria,
        Action::CriterionUseWhen,
        "w",
        "use when",
        "Use when",
        "Writes when the criterion is asked.",
    )
    .rank(9)
    .judges(),
    entry(
        Layer::Criteria,
        Action::CriterionAvoidWhen,
        "W",
        "avoid when",
        "Avoid when",
        "Writes when the criterion is not asked.",
    )
    .rank(10)
    .judges(),
    entry(
        Layer::Criteria,
        Action::CriterionMustPass,
        "p",
        "must pass",
        "Must pass",
        "Says that an output must meet it whatever else is good, or no longer.",
    )
    .rank(11)
    .judges(),
    entry(
        Layer::Criteria,
        Action::CriterionTau,
        "t",
        "tolerance",
        "Tolerance τ",
        "Writes the share of good outputs that its checks may fail.",
    )
    .rank(12)
    .judges(),
    entry(Layer::Criteria, Action::CriterionOwner, "o", "owner", "Owner", "Writes who decides on the criterion.")
        .rank(13)
        .judges(),
    entry(
        Layer::Criteria,
        Action::CriterionMerge,
        "m",
        "merge",
        "Merge into another",
        "Picks the criterion that its name leads to; its grades stay its own.",
    )
    .rank(14)
    .judges(),
    entry(
        Layer::Criteria,
        Action::CriterionSplit,
        "s",
        "split",
        "Split",
        "Writes the parts, one a line; the criterion itself is no longer asked.",
    )
    .rank(15)
    .judges(),
    entry(
        Layer::Criteria,
        Action::CriterionRetire,
        "x",
        "retire",
        "Retire or revive",
        "No longer asks the criterion, or asks it again.",
    )
    .rank(7)
    .judges(),
    entry(
        Layer::Criteria,
        Action::CriterionRecord,
        "Enter",
        "its record",
        "The record behind it",
        "Goes to the record that provoked the chosen version.",
    )
    .rank(1),
    entry(
        Layer::Criteria,
        Action::CriterionStub,
        "S",
        "stub",
        "Stub",
        "Shows check and proof, or suggests checks; Enter writes the stub.",
    )
    .rank(10)
    .judges(),
    entry(Layer::Criteria, Action::VersionOlder, "]", "older", "Older version", "Chooses the version before.").rank(6),
    entry(Layer::Criteria, Action::VersionNewer, "[", "newer", "Newer version", "Chooses the version after."),
    entry(Layer::Criteria, Action::DetailDown, "J", "line", "Line down", "Scrolls the versions by a line."),
    entry(Layer::Criteria, Action::DetailUp, "K", "line up", "Line up", "Scrolls the versions back by a line."),
    entry(
        Layer::Checks,
        Action::CheckMissed,
        "Enter",
        "missed",
        "What it misses",
        "Queues the bad records that the check passes.",
    )
    .rank(1),
    entry(
        Layer::Checks,
        Action::CheckCaught,
        "c",
        "caught",
        "What it catches",
        "Queues the bad records that the check fails.",
    )
    .rank(2),
    entry(
        Layer::Checks,
        Action::CheckRejected,
        "w",
        "wrongly rejected",
        "What it wrongly rejects",
        "Queues the good records that the check fails.",
    )
    .rank(3),
    entry(Layer::Checks, Action::CheckAdd, "a", "add", "Add a check", "Writes a check and shows what it would catch.")
        .rank(4)
        .judges(),
    entry(
        Layer::Checks,
        Action::CheckEdit,
        "e",
        "edit",
        "Edit",
        "Writes another form of the check, beside the old one.",
    )
    .rank(5)
    .judges(),
    entry(Layer::Checks, Action::CheckRemove, "x", "remove", "Remove", "Removes the check; `u` brings it back.")
        .rank(7)
        .judges(),
    entry(Layer::Checks, Action::CheckStub, "S", "stub", "Stub", "Shows check and proof; Enter writes the stub.")
        .rank(6)
        .judges(),
    entry(
        Layer::Insights,
        Action::InsightRecords,
        "Enter",
        "records",
        "Its records",
        "Filters the queue by this line.",
    )
    .rank(1),
    entry(
        Layer::Insights,
        Action::JudgeMissed,
        "m",
        "judge passes",
        "Missed by the judge",
        "Queues what people fail and the selected judge passes.",
    ),
    entry(
        Layer::Insights,
        Action::JudgeRejected,
        "w",
        "judge fails",
        "Wrongly failed by the judge",
        "Queues what people pass and the selected judge fails.",
    ),
    entry(Layer::Insights, Action::SectionNext, "Tab l Right", "next chart", "Next chart", "Shows the next chart.")
        .rank(2),
    entry(
        Layer::Insights,
        Action::SectionPrevious,
        "shift-Tab h Left",
        "chart before",
        "Previous chart",
        "Shows the chart before.",
    ),
    entry(
        Layer::Insights,
        Action::InsightExport,
        "e",
        "copy figures",
        "Copy the figures",
        "Copies the figures of this chart as a table, tabs between.",
    )
    .rank(3),
    entry(Layer::Compare, Action::CompareOpen, "Enter", "open", "Open", "Goes to the record on the right in Review.")
        .rank(1),
    entry(
        Layer::Compare,
        Action::CompareLeft,
        "h Left",
        "other left",
        "Other left",
        "Shows another record on the left.",
    )
    .rank(2),
    entry(
        Layer::Compare,
        Action::CompareRight,
        "l Right",
        "other right",
        "Other right",
        "Shows another record on the right.",
    )
    .rank(3),
    entry(Layer::Compare, Action::CompareDown, "J", "line", "Line down", "Scrolls both answers by a line.").rank(4),
    entry(Layer::Compare, Action::CompareUp, "K", "line up", "Line up", "Scrolls both answers back by a line."),
    entry(
        Layer::Welcome,
        Action::ImportFile,
        "i",
        "import a log",
        "Import a log",
        "Imports a log file into this workspace.",
    )
    .rank(1),
    entry(Layer::List, Action::ListDown, "j Down", "next", "Down", "Goes one line down.").rank(40),
    entry(Layer::List, Action::ListUp, "k Up", "back", "Up", "Goes one line up."),
    entry(Layer::List, Action::ListPageDown, "ctrl-d PgDn", "page", "Page down", "Goes a page down."),
    entry(Layer::List, Action::ListPageUp, "ctrl-u PgUp", "page up", "Page up", "Goes a page up."),
    entry(
        Layer::List,
        Action::ListFilter,
        "/",
        "filter",
        "Filter the list",
        "Shows only the lines that hold these words.",
    )
    .rank(41),
    entry(Layer::Global, Action::Goto, "g", "go", "Go to …", "Goes to a screen, an end or a record.")
        .rank(80)
        .opens(Layer::Goto),
    entry(Layer::Global, Action::GoLast, "G", "last", "Last", "Goes to the last line or record."),
    entry(Layer::Global, Action::Palette, ":", "commands", "Commands", "Finds any command by its name.").rank(22),
    entry(Layer::Global, Action::Help, "?", "help", "Help", "Shows the keys that work here.").rank(23),
    entry(
        Layer::Global,
        Action::Present,
        "P",
        "present",
        "Present",
        "More room, stronger contrast, no reviewer names.",
    ),
    entry(Layer::Global, Action::Quit, "q", "quit", "Quit", "Leaves; nothing is lost.").rank(92),
    entry(Layer::Goto, Action::GoReview, "r", "Review", "Review", "Goes to the Review screen.").rank(1),
    entry(Layer::Goto, Action::GoModes, "m", "Modes", "Modes", "Goes to the failure modes.").rank(2),
    entry(Layer::Goto, Action::GoCriteria, "c", "Criteria", "Criteria", "Goes to the criteria.").rank(3),
    entry(Layer::Goto, Action::GoChecks, "k", "checKs", "Checks", "Goes to the checks.").rank(4),
    entry(Layer::Goto, Action::GoInsights, "i", "Insights", "Insights", "Goes to counts and rates.").rank(5),
    entry(Layer::Goto, Action::GoCompare, "o", "cOmpare", "Compare", "Compares the records with this input.").rank(6),
    entry(
        Layer::Goto,
        Action::GoAll,
        "a",
        "all",
        "All, no sample",
        "Leaves the sample: the queue holds every record of the filter.",
    ),
    entry(Layer::Goto, Action::GoFirst, "g", "first", "First", "Goes to the first line or record.").rank(7),
    entry(Layer::Goto, Action::JumpTo, "/", "an id", "Jump to an id", "Goes to the record whose id begins so.").rank(8),
    entry(Layer::Picker, Action::PickerAccept, "Enter", "choose", "Choose", "Takes the selected line.").rank(1),
    entry(
        Layer::Picker,
        Action::PickerDefine,
        "Tab",
        "define",
        "Define",
        "Writes what the selected mode means; a new one is made with it.",
    )
    .rank(2)
    .judges(),
    entry(Layer::Picker, Action::PickerDown, "Down ctrl-n", "down", "Down", "Goes one line down."),
    entry(
        Layer::Picker,
        Action::PickerUp,
        "Up ctrl-p",
        "up",
        "Up",
        "Goes one line up; above the first stands the last.",
    ),
    entry(Layer::Text, Action::TextSave, "Enter", "save", "Save", "Keeps what was written.").rank(1),
    entry(Layer::Text, Action::TextNewline, "ctrl-j", "new line", "New line", "Begins a new line.").rank(2),
    entry(
        Layer::CheckBox,
        Action::CheckComplete,
        "Tab",
        "complete",
        "Complete",
        "Completes the kind or the option that is being typed.",
    )
    .rank(3),
    entry(
        Layer::CheckBox,
        Action::CheckFound,
        "ctrl-g",
        "go to records",
        "Its records",
        "Goes to records of the check as it stands; Esc comes back to it.",
    )
    .rank(2)
    .opens(Layer::CheckFound),
    entry(Layer::CheckFound, Action::FoundCaught, "c", "caught", "Caught", "Queues the bad records that it fails.")
        .rank(1),
    entry(Layer::CheckFound, Action::FoundMissed, "m", "missed", "Missed", "Queues the bad records that it passes.")
        .rank(2),
    entry(
        Layer::CheckFound,
        Action::FoundRejected,
        "w",
        "wrongly rejected",
        "Wrongly rejected",
        "Queues the good records that it fails.",
    )
    .rank(3),
    entry(Layer::Reader, Action::ReaderDown, "j Down", "down", "Down", "Scrolls by a line.").rank(2),
    entry(Layer::Reader, Action::ReaderUp, "k Up", "up", "Up", "Scrolls back by a line.").rank(3),
    entry(Layer::Reader, Action::ReaderPageDown, "ctrl-d PgDn Space", "page", "Page down", "Scrolls by a page.")
        .rank(4),
    entry(Layer::Reader, Action::ReaderPageUp, "ctrl-u PgUp", "page up", "Page up", "Scrolls back by a page."),
    entry(Layer::Reader, Action::ReaderClose, "q ?", "close", "Close", "Closes what is being read.").rank(5),
    entry(Layer::Preview, Action::PreviewWrite, "Enter", "write", "Write the stub", "Writes the files shown.").rank(1),
    entry(
        Layer::Preview,
        Action::PreviewSuggest,
        "s",
        "suggest",
        "Suggest a check",
        "Looks for a further check in what was tagged and passed.",
    )
    .rank(4),
    entry(
        Layer::Preview,
        Action::SuiteNext,
        "Tab l Right",
        "next suite",
        "Next suite",
        "Shows the stub for the next target suite.",
    )
    .rank(2),
    entry(
        Layer::Preview,
        Action::SuitePrevious,
        "shift-Tab h Left",
        "suite before",
        "Previous suite",
        "Shows the stub for the target suite before.",
    ),
    entry(
        Layer::Suggest,
        Action::SuggestAccept,
        "Enter",
        "accept and write",
        "Accept",
        "Attaches the check and writes its stub; `u` takes the check back.",
    )
    .rank(1)
    .judges(),
    entry(Layer::Suggest, Action::SuggestDown, "j Down", "next", "Next", "Chooses the next suggestion.").rank(2),
    entry(Layer::Suggest, Action::SuggestUp, "k Up", "before", "Before", "Chooses the suggestion before."),
    entry(Layer::Suggest, Action::SuggestDigit, "1-9", "choose", "Choose", "Chooses the suggestion with this number."),
    entry(
        Layer::Suggest,
        Action::SuggestEdit,
        "e",
        "edit",
        "Edit",
        "Edits the words of the suggestion; Enter then attaches it and writes the stub.",
    )
    .rank(3),
    entry(
        Layer::Suggest,
        Action::SuggestByHand,
        "w",
        "by hand",
        "Write by hand",
        "Writes a check of one's own, begun with the evidence.",
    )
    .rank(5),
    entry(
        Layer::Suggest,
        Action::SuggestDismiss,
        "x",
        "dismiss",
        "Dismiss",
        "Sets the suggestion aside: neither it nor a near copy comes back.",
    )
    .rank(4)
    .judges(),
    entry(
        Layer::Suggest,
        Action::SuggestSuite,
        "Tab l Right",
        "suite",
        "Next suite",
        "Shows the stub for the next target suite.",
    )
    .rank(6),
    entry(Layer::Always, Action::Leave, "Esc", "back", "Back", "Leaves one layer.").rank(70),
    entry(Layer::Always, Action::Cancel, "ctrl-c", "cancel", "Cancel or quit", "Cancels what is open, else quits."),
    entry(Layer::Always, Action::Suspend, "ctrl-z", "suspend", "Suspend", "Stops the program as the shell does."),
];

/// The entry of an action.
#[must_use]
pub fn entry_of(action: Action) -> Option<&'static Entry> {
    REGISTRY.iter().find(|entry| entry.action == action)
}

/// The action whose key opens this prefix layer from a screen.
#[must_use]
pub fn opener(layer: Layer) -> Option<&'static Entry> {
    REGISTRY.iter().find(|entry| entry.opens == Some(layer))
}
