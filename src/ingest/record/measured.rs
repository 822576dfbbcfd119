//! Times and numbers of a record, read as the convention of their column says.

use std::sync::LazyLock;

use super::record_builder::RecordBuilder;
use super::scalars::count;
use crate::domain::{Content, Time};
use crate::ingest::columns::{Conventions, Noted, Seen};
use crate::ingest::field_names::{Field, is_called};
use crate::ingest::json::{Kind, Value};

/// How values are read where nothing was decided.
static DEFAULTS: LazyLock<Conventions> = LazyLock::new(Conventions::default);

impl RecordBuilder {
    /// Puts in a time or a number, read as the convention of its column says.
    pub(super) fn put_measured(&mut self, field: Field, key: &str, value: Value<'_>) -> bool {
        self.see(field, key, value);
        let told = self.conventions.take();
        let conventions: &Conventions = told.as_deref().unwrap_or(&DEFAULTS);
        let is_taken = measure(conventions, (field, key, value), &mut self.content, &mut self.noted);
        self.conventions = told;
        is_taken
    }

    fn see(&mut self, field: Field, key: &str, value: Value<'_>) {
        if let (Some(seen), Some(text)) = (&mut self.seen, value.scalar()) {
            seen.push(Seen { field, key: key.to_owned(), text });
        }
    }

    /// Returns whether a field called `system` is a name of something and no prompt, as its column says.
    pub(super) fn is_system_name(&mut self, key: &str, value: Value<'_>) -> bool {
        if self.is_told || !is_called(key, "system") || value.kind() != Kind::String {
            return false;
        }
        self.see(Field::System, key, value);
        self.conventions.as_ref().is_some_and(|conventions| !conventions.is_prompt(key))
    }
}

/// Reads a time or a number into its slot; returns whether it could. `noted` gets what is to be said about the value.
pub(super) fn measure(
    conventions: &Conventions,
    (field, key, value): (Field, &str, Value<'_>),
    content: &mut Content,
    noted: &mut Vec<Noted>,
) -> bool {
    match field {
        Field::Time => fill(&mut content.time, conventions.time(key, value, noted)),
        Field::Latency => fill(&mut content.latency_ms, conventions.latency(key, value, noted)),
        Field::TokensIn => fill(&mut content.tokens_in, conventions.number(field, key, value, noted).and_then(count)),
        Field::TokensOut => fill(&mut content.tokens_out, conventions.number(field, key, value, noted).and_then(count)),
        _ => fill(&mut content.cost, conventions.number(field, key, value, noted)),
    }
}

/// Puts in the time from start to end, in whatever way both were written. Takes neither.
#[expect(clippy::cast_precision_loss, reason = "milliseconds of one call")]
pub(crate) fn put_seconds(builder: &mut RecordBuilder, start: Option<Value<'_>>, end: Option<Value<'_>>) {
    let time = |value: Value<'_>| match value.number() {
        Some(number) if number.abs() >= 1e8 => Time::from_unix_number(number),
        Some(_) => None,
        None => Time::parse(&value.text()?),
    };
    let (Some(start), Some(end)) = (start.and_then(time), end.and_then(time)) else { return };
    if end.0 >= start.0 && builder.content.latency_ms.is_none() && !builder.is_closed(Field::Latency) {
        builder.content.latency_ms = Some((end.0 - start.0) as f64);
        builder.note(Field::Latency, "end - start");
    }
}

/// Sets a slot; returns whether there was a value for it.
fn fill<T>(slot: &mut Option<T>, value: Option<T>) -> bool {
    *slot = value;
    slot.is_some()
}
