//! Untrusted text, read as atoms: runs of plain ASCII, clusters that show as themselves, and markers for all else.
//!
//! The base of `visible_line`, `visible_block` and of all layout. Every atom but a newline takes at least one cell, so
//! nothing vanishes without trace. Linear in the text's length, whatever the text, and free of allocation.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

use super::special::{VS16, ZWJ, is_tag, marker_of};
use super::width::cluster_cells;

pub use super::special::Marker;

/// How many characters after its first one a cluster may show; the rest is counted in a marker.
const MOST_MARKS: usize = 8;
/// The longest stretch looked at to find where a cluster ends, in characters. Longer clusters are cut.
const WINDOW: usize = 32;

/// The longest run of tags that is read out in one marker, in characters; a marker over many rows is read again for
/// each of them.
const LONGEST_TAGS: usize = 512;

/// What an atom looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown<'a> {
    /// Printable ASCII, each character one cell.
    Ascii(&'a str),
    /// One cluster and its width in cells (1 or more).
    Cluster(&'a str, usize),
    /// What cannot be shown as itself.
    Marker(Marker<'a>),
    /// A tab.
    Tab,
    /// A newline.
    Newline,
}

/// The next stretch of a text, and how much of the source it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Atom<'a> {
    /// What it looks like.
    pub shown: Shown<'a>,
    /// Its length in bytes of the source.
    pub bytes: usize,
    /// Its length in characters of the source.
    pub chars: usize,
}

/// Reads atoms one after another.
#[derive(Debug, Clone)]
pub struct Atoms<'a> {
    rest: &'a str,
    longest_run: usize,
    /// How many bytes at the beginning of the rest belong to a cluster that was cut.
    cut: usize,
}

/// Reads a text as atoms.
pub fn atoms(text: &str) -> Atoms<'_> {
    Atoms { rest: text, longest_run: usize::MAX, cut: 0 }
}

impl Atoms<'_> {
    /// Gives runs of ASCII in stretches of at most this many characters, for readers that need only the beginning.
    #[must_use]
    pub fn in_runs_of(mut self, longest: usize) -> Self {
        self.longest_run = longest.max(1);
        self
    }
}

impl<'a> Iterator for Atoms<'a> {
    type Item = Atom<'a>;

    fn next(&mut self) -> Option<Atom<'a>> {
        let atom = match self.cut {
            0 => {
                let (atom, cut) = first_atom(self.rest, self.longest_run)?;
                self.cut = cut;
                atom
            }
            cut => {
                self.cut = 0;
                marks_counted(self.rest, cut)
            }
        };
        self.rest = self.rest.get(atom.bytes..).unwrap_or_default();
        Some(atom)
    }
}

/// Reads the first atom; returns also how many bytes after it belong to the same cluster but are not shown.
fn first_atom(text: &str, longest_run: usize) -> Option<(Atom<'_>, usize)> {
    let run = ascii_run(text, longest_run);
    if !run.is_empty() {
        return Some((Atom { shown: Shown::Ascii(run), bytes: run.len(), chars: run.len() }, 0));
    }
    let first = text.chars().next()?;
    let single = |shown| Some((Atom { shown, bytes: first.len_utf8(), chars: 1 }, 0));
    match first {
        '\n' => single(Shown::Newline),
        '\t' => single(Shown::Tab),
        _ if is_tag(first) => {
            let end = text.char_indices().take(LONGEST_TAGS).find(|(_, c)| !is_tag(*c)).map(|(at, _)| at);
            let end = end.or(text.char_indices().nth(LONGEST_TAGS).map(|(at, _)| at));
            let run = end.and_then(|end| text.get(..end)).unwrap_or(text);
            let chars = run.chars().count();
            Some((Atom { shown: Shown::Marker(Marker::Tags(run)), bytes: run.len(), chars }, 0))
        }
        _ => match simple_cells(first) {
            Some(width) if text.get(first.len_utf8()..).is_some_and(begins_anew) => {
                let shown = text.get(..first.len_utf8()).unwrap_or_default();
                single(Shown::Cluster(shown, width))
            }
            _ => match marker_of(first) {
                Some(marker) => single(Shown::Marker(marker)),
                None => Some(first_cluster(text, first)),
            },
        },
    }
}

