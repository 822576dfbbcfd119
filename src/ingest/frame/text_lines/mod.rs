//! Text that is JSON only in part: lines that something else wrote around JSON, conversations in the template of a model.

mod envelope;
mod templates;
mod wrapped;

pub(super) use templates::{Templates, is_template};
pub(super) use wrapped::{Wrapped, are_wrapped};
