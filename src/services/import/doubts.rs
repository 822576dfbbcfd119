//! What is doubtful about the records of an import, gathered as they pass.

use std::collections::BTreeMap;

use serde_json::Value;

use super::said::{Said, quoted};
use crate::domain::{Content, Flag, Part};
use crate::error::Problem;
use crate::ingest::{NameCache, answer_beside_sources};
use crate::text::grouped;

/// Fields of which a mapping that hits few records is told.
const WATCHED: [&str; 4] = ["time", "model", "conversation", "latency"];
/// Columns that hold judgements, by the words that their names are made of.
const LABEL_NAMES: [&str; 33] = [
    "label",
    "verdict",
    "passed",
    "pass",
    "correct",
    "grade",
    "judgement",
    "judgment",
    "rating",
    "thumbs",
    "reward",
    "success",
    "outcome",
    "score",
    "correctness",
    "human_label",
    "resolved",
    "winner",
    "hallucination",
    "preferred",
    "good",
    "helpful",
    "accurate",
    "acceptable",
    "approved",
    "faithful",
    "thumbs_up",
    "thumb",
    "liked",
    "like",
    "vote",
    "pass/fail",
    "pass_fail",
];
/// A column with more different values than this is no label.
const MOST_VALUES: usize = 8;
/// How many columns are named where an output is missed.
const COLUMNS: usize = 12;
/// Keys that JSON has which holds a model's answer inside, and where the answer stands below each.
const ANSWERS: [(&str, &str); 4] = [
    ("choices", "choices[0].message.content"),
    ("generations", "generations[0].text"),
    ("messages", "messages[-1].content"),
    ("role", "content"),
];

thread_local! {
    static LABELS: NameCache<bool> = const { NameCache::new() };
}

/// Returns whether a column may hold judgements. Asked of every field of every record.
fn may_be_label(key: &str) -> bool {
    let is_known = |key: &str| {
        let name = key.rsplit('.').next().unwrap_or_default().trim_end_matches(['?', ' ']);
        let name = name.strip_prefix("is_").unwrap_or(name);
        LABEL_NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
    };
    LABELS.with(|cache| cache.get(key, is_known))
}

/// Counts what is doubtful about one file, or about a part of it.
#[derive(Default)]
pub(super) struct Gauge {
    records: u64,
    no_output: Tally,
    no_input: Tally,
    /// Records without an output that say what it should be.
    expected: u64,
    /// Outputs that are JSON with an answer inside, by the path that the answer has below the output.
    json_outputs: BTreeMap<&'static str, Tally>,
    hits: [u64; 4],
    /// The first few values of columns that look like labels.
    labels: BTreeMap<String, Vec<String>>,
    /// The first few names of columns that have no place of their own.
    columns: Vec<String>,
    sample: Option<Box<Content>>,
}

#[derive(Default, Clone)]
struct Tally {
    count: u64,
    example: Option<(u64, String)>,
}

impl Tally {
    fn add(&mut self, entry: u64, text: impl FnOnce() -> String) {
        self.count += 1;
        self.example.get_or_insert_with(|| (entry, text()));
    }

    fn join(&mut self, later: Self) {
        self.count += later.count;
        self.example = self.example.take().or(later.example);
    }
}

impl Gauge {
    /// Looks at a record.
    pub(super) fn look(&mut self, entry: u64, content: &Content) {
        self.records += 1;
        let is_silent = is_silent(content);
        if is_silent {
            self.no_output.add(entry, || quoted(&content.last_question()));
            self.expected += u64::from(content.expected.is_some());
        }
        if !content.messages.iter().any(|turn| turn.parts.iter().any(says)) {
            self.no_input.add(entry, || quoted(content.output.raw()));
        }
        if let Some(inner) = answer_inside(content.output.raw()) {
            self.json_outputs.entry(inner).or_default().add(entry, || quoted(content.output.raw()));
        }
        if self.sample.is_none() && !is_silent && !content.messages.is_empty() {
            self.sample = Some(Box::new(content.clone()));
        }
        let is_hit = [
            content.time.is_some(),
            content.model.is_some(),
            content.conversation.is_some(),
            content.latency_ms.is_some(),
        ];
        for (hits, is_hit) in self.hits.iter_mut().zip(is_hit) {
            *hits += u64::from(is_hit);
        }
        for (key, value) in &content.meta {
            let key = key.raw();
            if self.columns.len() < COLUMNS && !self.columns.iter().any(|known| known == key) {
                self.columns.push(key.to_owned());
            }
            if may_be_label(key) {
                add_value(&mut self.labels, key, value.plain());
            }
        }
    }

