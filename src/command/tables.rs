//! The key table in words, for `gemba keys` and the README.

use std::fmt::Write as _;

use super::keymap::Keymap;
use super::registry::{LAYERS, LayerKeys};

/// Keys, title, sentence of one action.
type KeyRow = (String, &'static str, &'static str);

/// Returns the titles of the layers that have keys, with one row per action.
fn rows(keymap: &Keymap) -> Vec<(&'static str, Vec<KeyRow>)> {
    let rows_of = |layer: &'static LayerKeys| {
        let own = keymap.own_entries().filter(|entry| entry.layer == layer.layer);
        let entries = layer.entries.iter().chain(own);
        let keyed = entries.map(|entry| (keymap.sequences_of(entry).join(" · "), entry.title, entry.sentence));
        keyed.filter(|(keys, _, _)| !keys.is_empty()).collect::<Vec<_>>()
    };
    LAYERS.iter().map(|layer| (layer.title, rows_of(layer))).filter(|(_, rows)| !rows.is_empty()).collect()
}

/// Returns the key table as Markdown.
pub fn key_table_markdown() -> String {
    let mut out = String::new();
    for (title, rows) in rows(&Keymap::default()) {
        let _ = write!(out, "**{title}**\n\n| Keys | What | |\n|---|---|---|\n");
        for (keys, title, sentence) in rows {
            let keys: Vec<String> = keys.split(" · ").map(|key| format!("`{}`", key.replace('|', "\\|"))).collect();
            let _ = writeln!(out, "| {} | {title} | {sentence} |", keys.join(" "));
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Returns the key table of the default keymap as plain text.
pub fn key_table_text() -> String {
    keymap_text(&Keymap::default())
}

/// Returns the key table of a keymap as plain text.
pub fn keymap_text(keymap: &Keymap) -> String {
    let mut out = String::new();
    for (title, rows) in rows(keymap) {
        let _ = writeln!(out, "{title}");
        let width = rows.iter().map(|(keys, ..)| keys.chars().count()).max().unwrap_or(0);
        for (keys, title, sentence) in rows {
            let _ = writeln!(out, "  {keys:width$}  {title}: {sentence}");
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}
