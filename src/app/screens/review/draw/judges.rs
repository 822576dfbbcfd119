//! What judges of other programs said of the record, beside it or below. All of it is somebody else's text and is shown
//! as such.

use crate::app::Model;
use crate::app::geometry::Area;
use crate::domain::result::{JudgeAnswer, JudgeVerdict};
use crate::layout::wrap_plain;
use crate::text::{cells, fit, visible_start};
use crate::ui::painter::Painter;
use crate::ui::theme::Role;

/// Answers beside a record at most.
const ANSWERS: usize = 6;
/// Rows of one answer at most: with one or two judges, and with more.
const ROWS: [usize; 2] = [6, 3];
const fn mark(verdict: JudgeVerdict) -> (&'static str, &'static str, Role) {
    match verdict {
        JudgeVerdict::Pass => ("✓", "pass", Role::Pass),
        JudgeVerdict::Fail => ("✗", "fail", Role::Fail),
        JudgeVerdict::NoAnswer => ("–", "no answer", Role::Muted),
    }
}

/// Returns `judge-helpful: fail — names no date`, as much of it as fits into so many cells.
pub(crate) fn words(answer: &JudgeAnswer, width: usize) -> String {
    let name = visible_start(&answer.judge, 40);
    let target = answer.target.as_ref().map(|target| target.key().as_str());
    let about = target.filter(|key| *key != name.as_str()).map(|key| format!(" ({key})")).unwrap_or_default();
    let (_, verdict, _) = mark(answer.verdict);
    let reason = answer.reason.as_ref().map(|reason| format!(" — {}", visible_start(reason, width)));
    format!("{name}{about}: {verdict}{}", reason.unwrap_or_default())
}

/// Paints the answers beside a record; returns the row behind them.
pub(super) fn beside(model: &Model, area: Area, mut row: u16, title: Role, painter: &mut Painter<'_>) -> u16 {
    let answers = model.screens.review.judge_answers();
    if answers.is_empty() {
        return row;
    }
    painter.row(area, row, &[("JUDGES", title)]);
    row += 1;
    let at_most = if answers.len() > 2 { ROWS[1] } else { ROWS[0] };
    let width = usize::from(area.width.saturating_sub(2)).max(1);
    for answer in answers.iter().take(ANSWERS) {
        let (glyph, _, role) = mark(answer.verdict);
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
        painter.row(area, row, &[(&format!("  + {} more", answers.len() - ANSWERS), Role::Text)]);
        row += 1;
    }
    row + 1
}

/// Paints one answer in one row, where the column of judgements does not show.
pub(super) fn below(model: &Model, area: Area, row: u16, painter: &mut Painter<'_>) {
    let Some((answer, others)) = model.screens.review.foremost_answer() else { return };
    let (glyph, _, role) = mark(answer.verdict);
    let more = if others > 0 { format!(" + {others} more ") } else { String::new() };
    let room = usize::from(area.width).saturating_sub(cells(&more) + 4);
    let words = fit(&words(answer, room), room);
    painter.row(area, row, &[(" ", Role::Text), (glyph, role), (" ", Role::Text), (&words, Role::Text)]);
    painter.right(area, row, &more, Role::Text);
}
