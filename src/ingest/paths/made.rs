//! An entry that options make of others: an element of a list in it, it with a partner in another file, or it with other
//! keys. What was a table's cell stays one: `0` in a cell is a number or a text, and an empty cell is nothing.

use std::borrow::Cow;

use crate::ingest::json::{Fields, Value};

/// An entry that was made.
pub(crate) enum Made {
    /// The text of an element.
    Element(String),
    Members(Vec<(String, Held)>),
}

/// A value that stands by itself.
#[derive(Clone)]
pub(crate) enum Held {
    Json(String),
    Cell(String),
}

impl Held {
    pub(crate) fn of(value: Value<'_>) -> Self {
        match value {
            Value::Json(text) => Self::Json(text.to_owned()),
            Value::Cell(text) => Self::Cell(text.to_owned()),
        }
    }

    pub(crate) fn value(&self) -> Value<'_> {
        match self {
            Self::Json(text) => Value::Json(text),
            Self::Cell(text) => Value::Cell(text),
        }
    }
}

impl Made {
    /// Takes the members of an object as they are.
    pub(crate) fn of(fields: &Fields<'_>) -> Self {
        Self::Members(fields.iter().map(|(key, value)| (key.to_owned(), Held::of(value))).collect())
    }

    /// Returns its fields.
    ///
    /// # Errors
    /// An element that is no object.
    pub(crate) fn fields(&self) -> Result<Fields<'_>, serde_json::Error> {
        match self {
            Self::Element(text) => Fields::parse(text),
            Self::Members(list) => {
                Ok(list.iter().map(|(key, held)| (Cow::Borrowed(key.as_str()), held.value())).collect())
            }
        }
    }

    /// Returns it as JSON.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Element(text) => text.clone(),
            Self::Members(_) => self.fields().map(|fields| fields.to_json().text().to_owned()).unwrap_or_default(),
        }
    }
}
