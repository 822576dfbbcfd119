//! Shares with their intervals, a row each, on one axis.

use super::axis::{Anchor, WIDTH, line, shares, words};
use crate::report::html::{Value, Writer};
use crate::text::{fit, percent, visible_words};

/// So many rows are drawn at most; the table beside the chart has all.
const ROWS: usize = 40;
/// Of a label so many cells are drawn.
const LABEL: usize = 32;
const LEFT: f64 = 232.0;
const RIGHT: f64 = 560.0;
const TOP: f64 = 8.0;
const ROW: f64 = 24.0;

/// The chart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Intervals {
    pub(crate) title: String,
    /// What the axis measures.
    pub(crate) axis: String,
    /// Where the axis ends, above 0, at most 1.
    pub(crate) top: f64,
    pub(crate) rows: Vec<IntervalRow>,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct IntervalRow {
    pub(crate) label: String,
    pub(crate) point: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// The share in words.
    pub(crate) value: String,
    /// Of how many it is.
    pub(crate) n: String,
}

impl Intervals {
    fn drawn(&self) -> &[IntervalRow] {
        self.rows.get(..ROWS).unwrap_or(&self.rows)
    }

    /// Returns the height of the drawing.
    pub(super) fn height(&self) -> f64 {
        self.bottom() + 40.0
    }

    /// Returns what it shows in a sentence.
    pub(super) fn words(&self) -> String {
        let (drawn, all) = (self.drawn().len(), self.rows.len());
        let some = if drawn < all { format!(" The first {drawn} of {all} rows are drawn.") } else { String::new() };
        let rows = self.drawn().iter().map(|row| format!("{}: {}, {}", row.label, row.value, row.n));
        let rows: Vec<String> = rows.collect();
        format!("Axis: {}, with 95 % intervals.{some} {}.", self.axis, rows.join("; "))
    }

    fn bottom(&self) -> f64 {
        self.drawn().iter().fold(TOP, |y, _| y + ROW)
    }

    fn x(&self, share: f64) -> f64 {
        LEFT + (share / self.top).clamp(0.0, 1.0) * (RIGHT - LEFT)
    }

    /// Draws it.
    pub(super) fn draw(&self, page: &mut Writer) {
        let bottom = self.bottom();
        for share in shares(self.top) {
            let x = self.x(share);
            let class = if share == 0.0 { "axis" } else { "grid" };
            line(page, class, (x, TOP), (x, bottom));
            words(page, "tick", (x, bottom + 15.0), Anchor::Middle, &percent(share));
        }
        words(page, "tick", (f64::midpoint(LEFT, RIGHT), bottom + 32.0), Anchor::Middle, &self.axis);
        let mut y = TOP + ROW / 2.0;
        for row in self.drawn() {
            let label = fit(visible_words(&row.label).as_str(), LABEL);
            words(page, "label", (LEFT - 12.0, y + 4.0), Anchor::End, &label);
            let (low, high) = (self.x(row.low), self.x(row.high));
            line(page, "whisker", (low, y), (high, y));
            for end in [low, high] {
                line(page, "whisker", (end, y - 4.0), (end, y + 4.0));
            }
            let point = [
                ("class", Value::Fixed("point")),
                ("cx", Value::Number(self.x(row.point))),
                ("cy", Value::Number(y)),
                ("r", Value::Number(4.5)),
            ];
            page.leaf("circle", &point, "");
            words(page, "label", (RIGHT + 14.0, y + 4.0), Anchor::Start, &row.value);
            words(page, "tick", (WIDTH, y + 4.0), Anchor::End, &row.n);
            y += ROW;
        }
    }
}
