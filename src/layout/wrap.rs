//! Wraps a paragraph row by row: where a row ends, and its pieces. The only place that breaks text.
//!
//! A [`WrapPosition`] is where in a paragraph a row begins. Rows are first measured (cheap, for the index) and built into
//! pieces only when someone looks at them; both read the same atoms, so they cannot disagree.

use super::block::{Content, Paragraph, Run, narrow};
use super::row::{Look, Piece};
use crate::text::{Shown, TAB, atoms};

/// A position in a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct WrapPosition {
    /// Which run.
    pub(super) run: u32,
    /// Which byte of the run.
    pub(super) byte: u32,
    /// How many cells of the marker at that byte are already shown.
    pub(super) inner: u32,
    /// The number of the source character here, or of the last one before.
    pub(super) char: u32,
}

/// A measured row.
#[derive(Debug, Clone, Copy)]
pub(super) struct MeasuredRow {
    /// One past what is shown.
    pub(super) shown: WrapPosition,
    /// Where the next row begins; a blank or a newline may lie between.
    pub(super) next: WrapPosition,
}

impl WrapPosition {
    /// Returns the beginning of a paragraph.
    pub(super) fn start_of(paragraph: &Paragraph, after: u32) -> Self {
        let char = paragraph.runs.iter().find_map(Run::first_char).unwrap_or(after);
        Self { run: 0, byte: 0, inner: 0, char }
    }

    /// Returns whether nothing of the paragraph is left.
    pub(super) fn is_past(&self, paragraph: &Paragraph) -> bool {
        self.run as usize >= paragraph.runs.len()
    }

    fn forward(self, bytes: usize, chars: usize, counts: bool) -> Self {
        let char = if counts { self.char.saturating_add(narrow(chars)) } else { self.char };
        Self { byte: self.byte.saturating_add(narrow(bytes)), inner: 0, char, ..self }
    }

    /// Returns the beginning of the next run.
    fn next_run(self, paragraph: &Paragraph) -> Self {
        let run = self.run + 1;
        let char = paragraph.runs.get(run as usize).and_then(Run::first_char).unwrap_or(self.char);
        Self { run, byte: 0, inner: 0, char }
    }
}

/// Measures the row that begins at `start`: `width` cells at most, broken at blanks, between wide characters, and
/// within a word only where nothing else helps. `width` is at least 1.
pub(super) fn measure(paragraph: &Paragraph, item_text: &str, start: WrapPosition, width: usize) -> MeasuredRow {
    let row = measure_within_runs(paragraph, item_text, start, width);
    let mut next = row.next;
    while let Some(run) = paragraph.runs.get(next.run as usize)
        && next.byte as usize >= run.text(item_text).len()
    {
        next = next.next_run(paragraph);
    }
    MeasuredRow { next, ..row }
}

/// Measures a row whose next row may begin at the very end of a run.
fn measure_within_runs(paragraph: &Paragraph, item_text: &str, start: WrapPosition, width: usize) -> MeasuredRow {
    let mut here = start;
    let mut column = 0;
    // Leading blanks are indentation: no row is broken there.
    let mut ink = false;
    let mut last_break: Option<MeasuredRow> = None;
    while let Some(run) = paragraph.runs.get(here.run as usize) {
        let counts = matches!(run.content, Content::Source { .. });
        let text = run.text(item_text).get(here.byte as usize..).unwrap_or_default();
        for atom in atoms(text).in_runs_of(width.saturating_add(1)) {
            let after = here.forward(atom.bytes, atom.chars, counts);
            let room = width - column;
            let ends_row = match atom.shown {
                Shown::Newline => true,
                // A blank that does not fit any more is the end of the row.
                Shown::Tab | Shown::Cluster(" ", _) => room == 0,
                Shown::Ascii(_) | Shown::Cluster(..) | Shown::Marker(_) => false,
            };
            if ends_row {
                return MeasuredRow { shown: here, next: after };
            }
            match atom.shown {
                Shown::Newline => {}
                Shown::Tab => {
                    if ink {
                        last_break = Some(MeasuredRow { shown: here, next: after });
                    }
                    column += (TAB - column % TAB).min(room);
                }
                Shown::Ascii(run_text) => {
                    // A blank that no longer fits may still end the row.
                    let reach = run_text.get(..=room).unwrap_or(run_text);
                    let inked =
                        |at: usize| ink || reach.get(..at).is_some_and(|before| !before.trim_ascii().is_empty());
                    if let Some(at) = reach.rfind(' ').filter(|at| inked(*at)) {
                        let row = MeasuredRow {
                            shown: here.forward(at, at, counts),
                            next: here.forward(at + 1, at + 1, counts),
                        };
                        last_break = Some(row);
                    }
                    if run_text.len() > room {
                        let hard = here.forward(room, room, counts);
                        return last_break.unwrap_or(MeasuredRow { shown: hard, next: hard });
                    }
                    ink |= !run_text.trim_ascii().is_empty();
                    column += run_text.len();
                }
                Shown::Cluster(" ", _) => {
                    if ink {
                        last_break = Some(MeasuredRow { shown: here, next: after });
                    }
                    column += 1;
                }
                Shown::Cluster(_, cells) => {
                    let cells = if cells > width { 1 } else { cells };
                    if cells > room {
                        return last_break.unwrap_or(MeasuredRow { shown: here, next: here });
                    }
                    if cells > 1 && ink {
                        last_break = Some(MeasuredRow { shown: here, next: here });
                    }
                    column += cells;
                    ink = true;
                    if cells > 1 {
                        last_break = Some(MeasuredRow { shown: after, next: after });
                    }
                }
                Shown::Marker(marker) => {
                    let left = marker.cells().saturating_sub(here.inner as usize);
                    if left > room {
                        if marker.cells() <= width {
                            return last_break.unwrap_or(MeasuredRow { shown: here, next: here });
                        }
                        // Wider than any row: it goes on in the next one.
                        let inside = WrapPosition { inner: here.inner.saturating_add(narrow(room)), ..here };
                        return MeasuredRow { shown: inside, next: inside };
                    }
                    column += left;
                    ink = true;
                }
            }
            here = after;
        }
        here = here.next_run(paragraph);
    }
    MeasuredRow { shown: here, next: here }
}

