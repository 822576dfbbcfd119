//! The record's text on the screen: the visible rows, styled. Lays nothing out and knows no record.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::theme::Theme;
use crate::domain::Span;
use crate::layout::{Mark, Row};

/// Paints rows from the top of the area, with the marks that lie over them. Later marks go over earlier ones.
pub fn draw(lines: &[Row], marks: &[(Span, Mark)], theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let area = area.intersection(buffer.area);
    for (line, y) in lines.iter().zip(area.top()..area.bottom()) {
        let mut x = area.left();
        for (piece, over) in line.marked(marks) {
            let look = theme.base().patch(theme.look(piece.look));
            let style = over.into_iter().fold(look, |style, mark| style.patch(theme.mark(mark)));
            let room = usize::from(area.right().saturating_sub(x));
            // The pieces are safe text: layout made them so.
            (x, _) = buffer.set_stringn(x, y, &piece.text, room, style);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::{Modifier, Style};

    use super::draw;
    use crate::domain::Content;
    use crate::domain::{Message, Record, RecordId, Role, RowId, Span, Untrusted};
    use crate::layout::{Document, Mark, Rendering, Transcript};
    use crate::ui::theme::Theme;

    fn painted(output: &str, marks: &[(Span, Mark)], area: Rect) -> Buffer {
        let content = Content {
            messages: vec![Message::text(Role::User, "Hi")],
            output: Untrusted::from(output),
            ..Content::default()
        };
        let record = Record { row: RowId(1), id: RecordId([0; 16]), source: Untrusted::from("log"), content };
        let document = Arc::new(Document::read(&record, Rendering::Rendered));
        let mut transcript = Transcript::new(document, area.width, BTreeSet::new());
        let known = transcript.reach(usize::from(area.height));
        let mut buffer = Buffer::empty(area);
        draw(&transcript.lines(0..known), marks, &Theme::default(), area, &mut buffer);
        buffer
    }

    /// Returns the text of the cells of a row that have this style.
    fn styled(buffer: &Buffer, y: u16, wanted: impl Fn(Style) -> bool) -> String {
        let cells = (buffer.area.left()..buffer.area.right()).map(|x| &buffer[(x, y)]);
        cells.filter(|cell| wanted(cell.style())).map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn evidence_is_underlined_where_it_stands() {
        let evidence = [(Span { turn: None, start: 4, end: 10 }, Mark::Evidence(0))];
        let buffer = painted("Our refund comes.", &evidence, Rect::new(0, 0, 40, 5));
        assert_eq!(styled(&buffer, 3, |style| style.add_modifier.contains(Modifier::UNDERLINED)), "refund");
        let both = [evidence[0], (Span { turn: None, start: 0, end: 10 }, Mark::Selection)];
        let buffer = painted("Our refund comes.", &both, Rect::new(0, 0, 40, 5));
        assert_eq!(styled(&buffer, 3, |style| style.add_modifier.contains(Modifier::REVERSED)), "Our refund");
        assert_eq!(styled(&buffer, 3, |style| style.add_modifier.contains(Modifier::UNDERLINED)), "refund");
    }

    #[test]
    fn any_size_is_painted_inside_its_area() {
        let hostile = "这是\u{202e}一个 👩‍👩‍👧‍👦\t\u{1b}[31m\u{301}x\n\n# e\u{301} `code` | a |";
        for width in 0..12 {
            for height in 0..6 {
                let _ = painted(hostile, &[], Rect::new(3, 2, width, height));
            }
        }
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 2));
        let far = Rect::new(5, 1, 500, 500);
        draw(&[], &[], &Theme::default(), far, &mut buffer);
    }
}
