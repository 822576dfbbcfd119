//! A document with secrets and personal data covered: placeholders stand where they stood, and all positions still count
//! in the text as it was logged.

use std::collections::BTreeSet;
use std::ops::Range;

use super::block::{Item, ShownTurn, narrow};
use super::cover_runs::{Cover, ItemCover};
use super::document::Document;
use crate::domain::Span;
use crate::redact::{Counts, Found, Redactor};

impl Document {
    /// Returns the same document with everything covered that is found, except what was uncovered: spans as
    /// [`Document::covered_spans`] names them. Takes time in proportion to the length of the record.
    #[must_use]
    pub fn covered(&self, redactor: &Redactor, uncovered: &BTreeSet<Span>) -> Self {
        let mut document = self.clone();
        document.covers = Vec::with_capacity(self.texts.len());
        document.uncovered.clear();
        document.counts = Counts::default();
        for (at, text) in self.texts.iter().enumerate() {
            let all = covers(text, &redactor.find(text), &mut document.counts);
            let turn = self.turn_of(at);
            let is_open = |cover: &Cover| turn.is_some_and(|turn| uncovered.contains(&span_of(turn, &cover.chars)));
            let (open, closed) = all.into_iter().partition(is_open);
            document.covers.push(closed);
            document.uncovered.push(open);
        }
        let cover = |item: &mut Item, counts: &mut Counts| {
            let (closed, open) = (document.covers.get(item.text), document.uncovered.get(item.text));
            let text = self.texts.get(item.text).map_or("", String::as_str);
            let of_item = ItemCover {
                redactor,
                text,
                closed: closed.map_or(&[], Vec::as_slice),
                open: open.map_or(&[], Vec::as_slice),
            };
            of_item.cover(item, counts);
        };
        let mut counts = std::mem::take(&mut document.counts);
        let mut items = std::mem::take(&mut document.items);
        for item in &mut items {
            cover(item, &mut counts);
        }
        let mut folds = std::mem::take(&mut document.folds);
        // What is folded is counted where it stands.
        for fold in folds.values_mut() {
            cover(&mut fold.item, &mut Counts::default());
        }
        (document.items, document.folds, document.counts) = (items, folds, counts);
        document
    }

    /// Returns what is covered in turns and output, in reading order.
    pub fn covered_spans(&self) -> Vec<Span> {
        let texts = self.covers.iter().enumerate();
        texts
            .filter_map(|(at, covers)| Some((self.turn_of(at)?, covers)))
            .flat_map(|(turn, covers)| covers.iter().map(move |cover| span_of(turn, &cover.chars)))
            .collect()
    }

    /// Returns how much was found in it, covered or not.
    pub const fn masked(&self) -> &Counts {
        &self.counts
    }

    /// Returns what stands over a span that is covered.
    pub fn placeholder(&self, span: Span) -> Option<&str> {
        let covers = self.covers.get(self.text_number(span.turn)?)?;
        covers.iter().find(|cover| cover.chars == (span.start..span.end)).map(|cover| cover.placeholder.as_str())
    }

    /// Returns the text of a span as it may be shown: what is covered in part is covered whole.
    pub fn shown(&self, span: Span) -> String {
        let text = self.text(span.turn);
        let byte = |char: u32| text.char_indices().nth(char as usize).map_or(text.len(), |(at, _)| at);
        let (mut at, end) = (byte(span.start), byte(span.end));
        let mut out = String::new();
        let covers = self.text_number(span.turn).and_then(|number| self.covers.get(number));
        for cover in covers.into_iter().flatten().filter(|cover| cover.bytes.start < end) {
            if cover.bytes.end > at {
                out.push_str(text.get(at..cover.bytes.start.max(at)).unwrap_or_default());
                out.push_str(&cover.placeholder);
                at = cover.bytes.end;
            }
        }
        out.push_str(text.get(at..end.max(at)).unwrap_or_default());
        out
    }

    /// Answers whether any of these characters is covered.
    pub fn is_covered(&self, span: Span) -> bool {
        let covers = self.text_number(span.turn).and_then(|number| self.covers.get(number));
        covers.into_iter().flatten().any(|cover| cover.chars.start < span.end && span.start < cover.chars.end)
    }

    /// Returns the turn that spans of a text count in; none for texts beside the turns.
    fn turn_of(&self, text: usize) -> ShownTurn {
        let number = narrow(text);
        (number <= self.turns).then(|| (number < self.turns).then_some(number))
    }

    fn text_number(&self, turn: Option<u32>) -> Option<usize> {
        match turn {
            Some(turn) if turn < self.turns => Some(turn as usize),
            Some(_) => None,
            None => Some(self.turns as usize),
        }
    }
}

fn span_of(turn: Option<u32>, chars: &Range<u32>) -> Span {
    Span { turn, start: chars.start, end: chars.end }
}

/// Returns the places of what was found, in characters too.
fn covers(text: &str, found: &[Found], counts: &mut Counts) -> Vec<Cover> {
    let (mut byte, mut char) = (0, 0);
    let mut chars_to = |to: usize| {
        char += narrow(text.get(byte..to).map_or(0, |between| between.chars().count()));
        byte = to;
        char
    };
    let mut covers = Vec::with_capacity(found.len());
    for found in found {
        counts.add(found);
        let chars = chars_to(found.range.start)..chars_to(found.range.end);
        covers.push(Cover { bytes: found.range.clone(), chars, placeholder: found.placeholder() });
    }
    covers
}

#[cfg(test)]
mod tests;
