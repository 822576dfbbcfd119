//! The queue: marks, verdicts (`!` where something was said against a pass), the beginning of each question, and why the
//! record is here.

use crate::app::geometry::{Area, Pane};
use crate::app::screens::review::Joint;
use crate::app::{Model, glyph};
use crate::command::BrowseAction;
use crate::text::{cells, grouped, visible_start};
use crate::ui::painter::{Painter, inset};
use crate::ui::theme::Role;
use crate::views::QueueRow;

/// From so many columns on, how many are alike is said with the word.
const WORDED: u16 = 34;

/// From so many columns on, each record has its time, and its model too.
const WITH_TIME: u16 = 64;
const WITH_MODEL: u16 = 84;
/// Cells of a model's name.
const MODEL_CELLS: usize = 18;
/// Cells of a line before the question, beside the id: bar, mark, verdict, contradiction, blank.
const BEFORE_PREVIEW: u16 = 5;
/// From so many columns on, ids have six characters, as elsewhere.
const LONG_IDS: u16 = 30;

/// Paints the queue.
pub(super) fn draw(model: &Model, area: Area, painter: &mut Painter<'_>) {
    if area.height < 3 {
        return;
    }
    let list = &model.screens.review.list;
    let title = if model.screens.review.pane == Pane::Queue { Role::Accent } else { Role::Muted };
    painter.row(area, 0, &[(" ", Role::Text), ("QUEUE", title)]);
    if !list.marks.is_empty() {
        painter.right(inset(area, 1), 0, &format!("{} marked", list.marks.len()), Role::Warn);
    }
    let height = usize::from(area.height - 3);
    for (row, index) in (1..).zip(list.window(height)) {
        line(model, area, row, index, painter);
    }
    if list.is_empty() && list.drawn {
        let filter =
            model.keyboard.keymap.key(BrowseAction::FilterQueue).map(|key| key.to_string()).unwrap_or_default();
        painter.row(
            inset(area, 1),
            1,
            &[("nothing here; ", Role::Muted), (&filter, Role::Key), (" changes the filter", Role::Muted)],
        );
    }
    if let Some(sampling) = model.screens.review.list.sampling.title() {
        painter.row(inset(area, 1), area.height - 1, &[(&sampling, Role::Text)]);
    }
}

fn line(model: &Model, area: Area, row: u16, index: usize, painter: &mut Painter<'_>) {
    let list = &model.screens.review.list;
    let Some(own) = list.queue.rows.get(index).copied() else { return };
    let current = index == list.cursor;
    let bar = if current { "▌" } else { " " };
    let mark = if list.marks.contains(&own) { "•" } else { " " };
    let Some(line) = list.line(own) else {
        painter.row(area, row, &[(bar, Role::Accent), (mark, Role::Warn), ("…", Role::Muted)]);
        return;
    };
    let pair = model.screens.review.pair.as_ref();
    let (verdict, role) = match (pair.and_then(|pair| pair.joint(own)), line.verdict) {
        (Some(Joint::Disputed), _) => ("≠", Role::Warn),
        (Some(Joint::Verdict(verdict)), _) | (None, Some(verdict)) => (glyph(verdict), Role::from(verdict)),
        (None, None) if line.tagged => ("·", Role::Muted),
        (None, None) => (" ", Role::Muted),
    };
    let id: String = line.id.short().chars().take(if area.width >= LONG_IDS { 6 } else { 4 }).collect();
    let (facts, taken) = facts(line, area.width);
    let others = list.alike_to(own);
    let word = if area.width >= WORDED { " alike" } else { "" };
    let alike = if others > 0 { format!(" +{}{word} ", grouped(others as u64)) } else { String::new() };
    let right = taken + u16::try_from(cells(&alike)).unwrap_or(0);
    let before = BEFORE_PREVIEW + u16::try_from(id.len()).unwrap_or(0);
    let room = area.width.saturating_sub(before + right);
    let mut preview = line.preview(usize::from(room)).into_string();
    if line.is_cut() && !preview.ends_with('…') && cells(&preview) < usize::from(room) {
        preview.push('…');
    }
    let text = if current { Role::Strong } else { Role::Text };
    painter.row(
        area,
        row,
        &[
            (bar, Role::Accent),
            (mark, Role::Warn),
            (verdict, role),
            (if line.contradicts() { "!" } else { " " }, Role::Warn),
            (&id, Role::Text),
            (" ", Role::Text),
            (preview.as_str(), text),
        ],
    );
    painter.right(area, row, &facts, Role::Text);
    painter.right(Area { width: area.width.saturating_sub(taken), ..area }, row, &alike, Role::Text);
}

/// Returns what else there is room for, in columns: model and time; and the cells that it takes.
fn facts(line: &QueueRow, width: u16) -> (String, u16) {
    let mut facts = Vec::new();
    if width >= WITH_MODEL {
        let model =
            line.model.as_ref().map(|model| visible_start(model, MODEL_CELLS).into_string()).unwrap_or_default();
        facts.push(format!("  {model}{}", " ".repeat(MODEL_CELLS.saturating_sub(cells(&model)))));
    }
    if width >= WITH_TIME {
        let time = line.time.map(crate::domain::Time::short).unwrap_or_default();
        facts.push(format!("  {time:>12} "));
    }
    let facts = facts.concat();
    let taken = u16::try_from(cells(&facts)).unwrap_or(0);
    (facts, taken)
}
