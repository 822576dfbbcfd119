//! A judgement as it is given with one key, before it is known which changes it makes on which records.

use crate::domain::{Answer, Change, CriterionKey, ModeKey, Purpose, RecordId, Span, Untrusted, Verdict};

/// A judgement that one key gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Judgement {
    /// A verdict.
    Verdict(Verdict),
    /// A verdict that it cannot be answered, and why.
    Declined(Untrusted),
    /// A fail with its mode.
    FailWith(ModeKey),
    /// A tag.
    Tag(ModeKey),
    /// A tag taken back.
    Untag(ModeKey),
    /// A grade.
    Grade(CriterionKey, Answer),
    /// A note; without text the note is taken back.
    Note(Option<Untrusted>),
}

impl Judgement {
    /// Returns the changes that it makes on one record.
    pub fn changes(&self, record: RecordId, span: Option<Span>) -> Vec<Change> {
        match self.clone() {
            Self::Verdict(verdict) => vec![Change::Verdict { record, verdict: Some(verdict), reason: None }],
            Self::Declined(reason) => {
                vec![Change::Verdict { record, verdict: Some(Verdict::Declined), reason: Some(reason) }]
            }
            Self::FailWith(mode) => {
                vec![
                    Change::Tag { record, mode, span },
                    Change::Verdict { record, verdict: Some(Verdict::Fail), reason: None },
                ]
            }
            Self::Tag(mode) => vec![Change::Tag { record, mode, span }],
            Self::Untag(mode) => vec![Change::Untag { record, mode }],
            Self::Grade(criterion, answer) => {
                vec![Change::Grade { record, criterion, version: 0, answer: Some(answer), purpose: Purpose::First }]
            }
            Self::Note(text) => vec![Change::Note { record, span, text }],
        }
    }

    /// Whether the cursor moves on after it.
    pub const fn moves_on(&self) -> bool {
        matches!(self, Self::Verdict(_) | Self::Declined(_) | Self::FailWith(_))
    }

    /// Whether it can be given to all marked records together.
    pub const fn can_be_many(&self) -> bool {
        matches!(self, Self::Verdict(_) | Self::Declined(_) | Self::FailWith(_) | Self::Tag(_))
    }

    /// The mode that it tags the record with.
    pub const fn mode(&self) -> Option<&ModeKey> {
        match self {
            Self::FailWith(mode) | Self::Tag(mode) => Some(mode),
            Self::Verdict(_) | Self::Declined(_) | Self::Untag(_) | Self::Grade(..) | Self::Note(_) => None,
        }
    }
}

/// One judgement for many marked records.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkJudgement {
    /// Changes before it.
    pub first: Vec<Change>,
    /// The judgement of each.
    pub judgement: Judgement,
}
