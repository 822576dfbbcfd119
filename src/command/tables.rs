//! The key table in words, for `gemba keys` and the README.

use std::fmt::Write as _;

use super::registry::REGISTRY;
use super::{Keymap, Layer};

/// Keys, title, sentence of one action.
type KeyRow = (String, &'static str, &'static str);

/// The layers that have entries, with one row per action.
fn rows(keymap: &Keymap) -> Vec<(Layer, Vec<KeyRow>)> {
    let of = |layer: Layer| {
        let own = REGISTRY.iter().filter(move |entry| entry.layer == layer);
        own.map(|entry| (keymap.sequences(entry.action), entry.title, entry.sentence))
            .filter(|(keys, _, _)| !keys.is_empty())
            .map(|(keys, title, sentence)| (keys.join(" · "), title, sentence))
            .collect::<Vec<_>>()
    };
    Layer::ALL.iter().map(|layer| (*layer, of(*layer))).filter(|(_, rows)| !rows.is_empty()).collect()
}

/// The key table as Markdown.
#[must_use]
pub fn key_table_markdown() -> String {
    let mut out = String::new();
    for (layer, rows) in rows(&Keymap::default()) {
        let _ = write!(out, "**{}**\n\n| Keys | What | |\n|---|---|---|\n", layer.title());
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

/// The key table as plain text, of the default keymap.
#[must_use]
pub fn key_table_text() -> String {
    keymap_text(&Keymap::default())
}

/// The key table of any keymap as plain text.
#[must_use]
pub fn keymap_text(keymap: &Keymap) -> String {
    let mut out = String::new();
    for (layer, rows) in rows(keymap) {
        let _ = writeln!(out, "{}", layer.title());
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
