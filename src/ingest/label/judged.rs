//! What a log holds of people's judgements about a record, where the user asked for it.

use crate::domain::{Answer, Span, Time, Untrusted, Verdict};

/// The judgements that an entry holds about its record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Judged {
    /// What each `--label` says, in their order.
    pub labels: Vec<LabelValue>,
    /// What the people of a list of annotations answered.
    pub by_people: Vec<PersonsLabel>,
    /// Whose they are, by `--reviewer-from`.
    pub by: Option<Untrusted>,
    /// When they were given, where that is known.
    pub time: Option<Time>,
    /// What is said besides.
    pub opinions: Vec<Opinion>,
}

impl Judged {
    /// Returns what each label says; where its column is not there, what the first person of a list of annotations said.
    pub(crate) fn all_labels(self) -> Vec<LabelValue> {
        let mut labels = self.labels;
        for said in self.by_people {
            if let Some(label) = labels.get_mut(said.label).filter(|label| **label == LabelValue::Absent) {
                *label = said.value;
            }
        }
        labels
    }

    /// Adds what another entry of the same record says; a label that is there stays.
    pub(crate) fn absorb(&mut self, other: Self) {
        if self.labels.is_empty() {
            self.labels = other.labels;
        } else {
            for (own, more) in self.labels.iter_mut().zip(other.labels) {
                if matches!(own, LabelValue::Absent | LabelValue::Nothing) && more != LabelValue::Absent {
                    *own = more;
                }
            }
        }
        self.by_people.extend(other.by_people);
        self.by = self.by.take().or(other.by);
        self.time = self.time.or(other.time);
        self.opinions.extend(other.opinions);
    }
}

/// What one person of a list of annotations answered to a `--label`.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonsLabel {
    /// The place of the `--label`.
    pub label: usize,
    /// Who.
    pub by: Option<Untrusted>,
    /// When, where that is known.
    pub time: Option<Time>,
    /// What.
    pub value: LabelValue,
}

/// The label of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabelValue {
    /// The record has no such field.
    Absent,
    /// The field is there, and says that nobody decided.
    Nothing,
    /// A value that means this verdict.
    Verdict(Verdict),
    /// None of the values that were named, so the opposite of what they mean; the label's text.
    Opposite(Verdict, String),
    /// A text that maps to no verdict.
    Unknown(String),
}

/// One judgement that came with a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Opinion {
    /// Who gave it; where absent, whose the labels are.
    pub by: Option<Untrusted>,
    /// When, where that is known.
    pub time: Option<Time>,
    /// What it says.
    pub what: Opined,
}

/// What an opinion says.
#[derive(Debug, Clone, PartialEq)]
pub enum Opined {
    /// A verdict.
    Verdict(Verdict, Option<Untrusted>),
    /// A failure mode, by name or slug, with its name where that is known.
    Tag {
        /// As it is looked up.
        mode: Untrusted,
        /// As it is called where it is new.
        name: Untrusted,
        /// The evidence.
        span: Option<Span>,
    },
    /// A note.
    Note {
        /// The text.
        text: Untrusted,
        /// What it is on; the whole record without.
        span: Option<Span>,
    },
    /// The output as it should have been.
    Correction(Untrusted),
    /// An answer to a criterion.
    Grade {
        /// By name or slug.
        criterion: Untrusted,
        /// The version that it was given under.
        version: u32,
        /// The answer.
        answer: Answer,
    },
}
