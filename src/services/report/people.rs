//! Who judged, and how far they agree.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::texts::Texts;
use crate::domain::{CodebookView, JudgedFact, Name, Target, Untrusted};
use crate::measures::agreement::{AgreementLine, AnswerKind, report};
use crate::report::{AgreementContents, AgreementRow};

/// Returns who gave verdicts, with how many, the busiest first.
pub(super) fn reviewers(facts: &[JudgedFact], texts: &mut Texts<'_>) -> Vec<(Untrusted, u64)> {
    let mut counts: BTreeMap<&Name, u64> = BTreeMap::new();
    for view in facts.iter().flat_map(|fact| &fact.judgements.verdicts) {
        *counts.entry(&view.reviewer).or_default() += 1;
    }
    let mut people: Vec<(&Name, u64)> = counts.into_iter().collect();
    people.sort_by_key(|(_, count)| Reverse(*count));
    people.into_iter().map(|(name, count)| (texts.name(name), count)).collect()
}

/// Returns how far they agree, as the Insights screen shows it.
pub(super) fn agreement(facts: &[JudgedFact], book: &CodebookView, texts: &mut Texts<'_>) -> AgreementContents {
    let report = report(facts, book);
    let mut contents = AgreementContents::default();
    for line in &report.lines {
        let name = match &line.scope {
            None => Untrusted::from("verdict"),
            Some(Target::Mode(key)) => texts.text(book.mode_of(key).map_or(key.as_str(), |mode| mode.name.as_str())),
            Some(Target::Criterion(key)) => {
                texts.text(book.criterion_of(key).map_or(key.as_str(), |criterion| criterion.name.as_str()))
            }
        };
        contents.questions.push(row(name, line, texts));
    }
    for line in &report.pairs {
        let names: Vec<&str> = line.reviewers.iter().map(Name::as_str).collect();
        let name = texts.text(&names.join(" and "));
        contents.pairs.push(row(name, line, texts));
    }
    for line in &report.days {
        let day = line.day.clone().unwrap_or_default();
        let marks =
            line.marks.iter().map(|mark| texts.text(&format!("{} v{}", mark.criterion, mark.version))).collect();
        contents.days.push(AgreementRow { marks, ..row(Untrusted::from(day.as_str()), line, texts) });
    }
    contents
}

fn row(name: Untrusted, line: &AgreementLine, texts: &mut Texts<'_>) -> AgreementRow {
    AgreementRow {
        name,
        is_settled: line.kind == AnswerKind::Settled,
        reviewers: line.reviewers.iter().map(|reviewer| texts.name(reviewer)).collect(),
        figures: line.figures.clone(),
        marks: Vec::new(),
    }
}
