//! What a comment cites is in the repository.

use std::path::Path;

use regex::Regex;

use super::none;
use super::source::sources;

#[test]
fn a_document_that_a_comment_cites_is_there() {
    let document = Regex::new(r"[\w./-]+\.md\b").unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut missing = Vec::new();
    for file in ["src", "tests", "benches"].iter().flat_map(|folder| sources(folder)) {
        for (line, text) in file.text.lines().enumerate().filter(|(_, text)| text.trim_start().starts_with("//")) {
            let cited = document.find_iter(text).map(|found| found.as_str());
            let absent = cited.filter(|cited| !root.join(cited).exists());
            missing.extend(absent.map(|cited| format!("{}:{} {cited}", file.path, line + 1)));
        }
    }
    none("cited and not there (a path begins at the repository's root)", &missing);
}
