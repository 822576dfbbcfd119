//! Every row of the table of log formats is whole, and its example is detected and read.

use std::collections::HashSet;

use super::FORMATS;
use crate::domain::Message;
use crate::error::Result;
use crate::ingest::{Detected, ImportOptions, Item, Sink, read};

/// What an import found.
#[derive(Default)]
struct Found {
    format: &'static str,
    pairs: Vec<(String, String)>,
}

impl Sink for Found {
    fn detected(&mut self, detected: &Detected) -> Result<()> {
        self.format = detected.format;
        Ok(())
    }

    fn item(&mut self, item: Item, _position: u64) -> Result<bool> {
        let Item::Record { content, .. } = item else { panic!("{item:?}") };
        let input = content.messages.last().map(Message::plain).unwrap_or_default();
        self.pairs.push((input, content.output.raw().to_owned()));
        Ok(true)
    }
}

#[test]
fn every_format_has_a_name_a_description_and_an_example_that_it_detects() {
    let mut names = HashSet::new();
    for format in FORMATS {
        let name = format.name;
        assert!(names.insert(name) && !name.is_empty(), "{name} is listed twice");
        assert!(format.description.ends_with('.') && format.description.len() > 10, "{name} has no description");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        std::fs::write(&path, format.example).unwrap();
        let mut found = Found::default();
        read(&ImportOptions { path, ..ImportOptions::default() }, &mut found).unwrap();
        assert_eq!(found.format, name, "the example of {name} is detected as another format");
        assert_eq!(found.pairs, [("2+2?".to_owned(), "4".to_owned())], "{name}");
    }
}
