//! The Checks screen: what each check catches, misses and wrongly rejects.

use super::list::{head, line, paragraph, split};
use super::pen::{Pen, bar, inset};
use super::theme::Role;
use crate::app::Model;
use crate::checks::describe;
use crate::command::Action;
use crate::domain::RecordId;
use crate::text::visible_words;

/// Paints the checks and the figures of the one under the cursor.
pub(super) fn draw(model: &Model, pen: &mut Pen<'_>) {
    let areas = split(model, pen);
    let (body, top) = head(model, areas.list, "CHECKS", "catches  rejects", pen);
    let shown = model.shown_checks();
    let cursor = model.list_cursor();
    for (row, (index, check)) in (0..body.height).zip(shown.iter().enumerate().skip(top)) {
        let right = model.tally(check).map_or_else(
            || "…".to_owned(),
            |tally| {
                if tally.idle.is_some() {
                    return "not run".to_owned();
                }
                let (bad, good) = tally.totals();
                let caught = format!("{} of {bad}", tally.caught.len());
                format!("{caught:>8}  {} of {good}", tally.wrongly_rejected.len())
            },
        );
        let words = describe(&check.spec);
        let words = visible_words(&words);
        let pieces = [(words.as_str(), Role::Text), ("  ", Role::Text), (check.target.key().as_str(), Role::Muted)];
        line(body, row, index == cursor, &pieces, &right, pen);
    }
    if shown.is_empty() {
        let key = model.keyboard.keymap.key(Action::CheckAdd).map(|key| key.to_string()).unwrap_or_default();
        let text = format!("No checks yet. {key} writes one for a failure mode or a criterion.");
        paragraph(inset(body, 1), 0, &text, Role::Muted, pen);
        return;
    }
    let Some(check) = model.selected_check() else { return };
    let area = inset(areas.detail, 1);
    let mut row = paragraph(area, 0, visible_words(&describe(&check.spec)).as_str(), Role::Strong, pen);
    let target = format!("on {} {}", check.target.word(), check.target.key());
    row = paragraph(area, row, &target, Role::Muted, pen) + 1;
    let Some(tally) = model.tally(check) else {
        paragraph(area, row, "reading …", Role::Muted, pen);
        return;
    };
    if let Some(why) = &tally.idle {
        paragraph(area, row, &format!("not run: {why}"), Role::Muted, pen);
        return;
    }
    let (bad, good) = tally.totals();
    let figures = [
        ("catches", &tally.caught, bad, Role::Pass),
        ("misses", &tally.missed, bad, Role::Fail),
        ("rejects", &tally.wrongly_rejected, good, Role::Warn),
    ];
    for (word, ids, of, role) in figures {
        let count = format!("{word:<8} {:>4} of {of:<4}  ", ids.len());
        let bar = bar(ids.len() as u64, of, 16, "█", "░");
        pen.row(area, row, &[(&count, Role::Text), (&bar, role), ("  ", Role::Text), (&names(ids), Role::Muted)]);
        row += 1;
    }
    for (word, count) in [
        ("failed for another mode, or not judged for it", tally.not_comparable),
        ("disputed", tally.excluded_disputed),
        ("graded under an older meaning", tally.excluded_stale),
        ("graded n/a", tally.excluded_na),
        ("no answer from the check", tally.not_run),
    ] {
        if count > 0 {
            row = paragraph(area, row, &format!("left out: {count} {word}"), Role::Muted, pen);
        }
    }
}

fn names(ids: &[RecordId]) -> String {
    let mut names: Vec<String> = ids.iter().take(5).map(|id| id.short()).collect();
    if ids.len() > 5 {
        names.push("…".to_owned());
    }
    names.join(" ")
}
