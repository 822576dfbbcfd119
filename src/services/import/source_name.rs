//! The name of a source, where the user gives none.

use std::path::Path;

const ENDINGS: [&str; 17] = [
    ".gz", ".zst", ".zstd", ".bz2", ".zip", ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".log", ".db", ".sqlite",
    ".sqlite3", ".parquet", ".xlsx", ".eval",
];

/// The name of a source: as given, else the file's name without its endings.
#[must_use]
pub fn source_name(given: Option<&str>, path: &Path) -> String {
    if let Some(name) = given {
        return name.to_owned();
    }
    if path.as_os_str() == "-" {
        return "stdin".to_owned();
    }
    let mut name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    while let Some(shorter) =
        ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).filter(|rest| !rest.is_empty())
    {
        name = shorter.to_owned();
    }
    name
}

#[cfg(test)]
mod tests {
    use super::source_name;
    use std::path::Path;

    #[test]
    fn a_source_is_called_like_its_file_without_endings() {
        assert_eq!(source_name(None, Path::new("/logs/app.2026-11.jsonl.gz")), "app.2026-11");
        assert_eq!(source_name(None, Path::new("-")), "stdin");
        assert_eq!(source_name(None, Path::new(".json")), ".json");
        assert_eq!(source_name(Some("prod"), Path::new("x.csv")), "prod");
    }
}
