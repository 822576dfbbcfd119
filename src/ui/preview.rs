//! A stub before it is written: the proof, then the files.

use super::overlay::frame;
use super::pen::Pen;
use super::theme::Role;
use crate::app::Model;
use crate::app::geometry::Area;
use crate::app::overlay::Preview;
use crate::text::{visible_block, visible_words};

/// Paints the preview.
pub(super) fn draw(model: &Model, preview: &Preview, pen: &mut Pen<'_>) {
    let title = format!("stub for {} {}", preview.target.word(), preview.target.key());
    let inside = frame(model, 100, model.size.1.saturating_sub(4), &title, pen);
    let Some(stub) = &preview.stub else {
        pen.row(inside, 0, &[("reading …", Role::Muted)]);
        return;
    };
    let proof = visible_words(&stub.proof);
    pen.row(inside, 0, &[(proof.as_str(), Role::Strong)]);
    let body = Area { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
    let mut lines: Vec<(String, Role)> = Vec::new();
    for (path, text) in &stub.files {
        lines.push((String::new(), Role::Text));
        lines.push((visible_words(&path.display().to_string()).into_string(), Role::Accent));
        let wanted = preview.scroll + usize::from(body.height);
        for line in text.lines().take(wanted.saturating_sub(lines.len()) + 1) {
            lines.push((visible_block(&line.into()).into_string(), Role::Code));
        }
        let skipped = text.lines().count().saturating_sub(wanted);
        if lines.len() > wanted && skipped > 0 {
            break;
        }
    }
    for (row, (text, role)) in (0..body.height).zip(lines.iter().skip(preview.scroll)) {
        pen.row(body, row, &[(text, *role)]);
    }
}
