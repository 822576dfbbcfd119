//! The output as the reviewer would have it: written over what was logged, and shown as what it changes.

use crate::app::Model;
use crate::app::message::Effect;
use crate::app::overlays::Overlay;
use crate::app::overlays::text_entry::Writing;
use crate::app::screens::criteria::versions::{DetailLine, Tone, changed_lines};
use crate::command::{GlobalAction, NotesAction};
use crate::domain::{Change, RecordId, Time, Untrusted};
use crate::text::visible_name;

/// The word that a half-written correction is kept under.
pub const CORRECTION: &str = "correction";

impl Model {
    /// Opens this reviewer's corrected output, which begins as what was logged.
    pub(crate) fn open_correction(&mut self) {
        let Some(page) = self.review.current() else {
            self.say_nothing_to_judge();
            return;
        };
        let record = &page.view.record;
        let own = page.view.judgements.corrections.iter().find(|own| own.reviewer == self.session.reviewer);
        let text = own.map_or(&record.content.output, |own| &own.text).raw().to_owned();
        let writing = Writing::Correction { row: record.row, id: record.id };
        self.leave_selection();
        self.write_text(writing, &text);
    }

    /// Keeps a corrected output. What was logged corrects nothing, and an empty text takes back what stood.
    pub(crate) fn take_correction(&mut self, id: RecordId, text: &str, now: Time, out: &mut Vec<Effect>) {
        let text = (!text.trim().is_empty()).then(|| Untrusted::from(text));
        let page = self.review.current().filter(|page| page.view.record.id == id);
        let stands = page.is_some_and(|page| {
            page.view.judgements.corrections.iter().any(|own| own.reviewer == self.session.reviewer)
        });
        // Compared as the box shows it: with line ends of one kind.
        let logged = page.map(|page| page.view.record.content.output.raw().replace("\r\n", "\n"));
        let is_logged = text.as_ref().zip(logged).is_some_and(|(text, logged)| text.raw() == logged);
        if (text.is_none() || is_logged) && !stands {
            self.say("Nothing was corrected.", &[]);
            return;
        }
        let text = text.filter(|_| !is_logged);
        let done = if text.is_some() { "kept" } else { "taken back" };
        self.write(vec![Change::Correction { record: id, text }], now, out);
        self.say(
            format!("corrected output of {} {done}", id.short()),
            &[GlobalAction::Undo.into(), NotesAction::Corrections.into()],
        );
    }

    /// Shows what the corrected outputs change.
    pub(crate) fn show_corrections(&mut self) {
        let is_corrected = self.review.current().is_some_and(|page| page.view.judgements.correction().is_some());
        if is_corrected {
            self.overlays.push(Overlay::Corrections(0));
        } else {
            self.say("Nobody corrected this output yet.", &[NotesAction::Correct.into()]);
        }
    }

    /// What the corrected outputs change in the one that was logged, line by line, the newest first.
    #[must_use]
    pub fn correction_lines(&self) -> Vec<DetailLine> {
        let Some(page) = self.review.current() else { return Vec::new() };
        let output = &page.view.record.content.output;
        let mut lines = Vec::new();
        for correction in page.view.judgements.corrections.iter().rev() {
            if !lines.is_empty() {
                lines.push(DetailLine::default());
            }
            let by = visible_name(&correction.reviewer);
            let who = if self.present { "corrected".to_owned() } else { format!("corrected by {by}") };
            let head = format!("{who}, {}", correction.time.short());
            lines.push(DetailLine { pieces: vec![(Tone::Muted, head)], ..DetailLine::default() });
            lines.extend(changed_lines(Some(output), &correction.text, self.help_width()));
        }
        lines
    }
}
