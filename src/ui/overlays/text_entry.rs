//! A text box at the foot: its title, the text wrapped, and why it could not be taken.

use ratatui::layout::Position;

use super::check_editor;
use super::frame::foot;
use crate::app::geometry::Area;
use crate::app::overlays::text_entry::TextEntry;
use crate::app::overlays::writing::Writing;
use crate::app::screens::criteria::forecast::staling;
use crate::app::{Editor, Model, SettingKind};
use crate::command::GotoAction;
use crate::domain::Edit;
use crate::layout::wrap_plain;
use crate::text::{cells, visible_words};
use crate::ui::figures::Pieces;
use crate::ui::painter::{Painter, inset};
use crate::ui::theme::Role;

/// Rows of text shown at most.
const ROWS_AT_MOST: usize = 8;
/// Words that a filter is offered at most.
const OFFERED_AT_MOST: usize = 12;
/// Rows of what is said below the text, at most.
const REMARKS_AT_MOST: usize = 5;

pub(crate) fn title(model: &Model, writing: &Writing) -> String {
    let mode = |key| visible_words(&model.read_model.mode_name(key)).into_string();
    match writing {
        Writing::Reason { record: Some((_, id)) } => format!("why {} cannot be answered", id.short()),
        Writing::Reason { record: None } => "why the marked records cannot be answered".to_owned(),
        Writing::Note { id, span: None, .. } => format!("note on {}", id.short()),
        Writing::Note { id, span: Some(span), .. } => format!("note on {} [{span}]", id.short()),
        Writing::Correction { id, .. } => format!("output of {} as it should have been", id.short()),
        Writing::NewCriterion { .. } => "New criterion, as \"short name: what a good output does\"".to_owned(),
        Writing::Revision { criterion, .. } => {
            format!("criterion {criterion}: the statement, on a new line why it changes")
        }
        Writing::Why(revision, edit) => format!("criterion {}: why it changes ({})", revision.criterion, edit.word()),
        Writing::CriterionName(criterion) => format!("another name for {criterion}"),
        Writing::Setting(criterion, kind) => match kind {
            SettingKind::UseWhen => format!("when {criterion} is asked"),
            SettingKind::AvoidWhen => format!("when {criterion} is not asked"),
            SettingKind::Tau => format!("share of good outputs that checks of {criterion} may reject, 0 to 1"),
            SettingKind::Owner => format!("who decides on {criterion}"),
        },
        Writing::Split(target) => format!("parts of {}, one a line (name: what it says)", target.key()),
        Writing::ModeName => "name of the failure mode".to_owned(),
        Writing::ModeOfNotes(noted) => {
            format!("name of the failure mode of {}", crate::text::counted(noted.len() as u64, "note"))
        }
        Writing::ModeRename(key) => format!("another name for {}", mode(key)),
        Writing::NewMode { name, .. } => format!("what {} means", visible_words(name.as_str())),
        Writing::Definition(key) => format!("what {} means", mode(key)),
        Writing::Check(target) => {
            format!("check for {} {}: kind, argument, options (min-length --chars 40)", target.word(), target.key())
        }
        Writing::CheckEdit(check, target) => format!("{check}, on {} {}", target.word(), target.key()),
        Writing::Filter => filter_title(model),
        Writing::ListFilter => "show only".to_owned(),
        Writing::Search => "search in the record".to_owned(),
        Writing::JumpTo => "go to the id that begins".to_owned(),
        Writing::Import => "path of the log file".to_owned(),
    }
}

/// Returns what a filter is for; in a sample also what becomes of that.
fn filter_title(model: &Model) -> String {
    let review = &model.screens.review;
    let list = review.session_queue();
    if model.text_entry().is_some_and(|entry| entry.filter.begins_session) {
        return "filter: a new session".to_owned();
    }
    match (list.sampling.title(), list.sampling.plan) {
        (None, _) => "filter the queue".to_owned(),
        (Some(_), plan) if plan.plan().asks_criteria => "filter the queue; the round ends".to_owned(),
        (Some(sampling), _) => {
            let all = model.keyboard.keymap.sequences(GotoAction::All).into_iter().next().unwrap_or_default();
            format!("filter {sampling}; {all} for all records")
        }
    }
}

/// Returns row and column of an editor's cursor when its text is wrapped at this width.
pub(super) fn place_of(editor: &Editor, width: usize) -> (usize, u16) {
    let (line, column) = editor.cursor();
    let above: usize = editor.lines().iter().take(line).map(|line| rows_of(line, width)).sum();
    let current = editor.lines().get(line).map_or("", String::as_str);
    let before: String = current.chars().take(column).collect();
    let rows = wrap_plain(&before, width);
    let last = rows.last().map_or("", String::as_str);
    let blanks = before.chars().rev().take_while(|c| *c == ' ').count();
    let shown = last.chars().rev().take_while(|c| *c == ' ').count();
    let cell = cells(last) + blanks.saturating_sub(shown);
    (above + rows.len().saturating_sub(1), u16::try_from(cell.min(width.saturating_sub(1))).unwrap_or(0))
}

