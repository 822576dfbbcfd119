//! Names of people, files and folders in the words of sentences and filters, and something else in their place.

/// Endings by which a word is known to be the name of a file.
const ENDINGS: &[&str] = &[
    "jsonl", "ndjson", "json", "csv", "tsv", "parquet", "xlsx", "gz", "zst", "zip", "tar", "db", "sqlite", "log",
    "toml", "yaml", "yml", "md", "html", "py", "js", "ts", "mjs", "rs", "txt",
];

/// Returns a text with something else in the place of a name that stands alone. One of a single letter is a word of any text.
pub(super) fn without_name(text: &str, name: &str, instead: &str) -> String {
    if name.chars().nth(1).is_none() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (start, _) in text.match_indices(name) {
        let end = start + name.len();
        let (before, behind) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
        if !before.ends_with(char::is_alphanumeric) && !behind.starts_with(char::is_alphanumeric) {
            out.push_str(text.get(at..start).unwrap_or_default());
            out.push_str(instead);
            at = end;
        }
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Returns a text with something else in the place of words, as far as there is something; signs around a word are no part of it.
pub(super) fn with_words(text: &str, cover: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive([' ', '\n']) {
        let core = word.trim_matches(|c: char| " \n\"'`“”‘’(),;:".contains(c));
        let core = core.strip_suffix('.').unwrap_or(core);
        match (cover(core), word.split_once(core)) {
            (Some(covered), Some((before, after))) if !core.is_empty() => {
                out.push_str(before);
                out.push_str(&covered);
                out.push_str(after);
            }
            _ => out.push_str(word),
        }
    }
    out
}

/// Returns a filter with something else in the place of every reviewer and source that it names.
pub(super) fn with_fields(filter: &str, cover: impl Fn(&str, &str) -> String) -> String {
    let mut out = String::new();
    let mut rest = filter;
    while let Some((start, field)) = next_field(rest) {
        let (before, from) = rest.split_at(start + field.len());
        let (value, after) = from.split_at(value_length(from));
        out.push_str(before);
        out.push_str(&cover(field, value));
        rest = after;
    }
    out + rest
}

/// Returns what stands for a word that names a file or a folder.
pub(super) fn file_word(word: &str) -> Option<&'static str> {
    let is_rooted = word.starts_with(['/', '~']) || word.get(1..3) == Some(":\\");
    if word.len() > 1 && is_rooted {
        return Some("[path]");
    }
    let (name, ending) = word.rsplit_once('.')?;
    (!name.is_empty() && ENDINGS.contains(&ending.to_ascii_lowercase().as_str())).then_some("[file]")
}

/// Finds the next word of a filter that names a reviewer or a source.
fn next_field(filter: &str) -> Option<(usize, &'static str)> {
    let found = ["by:", "source:"].into_iter().filter_map(|field| {
        let begins = |at: usize| !filter.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric));
        filter.match_indices(field).map(|(at, _)| at).find(|at| begins(*at)).map(|at| (at, field))
    });
    found.min()
}

/// Returns how many bytes the value takes that a filter goes on with.
fn value_length(text: &str) -> usize {
    match text.strip_prefix('"') {
        Some(quoted) => quoted.find('"').map_or(text.len(), |end| end + 2),
        None => text.find([' ', ')', '"', '\n']).unwrap_or(text.len()),
    }
}
