//! The page: its head, its sections, its foot.

use super::element::{Value, Writer};
use super::style::{POLICY, STYLE};
use crate::report::charts::Chart;
use crate::report::contents::{Example, Passage, ReportContents};
use crate::report::document::{Block, Figures, Table};
use crate::report::sections::sections;
use crate::report::words;
use crate::text::{counted, visible_start};

/// So many digits of a record's id are written, which gemba takes for the whole.
const DIGITS: usize = 12;
/// Of an output so many cells stand beside the id of a folded record.
const BEGINNING: usize = 56;

/// Returns a report as a page of HTML. It holds what it needs, loads nothing, runs nothing and links nowhere.
#[must_use]
pub fn html(contents: &ReportContents) -> String {
    let mut page = Writer::default();
    page.fixed("<!DOCTYPE html>\n");
    page.element("html", &[("lang", Value::Fixed("en"))], |page| {
        page.element("head", &[], |page| {
            page.open("meta", &[("charset", Value::Fixed("utf-8"))]);
            let policy = Value::Fixed("Content-Security-Policy");
            page.open("meta", &[("http-equiv", policy), ("content", Value::Fixed(POLICY))]);
            let viewport = Value::Fixed("width=device-width, initial-scale=1");
            page.open("meta", &[("name", Value::Fixed("viewport")), ("content", viewport)]);
            page.open("meta", &[("name", Value::Fixed("referrer")), ("content", Value::Fixed("no-referrer"))]);
            page.leaf("title", &[], &words::title(contents));
            page.element("style", &[], |page| page.fixed(STYLE));
        });
        page.fixed("\n");
        page.element("body", &[], |page| body(contents, page));
    });
    page.fixed("\n");
    page.finish()
}

fn body(contents: &ReportContents, page: &mut Writer) {
    page.element("header", &[], |page| {
        page.leaf("h1", &[], &words::title(contents));
        page.leaf("p", &[("class", Value::Fixed("soft"))], &words::subject(contents));
        page.leaf("p", &[("class", Value::Fixed("soft"))], &words::masking(contents));
    });
    let mut charts = 0;
    page.element("main", &[], |page| {
        for (number, section) in sections(contents).iter().enumerate() {
            page.fixed("\n");
            page.element("section", &[("aria-labelledby", Value::Id("section-", number))], |page| {
                page.leaf("h2", &[("id", Value::Id("section-", number))], section.title);
                for block in &section.blocks {
                    page.fixed("\n");
                    write_block(block, &mut charts, page);
                }
            });
        }
    });
    page.fixed("\n");
    page.leaf("footer", &[], words::FOOT);
}

fn write_block(block: &Block, charts: &mut usize, page: &mut Writer) {
    match block {
        Block::Paragraph(text) => page.leaf("p", &[], text),
        Block::Heading(text) => page.leaf("h3", &[], text),
        Block::Table(table) => scrolled(table, page),
        Block::Drawing(chart) => {
            *charts += 1;
            page.element("figure", &[], |page| drawing(chart, *charts, page));
        }
        Block::Chart(chart, table) => {
            *charts += 1;
            page.element("figure", &[], |page| {
                drawing(chart, *charts, page);
                page.element("details", &[], |page| {
                    page.leaf("summary", &[], "The figures as a table");
                    scrolled(table, page);
                });
            });
        }
        Block::Example(example) => write_example(example, page),
    }
}

fn drawing(chart: &Chart, number: usize, page: &mut Writer) {
    page.leaf("figcaption", &[], chart.title());
    chart.draw(number, page);
}

fn scrolled(table: &Table, page: &mut Writer) {
    page.element("div", &[("class", Value::Fixed("scroll"))], |page| write_table(table, page));
}

fn write_table(table: &Table, page: &mut Writer) {
    let class = |figures: &Figures| match figures {
        Figures::Yes => vec![("class", Value::Fixed("figure"))],
        Figures::No => Vec::new(),
    };
    page.element("table", &[], |page| {
        page.leaf("caption", &[], &table.caption);
        page.element("thead", &[], |page| {
            page.element("tr", &[], |page| {
                for (title, figures) in &table.columns {
                    let attributes = [class(figures), vec![("scope", Value::Fixed("col"))]].concat();
                    page.leaf("th", &attributes, title);
                }
            });
        });
        page.element("tbody", &[], |page| {
            for row in &table.rows {
                page.element("tr", &[], |page| {
                    for (at, (text, (_, figures))) in row.iter().zip(&table.columns).enumerate() {
                        if at == 0 {
                            let attributes = [class(figures), vec![("scope", Value::Fixed("row"))]].concat();
                            page.leaf("th", &attributes, text);
                        } else {
                            page.leaf("td", &class(figures), text);
                        }
                    }
                });
            }
        });
    });
}

fn write_example(example: &Example, page: &mut Writer) {
    let id = example.id.to_string();
    page.element("details", &[("class", Value::Fixed("example"))], |page| {
        page.element("summary", &[], |page| {
            page.leaf("code", &[], id.get(..DIGITS).unwrap_or(&id));
            if let Some(model) = &example.model {
                page.line(" · ");
                page.line(model.raw());
            }
            let begins = visible_start(&example.output.text, BEGINNING);
            if begins.cells() > 0 {
                page.line(" · ");
                page.line(begins.as_str());
            }
        });
        for (title, passage) in [("Input", &example.input), ("Output", &example.output)] {
            page.leaf("h4", &[], title);
            write_passage(passage, page);
        }
        if !example.notes.is_empty() {
            page.leaf("h4", &[], "Notes");
        }
        for note in &example.notes {
            page.element("div", &[("class", Value::Fixed("text")), ("dir", Value::Fixed("auto"))], |page| {
                page.block(note);
            });
        }
    });
}

fn write_passage(passage: &Passage, page: &mut Writer) {
    if passage.text.raw().is_empty() {
        page.leaf("p", &[("class", Value::Fixed("soft"))], words::EMPTY);
        return;
    }
    page.element("div", &[("class", Value::Fixed("text")), ("dir", Value::Fixed("auto"))], |page| {
        page.block(&passage.text);
    });
    if passage.left_out > 0 {
        let words = format!("{} more, not shown.", counted(passage.left_out, "character"));
        page.leaf("p", &[("class", Value::Fixed("soft"))], &words);
    }
}
