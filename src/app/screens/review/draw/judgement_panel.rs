//! The judgements beside the record: failure modes with their hotkeys, criteria with their grades, notes; and the
//! same in two strips where the screen is narrow.

use super::judges;
use super::record;
use super::settlements;
use crate::app::Model;
use crate::app::geometry::{Area, Pane};
use crate::app::screens::review::Reason;
use crate::command::{JudgingAction, Layer};
use crate::domain::{Answer, Criterion, FailureMode};
use crate::domain::{GradeView, Judgements};
use crate::layout::wrap_plain;
use crate::text::{cells, fit, visible_beginning, visible_line, visible_name, visible_words};
use crate::ui::painter::{Painter, inset};
use crate::ui::theme::Role;

/// Modes shown at most while no hotkey is awaited.
const MODES_AT_REST: usize = 8;
/// Cells of a similar record's output that are shown as a reason.
const REASON_CELLS: usize = 24;
/// Rows of the corrected output at most; `Corrections` shows all of it.
const CORRECTED_ROWS: usize = 4;

/// Paints the column of judgements.
pub(super) fn draw(model: &Model, area: Area, painter: &mut Painter<'_>) {
    let empty = Judgements::default();
    let judgements = model.screens.review.current().map_or(&empty, |page| &page.view.judgements);
    let inner = inset(area, 1);
    let title = if model.screens.review.pane == Pane::Side { Role::Accent } else { Role::Muted };
    let mut row = 0;
    painter.row(inner, row, &[("FAILURE MODES", title)]);
    row += 1;
    row = modes(model, judgements, inner, row, painter) + 1;
    row = suggested(model, inner, row, title, painter);
    let criteria = model.read_model.open_criteria();
    if !criteria.is_empty() {
        painter.row(inner, row, &[("CRITERIA", title)]);
        row += 1;
        for criterion in criteria {
            row = grade(model, criterion, judgements, inner, row, painter);
        }
        row += 1;
    }
    row = settlements::beside(model, judgements, inner, row, title, painter);
    row = judges::beside(model, inner, row, title, painter);
    if let Some(correction) = judgements.correction() {
        painter.row(inner, row, &[("CORRECTED OUTPUT", title)]);
        let who = format!("{}  ", model.session.who(&correction.reviewer, model.present));
        let text = visible_line(&correction.text);
        let lines = wrap_plain(&format!("{who}{text}"), usize::from(inner.width.saturating_sub(1)).max(1));
        for line in lines.iter().take(CORRECTED_ROWS) {
            row += 1;
            painter.row(inner, row, &[(" ", Role::Text), (line, Role::Text)]);
        }
        row += 2;
    }
    if !judgements.notes.is_empty() {
        painter.row(inner, row, &[("NOTES", title)]);
        row += 1;
        notes(model, judgements, inner, row, painter);
    }
}

/// Answers whether a hotkey is awaited, so that hotkeys light up.
fn awaits_hotkey(model: &Model) -> bool {
    matches!(model.keyboard.pending, Some(Layer::Tag | Layer::FailWith))
}

/// A mode, and whether this record is tagged with it.
type Shown<'a> = (&'a FailureMode, bool);

/// Returns the modes in the order in which they were made, which is the same for every record.
pub(super) fn ordered<'a>(model: &'a Model, judgements: &Judgements) -> Vec<Shown<'a>> {
    let tagged = |mode: &FailureMode| judgements.tags.iter().any(|tag| tag.mode == mode.key);
    let open = model.read_model.codebook.modes.iter().filter(|mode| mode.status.is_open());
    open.map(|mode| (mode, tagged(mode))).collect()
}

