//! Two answers against each other, word by word, wrapped for their two places. Made when the pair or the width changes,
//! never while painting; how the marks look is up to `ui`.

use crate::app::screens::detail::{DetailLine, Tone, flow};
use crate::domain::{RowId, Untrusted};
use crate::text::{WordChange, covered, grouped, visible_block, word_diff};

/// So many characters of each answer are compared.
const COMPARED_AT_MOST: usize = 16_384;

/// Below this share of common characters marks would only be noise.
const COMMON_FROM: f64 = 0.25;

/// Two answers, wrapped, what only one of them says marked in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differences {
    pub(crate) of: (RowId, RowId),
    pub(crate) width: (u16, u16),
    /// The lines of the left (or upper) answer.
    pub left: Vec<DetailLine>,
    /// The lines of the other one.
    pub right: Vec<DetailLine>,
    /// What the comparison says, in words.
    pub said: String,
}

impl Differences {
    pub(crate) fn new(of: (RowId, RowId), texts: (&str, &str), width: (u16, u16)) -> Self {
        // Before anything is cut.
        let texts = (covered(texts.0), covered(texts.1));
        let texts = (&*texts.0, &*texts.1);
        let beginning = |text: &str| Untrusted::new(text.chars().take(COMPARED_AT_MOST).collect::<String>());
        let (left, right) = (beginning(texts.0), beginning(texts.1));
        let is_cut = [(texts.0, &left), (texts.1, &right)].iter().any(|(whole, cut)| whole.len() > cut.raw().len());
        let mut pieces = word_diff(&left, &right);
        let common = common(&pieces);
        let is_marked = common >= COMMON_FROM;
        let changes = changes(&pieces);
        let mut said = match changes {
            0 if of.0 == of.1 => "the same record".to_owned(),
            0 => "word for word the same".to_owned(),
            _ if !is_marked => "hardly a word in common, nothing is marked".to_owned(),
            1 => "differ in 1 place".to_owned(),
            places => format!("differ in {} places", grouped(places)),
        };
        if is_cut {
            said += ", only the beginnings compared";
        }
        let compared = pieces.len();
        for (kind, whole, cut) in [(WordChange::Removed, texts.0, &left), (WordChange::Added, texts.1, &right)] {
            let rest = whole.get(cut.raw().len()..).unwrap_or_default();
            pieces.extend((!rest.is_empty()).then(|| (kind, Untrusted::from(rest))));
        }
        let marked = if is_marked { compared } else { 0 };
        let side = |only: WordChange, width: u16| lines(&pieces, only, marked, usize::from(width).max(1));
        Self { of, width, left: side(WordChange::Removed, width.0), right: side(WordChange::Added, width.1), said }
    }
}

/// Returns the share of characters, without white space, that are in both.
fn common(pieces: &[(WordChange, Untrusted)]) -> f64 {
    let length = |kind: WordChange| {
        let pieces = pieces.iter().filter(|(change, _)| *change == kind);
        pieces.map(|(_, text)| text.raw().chars().filter(|c| !c.is_whitespace()).count()).sum::<usize>()
    };
    let kept = 2 * length(WordChange::Kept);
    let all = kept + length(WordChange::Removed) + length(WordChange::Added);
    #[expect(clippy::cast_precision_loss, reason = "a few thousand characters")]
    let share = kept as f64 / all.max(1) as f64;
    share
}

/// Returns the places that differ; what was removed and what replaces it are one place.
fn changes(pieces: &[(WordChange, Untrusted)]) -> u64 {
    let mut count = 0;
    let mut in_change = false;
    for (kind, _) in pieces {
        let changed = *kind != WordChange::Kept;
        count += u64::from(changed && !in_change);
        in_change = changed;
    }
    count
}

/// Returns one side: what both say, and what `only` it says, in the first `marked` pieces between brackets.
fn lines(pieces: &[(WordChange, Untrusted)], only: WordChange, marked: usize, width: usize) -> Vec<DetailLine> {
    let (tone, open, close) = match only {
        WordChange::Removed => (Tone::Removed, "[-", "-]"),
        WordChange::Added | WordChange::Kept => (Tone::Added, "{+", "+}"),
    };
    // One list of pieces a line of the text.
    let mut rows: Vec<Vec<(Tone, String)>> = vec![Vec::new()];
    for (at, (kind, text)) in pieces.iter().enumerate() {
        let text = visible_block(text).into_string();
        let (tone, text) = match *kind {
            WordChange::Kept => (Tone::Plain, text),
            kind if kind != only => continue,
            _ if at < marked && !text.trim().is_empty() => (tone, format!("{open}{text}{close}")),
            _ => (Tone::Plain, text),
        };
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                rows.push(Vec::new());
            }
            if let Some(row) = rows.last_mut()
                && !line.is_empty()
            {
                row.push((tone, line.to_owned()));
            }
        }
    }
    let mut wrapped = Vec::new();
    for row in rows {
        if row.is_empty() {
            wrapped.push(DetailLine::default());
        } else {
            flow(row, 0, width, &mut wrapped);
        }
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::{COMPARED_AT_MOST, DetailLine, Differences};
    use crate::domain::RowId;

    fn compared(left: &str, right: &str) -> Differences {
        Differences::new((RowId(1), RowId(2)), (left, right), (40, 40))
    }

    fn text(lines: &[DetailLine]) -> Vec<String> {
        lines.iter().map(|line| line.pieces.iter().map(|(_, text)| text.as_str()).collect::<String>()).collect()
    }

    #[test]
    fn each_side_marks_what_only_it_says() {
        let both = compared("We refund in 24 hours.\n\nBye.", "We refund in three days.\n\nBye.");
        assert_eq!(text(&both.left), ["We refund in [-24 hours-].", "", "Bye."]);
        assert_eq!(text(&both.right), ["We refund in {+three days+}.", "", "Bye."]);
        assert_eq!(both.said, "differ in 1 place");
    }

    #[test]
    fn answers_without_common_words_are_left_unmarked() {
        let both = compared("Alpha beta gamma.", "Quite something else entirely!");
        assert_eq!(
            (text(&both.left), text(&both.right)),
            (vec!["Alpha beta gamma.".to_owned()], vec!["Quite something else entirely!".to_owned()])
        );
        assert!(both.said.contains("hardly a word"), "{}", both.said);
        assert_eq!(compared("Same.", "Same.").said, "word for word the same");
    }

    #[test]
    fn only_the_beginning_of_a_huge_answer_is_compared_and_lines_keep_to_their_width() {
        let huge = "word ".repeat(COMPARED_AT_MOST);
        let both = compared(&huge, &huge);
        assert!(both.said.contains("only the beginnings"), "{}", both.said);
        assert_eq!(text(&both.left).concat().matches("word").count(), COMPARED_AT_MOST, "the rest is shown too");
        assert!(text(&both.left).iter().all(|line| line.trim_end().chars().count() <= 40));
    }
}
