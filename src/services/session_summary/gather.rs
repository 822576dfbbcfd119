//! Gathers what was done in a session.

use std::collections::{BTreeMap, HashSet};

use crate::domain::{
    CodebookView, Edit, JudgedFact, ModeKey, Name, RecordId, RowId, Session, Target, Time, Untrusted, Verdict,
};
use crate::error::Result;
use crate::measures::statistics::intervals::wilson;
use crate::store::Reader;

/// So many records stand for a mode.
const EXEMPLARS: usize = 2;

/// What a reviewer did in one session.
#[derive(Debug, Clone)]
pub struct SessionSummary {
    /// The session.
    pub session: Session,
    /// How many records it has: those drawn, or all of its filter when it began.
    pub records: u64,
    /// What was judged in it.
    pub judged: Judged,
    /// The same of the session before over the same filter and plan, with its number and day, where there is one.
    pub before: Option<(i64, Time, Judged)>,
    /// The modes that its records show, the commonest first.
    pub modes: Vec<ModeSummary>,
    /// The failed records without a mode.
    pub failed_without_mode: u64,
    /// The deferred records, with the reviewer's notes on each.
    pub deferred: Vec<(RecordId, Vec<Untrusted>)>,
    /// Criteria that are new since it began, and new versions.
    pub criteria: Vec<CriterionSummary>,
}

/// How a reviewer's verdicts fell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Judged {
    /// Passed records.
    pub passed: u64,
    /// Failed records.
    pub failed: u64,
    /// Deferred records.
    pub deferred: u64,
}

/// A share of records with its 95 % interval (Wilson).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// Records that count.
    pub hits: u64,
    /// Of so many.
    pub n: u64,
    /// The lower limit, 0 to 1.
    pub low: f64,
    /// The upper limit.
    pub high: f64,
}

impl Share {
    /// Returns the share; `None` of nothing.
    #[must_use]
    pub fn of(hits: u64, n: u64) -> Option<Self> {
        wilson(hits, n).map(|(low, high)| Self { hits, n, low, high })
    }

    /// Returns the share itself, 0 to 1.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
    pub fn value(&self) -> f64 {
        self.hits as f64 / self.n.max(1) as f64
    }
}

impl Judged {
    /// Returns the records that passed or failed.
    #[must_use]
    pub const fn decided(&self) -> u64 {
        self.passed + self.failed
    }

    /// Returns the share that failed.
    #[must_use]
    pub fn failing(&self) -> Option<Share> {
        Share::of(self.failed, self.decided())
    }

    /// Returns the share that would have failed if all that is deferred passed, and if all of it failed; `None` where
    /// nothing is deferred.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
    pub fn bounds(&self) -> Option<(f64, f64)> {
        let all = (self.decided() + self.deferred) as f64;
        (self.deferred > 0).then(|| (self.failed as f64 / all, (self.failed + self.deferred) as f64 / all))
    }
}

/// One mode in a session.
#[derive(Debug, Clone)]
pub struct ModeSummary {
    /// The mode.
    pub key: ModeKey,
    /// Its name now.
    pub name: Name,
    /// Whether it is new since the session began.
    pub is_new: bool,
    /// The share of the decided records that show it.
    pub share: Share,
    /// The first of them.
    pub exemplars: Vec<RecordId>,
}

/// A new criterion, or a new version of one.
#[derive(Debug, Clone)]
pub struct CriterionSummary {
    /// Its name now.
    pub name: Name,
    /// The version.
    pub version: u32,
    /// What changed against the version before.
    pub edit: Edit,
    /// Why.
    pub reason: Untrusted,
    /// The statement.
    pub text: Untrusted,
}

/// Returns how the reviewer's verdicts fell in each of these sessions.
///
/// # Errors
/// Store problems as they are.
pub fn counts(reader: &Reader, sessions: &[Session]) -> Result<Vec<Judged>> {
    let (facts, all) = (reader.judged_facts()?, reader.sessions()?);
    Ok(sessions
        .iter()
        .map(|session| count(&of_it(&facts, session, end_of(session, &all)), &session.reviewer))
        .collect())
}

