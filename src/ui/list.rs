//! What all list screens share: a title row, the filter, a scrolled window of rows, and lines of text in tones for the
//! page beside them.

use super::painter::Painter;
use super::theme::Role;
use crate::app::Model;
use crate::app::geometry::{Area, list_and_detail};
use crate::app::screens::{DetailLine, Tone};

/// The areas of a list screen: the list, and the detail of its selected line where there is room.
pub(crate) struct Split {
    pub(crate) list: Area,
    pub(crate) detail: Area,
}

/// Splits the body: side by side from 100 columns, else the list above the detail.
pub(crate) fn split(model: &Model, painter: &mut Painter<'_>) -> Split {
    let (list, detail) = list_and_detail(model.size);
    if detail.x > 0 {
        painter.column(detail.x - 1, list.y, list.height);
    } else {
        painter.rule(0, detail.y.saturating_sub(1), list.width);
    }
    Split { list, detail }
}

/// Paints title and filter; returns the area of the rows and the first one in view.
pub(crate) fn head(model: &Model, area: Area, title: &str, right: &str, painter: &mut Painter<'_>) -> (Area, usize) {
    painter.row(area, 0, &[(" ", Role::Text), (title, Role::Muted)]);
    painter.right(Area { width: area.width.saturating_sub(1), ..area }, 0, right, Role::Text);
    if let Some(list) = model.screens.list(model.screen).filter(|list| !list.filter.is_empty()) {
        let filter = crate::text::visible_words(&list.filter);
        let shown = format!("  only \"{filter}\"");
        let x = area.x + 1 + u16::try_from(crate::text::cells(title)).unwrap_or(0);
        painter.put(x, area.y, area.width / 2, &shown, Role::Accent);
    }
    let body = Area { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let top = (model.list_cursor() + 1).saturating_sub(usize::from(body.height).max(1));
    (body, top)
}

/// Paints one row: bar, name at the left, figures at the right.
pub(crate) fn line(
    area: Area,
    row: u16,
    selected: bool,
    pieces: &[(&str, Role)],
    right: &str,
    painter: &mut Painter<'_>,
) {
    let room = u16::try_from(crate::text::cells(right) + 2).unwrap_or(u16::MAX);
    let left = Area { width: area.width.saturating_sub(room), ..area };
    let mut all = vec![(if selected { "▌" } else { " " }, Role::Accent)];
    all.extend_from_slice(pieces);
    painter.row(left, row, &all);
    painter.right(Area { width: area.width.saturating_sub(1), ..area }, row, right, Role::Text);
    if selected {
        painter.select(area, row);
    }
}

/// Paints wrapped text from a row on; returns the row behind it.
pub(crate) fn paragraph(area: Area, row: u16, text: &str, role: Role, painter: &mut Painter<'_>) -> u16 {
    let mut row = row;
    for line in crate::layout::wrap_plain(text, usize::from(area.width).max(1)) {
        painter.row(area, row, &[(&line, role)]);
        row = row.saturating_add(1);
    }
    row
}

/// Returns the role of a tone.
const fn role(tone: Tone) -> Role {
    match tone {
        Tone::Plain => Role::Text,
        Tone::Strong => Role::Strong,
        Tone::Muted => Role::Muted,
        Tone::Added => Role::Accent,
        Tone::Removed => Role::Comment,
        Tone::Warn => Role::Warn,
        Tone::Key => Role::Key,
    }
}

/// Paints the pieces of a line into a row.
pub(crate) fn pieces(area: Area, row: u16, line: &DetailLine, painter: &mut Painter<'_>) {
    let pieces: Vec<(&str, Role)> = line.pieces.iter().map(|(tone, text)| (text.as_str(), role(*tone))).collect();
    painter.row(area, row, &pieces);
}
