//! Tables for people: columns as wide as their text, the last ones cut to what the terminal leaves.

use super::printer::Out;
use crate::domain::Untrusted;
use crate::error::Result;
use crate::text::{cells, fit, visible_line};

/// Rows of cells below a head. Columns that do not fit share what is left, widest first.
pub(crate) struct Table {
    /// Each with whether its column stands at the right.
    heads: Vec<(String, bool)>,
    rows: Vec<Vec<String>>,
}

/// The blanks between two columns.
const GAP: usize = 2;
/// No column is cut below this many cells.
const NARROWEST: usize = 8;

impl Table {
    /// Makes an empty table. A head that begins with `>`, as in a format string, has its column at the right.
    pub(crate) fn new(heads: &[impl AsRef<str>]) -> Self {
        let head = |head: &str| (head.trim_start_matches('>').to_owned(), head.starts_with('>'));
        Self { heads: heads.iter().map(|text| head(text.as_ref())).collect(), rows: Vec::new() }
    }

    /// Adds a row; its text is made safe for one line.
    pub(crate) fn row(&mut self, texts: Vec<String>) {
        let safe = |text: String| visible_line(&Untrusted::from(text)).as_str().to_owned();
        self.rows.push(texts.into_iter().map(safe).collect());
    }

    /// Leaves out the columns in which no row says anything.
    pub(crate) fn drop_empty_columns(&mut self) {
        let says = |column: usize| self.rows.iter().any(|row| row.get(column).is_some_and(|text| !text.is_empty()));
        let kept: Vec<bool> = (0..self.heads.len()).map(says).collect();
        let mut keeps = kept.iter().copied();
        self.heads.retain(|_| keeps.next().unwrap_or(true));
        for row in &mut self.rows {
            let mut keeps = kept.iter().copied();
            row.retain(|_| keeps.next().unwrap_or(true));
        }
    }

    /// Prints head and rows within `width` cells; an empty table prints nothing.
    pub(crate) fn print(&self, out: &mut Out, width: usize) -> Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let widths = self.widths(width);
        let heads: Vec<String> = self.heads.iter().map(|(head, _)| head.clone()).collect();
        for row in std::iter::once(&heads).chain(&self.rows) {
            out.line(&self.laid_out(row, &widths))?;
        }
        Ok(())
    }

    fn laid_out(&self, row: &[String], widths: &[usize]) -> String {
        let mut line = String::new();
        for ((text, width), (_, is_right)) in row.iter().zip(widths).zip(&self.heads) {
            let text = fit(text, *width);
            let blanks = " ".repeat(width.saturating_sub(cells(&text)));
            line.extend(if *is_right { [blanks, text] } else { [text, blanks] });
            line.push_str(&" ".repeat(GAP));
        }
        line.trim_end().to_owned()
    }

    /// Returns the widths of the columns: those of their texts, the widest cut until all fit.
    fn widths(&self, width: usize) -> Vec<usize> {
        let mut widths: Vec<usize> = self.heads.iter().map(|(head, _)| cells(head)).collect();
        for row in &self.rows {
            for (column, text) in widths.iter_mut().zip(row) {
                *column = (*column).max(cells(text));
            }
        }
        let room = width.saturating_sub(GAP * widths.len().saturating_sub(1));
        loop {
            let over = widths.iter().sum::<usize>().saturating_sub(room);
            let widest = widths.iter().copied().max().unwrap_or_default();
            if over == 0 || widest <= NARROWEST {
                return widths;
            }
            // The widest columns come down together to the next narrower one, or as far as needed.
            let next = widths.iter().copied().filter(|column| *column < widest).max().unwrap_or(NARROWEST);
            let count = widths.iter().filter(|column| **column == widest).count().max(1);
            let step = over.div_ceil(count).min(widest - next.max(NARROWEST)).max(1);
            for column in widths.iter_mut().filter(|column| **column == widest) {
                *column -= step;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Table;
    use crate::text::cells;

    fn lines(table: &Table, width: usize) -> Vec<String> {
        let widths = table.widths(width);
        table.rows.iter().map(|row| table.laid_out(row, &widths)).collect()
    }

    #[test]
    fn long_columns_give_way_until_the_line_fits() {
        let mut table = Table::new(&["id", "input", "output"]);
        table.row(vec!["3f9a2c".into(), "x".repeat(300), "y".repeat(90)]);
        table.row(vec!["81c0aa".into(), "这是一个测试".repeat(20), "short".into()]);
        for width in [40, 80, 120] {
            for line in lines(&table, width) {
                assert!(cells(&line) <= width, "{} in {width}: {line}", cells(&line));
                assert!(line.starts_with("3f9a2c  ") || line.starts_with("81c0aa  "), "{line}");
            }
        }
    }

    #[test]
    fn numbers_stand_at_the_right_and_text_is_made_safe() {
        let mut table = Table::new(&[">n", "text"]);
        table.row(vec!["7".into(), "a\u{1b}[31m\nb".into()]);
        table.row(vec!["1,204".into(), "c".into()]);
        let lines = lines(&table, 80);
        assert!(lines[0].starts_with("    7  a"), "{lines:?}");
        assert!(!lines[0].contains('\u{1b}') && !lines[0].contains('\n'));
    }
}
