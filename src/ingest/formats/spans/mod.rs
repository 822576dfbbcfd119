//! What the formats of tracing tools share: spans gathered into traces, the fields that every tool logs under some name,
//! and attributes with dotted names.

mod attributes;
mod calls;
mod facts;
mod span;
mod span_reader;
mod trace;
mod traces;
mod vercel;

pub(super) use crate::ingest::record::put_seconds;
pub(super) use attributes::{Attributes, any_value, event_turn};
pub(super) use facts::{
    comment, first, keep_others, keep_trace_url, put_first, score, take_first, take_scores, unquoted,
};
pub(super) use span::{Span, SpanKind};
pub(super) use span_reader::SpanReader;
pub(super) use traces::Traces;
pub(super) use vercel::put_vercel;
