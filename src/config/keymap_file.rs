//! `keymap.toml` in the user's folder of settings: one action a line with its keys, under the heading of its layer or
//! under none. A workspace has none: whoever sends one does not choose what a key does.

use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::file::text_of;
use crate::command::{KeyFlaw, KeyLine, OwnKeys};
use crate::error::Result;

/// The name of the file.
pub const FILE: &str = "keymap.toml";

/// Reads the file; one that does not exist binds nothing.
///
/// # Errors
/// A `Usage` problem that names the file, for one that cannot be read.
pub fn read(path: &Path) -> Result<OwnKeys> {
    Ok(text_of(path, "keys")?.map(|text| parse(&text)).unwrap_or_default())
}

/// Reads the file's text. What is wrong in it is told by its line, and the rest holds.
pub fn parse(text: &str) -> OwnKeys {
    let line_at = |offset: usize| text.get(..offset).unwrap_or(text).matches('\n').count() + 1;
    let mut own = OwnKeys::default();
    let table = match DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            let sentence = format!("The file is not TOML: {}. None of its keys hold.", error.message());
            let hint = "A line is as Pass = \"p\" or Pass = [\"p\", \"Right\"].".to_owned();
            own.flaws.push(KeyFlaw { line: line_at(error.span().map_or(0, |span| span.start)), sentence, hint });
            return own;
        }
    };
    for (name, value) in &table {
        match value.get_ref() {
            DeValue::Table(layer) => {
                for (action, value) in layer {
                    let line = line_at(action.span().start);
                    take(&mut own, line, Some(name.get_ref()), action.get_ref(), value.get_ref());
                }
            }
            value => take(&mut own, line_at(name.span().start), None, name.get_ref(), value),
        }
    }
    own.lines.sort_by_key(|line| line.line);
    own.flaws.sort_by_key(|flaw| flaw.line);
    own
}

/// Takes one line: a key, or a list of keys.
fn take(own: &mut OwnKeys, line: usize, layer: Option<&str>, action: &str, value: &DeValue<'_>) {
    let text = |value: &DeValue<'_>| value.as_str().map(str::to_owned);
    let keys = match value {
        DeValue::Array(keys) => keys.iter().map(|key| text(key.get_ref())).collect(),
        value => text(value).map(|key| vec![key]),
    };
    match keys {
        Some(keys) => {
            own.lines.push(KeyLine { line, layer: layer.map(str::to_owned), action: action.to_owned(), keys });
        }
        None => own.flaws.push(KeyFlaw {
            line,
            sentence: format!("The keys of `{}` are not text.", action.escape_default()),
            hint: "Write a key in quotes, as \"p\", or a list of them.".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn lines_are_read_with_their_numbers_under_a_heading_or_none() {
        let own = parse("# mine\nUndo = ['u', \"Backspace\"]\n\n[review]\nPass = 'x'\nDefer = []\n");
        let lines: Vec<_> = own
            .lines
            .iter()
            .map(|line| (line.line, line.layer.as_deref(), line.action.as_str(), line.keys.len()))
            .collect();
        assert_eq!(lines, [(2, None, "Undo", 2), (5, Some("review"), "Pass", 1), (6, Some("review"), "Defer", 0)]);
        assert!(own.flaws.is_empty());
    }

    #[test]
    fn what_is_not_toml_or_no_key_is_told_with_its_line() {
        let own = parse("Pass = 'p'\nDefer = \n");
        assert_eq!((own.lines.len(), own.flaws[0].line), (0, 2), "{:?}", own.flaws);
        let own = parse("Pass = 3\nDefer = ['d', 1]\nMark = 'x'");
        assert_eq!((own.lines.len(), own.flaws.len(), own.flaws[1].line), (1, 2, 2), "{:?}", own.flaws);
    }
}
