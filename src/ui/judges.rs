//! What judges of other programs said: their lines on the Insights screen, and their answers beside a record. All of
//! it is somebody else's text and is shown as such.

use super::list::line;
use super::painter::Painter;
use super::theme::Role;
use crate::app::Model;
use crate::app::geometry::Area;
use crate::domain::result::{JudgeAnswer, Said};
use crate::layout::wrap_plain;
use crate::measures::judge::JudgeLine;
use crate::text::{cells, fit, grouped, percent, percent_between, visible_name, visible_start};

/// Answers beside a record at most.
const ANSWERS: usize = 6;
/// Rows of one answer at most: with one or two judges, and with more.
const ROWS: [usize; 2] = [6, 3];
/// From this width on a line has room for shares beside counts.
const WIDE: u16 = 120;

/// The titles of the columns at a width.
pub(super) fn titles(width: u16) -> String {
    let (share, rate, in_percent) = shapes(width);
    let corrected = if in_percent { "corrected passes" } else { "corrected" };
    columns(["coverage", "false fails", "kappa", corrected, "n", "differ"].map(str::to_owned), share, rate)
}

/// Cells of a share and of the corrected rate, and whether shares are told in percent too.
const fn shapes(width: u16) -> (usize, usize, bool) {
    if width >= WIDE { (20, 16, true) } else { (11, 14, false) }
}

fn columns(cells: [String; 6], share: usize, rate: usize) -> String {
    let [coverage, rejects, kappa, corrected, n, differ] = cells;
    format!("{coverage:<share$}  {rejects:<share$}  {kappa:>5}  {corrected:<rate$}  {n:>4}  {differ:>6}")
}

/// One judge on the Insights screen.
pub(super) fn judge_line(area: Area, row: u16, selected: bool, judge: &JudgeLine, painter: &mut Painter<'_>) {
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
    let run = if left < 8 { String::new() } else { fit(&format!("  {}", visible_name(&judge.run.name)), left) };
    line(area, row, selected, &[(name.as_str(), Role::Text), (&run, Role::Muted)], &right, painter);
}

const fn mark(said: Said) -> (&'static str, &'static str, Role) {
    match said {
        Said::Pass => ("✓", "pass", Role::Pass),
        Said::Fail => ("✗", "fail", Role::Fail),
        Said::Nothing => ("–", "no answer", Role::Muted),
    }
}

/// `judge-helpful: fail — names no date`, as much of it as fits into so many cells.
fn words(answer: &JudgeAnswer, width: usize) -> String {
    let name = visible_start(&answer.judge, 40);
    let target = answer.target.as_ref().map(|target| target.key().as_str());
    let about = target.filter(|key| *key != name.as_str()).map(|key| format!(" ({key})")).unwrap_or_default();
    let (_, said, _) = mark(answer.said);
    let reason = answer.reason.as_ref().map(|reason| format!(" — {}", visible_start(reason, width)));
    format!("{name}{about}: {said}{}", reason.unwrap_or_default())
}

/// Paints the answers beside a record; answers the row behind them.
pub(super) fn beside(model: &Model, area: Area, mut row: u16, title: Role, painter: &mut Painter<'_>) -> u16 {
    let answers = model.judge_answers();
    if answers.is_empty() {
        return row;
    }
    painter.row(area, row, &[("JUDGES", title)]);
    row += 1;
    let at_most = if answers.len() > 2 { ROWS[1] } else { ROWS[0] };
    let width = usize::from(area.width.saturating_sub(2)).max(1);
    for answer in answers.iter().take(ANSWERS) {
        let (glyph, _, role) = mark(answer.said);
        let mut lines = wrap_plain(&words(answer, width * at_most), width);
        if lines.len() > at_most {
            lines.truncate(at_most);
            if let Some(last) = lines.last_mut() {
                *last = format!("{} …", fit(last, width.saturating_sub(2)));
            }
        }
        let marks = std::iter::once(glyph).chain(std::iter::repeat(" "));
        for (mark, line) in marks.zip(&lines) {
            painter.row(area, row, &[(mark, role), (" ", Role::Text), (line, Role::Text)]);
            row += 1;
        }
    }
    if answers.len() > ANSWERS {
        painter.row(area, row, &[(&format!("  + {} more", answers.len() - ANSWERS), Role::Muted)]);
        row += 1;
    }
    row + 1
}

/// Paints one answer in one row, where the column of judgements does not show.
pub(super) fn below(model: &Model, area: Area, row: u16, painter: &mut Painter<'_>) {
    let Some((answer, others)) = model.foremost_answer() else { return };
    let (glyph, _, role) = mark(answer.said);
    let more = if others > 0 { format!(" + {others} more ") } else { String::new() };
    let room = usize::from(area.width).saturating_sub(cells(&more) + 4);
    let words = fit(&words(answer, room), room);
    painter.row(area, row, &[(" ", Role::Text), (glyph, role), (" ", Role::Text), (&words, Role::Text)]);
    painter.right(area, row, &more, Role::Muted);
}
