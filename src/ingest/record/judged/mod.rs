//! What people and tools said of a generic record, in an object of its own (`feedback`, `scores`), in a list
//! (`evaluations`) or in columns under its name (`feedback.correctness`).

mod evaluations;

use super::record_builder::RecordBuilder;
use crate::domain::Untrusted;
use crate::ingest::field_names::{NameCache, is_called, normalized};
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::sink::Feedback;

/// Names of measures that tools of evaluation give a column of numbers, in lower case without `_`, `-` and blanks.
const MEASURES: [&str; 18] = [
    "faithfulness",
    "answerrelevancy",
    "answerrelevance",
    "contextprecision",
    "contextrecall",
    "contextrelevance",
    "contextrelevancy",
    "answercorrectness",
    "answersimilarity",
    "semanticsimilarity",
    "factualcorrectness",
    "groundedness",
    "coherence",
    "fluency",
    "toxicity",
    "helpfulness",
    "contextentityrecall",
    "noisesensitivity",
];

/// Takes out of `fields` what is such a judgement.
pub(super) fn take_judged(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    if !fields.iter().any(|(key, _)| may_judge(key)) {
        return;
    }
    for key in fields.keys() {
        if let Some(feedback) = measured(fields, &key) {
            fields.take(&key);
            builder.add_feedback(feedback);
            continue;
        }
        if let Some(value) = fields.get(&key)
            && let all = evaluations::read(&key, value)
            && !all.is_empty()
        {
            fields.take(&key);
            builder.feedback.extend(all);
            continue;
        }
        let name = normalized(key.split('.').next().unwrap_or(&key));
        let is_said = matches!(name.as_str(), "feedback" | "userfeedback" | "humanfeedback");
        let is_scored = name == "scores" || name == "evaluationscores";
        let Some(value) = fields.get(&key).filter(|_| is_said || is_scored) else { continue };
        let found = match (key.split_once('.'), value.members()) {
            (Some((_, about)), None) => column(about, value).into_iter().collect(),
            (None, Some(inner)) if is_scored => scores(&inner),
            (None, Some(inner)) => said(&key, &inner).into_iter().collect(),
            (None, None) if is_said && value.scalar().is_some() => column(&key, value).into_iter().collect(),
            (Some(_), Some(_)) | (None, None) => Vec::new(),
        };
        if !found.is_empty() {
            fields.take(&key);
            for feedback in found {
                builder.add_feedback(feedback);
            }
        }
    }
}

thread_local! {
    static MAY_JUDGE: NameCache<bool> = const { NameCache::new() };
}

/// Returns whether a key may be that of a judgement. Asked of every key of every record.
pub(super) fn may_judge(key: &str) -> bool {
    let may = |key: &str| {
        let name = key.as_bytes();
        let has = |word: &str| name.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()));
        key.contains('/') || has("feedback") || has("score") || evaluations::is_list(key) || is_measure(key)
    };
    MAY_JUDGE.with(|cache| cache.get(key, may))
}

fn is_measure(key: &str) -> bool {
    MEASURES.iter().any(|name| is_called(key, name))
}

/// Reads a column of a measure: `faithfulness`, or `correctness/v1/score` with the reason in `correctness/v1/justification`.
fn measured(fields: &mut Fields<'_>, key: &str) -> Option<Feedback> {
    if let Some((about, last)) = key.rsplit_once('/') {
        let score = fields.get(key).filter(|_| matches!(last, "score" | "value"))?.number()?;
        let reason = ["justification", "rationale"].map(|name| format!("{about}/{name}"));
        let reason = reason.iter().find_map(|name| fields.take(name));
        let name = about.split('/').next().unwrap_or(about);
        let comment = reason.and_then(Value::scalar).map(Untrusted::new);
        return Some(Feedback {
            name: name.into(),
            score: Some(score),
            comment,
            is_human: Some(false),
            ..Feedback::default()
        });
    }
    let score = fields.get(key).filter(|_| is_measure(key))?.number()?;
    Some(Feedback { name: key.into(), score: Some(score), is_human: Some(false), ..Feedback::default() })
}

fn column(about: &str, value: Value<'_>) -> Option<Feedback> {
    let text = value.scalar()?;
    let mut feedback = Feedback { name: about.into(), score: value.number(), ..Feedback::default() };
    // A word is a judgement, a sentence a remark.
    let is_sentence = normalized(about).ends_with("feedback") && text.split_whitespace().count() > 2;
    if feedback.score.is_none() && (is_sentence || normalized(about).ends_with("comment")) {
        feedback.comment = Some(Untrusted::new(text));
    } else if feedback.score.is_none() {
        feedback.label = Some(Untrusted::new(text));
    }
    Some(feedback)
}

/// Reads an object of scores by their names; nothing where one of them is no score.
fn scores(inner: &Fields<'_>) -> Vec<Feedback> {
    let one = |(name, value): (&str, Value<'_>)| {
        let score = match value.kind() {
            Kind::Bool => Some(f64::from(u8::from(value.source() == "true"))),
            Kind::Null | Kind::Number | Kind::String | Kind::Array | Kind::Object => value.number(),
        };
        (score.is_some() || value.is_null()).then(|| Feedback { name: name.into(), score, ..Feedback::default() })
    };
    let all: Option<Vec<Feedback>> = inner.iter().map(one).collect();
    all.unwrap_or_default().into_iter().filter(|feedback| feedback.score.is_some()).collect()
}

/// Reads an object of one judgement: a rating or a word, and a comment.
fn said(key: &str, inner: &Fields<'_>) -> Option<Feedback> {
    let first = |names: &[&str]| {
        let is_it = |name: &str| names.contains(&&*normalized(name));
        inner.iter().find(|(name, value)| is_it(name) && value.scalar().is_some()).map(|(_, value)| value)
    };
    let rating = first(&["rating", "thumb", "thumbs", "score", "value", "like", "vote", "label"]);
    let comment = first(&["comment", "comments", "text", "reason", "content", "note"]);
    let by = first(&["user", "userid", "by", "author", "reviewer"]);
    (rating.is_some() || comment.is_some()).then(|| Feedback {
        name: key.into(),
        score: rating.filter(|value| value.kind() == Kind::Number).and_then(Value::number),
        label: rating.filter(|value| value.kind() != Kind::Number).and_then(Value::scalar).map(Untrusted::new),
        comment: comment.and_then(Value::scalar).map(Untrusted::new),
        by: by.and_then(Value::scalar).map(Untrusted::new),
        time: None,
        is_human: None,
    })
}
