//! A summary as Markdown for a chat or a ticket, and as JSON.

use serde_json::{Value, json};

use super::known::known_json;
use crate::domain::{RecordId, Session, Untrusted};
use crate::measures::weights::WeighedRate;
use crate::redact::{Counts, NOT_FOUND};
use crate::text::{counted, grouped, in_markdown, visible_words};
use crate::views::{CriterionSummary, DailyProgress, ModeSummary, NamedRecord, ReviewerDays, SessionSummary, Share};

/// So many digits of a record's id are written, which gemba takes for the whole.
const DIGITS: usize = 12;

/// Returns the summary as Markdown, with what was masked in it. Of what was logged it holds only the ids of records.
#[must_use]
pub fn markdown(summary: &SessionSummary, masked: &Counts) -> String {
    let SessionSummary { session, judged, .. } = summary;
    let mut lines = vec![
        format!("## Review by {}, {}", words(session.reviewer.as_str()), day(session)),
        String::new(),
        summary.progress_words(&words),
    ];
    let mut rates = Vec::new();
    if judged.decided() > 0 {
        rates.push(format!("- Fails: {}", judged.rate_words(summary.population())));
    }
    if let Some(daily) = &summary.daily {
        rates.push(format!("- Of what was logged: {}", daily.rate_words()));
        rates.extend(daily.all_days_words().map(|words| format!("- All days: {words}")));
    }
    if let Some((number, _, before)) = &summary.before
        && let Some(failing) = before.failing()
    {
        rates.push(format!("- Before (session {number}): {}", failing.words()));
    }
    rates.extend(
        summary.known.words("as before").map(|words| format!("- As known, of known answers mixed in: {words}")),
    );
    rates.extend(summary.modes.iter().map(mode));
    if summary.failed_without_mode > 0 {
        let (records, of) = (&summary.failed_records, summary.failed_without_mode);
        rates.push(format!("- Failed without a mode: {} · {}", counted(of, "record"), some_of(records, of)));
    }
    if !rates.is_empty() {
        rates.push("- In parentheses: 95 % intervals.".to_owned());
    }
    section(&mut lines, "", rates);
    section(&mut lines, "Criteria that changed", summary.criteria.iter().map(criterion).collect());
    let people = summary.people.iter().map(|person| format!("- {}", in_markdown(&person.line())));
    section(&mut lines, "Days reviewed", people.collect());
    let stubs = summary.stubs.iter().map(|(stub, state)| format!("- {}: {}", words(stub), words(state)));
    section(&mut lines, "Stubs written", stubs.collect());
    let deferred = summary.deferred.iter().map(|(record, notes)| {
        let notes: Vec<String> = notes.iter().map(|note| words(note.raw())).collect();
        let reason = if notes.is_empty() { "no reason noted".to_owned() } else { notes.join("; ") };
        format!("- {}: {reason}", named(record))
    });
    section(&mut lines, "Deferred", deferred.collect());
    let declined = summary.declined.iter().map(|(record, reason)| {
        let reason = reason.as_ref().map_or_else(|| "no reason noted".to_owned(), |reason| words(reason.raw()));
        format!("- {}: {reason}", named(record))
    });
    section(&mut lines, "Declined: cannot be answered, in no rate", declined.collect());
    lines.push(String::new());
    lines.push(format!("`{}` goes on with it.", summary.resume_words()));
    if !masked.is_empty() {
        lines.extend([String::new(), format!("Masked: {}. {NOT_FOUND}", masked.words())]);
    }
    lines.join("\n")
}

/// Returns the summary for programs.
#[must_use]
pub fn json(summary: &SessionSummary, masked: &Counts) -> Value {
    let SessionSummary { session, judged, records, .. } = summary;
    let population = summary.population();
    let share = |share: &Share| share_json(share, population);
    let before = summary.before.as_ref().map(|(number, started, judged)| {
        json!({"session": number, "started": started.rfc3339(), "passed": judged.passed, "failed": judged.failed,
            "deferred": judged.deferred, "declined": judged.declined, "failing": judged.failing().as_ref().map(share)})
    });
    let modes: Vec<Value> = summary
        .modes
        .iter()
        .map(|mode| {
            json!({"mode": mode.key, "name": mode.name, "is_new": mode.is_new, "has_check": mode.has_check, "share": share(&mode.share),
                "records": ids(&mode.exemplars), "links": links(&mode.exemplars)})
        })
        .collect();
    let criteria: Vec<Value> = summary
        .criteria
        .iter()
        .map(|one| {
            json!({"criterion": one.name, "version": one.version, "edit": one.edit, "reason": one.reason.raw(),
                "text": one.text.raw()})
        })
        .collect();
    let deferred: Vec<Value> = summary
        .deferred
        .iter()
        .map(|(record, notes)| json!({"record": record.id, "link": record.link, "notes": notes.iter().map(Untrusted::raw).collect::<Vec<_>>()}))
        .collect();
    let declined: Vec<Value> = summary
        .declined
        .iter()
        .map(|(record, reason)| json!({"record": record.id, "link": record.link, "reason": reason.as_ref().map(Untrusted::raw)}))
        .collect();
    let stubs: Vec<Value> = summary.stubs.iter().map(|(stub, state)| json!({"stub": stub, "state": state})).collect();
    json!({
        "session": session.id, "reviewer": session.reviewer, "started": session.started.rfc3339(),
        "filter": session.filter, "by": session.sampling.plan_words(), "population": session.population,
        "records": records, "passed": judged.passed, "failed": judged.failed, "left": summary.left, "alike": summary.alike,
        "failing": judged.failing().as_ref().map(share), "bounds": judged.bounds().map(|(low, high)| [low, high]),
        "before": before, "daily": summary.daily.as_ref().map(daily_json),
        "people": summary.people.iter().map(person_json).collect::<Vec<_>>(), "modes": modes, "failed_without_mode": summary.failed_without_mode,
        "failed_records": ids(&summary.failed_records), "failed_links": links(&summary.failed_records), "criteria": criteria,
        "stubs": stubs, "known": known_json(&summary.known),
        "deferred": deferred, "declined": declined, "resume": summary.resume_words(), "masked": masked,
    })
}

