//! The keys that work on a screen.

use crate::command::{Entry, Keymap, LAYERS, Layer, LayerKeys, root_of};
use crate::layout::wrap_plain;
use crate::text::cells;

/// Columns that the help takes at most, its frame included.
pub const HELP_COLUMNS: u16 = 96;

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
    /// The layers that are listed, beside the prefix layers they open.
    layers: Vec<Layer>,
    /// Lines above the view.
    pub scroll: usize,
}

/// Returns the width inside overlays that are read.
pub fn help_width(size: (u16, u16)) -> usize {
    usize::from(size.0.min(HELP_COLUMNS + 2).saturating_sub(6))
}

impl Help {
    /// Opens the help on some layers.
    pub(crate) const fn new(layers: Vec<Layer>) -> Self {
        Self { layers, scroll: 0 }
    }

    /// Returns the width of the column of keys, and the lines: the layers in order, those of a question first.
    pub fn lines(&self, keymap: &Keymap, size: (u16, u16)) -> (usize, Vec<HelpLine>) {
        let mut blocks: Vec<(&'static str, Vec<(String, &Entry)>)> = Vec::new();
        let mut shown: Vec<&LayerKeys> =
            LAYERS.iter().filter(|keys| self.layers.contains(&root_of(keys.layer))).collect();
        shown.sort_by_key(|keys| keys.layer != Layer::Regrade);
        for keys in shown {
            let keyed = keys.entries.iter().map(|entry| (keymap.sequences_of(entry).join(" · "), entry));
            blocks.push((keys.title, keyed.collect()));
        }
        let all = blocks.iter().flat_map(|(_, entries)| entries);
        let keys_width = all.map(|(keys, _)| cells(keys)).max().unwrap_or(0);
        let room = help_width(size).saturating_sub(keys_width + 4).max(1);
        let mut lines = Vec::new();
        for (title, entries) in blocks {
            if !lines.is_empty() {
                lines.push(HelpLine::Blank);
            }
            lines.push(HelpLine::Heading(title));
            for (keys, entry) in entries {
                let mut rows = wrap_plain(&format!("{}  {}", entry.title, entry.sentence), room);
                let behind = rows.first().and_then(|first| first.strip_prefix(entry.title)).map(str::to_owned);
                // Where even the title is too long, the sentence begins below it.
                let below = if behind.is_some() { rows.split_off(1) } else { wrap_plain(entry.sentence, room) };
                lines.push(HelpLine::Entry(keys, entry.title, behind.unwrap_or_default()));
                lines.extend(below.into_iter().map(HelpLine::More));
            }
        }
        (keys_width, lines)
    }
}
