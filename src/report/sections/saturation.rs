//! Whether reading on would show anything new.

use crate::measures::drift::rubric::RECORDS_PER_COUNT;
use crate::report::charts::{Chart, Curve};
use crate::report::contents::ReportContents;
use crate::report::document::{Block, Figures, Section, Table};
use crate::text::{grouped, percent};
use crate::views::{estimate, estimated_modes};

pub(super) fn section(contents: &ReportContents) -> Section {
    let read = &contents.saturation;
    let title = "Saturation";
    if read.read == 0 {
        return Section { title, blocks: vec![Block::Paragraph("Nothing is judged yet.".to_owned())] };
    }
    let mut blocks = vec![Block::Paragraph(read.advice()), Block::Paragraph(format!("{}.", estimate(read)))];
    if let (Some(next), Some(tag)) = (read.unseen_per_failing(), read.unseen_mass()) {
        blocks.push(Block::Paragraph(format!(
            "Chance that the next failing record shows a mode never seen: {}; that the next tag is of one: {}.",
            percent(next),
            percent(tag)
        )));
    }
    let curve = Curve {
        title: "Failure modes seen against records read".to_owned(),
        points: read.curve.clone(),
        across: read.read,
        level: estimated_modes(read).filter(|all| *all > read.modes),
        level_word: "at least",
        x_axis: format!("records read (n {})", grouped(read.read)),
        y_axis: "failure modes seen",
    };
    let rows = read.curve.iter().map(|(read, modes)| vec![grouped(*read), grouped(*modes)]);
    let table = Table {
        caption: "Failure modes seen against records read".to_owned(),
        columns: vec![("records read", Figures::Yes), ("failure modes seen", Figures::Yes)],
        rows: rows.collect(),
    };
    blocks.push(Block::Chart(Chart::Curve(curve), table));
    if !contents.created.is_empty() {
        let rows = contents
            .created
            .iter()
            .map(|created| vec![grouped(created.until), grouped(created.modes), grouped(created.criteria)]);
        blocks.push(Block::Table(Table {
            caption: format!("Newly named per {RECORDS_PER_COUNT} records read"),
            columns: vec![
                ("records read", Figures::Yes),
                ("new failure modes", Figures::Yes),
                ("new criteria", Figures::Yes),
            ],
            rows: rows.collect(),
        }));
    }
    Section { title, blocks }
}
