//! Pieces of SQL that filters and sampling plans share.

use std::cmp::Ordering;

use crate::domain::Name;
use crate::domain::filter::{Bound, Compare, Measure};

/// The records on which reviewers gave different verdicts, or different grades of one criterion, and settled on none. What
/// was settled under an older version than the newest grade settles nothing.
pub(crate) const DISPUTED: &str = "SELECT record FROM verdict WHERE verdict IN ('pass', 'fail')
    AND record NOT IN (SELECT record FROM settled WHERE target = 'verdict')
    GROUP BY record HAVING count(DISTINCT verdict) > 1
    UNION SELECT grade.record FROM grade
    LEFT JOIN settled ON settled.record = grade.record AND settled.target = 'criterion:' || grade.criterion
    WHERE grade.answer IN ('met', 'not-met')
    GROUP BY grade.record, grade.criterion
    HAVING count(DISTINCT grade.answer) > 1 AND coalesce(max(settled.version) < max(grade.version), 1)";

/// Returns the statement of the records that a reviewer, one of whom `narrowed` may name, passed and gave a failure mode
/// or a "not met" all the same, or judged otherwise before.
pub(crate) fn contradictions(narrowed: &str) -> String {
    format!(
        "SELECT record FROM verdict JOIN tag USING (record, reviewer) WHERE verdict = 'pass'{narrowed}
         UNION SELECT record FROM verdict JOIN grade USING (record, reviewer)
         WHERE verdict = 'pass' AND answer = 'not-met'{narrowed}
         UNION SELECT record FROM verdict WHERE replaced IS NOT NULL{narrowed}"
    )
}

/// Returns the condition that holds for the records of a statement, or for all others.
pub(crate) fn among(select: &str, yes: bool) -> String {
    format!("record.id {}IN ({select})", if yes { "" } else { "NOT " })
}

/// Returns the condition of the records that a statement gives, or that were settled so; what was settled otherwise is none
/// of them. Where a reviewer is named only what that reviewer gave counts.
pub(crate) fn over_settled(given: &str, target: &str, answer: &str, by: Option<&Name>) -> String {
    if by.is_some() {
        return format!("record.id IN ({given})");
    }
    format!(
        "record.id IN ({given} AND record NOT IN (SELECT record FROM settled WHERE {target})
         UNION ALL SELECT record FROM settled WHERE {target} AND answer = {answer})"
    )
}

/// Returns the negation of a condition, with null as false.
pub(crate) fn negated(sql: &str) -> String {
    format!("(({sql}) IS NOT TRUE)")
}

/// Returns the expression of a logged number.
pub(crate) const fn logged(measure: Measure) -> &'static str {
    match measure {
        Measure::Latency => "record.latency",
        Measure::Tokens => {
            "(coalesce(record.tokens_in, record.tokens_out) + \
                coalesce(iif(record.tokens_in IS NULL, 0, record.tokens_out), 0))"
        }
        Measure::OutputLength => "record.out_len",
        Measure::Cost => "record.cost",
    }
}

/// Whether a number lies within a bound.
pub(crate) fn holds(bound: Bound, number: f64) -> bool {
    let order = number.partial_cmp(&bound.amount.get());
    match bound.compare {
        Compare::Below => order == Some(Ordering::Less),
        Compare::AtMost => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        Compare::Is => order == Some(Ordering::Equal),
        Compare::AtLeast => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        Compare::Above => order == Some(Ordering::Greater),
    }
}

/// Holds the records of the sources whose names are like a pattern: a record belongs to every source that holds it.
pub(crate) fn of_source(pattern: &str) -> String {
    let named = format!("(SELECT id FROM source WHERE gemba_glob({pattern}, name))");
    format!("(record.source IN {named} OR record.id IN (SELECT record FROM record_also WHERE source IN {named}))")
}
