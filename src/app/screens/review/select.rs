//! Choosing a span of evidence from the keyboard. Characters are Unicode scalar values.

use super::{Page, text_motion};
use crate::app::Model;
use crate::app::message::Effect;
use crate::command::{SpanAction, SpanMotion};
use crate::domain::Span;

/// A span being chosen: it lies between the two ends, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The turn, or the output.
    pub turn: Option<u32>,
    /// The end that stands.
    pub anchor: usize,
    /// The end that moves.
    pub head: usize,
    /// Whether whole lines are taken.
    pub lines: bool,
    text: Vec<char>,
}

impl Selection {
    /// A selection that begins with the word at `start`, or with its line; `None` where there is no text.
    #[must_use]
    pub fn begin(turn: Option<u32>, text: &str, start: usize, lines: bool) -> Option<Self> {
        let text: Vec<char> = text.chars().collect();
        let last = text.len().checked_sub(1)?;
        let start = text_motion::skip_blank(&text, start.min(last));
        let head = if lines { start } else { text_motion::word_end(&text, start) };
        Some(Self { turn, anchor: start, head, lines, text })
    }

    /// The chosen span, half-open.
    #[must_use]
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

    /// The chosen text, as it was logged.
    #[must_use]
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

impl Model {
    /// Begins a selection: at the place last jumped to, else in the answer where it is in view.
    pub(crate) fn select(&mut self, lines: bool) {
        let Some(page) = self.review.current_mut() else { return };
        if let Some(selection) = page.selection.as_mut() {
            if selection.lines == lines {
                page.selection = None;
            } else {
                selection.lines = lines;
            }
            return;
        }
        let rows = page.rows();
        let in_view = |page: &super::Page| {
            let lines = page.transcript()?.lines(rows.clone());
            let places: Vec<(Option<u32>, u32)> = lines
                .iter()
                .filter_map(|line| Some((line.turn?, line.pieces.iter().find_map(|piece| piece.source.clone())?.start)))
                .collect();
            places.iter().find(|(turn, _)| turn.is_none()).or(places.first()).copied()
        };
        let (turn, start) =
            page.focus.map(|span| (span.turn, span.start)).or_else(|| in_view(page)).unwrap_or((None, 0));
        let begun = Selection::begin(turn, page.view.document.text(turn), start as usize, lines)
            .or_else(|| Selection::begin(None, page.view.document.text(None), 0, lines));
        page.selection = begun;
        if page.selection.is_none() {
            self.complain("There is no text to select.");
            return;
        }
        self.show_head();
    }

    /// Does what a key of the selection says.
    pub(crate) fn act_on_span(&mut self, action: SpanAction, out: &mut Vec<Effect>) {
        match action {
            SpanAction::Move(motion) => self.change_selection(|_, selection| selection.step(motion)),
            SpanAction::Down => self.change_selection(|page, selection| page.move_by_line(selection, true)),
            SpanAction::Up => self.change_selection(|page, selection| page.move_by_line(selection, false)),
            SpanAction::NextTurn => self.change_selection(|page, selection| page.move_by_turn(selection, true)),
            SpanAction::PreviousTurn => self.change_selection(|page, selection| page.move_by_turn(selection, false)),
            SpanAction::Note => self.open_note(),
            SpanAction::Copy => self.copy_selection(out),
        }
    }

    /// Changes the selection, if there is one, and brings its head into view.
    fn change_selection(&mut self, change: impl FnOnce(&mut Page, &mut Selection)) {
        let Some(page) = self.review.current_mut() else { return };
        let Some(mut selection) = page.selection.take() else { return };
        change(page, &mut selection);
        page.selection = Some(selection);
        self.show_head();
    }

    fn show_head(&mut self) {
        let Some(page) = self.review.current_mut() else { return };
        let Some(selection) = &page.selection else { return };
        let (turn, head) = (selection.turn, selection.head);
        page.show(turn, u32::try_from(head).unwrap_or(u32::MAX));
    }

    /// The span on which the next judgement stands, if one is being chosen.
    pub(crate) fn chosen_span(&self) -> Option<Span> {
        self.review.current()?.selection.as_ref().map(Selection::span)
    }

    /// Ends the selection.
    pub(crate) fn leave_selection(&mut self) {
        if let Some(page) = self.review.page.as_mut() {
            page.selection = None;
        }
    }
}

impl Page {
    /// Moves the head to the line below or above on the screen.
    fn move_by_line(&mut self, selection: &mut Selection, down: bool) {
        if let Some(head) = self.vertical(selection, down) {
            selection.head = head;
        }
    }

    /// Begins the selection anew in the next turn or the one before; the output follows the last turn.
    fn move_by_turn(&self, selection: &mut Selection, forward: bool) {
        let turns = self.view.document.turns();
        let next = match (selection.turn, forward) {
            (Some(turn), true) => (turn + 1 < turns).then_some(turn + 1),
            (Some(turn), false) => Some(turn.saturating_sub(1)),
            (None, true) => None,
            (None, false) => turns.checked_sub(1),
        };
        if let Some(begun) = Selection::begin(next, self.view.document.text(next), 0, selection.lines) {
            *selection = begun;
        }
    }

    /// The character below, or above, the head on the screen.
    fn vertical(&mut self, selection: &Selection, down: bool) -> Option<usize> {
        let head = u32::try_from(selection.head).ok()?;
        let transcript = self.transcript_mut()?;
        let row = transcript.row_of(selection.turn, head);
        transcript.reach(row + 4);
        let sources = |row: usize| -> Option<(u32, u32)> {
            let line = transcript.lines(row..row + 1).into_iter().next()?;
            let ranges: Vec<_> = line.pieces.iter().filter_map(|piece| piece.source.clone()).collect();
            (line.turn == Some(selection.turn)).then_some((ranges.first()?.start, ranges.last()?.end))
        };
        let (start, _) = sources(row)?;
        let column = head.saturating_sub(start);
        let mut candidates = (1..=3).filter_map(|step| if down { Some(row + step) } else { row.checked_sub(step) });
        let (start, end) = candidates.find_map(sources)?;
        Some((start + column).min(end.saturating_sub(1).max(start)) as usize)
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
