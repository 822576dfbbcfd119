//! Lists and objects of evaluations: `[{"name": "faithful", "passed": false, "score": 0.0, "details": "…"}]`, or the same
//! under the names of what was looked at.

use crate::domain::{Time, Untrusted};
use crate::ingest::field_names::{is_annotator, is_called, is_time_of_judging, normalized};
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::sink::Feedback;

/// What logs call such a list, normalized.
const LISTS: [&str; 24] = [
    "evaluations",
    "evaluation",
    "evals",
    "evalresults",
    "evaluationresults",
    "evaluatorsresults",
    "evaluatorresults",
    "evaluationscores",
    "scores",
    "assessments",
    "feedback",
    "feedbacks",
    "userfeedback",
    "humanfeedback",
    "judgements",
    "judgments",
    "metricresults",
    "assertions",
    "annotations",
    "grades",
    "reviews",
    "judge",
    "judgement",
    "judgment",
];

const NAMES: [&str; 14] = [
    "name",
    "evaluatorname",
    "evaluator",
    "metricname",
    "metric",
    "assessmentname",
    "criterion",
    "criteria",
    "key",
    "evaluatorid",
    "slug",
    "type",
    "id",
    "evaluationid",
];
const SCORES: [&str; 6] = ["score", "value", "rating", "numericvalue", "thumb", "result"];
const PASSES: [&str; 6] = ["passed", "pass", "success", "ispassed", "passing", "correct"];
const LABELS: [&str; 5] = ["label", "verdict", "stringvalue", "category", "status"];
const COMMENTS: [&str; 11] = [
    "comment",
    "reason",
    "details",
    "explanation",
    "rationale",
    "justification",
    "reasoning",
    "feedback",
    "errormsg",
    "message",
    "text",
];
const AUTHORS: [&str; 7] = ["user", "userid", "by", "author", "reviewer", "annotator", "createdby"];

/// Returns whether a key is called like evaluations. Nothing is allocated.
pub(super) fn is_list(key: &str) -> bool {
    LISTS.iter().any(|name| is_called(key, name))
}

/// Reads what stands under a key that is called like evaluations. Nothing where one of them says nothing, so that all of
/// it is kept as it was logged.
pub(super) fn read(key: &str, value: Value<'_>) -> Vec<Feedback> {
    if !is_list(key) {
        return Vec::new();
    }
    let Some(opened) = value.openable() else { return Vec::new() };
    let value = Value::Json(&opened);
    let all: Option<Vec<Feedback>> = match (value.elements(), value.members()) {
        (Some(list), _) => list.into_iter().map(|one| one_of(None, key, &one.members()?)).collect(),
        // These have readers of their own.
        (None, Some(_)) if normalized(key).ends_with("feedback") => None,
        (None, Some(one)) if is_one(&one) => one_of(Some(key), key, &one).map(|feedback| vec![feedback]),
        (None, Some(by_name)) => by_name.iter().map(|(name, one)| under_name(name, key, one)).collect(),
        (None, None) => None,
    };
    all.unwrap_or_default()
}

/// Returns whether an object is one evaluation: it says a score or a word, and nothing under a name of its own.
fn is_one(fields: &Fields<'_>) -> bool {
    let is_called_one = |names: &[&str], key: &str| names.iter().any(|name| is_called(key, name));
    let says =
        |key: &str| is_called_one(&SCORES, key) || is_called_one(&PASSES, key) || is_called_one(&LABELS[..4], key);
    let about = |key: &str| is_called_one(&COMMENTS, key) || is_called_one(&AUTHORS, key) || is_called_one(&NAMES, key);
    fields.iter().any(|(key, value)| says(key) && value.scalar().is_some())
        && fields.iter().all(|(key, _)| says(key) || about(key) || matches!(key, "model" | "status" | "timestamp"))
}

/// Reads an evaluation that stands under its name: an object, a score or a word.
fn under_name(name: &str, key: &str, value: Value<'_>) -> Option<Feedback> {
    if let Some(fields) = value.members() {
        return one_of(Some(name), key, &fields);
    }
    let word = value.scalar()?;
    let score = match value.kind() {
        Kind::Bool => Some(f64::from(u8::from(word == "true"))),
        Kind::Number => value.number(),
        Kind::Null | Kind::String | Kind::Array | Kind::Object => None,
    };
    let label = (value.kind() != Kind::Number).then(|| Untrusted::new(word));
    Some(Feedback { name: name.into(), score, label, ..Feedback::default() })
}

/// Returns when an evaluation was given, where it says so in a form that everybody reads alike.
fn time_of(fields: &Fields<'_>) -> Option<Time> {
    const TIMES: [&str; 5] = ["createdat", "updatedat", "insertedat", "timestamp", "time"];
    let is_time = |key: &str| is_time_of_judging(key) || TIMES.iter().any(|name| is_called(key, name));
    fields.iter().filter(|(key, _)| is_time(key)).find_map(|(_, value)| Time::parse(&value.text()?))
}

/// Reads one evaluation: `called` is its name where the log has it as a key, `list` what all of them are called.
fn one_of(called: Option<&str>, list: &str, fields: &Fields<'_>) -> Option<Feedback> {
    let first = |names: &[&str]| {
        names.iter().find_map(|wanted| {
            let said = fields.iter().find(|(key, value)| is_called(key, wanted) && value.scalar().is_some());
            said.map(|(_, value)| value)
        })
    };
    let text = |names: &[&str]| first(names).and_then(Value::scalar).map(Untrusted::new);
    let name = called.map(str::to_owned).or_else(|| first(&NAMES).and_then(Value::scalar));
    let name = name.unwrap_or_else(|| list.to_owned());
    let (score, pass) = (first(&SCORES), first(&PASSES).filter(|value| value.kind() == Kind::Bool));
    let of_pass = |yes: f64, no: f64| pass.map(|pass| if pass.source() == "true" { yes } else { no });
    let number = score.and_then(|value| match value.kind() {
        Kind::Bool => Some(f64::from(u8::from(value.source() == "true"))),
        Kind::Number | Kind::String => value.number(),
        Kind::Null | Kind::Array | Kind::Object => None,
    });
    let word = score.filter(|_| number.is_none()).and_then(Value::scalar);
    let word = word.or_else(|| pass.map(|pass| if pass.source() == "true" { "passed" } else { "failed" }.to_owned()));
    let comment = text(&COMMENTS).or_else(|| {
        let error = fields.get("error")?;
        let within = error.members().and_then(|error| error.get("message")?.scalar());
        within.or_else(|| error.scalar()).map(Untrusted::new)
    });
    let own_label = first(&LABELS[..4]).and_then(Value::scalar);
    let status = || first(&LABELS[4..]).and_then(Value::scalar).filter(|_| number.is_none());
    let label = own_label.or(word).or_else(status).map(Untrusted::new);
    let score = number.or_else(|| of_pass(1.0, 0.0));
    // A text alone may as well be a note on a source.
    let is_comment = comment.is_some() && !normalized(list).starts_with("annotation");
    (score.is_some() || label.is_some() || is_comment).then(|| Feedback {
        name: name.into(),
        score,
        label,
        comment,
        by: text(&AUTHORS).or_else(|| {
            let said = fields.iter().find(|(key, value)| is_annotator(key) && value.scalar().is_some())?;
            said.1.scalar().map(Untrusted::new)
        }),
        time: time_of(fields),
        is_human: None,
    })
}
