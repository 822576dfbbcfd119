//! Who answered what: verdicts, modes and criteria as yes or no, by record and reviewer.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::domain::words::words;
use crate::domain::{
    Answer, Criterion, CriterionKey, JudgedFact, Judgements, ModeKey, Name, Purpose, RowId, SettleTarget, SettledView,
    Target, Time, Verdict,
};
use crate::measures::drift::regrades::GivenGrade;
use crate::measures::truth::{Truth, truth, verdict_truth};

/// Which answers are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnswerKind {
    /// Each reviewer's own.
    Blind,
    /// As they stand after a settlement.
    Settled,
}

words!(AnswerKind: Blind = "blind", Settled = "settled");

/// Every grade of a criterion, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// The criterion.
    pub criterion: CriterionKey,
    /// Its grades.
    pub grades: Vec<GivenGrade>,
}

/// Answers that are no yes and no no, counted by answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOut {
    /// Verdicts that defer.
    pub deferred: u64,
    /// Verdicts that decline.
    pub declined: u64,
    /// Grades under an older meaning.
    pub stale: u64,
    /// Grades n/a.
    pub na: u64,
}

/// One answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Given {
    /// The reviewer's place among [`Answers::names`].
    pub(super) reviewer: usize,
    /// Whether it fails the record, finds the mode in it, or finds the criterion not met.
    pub(super) fails: bool,
    /// When.
    pub(super) time: Time,
}

/// The answers to one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answered {
    pub(super) row: RowId,
    /// The conversation, or the record where it has none.
    pub(super) cluster: usize,
    /// One for each reviewer at most.
    pub(super) given: Vec<Given>,
}

impl Answered {
    /// Returns when the last of these reviewers answered.
    pub(super) fn last(&self, chosen: &[usize]) -> Option<Time> {
        self.given.iter().filter(|given| chosen.contains(&given.reviewer)).map(|given| given.time).max()
    }
}

/// What was settled on a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Nothing: each one's own answer stands.
    Own,
    /// It fails, shows the mode, or does not meet the criterion; or it does not fail, and so on.
    Fails(bool),
    /// That there is no answer.
    LeftOut,
}

impl Standing {
    /// Returns what was settled on a question; a settled verdict says something of modes too.
    fn of(said: &Judgements, scope: Option<&Target>) -> Self {
        if said.settled.is_empty() {
            return Self::Own;
        }
        let target = scope.map_or(SettleTarget::Verdict, |target| target.clone().into());
        let by_verdict = matches!(scope, Some(Target::Mode(_))) && said.settled_verdict().is_some();
        if said.settled_on(&target).is_none() && !by_verdict {
            return Self::Own;
        }
        match scope.map_or_else(|| verdict_truth(said), |target| truth(target, said)) {
            Truth::Positive => Self::Fails(true),
            Truth::Negative => Self::Fails(false),
            Truth::Disputed | Truth::NotComparable => Self::Own,
            Truth::Stale | Truth::Na | Truth::Silent => Self::LeftOut,
        }
    }
}

/// The last answer of a reviewer under a version, `None` where it was taken back, and when.
type Last = (Option<Answer>, Time);

/// What people said, ready to be compared.
pub(super) struct Answers<'a> {
    facts: &'a [JudgedFact],
    /// Everyone who said anything, in the order of names.
    pub(super) names: Vec<&'a Name>,
    places: HashMap<&'a Name, usize>,
    clusters: Vec<usize>,
}

impl<'a> Answers<'a> {
    pub(super) fn new(facts: &'a [JudgedFact]) -> Self {
        let mut names: BTreeSet<&Name> = BTreeSet::new();
        for said in facts.iter().map(|fact| &fact.judgements) {
            names.extend(said.verdicts.iter().map(|view| &view.reviewer));
            names.extend(said.tags.iter().map(|tag| &tag.reviewer));
            names.extend(said.grades.iter().map(|grade| &grade.reviewer));
        }
        let names: Vec<&Name> = names.into_iter().collect();
        let places = names.iter().enumerate().map(|(place, name)| (*name, place)).collect();
        let mut conversations: HashMap<&str, usize> = HashMap::new();
        let cluster = |(place, fact): (usize, &'a JudgedFact)| match &fact.conversation {
            Some(conversation) => *conversations.entry(conversation.raw()).or_insert(place),
            None => place,
        };
        let clusters = facts.iter().enumerate().map(cluster).collect();
        Self { facts, names, places, clusters }
    }

    /// Returns the place of a reviewer, if this one said anything.
    pub(super) fn place(&self, name: &Name) -> Option<usize> {
        self.places.get(name).copied()
    }

