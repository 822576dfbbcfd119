//! The Insights screen: counts and rates, each with its n.

use super::list::{head, line};
use super::pen::{Pen, bar, inset};
use super::theme::Role;
use crate::app::geometry::{Area, panes};
use crate::app::screens::InsightLine;
use crate::app::{Model, grouped};
use crate::measures::intervals::wilson;
use crate::text::visible_start;

/// Paints totals, then a line per model, prompt version, mode and day.
pub(super) fn draw(model: &Model, pen: &mut Pen<'_>) {
    let body = panes(model.size, model.review.pane).body;
    let figures = &model.world.figures;
    let totals = format!(
        "{} records · {} read · ✓ {} · ✗ {} · ◦ {}",
        grouped(figures.records),
        grouped(figures.reviewed),
        grouped(figures.pass),
        grouped(figures.fail),
        grouped(figures.defer)
    );
    pen.row(inset(body, 1), 0, &[(&totals, Role::Strong)]);
    if let Some((read, modes)) = figures.curve.last() {
        let kinds = if *modes == 1 { "failure mode" } else { "failure modes" };
        let half = figures.curve.iter().rev().find(|(at, _)| *at * 2 <= *read).map_or(0, |(_, modes)| *modes);
        let text = format!(
            "{modes} {kinds} seen in {read} judged records, {} of them in the later half",
            modes - half.min(*modes)
        );
        pen.row(inset(body, 1), 1, &[(&text, Role::Muted)]);
    }
    let below = Area { y: body.y + 3, height: body.height.saturating_sub(3), ..body };
    let lines = model.insight_lines();
    let (rows, top) = head(model, below, "RATES", "", pen);
    let cursor = model.list_cursor();
    for (row, (index, insight)) in (0..rows.height).zip(lines.iter().enumerate().skip(top)) {
        let first = index
            .checked_sub(1)
            .and_then(|before| lines.get(before))
            .is_none_or(|before| before.group != insight.group);
        insight_line(rows, row, index == cursor, first, insight, pen);
    }
    if lines.is_empty() {
        pen.row(inset(rows, 1), 0, &[("Nothing is judged yet.", Role::Muted)]);
    }
}

fn insight_line(area: Area, row: u16, selected: bool, first: bool, insight: &InsightLine, pen: &mut Pen<'_>) {
    let group = if first { insight.group } else { "" };
    let wide = usize::from(area.width / 3).clamp(12, 40);
    let name = visible_start(&insight.name, wide);
    let pad = " ".repeat(wide.saturating_sub(name.cells()) + 1);
    let width = usize::from(area.width / 4).min(30);
    let filled = bar(insight.count, insight.of, width, "█", "░");
    let figures = match insight.group {
        "day" => format!("{} verdicts", grouped(insight.count)),
        "mode" => format!("{} of {} read", grouped(insight.count), grouped(insight.of)),
        _ => format!("✗ {} of {}{}", grouped(insight.count), grouped(insight.of), interval(insight)),
    };
    let group = format!("{group:<7} ");
    let pieces = [
        (group.as_str(), Role::Muted),
        (name.as_str(), Role::Text),
        (pad.as_str(), Role::Text),
        (filled.as_str(), Role::Accent),
    ];
    line(area, row, selected, &pieces, &figures, pen);
}

/// The Wilson interval of a rate at 95 %, in percent: `  (2–24 %)`.
fn interval(insight: &InsightLine) -> String {
    wilson(insight.count, insight.of)
        .map(|(low, high)| format!("  ({:.0}–{:.0} %)", low * 100.0, high * 100.0))
        .unwrap_or_default()
}
