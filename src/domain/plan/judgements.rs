//! Planning judgements: a verdict, tag, note, corrected output or grade of one reviewer on one record.

use crate::domain::plan::facts::Facts;
use crate::domain::plan::refusals::{open_criterion, open_mode};
use crate::domain::{Answer, Change, Purpose, RecordId, Slug, Span, TagAnswer, TagSource, Untrusted, Verdict};
use crate::error::{Problem, Result};

pub(super) fn verdict(
    facts: &dyn Facts,
    record: RecordId,
    verdict: Option<Verdict>,
    reason: Option<&Untrusted>,
) -> Result<Vec<Change>> {
    let reason = not_blank(reason).filter(|_| verdict.is_some_and(Verdict::takes_reason)).cloned();
    let wanted = verdict.map(|verdict| (verdict, reason.clone()));
    let is_same = facts.verdict(record)? == wanted;
    if !is_same && facts.is_vote_fixed(record)? {
        let record = record.short();
        return Err(Problem::usage(format!(
            "The blind vote on {record} is revealed, so it cannot be changed any more."
        ))
        .hint("What counts from now on is what you settle together."));
    }
    Ok((!is_same).then_some(Change::Verdict { record, verdict, reason }).into_iter().collect())
}

pub(super) fn tag(facts: &dyn Facts, record: RecordId, mode: &Slug, span: Option<Span>) -> Result<Vec<Change>> {
    facts.require_record(record)?;
    check_span(facts, record, span)?;
    let mode = open_mode(facts.codebook()?, mode)?.identity.key.clone();
    let is_there = facts.has_tag(record, &mode, span)?;
    Ok((!is_there).then_some(Change::Tag { record, mode, span }).into_iter().collect())
}

/// Plans the answer to a suggested tag: it is kept as it is.
pub(super) fn answer_suggestion(
    facts: &dyn Facts,
    record: RecordId,
    mode: &Slug,
    source: &TagSource,
    answer: TagAnswer,
) -> Result<Vec<Change>> {
    facts.require_record(record)?;
    let mode = facts.codebook()?.known_mode(mode)?.identity.key.clone();
    Ok(vec![Change::TagSuggestionAnswer { record, mode, source: source.clone(), answer }])
}

/// Takes back the tags of the mode and of all that are merged into the same.
pub(super) fn untag(facts: &dyn Facts, record: RecordId, mode: &Slug) -> Result<Vec<Change>> {
    facts.require_record(record)?;
    let codebook = facts.codebook()?;
    let counts = &codebook.resolve_mode(codebook.known_mode(mode)?).identity.key;
    let group = codebook.merged_group(counts);
    let tagged = facts.tagged(record)?;
    Ok(tagged.into_iter().filter(|mode| group.contains(&mode)).map(|mode| Change::Untag { record, mode }).collect())
}

pub(super) fn note(
    facts: &dyn Facts,
    record: RecordId,
    span: Option<Span>,
    text: Option<&Untrusted>,
) -> Result<Vec<Change>> {
    facts.require_record(record)?;
    let text = not_blank(text);
    if text.is_some() {
        check_span(facts, record, span)?;
    }
    let is_same = facts.note(record, span)?.as_ref() == text;
    let change = || Change::Note { record, span, text: text.cloned() };
    Ok((!is_same).then(change).into_iter().collect())
}

pub(super) fn correction(facts: &dyn Facts, record: RecordId, text: Option<&Untrusted>) -> Result<Vec<Change>> {
    let text = not_blank(text);
    let is_same = facts.correction(record)?.as_ref() == text;
    let change = || Change::Correction { record, text: text.cloned() };
    Ok((!is_same).then(change).into_iter().collect())
}

pub(super) fn grade(
    facts: &dyn Facts,
    record: RecordId,
    criterion: &Slug,
    version: u32,
    answer: Option<Answer>,
    purpose: Purpose,
) -> Result<Vec<Change>> {
    facts.require_record(record)?;
    let codebook = facts.codebook()?;
    let known = match answer {
        Some(_) => open_criterion(codebook, criterion)?,
        // A grade of a criterion that is asked no longer can still be taken back.
        None => codebook.known_criterion(criterion)?,
    };
    let newest = known.version();
    if version > newest {
        return Err(Problem::usage(format!(
            "The criterion `{}` has no version {version} yet; the newest is {newest}.",
            known.identity.slug
        )));
    }
    let version = if version == 0 { newest } else { version };
    let criterion = known.identity.key.clone();
    let standing = facts.grade(record, &criterion)?;
    let changes = match (answer, purpose) {
        (None, Purpose::Noise) => false,
        (Some(_), Purpose::Noise) => true,
        (None, _) => standing.is_some(),
        (Some(answer), _) => standing != Some((version, answer)),
    };
    let change = Change::Grade { record, criterion, version, answer, purpose };
    Ok(changes.then_some(change).into_iter().collect())
}

fn not_blank(text: Option<&Untrusted>) -> Option<&Untrusted> {
    text.filter(|text| !text.raw().trim().is_empty())
}

/// Refuses a span that is empty or reaches beyond its text.
fn check_span(facts: &dyn Facts, record: RecordId, span: Option<Span>) -> Result<()> {
    let Some(span) = span else { return Ok(()) };
    let content = facts.content(record)?;
    let short = record.short();
    let (place, length) = match span.turn {
        None => ("the output".to_owned(), content.output.chars()),
        Some(turn) => {
            let message = usize::try_from(turn).ok().and_then(|turn| content.messages.get(turn));
            let Some(message) = message else {
                let last = content.messages.len().saturating_sub(1);
                return Err(Problem::usage(format!(
                    "The span {span} names turn {turn}, but the turns of {short} are 0 to {last}."
                )));
            };
            (format!("turn {turn}"), message.plain().chars().count())
        }
    };
    if span.start >= span.end {
        return Err(Problem::usage(format!("The span {span} is empty: its end must lie behind its start.")));
    }
    if u64::from(span.end) > length as u64 {
        return Err(Problem::usage(format!(
            "The span {span} reaches beyond {place} of {short}, which has {length} characters."
        )));
    }
    Ok(())
}
