//! What is shown of a turn while it is folded: its first row with how much is left out, or what differs from the record
//! before in the queue.

use std::collections::BTreeMap;

use super::block::{Item, Paragraph, Run, SourceMap, SourceText, narrow};
use super::row::Look;
use crate::domain::{Content, Message, Part, Role};
use crate::text::{cells, common_parts, counted};

/// A text of so many rows is not folded, and the cells of such a row.
const ROWS_KEPT: usize = 3;
const ROW_CELLS: usize = 72;

/// A folded turn.
#[derive(Debug, Clone)]
pub(super) struct Fold {
    /// What stands in the place of its blocks.
    pub(super) item: Item,
    /// Where the first row alone is shown: what is said behind it when that is not all.
    pub(super) one_row: Option<OneRow>,
}

/// The one row of a folded turn.
#[derive(Debug, Clone)]
pub(super) struct OneRow {
    /// How long the turn is, in words.
    pub(super) length: String,
    /// Whether the item is all of the turn.
    pub(super) is_whole: bool,
}

impl Fold {
    /// Folds a turn to its first row, where that saves more than two. `items` are the turn's.
    pub(super) fn to_first_row(items: &[Item], text: &str) -> Option<Self> {
        let first = items.first().filter(|_| is_worth_folding(text))?;
        let paragraph = first.paragraphs.first()?.clone();
        let is_whole = items.len() == 1 && first.paragraphs.len() == 1;
        let item = Item { paragraphs: vec![paragraph], ..first.clone() };
        Some(Self { item, one_row: Some(OneRow { length: length_of(text), is_whole }) })
    }

    /// Folds a turn of plain text to what `before` does not hold; `None` where that leaves next to nothing out.
    pub(super) fn to_difference(items: &[Item], text: &str, before: &str) -> Option<Self> {
        let first = items.first()?;
        let map = SourceMap::new(SourceText { text, byte: 0, char: 0 });
        let mut paragraphs = Vec::new();
        let mut at = 0;
        for part in common_parts(before, text) {
            if part.start > at {
                paragraphs.push(Paragraph::new(vec![map.run(at..part.start, Look::Plain)]));
            }
            let words = format!("same as the record before: {}", length_of(text.get(part.clone()).unwrap_or_default()));
            paragraphs.push(Paragraph::new(vec![Run::inserted(words, Look::Placeholder)]));
            at = part.end;
        }
        if at == 0 {
            return None;
        }
        if text.get(at..).is_some_and(|rest| !rest.trim().is_empty()) {
            paragraphs.push(Paragraph::new(vec![map.run(at..text.len(), Look::Plain)]));
        }
        Some(Self { item: Item { paragraphs, ..first.clone() }, one_row: None })
    }
}

/// Answers whether a text takes more than three rows of a usual width.
fn is_worth_folding(text: &str) -> bool {
    let rows = text.lines().map(|line| cells(line).div_ceil(ROW_CELLS).max(1));
    rows.scan(0, |sum, rows| {
        *sum += rows;
        Some(*sum)
    })
    .any(|sum| sum > ROWS_KEPT)
}

/// Says how long a text is: in lines, or in words where it is one.
fn length_of(text: &str) -> String {
    match text.trim_end().lines().count() as u64 {
        0 | 1 => counted(text.split_whitespace().count() as u64, "word"),
        lines => counted(lines, "line"),
    }
}

/// So many turns between the last question and the answer stay as they are.
const TURNS_UNFOLDED: usize = 3;

/// Returns how each turn of the input is shown while it is folded: all but the last question, which only leaves out what
/// the record before says too.
pub(super) fn folds(
    items: &[Item],
    texts: &[String],
    content: &Content,
    before: Option<&Content>,
) -> BTreeMap<u32, Fold> {
    let input = content.before_output();
    let question = last_question(input);
    let late = input.len().saturating_sub(TURNS_UNFOLDED).max(question + 1);
    let mut folds = BTreeMap::new();
    for (at, turn) in input.iter().enumerate() {
        let number = narrow(at);
        let own = items.iter().position(|item| item.turn == Some(Some(number)));
        let count = items.iter().filter(|item| item.turn == Some(Some(number))).count();
        let own = own.and_then(|first| items.get(first..first + count)).unwrap_or_default();
        let text = texts.get(at).map_or("", String::as_str);
        let earlier = before.and_then(|before| {
            let input = before.before_output();
            let same = if at == question { input.get(last_question(input)) } else { input.get(at) };
            same.filter(|_| at == question || turn.role == Role::System)
        });
        let is_text = |turn: &Message| turn.parts.iter().all(|part| matches!(part, Part::Text(_)));
        let difference = earlier
            .filter(|earlier| earlier.role == turn.role && is_text(turn))
            .and_then(|earlier| Fold::to_difference(own, text, &earlier.plain()));
        let one_row = || Fold::to_first_row(own, text).filter(|_| at < late && at != question);
        if let Some(fold) = difference.or_else(one_row) {
            folds.insert(number, fold);
        }
    }
    folds
}

/// Returns which turn of the input is the question: the last of the user's, else the last.
fn last_question(input: &[Message]) -> usize {
    let users = input.iter().rposition(|turn| turn.role == Role::User);
    users.unwrap_or_else(|| input.len().saturating_sub(1))
}
