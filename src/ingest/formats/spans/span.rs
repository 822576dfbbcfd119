//! One span of a trace.

use crate::ingest::record::RecordBuilder;

/// What a span is, as far as it matters for which become records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SpanKind {
    /// The trace itself, where a tool keeps fields of its own for it.
    Trace,
    /// A call of a model.
    Model,
    /// A step around others: a chain, an agent, a function.
    Step,
    /// A tool, a retrieval, an embedding, a score: nothing to review by itself.
    Aside,
}

/// One span.
pub(crate) struct Span {
    pub(crate) trace: String,
    pub(crate) id: String,
    pub(crate) parent: Option<String>,
    pub(crate) kind: SpanKind,
    pub(crate) record: RecordBuilder,
}
