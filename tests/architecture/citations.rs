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

/// Documents for people who work on gemba.
const DOCUMENTS: &[&str] =
    &["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/contracts.md", "docs/safety.md", "tests/README.md"];

#[test]
fn a_path_that_a_document_names_is_there() {
    let path = Regex::new(r"`((?:src|tests|docs|benches|themes|sample-data)/[\w./-]*)`|\]\(([\w./-]+)\)").unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut missing = Vec::new();
    for document in DOCUMENTS {
        let Ok(text) = std::fs::read_to_string(root.join(document)) else { continue };
        let folder = root.join(document).parent().unwrap().to_owned();
        for found in path.captures_iter(&text) {
            let (base, named) =
                found.get(1).map_or_else(|| (folder.as_path(), &found[2]), |named| (root, named.as_str()));
            if !base.join(named).exists() {
                missing.push(format!("{document}: {named}"));
            }
        }
    }
    none("named and not there", &missing);
}
