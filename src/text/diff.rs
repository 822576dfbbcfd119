//! What an edit changed in a text, word by word.
//!
//! Splits at the word boundaries of Unicode, so that scripts without blanks are cut too. Knows nothing of versions or
//! colours; the pieces stay untrusted until a screen or a printed line makes them visible.

use std::ops::Range;

use crate::domain::words::words;
use similar::{Algorithm, ChangeTag, TextDiff};

use super::covered::covered;
use crate::domain::Untrusted;

/// Beyond so many bytes on one side a text counts as replaced: the time of a diff grows with the square.
const LONGEST: usize = 64 << 10;

/// What happened to a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WordChange {
    /// It is in both texts.
    Kept,
    /// It is in the old text only.
    Removed,
    /// It is in the new text only.
    Added,
}

words!(WordChange: Kept = "kept", Removed = "removed", Added = "added");

/// Returns the pieces of both texts in reading order: the kept and removed ones make up the old text, the kept and added ones
/// the new one. Within one change what was removed comes first; neighbours of one kind are one piece, and so are
/// changed words with nothing but white space kept between them.
pub fn word_diff(old: &Untrusted, new: &Untrusted) -> Vec<(WordChange, Untrusted)> {
    let (old, new) = (covered(old.raw()), covered(new.raw()));
    let (old, new) = (&*old, &*new);
    let mut pieces = Pieces::default();
    if old != new && old.len().max(new.len()) > LONGEST {
        pieces.removed.push_str(old);
        pieces.added.push_str(new);
        return pieces.finish();
    }
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_unicode_words(old, new);
    for change in diff.iter_all_changes() {
        let text: &str = change.value();
        match change.tag() {
            ChangeTag::Equal => pieces.keep(text),
            ChangeTag::Delete => pieces.changed().removed.push_str(text),
            ChangeTag::Insert => pieces.changed().added.push_str(text),
        }
    }
    pieces.finish()
}

/// Returns the runs of lines that are in both texts, as bytes of the new one.
pub(super) fn kept_lines(old: &str, new: &str) -> Vec<Range<usize>> {
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_lines(old, new);
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for change in diff.iter_all_changes() {
        let text: &str = change.value();
        match change.tag() {
            ChangeTag::Delete => continue,
            ChangeTag::Equal => match parts.last_mut() {
                Some(last) if last.end == at => last.end += text.len(),
                _ => parts.push(at..at + text.len()),
            },
            ChangeTag::Insert => {}
        }
        at += text.len();
    }
    parts
}

/// Pieces being gathered: what is finished, the open change, and the white space kept behind it.
#[derive(Default)]
struct Pieces {
    done: Vec<(WordChange, String)>,
    removed: String,
    added: String,
    gap: String,
}

impl Pieces {
    /// Adds kept text. White space behind a change waits, since the next word may be changed too.
    fn keep(&mut self, text: &str) {
        let in_change = !self.removed.is_empty() || !self.added.is_empty();
        self.gap.push_str(text);
        if in_change && self.gap.trim().is_empty() {
            return;
        }
        self.close();
        let gap = std::mem::take(&mut self.gap);
        match self.done.last_mut() {
            Some((WordChange::Kept, kept)) => kept.push_str(&gap),
            _ => self.done.push((WordChange::Kept, gap)),
        }
    }

    /// Returns the open change, with the waiting white space added to both of its sides.
    fn changed(&mut self) -> &mut Self {
        let gap = std::mem::take(&mut self.gap);
        self.removed.push_str(&gap);
        self.added.push_str(&gap);
        self
    }

    /// Ends the open change.
    fn close(&mut self) {
        for (kind, side) in [(WordChange::Removed, &mut self.removed), (WordChange::Added, &mut self.added)] {
            if !side.is_empty() {
                self.done.push((kind, std::mem::take(side)));
            }
        }
    }

    fn finish(mut self) -> Vec<(WordChange, Untrusted)> {
        self.close();
        if !self.gap.is_empty() {
            self.done.push((WordChange::Kept, self.gap));
        }
        self.done.into_iter().map(|(kind, text)| (kind, Untrusted::new(text))).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LONGEST, WordChange, word_diff};
    use crate::domain::Untrusted;

    fn marked(old: &str, new: &str) -> String {
        let piece = |(kind, text): &(WordChange, Untrusted)| match kind {
            WordChange::Kept => text.raw().to_owned(),
            WordChange::Removed => format!("[-{}-]", text.raw()),
            WordChange::Added => format!("{{+{}+}}", text.raw()),
        };
        word_diff(&Untrusted::from(old), &Untrusted::from(new)).iter().map(piece).collect()
    }

    #[test]
    fn words_that_changed_are_marked_and_neighbours_are_one_change() {
        assert_eq!(marked("Is polite.", "Is polite, not gushing."), "Is polite{+, not gushing+}.");
        assert_eq!(marked("Gives a reason.", "Names two sources."), "[-Gives a reason-]{+Names two sources+}.");
        assert_eq!(marked("Says why.", "Says why."), "Says why.");
        assert_eq!(marked("", "New."), "{+New.+}");
        assert_eq!(marked("Old words here", "Old here"), "Old [-words -]here");
    }

    #[test]
    fn a_script_without_blanks_is_cut_too() {
        assert_eq!(marked("答案很短", "答案很长"), "答案很[-短-]{+长+}");
    }

    #[test]
    fn texts_beyond_all_measure_are_replaced_as_a_whole() {
        let (old, new) = ("a ".repeat(LONGEST), "b ".repeat(LONGEST));
        assert_eq!(word_diff(&Untrusted::from(old.as_str()), &Untrusted::from(new.as_str())).len(), 2);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_back(old in "[ab é\n👍🏽\u{301}.,]{0,24}", new in "[ab é\n👍🏽\u{301}.,]{0,24}") {
            let pieces = word_diff(&Untrusted::from(old.as_str()), &Untrusted::from(new.as_str()));
            let side = |without: WordChange| -> String {
                pieces.iter().filter(|(kind, _)| *kind != without).map(|(_, text)| text.raw()).collect()
            };
            prop_assert_eq!(side(WordChange::Added), old);
            prop_assert_eq!(side(WordChange::Removed), new);
            prop_assert!(pieces.windows(2).all(|pair| pair[0].0 != pair[1].0));
        }
    }
}
