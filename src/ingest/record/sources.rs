//! Puts in an answer that stands in one object with what it was drawn from.

use super::record_builder::RecordBuilder;
use super::shapes::answer_object::with_sources;
use crate::ingest::field_names::Field;
use crate::ingest::json::{Kind, Value};

/// Puts in the answer of an object that holds it with its sources, which are kept as fields of their own.
pub(super) fn put_beside_sources(builder: &mut RecordBuilder, key: &str, value: Value<'_>) -> bool {
    // A cell has no other way to hold an object; any other text is what the model said.
    if value.kind() != Kind::Object && !matches!(value, Value::Cell(_)) {
        return false;
    }
    let Some(opened) = value.openable() else { return false };
    let Some((name, mut rest)) = Value::Json(&opened).members().and_then(with_sources) else { return false };
    let Some(text) = rest.take(name) else { return false };
    let is_taken = builder.put(Field::Output, &format!("{key}.{name}"), text);
    if is_taken {
        for (name, value) in rest.iter().filter(|(_, value)| !value.is_null()) {
            builder.keep(&format!("{key}.{name}"), value.kept());
        }
    }
    is_taken
}
