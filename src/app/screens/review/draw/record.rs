//! The record: a title line, its text with what lies over it, and what the checks object to.

use super::judges;
use super::record_title;
use crate::app::Model;
use crate::app::geometry::Area;
use crate::app::screens::review::Page;
use crate::command::{Action, BrowseAction, GotoAction};
use crate::domain::Span;
use crate::layout::Mark;
use crate::text::{cells, visible_line, visible_words};
use crate::ui::list::paragraph;
use crate::ui::painter::{Painter, inset, rect};
use crate::ui::theme::Role;
use crate::ui::transcript;

/// Search hits painted at most around the view.
const HITS_AT_MOST: usize = 400;

/// Paints the record under the cursor.
pub(super) fn draw(model: &Model, area: Area, painter: &mut Painter<'_>) {
    let Some(page) = model.screens.review.current() else {
        let text = if model.is_reading_record() || model.reading.is_some() { "reading …" } else { "" };
        painter.row(area, 0, &[(" ", Role::Text), (text, Role::Muted)]);
        if model.reading.is_none() && model.screens.review.list.drawn && model.screens.review.list.is_empty() {
            nothing(model, area, painter);
        }
        return;
    };
    record_title::draw(model, page, area, painter);
    let text = model.screens.review.text_area(model.size, model.present, &model.read_model);
    if let Some(laid) = page.transcript() {
        let lines = laid.lines(page.rows());
        transcript::draw(&lines, &marks(model, page), painter.theme, rect(text), painter.buffer);
    }
    let (above, below) = page.hidden();
    if above {
        painter.right(area, text.y - area.y, "▴", Role::Text);
    }
    if below && text.height > 0 {
        painter.right(area, text.y - area.y + text.height - 1, "▾", Role::Text);
    }
    let row = objections(page, area, text, painter);
    if model.screens.review.has_answer_below(model.size, model.present) {
        judges::below(model, area, row, painter);
    }
}

/// Paints why the queue is empty, and the key that fills it.
fn nothing(model: &Model, area: Area, painter: &mut Painter<'_>) {
    let (list, inner) = (&model.screens.review.list, inset(area, 2));
    let key = |action: Action| model.keyboard.keymap.sequences(action).into_iter().next().unwrap_or_default();
    let mut row = match list.filter.trim() {
        "" => paragraph(inner, 1, "There is no record in this queue.", Role::Strong, painter),
        filter => {
            let filter = model.session.filter(filter, model.present);
            paragraph(inner, 1, &format!("No record matches {filter}"), Role::Strong, painter)
        }
    };
    row += 1;
    let filters = key(BrowseAction::FilterQueue.into());
    let teach = |row, key: &str, text: &str, painter: &mut Painter<'_>| {
        painter.row(inner, row, &[(key, Role::Key)]);
        let indent = u16::try_from(cells(key)).unwrap_or(0) + 1;
        let beside = Area { x: inner.x + indent, width: inner.width.saturating_sub(indent), ..inner };
        paragraph(beside, row, text, Role::Text, painter)
    };
    row = teach(row, &filters, "changes the filter; an empty one shows every record.", painter);
    if model.screens.review.list.sampling.title().is_some() {
        teach(row, &key(GotoAction::All.into()), "shows all records; the session stays as it is.", painter);
    }
}

/// Returns what lies over the text: evidence, objections, hits, the selection.
fn marks(model: &Model, page: &Page) -> Vec<(Span, Mark)> {
    let known = &model.read_model.codebook.modes;
    let tags = page.view.judgements.tags.iter();
    let mut marks: Vec<(Span, Mark)> = tags
        .filter_map(|tag| {
            let number = known.iter().position(|mode| mode.key == tag.mode).unwrap_or(0);
            Some((tag.span?, Mark::Evidence(number)))
        })
        .collect();
    let places = page.view.objections.iter().filter_map(|(_, _, place)| *place);
    marks.extend(places.map(|place| (place, Mark::Objection)));
    if let Some(search) = &page.search {
        let from = search.at.saturating_sub(HITS_AT_MOST / 2);
        let around = search.places.iter().enumerate().skip(from).take(HITS_AT_MOST);
        marks.extend(around.filter(|(at, _)| *at != search.at).map(|(_, place)| (*place, Mark::Hit)));
        marks.extend(search.current().map(|place| (place, Mark::CurrentHit)));
    }
    marks.extend(page.selection.as_ref().map(|selection| (selection.span(), Mark::Selection)));
    marks
}

/// Paints the checks' sentences, at most three, below the text; returns the row behind them.
fn objections(page: &Page, area: Area, text: Area, painter: &mut Painter<'_>) -> u16 {
    let all = page.objections();
    let first = text.y - area.y + text.height + 1;
    for (row, (check, reason, count)) in (first..).zip(all.iter().take(3)) {
        let times = if *count > 1 { format!(" {count} times") } else { String::new() };
        let reason = visible_words(reason);
        painter.row(
            area,
            row,
            &[
                (" ✗ ", Role::Fail),
                (check.as_str(), Role::Text),
                ("  ", Role::Text),
                (reason.as_str(), Role::Text),
                (&times, Role::Text),
            ],
        );
    }
    if all.len() > 3 {
        painter.right(area, first + 2, &format!(" + {} more ", all.len() - 3), Role::Text);
    }
    first + u16::try_from(all.len().min(3)).unwrap_or(3)
}

/// Returns the notes of the record in one line, newest first.
pub(super) fn notes_line(model: &Model) -> Option<String> {
    let page = model.screens.review.current()?;
    let note = page.view.judgements.notes.last()?;
    Some(visible_line(&note.text).into_string())
}
