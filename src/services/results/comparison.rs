//! Two imported results compared: the same judge over the same cases, what each run passes, and which cases flipped.
//!
//! Cases are matched by record. Two runs that share no record are matched by input, as a new model or prompt version
//! answers the same questions anew.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::judges;
use crate::domain::result::{About, JudgeVerdict, ResultRun};
use crate::domain::words::words;
use crate::domain::{CodebookView, RecordId, RowId, Target, Untrusted};
use crate::error::Result;
use crate::measures::judge::{JudgeLine, Passes};
use crate::measures::paired::Paired;
use crate::measures::prevalence::Rate;
use crate::store::Reader;

/// What the two outputs of a pair share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Both are the same record's output: only the judge can differ.
    Record,
    /// They answer the same input, and at least one is another output.
    Input,
}

words!(Basis: Record = "record", Input = "input");

/// A case that flipped: the record of the first run, and that of the second (the same where cases match by record).
pub type Flip = (RecordId, RecordId);

/// One run's side of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// The judge in this run, held against people.
    pub line: JudgeLine,
    /// Records that have no partner in the other run.
    pub alone: u64,
    /// Records whose input occurs several times in a run, so that no pair can be made.
    pub ambiguous: u64,
    /// The models: as the result says, else those of the records.
    pub models: Vec<Untrusted>,
    /// The prompt versions, likewise.
    pub prompt_versions: Vec<Untrusted>,
}

impl Side {
    /// The share of matched cases that pass, corrected for the judge's errors in this run.
    ///
    /// # Errors
    /// Why it cannot be computed, in words.
    pub fn corrected(&self, matched: Passes) -> std::result::Result<Rate, &'static str> {
        let counts = self.line.judged.counts;
        if self.line.other_output > 0 && counts.positives() + counts.negatives() == 0 {
            return Err("its outputs are not the recorded ones, so nobody judged them");
        }
        self.line.judged.corrected_for(matched)
    }
}

/// One judge or check that is in both runs.
#[derive(Debug, Clone, PartialEq)]
pub struct PairLine {
    /// What the pairs have in common.
    pub basis: Basis,
    /// The counts.
    pub pairs: Paired,
    /// Pairs on the very same output.
    pub same_output: u64,
    /// The first run.
    pub first: Side,
    /// The second run.
    pub second: Side,
    /// What passes in the first run and fails in the second, in import order.
    pub pass_to_fail: Vec<Flip>,
    /// What fails in the first run and passes in the second, in import order.
    pub fail_to_pass: Vec<Flip>,
}

/// Two runs compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The judges of both, in the first run's order.
    pub lines: Vec<PairLine>,
    /// Judges of the first run only.
    pub only_first: Vec<Untrusted>,
    /// Judges of the second run only.
    pub only_second: Vec<Untrusted>,
}

/// The last answer to each record: whether it fails, and whether the judged output is the record's own.
type Answers = BTreeMap<RowId, (bool, bool)>;

/// Compares two runs, judge by judge.
///
/// # Errors
/// Store problems as they are.
pub fn compare(reader: &Reader, first: &ResultRun, second: &ResultRun) -> Result<Comparison> {
    let book = reader.codebook()?;
    let (mut first_answers, mut second_answers) = (answers(reader, &book, first)?, answers(reader, &book, second)?);
    let rows = first_answers.values().chain(second_answers.values()).flat_map(|answers| answers.keys().copied());
    let about = reader.about(&rows.collect::<HashSet<RowId>>())?;
    let mut waiting: HashMap<_, JudgeLine> =
        judges::lines(reader, std::slice::from_ref(second))?.into_iter().map(|line| (key(&line), line)).collect();
    let (mut lines, mut only_first) = (Vec::new(), Vec::new());
    for line in judges::lines(reader, std::slice::from_ref(first))? {
        let key = key(&line);
        let Some(partner) = waiting.remove(&key) else {
            only_first.push(line.judge);
            continue;
        };
        let (a, b) = (first_answers.remove(&key).unwrap_or_default(), second_answers.remove(&key).unwrap_or_default());
        lines.push(matched(line, partner, &a, &b, &about));
    }
    let mut only_second: Vec<Untrusted> = waiting.into_values().map(|line| line.judge).collect();
    only_second.sort();
    Ok(Comparison { lines, only_first, only_second })
}

