//! A read: what is asked of the store, what for, and the slot that its answer comes back in.
//!
//! The sender gets the same value back with its slot filled, so that an answer cannot be taken for that of another read.

use std::mem::discriminant;

use super::{
    Arrivals, BlindStanding, BulkJudgement, CheckSuggestions, Figures, FilterWords, HandOff, NewEvents, OpenNotes,
    QueueRow, RecordView, SimilarTag, StubPage, Trial, UnattachedCheck, WouldStale,
};
use crate::domain::filter::Term;
use crate::domain::{
    Asked, Change, CheckKey, CheckSpec, CodebookView, CriterionKey, Day, Filter, Queue, RecordId, RowId, Sampling,
    Session, StubCases, Tally, Target, Verdict,
};
use crate::layout::Rendering;
use crate::measures::agreement::AgreementReport;
use crate::measures::check_sets::TargetAlignment;
use crate::measures::drift::rubric::RubricDrift;
use crate::measures::judge::JudgeLine;
use crate::measures::rates::GroupRate;
use crate::measures::saturation::Saturation;
use crate::redact::Redactor;
use crate::text::TraceLinks;

/// The place for a read's answer: empty when it is asked, filled when it comes back.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot<T>(Option<T>);

impl<T> Slot<T> {
    /// A slot without an answer.
    pub const fn empty() -> Self {
        Self(None)
    }

    /// Puts the answer in.
    pub fn fill(&mut self, answer: T) {
        self.0 = Some(answer);
    }

    /// The answer, to be brought up to date.
    pub const fn answer_mut(&mut self) -> Option<&mut T> {
        self.0.as_mut()
    }

    /// Passes the answer on; does nothing where the read was cancelled before it had one.
    pub fn deliver(self, take: impl FnOnce(T)) {
        if let Some(answer) = self.0 {
            take(answer);
        }
    }
}

