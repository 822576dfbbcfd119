//! A record in lines: what it is, what was said of it, its text in parts.

use std::fmt::Write as _;

use super::{pair, plain};
use crate::app::Model;
use crate::app::screens::review::draw::{counted_grade, facts, judge_words, reason_words};
use crate::app::screens::review::{Page, settled_words};
use crate::command::{BrowseAction, JudgingAction};
use crate::domain::{Answer, ModeKey, Name, Verdict};
use crate::layout::{Look, Rendering, Row};
use crate::text::{counted, grouped, visible_block, visible_line, visible_name, visible_words};

/// A record of so many parts, and so many characters, is told whole.
const WHOLE: (usize, usize) = (24, 2_400);
/// Cells of a judge's answer at most.
const JUDGE_CELLS: usize = 400;

/// Returns the first line: which record it is, what the log says of it, and how far the session is.
pub(super) fn title(model: &Model, page: &Page) -> String {
    let review = &model.screens.review;
    let what = if review.round.is_some() { "Question" } else { "Record" };
    let at = grouped(review.list.cursor as u64 + 1);
    let counting = if review.list.is_counting { " or more" } else { "" };
    let all = grouped(review.list.len() as u64);
    let mut words = vec![format!("{what} {at} of {all}{counting}"), page.view.record.id.short()];
    words.extend(facts(&page.view.record));
    if page.view.rendering == Rendering::Raw {
        words.push("raw".to_owned());
    }
    let alike = review.list.alike_to(page.view.record.row);
    if alike > 0 {
        let key = key(model, BrowseAction::Alike);
        words.push(format!("{} alike, {key} lists them", grouped(alike as u64)));
    }
    if review.list.marks.contains(&page.view.record.row) {
        words.push("marked".to_owned());
    }
    format!("{}.", words.join(", "))
}

/// Says how far the session is: `3 of 50 judged, 1 deferred`.
pub(super) fn progress(model: &Model) -> Option<String> {
    let progress = model.screens.review.progress()?;
    if model.screens.review.pair.is_some() {
        // How many were deferred would tell of single votes.
        return Some(format!("{} of {} done", grouped(progress.done()), grouped(progress.total)));
    }
    let done = if model.screens.review.round.is_some() { "answered" } else { "judged" };
    let mut words = format!("{} of {} {done}", grouped(progress.judged), grouped(progress.total));
    for (count, word) in [(progress.deferred, "deferred"), (progress.declined, "declined")] {
        if count > 0 {
            let _ = write!(words, ", {} {word}", grouped(count));
        }
    }
    Some(words)
}

fn key(model: &Model, action: impl Into<crate::command::Action>) -> String {
    model.keyboard.keymap.key(action).map(|key| key.to_string()).unwrap_or_default()
}

/// Returns what people, checks and judges said of the record, a line for each.
pub(super) fn said(model: &Model, page: &Page) -> Vec<String> {
    let (review, judgements) = (&model.screens.review, &page.view.judgements);
    if review.blind_pair().is_some() {
        return pair::lines(model);
    }
    let own = |name: &Name| *name == model.session.reviewer;
    let by = |name: &Name| {
        if own(name) { String::new() } else { format!(" by {}", model.session.who(name, model.present)) }
    };
    let mode = |key: &ModeKey| visible_words(&model.read_model.mode_name(key)).into_string();
    let mut lines = pair::lines(model);
    if lines.is_empty() {
        let settled = judgements.settled.iter().filter(|one| !one.stale);
        let words = settled.map(|one| settled_words(&one.target, one.answer, &model.read_model));
        lines.extend(words.map(|words| format!("Settled: {}.", plain::sentence(&words))));
    }
    for one in &judgements.verdicts {
        let word = if one.verdict == Verdict::Declined { "declined" } else { one.verdict.word() };
        let reason = one.reason.as_ref().map(|reason| format!(", {}", visible_line(reason))).unwrap_or_default();
        let whose =
            if own(&one.reviewer) { "Your verdict".to_owned() } else { format!("Verdict{}", by(&one.reviewer)) };
        lines.push(format!("{whose}: {word}{reason}."));
    }
    lines.extend(judgements.tags.iter().map(|tag| format!("Tagged{}: {}.", by(&tag.reviewer), mode(&tag.mode))));
    for criterion in model.read_model.open_criteria() {
        let grade = counted_grade(model, criterion, judgements).filter(|_| !review.hides_grade(&criterion.key));
        let Some(grade) = grade else { continue };
        let answer = match grade.answer {
            Answer::Met => "met",
            Answer::NotMet => "not met",
            Answer::Na => "does not apply",
        };
        let stale = if criterion.is_stale(grade.version) { ", stale" } else { "" };
        let (name, by) = (visible_name(&criterion.name), by(&grade.reviewer));
        lines.push(format!("Criterion {name}{by}: {answer}{stale}."));
    }
    for note in &judgements.notes {
        let place = note.span.map(|span| format!(" at {span}")).unwrap_or_default();
        lines.push(format!("Note{}{place}: {}", by(&note.reviewer), visible_line(&note.text)));
    }
    if let Some(correction) = judgements.correction() {
        lines.push(format!("Corrected output{}: {}", by(&correction.reviewer), visible_line(&correction.text)));
    }
    for (check, sentence, count) in page.objections() {
        let times = if count > 1 { format!(", {count} times") } else { String::new() };
        lines.push(format!("Check {check} objects: {}{times}.", visible_words(sentence)));
    }
    lines
        .extend(review.judge_answers().into_iter().map(|answer| format!("Judge {}", judge_words(answer, JUDGE_CELLS))));
    for one in review.suggested(&model.read_model, &model.session) {
        let why = one.reasons.first().map(reason_words).map(|why| format!(", {why}")).unwrap_or_default();
        let [takes, leaves] =
            [JudgingAction::AcceptSuggestion, JudgingAction::DismissSuggestion].map(|action| key(model, action));
        lines.push(format!("Suggested tag: {}{why}; {takes} takes it, {leaves} sets it aside.", mode(&one.mode)));
    }
    lines
}

