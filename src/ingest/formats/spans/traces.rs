//! Spans gathered into traces, up to so many at once; each is given out when it is whole.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::span::{Span, SpanKind};
use super::trace::{Trace, give};
use crate::ingest::SpanView;
use crate::ingest::columns::Noted;
use crate::ingest::doubt::DoubtKind;
use crate::ingest::record::Records;
use crate::ingest::sink::Feedback;

/// The most bytes of entries whose traces are held open; then the oldest trace is given out.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// The most spans of one trace; then it is given out.
const MOST_SPANS: usize = if cfg!(test) { 50 } else { 20_000 };
/// How many traces that were given out are remembered, at 8 bytes each.
const MOST_CLOSED: usize = if cfg!(test) { 5 } else { 1_000_000 };
/// What something said about a span takes in memory besides its comment.
const SAID_BYTES: usize = 256;

/// The traces that are being read.
#[derive(Default)]
pub(crate) struct Traces {
    pub(super) view: SpanView,
    order: Vec<String>,
    open: HashMap<String, Trace>,
    bytes: usize,
    /// Those that were given out, by a hash of their ids; and those of them that had grown too large.
    closed: HashSet<u64>,
    cut: HashSet<u64>,
    /// What was said about spans whose trace is not known, by the span's id, and how much that is.
    waiting: HashMap<String, Vec<Feedback>>,
    waits: usize,
}

/// How much that was said of spans waits for them.
const MOST_WAITING: usize = if cfg!(test) { 5 } else { 100_000 };

impl Traces {
    /// Adds a span; two with one id are parts of one. `bytes` is about what it takes in memory.
    pub(crate) fn add(&mut self, mut span: Span, bytes: usize, out: &mut Records<'_>) {
        span.record.is_partial = false;
        span.record.obey();
        let id = span.trace.clone();
        let Some(trace) = self.trace(&id, out) else { return };
        match trace.spans.iter_mut().find(|known| known.id == span.id) {
            Some(known) => {
                known.record.absorb(span.record);
                known.parent = known.parent.take().or(span.parent);
                if known.kind != SpanKind::Model && known.kind != SpanKind::Trace {
                    known.kind = span.kind;
                }
            }
            None => trace.spans.push(span),
        }
        trace.bytes += bytes;
        let is_full = trace.spans.len() >= MOST_SPANS || trace.bytes > MOST_BYTES;
        self.bytes += bytes;
        self.stay_small(&id, is_full, out);
    }

    /// Gives out a trace that is too large, and the oldest ones where all together are.
    fn stay_small(&mut self, trace: &str, is_full: bool, out: &mut Records<'_>) {
        if is_full {
            self.cut.insert(hashed(trace));
            self.finish(trace, out);
        }
        while self.bytes > MOST_BYTES && self.order.len() > 1 {
            let oldest = self.order.remove(0);
            self.close(&oldest, out);
        }
    }

    /// Adds what was said about a span, or about the trace.
    pub(crate) fn say(&mut self, trace: &str, span: Option<String>, said: Feedback, out: &mut Records<'_>) {
        let Some(open) = self.trace(trace, out) else { return };
        let bytes = SAID_BYTES + said.comment.as_ref().map_or(0, |comment| comment.raw().len());
        open.said.push((span, said));
        open.bytes += bytes;
        let is_full = open.bytes > MOST_BYTES;
        self.bytes += bytes;
        self.stay_small(trace, is_full, out);
    }

    /// Adds what was said about a span, of which the log does not tell the trace; the span may come later.
    pub(crate) fn say_of(&mut self, span: &str, said: Feedback, out: &mut Records<'_>) {
        match self.trace_of(span) {
            Some(trace) => self.say(&trace, Some(span.to_owned()), said, out),
            None if self.waits >= MOST_WAITING => out.skip("a score that came long before its span"),
            None => {
                self.waits += 1;
                self.waiting.entry(span.to_owned()).or_default().push(said);
            }
        }
    }

    /// Gives out a trace that is whole.
    pub(crate) fn finish(&mut self, trace: &str, out: &mut Records<'_>) {
        self.order.retain(|known| known != trace);
        self.close(trace, out);
    }

    /// Gives out all.
    pub(crate) fn end(&mut self, out: &mut Records<'_>) {
        for trace in std::mem::take(&mut self.order) {
            self.close(&trace, out);
        }
        for _ in std::mem::take(&mut self.waiting).into_values().flatten() {
            out.skip("a score of a trace that is not in this file");
        }
    }

