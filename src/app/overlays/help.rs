//! The keys that work here: those of the layer on top first, narrowed by what is typed.

use super::text_box::Editor;
use crate::app::glyphs::GLYPHS;
use crate::command::{Chord, Keymap, LAYERS, Layer, LayerKeys, root_of};
use crate::layout::wrap_plain;
use crate::text::cells;

/// Columns that an overlay which is read takes at most, its frame included.
pub const HELP_COLUMNS: u16 = 96;

/// Columns of text that the help gives a column of its own at least, and the space between two.
const COLUMN_AT_LEAST: usize = 52;
const BETWEEN: usize = 3;
const COLUMNS_AT_MOST: usize = 3;

/// The heading of the signs, which come last.
pub const SIGNS: &str = "Signs on the screen";

/// Keys or a sign, the title and the sentence.
type Explained = (String, &'static str, &'static str);

/// A line of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpLine {
    /// A layer's heading.
    Heading(&'static str),
    /// Keys, title, and as much of the sentence as fits behind it.
    Entry(String, &'static str, String),
    /// The sentence goes on, below the title.
    More(String),
    /// Space between layers.
    Blank,
}

/// The open help.
#[derive(Debug)]
pub struct Help {
    /// The layers that are listed, the topmost first; the prefix layers that they open follow each.
    layers: Vec<Layer>,
    /// What was typed to narrow it.
    pub query: Editor,
    /// Lines above the view.
    pub scroll: usize,
    /// The prefix layer that waits again once the help is left.
    pub(crate) waiting: Option<Layer>,
}

/// How the help is laid out on a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HelpLayout {
    /// Columns of text beside each other.
    pub columns: usize,
    /// Cells of each.
    pub width: usize,
}

impl HelpLayout {
    /// Lays the help out on a screen of this size.
    pub fn of(size: (u16, u16)) -> Self {
        let inside = usize::from(size.0.saturating_sub(6));
        let columns = ((inside + BETWEEN) / (COLUMN_AT_LEAST + BETWEEN)).clamp(1, COLUMNS_AT_MOST);
        let width = ((inside + BETWEEN) / columns).saturating_sub(BETWEEN);
        Self { columns, width: if columns == 1 { help_width(size) } else { width } }
    }

    /// Returns the cells of all columns with the space between them.
    pub const fn total(self) -> usize {
        self.columns * (self.width + BETWEEN) - BETWEEN
    }

    /// Returns the cells left of a column.
    pub const fn left_of(self, column: usize) -> usize {
        column * (self.width + BETWEEN)
    }
}

/// Returns the width inside overlays that are read.
pub fn help_width(size: (u16, u16)) -> usize {
    usize::from(size.0.min(HELP_COLUMNS + 2).saturating_sub(6))
}

impl Help {
    /// Opens the help on some layers, the topmost first.
    pub(crate) fn new(layers: Vec<Layer>, waiting: Option<Layer>) -> Self {
        Self { layers, query: Editor::new("", false), scroll: 0, waiting }
    }

    /// Takes a key that narrows it.
    pub(crate) fn press(&mut self, chord: Chord) {
        self.query.press(chord);
        self.scroll = 0;
    }

    /// Forgets what was typed; answers whether there was anything.
    pub(crate) fn clear(&mut self) -> bool {
        let typed = !self.query.text().is_empty();
        self.query = Editor::new("", false);
        typed
    }

    /// Returns the layers in their order: each of those that are open, then the prefix layers that it opens.
    fn shown(&self) -> Vec<&'static LayerKeys> {
        let mut shown: Vec<&LayerKeys> = Vec::new();
        for layer in &self.layers {
            let own = LAYERS.iter().filter(|keys| keys.layer == *layer);
            let opened = LAYERS.iter().filter(|keys| keys.layer != *layer && root_of(keys.layer) == *layer);
            for keys in own.chain(opened) {
                if !shown.iter().any(|known| known.layer == keys.layer) {
                    shown.push(keys);
                }
            }
        }
        shown
    }

    /// Returns the width of the keys, and the lines: the layers in order, then the signs, narrowed to what was typed.
    pub fn lines(&self, keymap: &Keymap, size: (u16, u16)) -> (usize, Vec<HelpLine>) {
        let typed = self.query.text();
        let mut blocks: Vec<(&'static str, Vec<Explained>)> = Vec::new();
        for keys in self.shown() {
            let own = keymap.own_entries().filter(|entry| entry.layer == keys.layer);
            let keyed = keys.entries.iter().chain(own);
            let keyed = keyed.map(|entry| (keymap.sequences_of(entry).join(" · "), entry.title, entry.sentence));
            blocks.push((keys.title, keyed.collect()));
        }
        let signs = GLYPHS.iter().map(|(sign, title, sentence)| ((*sign).to_owned(), *title, *sentence));
        blocks.push((SIGNS, signs.collect()));
        for (block, entries) in &mut blocks {
            let also = if *block == SIGNS { "sign symbol glyph legend" } else { "" };
            entries.retain(|(keys, title, sentence)| {
                !keys.is_empty() && matches(typed.trim(), keys, title, &format!("{sentence} {also}"))
            });
        }
        blocks.retain(|(_, entries)| !entries.is_empty());
        let all = blocks.iter().flat_map(|(_, entries)| entries);
        let keys_width = all.map(|(keys, ..)| cells(keys)).max().unwrap_or(0);
        let room = HelpLayout::of(size).width.saturating_sub(keys_width + 4).max(1);
        let mut lines = Vec::new();
        for (title, entries) in blocks {
            if !lines.is_empty() {
                lines.push(HelpLine::Blank);
            }
            lines.push(HelpLine::Heading(title));
            for (keys, title, sentence) in entries {
                let mut rows = wrap_plain(&format!("{title}  {sentence}"), room);
                let behind = rows.first().and_then(|first| first.strip_prefix(title)).map(str::to_owned);
                // Where even the title is too long, the sentence begins below it.
                let below = if behind.is_some() { rows.split_off(1) } else { wrap_plain(sentence, room) };
                lines.push(HelpLine::Entry(keys, title, behind.unwrap_or_default()));
                lines.extend(below.into_iter().map(HelpLine::More));
            }
        }
        (keys_width, lines)
    }
}

/// Answers whether every typed word is in the keys, the title or the sentence; a single character is a key, or begins a
/// word of the title.
fn matches(typed: &str, keys: &str, title: &str, sentence: &str) -> bool {
    if typed.chars().count() == 1 {
        let lower = typed.to_lowercase();
        let begins = |word: &str| word.to_lowercase().starts_with(&lower);
        return keys.split([' ', '·']).any(|key| key == typed) || title.split(' ').any(begins);
    }
    let text = format!("{keys} {title} {sentence}").to_lowercase();
    typed.to_lowercase().split_whitespace().all(|word| text.contains(word))
}