/// Summarizes a session.
///
/// # Errors
/// Store problems as they are.
pub fn of_session(reader: &Reader, session: Session) -> Result<SessionSummary> {
    let (facts, codebook, sessions) = (reader.judged_facts()?, reader.codebook()?, reader.sessions()?);
    let until = |of: &Session| end_of(of, &sessions);
    let own = of_it(&facts, &session, until(&session));
    let before =
        sessions.iter().rev().filter(|other| other.id < session.id && is_alike(other, &session)).find_map(|other| {
            let judged = count(&of_it(&facts, other, until(other)), &other.reviewer);
            (judged.decided() > 0).then_some((other.id, other.started, judged))
        });
    let is_of_session = |time: Time| time >= session.started && until(&session).is_none_or(|end| time < end);
    let mut rows: Vec<RowId> = own.iter().map(|fact| fact.row).collect();
    rows.sort_unstable();
    let ids: BTreeMap<RowId, RecordId> =
        reader.said_of(&rows)?.into_iter().map(|(judged, _)| (judged.row, judged.id)).collect();
    let created = reader.created()?;
    let is_new = |key: &ModeKey| {
        created.iter().any(|one| is_of_session(one.time) && matches!(&one.target, Target::Mode(mode) if mode == key))
    };
    let modes = modes(&own, &session.reviewer, &codebook, &ids, &is_new);
    let failed_without_mode = own
        .iter()
        .filter(|fact| verdict(fact, &session.reviewer) == Some(Verdict::Fail) && fact.judgements.tags.is_empty())
        .count() as u64;
    let deferred = own.iter().filter(|fact| verdict(fact, &session.reviewer) == Some(Verdict::Defer));
    let notes = |fact: &JudgedFact| {
        let notes = fact.judgements.notes.iter().filter(|note| note.reviewer == session.reviewer);
        notes.map(|note| note.text.clone()).collect()
    };
    let deferred = deferred.filter_map(|fact| Some((*ids.get(&fact.row)?, notes(fact)))).collect();
    let criteria = codebook.criteria.iter().flat_map(|criterion| {
        criterion.versions.iter().filter(|version| is_of_session(version.time)).map(|version| CriterionSummary {
            name: criterion.name.clone(),
            version: version.version,
            edit: version.edit,
            reason: version.reason.clone(),
            text: version.text.clone(),
        })
    });
    let records = if session.queue.is_empty() {
        session.population
    } else {
        session.queue.iter().collect::<HashSet<_>>().len() as u64
    };
    Ok(SessionSummary {
        records,
        judged: count(&own, &session.reviewer),
        before,
        modes,
        failed_without_mode,
        deferred,
        criteria: criteria.collect(),
        session,
    })
}

/// Returns when the reviewer's next session began.
fn end_of(session: &Session, all: &[Session]) -> Option<Time> {
    let later = all.iter().filter(|other| other.reviewer == session.reviewer && other.id > session.id);
    later.map(|other| other.started).min()
}

/// Returns whether two sessions read the same: one reviewer, filter and plan.
fn is_alike(one: &Session, other: &Session) -> bool {
    one.reviewer == other.reviewer
        && one.filter == other.filter
        && one.sampling.plan_words() == other.sampling.plan_words()
}

/// Returns what the reviewer judged in a session, in the order of reading: of what was drawn all that is judged by now, of
/// what is read whole what was judged from its start to that of the reviewer's next session.
fn of_it<'f>(facts: &'f [JudgedFact], session: &Session, until: Option<Time>) -> Vec<&'f JudgedFact> {
    let drawn: HashSet<RowId> = session.queue.iter().copied().collect();
    let is_in = |fact: &&JudgedFact| {
        let own = fact.judgements.verdicts.iter().find(|view| view.reviewer == session.reviewer);
        own.is_some_and(|view| {
            if drawn.is_empty() {
                view.time >= session.started && until.is_none_or(|end| view.time < end)
            } else {
                drawn.contains(&fact.row)
            }
        })
    };
    facts.iter().filter(is_in).collect()
}

fn verdict(fact: &JudgedFact, reviewer: &Name) -> Option<Verdict> {
    fact.judgements.verdicts.iter().find(|view| view.reviewer == *reviewer).map(|view| view.verdict)
}

fn count(facts: &[&JudgedFact], reviewer: &Name) -> Judged {
    let mut judged = Judged::default();
    for fact in facts {
        match verdict(fact, reviewer) {
            Some(Verdict::Pass) => judged.passed += 1,
            Some(Verdict::Fail) => judged.failed += 1,
            Some(Verdict::Defer) => judged.deferred += 1,
            None => {}
        }
    }
    judged
}

fn modes(
    own: &[&JudgedFact],
    reviewer: &Name,
    codebook: &CodebookView,
    ids: &BTreeMap<RowId, RecordId>,
    is_new: &dyn Fn(&ModeKey) -> bool,
) -> Vec<ModeSummary> {
    let decided: Vec<&&JudgedFact> =
        own.iter().filter(|fact| matches!(verdict(fact, reviewer), Some(Verdict::Pass | Verdict::Fail))).collect();
    let mut modes: Vec<ModeSummary> = codebook
        .modes
        .iter()
        .filter_map(|mode| {
            let has = |fact: &&&&JudgedFact| {
                fact.judgements.tags.iter().any(|tag| tag.mode == mode.key && tag.reviewer == *reviewer)
            };
            let with: Vec<_> = decided.iter().filter(has).collect();
            let share = Share::of(with.len() as u64, decided.len() as u64).filter(|share| share.hits > 0)?;
            let exemplars = with.iter().filter_map(|fact| ids.get(&fact.row).copied()).take(EXEMPLARS).collect();
            let (key, name) = (mode.key.clone(), mode.name.clone());
            Some(ModeSummary { is_new: is_new(&key), key, name, share, exemplars })
        })
        .collect();
    modes.sort_by_key(|mode| std::cmp::Reverse(mode.share.hits));
    modes
}
