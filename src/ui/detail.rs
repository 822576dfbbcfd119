//! Lines of a page beside a list: pieces of text, each in its tone. Criteria, corrections, revisions and compared
//! answers are painted with them.

use super::painter::Painter;
use super::theme::Role;
use crate::app::geometry::Area;
use crate::app::screens::{DetailLine, Tone};

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
pub(super) fn pieces(area: Area, row: u16, line: &DetailLine, painter: &mut Painter<'_>) {
    let pieces: Vec<(&str, Role)> = line.pieces.iter().map(|(tone, text)| (text.as_str(), role(*tone))).collect();
    painter.row(area, row, &pieces);
}
