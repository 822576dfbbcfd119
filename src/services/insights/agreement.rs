//! Gathers what reviewers' agreement is measured on: for the command, the Insights screen, and the header of a session.

use std::collections::{BTreeSet, HashSet};

use crate::domain::spelling::nearest;
use crate::domain::{JudgedFact, Name, RowId};
use crate::error::{Problem, Result};
use crate::measures::agreement::{
    self, AgreementBy, AgreementLine, AgreementOrder, AgreementReport, History, LeftOut, lines, report,
};
use crate::store::Reader;

/// Reviewers in a matrix at most.
pub const IN_MATRIX: usize = 8;

/// Returns the lines that were asked for, as far as this reader may see the answers.
///
/// # Errors
/// Store problems as they are; a `Usage` problem for one reviewer alone, for one named twice, and for one who judged
/// nothing.
pub fn agreement(reader: &Reader, order: &AgreementOrder) -> Result<Vec<AgreementLine>> {
    let facts = reader.judged_facts()?;
    check_names(&facts, &order.reviewers)?;
    let codebook = reader.codebook()?;
    let mut history = Vec::new();
    if order.by == Some(AgreementBy::Version) {
        for criterion in codebook.criteria.iter().filter(|criterion| !criterion.retired) {
            let grades = reader.grade_history(&criterion.key)?;
            history.push(History { criterion: criterion.key.clone(), grades });
        }
    }
    Ok(lines(&facts, &history, &codebook, order))
}

/// Returns the verdict's agreement of each two of these reviewers, or of those who answered most.
///
/// # Errors
/// As [`agreement()`].
pub fn pairs(reader: &Reader, named: &[Name], most: usize) -> Result<(Vec<Name>, Vec<AgreementLine>)> {
    let facts = reader.judged_facts()?;
    check_names(&facts, named)?;
    Ok(agreement::pairs(&facts, named, most))
}

/// Returns all that the Insights screen shows of agreement.
///
/// # Errors
/// Store problems as they are.
pub fn on_screen(reader: &Reader) -> Result<AgreementReport> {
    Ok(report(&reader.judged_facts()?, &reader.codebook()?))
}

/// Returns the agreement of some reviewers on these records alone, such as those of a session that are revealed: the
/// verdict first, then open modes and criteria. Of what was left out nothing is counted.
///
/// # Errors
/// Store problems as they are.
pub fn among(reader: &Reader, rows: &[RowId], reviewers: &[Name]) -> Result<Vec<AgreementLine>> {
    let held: HashSet<RowId> = rows.iter().copied().collect();
    let mut facts = reader.judged_facts()?;
    facts.retain(|fact| held.contains(&fact.row));
    let order = AgreementOrder { reviewers: reviewers.to_vec(), by: None };
    let lines = lines(&facts, &[], &reader.codebook()?, &order);
    Ok(lines.into_iter().map(|line| AgreementLine { left_out: LeftOut::default(), ..line }).collect())
}

/// Refuses names that cannot agree with anyone.
fn check_names(facts: &[JudgedFact], named: &[Name]) -> Result<()> {
    if named.is_empty() {
        return Ok(());
    }
    let said = facts.iter().map(|fact| &fact.judgements);
    let known: BTreeSet<&str> = said
        .flat_map(|said| {
            let verdicts = said.verdicts.iter().map(|view| &view.reviewer);
            let tags = said.tags.iter().map(|tag| &tag.reviewer);
            verdicts.chain(tags).chain(said.grades.iter().map(|grade| &grade.reviewer))
        })
        .map(Name::as_str)
        .collect();
    for name in named {
        if !known.contains(name.as_str()) {
            let hint = match nearest(name.as_str(), known.iter().copied()) {
                Some(near) => format!("Did you mean `{near}`?"),
                None if known.is_empty() => "Nobody judged anything yet.".to_owned(),
                None => format!("Judged by: {}.", known.iter().copied().take(10).collect::<Vec<_>>().join(", ")),
            };
            return Err(Problem::usage(format!("`{name}` judged nothing here.")).hint(hint));
        }
    }
    let different: BTreeSet<&Name> = named.iter().collect();
    if different.len() < named.len() {
        return Err(Problem::usage("A reviewer is named twice."));
    }
    if named.len() < 2 {
        return Err(Problem::usage("Agreement needs two reviewers or more.")
            .hint("Name another one, or none: then it is everyone's."));
    }
    Ok(())
}
