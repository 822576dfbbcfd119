//! Reads the columns that `--label`, `--reviewer-from`, `--note`, `--tags` and `--correct` name.

use super::judged::{Judged, LabelValue, Opined, Opinion, PersonsLabel};
use super::people;
use super::rule::{Meaning, Rule};
use super::words::{is_no_text, is_null_like, likely_fail};
use crate::domain::Untrusted;
use crate::error::{Problem, Result};
use crate::ingest::import_options::{ImportOptions, LabelOptions};
use crate::ingest::json::{Fields, Value};
use crate::ingest::paths::FieldPath;
use crate::ingest::sink::Feedback;

/// The columns that hold judgements.
pub(crate) struct Columns {
    pub(crate) labels: Vec<Label>,
    reviewer: Option<FieldPath>,
    note: Option<FieldPath>,
    tags: Option<FieldPath>,
    correct: Option<FieldPath>,
}

impl Columns {
    pub(crate) fn new(options: &ImportOptions) -> Result<Self> {
        let path = |typed: &Option<String>| typed.as_deref().map(FieldPath::parse).transpose();
        let columns = &options.columns;
        Ok(Self {
            labels: options.labels.iter().map(Label::new).collect::<Result<_>>()?,
            reviewer: path(&columns.reviewer)?,
            note: path(&columns.note)?,
            tags: path(&columns.tags)?,
            correct: path(&columns.correct)?,
        })
    }

    /// Returns the paths of all columns, the labels first.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &FieldPath> {
        let others = [&self.reviewer, &self.note, &self.tags, &self.correct];
        self.labels.iter().map(|label| &label.path).chain(others.into_iter().flatten())
    }

    /// Reads the judgements of one record; `None` where no column is named.
    pub(crate) fn read(&self, fields: &Fields<'_>) -> Option<Box<Judged>> {
        self.paths().next()?;
        let text = |path: &Option<FieldPath>| {
            let text = path.as_ref()?.find(fields)?.value().plain();
            (!is_no_text(&text)).then_some(text)
        };
        let mut opinions = Vec::new();
        let mut say = |what| opinions.push(Opinion { by: None, time: None, what });
        if let Some(path) = &self.tags
            && let Some(found) = path.find(fields)
        {
            for mode in names(found.value()) {
                let mode = Untrusted::new(mode);
                say(Opined::Tag { name: mode.clone(), mode, span: None });
            }
        }
        if let Some(text) = text(&self.note) {
            say(Opined::Note { text: Untrusted::new(text), span: None });
        }
        if let Some(text) = text(&self.correct) {
            say(Opined::Correction(Untrusted::new(text)));
        }
        let by = text(&self.reviewer).map(Untrusted::new);
        let mut judged = Judged { by, opinions, ..Judged::default() };
        for (place, label) in self.labels.iter().enumerate() {
            let answers = people::answers(fields, &label.path);
            judged.labels.push(if answers.is_empty() { label.read(fields) } else { LabelValue::Absent });
            judged.by_people.extend(answers.into_iter().map(|answer| {
                let value = label.meaning(&answer.text);
                PersonsLabel { label: place, by: Some(answer.by), time: answer.time, value }
            }));
        }
        Some(Box::new(judged))
    }

    /// Reads labels from what a list of annotations holds under their names: an answer for each person. What a tool said is
    /// no label. Returns the places of the labels that were found.
    pub(crate) fn read_feedback(&self, feedback: &[Feedback], judged: &mut Option<Box<Judged>>) -> Vec<usize> {
        let mut found = Vec::new();
        for (place, label) in self.labels.iter().enumerate() {
            let absent = |judged: &Judged| {
                matches!(judged.labels.get(place), None | Some(LabelValue::Absent))
                    && !judged.by_people.iter().any(|said| said.label == place)
            };
            let Some(judged) = judged.as_deref_mut().filter(|judged| absent(judged)) else { continue };
            for said in feedback.iter().filter(|said| said.is_human != Some(false)) {
                if !said.name.raw().trim().eq_ignore_ascii_case(label.path.typed.trim()) {
                    continue;
                }
                let text = said.label.as_ref().map(|text| text.raw().to_owned());
                let Some(text) = text.or_else(|| said.score.map(|score| score.to_string())) else { continue };
                let (by, value) = (said.by.clone(), label.meaning(&text));
                judged.by_people.push(PersonsLabel { label: place, by, time: said.time, value });
                found.push(place);
            }
        }
        found
    }

    /// Returns which of the columns a record has, in the order of `paths`.
    pub(crate) fn found(&self, fields: &Fields<'_>) -> Vec<bool> {
        let is_label = |path: &FieldPath| self.labels.iter().any(|label| label.path.typed == path.typed);
        let is_there = |path: &FieldPath| {
            path.find(fields).is_some() || (is_label(path) && !people::answers(fields, path).is_empty())
        };
        self.paths().map(is_there).collect()
    }
}

