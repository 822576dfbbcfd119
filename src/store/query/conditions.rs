//! Pieces of SQL that filters and sampling plans share.

/// The records on which reviewers gave different verdicts, or different grades of one criterion.
pub(crate) const DISPUTED: &str = "SELECT record FROM verdict WHERE verdict IN ('pass', 'fail')
    GROUP BY record HAVING count(DISTINCT verdict) > 1
    UNION SELECT record FROM grade WHERE answer IN ('met', 'not-met')
    GROUP BY record, criterion HAVING count(DISTINCT answer) > 1";

/// Returns the statement of the records that a reviewer, one of whom `narrowed` may name, passed and gave a failure mode
/// or a "not met" all the same.
pub(crate) fn contradictions(narrowed: &str) -> String {
    format!(
        "SELECT record FROM verdict JOIN tag USING (record, reviewer) WHERE verdict = 'pass'{narrowed}
         UNION SELECT record FROM verdict JOIN grade USING (record, reviewer)
         WHERE verdict = 'pass' AND answer = 'not-met'{narrowed}"
    )
}

/// Returns the condition that holds for the records of a statement, or for all others.
pub(crate) fn among(select: &str, yes: bool) -> String {
    format!("record.id {}IN ({select})", if yes { "" } else { "NOT " })
}

/// Returns the negation of a condition, with null as false.
pub(crate) fn negated(sql: &str) -> String {
    format!("(({sql}) IS NOT TRUE)")
}