    /// Adds what was counted of a later part of the file.
    pub(super) fn add(&mut self, later: Self) {
        self.records += later.records;
        self.no_output.join(later.no_output);
        self.no_input.join(later.no_input);
        self.expected += later.expected;
        for (inner, tally) in later.json_outputs {
            self.json_outputs.entry(inner).or_default().join(tally);
        }
        for (hits, more) in self.hits.iter_mut().zip(later.hits) {
            *hits += more;
        }
        for (key, values) in later.labels {
            for value in values {
                add_value(&mut self.labels, &key, value);
            }
        }
        for column in later.columns {
            if self.columns.len() < COLUMNS && !self.columns.contains(&column) {
                self.columns.push(column);
            }
        }
        self.sample = self.sample.take().or(later.sample);
    }

    /// Returns whether anything was looked at.
    pub(super) const fn has_records(&self) -> bool {
        self.records > 0
    }

    /// Takes the first record that has an input and an output.
    pub(super) const fn sample(&mut self) -> Option<Box<Content>> {
        self.sample.take()
    }

    /// Returns whether more than half of the records so far have no output.
    pub(super) const fn is_mostly_silent(&self) -> bool {
        self.no_output.count * 2 > self.records
    }

    /// Returns the question whether a file is to be read although most of its records have no output, and the problem
    /// where the answer is no.
    pub(super) fn silence(&self, path: &str) -> (String, Problem) {
        let (silent, all) = (grouped(self.no_output.count), grouped(self.records));
        let sentence = format!("{path}: {silent} of the first {all} records have no output");
        let mut problem = Problem::input(format!("{sentence}; nothing was stored."))
            .hint("--map output=PATH says where the output stands; --accept-empty takes the records as they are.")
            .hint("Where people judged the text that was read as the input, that text is the output: map it so.");
        if self.expected > 0 {
            problem = problem.hint(
                "They have expected answers, as the examples of a data set do: --accept-empty takes them as such, without \
                 an answer of a model.",
            );
        }
        if !self.columns.is_empty() {
            let columns: Vec<String> = self.columns.iter().map(|column| format!("`{column}`")).collect();
            problem = problem.hint(format!("The records hold {}.", columns.join(", ")));
        }
        (format!("{sentence}. Import them all the same?"), problem)
    }

    /// Says everything, the gravest first. `mapping` is how the first record was read, `label` the column that is read as
    /// verdicts.
    pub(super) fn said(&self, mapping: &[(String, String)], label: Option<&str>) -> Vec<Said> {
        let of = grouped(self.records);
        let from = |field: &str| mapping.iter().find(|(known, _)| known == field).map(|(_, path)| path.as_str());
        let mut all = Vec::new();
        let mut say = |kind, tally: &Tally, said: String, hint: String| {
            if tally.count > 0 {
                all.push(Said { kind, count: tally.count, example: tally.example.clone(), said, hint });
            }
        };
        let count = |tally: &Tally| grouped(tally.count);
        say(
            "no_output",
            &self.no_output,
            format!("{} of {of} records have no output", count(&self.no_output)),
            "--map output=PATH says where it stands, --accept-empty takes them as they are".to_owned(),
        );
        say(
            "no_input",
            &self.no_input,
            format!("{} of {of} records have no input", count(&self.no_input)),
            "--map input=PATH says where it stands".to_owned(),
        );
        for (inner, tally) in &self.json_outputs {
            let one_path = |field: &str| from(field).filter(|path| !path.contains(' '));
            let options = match (one_path("output"), one_path("messages")) {
                (Some(outer), _) if outer.ends_with(".message") => format!("--map output={outer}.content.{inner}"),
                (Some(outer), _) => format!("--map output={outer}.{inner}"),
                (None, Some(turns)) => {
                    format!("--map messages={turns} --map output={turns}[-1].content.{inner}")
                }
                (None, None) => format!("--map output={inner}"),
            };
            say(
                "output_is_json",
                tally,
                match tally.count {
                    1 => "1 output is a JSON body with an answer inside".to_owned(),
                    _ => format!("{} outputs are JSON bodies with an answer inside", count(tally)),
                },
                format!("{options} takes the answer"),
            );
        }
        for (field, hits) in WATCHED.into_iter().zip(&self.hits) {
            let few = Tally { count: *hits, example: None };
            if let Some(path) = from(field).filter(|_| *hits * 2 < self.records) {
                let said = format!(
                    "{field} ← {path} is found in only {} of {} records",
                    grouped(*hits),
                    grouped(self.records)
                );
                say("few_hits", &few, said, format!("--map {field}=PATH names the field that holds it"));
            }
        }
        for (column, values) in &self.labels {
            if label.is_some() || values.len() > MOST_VALUES || values.len() < 2 {
                continue;
            }
            let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
            let tally = Tally { count: self.records, example: None };
            let said = format!("`{column}` looks like a judgement ({}) and is not read as one", values.join(", "));
            say("label_column", &tally, said, format!("--label {column} reads it as verdicts"));
        }
        all
    }
}

