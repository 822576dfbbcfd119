//! The one thing that a change changes, by which the journal is projected and undone.
//!
//! What is stored of an entity depends on the events of that entity alone. That is why one can be cleared and projected
//! anew without a look at any other.

use std::borrow::Cow;

use crate::domain::{CheckSpec, Name, RecordId, SettleTarget, Slug, Span, TagSource, Target, Untrusted};

/// One reviewer's judgement of one kind on one record, or a mode, a criterion, a check, a suggestion's answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Entity<'a> {
    /// The reviewer's verdict on a record.
    Verdict(RecordId),
    /// The reviewer's tags of one mode on a record.
    Tag(RecordId, &'a Slug),
    /// The reviewer's note on a record or on a span of it.
    Note(RecordId, Option<Span>),
    /// The reviewer's corrected output of a record.
    Correction(RecordId),
    /// The reviewer's grades of a record for one criterion.
    Grade(RecordId, &'a Slug),
    /// What the reviewer said of a record that was asked as a known one.
    Gold(RecordId),
    /// What was settled on a record, whoever wrote it.
    Settlement(RecordId, &'a SettleTarget),
    /// A failure mode.
    Mode(Cow<'a, Slug>),
    /// A criterion.
    Criterion(Cow<'a, Slug>),
    /// A check.
    Check(&'a Slug),
    /// The answer to a suggested check.
    Suggestion(&'a Target, &'a CheckSpec),
    /// The reviewer's answer to a mode that a source suggested for a record.
    TagSuggestion(RecordId, &'a Slug, &'a TagSource),
    /// Which records went with the sources of this name.
    Removal(&'a Untrusted),
}

impl Entity<'_> {
    /// Returns the text that names the entity in the journal. It is part of the journal's format.
    pub fn text(&self, reviewer: &Name) -> String {
        match self {
            Self::Verdict(record) => format!("verdict:{record}:{reviewer}"),
            Self::Tag(record, mode) => format!("tag:{record}:{mode}:{reviewer}"),
            Self::Note(record, span) => {
                let span = span.map(|span| span.to_string()).unwrap_or_default();
                format!("note:{record}:{span}:{reviewer}")
            }
            Self::Correction(record) => format!("correction:{record}:{reviewer}"),
            Self::Grade(record, criterion) => format!("grade:{record}:{criterion}:{reviewer}"),
            Self::Gold(record) => format!("gold:{record}:{reviewer}"),
            Self::Settlement(record, target) => format!("settle:{record}:{target}"),
            Self::Mode(key) => format!("mode:{key}"),
            Self::Criterion(key) => format!("criterion:{key}"),
            Self::Check(key) => format!("check:{key}"),
            Self::Suggestion(target, spec) => {
                let text = serde_json::to_string(spec).unwrap_or_default();
                format!("suggestion:{target}:{}", &blake3::hash(text.as_bytes()).to_hex()[..16])
            }
            Self::TagSuggestion(record, mode, source) => {
                let source = match source {
                    TagSource::Check(check) => format!("check:{check}"),
                    TagSource::Similar(other) => format!("similar:{other}"),
                };
                format!("tag-suggestion:{record}:{mode}:{source}:{reviewer}")
            }
            Self::Removal(source) => format!("removal:{}", source.raw()),
        }
    }

    /// Returns the record that is judged, or whose suggested tag is answered; `None` for what is of no record.
    pub const fn record(&self) -> Option<RecordId> {
        match self {
            Self::Verdict(record)
            | Self::Tag(record, _)
            | Self::Note(record, _)
            | Self::Correction(record)
            | Self::Grade(record, _)
            | Self::Gold(record)
            | Self::Settlement(record, _)
            | Self::TagSuggestion(record, ..) => Some(*record),
            Self::Mode(_) | Self::Criterion(_) | Self::Check(_) | Self::Suggestion(..) | Self::Removal(_) => None,
        }
    }

    /// Returns the key of a mode, criterion or check.
    pub fn key(&self) -> Option<&Slug> {
        match self {
            Self::Mode(key) | Self::Criterion(key) => Some(key),
            Self::Check(key) => Some(key),
            Self::Verdict(_)
            | Self::Tag(..)
            | Self::Note(..)
            | Self::Correction(_)
            | Self::Grade(..)
            | Self::Gold(_)
            | Self::Settlement(..)
            | Self::Suggestion(..)
            | Self::TagSuggestion(..)
            | Self::Removal(_) => None,
        }
    }
}