/// Returns the lines of an editor as they may be shown.
pub(super) fn shown_lines(model: &Model, editor: &Editor) -> Vec<String> {
    if model.present { model.session.cover.dotted(editor.lines()) } else { editor.lines().to_vec() }
}

/// Returns the lines of a text box as they may be shown: names in a filter, and files of an import or a check, are covered too.
fn written_lines(model: &Model, entry: &TextEntry) -> Vec<String> {
    let (lines, cover) = (entry.editor.lines().iter(), &model.session.cover);
    let names_files = matches!(entry.writing, Writing::Import | Writing::Check(_) | Writing::CheckEdit(..));
    if model.present && entry.writing == Writing::Filter {
        lines.map(|line| cover.dotted_filter(line)).collect()
    } else if model.present && names_files {
        lines.map(|line| cover.dotted_paths(line)).collect()
    } else {
        shown_lines(model, &entry.editor)
    }
}

fn rows_of(line: &str, width: usize) -> usize {
    wrap_plain(line, width).len().max(1)
}

/// Paints a text box; answers where its cursor blinks.
pub(super) fn draw(model: &Model, entry: &TextEntry, painter: &mut Painter<'_>) -> Position {
    let width = usize::from(foot(model, 1).width.saturating_sub(4)).max(1);
    let mut rows: Vec<String> = Vec::new();
    for line in written_lines(model, entry) {
        let wrapped = wrap_plain(&line, width);
        rows.extend(if wrapped.is_empty() { vec![String::new()] } else { wrapped });
    }
    let (cursor_row, cursor_column) = place_of(&entry.editor, width);
    let shown = rows.len().clamp(1, ROWS_AT_MOST);
    let top = (cursor_row + 1).saturating_sub(shown);
    let remarks = remarks(model, entry, width);
    let height = u16::try_from(shown + 1 + remarks.len()).unwrap_or(u16::MAX);
    let area = foot(model, height);
    painter.clear(area);
    painter.rule(area.x, area.y, area.width);
    let title = title(model, &entry.writing);
    painter.put(area.x + 1, area.y, area.width.saturating_sub(2), &format!(" {title} "), Role::Muted);
    let inner = Area { y: area.y + 1, height: area.height.saturating_sub(1), ..inset(area, 2) };
    for (row, text) in (0..).zip(rows.iter().skip(top).take(shown)) {
        painter.row(inner, row, &[(text, Role::Text)]);
    }
    for (row, pieces) in (shown..).zip(&remarks) {
        let pieces: Vec<(&str, Role)> = pieces.iter().map(|(text, role)| (text.as_str(), *role)).collect();
        painter.row(inner, u16::try_from(row).unwrap_or(u16::MAX), &pieces);
    }
    let row = u16::try_from(cursor_row.saturating_sub(top)).unwrap_or(0).min(inner.height.saturating_sub(1));
    Position::new(inner.x + cursor_column, inner.y + row)
}

/// Returns the rows below the text: why it was refused, what an edit makes stale, what a check catches.
fn remarks(model: &Model, entry: &TextEntry, width: usize) -> Vec<Pieces> {
    let rows = |text: &str, role| {
        wrap_plain(text, width).into_iter().take(REMARKS_AT_MOST).map(|row| vec![(row, role)]).collect()
    };
    if entry.writing.check_target().is_some() && entry.problem.is_none() {
        return check_editor::rows(model, entry, width);
    }
    if let Some(problem) = &entry.problem {
        return rows(problem, Role::Warn);
    }
    if entry.writing == Writing::Filter {
        let found = &entry.filter.found;
        let more = found.len().saturating_sub(OFFERED_AT_MOST);
        let shown = found.iter().take(OFFERED_AT_MOST).map(String::as_str).collect::<Vec<_>>().join("  ");
        let more = if more > 0 { format!("  + {more} more") } else { String::new() };
        return if found.is_empty() { Vec::new() } else { rows(&format!("{shown}{more}"), Role::Text) };
    }
    if let Writing::Revision { criterion, .. } = &entry.writing {
        let words = staling(&model.read_model, criterion, Edit::Meaning);
        return rows(&format!("a new meaning: {words}; you are asked which it is"), Role::Text);
    }
    Vec::new()
}