    /// Returns the trace of a span, where it is open.
    fn trace_of(&self, span: &str) -> Option<String> {
        let has =
            |trace: &&String| self.open.get(*trace).is_some_and(|open| open.spans.iter().any(|one| one.id == span));
        self.order.iter().find(has).cloned()
    }

    fn trace(&mut self, id: &str, out: &mut Records<'_>) -> Option<&mut Trace> {
        let hash = hashed(id);
        if self.cut.contains(&hash) {
            out.skip("a span beyond the first 20,000 or 64 MiB of its trace");
            return None;
        }
        if self.closed.contains(&hash) {
            out.skip("a span that came after its trace was read");
            return None;
        }
        if !self.open.contains_key(id) {
            self.order.push(id.to_owned());
        }
        Some(self.open.entry(id.to_owned()).or_default())
    }

    fn close(&mut self, id: &str, out: &mut Records<'_>) {
        let Some(mut trace) = self.open.remove(id) else { return };
        if !self.waiting.is_empty() {
            let ids = trace.spans.iter().map(|span| span.id.clone()).chain([id.to_owned()]);
            for span in ids {
                let said = self.waiting.remove(&span).unwrap_or_default();
                self.waits -= said.len();
                trace.said.extend(said.into_iter().map(|said| (Some(span.clone()), said)));
            }
        }
        self.bytes = self.bytes.saturating_sub(trace.bytes);
        if self.closed.len() < MOST_CLOSED {
            self.closed.insert(hashed(id));
        } else if let Some(span) = trace.spans.first_mut() {
            span.record.noted.push(forgotten());
        }
        give(trace, self.view, out);
    }
}

/// Returns what stands for the id of a trace that was given out. Two ids that have the same are as good as impossible.
fn hashed(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

/// Returns what is to be said where more traces were given out than are remembered.
fn forgotten() -> Noted {
    Noted {
        kind: DoubtKind::LeftOut,
        key: String::new(),
        what: "more than 1,000,000 traces: a late span of those of {records} would be a record of its own",
        hint: "split the file, so that the spans of one trace stay together",
        text: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_CLOSED, MOST_SPANS, MOST_WAITING, Span, SpanKind, Traces};
    use crate::domain::Part;
    use crate::ingest::record::{Given, RecordBuilder, Records};
    use crate::ingest::sink::Feedback;

    fn span(trace: usize, id: usize) -> Span {
        let mut record = RecordBuilder::default();
        record.put_answer("output", vec![Part::Text("x".into())]);
        Span { trace: trace.to_string(), id: id.to_string(), parent: None, kind: SpanKind::Model, record }
    }

    /// Returns the records that were given out, and the reasons to skip what was not.
    fn given(act: impl FnOnce(&mut Records<'_>)) -> (Vec<RecordBuilder>, Vec<&'static str>) {
        let text = String::new;
        let mut out = Records::new(RecordBuilder::default(), &text, None);
        act(&mut out);
        let (mut records, mut skipped) = (Vec::new(), Vec::new());
        for one in out.into_given() {
            match one {
                Given::Record(record) => records.push(*record),
                Given::Skipped(reason) => skipped.push(reason),
                Given::Rejected(reason) => panic!("{reason}"),
            }
        }
        (records, skipped)
    }

    #[test]
    fn a_trace_of_too_many_spans_is_given_out_and_what_comes_after_is_counted() {
        let mut traces = Traces::default();
        let (records, skipped) = given(|out| (0..MOST_SPANS + 2).for_each(|id| traces.add(span(1, id), 9, out)));
        assert_eq!(records.len(), MOST_SPANS);
        assert_eq!(skipped, ["a span beyond the first 20,000 or 64 MiB of its trace"; 2]);
    }

    #[test]
    fn so_many_traces_are_remembered_and_more_are_said() {
        let mut traces = Traces::default();
        let (records, _) = given(|out| {
            for trace in 0..MOST_CLOSED + 2 {
                traces.add(span(trace, trace), 9, out);
                traces.finish(&trace.to_string(), out);
            }
        });
        let noted = records.iter().map(|record| record.noted.len());
        assert_eq!(noted.collect::<Vec<_>>(), [vec![0; MOST_CLOSED], vec![1; 2]].concat());
        assert_eq!(traces.closed.len(), MOST_CLOSED);
        assert_eq!(given(|out| traces.add(span(0, 7), 9, out)).1, ["a span that came after its trace was read"]);
    }

    #[test]
    fn what_is_said_waits_for_its_span_up_to_so_many() {
        let mut traces = Traces::default();
        let (_, skipped) = given(|out| (0..=MOST_WAITING).for_each(|_| traces.say_of("s", Feedback::default(), out)));
        assert_eq!(skipped, ["a score that came long before its span"]);
    }
}
