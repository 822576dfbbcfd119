//! Records as the queue and the Review screen show them.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::result::JudgeAnswer;
use crate::domain::{
    Answer, AnsweredTag, Change, CheckKey, Judgements, Origin, Purpose, Record, RecordId, RowId, Span, Time, Untrusted,
    Verdict,
};
use crate::layout::{Document, Rendering};
use crate::text::{Visible, visible_beginning, visible_start};

/// One line of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueRow {
    /// The record's place.
    pub row: RowId,
    /// Its identity.
    pub id: RecordId,
    /// The beginning of the last question, one line, at most 80 characters.
    pub preview: Untrusted,
    /// When it was logged.
    pub time: Option<Time>,
    /// The model that answered.
    pub model: Option<Untrusted>,
    /// The asking reviewer's verdict.
    pub verdict: Option<Verdict>,
    /// The pass or fail of the asking reviewer that the verdict stands over.
    pub replaced: Option<Verdict>,
    /// Whether anyone tagged it.
    pub tagged: bool,
    /// What the asking reviewer said against it: tags (`tag:KEY`) and criteria that are not met (`not-met:KEY`).
    pub against: BTreeSet<String>,
}

/// So many characters of a question are kept for the queue.
const PREVIEW_CHARS: usize = 80;

impl QueueRow {
    /// Answers whether the question is longer than its preview.
    pub fn is_cut(&self) -> bool {
        self.preview.raw().chars().count() >= PREVIEW_CHARS
    }

    /// Returns the preview as it fits into so many cells.
    pub fn preview(&self, width: usize) -> Visible {
        // A blank at the end was left out.
        let may_be_cut = self.preview.raw().chars().count() >= PREVIEW_CHARS - 1;
        if may_be_cut { visible_beginning(&self.preview, width) } else { visible_start(&self.preview, width) }
    }

    /// Applies a change of this record, as the asking reviewer made it.
    pub fn apply(&mut self, change: &Change) {
        if let Change::Verdict { verdict, .. } = change {
            let before = self.verdict.zip(*verdict);
            self.replaced = before.and_then(|(before, verdict)| verdict.replaces(before, self.replaced));
            self.verdict = *verdict;
        }
        self.tagged = self.tagged || matches!(change, Change::Tag { .. });
        if let Change::Tag { mode, .. } = change {
            self.against.insert(format!("tag:{mode}"));
        }
        if let Change::Untag { mode, .. } = change {
            self.against.remove(&format!("tag:{mode}"));
        }
        if let Change::Grade { criterion, answer, purpose, .. } = change
            && *purpose != Purpose::Noise
        {
            let said = format!("not-met:{criterion}");
            if *answer == Some(Answer::NotMet) {
                self.against.insert(said);
            } else {
                self.against.remove(&said);
            }
        }
    }

    /// Returns whether the asking reviewer passed it and said something against it, or judged it otherwise before, as
    /// `contradiction:yes` finds.
    pub fn contradicts(&self) -> bool {
        self.replaced.is_some() || (self.verdict == Some(Verdict::Pass) && !self.against.is_empty())
    }
}

/// A record with everything that the review screen shows of it.
#[derive(Debug, Clone)]
pub struct RecordView {
    /// The record.
    pub record: Arc<Record>,
    /// What people said of it.
    pub judgements: Judgements,
    /// Its text in blocks.
    pub document: Arc<Document>,
    /// How the document was made.
    pub rendering: Rendering,
    /// The record that is read before it: what that one says too is left out while prompts are folded.
    pub before: Option<RowId>,
    /// What the checks object to: check key, objection's sentence, place in the output.
    pub objections: Vec<Remark>,
    /// What the asking reviewer answered to tags suggested for it.
    pub answered: Vec<AnsweredTag>,
    /// What judges and checks that ran elsewhere said of it, the newest run first.
    pub answers: Vec<JudgeAnswer>,
}

impl RecordView {
    /// Applies a change of this record, as its reviewer made it.
    pub fn apply(&mut self, change: &Change, origin: &Origin<'_>) {
        self.judgements.apply(change, origin);
        if let Change::TagSuggestionAnswer { mode, source, answer, .. } = change {
            let (mode, source) = (mode.clone(), source.clone());
            self.answered.push(AnsweredTag { mode, source, answer: *answer });
        }
    }

    /// Returns the objections, each sentence of a check once, with how often it objects so.
    pub fn grouped_objections(&self) -> Vec<(&CheckKey, &str, usize)> {
        let mut grouped: Vec<(&CheckKey, &str, usize)> = Vec::new();
        for (check, sentence, _) in &self.objections {
            match grouped.iter_mut().find(|(key, known, _)| *key == check && *known == sentence) {
                Some((.., count)) => *count += 1,
                None => grouped.push((check, sentence, 1)),
            }
        }
        grouped
    }
}

/// A check's objection to the record: its key, the sentence (may quote untrusted text), the place in the output or a turn.
pub type Remark = (CheckKey, String, Option<Span>);
