//! What the Insights screen shows of agreement: the lines, the reviewers two by two, the days, the most disputed records.

use std::collections::HashMap;

use super::answers::{AnswerKind, Answers};
use super::lines::{AgreementBy, AgreementLine, AgreementOrder, lines, pairs};
use crate::domain::{CodebookView, JudgedFact, Name, RowId, Target};

/// Reviewers in the matrix at most.
const IN_MATRIX: usize = 8;

/// Most disputed records that are named.
const DISPUTED: usize = 10;

/// A record that reviewers dispute.
#[derive(Debug, Clone, PartialEq)]
pub struct DisputedRecord {
    /// The record.
    pub row: RowId,
    /// Who fails it and who passes it.
    pub fails: Vec<Name>,
    /// Who passes it.
    pub passes: Vec<Name>,
    /// The modes and criteria on which they differ.
    pub on: Vec<Target>,
    /// The shares of pairs that differ, over verdict, modes and criteria.
    pub weight: f64,
}

/// All that is shown of agreement.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AgreementReport {
    /// Verdict, modes, criteria.
    pub lines: Vec<AgreementLine>,
    /// The reviewers of the matrix.
    pub reviewers: Vec<Name>,
    /// Each two of them, on the verdict.
    pub pairs: Vec<AgreementLine>,
    /// The verdict by day.
    pub days: Vec<AgreementLine>,
    /// The most disputed records first.
    pub disputed: Vec<DisputedRecord>,
}

/// Returns all that is shown of agreement.
pub fn report(facts: &[JudgedFact], codebook: &CodebookView) -> AgreementReport {
    let order = AgreementOrder::default();
    let mut days = lines(facts, &[], codebook, &AgreementOrder { by: Some(AgreementBy::Day), ..order.clone() });
    days.retain(|line| line.scope.is_none());
    let (reviewers, pairs) = pairs(facts, &[], IN_MATRIX);
    AgreementReport {
        lines: lines(facts, &[], codebook, &order),
        reviewers,
        pairs,
        days,
        disputed: disputed(facts, codebook),
    }
}

/// Returns the records on which reviewers differ most: by the share of pairs of answers that differ, added up over
/// verdict, open modes and criteria, after what was settled; of two alike the one that was judged first.
fn disputed(facts: &[JudgedFact], codebook: &CodebookView) -> Vec<DisputedRecord> {
    let answers = Answers::new(facts);
    let mut found: HashMap<RowId, DisputedRecord> = HashMap::new();
    let name = |place: usize| answers.names.get(place).map(|name| (*name).clone());
    for scope in super::lines::scopes(codebook, None) {
        for record in answers.to(scope.as_ref(), AnswerKind::Settled).0 {
            let all = record.given.len();
            let fails = record.given.iter().filter(|given| given.fails).count();
            if fails == 0 || fails == all {
                continue;
            }
            let empty = || DisputedRecord { row: record.row, fails: vec![], passes: vec![], on: vec![], weight: 0.0 };
            let known = found.entry(record.row).or_insert_with(empty);
            #[expect(clippy::cast_precision_loss, reason = "a handful of reviewers")]
            let differing = (2 * fails * (all - fails)) as f64 / (all * (all - 1)) as f64;
            known.weight += differing;
            match &scope {
                Some(target) => known.on.push(target.clone()),
                None => {
                    for given in &record.given {
                        let side = if given.fails { &mut known.fails } else { &mut known.passes };
                        side.extend(name(given.reviewer));
                    }
                }
            }
        }
    }
    let places: HashMap<RowId, u64> = facts.iter().map(|fact| (fact.row, fact.order)).collect();
    let mut all: Vec<DisputedRecord> = found.into_values().collect();
    let place = |record: &DisputedRecord| places.get(&record.row).copied();
    all.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| place(a).cmp(&place(b))));
    all.truncate(DISPUTED);
    all
}
