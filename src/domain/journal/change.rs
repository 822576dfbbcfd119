//! One change of judgements, modes, criteria or checks: what a line of the journal says.
//!
//! Its JSON is the journal's format and never changes; `tests/store/golden` holds every form of it.

use serde::{Deserialize, Serialize};

use crate::domain::{
    Answer, CheckKey, CheckSpec, CriterionKey, CriterionSettings, DailySample, Edit, KnownSaid, ModeKey, Name, Purpose,
    RecordId, SettleTarget, SettledAnswer, SettledBy, Span, TagAnswer, TagSource, Target, UndoGroup, Untrusted,
    Verdict,
};

/// One change of judgements, modes, criteria or checks. What a journal line says, in JSON, `kind` first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// The reviewer's verdict on a record; `None` takes it back.
    Verdict {
        /// The record.
        record: RecordId,
        /// The verdict that holds from now on.
        verdict: Option<Verdict>,
        /// Why, of one that declines or defers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Untrusted>,
    },
    /// The reviewer tags a record with a mode. The same tag with the same span again changes nothing.
    Tag {
        /// The record.
        record: RecordId,
        /// The mode.
        mode: ModeKey,
        /// The evidence.
        span: Option<Span>,
    },
    /// The reviewer takes back all own tags of this mode (and of modes merged into it) on a record.
    Untag {
        /// The record.
        record: RecordId,
        /// The mode.
        mode: ModeKey,
    },
    /// The reviewer's note on a record, or on a span of it; `None` deletes it.
    Note {
        /// The record.
        record: RecordId,
        /// The span it is on; the whole record without.
        span: Option<Span>,
        /// The text that holds from now on.
        text: Option<Untrusted>,
    },
    /// The output as the reviewer would have it; `None` takes it back. One for each record and reviewer.
    Correction {
        /// The record.
        record: RecordId,
        /// The corrected output.
        text: Option<Untrusted>,
    },
    /// The reviewer's grade; `None` takes it back.
    Grade {
        /// The record.
        record: RecordId,
        /// The criterion.
        criterion: CriterionKey,
        /// The version it is given under. The writer fills in the current one where this is 0.
        version: u32,
        /// The answer that holds from now on.
        answer: Option<Answer>,
        /// Why it was asked.
        #[serde(default)]
        purpose: Purpose,
    },
    /// What is said of a known record never holds as a judgement. Its grades are [`Change::Grade`] with [`Purpose::Noise`].
    Gold(KnownSaid<Self>),
    /// What reviewers settled on for a record; `None` takes it back. The last one holds, whoever wrote it, and stands above
    /// every single answer, which stays as it is.
    Settle {
        /// The record.
        record: RecordId,
        /// What is settled.
        target: SettleTarget,
        /// The version of the criterion that it is settled under; 0 for what has none. The writer fills in the current one.
        #[serde(default, skip_serializing_if = "is_zero")]
        version: u32,
        /// The answer that holds from now on.
        answer: Option<SettledAnswer>,
        /// Who settled it.
        by: Vec<Name>,
        /// How.
        how: SettledBy,
    },
    /// A new failure mode; its key is the slug of its name.
    ModeAdd {
        /// The name.
        name: Name,
        /// What it means.
        definition: Untrusted,
        /// 1–3.
        severity: u8,
        /// `a`–`z`. The writer picks a free letter of the name where this is `None`.
        hotkey: Option<char>,
    },
    /// A changed failure mode: what is `None` stays.
    ModeEdit {
        /// The mode.
        mode: ModeKey,
        /// A new name; the key stays.
        name: Option<Name>,
        /// A new definition.
        definition: Option<Untrusted>,
        /// A new severity.
        severity: Option<u8>,
        /// A new hotkey; `Some(None)` takes it away.
        #[serde(default, with = "super::double_option")]
        hotkey: Option<Option<char>>,
    },
    /// From now on the tags of `mode` count for `into`.
    ModeMerge {
        /// The mode that ends.
        mode: ModeKey,
        /// The one that counts for it from now on.
        into: ModeKey,
    },
    /// The mode is no longer offered: others, made in the same batch or before, say it more exactly. Its tags stay its own.
    ModeSplit {
        /// The mode that ends.
        mode: ModeKey,
        /// Its parts, at least two.
        into: Vec<ModeKey>,
    },
    /// The mode is no longer offered.
    ModeRetire {
        /// The mode.
        mode: ModeKey,
    },
    /// A retired or merged mode is offered again.
    ModeRevive {
        /// The mode.
        mode: ModeKey,
    },
    /// A new criterion; its key is the slug of its name.
    CriterionAdd {
        /// The name.
        name: Name,
        /// The statement of version 1.
        text: Untrusted,
        /// Linked modes.
        modes: Vec<ModeKey>,
        /// The record that provoked it.
        record: Option<RecordId>,
        /// 1–9. The writer fills in the lowest number never used where this is `None` and one is left.
        number: Option<u8>,
    },
    /// A new version of a criterion.
    CriterionRevise {
        /// The criterion.
        criterion: CriterionKey,
        /// The new statement.
        text: Untrusted,
        /// Whether the meaning moved.
        edit: Edit,
        /// Why.
        reason: Untrusted,
        /// The record that provoked it.
        record: Option<RecordId>,
    },
    /// A criterion's name and links; what is `None` stays.
    CriterionEdit {
        /// The criterion.
        criterion: CriterionKey,
        /// A new name; the key stays.
        name: Option<Name>,
        /// All linked modes from now on.
        modes: Option<Vec<ModeKey>>,
        /// Retired or revived; a revived one is neither merged nor split any more.
        retired: Option<bool>,
        /// When to ask it, τ, the owner and the like.
        #[serde(default, rename = "terms", skip_serializing_if = "CriterionSettings::is_empty")]
        settings: CriterionSettings,
    },
    /// From now on the name of `criterion` leads to `into`. Its grades stay its own: they answered another text.
    CriterionMerge {
        /// The criterion that ends.
        criterion: CriterionKey,
        /// The one that counts for it from now on.
        into: CriterionKey,
    },
    /// The criterion is no longer asked: others, made in the same batch or before, say it more exactly.
    CriterionSplit {
        /// The criterion that ends.
        criterion: CriterionKey,
        /// Its parts, at least two.
        into: Vec<CriterionKey>,
    },
    /// A new check. The writer makes its key where this is `None`.
    CheckAdd {
        /// Its key.
        key: Option<CheckKey>,
        /// What it is attached to.
        target: Target,
        /// What it tests.
        spec: CheckSpec,
    },
    /// A changed check.
    CheckEdit {
        /// The check.
        check: CheckKey,
        /// What it tests from now on.
        spec: CheckSpec,
    },
    /// A removed check.
    CheckRemove {
        /// The check.
        check: CheckKey,
    },
    /// The answer to a suggested check. The last one holds, whoever gave it.
    SuggestionAnswer {
        /// What it was suggested for.
        target: Target,
        /// What it would test.
        spec: CheckSpec,
        /// Attached as a check (by a [`Change::CheckAdd`] of the same group), else dismissed.
        accepted: bool,
    },
    /// The reviewer's answer to a tag that was suggested for a record. It judges nothing.
    TagSuggestionAnswer {
        /// The record.
        record: RecordId,
        /// The suggested mode.
        mode: ModeKey,
        /// What suggested it.
        source: TagSource,
        /// The answer.
        answer: TagAnswer,
    },
    /// Records are taken out of the workspace with a source of them. What was said before counts no more, not even when
    /// the log is imported again, until this is undone.
    SourceRemove {
        /// The source's name.
        source: Untrusted,
        /// The judged records that went.
        records: Vec<RecordId>,
        /// Judged records that were kept for what people said of them; what came with the import counts no more.
        kept: Vec<RecordId>,
        /// The groups of what came with the import.
        groups: Vec<UndoGroup>,
    },
    /// Freezes the sample of a day for everyone. Where two workspaces froze one each, the first in the journal's order is
    /// read from then on, and both count as drawn. It is no judgement: an undo passes over it.
    DailySample {
        /// The sample.
        sample: DailySample,
    },
    /// From now on what each of these reviewers says of these records is seen by that reviewer alone, until it is revealed.
    /// It is no judgement, nor are the next three: an undo passes over them.
    BlindOpen {
        /// The set's id.
        set: String,
        /// Who judges blind, two or more.
        reviewers: Vec<Name>,
        /// The records.
        records: Vec<RecordId>,
    },
    /// From now on everyone sees what was said of a record of a blind set.
    BlindReveal {
        /// The set.
        set: String,
        /// The record.
        record: RecordId,
    },
    /// Reveals all that is left of a blind set.
    BlindClose {
        /// The set.
        set: String,
    },
    /// From now on the reviewer sees everything of a blind set, revealed or not.
    Unblind {
        /// The set.
        set: String,
    },
    /// Takes a whole group back.
    Undo {
        /// The group's number.
        group: UndoGroup,
    },
    /// Takes an undo back.
    Redo {
        /// The group that holds again.
        group: UndoGroup,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks")]
const fn is_zero(version: &u32) -> bool {
    *version == 0
}
