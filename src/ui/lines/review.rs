//! The Review screen in lines: the queue, the record, what changes about it.

use super::record;
use crate::app::Model;
use crate::app::geometry::Pane;
use crate::app::screens::review::Page;
use crate::command::{BrowseAction, GotoAction};
use crate::domain::RowId;
use crate::layout::Rendering;
use crate::text::{grouped, visible_name, visible_words};

/// Records of the queue that are told at once.
const QUEUE_LINES: usize = 10;
/// A step forward of so many rows is a page: every part of it is told.
const PAGE_ROWS: std::ops::RangeInclusive<usize> = 10..=14;

/// What was told of Review.
#[derive(Debug, Default)]
pub(super) struct ToldReview {
    subject: Option<String>,
    record: Option<(Option<usize>, RowId, Rendering)>,
    scroll: usize,
    said: Vec<String>,
    selected: Option<String>,
    pane: Pane,
    is_empty: bool,
}

impl ToldReview {
    /// Tells what is new. `comes` where another screen was told before.
    pub(super) fn tell(&mut self, model: &Model, comes: bool, out: &mut Vec<String>) {
        let subject = subject(model);
        if comes || self.subject.as_ref() != Some(&subject) {
            out.push(format!("Review: {subject}."));
            self.subject = Some(subject);
        }
        self.nothing(model, out);
        if let Some(page) = model.screens.review.current() {
            self.page(model, page, comes, out);
        }
        let pane = model.screens.review.pane;
        if pane != std::mem::replace(&mut self.pane, pane) {
            out.extend(match pane {
                Pane::Record => vec!["The record.".to_owned()],
                Pane::Side => codebook(model),
                Pane::Queue => queue(model),
            });
        }
    }

    /// Says why there is no record, once.
    fn nothing(&mut self, model: &Model, out: &mut Vec<String>) {
        let list = &model.screens.review.list;
        let is_empty = list.drawn && list.is_empty() && model.reading.is_none() && !model.requests.is_drawing();
        if is_empty && !std::mem::replace(&mut self.is_empty, is_empty) {
            let keys = |action: crate::command::Action| {
                model.keyboard.keymap.sequences(action).into_iter().next().unwrap_or_default()
            };
            let why = match list.filter.trim() {
                "" => "There is no record in this queue".to_owned(),
                filter => format!("No record matches {}", model.session.filter(filter, model.present)),
            };
            let (filter, all) = (keys(BrowseAction::FilterQueue.into()), keys(GotoAction::All.into()));
            out.push(format!("{why}: {filter} changes the filter, {all} shows all records."));
        }
        self.is_empty = is_empty;
    }

    fn page(&mut self, model: &Model, page: &Page, comes: bool, out: &mut Vec<String>) {
        let review = &model.screens.review;
        // A round may ask of the same record twice in a row.
        let question = review.round.is_some().then_some(review.list.cursor);
        let key = Some((question, page.view.record.row, page.view.rendering));
        let said = record::said(model, page);
        if self.record != key {
            out.push(record::title(model, page));
            out.extend(record::question(model));
            out.extend(record::text(model, page));
            out.extend(said.iter().cloned());
            (self.record, self.scroll, self.selected) = (key, page.scroll, None);
        } else if comes {
            out.push(record::title(model, page));
        } else if page.scroll != self.scroll {
            self.scrolled(page, out);
        } else if said != self.said && out.is_empty() {
            // What somebody else said meanwhile; one's own judgement is in the notice.
            out.extend(said.iter().filter(|line| !self.said.contains(line)).cloned());
        }
        self.said = said;
        let selected = record::selected(page);
        if selected != self.selected {
            out.extend(selected.clone());
            self.selected = selected;
        }
    }

    fn scrolled(&mut self, page: &Page, out: &mut Vec<String>) {
        let (parts, is_all) = record::parts(page);
        let before = std::mem::replace(&mut self.scroll, page.scroll);
        if page.scroll.checked_sub(before).is_some_and(|rows| PAGE_ROWS.contains(&rows)) {
            let passed = parts.iter().filter(|part| part.row > before && part.row < page.scroll);
            out.extend(passed.filter_map(|part| record::at(&parts, is_all, part.row)));
        }
        out.extend(record::at(&parts, is_all, page.scroll));
    }
}

/// Returns what the queue holds, in words.
fn subject(model: &Model) -> String {
    let review = &model.screens.review;
    let (session, present) = (&model.session, model.present);
    let workspace = if present { "presenting" } else { &model.read_model.workspace };
    let mut words = vec![visible_words(workspace).into_string()];
    if review.round.is_some() {
        words.push("re-grading".to_owned());
        return words.join(", ");
    }
    if let Some(reading) = &model.reading {
        let file = if present { "a file" } else { reading.file.rsplit('/').next().unwrap_or_default() };
        words.push(format!("while {} is read", visible_words(file)));
    }
    let queue = review.session_queue();
    words.extend(queue.title.as_ref().map(|title| session.sentence(title, present)));
    if queue.title.is_none() && !queue.filter.trim().is_empty() {
        words.push(session.filter(&queue.filter, present));
    }
    words.extend(queue.sampling.title());
    if review.is_over_session() {
        let list = &review.list;
        let shown = match (&list.title, list.filter.as_str()) {
            (Some(title), _) => session.sentence(title, present),
            (None, "") => "all records".to_owned(),
            (None, filter) => session.filter(filter, present),
        };
        words.push(format!("view of {shown}, {} records", grouped(list.len() as u64)));
    }
    words.join(", ")
}

/// Returns the failure modes and criteria with their keys.
fn codebook(model: &Model) -> Vec<String> {
    let failures = model.read_model.open_modes().into_iter().map(|mode| {
        let key = mode.hotkey.map(|key| format!("{key} ")).unwrap_or_default();
        // A count that grows tells of a tag.
        let count =
            if model.is_blind_vote_open() { String::new() } else { format!(", on {} records", grouped(mode.count)) };
        format!("Failure mode {key}{}{count}.", visible_name(&mode.name))
    });
    let criteria = model.read_model.open_criteria().into_iter().map(|criterion| {
        let number = criterion.number.map(|number| format!("{number} ")).unwrap_or_default();
        format!("Criterion {number}{}.", visible_name(&criterion.name))
    });
    let lines: Vec<String> = failures.chain(criteria).collect();
    if lines.is_empty() { vec!["No failure modes and no criteria yet.".to_owned()] } else { lines }
}

/// More cells than a preview has.
const PREVIEW_CELLS: usize = 1_000;

/// Returns the next records of the queue.
fn queue(model: &Model) -> Vec<String> {
    let list = &model.screens.review.list;
    let rows = list.queue.rows.iter().enumerate().skip(list.cursor).take(QUEUE_LINES);
    let line = |(at, row): (usize, &RowId)| {
        let line = list.line(*row)?;
        let is_hidden = model.screens.review.pair.as_ref().is_some_and(|pair| pair.is_hidden(*row));
        let verdict =
            line.verdict.filter(|_| !is_hidden).map(|verdict| format!(", {}", verdict.word())).unwrap_or_default();
        Some(format!("{}: {}{verdict}: {}", at + 1, line.id.short(), line.preview(PREVIEW_CELLS)))
    };
    let mut lines = vec!["The queue from here:".to_owned()];
    lines.extend(rows.filter_map(line));
    lines
}