/// Keeps a value of a column; one more than a label may have shows that it is none.
fn add_value(labels: &mut BTreeMap<String, Vec<String>>, column: &str, value: String) {
    let values = labels.entry(column.to_owned()).or_default();
    if values.len() <= MOST_VALUES && !values.contains(&value) {
        values.push(value);
    }
}

fn says(part: &Part) -> bool {
    match part {
        Part::Text(text) | Part::Refusal(text) => !text.raw().trim().is_empty(),
        Part::ToolCall { .. } | Part::Media { .. } | Part::ToolResult { .. } | Part::Other(_) => true,
        Part::Reasoning(_) => false,
    }
}

/// Returns whether a record says nothing that could be reviewed: no text, no tool call, no refusal, no error.
pub(super) fn is_silent(content: &Content) -> bool {
    content.flags.contains(&Flag::NoFinalAnswer)
        || content.output.raw().trim().is_empty() && !content.output_parts.iter().any(says) && content.error.is_none()
}

/// Returns the path below an output that is JSON with a model's answer inside.
fn answer_inside(output: &str) -> Option<&'static str> {
    let text = output.trim_start();
    if let Some(key) = answer_beside_sources(text) {
        return Some(key);
    }
    if !text.starts_with(['{', '[']) || !ANSWERS.iter().any(|(key, _)| text.contains(&format!("\"{key}\""))) {
        return None;
    }
    let value: Value = serde_json::from_str(text).ok()?;
    let object = match &value {
        Value::Array(items) => items.last()?,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => &value,
    };
    let (_, path) = ANSWERS.iter().find(|(key, _)| match object.get(key) {
        Some(Value::Array(inner)) => *key != "role" && inner.iter().any(Value::is_object),
        Some(Value::String(_)) => *key == "role" && object.get("content").is_some(),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => false,
    })?;
    Some(if value.is_array() { "[-1].content" } else { path })
}

#[cfg(test)]
mod tests {
    use super::{Gauge, answer_inside};
    use crate::domain::{Content, Message, RawJson, Role};

    fn content(input: &str, output: &str) -> Content {
        Content { messages: vec![Message::text(Role::User, input)], output: output.into(), ..Content::default() }
    }

    #[test]
    fn json_is_an_answer_unless_an_answer_stands_inside() {
        assert_eq!(
            answer_inside(r#"{"choices": [{"message": {"content": "x"}}]}"#),
            Some("choices[0].message.content")
        );
        assert_eq!(answer_inside(r#"{"role": "assistant", "content": "x"}"#), Some("content"));
        assert_eq!(answer_inside(r#"[{"role": "user", "content": "x"}]"#), Some("[-1].content"));
        assert_eq!(answer_inside(r#"{"role": "admin", "name": "x"}"#), None);
        assert_eq!(answer_inside(r#"{"intent": "refund"}"#), None);
        assert_eq!(answer_inside("[1, 2]"), None);
        assert_eq!(answer_inside("plain \"role\""), None);
    }

    #[test]
    fn each_doubt_says_how_many_which_and_what_to_do() {
        let mut gauge = Gauge::default();
        for entry in 1..=3 {
            gauge.look(entry, &content("Hi?", if entry == 1 { "Yes" } else { " " }));
        }
        assert!(gauge.is_mostly_silent());
        let said = gauge.said(&[], None);
        assert_eq!(said.len(), 1);
        assert_eq!(said[0].said, "2 of 3 records have no output");
        assert_eq!(said[0].example, Some((2, "Hi?".to_owned())));
        assert!(said[0].hint.contains("--map output="));
    }

    #[test]
    fn a_column_of_judgements_that_is_not_read_is_told() {
        let mut gauge = Gauge::default();
        for (entry, label) in [(1, "\"yes\""), (2, "\"no\"")] {
            let meta = vec![("label".into(), RawJson::parse(label).unwrap())];
            gauge.look(entry, &Content { meta, ..content("Hi?", "Yes") });
        }
        assert_eq!(gauge.said(&[], None)[0].hint, "--label label reads it as verdicts");
        assert!(gauge.said(&[], Some("label")).is_empty());
    }
}
