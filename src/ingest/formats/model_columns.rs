//! Sheets with a column for each model: what was asked in one, then what each model answered. One record per answer.

use super::format::{Detector, Format, Reader, Strength};
use super::promptfoo::metric;
use super::spans::comment;
use crate::ingest::field_names::{Field, meaning_of, normalized};
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::{Records, read_by_names};

/// `model-columns`.
pub(super) const FORMAT: Format = Format {
    name: "model-columns",
    description: "Sheets with a column of answers for each model: one record per model.",
    detector: Detector::Entry(|fields| Strength::sure(columns(fields).len() > 1)),
    reader: Reader::Records(read),
    example: "id,prompt,gpt-4,claude-3-opus response,score_gpt-4\n1,2+2?,4,five,1.0\n",
    expected: "line 2
user: 2+2?
output: 4
id: 1
model: gpt-4
feedback score: 1
line 2
user: 2+2?
output: five
id: 1
model: claude-3-opus",
    source: "by hand, as people compare models in a sheet",
    ..Format::BLANK
};

/// Beginnings of the names of models, in lower case without `_`, `-`, `.` and blanks.
const MODELS: [&str; 34] = [
    "gpt",
    "chatgpt",
    "o1",
    "o3",
    "o4",
    "claude",
    "sonnet",
    "opus",
    "haiku",
    "gemini",
    "gemma",
    "palm",
    "bard",
    "llama",
    "mistral",
    "mixtral",
    "ministral",
    "codestral",
    "qwen",
    "deepseek",
    "phi",
    "grok",
    "commandr",
    "cohere",
    "falcon",
    "vicuna",
    "alpaca",
    "nova",
    "titan",
    "jamba",
    "yi",
    "kimi",
    "glm",
    "davinci",
];
/// Words around the name of a model that say that it is its answer,
const ANSWERS: [&str; 9] =
    ["response", "output", "answer", "completion", "reply", "result", "generation", "prediction", "text"];
/// or what was judged of it.
const SCORES: [&str; 4] = ["score", "rating", "grade", "rank"];
const NOTES: [&str; 6] = ["comment", "comments", "note", "notes", "feedback", "critique"];

/// What a column says of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Answer,
    Score,
    Note,
}

struct Column {
    key: String,
    /// The model as the column writes it.
    model: String,
    said: Said,
}

/// Returns the model that a column is about; `None` where its name is that of something else.
fn column(key: &str) -> Option<Column> {
    let words: Vec<&str> =
        key.split([' ', '_', ':', '/', '(', ')', '[', ']']).filter(|word| !word.is_empty()).collect();
    let is_any = |word: &str, list: &[&str]| list.iter().any(|one| word.eq_ignore_ascii_case(one));
    let mut said = Said::Answer;
    let mut rest: Vec<&str> = Vec::new();
    for word in words {
        if is_any(word, &SCORES) {
            said = Said::Score;
        } else if is_any(word, &NOTES) {
            said = Said::Note;
        } else if !is_any(word, &ANSWERS) && !is_any(word, &["model", "from", "by", "s", "the"]) {
            rest.push(word);
        }
    }
    let model = rest.join(if key.contains('_') { "_" } else { " " });
    let name = normalized(&model);
    let begin = MODELS.iter().find_map(|begin| name.strip_prefix(begin))?;
    // `o1` is a model, `opusculum` is none: behind the name come figures, or words of versions.
    let is_version = |text: &str| {
        let words = [
            "mini", "nano", "turbo", "pro", "flash", "lite", "large", "medium", "small", "sonnet", "opus", "haiku",
            "instant",
        ];
        let more = [
            "chat", "instruct", "preview", "instruct", "latest", "plus", "max", "coder", "reasoner", "r", "v", "o",
            "b", "k", "x", "it", "hf", "base", "nemo", "ultra", "think", "thinking",
        ];
        let mut rest = text;
        while !rest.is_empty() {
            let next = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let next = words.iter().chain(&more).find_map(|word| next.strip_prefix(word)).unwrap_or(next);
            if next.len() == rest.len() {
                return false;
            }
            rest = next;
        }
        true
    };
    (model.len() <= 60 && is_version(begin)).then(|| Column { key: key.to_owned(), model, said })
}

