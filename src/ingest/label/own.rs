//! The judgements that a record of gemba's own export holds, without its journal.

use super::judged::{Opined, Opinion};
use crate::domain::{Answer, Purpose, Span, Time, Untrusted, Verdict};
use crate::ingest::json::{Fields, Value};

/// Returns the judgements that stand at the end of the record: of each reviewer the last verdict, the tags, notes,
/// corrections and grades.
pub(crate) fn own(fields: &Fields<'_>) -> Vec<Opinion> {
    let mut opinions: Vec<Opinion> = Vec::new();
    let list = |key: &str| fields.get(key).and_then(Value::elements).unwrap_or_default();
    let mut verdicts: Vec<(Opinion, bool)> = Vec::new();
    for entry in list("verdicts").into_iter().filter_map(Value::members) {
        if entry.get("undone").is_some_and(|undone| undone.source() == "true") {
            continue;
        }
        let said = text(&entry, "verdict").and_then(|word| Verdict::from_word(&word));
        let reason = text(&entry, "reason").map(Untrusted::new);
        let opinion = of(&entry, Opined::Verdict(said.unwrap_or(Verdict::Defer), reason));
        verdicts.retain(|(earlier, _)| earlier.by != opinion.by);
        verdicts.push((opinion, said.is_some()));
    }
    opinions.extend(verdicts.into_iter().filter(|(_, holds)| *holds).map(|(opinion, _)| opinion));
    for entry in list("tags").into_iter().filter_map(Value::members) {
        let Some(mode) = text(&entry, "mode") else { continue };
        let name = text(&entry, "name").unwrap_or_else(|| mode.clone());
        let what = Opined::Tag { mode: Untrusted::new(mode), name: Untrusted::new(name), span: span(&entry) };
        opinions.push(of(&entry, what));
    }
    for entry in list("notes").into_iter().filter_map(Value::members) {
        let Some(text) = text(&entry, "text") else { continue };
        opinions.push(of(&entry, Opined::Note { text: Untrusted::new(text), span: span(&entry) }));
    }
    for entry in list("corrections").into_iter().filter_map(Value::members) {
        let Some(text) = text(&entry, "text") else { continue };
        opinions.push(of(&entry, Opined::Correction(Untrusted::new(text))));
    }
    for entry in list("grades").into_iter().filter_map(Value::members) {
        let answer = text(&entry, "answer").and_then(|word| Answer::from_word(&word));
        let is_noise = text(&entry, "purpose").and_then(|word| Purpose::from_word(&word)) == Some(Purpose::Noise);
        let (Some(criterion), Some(answer), false) = (text(&entry, "criterion"), answer, is_noise) else { continue };
        let version = entry.get("version").and_then(|version| version.source().parse().ok()).unwrap_or_default();
        opinions.push(of(&entry, Opined::Grade { criterion: Untrusted::new(criterion), version, answer }));
    }
    // Whoever gave it is part of a judgement.
    opinions.retain(|opinion| opinion.by.is_some());
    opinions
}

fn of(entry: &Fields<'_>, what: Opined) -> Opinion {
    let time = text(entry, "time").and_then(|text| Time::parse(&text));
    Opinion { by: text(entry, "reviewer").map(Untrusted::new), time, what }
}

fn text(entry: &Fields<'_>, key: &str) -> Option<String> {
    entry.get(key)?.text().map(std::borrow::Cow::into_owned)
}

fn span(entry: &Fields<'_>) -> Option<Span> {
    serde_json::from_str(entry.get("span")?.source()).ok().flatten()
}