    /// Returns the answers to a question, of the records that anyone answered.
    pub(super) fn to(&self, scope: Option<&Target>, kind: AnswerKind) -> (Vec<Answered>, LeftOut) {
        let mut left_out = LeftOut::default();
        let mut all = Vec::new();
        for (fact, cluster) in self.facts.iter().zip(&self.clusters) {
            let mut given = match scope {
                None => self.verdicts(&fact.judgements, &mut left_out),
                Some(Target::Mode(mode)) => self.mode(mode, &fact.judgements),
                Some(Target::Criterion(key)) => self.grades(key, &fact.judgements, &mut left_out),
            };
            if kind == AnswerKind::Settled {
                match Standing::of(&fact.judgements, scope) {
                    Standing::Own => {}
                    Standing::Fails(fails) => given.iter_mut().for_each(|given| given.fails = fails),
                    Standing::LeftOut => given.clear(),
                }
            }
            if !given.is_empty() {
                all.push(Answered { row: fact.row, cluster: *cluster, given });
            }
        }
        (all, left_out)
    }

    fn given(&self, reviewer: &Name, fails: bool, time: Time) -> Option<Given> {
        Some(Given { reviewer: self.place(reviewer)?, fails, time })
    }

    fn verdicts(&self, said: &Judgements, left_out: &mut LeftOut) -> Vec<Given> {
        let mut given = Vec::new();
        for view in &said.verdicts {
            match view.verdict {
                Verdict::Pass => given.extend(self.given(&view.reviewer, false, view.time)),
                Verdict::Fail => given.extend(self.given(&view.reviewer, true, view.time)),
                Verdict::Defer => left_out.deferred += 1,
                Verdict::Declined => left_out.declined += 1,
            }
        }
        given
    }

    /// Returns who finds the mode in the record: yes by a tag, no by a verdict, or another tag, without it.
    fn mode(&self, mode: &ModeKey, said: &Judgements) -> Vec<Given> {
        let mut given: Vec<Given> = Vec::new();
        for view in said.verdicts.iter().filter(|view| view.verdict.decides()) {
            given.extend(self.given(&view.reviewer, false, view.time));
        }
        for tag in &said.tags {
            let Some(place) = self.place(&tag.reviewer) else { continue };
            let fails = tag.mode == *mode;
            match given.iter_mut().find(|known| known.reviewer == place) {
                Some(known) => known.fails |= fails,
                None => given.push(Given { reviewer: place, fails, time: Time(0) }),
            }
        }
        given
    }

    fn grades(&self, key: &CriterionKey, said: &Judgements, left_out: &mut LeftOut) -> Vec<Given> {
        let mut given = Vec::new();
        let bears = said.grades.iter().filter(|grade| grade.criterion == *key && grade.purpose != Purpose::Noise);
        for grade in bears {
            match grade.answer {
                _ if grade.stale => left_out.stale += 1,
                Answer::Na => left_out.na += 1,
                Answer::Met => given.extend(self.given(&grade.reviewer, false, grade.time)),
                Answer::NotMet => given.extend(self.given(&grade.reviewer, true, grade.time)),
            }
        }
        given
    }

    /// Returns the records on which a question was settled.
    pub(super) fn settled(&self, scope: Option<&Target>) -> HashSet<RowId> {
        let is_settled = |fact: &&JudgedFact| Standing::of(&fact.judgements, scope) != Standing::Own;
        self.facts.iter().filter(is_settled).map(|fact| fact.row).collect()
    }

    /// Returns what was settled for a criterion under the meaning of one of its versions, by record; none where that was
    /// n/a.
    pub(super) fn settled_under(&self, criterion: &Criterion, version: u32) -> HashMap<RowId, Option<bool>> {
        let target = SettleTarget::Criterion(criterion.key.clone());
        let is_of_it = |view: &&SettledView| {
            view.target == target && criterion.meaning_at(view.version) == criterion.meaning_at(version)
        };
        let settled = |fact: &JudgedFact| {
            let answer = fact.judgements.settled.iter().rev().find(is_of_it)?.answer.grade()?;
            Some((fact.row, (answer != Answer::Na).then_some(answer == Answer::NotMet)))
        };
        self.facts.iter().filter_map(settled).collect()
    }

    /// Returns the last answers under each version of a criterion, stale ones too; noise answers never count.
    pub(super) fn by_version(&self, history: &History) -> BTreeMap<u32, (Vec<Answered>, LeftOut)> {
        let clusters: HashMap<RowId, usize> =
            self.facts.iter().map(|fact| fact.row).zip(self.clusters.iter().copied()).collect();
        let mut last: BTreeMap<(u32, RowId), BTreeMap<usize, Last>> = BTreeMap::new();
        for grade in history.grades.iter().filter(|grade| grade.purpose != Purpose::Noise) {
            let Some(place) = self.place(&grade.reviewer) else { continue };
            last.entry((grade.version, grade.row)).or_default().insert(place, (grade.answer, grade.time));
        }
        let mut versions: BTreeMap<u32, (Vec<Answered>, LeftOut)> = BTreeMap::new();
        for ((version, row), answers) in last {
            let (all, left_out) = versions.entry(version).or_default();
            let mut given = Vec::new();
            for (reviewer, (answer, time)) in answers {
                match answer {
                    None => {}
                    Some(Answer::Na) => left_out.na += 1,
                    Some(answer) => given.push(Given { reviewer, fails: answer == Answer::NotMet, time }),
                }
            }
            if let (false, Some(cluster)) = (given.is_empty(), clusters.get(&row)) {
                all.push(Answered { row, cluster: *cluster, given });
            }
        }
        versions
    }
}
