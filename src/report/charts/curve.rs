//! A count that rises in steps while something is done, with the level that it is expected to reach.

use super::axis::{Anchor, WIDTH, counts, line, words};
use crate::report::html::{Value, Writer};
use crate::text::grouped;

const LEFT: f64 = 56.0;
const RIGHT: f64 = WIDTH - 16.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 224.0;

/// The chart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Curve {
    pub(crate) title: String,
    /// Where it rises: across, and how high from there on.
    pub(crate) points: Vec<(u64, u64)>,
    /// Where the axis ends.
    pub(crate) across: u64,
    /// The level that it is expected to reach, where that is above the last point.
    pub(crate) level: Option<u64>,
    /// What stands before the level.
    pub(crate) level_word: &'static str,
    /// What is counted across.
    pub(crate) x_axis: String,
    /// What is counted upwards.
    pub(crate) y_axis: &'static str,
}

#[expect(clippy::cast_precision_loss, reason = "a place in a drawing")]
impl Curve {
    /// Returns the height of the drawing.
    #[expect(clippy::unused_self, reason = "as of the other charts")]
    pub(super) const fn height(&self) -> f64 {
        BOTTOM + 42.0
    }

    /// Returns what it shows in a sentence.
    pub(super) fn words(&self) -> String {
        let level = self.level.map(|level| format!(", {} {} in all", self.level_word, grouped(level)));
        format!(
            "{}: {} after {} {}{}.",
            self.y_axis,
            grouped(self.last()),
            grouped(self.across),
            self.x_axis,
            level.unwrap_or_default()
        )
    }

    fn last(&self) -> u64 {
        self.points.last().map_or(0, |(_, height)| *height)
    }

    fn top(&self) -> u64 {
        self.level.unwrap_or(0).max(self.last()).max(1)
    }

    fn x(&self, across: u64) -> f64 {
        LEFT + across as f64 / self.across.max(1) as f64 * (RIGHT - LEFT)
    }

    fn y(&self, height: u64) -> f64 {
        BOTTOM - height as f64 / self.top() as f64 * (BOTTOM - TOP)
    }

    /// Draws it.
    pub(super) fn draw(&self, page: &mut Writer) {
        words(page, "tick", (0.0, TOP - 12.0), Anchor::Start, self.y_axis);
        for height in counts(self.top()) {
            let y = self.y(height);
            line(page, if height == 0 { "axis" } else { "grid" }, (LEFT, y), (RIGHT, y));
            words(page, "tick", (LEFT - 8.0, y + 4.0), Anchor::End, &grouped(height));
        }
        line(page, "axis", (LEFT, TOP), (LEFT, BOTTOM));
        for across in counts(self.across) {
            let x = self.x(across);
            line(page, "axis", (x, BOTTOM), (x, BOTTOM + 4.0));
            words(page, "tick", (x, BOTTOM + 18.0), Anchor::Middle, &grouped(across));
        }
        words(page, "tick", (f64::midpoint(LEFT, RIGHT), BOTTOM + 36.0), Anchor::Middle, &self.x_axis);
        if let Some(level) = self.level {
            let y = self.y(level);
            line(page, "level", (LEFT, y), (RIGHT, y));
            let told = format!("{} {} in all", self.level_word, grouped(level));
            words(page, "label", (LEFT + 8.0, y - 6.0), Anchor::Start, &told);
        }
        let mut places = Vec::new();
        let mut height = 0;
        for (across, next) in &self.points {
            let x = self.x(*across);
            places.extend([x, self.y(height), x, self.y(*next)]);
            height = *next;
        }
        places.extend([RIGHT, self.y(height)]);
        page.leaf("polyline", &[("class", Value::Fixed("curve")), ("points", Value::Numbers(places))], "");
    }
}
