//! What a log may be packed in, and how the tables, sheets or files are named of which one is to be chosen.

use crate::text::listed;

/// What a log may be packed in, or be instead of a text: a name, and what of it is read.
pub const CONTAINERS: [(&str, &str); 6] = [
    ("gzip, zstd, bzip2", "Any text log, packed."),
    ("zip", "Inspect's .eval, a chat export, one file, or several of one format; --records FILE or a pattern chooses."),
    ("sqlite", "The logs.db of llm, Phoenix's spans, or a table with questions and answers; --records TABLE chooses."),
    ("parquet", "Rows with columns or nested lists, read as their JSON would be."),
    ("xlsx", "The sheet with questions and answers; --records SHEET chooses."),
    ("folder, pattern", "The logs in a folder and below, or those that a pattern in quotes matches: 'logs/*.jsonl'."),
];

/// The most tables, sheets or files that are named in a sentence,
const NAMED: usize = 20;
/// and the most columns of each.
const COLUMNS: usize = 12;

/// Returns names in a sentence.
pub(super) fn names<'n>(all: impl IntoIterator<Item = &'n str>) -> String {
    listed(all, NAMED, ", ")
}

/// Returns tables or sheets in a sentence, each with its columns.
pub(super) fn with_columns<'n>(all: impl IntoIterator<Item = (&'n str, Vec<&'n str>)>) -> String {
    let one = |(name, columns): (&str, Vec<&str>)| {
        let more = if columns.len() > COLUMNS { ", …" } else { "" };
        format!("{name} ({}{more})", columns.iter().take(COLUMNS).copied().collect::<Vec<_>>().join(", "))
    };
    listed(all.into_iter().map(one), NAMED, "; ")
}

#[cfg(test)]
mod tests {
    use super::with_columns;

    #[test]
    fn tables_with_many_columns_are_named_in_one_sentence() {
        let columns = vec!["column"; 16_384];
        let said = with_columns((0..10_000).map(|_| ("table", columns.clone())).take(1_500));
        assert!(said.starts_with("table (column, column") && said.ends_with("column, …); and 1,480 more"), "{said}");
        assert!(said.len() < 3_000, "{}", said.len());
    }
}
