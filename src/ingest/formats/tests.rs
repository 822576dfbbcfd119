//! Every row of the table of log formats is whole, and its example is detected among all and read to its golden.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::FORMATS;
use crate::domain::records::Content;
use crate::domain::{Part, Role};
use crate::error::Result;
use crate::ingest::{Detected, Feedback, ImportOptions, Item, Sink, read};

/// What an import found, as the golden of a format is written: for each record the line that it comes from, its turns and
/// its fields, those that are not set left out.
#[derive(Default)]
struct Found {
    format: &'static str,
    printed: String,
}

impl Sink for Found {
    fn detected(&mut self, detected: &Detected) -> Result<()> {
        self.format = detected.format;
        Ok(())
    }

    fn item(&mut self, item: Item, _position: u64) -> Result<bool> {
        let _ = match item {
            Item::Record { content, line, feedback, .. } => {
                write!(self.printed, "{}", print(line, &content, &feedback))
            }
            Item::Skipped { line, reason } => writeln!(self.printed, "line {line} skipped: {reason}"),
            Item::Reject { line, reason, .. } => writeln!(self.printed, "line {line} rejected: {reason}"),
        };
        Ok(true)
    }
}

fn print(line: u64, content: &Content, feedback: &[Feedback]) -> String {
    let mut lines = vec![format!("line {line}")];
    for turn in &content.messages {
        lines.push(format!("{}: {}", role(&turn.role), parts(&turn.parts)));
    }
    lines.push(format!("output: {}{}", content.output.raw(), parts(&content.output_parts)));
    let texts = [
        ("id", &content.external_id),
        ("conversation", &content.conversation),
        ("model", &content.model),
        ("prompt", &content.prompt_version),
        ("expected", &content.expected),
        ("finish", &content.finish_reason),
        ("error", &content.error),
    ];
    for (name, text) in texts {
        lines.extend(text.as_ref().map(|text| format!("{name}: {}", text.raw())));
    }
    lines.extend(content.time.map(|time| format!("time: {}", time.rfc3339())));
    lines.extend(content.latency_ms.map(|latency| format!("latency: {latency}")));
    lines.extend(content.cost.map(|cost| format!("cost: {cost}")));
    let count = |count: Option<u64>| count.map_or("-".to_owned(), |count| count.to_string());
    if content.tokens_in.or(content.tokens_out).is_some() {
        lines.push(format!("tokens: {}/{}", count(content.tokens_in), count(content.tokens_out)));
    }
    lines.extend(content.tools.as_ref().map(|tools| format!("tools: {}", tools.text())));
    lines.extend(content.meta.iter().map(|(key, value)| format!("meta {}: {}", key.raw(), value.text())));
    lines.extend(content.flags.iter().map(|flag| format!("flag: {flag:?}")));
    lines.extend(content.raw.as_ref().map(|_| "raw: kept".to_owned()));
    for said in feedback {
        let mut line = format!("feedback {}:", said.name.raw());
        let _ = write!(line, "{}", said.score.map(|score| format!(" {score}")).unwrap_or_default());
        for (text, before) in [(&said.label, " "), (&said.comment, " # "), (&said.by, " by ")] {
            let _ = write!(line, "{}", text.as_ref().map(|text| format!("{before}{}", text.raw())).unwrap_or_default());
        }
        lines.push(line);
    }
    lines.join("\n") + "\n"
}

fn role(role: &Role) -> String {
    match role {
        Role::Other(name) => name.clone(),
        known => format!("{known:?}").to_lowercase(),
    }
}

fn parts(parts: &[Part]) -> String {
    let one = |part: &Part| match part {
        Part::Text(text) => text.raw().to_owned(),
        Part::Reasoning(text) => format!("[reasoning {}]", text.raw()),
        Part::Refusal(text) => format!("[refusal {}]", text.raw()),
        Part::ToolCall { name, arguments, .. } => format!("[call {}({})]", name.raw(), arguments.raw()),
        Part::ToolResult { content, .. } => format!("[result {}]", content.raw()),
        Part::Media { kind, reference, .. } => {
            format!("[{} {}]", kind.raw(), reference.as_ref().map_or("", |place| place.raw()))
        }
        Part::Other(json) => format!("[other {}]", json.text()),
    };
    parts.iter().map(one).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_format_detects_its_example_among_all_and_reads_it_to_its_golden() {
    let mut names = HashSet::new();
    let mut wrong = String::new();
    for format in FORMATS {
        let name = format.name;
        assert!(names.insert(name) && !name.is_empty(), "{name} is listed twice");
        assert!(format.description.ends_with('.') && format.description.len() > 10, "{name} has no description");
        assert!(!format.source.is_empty(), "{name} does not say how its example was made");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        std::fs::write(&path, format.example).unwrap();
        let mut found = Found::default();
        read(&ImportOptions { path, ..ImportOptions::default() }, &mut found)
            .unwrap_or_else(|problem| panic!("{name}: {problem} {}", problem.advice()));
        assert_eq!(found.format, name, "the example of {name} is detected as another format");
        if found.printed.trim() != format.expected.trim() {
            let _ = writeln!(wrong, "---- {name} reads its example to\n{}", found.printed);
        }
    }
    assert!(wrong.is_empty(), "not as `expected` says:\n{wrong}");
}
