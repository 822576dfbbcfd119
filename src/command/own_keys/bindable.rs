//! Which keys a person may bind: those that terminals tell apart and that do not lead out.

use crate::command::chord::{Chord, Key};
use crate::command::layer::Layer;

/// Reads a key that a person may bind in a layer; else says why not and what to write.
pub(super) fn read(key: &str, layer: Layer) -> std::result::Result<Chord, (String, String)> {
    let shown = key.escape_default();
    let lower = key.to_lowercase();
    if ["alt-", "alt+", "m-", "meta-", "meta+", "option-", "option+"].iter().any(|alt| lower.starts_with(alt)) {
        return Err((
            format!("`{shown}` cannot be bound: terminals send Alt as Esc and a key."),
            "Use a character, or ctrl- with a letter.".to_owned(),
        ));
    }
    let Some(chord) = chord_of(key) else {
        return Err((
            format!("`{shown}` is not a key."),
            "Keys are written as p, P, ctrl-d, Space, Enter, Tab, shift-Tab, Left, PgDn.".to_owned(),
        ));
    };
    match chord {
        Chord { key: Key::Char(c @ ('i' | 'm' | 'h')), ctrl: true } => {
            let same = match c {
                'i' => "Tab",
                'm' => "Enter",
                _ => "Backspace",
            };
            Err((format!("`{shown}` cannot be bound: to a terminal it is {same}."), "Choose another key.".to_owned()))
        }
        Chord { key: Key::Esc, .. } | Chord { key: Key::Char('c' | 'z'), ctrl: true } => {
            Err((format!("`{shown}` has the same meaning everywhere and keeps it."), "Choose another key.".to_owned()))
        }
        Chord { key: Key::Char('a'..='z' | ' '), ctrl: true } => Ok(chord),
        Chord { ctrl: true, .. } => Err((
            format!("`{shown}` cannot be bound: terminals send ctrl with a letter only."),
            "Use ctrl- with a small letter.".to_owned(),
        )),
        Chord { key: Key::Char(_), ctrl: false } if is_typed_in(layer) => {
            Err((format!("`{shown}` is text in a box."), "Use ctrl- with a letter, or a key with a name.".to_owned()))
        }
        chord => Ok(chord),
    }
}

/// Reads a key as gemba prints it, or as people write it elsewhere: `Ctrl+D`, `space`, `pageup`.
fn chord_of(key: &str) -> Option<Chord> {
    let lower = key.to_lowercase().replace('+', "-");
    let (ctrl, name) = match lower.strip_prefix("ctrl-").or_else(|| lower.strip_prefix("c-")) {
        Some(rest) if !rest.is_empty() => (true, rest),
        _ => (false, lower.as_str()),
    };
    if !ctrl && key.chars().count() == 1 {
        return Chord::parse(key);
    }
    let name = match name {
        "space" => "Space",
        "enter" | "return" => "Enter",
        "esc" | "escape" => "Esc",
        "tab" => "Tab",
        "shift-tab" | "backtab" => "shift-Tab",
        "backspace" => "Backspace",
        "delete" | "del" => "Delete",
        "up" => "Up",
        "down" => "Down",
        "left" => "Left",
        "right" => "Right",
        "home" => "Home",
        "end" => "End",
        "pgup" | "pageup" => "PgUp",
        "pgdn" | "pagedown" | "pgdown" => "PgDn",
        letter if ctrl && letter.chars().count() == 1 => letter,
        _ => return None,
    };
    Chord::parse(name).map(|chord| Chord { ctrl, ..chord })
}

/// Answers whether characters are text in a layer.
const fn is_typed_in(layer: Layer) -> bool {
    matches!(layer, Layer::Text | Layer::CheckEditor | Layer::FilterBox | Layer::Picker)
}
