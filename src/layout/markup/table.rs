//! A Markdown table: cells padded to their columns, a rule under the head.

use pulldown_cmark::Alignment;

use crate::layout::block::{Run, SourceMap};
use crate::layout::row::Look;
use crate::text::{Shown, atoms};

/// Columns are padded up to this many cells; longer cells stick out.
const WIDEST: usize = 32;

/// A table that is being read.
#[derive(Debug)]
pub(crate) struct Table {
    alignments: Vec<Alignment>,
    rows: Vec<Vec<Vec<Run>>>,
}

impl Table {
    pub(crate) fn new(alignments: Vec<Alignment>) -> Self {
        Self { alignments, rows: Vec::new() }
    }

    pub(crate) fn begin_row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(crate) fn push_cell(&mut self, runs: Vec<Run>) {
        if let Some(row) = self.rows.last_mut() {
            row.push(runs);
        }
    }

    /// Returns the rows as runs, to be put into the margins around the table.
    pub(crate) fn lines(self, source_map: &SourceMap<'_>) -> Vec<Vec<Run>> {
        let width = |runs: &Vec<Run>| runs.iter().map(|run| shown_cells(source_map.text_of(run))).sum::<usize>();
        let mut widths: Vec<usize> = Vec::new();
        for row in &self.rows {
            for (at, cell) in row.iter().enumerate() {
                if at == widths.len() {
                    widths.push(1);
                }
                if let Some(widest) = widths.get_mut(at) {
                    *widest = (*widest).max(width(cell)).min(WIDEST);
                }
            }
        }
        let mut lines = Vec::with_capacity(self.rows.len() + 1);
        for (number, row) in self.rows.into_iter().enumerate() {
            let mut line = Vec::new();
            let last = row.len().saturating_sub(1);
            for (at, cell) in row.into_iter().enumerate() {
                let spare = widths.get(at).copied().unwrap_or(0).saturating_sub(width(&cell));
                let before = match self.alignments.get(at) {
                    Some(Alignment::Right) => spare,
                    Some(Alignment::Center) => spare / 2,
                    Some(Alignment::Left | Alignment::None) | None => 0,
                };
                line.extend(blanks(before));
                line.extend(cell);
                if at < last {
                    line.extend(blanks(spare - before));
                    line.push(Run::inserted(" │ ", Look::Punctuation));
                }
            }
            lines.push(line);
            if number == 0 {
                let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
                lines.push(vec![Run::inserted(rule.join("─┼─"), Look::Punctuation)]);
            }
        }
        lines
    }
}

fn blanks(count: usize) -> Option<Run> {
    (count > 0).then(|| Run::inserted(" ".repeat(count), Look::Plain))
}

/// Returns how many cells a text takes once it is visible.
fn shown_cells(text: &str) -> usize {
    let cells = |shown| match shown {
        Shown::Ascii(run) => run.len(),
        Shown::Cluster(_, width) => width,
        Shown::Marker(marker) => marker.cells(),
        Shown::Tab | Shown::Newline => 1,
    };
    atoms(text).map(|atom| cells(atom.shown)).sum()
}
