//! Spans gathered into traces. A trace becomes one record, its topmost span with input and output; without such a span, one
//! record for each of its model calls. `--spans` chooses.

use std::collections::{HashMap, HashSet};

use crate::domain::Untrusted;
use crate::ingest::SpanView;
use crate::ingest::record::{RecordBuilder, Records};
use crate::ingest::sink::Feedback;

/// The most bytes of entries whose traces are held open; then the oldest trace is given out.
const MOST_BYTES: usize = 64 * 1024 * 1024;

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

#[derive(Default)]
struct Trace {
    spans: Vec<Span>,
    said: Vec<(Option<String>, Feedback)>,
    bytes: usize,
}

/// The traces that are being read.
#[derive(Default)]
pub(crate) struct Traces {
    pub(super) view: SpanView,
    order: Vec<String>,
    open: HashMap<String, Trace>,
    bytes: usize,
    /// Those that were given out.
    closed: HashSet<String>,
}

impl Traces {
    /// Adds a span; two with one id are parts of one. `bytes` is about what it takes in memory.
    pub(crate) fn add(&mut self, mut span: Span, bytes: usize, out: &mut Records<'_>) {
        span.record.is_partial = false;
        let Some(trace) = self.trace(&span.trace, out) else { return };
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
        self.bytes += bytes;
        while self.bytes > MOST_BYTES && self.order.len() > 1 {
            let oldest = self.order.remove(0);
            self.close(&oldest, out);
        }
    }

