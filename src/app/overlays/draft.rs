//! What a half-written text was to become, and the word that it is stored under.

use std::fmt;

use crate::domain::{CheckKey, CriterionKey, RowId, Slug, Span, Target};

/// The record of a half-written text, and what it was to become.
pub type DraftKey = (RowId, DraftPurpose);

/// What a half-written text was to become.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DraftPurpose {
    /// A note on a record, or on a span of it.
    Note(Option<Span>),
    /// The output of a record as it should have been.
    Correction,
    /// Why a record cannot be answered.
    Reason,
    /// No text, but the question why a record failed: what is kept is the group of the fail.
    Why,
    /// A new criterion.
    NewCriterion,
    /// Another statement of a criterion.
    Revision(CriterionKey),
    /// A new check of a mode or criterion.
    Check(Target),
    /// Another form of a check.
    CheckEdit(CheckKey),
}

impl DraftPurpose {
    /// Reads the word that a draft is stored under; `None` for one that this version does not know.
    pub fn parse(word: &str) -> Option<Self> {
        let (first, rest) = word.split_once(' ').unwrap_or((word, ""));
        let slug = || (Slug::of(rest).as_str() == rest).then(|| Slug::of(rest));
        match (first, rest) {
            ("note", "") => Some(Self::Note(None)),
            ("note", span) => Some(Self::Note(Some(Span::parse(span, |_| None)?))),
            ("correction", "") => Some(Self::Correction),
            ("reason", "") => Some(Self::Reason),
            ("why", "") => Some(Self::Why),
            ("criterion", "") => Some(Self::NewCriterion),
            ("criterion", _) => slug().map(Self::Revision),
            ("check", rest) => match rest.split(' ').collect::<Vec<_>>()[..] {
                ["for", "mode", key] => Some(Self::Check(Target::Mode(Slug::of(key)))),
                ["for", "criterion", key] => Some(Self::Check(Target::Criterion(Slug::of(key)))),
                [_] => slug().map(Self::CheckEdit),
                _ => None,
            },
            _ => None,
        }
    }
}

impl fmt::Display for DraftPurpose {
    /// Writes the word that the draft is stored under.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Note(None) => f.write_str("note"),
            Self::Note(Some(span)) => write!(f, "note {span}"),
            Self::Correction => f.write_str("correction"),
            Self::Reason => f.write_str("reason"),
            Self::Why => f.write_str("why"),
            Self::NewCriterion => f.write_str("criterion"),
            Self::Revision(criterion) => write!(f, "criterion {criterion}"),
            Self::Check(target) => write!(f, "check for {} {}", target.word(), target.key()),
            Self::CheckEdit(check) => write!(f, "check {check}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DraftPurpose;
    use crate::domain::{Slug, Span, Target};

    #[test]
    fn every_purpose_reads_back_as_it_is_stored() {
        let purposes = [
            (DraftPurpose::Note(None), "note"),
            (DraftPurpose::Note(Some(Span { turn: Some(2), start: 3, end: 9 })), "note 2@3:9"),
            (DraftPurpose::Correction, "correction"),
            (DraftPurpose::Reason, "reason"),
            (DraftPurpose::Why, "why"),
            (DraftPurpose::NewCriterion, "criterion"),
            (DraftPurpose::Revision(Slug::of("polite")), "criterion polite"),
            (DraftPurpose::Check(Target::Mode(Slug::of("too-long"))), "check for mode too-long"),
            (DraftPurpose::Check(Target::Criterion(Slug::of("polite"))), "check for criterion polite"),
            (DraftPurpose::CheckEdit(Slug::of("for-all")), "check for-all"),
        ];
        for (purpose, word) in purposes {
            assert_eq!(purpose.to_string(), word);
            assert_eq!(DraftPurpose::parse(word), Some(purpose));
        }
        assert_eq!(DraftPurpose::parse("poem"), None);
    }
}