/// Returns the printable ASCII at the beginning, without a last character that a combining mark follows.
fn ascii_run(text: &str, longest: usize) -> &str {
    let bytes = text.as_bytes();
    let scope = bytes.get(..longest).unwrap_or(bytes);
    let mut end = scope.iter().position(|byte| !(0x20..0x7F).contains(byte)).unwrap_or(scope.len());
    if bytes.get(end).is_some_and(|next| *next >= 0x80) && !text.get(end..).is_some_and(begins_anew) {
        end = end.saturating_sub(1);
    }
    text.get(..end).unwrap_or_default()
}

/// Returns the width of a character of the common scripts that joins only with marks behind it; `None` for all others,
/// which need the full rules of Unicode.
fn simple_cells(c: char) -> Option<usize> {
    match u32::from(c) {
        0xA1..=0xAC
        | 0xAE..=0x2FF
        | 0x370..=0x482
        | 0x48A..=0x52F
        | 0x5D0..=0x5EA
        | 0x620..=0x64A
        | 0x671..=0x6D3
        | 0x2010..=0x2027
        | 0x2030..=0x203B
        | 0x20A0..=0x20BF
        | 0x2190..=0x21FF
        | 0x2500..=0x259F => Some(1),
        0x3001..=0x3029
        | 0x3041..=0x3096
        | 0x309B..=0x30FF
        | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF
        | 0xAC00..=0xD7A3
        | 0xFF01..=0xFF60
        | 0x1F600..=0x1F64F => Some(2),
        _ => None,
    }
}

/// Returns whether a text cannot continue the cluster before it.
fn begins_anew(text: &str) -> bool {
    text.chars().next().is_none_or(|c| (' '..='~').contains(&c) || c == '\n' || simple_cells(c).is_some())
}

/// Reads the cluster at the beginning of a text whose first character shows as itself; returns also how many bytes of it
/// are cut.
fn first_cluster(text: &str, first: char) -> (Atom<'_>, usize) {
    let window_end = text.char_indices().nth(WINDOW).map_or(text.len(), |(at, _)| at);
    let window = text.get(..window_end).unwrap_or(text);
    let whole = window.graphemes(true).next().unwrap_or(window);
    let emoji = emoji_length(whole).max(first.len_utf8());

    // After the emoji, or after the first character: marks, up to the first that must become a marker.
    let marks = whole.get(emoji..).unwrap_or_default();
    let marks = marks.get(..marks.find(|c| marker_of(c).is_some()).unwrap_or(marks.len())).unwrap_or_default();
    let kept = marks.char_indices().nth(MOST_MARKS).map_or(marks.len(), |(at, _)| at);
    let end = emoji + kept;
    let shown = text.get(..end).unwrap_or(text);
    let width = cluster_cells(shown);
    if width == 0 {
        // Marks on nothing would vanish.
        return (marks_counted(text, first.len_utf8()), 0);
    }
    (Atom { shown: Shown::Cluster(shown, width), bytes: end, chars: shown.chars().count() }, marks.len() - kept)
}

/// Makes a marker of combining marks without a base: one is named, several are counted. Takes at least `bytes` of the
/// text, and all that follows without a cell or a marker of its own.
fn marks_counted(text: &str, bytes: usize) -> Atom<'_> {
    let rest = text.get(bytes..).unwrap_or_default();
    let more = rest.find(|c: char| c.width() != Some(0) || marker_of(c).is_some()).unwrap_or(rest.len());
    let run = text.get(..bytes + more).unwrap_or(text);
    let chars = run.chars().count();
    let marker = match run.chars().next() {
        Some(only) if chars == 1 => Marker::Code(u32::from(only)),
        _ => Marker::More(chars),
    };
    Atom { shown: Shown::Marker(marker), bytes: run.len(), chars }
}