/// By which a judge is known again: its name and what it is about.
type JudgeKey = (Untrusted, Option<(&'static str, String)>);

fn key_of(judge: &Untrusted, target: Option<&Target>) -> JudgeKey {
    (judge.clone(), target.map(|target| (target.word(), target.key().to_string())))
}

fn key(line: &JudgeLine) -> JudgeKey {
    key_of(&line.judge, line.target.as_ref())
}

fn answers(reader: &Reader, book: &CodebookView, run: &ResultRun) -> Result<HashMap<JudgeKey, Answers>> {
    let mut all: HashMap<JudgeKey, Answers> = HashMap::new();
    for answer in reader.result_answers(run)? {
        let fails = match answer.verdict {
            JudgeVerdict::Pass => false,
            JudgeVerdict::Fail => true,
            JudgeVerdict::NoAnswer => continue,
        };
        let Some(row) = answer.record else { continue };
        let target = answer.target.as_ref().map(|target| book.current_target(target));
        all.entry(key_of(&answer.judge, target.as_ref())).or_default().insert(row, (fails, answer.is_same));
    }
    Ok(all)
}

fn matched(first: JudgeLine, second: JudgeLine, a: &Answers, b: &Answers, about: &HashMap<RowId, About>) -> PairLine {
    let mut first = Side::new(first, a, about);
    let mut second = Side::new(second, b, about);
    let shared: Vec<(RowId, RowId)> = a.keys().filter(|row| b.contains_key(row)).map(|row| (*row, *row)).collect();
    let places = if shared.is_empty() { by_input(a, b, about, &mut first, &mut second) } else { shared };
    first.alone = (a.len() - places.len()) as u64 - first.ambiguous;
    second.alone = (b.len() - places.len()) as u64 - second.ambiguous;
    let (mut pairs, mut same_output) = (Paired::default(), 0);
    let (mut pass_to_fail, mut fail_to_pass) = (Vec::new(), Vec::new());
    for (left, right) in &places {
        let (Some((was, is_own)), Some((is, is_own_too))) = (a.get(left), b.get(right)) else { continue };
        pairs.take(*was, *is);
        same_output += u64::from(left == right && *is_own && *is_own_too);
        let (Some(left), Some(right)) = (about.get(left), about.get(right)) else { continue };
        match (was, is) {
            (false, true) => pass_to_fail.push((left.id, right.id)),
            (true, false) => fail_to_pass.push((left.id, right.id)),
            (true, true) | (false, false) => {}
        }
    }
    let basis = if same_output == pairs.n() && same_output > 0 { Basis::Record } else { Basis::Input };
    PairLine { basis, pairs, same_output, first, second, pass_to_fail, fail_to_pass }
}

impl Side {
    fn new(line: JudgeLine, answers: &Answers, about: &HashMap<RowId, About>) -> Self {
        // A replay of recorded outputs names no model; the records do.
        let own = || answers.iter().filter(|(_, (_, is_own))| *is_own).filter_map(|(row, _)| about.get(row));
        let or_else = |named: &[Untrusted], of_record: fn(&About) -> Option<&Untrusted>| {
            let mut found =
                if named.is_empty() { own().filter_map(of_record).cloned().collect() } else { named.to_vec() };
            found.sort();
            found.dedup();
            found
        };
        let models = or_else(&line.models, |about| about.model.as_ref());
        let prompt_versions = or_else(&line.prompt_versions, |about| about.prompt_version.as_ref());
        Self { line, alone: 0, ambiguous: 0, models, prompt_versions }
    }
}

/// Pairs of records with equal inputs, where each run has exactly one; the others are counted on their sides.
fn by_input(
    a: &Answers,
    b: &Answers,
    about: &HashMap<RowId, About>,
    first: &mut Side,
    second: &mut Side,
) -> Vec<(RowId, RowId)> {
    let grouped = |answers: &Answers| {
        let mut groups: BTreeMap<i64, Vec<RowId>> = BTreeMap::new();
        for row in answers.keys() {
            if let Some(about) = about.get(row) {
                groups.entry(about.input_key).or_default().push(*row);
            }
        }
        groups
    };
    let others = grouped(b);
    let mut pairs = Vec::new();
    for (input, rows) in grouped(a) {
        match (rows.as_slice(), others.get(&input).map(Vec::as_slice)) {
            (_, None | Some([])) => {}
            ([left], Some([right])) => pairs.push((*left, *right)),
            (several, Some(others)) => {
                first.ambiguous += several.len() as u64;
                second.ambiguous += others.len() as u64;
            }
        }
    }
    pairs.sort_unstable();
    pairs
}