    /// Adds what was said about a span, or about the trace.
    pub(crate) fn say(&mut self, trace: &str, span: Option<String>, said: Feedback, out: &mut Records<'_>) {
        if let Some(trace) = self.trace(trace, out) {
            trace.said.push((span, said));
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
    }

    /// Returns the trace of a span, where it is open.
    pub(crate) fn trace_of(&self, span: &str) -> Option<String> {
        let has =
            |trace: &&String| self.open.get(*trace).is_some_and(|open| open.spans.iter().any(|one| one.id == span));
        self.order.iter().find(has).cloned()
    }

    fn trace(&mut self, id: &str, out: &mut Records<'_>) -> Option<&mut Trace> {
        if self.closed.contains(id) {
            out.skip("a span that came after its trace was read");
            return None;
        }
        if !self.open.contains_key(id) {
            self.order.push(id.to_owned());
        }
        Some(self.open.entry(id.to_owned()).or_default())
    }

    fn close(&mut self, id: &str, out: &mut Records<'_>) {
        let Some(trace) = self.open.remove(id) else { return };
        self.bytes = self.bytes.saturating_sub(trace.bytes);
        self.closed.insert(id.to_owned());
        give(trace, self.view, out);
    }
}

/// Which spans of a trace become records, and what is said of the others.
struct Chosen {
    records: Vec<usize>,
    reason: HashMap<usize, &'static str>,
}

const INSIDE: &str = "a span inside a trace";
const EMPTY: &str = "a span without content";
const ASIDE: &str = "a span of a tool, a retrieval or a score";

fn give(mut trace: Trace, view: SpanView, out: &mut Records<'_>) {
    if trace.spans.is_empty() {
        trace.said.iter().for_each(|_| out.skip("a score of a trace that is not in this file"));
        return;
    }
    let parents = parents(&trace.spans);
    let chosen = choose(&trace.spans, &parents, view);
    for at in &chosen.records {
        complete(&mut trace.spans, &parents, *at);
    }
    // What is said about the trace, or about a span that is no record, is said about the record above it.
    let record_above = |mut place: Option<usize>| {
        for _ in 0..=parents.len() {
            match place.filter(|at| !chosen.records.contains(at)) {
                Some(at) => place = parents.get(at).copied().flatten(),
                None => break,
            }
        }
        place.filter(|at| chosen.records.contains(at)).or_else(|| chosen.records.first().copied())
    };
    for at in (0..trace.spans.len()).filter(|at| !chosen.records.contains(at)) {
        let judged = trace.spans.get_mut(at).and_then(|span| span.record.place.judged.take());
        if let Some(above) = record_above(Some(at)).and_then(|above| trace.spans.get_mut(above)) {
            above.record.place.judge(judged);
        }
    }
    for (about, said) in std::mem::take(&mut trace.said) {
        let place = about.and_then(|id| trace.spans.iter().position(|span| span.id == id));
        match record_above(place).and_then(|at| trace.spans.get_mut(at)) {
            Some(span) => span.record.add_feedback(said),
            None => out.skip("a score of a trace without content"),
        }
    }
    let is_alone = trace.spans.len() == 1;
    for (at, span) in trace.spans.into_iter().enumerate() {
        if chosen.records.contains(&at) {
            out.push(span.record);
        } else if span.kind != SpanKind::Trace || is_alone {
            out.skip(chosen.reason.get(&at).copied().unwrap_or(INSIDE));
        }
    }
}

/// Returns the place of each span's parent, where that is in the file.
fn parents(spans: &[Span]) -> Vec<Option<usize>> {
    let places: HashMap<&str, usize> = spans.iter().enumerate().map(|(at, span)| (span.id.as_str(), at)).collect();
    let whole = spans.iter().position(|span| span.kind == SpanKind::Trace && span.record.is_answered());
    let of = |(at, span): (usize, &Span)| {
        let parent = span.parent.as_deref().and_then(|id| places.get(id).copied());
        parent.or(whole).filter(|parent| *parent != at)
    };
    spans.iter().enumerate().map(of).collect()
}

/// Returns the topmost span above one; a circle ends it.
fn top(parents: &[Option<usize>], at: usize) -> usize {
    let mut top = at;
    for _ in 0..parents.len() {
        match parents.get(top).copied().flatten() {
            Some(above) => top = above,
            None => break,
        }
    }
    top
}

fn choose(spans: &[Span], parents: &[Option<usize>], view: SpanView) -> Chosen {
    let mut chosen = Chosen { records: Vec::new(), reason: HashMap::new() };
    let is_empty_trace = |span: &Span| span.kind == SpanKind::Trace && !span.record.has_content();
    for (at, span) in spans.iter().enumerate() {
        let above = top(parents, at);
        let is_top = above == at;
        let has_top = spans.get(above).is_some_and(|top| top.record.is_answered() && top.kind != SpanKind::Aside);
        let is_record = match view {
            SpanView::Root => is_top && span.kind != SpanKind::Aside && !is_empty_trace(span),
            SpanView::Llm => span.kind == SpanKind::Model,
            SpanView::Auto if is_top && has_top => true,
            SpanView::Auto if has_top => false,
            SpanView::Auto => span.kind == SpanKind::Model || is_top_without_calls(spans, parents, at),
        };
        if is_record && span.record.has_content() {
            chosen.records.push(at);
        } else {
            let reason = match span.kind {
                SpanKind::Aside => ASIDE,
                SpanKind::Trace | SpanKind::Model | SpanKind::Step if span.record.has_content() => INSIDE,
                SpanKind::Trace | SpanKind::Model | SpanKind::Step => EMPTY,
            };
            chosen.reason.insert(at, reason);
        }
    }
    chosen
}

/// Returns whether a span is the topmost of a trace without model calls: then it is taken with what it has, so that a
/// failed request is not lost.
fn is_top_without_calls(spans: &[Span], parents: &[Option<usize>], at: usize) -> bool {
    let Some(span) = spans.get(at) else { return false };
    let calls = |(place, other): (usize, &Span)| {
        other.kind == SpanKind::Model && other.record.has_content() && top(parents, place) == top(parents, at)
    };
    top(parents, at) == at
        && matches!(span.kind, SpanKind::Step | SpanKind::Trace)
        && !spans.iter().enumerate().any(calls)
}

/// Fills in what the calls below a record tell: model, tokens, cost, and the turns of the last call where it gave the same
/// answer to the same question.
fn complete(spans: &mut [Span], parents: &[Option<usize>], at: usize) {
    let is_below = |place: usize| {
        let mut next = Some(place);
        for _ in 0..=parents.len() {
            next = next.and_then(|place| parents.get(place).copied().flatten());
            if next == Some(at) {
                return true;
            }
        }
        false
    };
    let is_model = |place: usize| spans.get(place).is_some_and(|span| span.kind == SpanKind::Model);
    // A wrapper and the client in it each log the same call: the outer one counts.
    let is_inside_call = |place: usize| {
        let mut next = parents.get(place).copied().flatten();
        for _ in 0..parents.len() {
            match next.filter(|above| *above != at) {
                Some(above) if is_model(above) => return true,
                above => next = above.and_then(|above| parents.get(above).copied().flatten()),
            }
        }
        false
    };
    let is_call = |place: &usize| *place != at && is_model(*place) && is_below(*place) && !is_inside_call(*place);
    let below: Vec<usize> = (0..spans.len()).filter(is_call).collect();
    let (mut asked, mut said, mut cost): (Option<u64>, Option<u64>, Option<f64>) = (None, None, None);
    let mut model: Option<Untrusted> = None;
    for place in &below {
        let Some(content) = spans.get(*place).map(|span| &span.record.content) else { continue };
        asked = sum(asked, content.tokens_in, u64::saturating_add);
        said = sum(said, content.tokens_out, u64::saturating_add);
        cost = sum(cost, content.cost, |a, b| a + b);
        model = content.model.clone().or(model);
    }
    let turns = below.last().and_then(|place| spans.get(*place)).map(|span| span.record.clone());
    let Some(span) = spans.get_mut(at) else { return };
    if let Some(call) = turns {
        span.record.adopt_turns(&call);
    }
    let content = &mut span.record.content;
    content.model = content.model.take().or(model);
    if content.tokens_in.is_none() && content.tokens_out.is_none() {
        (content.tokens_in, content.tokens_out) = (asked, said);
    }
    content.cost = content.cost.or(cost);
}

fn sum<T: Copy>(all: Option<T>, more: Option<T>, add: impl Fn(T, T) -> T) -> Option<T> {
    match (all, more) {
        (Some(all), Some(more)) => Some(add(all, more)),
        (all, more) => all.or(more),
    }
}
