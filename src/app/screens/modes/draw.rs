//! How the Modes screen looks.

use super::rows::ModesLine;
use crate::app::Model;
use crate::app::geometry::Area;
use crate::command::{Action, ModesAction};
use crate::domain::FailureMode;
use crate::text::{counted, grouped, visible_block, visible_line, visible_name, visible_words};
use crate::ui::list::{head, line, paragraph, split};
use crate::ui::painter::{Painter, inset};
use crate::ui::theme::Role;
use crate::views::{NoteGroup, SuggestionPrecision};

/// Paints the failure modes, the notes that none was made of, and the line under the cursor.
pub(crate) fn draw(model: &Model, painter: &mut Painter<'_>) {
    let areas = split(model, painter);
    let (body, top) = head(model, areas.list, "FAILURE MODES", "severity  records", painter);
    let shown = model.screens.modes.rows(&model.read_model);
    let cursor = model.list_cursor();
    for (row, (index, one)) in (0..body.height).zip(shown.iter().enumerate().skip(top)) {
        paint_line(*one, body, row, index == cursor, painter);
    }
    if shown.is_empty() {
        let left_out = model.read_model.open_notes.left_out_words();
        let left_out = left_out.map(|words| format!(" {words}")).unwrap_or_default();
        let text = format!(
            "No failure modes yet. {} names one; notes on records that failed or have no verdict become modes too.{left_out}",
            key(model, ModesAction::Add)
        );
        paragraph(inset(body, 1), 0, &text, Role::Muted, painter);
        return;
    }
    let area = inset(areas.detail, 1);
    match model.screens.modes.line(&model.read_model) {
        Some(ModesLine::Mode(mode)) => draw_mode(model, mode, area, painter),
        Some(ModesLine::Uncoded(count)) => draw_uncoded(model, count, area, painter),
        Some(ModesLine::Notes(group)) => draw_notes(model, group, area, painter),
        None => {}
    }
}

/// Returns the key of an action, as it is pressed.
fn key(model: &Model, action: impl Into<Action>) -> String {
    model.keyboard.keymap.key(action).map(|key| key.to_string()).unwrap_or_default()
}

fn paint_line(one: ModesLine<'_>, body: Area, row: u16, is_selected: bool, painter: &mut Painter<'_>) {
    match one {
        ModesLine::Mode(mode) => {
            let key = mode.hotkey.map_or_else(|| " ".to_owned(), String::from);
            let role = if mode.status.is_open() { Role::Text } else { Role::Muted };
            let status = if mode.status.is_open() { String::new() } else { format!("  {}", mode.status.word()) };
            let right = format!("{:>8}  {:>7}", "▪".repeat(usize::from(mode.severity)), grouped(mode.count));
            let name = visible_name(&mode.name);
            let pieces = [(key.as_str(), Role::Key), ("  ", role), (name.as_str(), role), (&status, Role::Text)];
            line(body, row, is_selected, &pieces, &right, painter);
        }
        ModesLine::Uncoded(count) => {
            let pieces = [("   ", Role::Text), ("fails without a mode", Role::Warn)];
            line(body, row, is_selected, &pieces, &grouped(count), painter);
        }
        ModesLine::Notes(group) => {
            let label = visible_line(&group.label);
            let count = counted(group.notes.len() as u64, "note");
            let pieces =
                [("   ", Role::Text), (count.as_str(), Role::Text), ("  ", Role::Text), (label.as_str(), Role::Text)];
            line(body, row, is_selected, &pieces, &grouped(group.rows().len() as u64), painter);
        }
    }
}

fn draw_mode(model: &Model, mode: &FailureMode, area: Area, painter: &mut Painter<'_>) {
    painter.row(area, 0, &[(visible_name(&mode.name).as_str(), Role::Strong)]);
    let facts = format!(
        "{} · severity {} · {} of {} read · {}",
        mode.status.word(),
        mode.severity,
        grouped(mode.count),
        grouped(model.read_model.figures.reviewed),
        visible_words(mode.slug.as_str()).as_str()
    );
    painter.row(area, 1, &[(&facts, Role::Text)]);
    let definition = if mode.definition.is_empty() {
        format!("Not defined yet; {} says what it means.", key(model, ModesAction::Define))
    } else {
        visible_block(&mode.definition).into_string()
    };
    let mut row = paragraph(area, 3, &definition, Role::Text, painter) + 1;
    if let Some(heir) = mode.merged_into.as_ref() {
        row = paragraph(
            area,
            row,
            &format!("its tags count for {}", model.read_model.mode_name(heir)),
            Role::Text,
            painter,
        );
    }
    for step in &mode.lineage {
        row = paragraph(area, row, visible_words(step).as_str(), Role::Text, painter);
    }
    let suggested = model.read_model.figures.suggested_tags.iter().filter(|one| one.mode == mode.key);
    if let Some(words) = SuggestionPrecision::words(suggested) {
        paragraph(area, row + 1, &format!("suggested by {words}"), Role::Text, painter);
    }
}

fn draw_uncoded(model: &Model, count: u64, area: Area, painter: &mut Painter<'_>) {
    painter.row(area, 0, &[("Fails without a mode", Role::Strong)]);
    let have = if count == 1 { "has" } else { "have" };
    let text = format!(
        "{} {have} no failure mode, so no rate of a mode counts {}. {} shows them.",
        counted(count, "failed record"),
        if count == 1 { "it" } else { "them" },
        key(model, ModesAction::Records)
    );
    let mut row = paragraph(area, 2, &text, Role::Text, painter) + 1;
    let open = &model.read_model.open_notes;
    if !open.groups.is_empty() {
        let older = if open.older > 0 { format!(", and {} older", grouped(open.older)) } else { String::new() };
        let text = format!(
            "{}{older} on records without a mode, in {}.",
            counted(open.notes(), "note"),
            counted(open.groups.len() as u64, "group")
        );
        row = paragraph(area, row, &text, Role::Text, painter) + 1;
    }
    if let Some(words) = open.left_out_words() {
        paragraph(area, row, &words, Role::Text, painter);
    }
}

fn draw_notes(model: &Model, group: &NoteGroup, area: Area, painter: &mut Painter<'_>) {
    let (notes, records) = (group.notes.len() as u64, group.rows().len() as u64);
    let title = format!("{} on {} without a mode", counted(notes, "note"), counted(records, "record"));
    painter.row(area, 0, &[(&title, Role::Strong)]);
    let text = format!(
        "{} makes a failure mode of them, {} adds them to one, {} shows the records.",
        key(model, ModesAction::Code),
        key(model, ModesAction::CodeInto),
        key(model, ModesAction::Records)
    );
    let mut row = paragraph(area, 1, &text, Role::Text, painter) + 1;
    for note in &group.notes {
        if row >= area.height {
            break;
        }
        let who = format!("  {}", model.session.who(&note.reviewer, model.present));
        painter.row(area, row, &[(&note.record.short(), Role::Text), (&who, Role::Text)]);
        row = paragraph(area, row + 1, visible_block(&note.text).as_str(), Role::Text, painter) + 1;
    }
}