/// Returns those of the modes for which there is room, in their order: what the record is tagged with before others, then
/// what is used most.
fn with_room<'a>(all: &[Shown<'a>], mut has_room: impl FnMut(&FailureMode) -> bool) -> Vec<Shown<'a>> {
    let mut wanted: Vec<(usize, &Shown<'a>)> = all.iter().enumerate().collect();
    wanted.sort_by_key(|(_, (mode, tagged))| (!tagged, std::cmp::Reverse(mode.count)));
    let mut shown: Vec<(usize, Shown<'a>)> =
        wanted.into_iter().take_while(|(_, (mode, _))| has_room(mode)).map(|(at, one)| (at, *one)).collect();
    shown.sort_by_key(|(at, _)| *at);
    shown.into_iter().map(|(_, one)| one).collect()
}

fn modes(model: &Model, judgements: &Judgements, area: Area, mut row: u16, painter: &mut Painter<'_>) -> u16 {
    let all = ordered(model, judgements);
    let lit = awaits_hotkey(model);
    let room = if lit { usize::from(area.height.saturating_sub(3)) } else { MODES_AT_REST };
    let mut left = room;
    let shown = with_room(&all, |_| {
        let has_room = left > 0;
        left = left.saturating_sub(1);
        has_room
    });
    for (mode, tagged) in &shown {
        let key = mode.hotkey.map_or_else(|| " ".to_owned(), String::from);
        let count = mode.count.to_string();
        let (mark, name_role) = if *tagged { ("●", Role::Fail) } else { (" ", Role::Text) };
        let name = fit(visible_name(&mode.name).as_str(), usize::from(area.width).saturating_sub(cells(&count) + 6));
        let key_role = if lit { Role::Accent } else { Role::Key };
        painter.row(
            area,
            row,
            &[(mark, Role::Fail), (" ", Role::Text), (&key, key_role), (" ", Role::Text), (&name, name_role)],
        );
        painter.right(area, row, &count, Role::Text);
        row += 1;
    }
    if all.is_empty() {
        painter.row(area, row, &[("  none yet", Role::Muted)]);
        row += 1;
    } else if all.len() > room {
        painter.row(area, row, &[(&format!("    + {} more", all.len() - room), Role::Text)]);
        row += 1;
    }
    row
}

/// Paints the suggested tags, each with its first reason; returns the row behind them.
fn suggested(model: &Model, area: Area, mut row: u16, title: Role, painter: &mut Painter<'_>) -> u16 {
    let all = model.screens.review.suggested(&model.read_model, &model.session);
    if all.is_empty() {
        return row;
    }
    painter.row(area, row, &[("SUGGESTED", title)]);
    let key = |action: JudgingAction| model.keyboard.keymap.key(action).map(|key| key.to_string()).unwrap_or_default();
    let keys =
        format!("{} accept  {} dismiss", key(JudgingAction::AcceptSuggestion), key(JudgingAction::DismissSuggestion));
    painter.right(area, row, &keys, Role::Muted);
    row += 1;
    for one in &all {
        let mode = model.read_model.codebook.mode_of(&one.mode);
        let key = mode.and_then(|mode| mode.hotkey).map_or_else(|| " ".to_owned(), String::from);
        let name = mode.map_or_else(|| one.mode.to_string(), |mode| visible_name(&mode.name).into_string());
        let name = fit(&name, usize::from(area.width).saturating_sub(6));
        painter.row(area, row, &[("  ", Role::Text), (&key, Role::Key), (" ", Role::Text), (&name, Role::Text)]);
        let reason = one.reasons.first().map(reason_words).unwrap_or_default();
        let room = usize::from(area.width).saturating_sub(cells(&name) + 7);
        if cells(&reason) <= room {
            painter.right(area, row, &reason, Role::Text);
        } else {
            row += 1;
            painter.row(area, row, &[("    ", Role::Text), (&reason, Role::Text)]);
        }
        row += 1;
    }
    row + 1
}

/// Says why a tag is suggested: the kind of the check that objects, or the record that is alike and how it begins.
pub(crate) fn reason_words(reason: &Reason) -> String {
    match reason {
        Reason::Check(_, kind) => kind.clone(),
        Reason::Similar(record, words) => {
            format!("like {} \"{}\"", record.short(), visible_beginning(words, REASON_CELLS))
        }
    }
}

/// Returns the grade that counts for a criterion here: the reviewer's own, else the newest.
pub(crate) fn counted_grade<'a>(
    model: &Model,
    criterion: &Criterion,
    judgements: &'a Judgements,
) -> Option<&'a GradeView> {
    let mut grades = judgements.grades.iter().filter(|grade| grade.criterion == criterion.key);
    let grade = grades.clone().find(|grade| grade.reviewer == model.session.reviewer);
    grade.or(grades.next_back())
}

/// Returns the grade as it may be seen: none while the question of a round is open.
fn shown_grade(model: &Model, criterion: &Criterion, judgements: &Judgements) -> (&'static str, Role) {
    if model.screens.review.hides_grade(&criterion.key) {
        ("?", Role::Muted)
    } else {
        grade_words(criterion, counted_grade(model, criterion, judgements))
    }
}

/// Answers whether a grade is stale by the criterion as it is known now: records may have been read before its meaning
/// changed, or before that was undone.
fn grade_words(criterion: &Criterion, grade: Option<&GradeView>) -> (&'static str, Role) {
    match grade {
        None => ("–", Role::Muted),
        Some(grade) if criterion.is_stale(grade.version) => ("⟳ stale", Role::Warn),
        Some(GradeView { answer: Answer::Met, .. }) => ("✓", Role::Pass),
        Some(GradeView { answer: Answer::NotMet, .. }) => ("✗", Role::Fail),
        Some(GradeView { answer: Answer::Na, .. }) => ("n/a", Role::Muted),
    }
}

fn grade(
    model: &Model,
    criterion: &Criterion,
    judgements: &Judgements,
    area: Area,
    row: u16,
    painter: &mut Painter<'_>,
) -> u16 {
    let (words, role) = shown_grade(model, criterion, judgements);
    let number = criterion.number.map_or_else(|| " ".to_owned(), |number| number.to_string());
    let version = format!("v{}", criterion.version());
    let tail = cells(&version) + cells(words) + 4;
    let room = usize::from(area.width).saturating_sub(tail + 4);
    let name = fit(visible_name(&criterion.name).as_str(), room);
    painter.row(area, row, &[("  ", Role::Text), (&number, Role::Key), (" ", Role::Text), (&name, Role::Text)]);
    painter.right(area, row, words, role);
    let before = Area { width: area.width.saturating_sub(u16::try_from(cells(words) + 2).unwrap_or(0)), ..area };
    painter.right(before, row, &version, Role::Text);
    row + 1
}