/// A read with the slot for its own answer.
#[derive(Debug, Clone)]
pub enum Read {
    /// A queue drawn by a filter.
    Queue {
        /// The filter as typed.
        text: String,
        /// The same filter, parsed.
        filter: Filter,
        /// How it is drawn.
        sampling: Sampling,
        /// The record that the cursor goes to, if the queue holds it.
        land: Option<RowId>,
        /// The known answers of the session.
        gold: Asked,
        /// The queue.
        slot: Slot<Queue>,
    },
    /// The reviewer's unfinished session by a filter and a plan.
    Unfinished {
        /// The filter as typed.
        text: String,
        /// How its queue was drawn.
        sampling: Sampling,
        /// The session.
        slot: Slot<Option<Box<UnfinishedSession>>>,
    },
    /// The daily sample of today, and the reviewer's session over it.
    Today {
        /// Whether it was just frozen.
        is_again: bool,
        /// What is to be done for it.
        slot: Slot<Box<DailyStart>>,
    },
    /// The records that came in behind the last one of a queue.
    Arrivals {
        /// The filter as typed.
        text: String,
        /// The same filter, parsed.
        filter: Filter,
        /// The last row that is known.
        after: RowId,
        /// The records.
        slot: Slot<Arrivals>,
    },
    /// What the journal holds behind a place in it.
    NewEvents {
        /// The place; `None` asks only for the last one.
        after: Option<i64>,
        /// The events.
        slot: Slot<NewEvents>,
    },
    /// Queue rows.
    Rows {
        /// The records.
        rows: Vec<RowId>,
        /// What they are for.
        purpose: RowsFor,
        /// The known answers of the session.
        gold: Asked,
        /// Their rows.
        slot: Slot<Vec<QueueRow>>,
    },
    /// A record with its judgements, laid out.
    Record {
        /// The record.
        row: RowId,
        /// How its text is laid out.
        rendering: Rendering,
        /// The record before it in the queue.
        before: Option<RowId>,
        /// What it is for.
        purpose: RecordFor,
        /// The known answers of the session.
        gold: Asked,
        /// The record with what is shown of it.
        slot: Slot<Box<RecordView>>,
    },
    /// Which records of a queue are alike.
    Alike {
        /// The queue.
        rows: Vec<RowId>,
        /// What for.
        purpose: AlikeFor,
        /// Those that are alike, a group each, in the order of the queue.
        slot: Slot<Vec<Vec<RowId>>>,
    },
    /// Modes that judged records with outputs alike are tagged with.
    SimilarTags {
        /// The record that is shown.
        row: RowId,
        /// The modes.
        slot: Slot<Vec<SimilarTag>>,
    },
    /// What a filter that is typed can name.
    FilterWords(Slot<Box<FilterWords>>),
    /// Modes, criteria, checks.
    Codebook(Slot<Box<CodebookView>>),
    /// The reviewer's verdicts in the workspace.
    OwnVerdicts {
        /// The known answers of the session.
        gold: Asked,
        /// The verdicts.
        slot: Slot<Vec<(RowId, Verdict)>>,
    },
    /// The notes that no mode was made of, in groups.
    OpenNotes(Slot<Box<OpenNotes>>),
    /// How far a blind set is.
    BlindSet {
        /// The set.
        set: String,
        /// How far it is.
        slot: Slot<BlindStanding>,
    },
    /// Counts for the header and the Insights screen.
    Figures(Slot<Box<Figures>>),
    /// The summary of a session, or of the reviewer's newest.
    HandOff {
        /// Its number.
        session: Option<i64>,
        /// Where traces are.
        links: TraceLinks,
        /// What masks the text that others get.
        redactor: Redactor,
        /// The summary.
        slot: Slot<Box<HandOff>>,
    },
    /// The record that the beginning of an id names.
    Find {
        /// The beginning of the id.
        prefix: String,
        /// The record.
        slot: Slot<RowId>,
    },
    /// The places of records, in the order asked; unknown ones are left out.
    Places {
        /// The records.
        ids: Vec<RecordId>,
        /// What they are for.
        purpose: PlacesFor,
        /// Their places.
        slot: Slot<Vec<RowId>>,
    },
    /// The records with the same input.
    SameInput {
        /// One of them.
        row: RowId,
        /// All of them.
        slot: Slot<Vec<RowId>>,
    },
    /// What each check of the workspace catches, misses and wrongly rejects.
    Tallies(Slot<Vec<(CheckKey, Tally)>>),
    /// The drift of every criterion, and when modes and criteria were created.
    Drift(Slot<Box<RubricDrift>>),
    /// Modes against records read.
    Saturation(Slot<Box<Saturation>>),
    /// Rates per mode, criterion, model and so on.
    Rates(Slot<Vec<GroupRate>>),
    /// What an edit of a criterion's meaning would make stale.
    WouldStale {
        /// The criterion.
        criterion: CriterionKey,
        /// The grades and checks.
        slot: Slot<WouldStale>,
    },
    /// How far reviewers agree.
    Agreement(Slot<Box<AgreementReport>>),
    /// Checks and sets of them against people.
    Alignment(Slot<Vec<TargetAlignment>>),
    /// The newest run of each judge that ran elsewhere, against people.
    Judges(Slot<Vec<JudgeLine>>),
    /// What a check would catch, while it is typed.
    Trial {
        /// The mode or criterion.
        target: Target,
        /// The check.
        spec: CheckSpec,
        /// Its figures over all judged records.
        slot: Slot<Box<Trial>>,
    },
    /// The stub of a mode or criterion as it would be written now.
    StubPage {
        /// The mode or criterion.
        target: Target,
        /// A check that counts as if it were attached.
        unattached: Option<UnattachedCheck>,
        /// The target suite.
        suite: &'static str,
        /// The cases that it carries.
        cases: StubCases,
        /// What masks it, as it is masked where it is written.
        redactor: Redactor,
        /// Where it is shown.
        purpose: StubPageFor,
        /// The page.
        slot: Slot<StubPage>,
    },
    /// Checks to choose from.
    Suggestions {
        /// The mode or criterion.
        target: Target,
        /// The text that the reviewer has selected.
        selected: Option<String>,
        /// What masks the screen, while it is shared.
        shared: Option<Redactor>,
        /// The checks.
        slot: Slot<Box<CheckSuggestions>>,
    },
}