/// Returns whether a column beside those of models holds the right answer.
fn is_right(key: &str) -> bool {
    normalized(key) == "answer"
}

/// Returns the columns of answers: two models at least, a question beside them, and no column that is plainly the answer.
fn columns(fields: &Fields<'_>) -> Vec<Column> {
    let means = |wanted: &[Field]| {
        fields.iter().any(|(key, _)| {
            column(key).is_none() && !is_right(key) && meaning_of(key).is_some_and(|(field, _)| wanted.contains(&field))
        })
    };
    if !means(&[Field::Input]) || means(&[Field::Output, Field::Messages]) {
        return Vec::new();
    }
    let is_text = |key: &str| fields.get(key).is_some_and(|value| matches!(value.kind(), Kind::String | Kind::Null));
    let all = fields.keys().into_iter().filter_map(|key| column(&key));
    let all: Vec<Column> = all.filter(|column| column.said == Said::Answer && is_text(&column.key)).collect();
    // Fractions alone are scores.
    let is_fraction = |column: &Column| {
        let number = fields.get(&column.key).and_then(Value::number);
        number.is_some_and(|number| number.fract() != 0.0)
    };
    let is_scored = !all.is_empty() && all.iter().all(is_fraction);
    if is_scored { Vec::new() } else { all }
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let answers = columns(fields);
    let about: Vec<Column> =
        fields.keys().iter().filter_map(|key| column(key)).filter(|column| column.said != Said::Answer).collect();
    let mut rest = fields.clone();
    for column in answers.iter().chain(&about) {
        rest.take(&column.key);
    }
    for answer in &answers {
        let Some(value) = fields.get(&answer.key).filter(|value| value.scalar().is_some()) else { continue };
        let mut record = out.begin();
        record.put(Field::Output, &answer.key, value);
        if !record.is_closed(Field::Model) {
            record.content.model = Some(answer.model.as_str().into());
        }
        for column in about.iter().filter(|column| normalized(&column.model) == normalized(&answer.model)) {
            let Some(value) = fields.get(&column.key).filter(|value| value.scalar().is_some()) else { continue };
            match (column.said, value.number()) {
                (Said::Score, Some(number)) => record.add_feedback(metric("score", number)),
                (Said::Note, _) => record.add_feedback(comment(value, None)),
                (Said::Score | Said::Answer, _) => record.keep(&column.key, value.kept()),
            }
        }
        let mut rest = rest.clone();
        for key in rest.keys().into_iter().filter(|key| is_right(key)) {
            if let Some(value) = rest.take(&key) {
                record.put(Field::Expected, &key, value);
            }
        }
        read_by_names(&mut rest, &mut record);
        out.push(record);
    }
}

#[cfg(test)]
mod tests {
    use super::{Said, column};

    #[test]
    fn a_column_is_known_by_the_name_of_a_model() {
        for (key, model) in [
            ("gpt-4", "gpt-4"),
            ("GPT-4o-mini", "GPT-4o-mini"),
            ("claude-3.5-sonnet output", "claude-3.5-sonnet"),
            ("response_gpt4", "gpt4"),
            ("Gemini Pro", "Gemini Pro"),
            ("llama-2-70b-chat", "llama-2-70b-chat"),
            ("Claude", "Claude"),
            ("mistral_7b answer", "mistral_7b"),
            ("o1", "o1"),
        ] {
            let found = column(key).unwrap_or_else(|| panic!("{key}"));
            assert_eq!((found.model.as_str(), found.said), (model, Said::Answer), "{key}");
        }
        assert_eq!(column("score_gpt4").map(|found| found.said), Some(Said::Score));
        for key in ["prompt", "notes", "answer", "opusculum", "command", "option1", "o", "phil", "yield", "metadata"] {
            assert!(column(key).is_none(), "{key}");
        }
    }
}
