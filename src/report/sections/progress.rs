//! How many verdicts were given on each day.

use crate::report::charts::{Chart, Columns};
use crate::report::contents::ReportContents;
use crate::report::document::{Block, Figures, Section, Table};
use crate::text::{counted, grouped};

pub(super) fn section(contents: &ReportContents) -> Section {
    let title = "Progress by day";
    if contents.days.is_empty() {
        return Section { title, blocks: vec![Block::Paragraph("No verdict was given yet.".to_owned())] };
    }
    let all: u64 = contents.days.iter().map(|(_, count)| count).sum();
    let (verdicts, days) = (counted(all, "verdict"), counted(contents.days.len() as u64, "day"));
    let chart = Columns {
        title: "Verdicts per day".to_owned(),
        x_axis: format!("day, in UTC (n {})", counted(all, "verdict")),
        y_axis: "verdicts",
        bars: contents.days.clone(),
    };
    let table = Table {
        caption: "Verdicts per day".to_owned(),
        columns: vec![("day (UTC)", Figures::No), ("verdicts", Figures::Yes)],
        rows: contents.days.iter().map(|(day, count)| vec![day.clone(), grouped(*count)]).collect(),
    };
    let words = format!("In all, {verdicts} on {days} hold now; one that was changed counts on the day of the change.");
    Section { title, blocks: vec![Block::Paragraph(words), Block::Chart(Chart::Columns(chart), table)] }
}
