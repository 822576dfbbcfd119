//! What the formats of tracing tools share: spans gathered into traces, the fields that every tool logs under some name,
//! and attributes with dotted names.

mod attributes;
mod facts;
mod span_reader;
mod traces;

pub(super) use crate::ingest::record::put_seconds;
pub(super) use attributes::{Attributes, any_value, event_turn};
pub(super) use facts::{comment, first, keep_others, keep_trace_url, put_first, score, take_first, unquoted};
pub(super) use span_reader::SpanReader;
pub(super) use traces::{Span, SpanKind, Traces};
