//! Records that show each failure mode, folded.

use crate::report::contents::{ExampleGroup, ReportContents};
use crate::report::document::{Block, Section};
use crate::text::counted;

pub(super) fn section(contents: &ReportContents) -> Section {
    let mut blocks = Vec::new();
    for group in &contents.examples {
        blocks.push(Block::Heading(heading(group)));
        if !group.definition.raw().trim().is_empty() {
            blocks.push(Block::Paragraph(format!("Meaning: {}", group.definition.raw())));
        }
        blocks.extend(group.examples.iter().cloned().map(Block::Example));
    }
    if blocks.is_empty() {
        blocks.push(Block::Paragraph("No examples: none were asked for, or nothing failed yet.".to_owned()));
    }
    Section { title: "Examples of failures", blocks }
}

fn heading(group: &ExampleGroup) -> String {
    let (shown, all) = (group.examples.len() as u64, counted(group.records, "record"));
    let name = group.name.as_ref().map_or("Failed without a mode", |name| name.raw());
    if shown < group.records { format!("{name}: {shown} of {all}") } else { format!("{name}: {all}") }
}
