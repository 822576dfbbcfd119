//! Screens and overlays without lines of their own: painted into cells that nobody sees, and read from there.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::plain;
use crate::app::geometry::{Area, body, compared, list_and_detail};
use crate::app::{Model, Screen};
use crate::text::cells;
use crate::ui::painter::Painter;
use crate::ui::theme::Theme;
use crate::ui::{overlays, screens};

/// One row that says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) text: String,
    /// Whether it is the line that keys act on.
    pub(super) is_chosen: bool,
}

/// Returns what the screen says: its list, each line with its number, then what is said of the chosen line; other screens
/// as they are read.
pub(super) fn of_screen(model: &Model) -> Vec<Told> {
    let buffer = painted(model, |painter| screens::draw(model, painter));
    let body = body(model.size);
    match model.screen {
        Screen::Modes | Screen::Criteria | Screen::Checks => {
            let (list, detail) = list_and_detail(model.size);
            let height = usize::from(list.height.saturating_sub(1)).max(1);
            let first = (model.list_cursor() + 1).saturating_sub(height) + 1;
            let numbered = model.list_length() > 0;
            let rows = read(&buffer, list).into_iter().enumerate().map(|(at, told)| match at {
                0 => told,
                _ if !numbered => told,
                _ => Told { text: format!("{}: {}", first + at - 1, told.text), ..told },
            });
            rows.chain(read(&buffer, detail)).collect()
        }
        Screen::Compare => {
            let (left, right) = compared(model.size);
            let with_title = |area: Area| Area { y: area.y.saturating_sub(1), height: area.height + 1, ..area };
            let asked = read(&buffer, Area { height: 2, ..body }).into_iter();
            asked.chain(read(&buffer, with_title(left))).chain(read(&buffer, with_title(right))).collect()
        }
        Screen::Review | Screen::Insights | Screen::End | Screen::Welcome => read(&buffer, body),
    }
}

/// Returns what lies over the screen says.
pub(super) fn of_overlays(model: &Model) -> Vec<Told> {
    let buffer = painted(model, |painter| {
        let _ = overlays::draw(model, painter);
    });
    read(&buffer, Area { x: 0, y: 0, width: model.size.0, height: model.size.1 })
}

fn painted(model: &Model, paint: impl FnOnce(&mut Painter<'_>)) -> Buffer {
    let theme = Theme::default();
    let mut buffer = Buffer::empty(Rect::new(0, 0, model.size.0, model.size.1));
    paint(&mut Painter { theme: &theme, buffer: &mut buffer });
    buffer
}

/// Reads the rows of an area that say something.
fn read(buffer: &Buffer, area: Area) -> Vec<Told> {
    let rows = (area.y..area.y + area.height).map(|y| {
        let (mut painted, mut x) = (String::new(), area.x);
        while x < area.x + area.width {
            let Some(cell) = buffer.cell((x, y)) else { break };
            painted.push_str(cell.symbol());
            // The cells behind a wide character are its own.
            x += u16::try_from(cells(cell.symbol())).unwrap_or(1).max(1);
        }
        let is_chosen = painted.starts_with('▌');
        plain::row(&painted).map(|text| Told { text, is_chosen })
    });
    rows.flatten().collect()
}
