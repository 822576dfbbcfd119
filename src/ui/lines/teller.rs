//! What was told, and what is to be told now.

use super::overlays::{ToldOverlay, new_rows};
use super::picture::{self, Told};
use super::review::ToldReview;
use super::{keys, pair, plain, record};
use crate::app::screens::review::Page;
use crate::app::{Model, Notice, Screen, presenting_words};
use crate::command::{Layer, entry_of};
use crate::text::under;
use crate::ui::footer::said;

/// Tells the screens line by line. Remembers what was told, so that only what is new is told.
#[derive(Debug, Default)]
pub struct LineTeller {
    notice: Option<String>,
    screen: Option<Screen>,
    review: ToldReview,
    rows: Vec<Told>,
    overlay: ToldOverlay,
    layer: Option<Layer>,
    /// Whether the keys of Review were told; its records come too often for that.
    knows_keys: bool,
    /// Whether it was told that the screen is shared.
    presents: bool,
}

impl LineTeller {
    /// Notes that a key was pressed: what is said next is news, even where the same was said before.
    pub fn note_key(&mut self) {
        self.notice = None;
    }

    /// Returns what changed, each line safe and without its end; while presenting, masked.
    pub fn tell(&mut self, model: &Model) -> Vec<String> {
        let lines = under(model.covering(), || self.changes(model));
        if !model.present {
            return lines;
        }
        let page = model.screens.review.current().filter(|_| model.screen == Screen::Review);
        let uncovered = page.map(Page::uncovered_texts).unwrap_or_default();
        lines.into_iter().map(|line| model.session.cover.line(&line, &uncovered)).collect()
    }

    fn changes(&mut self, model: &Model) -> Vec<String> {
        let mut out = Vec::new();
        let notice = model.notice.as_ref().map(|notice| notice_line(notice, model));
        if model.present && !self.presents && notice.is_none() {
            out.push(presenting_words());
        }
        self.presents = model.present;
        if notice.is_some() && notice != self.notice {
            out.extend(notice.clone());
        }
        self.notice = notice;
        self.screen(model, &mut out);
        self.overlay.tell(model, &mut out);
        let layer = model.keyboard.pending;
        if layer != self.layer {
            out.extend(layer.map(|layer| pair::waiting(model, layer).unwrap_or_else(|| keys::waiting(model, layer))));
            self.layer = layer;
        }
        out
    }

    fn screen(&mut self, model: &Model, out: &mut Vec<String>) {
        let comes = self.screen != Some(model.screen);
        if model.screen == Screen::Review {
            self.review.tell(model, comes, out);
            self.screen = Some(model.screen);
            if !self.knows_keys && model.screens.review.current().is_some() {
                self.knows_keys = true;
                out.push(keys::here(model));
            }
            return;
        }
        // What is still being read would be told twice.
        if !model.is_settled() {
            return;
        }
        let rows = picture::of_screen(model);
        if comes {
            out.push(format!("{}.", model.screen.title()));
            self.rows.clear();
        }
        out.extend(new_rows(&self.rows, &rows));
        if comes {
            out.push(keys::here(model));
        }
        (self.rows, self.screen) = (rows, Some(model.screen));
    }

    /// Returns the last line: how far the session is.
    pub fn farewell(&self, model: &Model) -> Option<String> {
        let progress = record::progress(model)?;
        Some(format!("{progress}. `gemba session summary` prints what was found."))
    }
}

/// Returns a notice with the keys that it names.
fn notice_line(notice: &Notice, model: &Model) -> String {
    if let Some(told) = pair::notice(notice, model) {
        return told;
    }
    let entries = notice.actions.iter().filter_map(|action| entry_of(*action));
    let keys: Vec<String> = entries
        .filter_map(|entry| {
            let keys = model.keyboard.keymap.sequences_of(entry).into_iter().next()?;
            Some(format!("{keys} {}", entry.hint))
        })
        .collect();
    let text = plain::sentence(&said(notice, model));
    if keys.is_empty() {
        return text;
    }
    format!("{}; {}.", text.trim_end_matches('.'), keys.join(", "))
}
