//! What a record knows from the calls of models below it.

use super::span::{Span, SpanKind};
use crate::domain::Untrusted;

/// Fills in what the calls below a record tell: model, tokens, cost, and the turns of the last call where it gave the same
/// answer to the same question.
pub(super) fn complete(spans: &mut [Span], parents: &[Option<usize>], at: usize) {
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
