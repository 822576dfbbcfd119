//! The picking screen in lines: the paths of a log with their numbers, how it is read, and what changes about that.

use crate::app::pick::{LineEntry, Pick};
use crate::command::{PICK_KEYS, PickAction, pick_key};
use crate::text::{grouped, visible_start, visible_words};
use crate::ui::pick::{about, counted_entries, fields, label_words, question, warnings};

/// Characters of what a path holds.
const SAMPLE: usize = 80;

/// Tells the picking screen line by line. Remembers what was told, so that only what is new is told.
#[derive(Debug, Default)]
pub struct PickTeller {
    has_begun: bool,
    notice: String,
    paths: Vec<String>,
    reading: Vec<String>,
    cursor: usize,
    entry: Option<LineEntry>,
    helps: bool,
}

impl PickTeller {
    /// Notes that something was typed: what is said next is news, even where the same was said before.
    pub fn note_key(&mut self) {
        self.notice.clear();
    }

    /// Returns what changed, each line safe and without its end.
    pub fn tell(&mut self, pick: &Pick) -> Vec<String> {
        let mut out = Vec::new();
        let is_first = !std::mem::replace(&mut self.has_begun, true);
        if is_first {
            let (file, name) = (visible_words(&pick.file), visible_words(&pick.name));
            out.push(format!("Import {}: say what is what in it; saved as {}.", file.as_str(), name.as_str()));
        }
        if !pick.notice.is_empty() && pick.notice != self.notice {
            out.push(pick.notice.clone());
        }
        self.notice.clone_from(&pick.notice);
        self.structure(pick, &mut out);
        let reading = reading(pick);
        out.extend(reading.iter().filter(|line| !self.reading.contains(line)).cloned());
        self.reading = reading;
        self.entry(pick, &mut out);
        if pick.help && !std::mem::replace(&mut self.helps, pick.help) {
            let told = PICK_KEYS.iter().filter(|row| !row.sentence.is_empty());
            out.extend(told.map(|row| format!("{}: {}", row.key, row.sentence)));
        }
        self.helps = pick.help;
        if is_first {
            out.push(keys());
        }
        out
    }

    /// Tells the paths that are new or of which something else is said, and the chosen one where it is another.
    fn structure(&mut self, pick: &Pick, out: &mut Vec<String>) {
        let paths = paths(pick);
        let new: Vec<&String> = paths.iter().filter(|line| !self.paths.contains(line)).collect();
        if !new.is_empty() && new.len() == paths.len() {
            let more = if pick.structure.is_cut { ", not all of it" } else { "" };
            out.push(format!("The log holds, in {}{more}:", counted_entries(pick.structure.entries)));
        } else if paths.is_empty() && !self.paths.is_empty() {
            out.push("There is nothing that could be pointed at.".to_owned());
        }
        let chosen = paths.get(pick.cursor).filter(|line| pick.cursor != self.cursor && !new.contains(line));
        out.extend(new.iter().copied().chain(chosen).cloned());
        (self.paths, self.cursor) = (paths, pick.cursor);
    }

    /// Tells what a line is asked for, not what is typed into it.
    fn entry(&mut self, pick: &Pick, out: &mut Vec<String>) {
        let is_new = |entry: &&LineEntry| self.entry.as_ref().map(|known| known.wanted) != Some(entry.wanted);
        if let Some(entry) = pick.entry.as_ref().filter(is_new) {
            let (keeps, leaves) = (pick_key(PickAction::Import), pick_key(PickAction::Cancel));
            out.push(format!("{}: type the text; {keeps} keeps it, {leaves} leaves it.", question(pick, entry)));
            if !entry.text.is_empty() {
                out.push(format!("The text: {}", visible_words(&entry.text).as_str()));
            }
        }
        self.entry.clone_from(&pick.entry);
    }
}

/// Returns a line for each path: its number, what is said of it, what it holds.
fn paths(pick: &Pick) -> Vec<String> {
    let entries = pick.structure.entries;
    let line = |(at, path): (usize, &crate::views::LogPath)| {
        let said = pick.said_of(path);
        let said = if said.is_empty() { String::new() } else { format!(", {}", said.join(", ")) };
        let count = if path.count == entries { String::new() } else { format!(", in {}", grouped(path.count)) };
        let (name, sample) = (visible_words(&path.path), visible_start(&path.sample, SAMPLE));
        format!("{}: {}{said}{count}: {}", at + 1, name.as_str(), sample.as_str())
    };
    pick.structure.paths.iter().enumerate().map(line).collect()
}

/// Returns how the log is read.
fn reading(pick: &Pick) -> Vec<String> {
    let reading = &pick.reading;
    let mut lines = vec![format!("As it is read: {}.", about(reading).join(", "))];
    lines.extend(warnings(reading));
    lines.extend(reading.labels.iter().map(|label| format!("label: {}", label_words(label))));
    let fields = reading.first.iter().flat_map(|record| fields(record));
    lines.extend(fields.map(|(name, value)| format!("{name}: {value}")));
    lines
}

/// Returns the keys that are needed most, in one line.
fn keys() -> String {
    let named = PICK_KEYS.iter().filter(|row| !row.hint.is_empty());
    let named: Vec<String> = named.map(|row| format!("{} {}", row.key, row.hint)).collect();
    format!("A number chooses a path. Keys: {}; {} tells all.", named.join(", "), pick_key(PickAction::Help))
}
