//! Charts in characters that every terminal has: they read in 16 colours and without any.

use std::fmt::Write as _;

use crate::app::screens::insights::InsightLine;

/// Returns the highest upper limit of the rates: where their axis ends, in steps of a tenth.
pub(super) fn highest(lines: &[InsightLine]) -> f64 {
    let limits = lines.iter().filter_map(|line| match line {
        InsightLine::Rate(rate) => rate.rate.rate.map(|rate| rate.high),
        _ => None,
    });
    (limits.fold(0.1, f64::max) * 10.0).ceil() / 10.0
}

/// The cell of a share on an axis from 0 to `top`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a place among some hundred cells"
)]
fn cell(share: f64, top: f64, width: usize) -> usize {
    let place = (share / top).clamp(0.0, 1.0) * width.saturating_sub(1) as f64;
    (place.round() as usize).min(width.saturating_sub(1))
}

/// Returns a point with its interval, on an axis from 0 to `top`: `   ├──●────┤`; a bar from 0 to the point where asked,
/// shaded from the lower limit on, with the rest of the interval behind it: `███▓▓▓█────┤`. Exactly `width` cells.
pub(super) fn whisker(point: f64, interval: (f64, f64), top: f64, width: usize, filled: bool) -> String {
    if width == 0 {
        return String::new();
    }
    let (low, at, high) = (cell(interval.0, top, width), cell(point, top, width), cell(interval.1, top, width));
    (0..width)
        .map(|x| match x {
            x if filled && point > 0.0 && x <= at => {
                if x < low || x == at {
                    '█'
                } else {
                    '▓'
                }
            }
            x if x == at && !filled => '●',
            x if x == low => '├',
            x if x == high => '┤',
            x if x > low && x < high => '─',
            _ => ' ',
        })
        .collect()
}

/// Returns a rising curve as columns shaded from below, its edge in eighths of a cell: one string per row, the topmost
/// first.
pub(super) fn rise(points: &[(u64, u64)], last: u64, top: u64, width: usize, rows: usize) -> Vec<String> {
    const EIGHTHS: [char; 8] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇'];
    let value_at = |x: usize| {
        let read = (x as u64 + 1) * last / (width.max(1) as u64);
        points.iter().rev().find(|(at, _)| *at <= read).map_or(0, |(_, value)| *value)
    };
    let heights: Vec<u64> = (0..width).map(|x| value_at(x).min(top) * rows as u64 * 8 / top.max(1)).collect();
    (0..rows)
        .map(|row| {
            let floor = ((rows - 1 - row) * 8) as u64;
            let mut line = String::with_capacity(width * 3);
            for height in &heights {
                let eighths = height.saturating_sub(floor);
                let edge = usize::try_from(eighths).ok().and_then(|eighths| EIGHTHS.get(eighths));
                let glyph = edge.unwrap_or(if eighths == 8 { &'█' } else { &'░' });
                let _ = write!(line, "{glyph}");
            }
            line
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{rise, whisker};

    #[test]
    fn a_whisker_spans_its_interval_and_keeps_its_width() {
        assert_eq!(whisker(0.5, (0.25, 0.75), 1.0, 9, false), "  ├─●─┤  ");
        assert_eq!(whisker(0.5, (0.25, 0.75), 1.0, 9, true), "██▓▓█─┤  ");
        assert_eq!(whisker(0.0, (0.0, 0.16), 1.0, 11, true), "├─┤        ");
        assert_eq!(whisker(1.0, (0.9, 1.0), 1.0, 0, true), "");
    }

    #[test]
    fn a_curve_rises_where_a_mode_was_new() {
        let rows = rise(&[(0, 0), (5, 1), (10, 2)], 10, 2, 10, 2);
        assert_eq!(rows, ["         █", "    █████░"]);
        assert!(rise(&[], 0, 0, 4, 2).iter().all(|row| row == "    "));
    }
}
