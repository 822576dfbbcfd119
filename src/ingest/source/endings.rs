//! How files of logs are named, and what packed ones begin with.

use std::path::Path;

/// The endings of files that may be logs; those that hold plain text first.
const LOGS: [&str; 14] = [
    ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".log", ".txt", ".db", ".sqlite", ".sqlite3", ".parquet", ".xlsx",
    ".eval", ".zip",
];
/// How many of them are of plain text.
const TEXTS: usize = 7;
/// The endings of what one file is packed in.
const PACKINGS: [&str; 4] = [".gz", ".zst", ".zstd", ".bz2"];

/// Returns whether a file is named like a log, packed or not; in letters of either case.
#[must_use]
pub fn is_named_like_log(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let inner = PACKINGS.iter().find_map(|packing| name.strip_suffix(packing)).unwrap_or(&name);
    LOGS.iter().any(|ending| inner.ends_with(ending))
}

/// Returns whether a file is named like one that nothing can be appended to: packed, a table or an archive.
#[must_use]
pub fn is_named_like_packed(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    LOGS.iter().skip(TEXTS).chain(&PACKINGS).any(|ending| name.ends_with(ending))
}

/// Returns whether all of a file of this name is read before its first record is there: a workbook.
#[must_use]
pub fn is_read_whole(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"))
}

/// Returns a file's name without the endings of logs and packings, as long as something is left.
#[must_use]
pub fn without_endings(name: &str) -> &str {
    let shorter = LOGS.iter().chain(&PACKINGS).find_map(|ending| name.strip_suffix(ending));
    shorter.filter(|rest| !rest.is_empty()).map_or(name, without_endings)
}

/// What a file is packed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
    Bzip2,
}

impl Packing {
    /// Returns what a file is packed in that begins with `head`.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        if head.starts_with(&[0x1f, 0x8b]) {
            Some(Self::Gzip)
        } else if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
            Some(Self::Zstd)
        } else if head.starts_with(b"BZh") && head.get(4..10) == Some(&[0x31, 0x41, 0x59, 0x26, 0x53, 0x59]) {
            Some(Self::Bzip2)
        } else {
            None
        }
    }
}

/// Returns whether a file that begins with `head` is packed; ten bytes tell.
#[must_use]
pub fn is_packed(head: &[u8]) -> bool {
    Packing::of(head).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_logs_and_what_they_are_packed_in() {
        for name in ["a.jsonl", "a.JSONL.gz", "a.txt", "a.eval", "a.csv.zstd"] {
            assert!(is_named_like_log(name), "{name}");
        }
        assert!(!is_named_like_log("a.gz") && !is_named_like_log("a.md"));
        for name in ["a.jsonl.zst", "a.db", "a.eval", "a.zip", "a.gz"] {
            assert!(is_named_like_packed(name), "{name}");
        }
        assert!(!is_named_like_packed("a.txt") && !is_named_like_packed("app.jsonl"));
        assert_eq!(["a.b.jsonl.gz", ".json", "a.md"].map(without_endings), ["a.b", ".json", "a.md"]);
    }
}
