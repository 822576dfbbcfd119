//! What judges of other programs said: their lines on the Insights screen. All of it is somebody else's text and is
//! shown as such.

use crate::app::geometry::Area;
use crate::measures::judge::JudgeLine;
use crate::text::{cells, fit, grouped, percent, percent_between, visible_start};
use crate::ui::list::line;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;

/// From this width on a line has room for shares beside counts.
const WIDE: u16 = 120;

/// Returns the titles of the columns at a width.
pub(super) fn titles(width: u16) -> String {
    let (share, rate, in_percent) = shapes(width);
    let corrected = if in_percent { "corrected passes" } else { "corrected" };
    columns(["coverage", "false fails", "kappa", corrected, "n", "differ"].map(str::to_owned), share, rate)
}

/// Returns the cells of a share and of the corrected rate, and whether shares are also in percent.
const fn shapes(width: u16) -> (usize, usize, bool) {
    if width >= WIDE { (20, 16, true) } else { (11, 14, false) }
}

fn columns(cells: [String; 6], share: usize, rate: usize) -> String {
    let [coverage, rejects, kappa, corrected, n, differ] = cells;
    format!("{coverage:<share$}  {rejects:<share$}  {kappa:>5}  {corrected:<rate$}  {n:>4}  {differ:>6}")
}

/// Paints one judge on the Insights screen.
pub(super) fn judge_line(
    area: Area,
    row: u16,
    selected: bool,
    (judge, run): (&JudgeLine, &str),
    painter: &mut Painter<'_>,
) {
    let counts = judge.judged.counts;
    let (share, rate, in_percent) = shapes(area.width);
    let of = |figure: Option<f64>, part: u64, whole: u64| match figure {
        None => "n/a".to_owned(),
        Some(figure) if in_percent => format!("{} ({} of {})", percent(figure), grouped(part), grouped(whole)),
        Some(_) => format!("{} of {}", grouped(part), grouped(whole)),
    };
    let coverage = of(counts.coverage(), counts.tp, counts.positives());
    let rejects = of(counts.false_failure_rate(), counts.fp, counts.negatives());
    let kappa = counts.raters().kappa().map_or_else(|_| "n/a".to_owned(), |kappa| format!("{kappa:.2}"));
    let corrected = judge.judged.corrected();
    let corrected =
        corrected.map_or_else(|_| "n/a".to_owned(), |rate| percent_between(rate.rate, Some((rate.low, rate.high))));
    let n = grouped(counts.positives() + counts.negatives());
    let differ = grouped(counts.fn_ + counts.fp);
    let right = columns([coverage, rejects, kappa, corrected, n, differ], share, rate);
    let room = usize::from(area.width).saturating_sub(cells(&right) + 4);
    let name = visible_start(&judge.judge, room);
    let left = room.saturating_sub(name.cells() + 2);
    let run = if left < 8 { String::new() } else { fit(&format!("  {run}"), left) };
    line(area, row, selected, &[(name.as_str(), Role::Text), (&run, Role::Text)], &right, painter);
}
