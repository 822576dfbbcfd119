//! Reads the project's Rust files the way the rules need them: code without comments, string literals and unit tests.
//!
//! A small lexer, not a parser: it knows comments, strings, raw strings, characters and lifetimes, and nothing else.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// One source file.
#[derive(Clone)]
pub(super) struct Source {
    /// Its path from the project's root, with `/`.
    pub(super) path: String,
    /// The whole text.
    pub(super) text: String,
    /// The text with comments, literals and `#[cfg(test)]` modules blanked out; line numbers stay.
    pub(super) code: String,
    /// String literals outside unit tests: line number and content as written.
    pub(super) literals: Vec<(usize, String)>,
}

impl Source {
    /// Reads one file of the project.
    pub(super) fn read(root: &Path, file: &Path) -> Self {
        let text = fs::read_to_string(file).unwrap();
        let path = file.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        Self::of(path, text)
    }

    /// Takes text apart. A file named `tests.rs` or `…_tests.rs`, or in a folder `tests/`, is a unit test as a whole.
    pub(super) fn of(path: String, text: String) -> Self {
        let (lexed, spans) = lex(&text);
        let all_test = path.ends_with("/tests.rs") || path.ends_with("_tests.rs") || path.contains("/tests/");
        let tests = if all_test { std::iter::once(0..text.len()).collect() } else { test_modules(&lexed) };
        let outside = |at: usize| !tests.iter().any(|range| range.contains(&at));
        let literals = spans
            .into_iter()
            .filter(|&(at, _, _)| outside(at))
            .map(|(at, from, to)| (line_of(&text, at), text[from..to].to_owned()))
            .collect();
        let mut code = lexed.into_bytes();
        for range in tests {
            for byte in &mut code[range] {
                if *byte != b'\n' {
                    *byte = b' ';
                }
            }
        }
        Self { path, text, code: String::from_utf8(code).unwrap(), literals }
    }

    /// The layer it stands on: the folder under `src/`, or the file's name without ending. The folder of a screen holds
    /// files of three layers.
    pub(super) fn layer(&self) -> &str {
        layer_of(&self.module()).unwrap_or_else(|| self.path.trim_start_matches("src/").trim_end_matches(".rs"))
    }

    /// The module path that the file's place gives it: `src/ui/screens/modes.rs` → `["ui", "screens", "modes"]`.
    pub(super) fn module(&self) -> Vec<&str> {
        let inner = self.path.strip_prefix("src/").unwrap_or(&self.path).trim_end_matches(".rs");
        inner.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main")).collect()
    }

    /// The line number of a byte offset.
    pub(super) fn line(&self, at: usize) -> usize {
        line_of(&self.text, at)
    }
}

/// The layer of a module path: its first word, but for the keys of a screen and how it looks.
pub(super) fn layer_of<'a>(module: &[&'a str]) -> Option<&'a str> {
    match module {
        ["app", "screens", _, "keys", ..] => Some("command"),
        ["app", "screens", _, "draw", ..] => Some("ui"),
        _ => module.first().copied(),
    }
}

/// The Rust files of `src/`, read once.
pub(super) fn src() -> &'static [Source] {
    static FILES: LazyLock<Vec<Source>> = LazyLock::new(|| sources("src"));
    &FILES
}

/// All Rust files under a folder of the project, in order of their paths.
pub(super) fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join(folder), &mut files);
    files.sort();
    files.iter().map(|file| Source::read(root, file)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("tests/fixtures") {
                collect(&path, files);
            }
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Blanks comments and literals; answers the code (same length) and each string's start and content range.
fn lex(text: &str) -> (String, Vec<(usize, usize, usize)>) {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut strings = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let end = if rest.starts_with(b"//") {
            at + rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len())
        } else if rest.starts_with(b"/*") {
            block_comment_end(bytes, at)
        } else if let Some((from, to, end)) = string_at(bytes, at) {
            strings.push((at, from, to));
            end
        } else if rest[0] == b'\'' {
            character_end(text, at)
        } else {
            at += 1;
            continue;
        };
        for byte in &mut code[at..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        at = end;
    }
    (String::from_utf8(code).unwrap(), strings)
}

fn block_comment_end(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0);
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    at
}

/// A string literal that starts here: content from, content to, end. Knows `"…"`, `b"…"`, `r"…"`, `r#"…"#`.
fn string_at(bytes: &[u8], start: usize) -> Option<(usize, usize, usize)> {
    let in_word = start > 0 && (bytes[start - 1].is_ascii_alphanumeric() || bytes[start - 1] == b'_');
    let mut at = start;
    if !in_word {
        at += usize::from(matches!(bytes[at], b'b' | b'c') && bytes.get(at + 1).is_some_and(|&b| b"r\"".contains(&b)));
        if bytes.get(at) == Some(&b'r') {
            let hashes = bytes[at + 1..].iter().take_while(|&&byte| byte == b'#').count();
            if bytes.get(at + 1 + hashes) == Some(&b'"') {
                let from = at + 2 + hashes;
                let close: Vec<u8> = std::iter::once(b'"').chain(std::iter::repeat_n(b'#', hashes)).collect();
                let length = bytes[from..].windows(close.len()).position(|part| part == close)?;
                return Some((from, from + length, from + length + close.len()));
            }
        }
    }
    if bytes.get(at) != Some(&b'"') {
        return None;
    }
    let from = at + 1;
    let mut to = from;
    while to < bytes.len() && bytes[to] != b'"' {
        to += if bytes[to] == b'\\' { 2 } else { 1 };
    }
    Some((from, to.min(bytes.len()), (to + 1).min(bytes.len())))
}

/// Where a character literal ends; one byte further for a lifetime.
fn character_end(text: &str, start: usize) -> usize {
    let mut inner = text[start + 1..].char_indices();
    match inner.next() {
        Some((_, '\\')) => text[start + 3..].find('\'').map_or(text.len(), |length| start + 3 + length + 1),
        Some((_, first)) if text[start + 1 + first.len_utf8()..].starts_with('\'') => start + 2 + first.len_utf8(),
        _ => start + 1,
    }
}

/// The ranges of `#[cfg(test)] mod … { … }` in lexed code.
fn test_modules(code: &str) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    for (start, _) in code.match_indices("#[cfg(test)]") {
        let Some(open) = code[start..].find(['{', ';']).map(|length| start + length) else { continue };
        if code.as_bytes()[open] == b';' {
            continue;
        }
        let mut depth = 0;
        let close = code[open..].char_indices().find_map(|(at, c)| {
            depth += match c {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            (depth == 0).then_some(open + at + 1)
        });
        ranges.push(start..close.unwrap_or(code.len()));
    }
    ranges
}