fn notes(model: &Model, judgements: &Judgements, area: Area, mut row: u16, painter: &mut Painter<'_>) {
    for note in judgements.notes.iter().rev() {
        let who = model.session.who(&note.reviewer, model.present);
        let who = format!("{}  ", fit(&who, usize::from(area.width / 3)));
        let place = note.span.map(|span| format!("[{span}] ")).unwrap_or_default();
        let indent = u16::try_from(cells(&who)).unwrap_or(0);
        let body = crate::text::visible_block(&note.text);
        let width = usize::from(area.width.saturating_sub(indent + 1)).max(1);
        let lines = wrap_plain(&format!("{place}{body}"), width);
        painter.row(area, row, &[(" ", Role::Text), (&who, Role::Text)]);
        for line in &lines {
            let shifted = Area { x: area.x + indent + 1, width: area.width.saturating_sub(indent + 1), ..area };
            painter.row(shifted, row, &[(line, Role::Text)]);
            row += 1;
        }
    }
}

/// Paints modes and criteria in two rows, with the newest note behind.
pub(super) fn strips(model: &Model, area: Area, painter: &mut Painter<'_>) {
    let empty = Judgements::default();
    let judgements = model.screens.review.current().map_or(&empty, |page| &page.view.judgements);
    painter.rule(0, area.y.saturating_sub(1), area.width);
    let inner = inset(area, 1);
    let end = inner.x + inner.width;
    let key_role = if awaits_hotkey(model) { Role::Accent } else { Role::Key };
    let all = ordered(model, judgements);
    let mut x = inner.x;
    if let Some(first) = model.screens.review.suggested(&model.read_model, &model.session).first() {
        let name = visible_words(&model.read_model.mode_name(&first.mode)).into_string();
        let reason = first.reasons.first().map(reason_words).unwrap_or_default();
        let reason = fit(&format!(" ({reason}"), usize::from(inner.width / 3).saturating_sub(1));
        let words = format!("suggested: {}{reason})", fit(&name, usize::from(inner.width / 3)));
        x = painter.put(x, inner.y, end - x, &words, Role::Accent) + 2;
    }
    let width = |mode: &FailureMode| u16::try_from(visible_name(&mode.name).cells() + 6).unwrap_or(u16::MAX);
    let all_fit = all.iter().fold(x, |x, (mode, _)| x.saturating_add(width(mode))) <= end;
    let mut reached = x;
    let shown = with_room(&all, |mode| {
        reached = reached.saturating_add(width(mode));
        all_fit || reached.saturating_add(4) <= end
    });
    for (mode, tagged) in &shown {
        let key = mode.hotkey.map_or_else(|| "·".to_owned(), String::from);
        let name = visible_name(&mode.name);
        if *tagged {
            x = painter.put(x, inner.y, end - x, "●", Role::Fail) + 1;
        }
        x = painter.put(x, inner.y, end - x, &key, key_role) + 1;
        x = painter.put(x, inner.y, end - x, name.as_str(), if *tagged { Role::Fail } else { Role::Text }) + 2;
    }
    if shown.len() < all.len() {
        painter.put(x, inner.y, end.saturating_sub(x), &format!("+{}", all.len() - shown.len()), Role::Text);
    }
    if all.is_empty() {
        painter.put(x, inner.y, inner.width, "no failure modes yet", Role::Muted);
    }
    let corrected = judgements.correction().map(|one| format!("corrected: {}", visible_line(&one.text)));
    let note = corrected.or_else(|| record::notes_line(model).map(|note| format!("note: {note}")));
    // A third of the room at least; all that the criteria leave.
    let note_width =
        note.as_ref().map_or(0, |note| u16::try_from(cells(note) + 2).unwrap_or(u16::MAX).min(inner.width / 3));
    let mut x = inner.x;
    for criterion in model.read_model.open_criteria() {
        let (words, role) = shown_grade(model, criterion, judgements);
        let words = words.split(' ').next().unwrap_or_default();
        let number = criterion.number.map_or_else(String::new, |number| format!("{number} "));
        let name = fit(visible_name(&criterion.name).as_str(), 22);
        let needed = u16::try_from(cells(&number) + cells(words) + cells(&name) + 3).unwrap_or(u16::MAX);
        if x.saturating_add(needed + note_width) > end {
            break;
        }
        x = painter.put(x, inner.y + 1, end - x, &number, Role::Key);
        x = painter.put(x, inner.y + 1, end - x, words, role) + 1;
        x = painter.put(x, inner.y + 1, end - x, &name, Role::Text) + 2;
    }
    if let Some(note) = note {
        let note = fit(&note, usize::from(end.saturating_sub(x)));
        painter.right(inner, 1, &note, Role::Text);
    }
}
