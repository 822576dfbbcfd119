//! A report as Markdown, for a ticket: tables in place of charts, texts of logs in fences, no image and no link.

use super::contents::{Example, Passage, ReportContents};
use super::document::{Block, Figures, Table};
use super::sections::sections;
use super::words;
use crate::domain::Untrusted;
use crate::text::{counted, in_markdown, visible_block, visible_words};

/// So many digits of a record's id are written, which gemba takes for the whole.
const DIGITS: usize = 12;

/// Returns a report as Markdown.
#[must_use]
pub fn markdown(contents: &ReportContents) -> String {
    let mut out = format!("# {}\n", escaped(&words::title(contents)));
    for words in [words::subject(contents), words::masking(contents)] {
        out.extend(["\n", &escaped(&words), "\n"]);
    }
    for section in sections(contents) {
        out.push_str("\n## ");
        out.push_str(section.title);
        out.push('\n');
        for block in &section.blocks {
            out.push_str(&written(block));
        }
    }
    out.push_str("\n---\n\n");
    out.push_str(&escaped(words::FOOT));
    out.push('\n');
    out
}

/// Returns a block with the empty line before it.
fn written(block: &Block) -> String {
    match block {
        Block::Paragraph(text) => format!("\n{}\n", escaped(text)),
        Block::Heading(text) => format!("\n### {}\n", escaped(text)),
        Block::Table(table) | Block::Chart(_, table) => written_table(table),
        Block::Drawing(_) => String::new(),
        Block::Example(example) => written_example(example),
    }
}

fn written_table(table: &Table) -> String {
    let mut out = format!("\n{}:\n\n", escaped(&table.caption));
    let mut row = |cells: Vec<String>| {
        out.push_str("| ");
        out.push_str(&cells.join(" | "));
        out.push_str(" |\n");
    };
    row(table.columns.iter().map(|(title, _)| escaped(title)).collect());
    let line = |figures: &Figures| match figures {
        Figures::Yes => "--:".to_owned(),
        Figures::No => "---".to_owned(),
    };
    row(table.columns.iter().map(|(_, figures)| line(figures)).collect());
    for cells in &table.rows {
        row(cells.iter().map(|cell| escaped(cell)).collect());
    }
    out
}

fn written_example(example: &Example) -> String {
    let id = example.id.to_string();
    let model = example.model.as_ref().map(|model| format!(" · {}", escaped(model.raw()))).unwrap_or_default();
    let mut out = format!("\nRecord `{}`{model}\n", id.get(..DIGITS).unwrap_or(&id));
    for (title, passage) in [("Input", &example.input), ("Output", &example.output)] {
        out.push_str(&written_passage(title, passage));
    }
    for note in &example.notes {
        out.push_str("\nNote:\n\n");
        out.push_str(&fenced(note));
    }
    out
}

fn written_passage(title: &str, passage: &Passage) -> String {
    if passage.text.raw().is_empty() {
        return format!("\n{title}: {}\n", words::EMPTY);
    }
    let more = match passage.left_out {
        0 => String::new(),
        left => format!(" ({} more, not shown)", counted(left, "character")),
    };
    format!("\n{title}{more}:\n\n{}", fenced(&passage.text))
}

/// Returns a text in a fence that is longer than any run of backticks in it.
fn fenced(text: &Untrusted) -> String {
    let text = visible_block(text);
    let (mut longest, mut run) = (0, 0);
    for c in text.as_str().chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat((longest + 1).max(3));
    let end = if text.as_str().ends_with('\n') { "" } else { "\n" };
    format!("{fence}text\n{}{end}{fence}\n", text.as_str())
}

/// Returns words on one line, in which nothing acts as Markdown or HTML.
fn escaped(words: &str) -> String {
    in_markdown(visible_words(words).as_str())
}
