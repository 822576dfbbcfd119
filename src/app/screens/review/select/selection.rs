//! A span of evidence that is being chosen. Characters are Unicode scalar values.

use super::text_motion;
use crate::command::SpanMotion;
use crate::domain::Span;

/// A span being chosen: it lies between the two ends, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The turn, or the output.
    pub turn: Option<u32>,
    /// The end that stays.
    pub anchor: usize,
    /// The end that moves.
    pub head: usize,
    /// Whether whole lines are taken.
    pub lines: bool,
    text: Vec<char>,
}

impl Selection {
    /// Makes a selection that begins with the word at `start`, or with its line; `None` where there is no text.
    pub fn begin(turn: Option<u32>, text: &str, start: usize, lines: bool) -> Option<Self> {
        let text: Vec<char> = text.chars().collect();
        let last = text.len().checked_sub(1)?;
        let start = text_motion::skip_blank(&text, start.min(last));
        let head = if lines { start } else { text_motion::word_end(&text, start) };
        Some(Self { turn, anchor: start, head, lines, text })
    }

    /// Returns the chosen span, half-open.
    pub fn span(&self) -> Span {
        let (mut start, mut end) = (self.anchor.min(self.head), self.anchor.max(self.head) + 1);
        if self.lines {
            start = text_motion::line_start(&self.text, start);
            end = text_motion::line_end(&self.text, end - 1) + 1;
        }
        let end = end.min(self.text.len());
        let clip = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span { turn: self.turn, start: clip(start), end: clip(end) }
    }

    /// Returns the chosen text, unrendered.
    pub fn text(&self) -> String {
        let span = self.span();
        let range = span.start as usize..span.end as usize;
        self.text.get(range).unwrap_or_default().iter().collect()
    }

    /// Moves the head by one of the motions that need no layout.
    pub(crate) fn step(&mut self, motion: SpanMotion) {
        let (text, head) = (&self.text, self.head);
        let next = match motion {
            SpanMotion::Left => head.saturating_sub(1),
            SpanMotion::Right => head + 1,
            SpanMotion::WordEnd => text_motion::next_word_end(text, head),
            SpanMotion::SentenceForward => text_motion::sentence_end(text, head),
            SpanMotion::SentenceBack => text_motion::sentence_back(text, head),
            SpanMotion::ParagraphForward => text_motion::paragraph_end(text, head),
            SpanMotion::ParagraphBack => text_motion::paragraph_back(text, head),
            SpanMotion::LineStart => text_motion::line_start(text, head),
            SpanMotion::LineEnd => text_motion::line_end(text, head),
            SpanMotion::Word => return self.step_word(true),
            SpanMotion::WordBack => return self.step_word(false),
            SpanMotion::OtherEnd => return std::mem::swap(&mut self.anchor, &mut self.head),
        };
        self.head = next.min(text.len().saturating_sub(1));
    }

    /// Moves the head by a word so that whole words stay chosen: at the end of the selection it goes from end to end,
    /// at its start from start to start, and where it passes the other end that one's word stays in.
    fn step_word(&mut self, forward: bool) {
        let text = &self.text;
        let (anchor, head) = (self.anchor, self.head);
        let at_end = head > anchor || (head == anchor && forward);
        let moved = match (at_end, forward) {
            (true, true) => Some(text_motion::next_word_end(text, head)),
            (true, false) => text_motion::previous_word_end(text, head).filter(|end| *end >= anchor),
            (false, true) => text_motion::next_word_start(text, head).filter(|start| *start <= anchor),
            (false, false) => Some(text_motion::word_back(text, head)),
        };
        (self.anchor, self.head) = match moved {
            Some(moved) => (anchor, moved),
            None if forward => (text_motion::word_start(text, anchor), text_motion::next_word_end(text, anchor)),
            None => (text_motion::word_end(text, anchor), text_motion::word_back(text, anchor)),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(actions: &[SpanMotion]) -> String {
        let mut selection = Selection::begin(None, "one two three four", 4, false).unwrap();
        for action in actions {
            selection.step(*action);
        }
        selection.text()
    }

    #[test]
    fn words_stay_whole_at_either_end() {
        use SpanMotion::{OtherEnd, Word, WordBack};
        assert_eq!(chosen(&[]), "two");
        assert_eq!(chosen(&[Word]), "two three");
        assert_eq!(chosen(&[Word, WordBack]), "two");
        assert_eq!(chosen(&[Word, Word, OtherEnd, Word]), "three four");
        assert_eq!(chosen(&[WordBack]), "one two");
        assert_eq!(chosen(&[WordBack, Word, Word]), "two three");
        assert_eq!(chosen(&[WordBack, WordBack]), "one two");
        assert_eq!(chosen(&[Word, Word, Word]), "two three four");
    }
}
