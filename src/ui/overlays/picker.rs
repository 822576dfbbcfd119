//! A picker: what is typed in its title, rows with key, name and figures.

use ratatui::layout::Position;

use super::frame::frame;
use super::text_entry::{place_of, shown_lines};
use crate::app::Model;
use crate::app::geometry::Area;
use crate::app::overlays::picker::{Choice, PickFor, PickRow, Picker};
use crate::command::PickerAction;
use crate::domain::Answer;
use crate::text::{cells, fit, visible_words};
use crate::ui::painter::Painter;
use crate::ui::theme::Role;

const WIDTH: u16 = 76;
const ROWS_AT_MOST: u16 = 14;

pub(crate) const fn title(pick: &PickFor) -> &'static str {
    match pick {
        PickFor::Tag => "tag",
        PickFor::FailWith => "fail with",
        PickFor::Code(_) => "add the notes to",
        PickFor::MergeInto(_) | PickFor::MergeCriterion(_) => "merge into",
        PickFor::Link(_) => "link",
        PickFor::Grade(Answer::Met) => "met",
        PickFor::Grade(Answer::NotMet) => "not met",
        PickFor::Grade(Answer::Na) => "does not apply",
        PickFor::EditCriterion => "edit",
        PickFor::CheckTarget => "check for",
        PickFor::Command => "do",
    }
}

/// Paints a picker; answers where its cursor blinks.
pub(super) fn draw(model: &Model, picker: &Picker, painter: &mut Painter<'_>) -> Option<Position> {
    let shown = u16::try_from(picker.rows.len()).unwrap_or(u16::MAX).clamp(1, ROWS_AT_MOST);
    let inside = frame(model, WIDTH, shown + 3 + u16::from(picker.only_weak()), "", painter);
    if inside.height == 0 || inside.width < 4 {
        return None;
    }
    let prompt = format!("{}: ", title(&picker.pick));
    let typed = visible_words(&shown_lines(model, &picker.query).concat());
    painter.row(inside, 0, &[(&prompt, Role::Muted), (typed.as_str(), Role::Strong)]);
    let weak = u16::from(picker.only_weak()).min(inside.height - 1);
    let height = usize::from(inside.height - 1 - weak);
    let top = (picker.selected + 1).saturating_sub(height);
    let body = Area { y: inside.y + 1 + weak, height: inside.height - 1 - weak, ..inside };
    if weak > 0 {
        painter.row(inside, 1, &[("no command is called that; these mention it", Role::Muted)]);
    }
    let is_selected = |index: usize| index == picker.selected && (weak == 0 || picker.is_chosen);
    for (row, (index, pick)) in (0..).zip(picker.rows.iter().enumerate().skip(top).take(height)) {
        line(pick, body, row, is_selected(index), painter);
    }
    if picker.rows.is_empty() {
        let makes = matches!(picker.pick, PickFor::Tag | PickFor::FailWith);
        let text = match (typed.as_str().trim().is_empty(), makes) {
            (true, true) => "type a name to make a failure mode of it",
            (true, false) => "nothing to choose from yet",
            (false, _) => "nothing found",
        };
        painter.row(body, 0, &[(text, Role::Muted)]);
    }
    definition(model, picker, inside, painter);
    let place = place_of(&picker.query, usize::from(inside.width)).1;
    let column = u16::try_from(cells(&prompt)).unwrap_or(0).saturating_add(place);
    Some(Position::new(inside.x + column.min(inside.width - 1), inside.y))
}

fn line(pick: &PickRow, area: Area, row: u16, selected: bool, painter: &mut Painter<'_>) {
    let bar = if selected { "▌" } else { " " };
    let key = if pick.key.is_empty() { String::new() } else { format!("{}  ", pick.key) };
    let label = visible_words(&pick.label);
    let role = if matches!(pick.choice, Choice::NewMode(_)) { Role::Accent } else { Role::Text };
    let room = usize::from(area.width).saturating_sub(cells(&pick.detail) + cells(&key) + 3);
    let label = fit(label.as_str(), room);
    painter.row(area, row, &[(bar, Role::Accent), (&key, Role::Key), (&label, role)]);
    painter.right(area, row, &pick.detail, Role::Text);
    if selected {
        painter.select(area, row);
    }
}

/// Paints what the selected mode means, in the frame's lower line.
fn definition(model: &Model, picker: &Picker, inside: Area, painter: &mut Painter<'_>) {
    let known = match picker.rows.get(picker.selected).map(|row| &row.choice) {
        Some(Choice::Mode(mode)) => model.read_model.codebook.mode_of(mode).map(|mode| &mode.definition),
        Some(Choice::NewMode(_)) => None,
        Some(Choice::Criterion(_) | Choice::Command(_)) | None => return,
    };
    let room = inside.width.saturating_sub(2);
    let y = inside.y + inside.height;
    if let Some(definition) = known.filter(|definition| !definition.is_empty()) {
        let text = crate::text::visible_start(definition, usize::from(room).saturating_sub(2));
        painter.put(inside.x, y, room, &format!(" {text} "), Role::Text);
    } else {
        let key = model.keyboard.keymap.key(PickerAction::Define).map(|key| key.to_string()).unwrap_or_default();
        painter.put(inside.x, y, room, &format!(" {key} says what it means "), Role::Text);
    }
}