fn mode(mode: &ModeSummary) -> String {
    let new = if mode.is_new { "new: " } else { "" };
    let exemplars = some_of(&mode.exemplars, mode.share.hits);
    format!("- {new}{}: {} · {exemplars}", words(mode.name.as_str()), mode.share.words())
}

/// Names some of so many records, and says how many more there are.
fn some_of(records: &[NamedRecord], of: u64) -> String {
    let mut named: Vec<String> = records.iter().map(named).collect();
    let more = of.saturating_sub(records.len() as u64);
    if more > 0 {
        named.push(format!("and {} more", grouped(more)));
    }
    named.join(" ")
}

fn criterion(one: &CriterionSummary) -> String {
    let (name, text) = (words(one.name.as_str()), words(one.text.raw()));
    if one.version == 1 {
        return format!("- new: {name}: {text}");
    }
    let reason = words(one.reason.raw());
    let why = if reason.is_empty() { String::new() } else { format!(" ({reason})") };
    format!("- {name}, version {}, {}: {text}{why}", one.version, one.edit.word())
}

fn section(lines: &mut Vec<String>, title: &str, items: Vec<String>) {
    if items.is_empty() {
        return;
    }
    lines.push(String::new());
    if !title.is_empty() {
        lines.extend([format!("### {title}"), String::new()]);
    }
    lines.extend(items);
}

/// Returns a record's id, with the link to its trace; an address that is percent-encoded ends no link.
fn named(record: &NamedRecord) -> String {
    let name = format!("`{}`", id(&record.id.to_string()));
    record.link.as_ref().map_or(name.clone(), |link| format!("{name} <{link}>"))
}

fn id(whole: &str) -> &str {
    whole.get(..DIGITS).unwrap_or(whole)
}

fn day(session: &Session) -> String {
    session.started.rfc3339().split('T').next().unwrap_or_default().to_owned()
}

fn ids(records: &[NamedRecord]) -> Vec<RecordId> {
    records.iter().map(|record| record.id).collect()
}

fn links(records: &[NamedRecord]) -> Vec<Option<&str>> {
    records.iter().map(|record| record.link.as_deref()).collect()
}

/// Returns how far a daily sample was read, for programs.
#[must_use]
pub fn daily_json(daily: &DailyProgress) -> Value {
    json!({
        "day": daily.sample.day, "population": daily.sample.population, "done": daily.done, "deferred": daily.deferred,
        "declined": daily.declined, "disputed": daily.disputed, "failing": rate_json(&daily.rate, Some(daily.sample.population)),
        "bounds": daily.bounds().map(|(low, high)| [low, high]),
        "all_days": {"samples": daily.days, "failing": rate_json(&daily.all_days, None)},
    })
}

fn rate_json(rate: &WeighedRate, population: Option<u64>) -> Value {
    json!({
        "n": rate.n, "hits": rate.hits, "rate": rate.rate.map(|rate| rate.rate), "low": rate.rate.map(|rate| rate.low),
        "high": rate.rate.map(|rate| rate.high), "weighted": rate.weighted,
        "more_for_5_points": population.and_then(|population| rate.more(population)),
    })
}

/// Returns on which days a reviewer judged, for programs.
#[must_use]
pub fn person_json(person: &ReviewerDays) -> Value {
    json!({"reviewer": person.reviewer, "judged": person.judged, "days": person.days, "first": person.first,
        "last": person.last, "gaps": person.gaps, "per_hour": person.pace})
}

fn share_json(share: &Share, population: u64) -> Value {
    json!({"hits": share.hits, "n": share.n, "rate": share.value(), "low": share.low, "high": share.high,
        "more_for_5_points": share.more(population)})
}

/// Returns a text on one line, safe for a terminal and in Markdown.
fn words(text: &str) -> String {
    in_markdown(visible_words(text).as_str())
}