/// Returns the question of a round, where one is asked.
pub(super) fn question(model: &Model) -> Vec<String> {
    let Some(place) = model.screens.review.asked() else { return Vec::new() };
    let Some(criterion) = model.read_model.codebook.criterion_of(&place.ask.criterion) else { return Vec::new() };
    let text = criterion.current().map(|version| visible_line(&version.text).into_string()).unwrap_or_default();
    vec![format!("Criterion {}, version {}: {text}", visible_name(&criterion.name), criterion.version())]
}

/// A part of a record's text: a paragraph, a line of code, a row of a table.
pub(super) struct Part {
    /// The row of the laid-out text that it is.
    pub(super) row: usize,
    pub(super) text: String,
}

/// Returns the parts of the record's text, and whether these are all.
pub(super) fn parts(page: &Page) -> (Vec<Part>, bool) {
    let Some(laid) = page.transcript() else { return (Vec::new(), false) };
    let mut parts = Vec::new();
    let mut label = None;
    for (row, line) in laid.lines(0..usize::MAX).iter().enumerate() {
        let text = words(line);
        if !line.has_words() {
            label = (!text.is_empty()).then_some(text).or(label);
            continue;
        }
        let text = label.take().map_or(text.clone(), |label| format!("{label}: {text}"));
        parts.push(Part { row, text });
    }
    (parts, laid.is_complete())
}

/// Returns the words of a row: the speaker, then the text without margins.
fn words(row: &Row) -> String {
    let mut words = String::new();
    for (at, piece) in row.pieces.iter().enumerate() {
        let text = piece.text.as_str();
        match piece.look {
            Look::Speaker if row.has_words() => {
                let _ = write!(words, "{}: ", text.trim());
            }
            Look::Judged if text.trim() == "┃" => {}
            _ if at == 0 && text.trim().is_empty() => {}
            // What is not in the log is a margin or the frame of a table.
            _ if piece.source.is_none() => words.push_str(&text.replace(['│', '┃'], "|").replace(['─', '┼'], "-")),
            _ => words.push_str(text),
        }
    }
    words.trim_end().to_owned()
}

/// Returns the record's text as it is told first: all of a short one, else the part in view.
pub(super) fn text(model: &Model, page: &Page) -> Vec<String> {
    let (parts, is_all) = parts(page);
    let length: usize = parts.iter().map(|part| part.text.chars().count()).sum();
    if is_all && parts.len() <= WHOLE.0 && length <= WHOLE.1 {
        return parts.into_iter().map(|part| part.text).collect();
    }
    let (next, turn) = (key(model, BrowseAction::LineDown), key(model, BrowseAction::PreviousTurn));
    let many = counted(parts.len() as u64, "part");
    let more = if is_all { "" } else { " or more" };
    let mut lines = vec![format!("The text has {many}{more}: {next} tells the next part, {turn} an earlier turn.")];
    lines.extend(at(&parts, is_all, page.scroll));
    lines
}

/// Returns the part at a row.
pub(super) fn at(parts: &[Part], is_all: bool, row: usize) -> Option<String> {
    let index = parts.iter().rposition(|part| part.row <= row).unwrap_or(0);
    let part = parts.get(index)?;
    let more = if is_all { "" } else { " or more" };
    let (number, all) = (grouped(index as u64 + 1), grouped(parts.len() as u64));
    Some(format!("part {number} of {all}{more}: {}", part.text))
}

/// Returns the text of the selection, in one line.
pub(super) fn selected(page: &Page) -> Option<String> {
    let text = page.document().shown(page.selection.as_ref()?.span());
    Some(format!("Selected: {}", visible_block(&text.as_str().into()).as_str().replace('\n', " / ")))
}
