//! What the corrected outputs of a record change, word by word, the newest first.

use crate::app::Session;
use crate::app::screens::detail::{DetailLine, Tone, changed_lines};
use crate::views::RecordView;

/// The open corrections of the record on screen.
#[derive(Debug, Default)]
pub struct Corrections {
    /// Lines above the view.
    pub scroll: usize,
}

/// Returns what the corrected outputs change in the one that was logged, wrapped.
pub fn correction_lines(view: &RecordView, session: &Session, present: bool, width: usize) -> Vec<DetailLine> {
    let output = &view.record.content.output;
    let mut lines = Vec::new();
    for correction in view.judgements.corrections.iter().rev() {
        if !lines.is_empty() {
            lines.push(DetailLine::default());
        }
        let who = session.who(&correction.reviewer, present);
        let head = format!("corrected by {who}, {}", correction.time.short());
        lines.push(DetailLine { pieces: vec![(Tone::Muted, head)], ..DetailLine::default() });
        lines.extend(changed_lines(Some(output), &correction.text, width));
    }
    lines
}
