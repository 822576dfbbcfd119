//! A stub before it is written: the target suites, the proof, then the records and the files of the chosen one.

use super::frame::frame;
use crate::app::Model;
use crate::app::geometry::Area;
use crate::app::overlays::stub_preview::StubPreview;
use crate::text::{cells, visible_words};
use crate::ui::painter::Painter;
use crate::ui::theme::Role;

/// Columns of the widest frame: the longest lines of a stub, and its border.
const WIDTH: u16 = 124;

/// Paints the preview.
pub(super) fn draw(model: &Model, preview: &StubPreview, painter: &mut Painter<'_>) {
    let title = format!(" stub for {} {} ", preview.target.word(), preview.target.key());
    let inside = frame(model, WIDTH, model.size.1.saturating_sub(4), &title, painter);
    body(preview, inside, painter);
}

/// Paints suites, proof and files into an area.
pub(super) fn body(preview: &StubPreview, inside: Area, painter: &mut Painter<'_>) {
    let mut suites: Vec<(&str, Role)> = Vec::new();
    let known = &preview.suites.known;
    for suite in known.iter().skip(first_in_view(known, preview.suite, inside.width.into())) {
        let (mark, role) = if *suite == preview.suite { ("▌", Role::Accent) } else { (" ", Role::Muted) };
        suites.extend([(mark, Role::Accent), (*suite, role), (" ", Role::Text)]);
    }
    painter.row(inside, 0, &suites);
    let Some(page) = preview.page() else {
        painter.row(inside, 1, &[("reading …", Role::Muted)]);
        return;
    };
    let proof = visible_words(&page.proof);
    painter.row(inside, 1, &[(proof.as_str(), Role::Strong)]);
    let written = preview.written();
    if written.len() > 1 {
        painter.row(inside, 2, &[("writes ", Role::Text), (&written.join(", "), Role::Text)]);
    }
    let body = Area { y: inside.y + 3, height: inside.height.saturating_sub(3), ..inside };
    for (row, pieces) in (0..body.height).zip(page.rows.iter().skip(preview.scroll)) {
        // The pieces are safe text: layout made them so.
        let pieces: Vec<(&str, Role)> = pieces.iter().map(|(text, look)| (text.as_str(), Role::from(*look))).collect();
        painter.row(body, row, &pieces);
    }
}

/// Returns the place of the first suite that is shown, so that the chosen one is in view where not all are.
fn first_in_view(known: &[&str], chosen: &str, width: usize) -> usize {
    let at = known.iter().position(|suite| *suite == chosen).unwrap_or_default();
    let wide = |from: &usize| known.iter().take(at + 1).skip(*from).map(|suite| cells(suite) + 2).sum::<usize>();
    (0..at).find(|from| wide(from) <= width).unwrap_or(at)
}
