//! A trace becomes one record, its topmost span with input and output; without such a span, one record for each of its
//! model calls. `--spans` chooses.

use std::collections::HashMap;

use super::calls::complete;
use super::span::{Span, SpanKind};
use crate::ingest::SpanView;
use crate::ingest::record::Records;
use crate::ingest::sink::Feedback;

/// The spans that were read of a trace.
#[derive(Default)]
pub(super) struct Trace {
    pub(super) spans: Vec<Span>,
    pub(super) said: Vec<(Option<String>, Feedback)>,
    pub(super) bytes: usize,
}

/// Which spans of a trace become records, and what is said of the others.
struct Chosen {
    records: Vec<usize>,
    reason: HashMap<usize, &'static str>,
}

const INSIDE: &str = "a span inside a trace";
const EMPTY: &str = "a span without content";
const ASIDE: &str = "a span of a tool, a retrieval or a score";

/// Gives out the records of a trace.
pub(super) fn give(mut trace: Trace, view: SpanView, out: &mut Records<'_>) {
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
        let Some(span) = trace.spans.get_mut(at) else { continue };
        let (judged, said) = (span.record.place.judged.take(), std::mem::take(&mut span.record.feedback));
        if let Some(above) = record_above(Some(at)).and_then(|above| trace.spans.get_mut(above)) {
            above.record.place.judge(judged);
            // A scorer's span repeats what the span that it scored says.
            let is_new = |one: &Feedback| {
                let known = &above.record.feedback;
                known.iter().all(|known| (&known.name, known.score, &known.label) != (&one.name, one.score, &one.label))
            };
            let said: Vec<Feedback> = said.into_iter().filter(is_new).collect();
            for one in said {
                above.record.add_feedback(one);
            }
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