/// Builds the pieces of a measured row.
pub(super) fn build(
    paragraph: &Paragraph,
    item_text: &str,
    sourced: bool,
    (start, end): (WrapPosition, WrapPosition),
    width: usize,
    out: &mut Vec<Piece>,
) {
    let mut here = start;
    let mut column = 0;
    while let Some(run) = paragraph.runs.get(here.run as usize)
        && (here.run, here.byte, here.inner) < (end.run, end.byte, end.inner)
    {
        let (counts, whole) = match &run.content {
            Content::Source { .. } => (true, None),
            Content::Inserted { source, .. } => (false, source.clone()),
        };
        let text = run.text(item_text).get(here.byte as usize..).unwrap_or_default();
        let text = if here.run == end.run {
            // A marker shown in part still has to be read whole.
            let stop = if end.inner > 0 { usize::MAX } else { (end.byte - here.byte) as usize };
            text.get(..stop).unwrap_or(text)
        } else {
            text
        };
        let mut open: Option<Piece> = None;
        for atom in atoms(text).in_runs_of(width.saturating_add(1)) {
            if here.run == end.run && (here.byte, here.inner) >= (end.byte, end.inner) {
                break;
            }
            let after = here.forward(atom.bytes, atom.chars, counts);
            let source = match &whole {
                _ if !sourced => None,
                Some(range) => Some(range.clone()),
                None => counts.then_some(here.char..after.char),
            };
            let room = width.saturating_sub(column);
            let (shown, cells, look) = match atom.shown {
                Shown::Newline => break,
                Shown::Ascii(text) => (text.to_owned(), text.len(), run.look),
                Shown::Cluster(_, cells) if cells > width => ("…".to_owned(), 1, Look::Placeholder),
                Shown::Cluster(text, cells) => (text.to_owned(), cells, run.look),
                Shown::Tab => {
                    let cells = (TAB - column % TAB).min(room);
                    (" ".repeat(cells), cells, run.look)
                }
                Shown::Marker(marker) => {
                    let mut words = String::new();
                    marker.write(&mut words);
                    let shown: String = words.chars().skip(here.inner as usize).take(room).collect();
                    let cells = marker.cells().saturating_sub(here.inner as usize).min(room);
                    (shown, cells, Look::Marker)
                }
            };
            column += cells;
            let is_text = matches!(atom.shown, Shown::Ascii(_) | Shown::Cluster(..)) && look == run.look;
            match &mut open {
                Some(piece) if is_text => {
                    piece.text.push_str(&shown);
                    if let (Some(old), Some(new)) = (&mut piece.source, source) {
                        old.end = new.end;
                    }
                }
                _ => {
                    let is_exact = is_text && source.is_some() && whole.is_none();
                    let piece = Piece { text: shown, look, source, is_exact };
                    out.extend(open.take());
                    if is_text { open = Some(piece) } else { out.push(piece) }
                }
            }
            here = after;
        }
        out.extend(open);
        if here.run >= end.run {
            break;
        }
        here = here.next_run(paragraph);
    }
}

/// Wraps plain text, for notes and help, at `width` cells (at least 1) and makes it safe. Newlines end a row; an empty text has no rows.
pub fn wrap_plain(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let paragraph = Paragraph::new(vec![Run::inserted(text, Look::Plain)]);
    let mut rows = Vec::new();
    let mut place = WrapPosition::start_of(&paragraph, 0);
    while !text.is_empty() && !place.is_past(&paragraph) {
        let row = measure(&paragraph, "", place, width);
        let mut pieces = Vec::new();
        build(&paragraph, "", false, (place, row.shown), width, &mut pieces);
        rows.push(pieces.into_iter().map(|piece| piece.text).collect());
        place = row.next;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::wrap_plain;

    #[test]
    fn words_stay_whole_where_they_can() {
        assert_eq!(wrap_plain("made-up guarantee name", 10), ["made-up", "guarantee", "name"]);
        assert_eq!(wrap_plain("abcdefghijkl mn", 5), ["abcde", "fghij", "kl mn"]);
        assert_eq!(wrap_plain("one\n\ntwo\n", 9), ["one", "", "two"]);
        assert_eq!(wrap_plain("这是一个测试", 5), ["这是", "一个", "测试"]);
        assert_eq!(wrap_plain("    indented words", 10), ["    indent", "ed words"]);
        assert_eq!(wrap_plain("", 9), Vec::<String>::new());
        assert_eq!(wrap_plain("", 0), Vec::<String>::new());
        assert_eq!(wrap_plain("a\u{202e}b 这", 1), ["a", "<", "R", "L", "O", ">", "b", "…"]);
    }
}