/// Returns the names in a cell: the elements of a JSON list, else what stands between `,` and `;`.
fn names(value: Value<'_>) -> Vec<String> {
    let text = value.plain();
    let list = value.openable();
    let elements = list.as_deref().and_then(|list| Value::Json(list).elements());
    let names = match &elements {
        Some(elements) => elements.iter().map(|element| element.plain()).collect(),
        None => text.split([',', ';']).map(str::to_owned).collect::<Vec<_>>(),
    };
    let mut all: Vec<String> = Vec::new();
    for name in names.into_iter().map(|name| name.trim().to_owned()) {
        if !is_null_like(&name) && !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

/// How one column of labels is read.
pub(crate) struct Label {
    pub(crate) path: FieldPath,
    rule: Rule,
}

impl Label {
    fn new(options: &LabelOptions) -> Result<Self> {
        Ok(Self { path: FieldPath::parse(&options.field)?, rule: Rule::new(&options.fail_when, &options.pass_when)? })
    }

    fn read(&self, fields: &Fields<'_>) -> LabelValue {
        let Some(found) = self.path.find(fields) else { return LabelValue::Absent };
        self.meaning(&found.value().plain())
    }

    /// Returns what a text in this column means.
    fn meaning(&self, text: &str) -> LabelValue {
        let text = text.trim();
        match self.rule.meaning(text, &self.path.typed) {
            Meaning::Said(verdict) => LabelValue::Verdict(verdict),
            Meaning::Opposite(verdict) => LabelValue::Opposite(verdict, shortened(text)),
            Meaning::Nothing => LabelValue::Nothing,
            Meaning::Unknown => LabelValue::Unknown(shortened(text)),
        }
    }

    /// Returns the problem of a column none of whose values is understood.
    pub(crate) fn unclear(&self, values: &[String]) -> Problem {
        let seen = values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
        let field = &self.path.typed;
        if !self.rule.is_empty() {
            return Problem::usage(format!("No value of `{field}` is named. It holds {seen}."))
                .hint("Name those that mean fail with --fail-when and those that mean pass with --pass-when.");
        }
        let problem = Problem::usage(format!("Which values of `{field}` mean fail? It holds {seen}."));
        let first_key = values.first().and_then(|value| value.strip_prefix("{\"")?.split('"').next());
        if let Some(key) = first_key {
            return problem
                .hint(format!("It is an object: name what of it is a label, as in `--label {field}.{key}`."));
        }
        problem.hint(match (likely_fail(field, values), values.first()) {
            (Some(value), _) => {
                let value = if value.contains(['<', '>', ' ']) { format!("'{value}'") } else { value };
                format!("Say it with --fail-when, for example `--label {field} --fail-when {value}`.")
            }
            (None, Some(value)) => {
                format!("Say what means pass, for example `--label {field} --pass-when {value}`; all others then fail.")
            }
            (None, None) => "Say it with --fail-when VALUE.".to_owned(),
        })
    }
}

/// Returns the beginning of a label, for messages.
fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

/// Returns the problem of a column that no record has.
pub(crate) fn missing(path: &FieldPath, keys: &[String]) -> Problem {
    Problem::usage(format!("No record has a field `{}` to take labels from.", path.typed))
        .hint(format!("The fields are: {}.", keys.join(", ")))
}
