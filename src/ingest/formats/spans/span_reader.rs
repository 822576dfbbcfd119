//! The reader of a format whose entries are spans: it gives out traces when they are whole.

use super::traces::Traces;
use crate::ingest::SpanView;
use crate::ingest::formats::FormatReader;
use crate::ingest::json::Fields;
use crate::ingest::record::Records;

/// The reader of a format whose entries are spans.
pub(crate) struct SpanReader {
    traces: Traces,
    read: fn(&mut Fields<'_>, &mut Records<'_>, &mut Traces),
}

impl SpanReader {
    pub(crate) fn boxed(read: fn(&mut Fields<'_>, &mut Records<'_>, &mut Traces)) -> Box<dyn FormatReader> {
        Box::new(Self { traces: Traces::default(), read })
    }
}

impl FormatReader for SpanReader {
    fn choose_spans(&mut self, view: SpanView) {
        self.traces.view = view;
    }

    fn read(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        (self.read)(fields, out, &mut self.traces);
    }

    fn end(&mut self, out: &mut Records<'_>) {
        self.traces.end(out);
    }
}
