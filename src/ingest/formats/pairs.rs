//! What the formats of preferred and rejected answers share: one entry becomes two records.

use crate::domain::{RawJson, Untrusted};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, Records, read_by_names};
use crate::ingest::sink::Feedback;

/// One of the two answers.
pub(super) struct Side<'a> {
    /// The field that it stands in.
    pub(super) key: &'a str,
    pub(super) answer: Value<'a>,
    /// The model that gave it.
    pub(super) model: Option<Value<'a>>,
    /// `chosen`, `rejected`, `win`, `loss`, `tie`.
    pub(super) judged: Option<&'static str>,
}

/// Gives out one side as a record. `ask` puts the input in; what is left of the fields is kept with it.
pub(super) fn give<'a>(
    fields: &Fields<'a>,
    side: &Side<'a>,
    by: Option<&str>,
    ask: &dyn Fn(&mut Fields<'a>, &mut RecordBuilder),
    out: &mut Records<'_>,
) {
    let mut builder = out.begin();
    let mut rest = fields.clone();
    ask(&mut rest, &mut builder);
    put_answer(side, &mut builder);
    if let Some(model) = side.model {
        builder.put(Field::Model, side.key, model);
    }
    if let Some(judged) = side.judged {
        let name = if fields.has("preference") { "outcome" } else { "preference" };
        builder.keep(name, RawJson::string(judged));
        builder.add_feedback(Feedback {
            name: "preference".into(),
            label: Some(judged.into()),
            by: by.map(Untrusted::new),
            ..Feedback::default()
        });
    }
    // A conversation holds its prompt.
    let is_conversation = side.answer.elements().is_some_and(|turns| turns.len() > 1);
    if is_conversation && let Some(prompt) = rest.take("prompt") {
        builder.keep("prompt", prompt.kept());
    }
    read_by_names(&mut rest, &mut builder);
    out.push(builder);
}

/// An answer is a text, a turn, the turns of a run, or the texts of several turns.
fn put_answer(side: &Side<'_>, builder: &mut RecordBuilder) {
    let opened = side.answer.openable().map(std::borrow::Cow::into_owned);
    let texts = opened.as_deref().and_then(|text| Value::Json(text).elements());
    let value = match texts.as_deref() {
        Some([only]) if only.text().is_some() => *only,
        _ => side.answer,
    };
    builder.put(Field::Output, side.key, value);
}