/// How the daily sample is read.
#[derive(Debug, Clone, PartialEq)]
pub enum DailyStart {
    /// It has to be frozen first.
    Freeze(Change),
    /// It is there, with so many records left for the reviewer, and the session to go on with.
    Read(Day, usize, Option<Box<UnfinishedSession>>),
}

/// A session to go on with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnfinishedSession {
    /// The session.
    pub session: Session,
    /// Which questions of a re-grading round are answered, parallel to the queue's.
    pub answered: Vec<bool>,
    /// Whether its end was shown.
    pub has_ended: bool,
}

/// What queue rows are read for.
#[derive(Debug, Clone, PartialEq)]
pub enum RowsFor {
    /// The part of the queue that is in view.
    Window,
    /// A judgement of marked records, which waits for their identities.
    Bulk(Box<BulkJudgement>),
    /// The next record without a verdict of the reviewer, or the one before, as seen from this record.
    Unjudged {
        /// Whether it is looked for below.
        forward: bool,
        /// The record under the cursor.
        from: RowId,
    },
}

/// What a record is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordFor {
    /// It is on screen.
    Shown,
    /// It may be next.
    Ahead,
    /// The Compare screen.
    Compare,
}

/// What places are read for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlacesFor {
    /// The records that an undo changed: the cursor goes to the first.
    Follow,
    /// They become the queue, under this title.
    List(String),
}

/// What alike records are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlikeFor {
    /// The queue is a sample: those that are alike stand behind the first of them.
    Folding,
    /// Those that are alike to this record are to be listed.
    Listing(RowId),
}

/// Where the page of a stub is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StubPageFor {
    /// In the preview of the stub.
    Preview,
    /// Below the suggested checks, for the one under the cursor.
    Suggestion,
}

impl Read {
    /// A read of queue rows.
    pub const fn rows(rows: Vec<RowId>, purpose: RowsFor) -> Self {
        Self::Rows { rows, purpose, gold: None, slot: Slot::empty() }
    }

    /// A read of a record by itself.
    pub const fn record(row: RowId, rendering: Rendering, purpose: RecordFor) -> Self {
        Self::record_after(row, None, rendering, purpose)
    }

    /// A read of a record that stands behind another one in the queue.
    pub const fn record_after(row: RowId, before: Option<RowId>, rendering: Rendering, purpose: RecordFor) -> Self {
        Self::Record { row, rendering, before, purpose, gold: None, slot: Slot::empty() }
    }

    /// A search for the record that the beginning of an id names.
    pub const fn find(prefix: String) -> Self {
        Self::Find { prefix, slot: Slot::empty() }
    }

    /// A read of places.
    pub const fn places(ids: Vec<RecordId>, purpose: PlacesFor) -> Self {
        Self::Places { ids, purpose, slot: Slot::empty() }
    }

    /// Returns whether the answer hangs on what people said: of a queue, by its filter or its plan.
    pub fn asks_people(&self) -> bool {
        let Self::Queue { filter, sampling, .. } = self else { return true };
        // What stands behind a saved name is not known here.
        let asks = |term: &Term| term.asks_people() || matches!(term, Term::By(_) | Term::Saved(_));
        sampling.plan.plan().asks_people || filter.any(&asks)
    }

    /// Whether this is the trial of a check that is typed.
    pub const fn is_trial(&self) -> bool {
        matches!(self, Self::Trial { .. })
    }

    /// Whether this is asked by the list of suggested checks.
    pub const fn is_for_suggestions(&self) -> bool {
        matches!(self, Self::Suggestions { .. } | Self::StubPage { purpose: StubPageFor::Suggestion, .. })
    }

    /// Whether this read makes an older one useless.
    pub fn supersedes(&self, older: &Self) -> bool {
        match (self, older) {
            (Self::Rows { .. }, _) => false,
            (Self::Record { purpose, .. }, Self::Record { purpose: other, .. }) => {
                (purpose, other) == (&RecordFor::Shown, &RecordFor::Shown)
            }
            (Self::Places { purpose, .. }, Self::Places { purpose: other, .. }) => {
                discriminant(purpose) == discriminant(other)
            }
            (Self::StubPage { purpose, .. }, Self::StubPage { purpose: other, .. }) => purpose == other,
            _ => discriminant(self) == discriminant(older),
        }
    }
}
