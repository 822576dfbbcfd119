//! What stubs are made of: modes and criteria with their checks, and the records that people judged for them.

use std::sync::Arc;

use crate::domain::codebook::TAU;
use crate::domain::{Check, CodebookView, Judgements, Record, Target, Untrusted};
use crate::error::{Problem, Result};
use crate::measures::truth::{Truth, truth};
use crate::store::Reader;
use crate::stubs::{Case, StubSource, stem};

/// Returns what stubs are written for: every open mode with a tag or a check, every criterion that is not retired, or the given
/// ones; with their checks, and no records yet.
pub(super) fn sources(codebook: &CodebookView, only: &[Target]) -> Result<Vec<StubSource>> {
    let checks_of = |target: &Target| -> Vec<Check> {
        codebook.checks.iter().filter(|check| check.target == *target).cloned().collect()
    };
    let targets: Vec<Target> = if only.is_empty() {
        let modes = codebook
            .modes
            .iter()
            .filter(|mode| mode.status.is_open())
            .filter(|mode| mode.count > 0 || !checks_of(&Target::Mode(mode.key.clone())).is_empty());
        let criteria = codebook.criteria.iter().filter(|criterion| !criterion.retired);
        modes
            .map(|mode| Target::Mode(mode.key.clone()))
            .chain(criteria.map(|criterion| Target::Criterion(criterion.key.clone())))
            .collect()
    } else {
        only.iter().map(|target| codebook.current_target(target)).collect()
    };
    let mut sources: Vec<StubSource> = Vec::new();
    for target in targets {
        if sources.iter().all(|source| source.target != target) {
            sources.push(source(codebook, &target, checks_of(&target))?);
        }
    }
    Ok(sources)
}

fn source(codebook: &CodebookView, target: &Target, checks: Vec<Check>) -> Result<StubSource> {
    let unknown = || Problem::usage(format!("There is no {} called `{}`.", target.word(), target.key()));
    let (name, definition, version, tau) = match target {
        Target::Mode(key) => {
            let mode = codebook.mode_of(key).ok_or_else(unknown)?;
            (mode.name.clone(), mode.definition.clone(), None, TAU)
        }
        Target::Criterion(key) => {
            let criterion = codebook.criterion_of(key).ok_or_else(unknown)?;
            let text = criterion.current().map_or_else(Untrusted::default, |version| version.text.clone());
            (criterion.name.clone(), text, Some(criterion.version()), criterion.tau)
        }
    };
    let stem = stem(target, codebook.mode_of(target.key()).is_some());
    Ok(StubSource {
        target: target.clone(),
        stem,
        name,
        definition,
        version,
        tau,
        stale: 0,
        checks,
        mined: Vec::new(),
        cases: Vec::new(),
    })
}

/// Adds to every source the records that people judged for it and which of its checks were mined.
pub(super) fn gather(reader: &Reader, sources: &mut [StubSource]) -> Result<()> {
    if sources.is_empty() {
        return Ok(());
    }
    let codebook = reader.codebook()?;
    let mut accepted = reader.suggestion_answers()?;
    accepted.retain(|answer| answer.accepted);
    for source in sources.iter_mut() {
        let is_mined = |check: &&Check| {
            let answers = accepted.iter().filter(|answer| answer.spec == check.spec);
            answers.map(|answer| codebook.current_target(&answer.target)).any(|target| target == source.target)
        };
        source.mined = source.checks.iter().filter(is_mined).map(|check| check.key.clone()).collect();
    }
    reader.each_judged(&mut |record, judgements| {
        let record = Arc::new(record);
        for source in sources.iter_mut() {
            let truth = truth(&source.target, &judgements);
            source.stale += u64::from(truth == Truth::Stale);
            source.cases.extend(case(&source.target, truth, &record, &judgements));
        }
        Ok(true)
    })
}

fn case(target: &Target, truth: Truth, record: &Arc<Record>, judgements: &Judgements) -> Option<Case> {
    let is_bad = match truth {
        Truth::Positive => true,
        Truth::Negative => false,
        Truth::NotComparable | Truth::Disputed | Truth::Stale | Truth::Na | Truth::Silent => return None,
    };
    let notes = judgements.notes.iter().map(|note| note.text.clone()).collect();
    let evidence = evidence(target, record, judgements);
    Some(Case { record: Arc::clone(record), is_bad, notes, evidence, is_masked: false })
}

/// Returns what people marked in the output for a target: with its tag, for a criterion with a note.
fn evidence(target: &Target, record: &Record, judgements: &Judgements) -> Option<Untrusted> {
    let tags = judgements.tags.iter().filter(|tag| matches!(target, Target::Mode(mode) if *mode == tag.mode));
    let notes = judgements.notes.iter().filter(|_| matches!(target, Target::Criterion(_)));
    let spans = tags.filter_map(|tag| tag.span).chain(notes.filter_map(|note| note.span));
    let mut marked = spans.filter(|span| span.turn.is_none() && span.start < span.end).map(|span| {
        let (start, end) = (span.start as usize, span.end as usize);
        record.content.output.raw().chars().skip(start).take(end - start).collect::<String>()
    });
    marked.next().map(Untrusted::from)
}
