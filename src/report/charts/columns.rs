//! Counts as columns, side by side.

use super::axis::{Anchor, WIDTH, counts, line, words};
use crate::report::html::{Value, Writer};
use crate::text::grouped;

const LEFT: f64 = 56.0;
const RIGHT: f64 = WIDTH - 16.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 184.0;
/// A column is this wide at most.
const WIDEST: f64 = 48.0;
/// The word below a column takes this much room.
const WORD: f64 = 78.0;
/// So many columns are drawn at most, the last ones; the table beside the chart has all.
const MOST: usize = 120;

/// The chart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Columns {
    pub(crate) title: String,
    /// What stands below the columns.
    pub(crate) x_axis: String,
    /// What is counted.
    pub(crate) y_axis: &'static str,
    /// The word below each column, and its count.
    pub(crate) bars: Vec<(String, u64)>,
}

#[expect(clippy::cast_precision_loss, reason = "a place in a drawing")]
impl Columns {
    fn drawn(&self) -> &[(String, u64)] {
        self.bars.get(self.bars.len().saturating_sub(MOST)..).unwrap_or_default()
    }

    /// Returns the height of the drawing.
    #[expect(clippy::unused_self, reason = "as of the other charts")]
    pub(super) const fn height(&self) -> f64 {
        BOTTOM + 42.0
    }

    /// Returns what it shows in a sentence.
    pub(super) fn words(&self) -> String {
        let (drawn, all) = (self.drawn().len(), self.bars.len());
        let some = if drawn < all { format!("; the last {drawn} of {all} are drawn") } else { String::new() };
        let busiest = self.bars.iter().max_by_key(|(_, count)| *count);
        let most = busiest.map(|(word, count)| format!(" The most: {} on {word}.", grouped(*count)));
        format!("{} by {}{some}.{}", self.y_axis, self.x_axis, most.unwrap_or_default())
    }

    /// Draws it.
    pub(super) fn draw(&self, page: &mut Writer) {
        let drawn = self.drawn();
        let top = drawn.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
        let y = |count: u64| BOTTOM - count as f64 / top as f64 * (BOTTOM - TOP);
        words(page, "tick", (0.0, TOP - 12.0), Anchor::Start, self.y_axis);
        for count in counts(top) {
            line(page, if count == 0 { "axis" } else { "grid" }, (LEFT, y(count)), (RIGHT, y(count)));
            words(page, "tick", (LEFT - 8.0, y(count) + 4.0), Anchor::End, &grouped(count));
        }
        let step = (RIGHT - LEFT) / drawn.len().max(1) as f64;
        let wide = (step * 0.8).min(WIDEST);
        // As many words as there is room for, the first among them.
        let every = (WORD / step).ceil().max(1.0);
        for (at, (word, count)) in drawn.iter().enumerate() {
            let middle = LEFT + step * (at as f64 + 0.5);
            let column = [
                ("class", Value::Fixed("column")),
                ("x", Value::Number(middle - wide / 2.0)),
                ("y", Value::Number(y(*count))),
                ("width", Value::Number(wide)),
                ("height", Value::Number(BOTTOM - y(*count))),
            ];
            page.leaf("rect", &column, "");
            if step >= 24.0 {
                words(page, "tick", (middle, y(*count) - 4.0), Anchor::Middle, &grouped(*count));
            }
            if (at as f64 % every) == 0.0 {
                words(page, "tick", (middle, BOTTOM + 18.0), Anchor::Middle, word);
            }
        }
        words(page, "tick", (f64::midpoint(LEFT, RIGHT), BOTTOM + 36.0), Anchor::Middle, &self.x_axis);
    }
}
