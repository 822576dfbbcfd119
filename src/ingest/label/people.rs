//! Answers of several people within one record: a list of what each of them said, or a list of their labels.

use super::words::is_null_like;
use crate::domain::{Time, Untrusted};
use crate::ingest::field_names::{is_annotator, is_time_of_judging, normalized};
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::paths::FieldPath;

/// What one person said.
pub(super) struct Answer {
    pub(super) by: Untrusted,
    pub(super) time: Option<Time>,
    pub(super) text: String,
}

/// Returns what several people answered to a label: under a field that is a list of annotations, in a list of annotations
/// that have the label's key, or in a list of labels that is called as of several people. Their places in such a list are
/// their names, for nothing else tells them apart. Nothing where the field is something else.
pub(super) fn answers(fields: &Fields<'_>, path: &FieldPath) -> Vec<Answer> {
    const LABELS: [&str; 9] =
        ["label", "verdict", "value", "rating", "score", "answer", "judgment", "judgement", "response"];
    if let Some(found) = path.find(fields) {
        let value = found.value();
        let opened = value.openable();
        let Some(list) = opened.as_deref().and_then(|text| Value::Json(text).elements()) else { return Vec::new() };
        let is_text = |one: &Value<'_>| matches!(one.kind(), Kind::String | Kind::Number | Kind::Bool | Kind::Null);
        if list.iter().all(is_text) {
            return if is_of_several(&path.typed) { by_place(&path.typed, &list) } else { Vec::new() };
        }
        return by_person(&list, |key| LABELS.contains(&normalized(key).as_str()));
    }
    let typed = path.typed.trim();
    let (list, key) = typed.rsplit_once('.').map_or((None, typed), |(list, key)| (Some(list), key));
    let is_it = |name: &str| list.is_none_or(|list| list.trim_end_matches("[]").eq_ignore_ascii_case(name));
    for (_, value) in fields.iter().filter(|(name, _)| is_it(name)) {
        let found = value.elements().map(|list| by_person(&list, |known| known.eq_ignore_ascii_case(key)));
        if let Some(found) = found.filter(|found| !found.is_empty()) {
            return found;
        }
    }
    Vec::new()
}

/// Returns whether a list is called as one with a label of each of several people: `annotator_labels`.
fn is_of_several(typed: &str) -> bool {
    const WORDS: [&str; 7] = ["annotator", "worker", "rater", "labeler", "labeller", "coder", "crowd"];
    let name = normalized(typed);
    WORDS.iter().any(|word| name.contains(word))
}

fn by_place(typed: &str, list: &[Value<'_>]) -> Vec<Answer> {
    let answer = |(place, value): (usize, &Value<'_>)| {
        let text = value.plain();
        let by = Untrusted::from(format!("{typed} {}", place + 1));
        (!is_null_like(&text)).then_some(Answer { by, time: None, text })
    };
    list.iter().enumerate().filter_map(answer).collect()
}

fn by_person(list: &[Value<'_>], is_label: impl Fn(&str) -> bool) -> Vec<Answer> {
    let answer = |one: &Value<'_>| {
        let one = one.members()?;
        let scalar =
            |is_it: &dyn Fn(&str) -> bool| one.iter().find_map(|(key, value)| value.scalar().filter(|_| is_it(key)));
        let by = scalar(&is_annotator)?;
        let text = scalar(&is_label)?;
        let time = scalar(&|key| is_time_of_judging(key) || matches!(key, "created_at" | "timestamp" | "time"));
        Some(Answer { by: Untrusted::new(by), time: time.and_then(|time| Time::parse(&time)), text })
    };
    list.iter().filter_map(answer).collect()
}