/// Returns the length in bytes of the valid emoji sequence at the beginning of a cluster; 0 when it does not begin with one
/// that needs a joiner or a variation selector.
fn emoji_length(cluster: &str) -> usize {
    if !cluster.contains([ZWJ, VS16]) {
        return 0;
    }
    let mut end = element_length(cluster);
    let first_element = end;
    while end > 0
        && let Some(after) = cluster.get(end..).and_then(|rest| rest.strip_prefix(ZWJ))
    {
        match element_length(after) {
            0 => break,
            length => end += ZWJ.len_utf8() + length,
        }
    }
    // A terminal that does not know the sequence draws its parts side by side: only what is two cells may stay.
    if cluster.get(..end).is_some_and(|all| cluster_cells(all) > 2) { first_element } else { end }
}

/// Returns the length of one element of an emoji sequence: a pictograph with its modifier or presentation selector, or a keycap.
fn element_length(text: &str) -> usize {
    let mut chars = text.chars();
    let Some(base) = chars.next() else { return 0 };
    let next = chars.next();
    if base.is_ascii() {
        let keycap = next == Some(VS16) && chars.next() == Some('\u{20e3}') && matches!(base, '0'..='9' | '#' | '*');
        return if keycap { base.len_utf8() + VS16.len_utf8() + '\u{20e3}'.len_utf8() } else { 0 };
    }
    if !is_pictograph(base) {
        return 0;
    }
    match next {
        Some(VS16) if takes_presentation(base) => base.len_utf8() + VS16.len_utf8(),
        Some(modifier @ '\u{1f3fb}'..='\u{1f3ff}') => base.len_utf8() + modifier.len_utf8(),
        _ => base.len_utf8(),
    }
}

/// Returns whether this is an extended pictograph: by the rule of UAX 29 (GB11) only these join over a zero width joiner.
fn is_pictograph(c: char) -> bool {
    let mut bytes = [0; 12];
    let mut end = 0;
    for part in [c, ZWJ, '\u{1f600}'] {
        end += part.encode_utf8(bytes.get_mut(end..).unwrap_or_default()).len();
    }
    let joined = bytes.get(..end).and_then(|used| std::str::from_utf8(used).ok()).unwrap_or_default();
    joined.graphemes(true).nth(1).is_none()
}

/// Returns whether the emoji presentation selector has an effect after this character.
fn takes_presentation(base: char) -> bool {
    let sequence = |selector: char| {
        let mut bytes = [0; 8];
        let length = base.encode_utf8(&mut bytes).len();
        let end = length + selector.encode_utf8(bytes.get_mut(length..).unwrap_or_default()).len();
        bytes.get(..end).and_then(|used| std::str::from_utf8(used).ok()).map_or(0, cluster_cells)
    };
    sequence(VS16) == 2 && (base.width() == Some(1) || sequence('\u{fe0e}') == 1)
}

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation;

    use super::{cluster_cells, marker_of, simple_cells};

    #[test]
    fn the_short_way_agrees_with_the_rules_of_unicode() {
        let simple: Vec<char> = ('\0'..=char::MAX).filter(|c| simple_cells(*c).is_some()).collect();
        for (at, c) in simple.iter().enumerate() {
            assert_eq!(simple_cells(*c), Some(cluster_cells(&c.to_string())), "U+{:04X}", u32::from(*c));
            assert_eq!(marker_of(*c), None);
            // Beside itself, beside ASCII, beside some character of another script, and after an emoji.
            let other = simple[(at * 7919) % simple.len()];
            for pair in [[*c, *c], [*c, 'a'], ['1', *c], [*c, other], [other, *c], ['❤', *c], ['\u{301}', *c]] {
                assert_eq!(String::from_iter(pair).graphemes(true).count(), 2, "{pair:?}");
            }
        }
    }
}
