//! The header: where one is, and how far one got.

use super::painter::{Painter, bar};
use super::theme::Role;
use crate::app::geometry::{self, Form};
use crate::app::screens::review::{Origin, Pair, Progress, QueueList};
use crate::app::{Model, Screen, glyph};
use crate::command::GlobalAction;
use crate::domain::Verdict;
use crate::text::{cells, counted, fit, grouped, visible_name, visible_words};
use crate::views::ReadingState;

/// Cells that the reviewer's name takes at most.
const NAME_AT_MOST: usize = 16;

/// Cells that the name of a file which is read takes at most.
const FILE_AT_MOST: usize = 24;

/// Returns what the queue holds, in words: the filter, or the title of a chosen list.
fn subject(model: &Model) -> String {
    let list = &model.screens.review.list;
    let workspace = if model.present { "presenting" } else { &model.read_model.workspace };
    let mut words = vec![visible_words(workspace).into_string()];
    if model.screens.review.round.is_some() {
        words.push("re-grading".to_owned());
        return words.join(" · ");
    }
    if let Some(reading) = &model.reading {
        words.push(reading_words(reading, model.present));
        // The name of the workspace gives way to the file's.
        return if geometry::form(model.size) == Form::Wide {
            words.join(" · ")
        } else {
            reading_words(reading, model.present)
        };
    }
    if let Some(filter) = model.requests.drawing().filter(|filter| list.drawn && **filter != *list.filter) {
        let key = model.keyboard.keymap.sequences(GlobalAction::Leave).into_iter().next().unwrap_or_default();
        let filter = if filter.is_empty() { "all records".to_owned() } else { shown_filter(model, filter) };
        if geometry::form(model.size) != Form::Wide {
            return format!("looking ({key} stops): {filter}");
        }
        words.push(format!("looking for {filter} · {key} stops"));
        return words.join(" · ");
    }
    if let Some(title) = &list.title {
        words.push(led(model, model.session.sentence(title, model.present)));
        // Where there is little room, the name of the workspace gives way.
        let from = usize::from(geometry::form(model.size) != Form::Wide);
        return words.split_off(from).join(" · ");
    }
    let session = model.screens.review.session_queue();
    words.extend(session.title.as_ref().map(|title| model.session.sentence(title, model.present)));
    if session.title.is_none() && !session.filter.trim().is_empty() {
        words.push(shown_filter(model, &session.filter));
    }
    words.extend(session.sampling.title());
    if model.screens.review.is_over_session() {
        let at = list.row().and_then(|row| session.queue.rows.iter().position(|own| *own == row));
        let at = at.unwrap_or(session.cursor) as u64 + 1;
        let place = format!(" {} of {}", grouped(at), grouped(session.len() as u64));
        if let Some(last) = words.last_mut() {
            last.push_str(&place);
        }
        // The name of the workspace gives way to the view's.
        if geometry::form(model.size) != Form::Wide && words.len() > 1 {
            words.remove(0);
        }
        let at = (list.cursor + usize::from(!list.is_empty())) as u64;
        let place = format!("{} of {}", grouped(at), grouped(list.len() as u64));
        let filter = if list.filter.is_empty() { "all records" } else { &list.filter };
        let filter = shown_filter(model, filter);
        if geometry::form(model.size) != Form::Wide {
            let filter = fit(&filter, usize::from(model.size.0 / 4));
            words.insert(0, format!("view {filter} {place}"));
            return words.join(" · ");
        }
        words.push(led(model, format!("view {filter} {place}")));
    }
    words.join(" · ")
}

/// Returns a filter as it may be shown.
fn shown_filter(model: &Model, filter: &str) -> String {
    model.session.filter(filter, model.present)
}

/// Says, where there is room, by which screens and lists one was led to what is shown: `Modes › mode:tone › view …`.
fn led(model: &Model, shown: String) -> String {
    let lists: Vec<&QueueList> = model.screens.review.over_session().collect();
    if geometry::form(model.size) != Form::Wide {
        return shown;
    }
    let mut steps = Vec::new();
    for (at, list) in lists.iter().enumerate() {
        steps.extend(list.origin.as_ref().and_then(led_from).map(|screen| screen.title().to_owned()));
        if at + 1 < lists.len() {
            let filter = if list.filter.is_empty() { "all records" } else { &list.filter };
            let title = list.title.as_ref().map(|title| model.session.sentence(title, model.present));
            steps.push(fit(&title.unwrap_or_else(|| shown_filter(model, filter)), FILE_AT_MOST));
        }
    }
    steps.push(shown);
    steps.join(" › ")
}

/// Returns the screen from which one was led to a list.
const fn led_from(origin: &Origin) -> Option<Screen> {
    match origin {
        Origin::Line(screen) => Some(*screen),
        Origin::Check => Some(Screen::Checks),
        Origin::Judge { .. } => Some(Screen::Insights),
        Origin::Alike | Origin::View | Origin::All => None,
    }
}

/// Says how far a file is read: `reading prod.jsonl: 12,400 records, 34 %`.
fn reading_words(reading: &ReadingState, present: bool) -> String {
    let name = if present { "a file" } else { reading.file.rsplit('/').next().unwrap_or_default() };
    let name = fit(visible_words(name).as_str(), FILE_AT_MOST);
    let verb = if reading.waits { "following" } else { "reading" };
    let share = reading.percent().filter(|_| !reading.waits).map(|percent| format!(", {percent} %"));
    format!("{verb} {name}: {}{}", counted(reading.records, "record"), share.unwrap_or_default())
}

/// Says where the cursor is; in a view the subject says so.
fn place(model: &Model) -> Option<(String, Role)> {
    let review = &model.screens.review;
    let at = (review.list.cursor + 1) as u64;
    let is_said = (review.is_over_session() && review.list.title.is_none()) || review.list.is_empty();
    let what = if review.round.is_some() { "question" } else { "record" };
    (!is_said).then(|| (format!("{what} {}", grouped(at)), Role::Text))
}

/// Says how much of the session is judged: `17 of 50 judged, 2 deferred, 1 declined`.
fn progress_words(model: &Model, progress: Option<Progress>) -> String {
    let review = &model.screens.review;
    let is_wide = geometry::form(model.size) == Form::Wide;
    let counting = if review.list.is_counting { "+" } else { "" };
    let queue = review.session_queue().len() as u64;
    let total = format!("{}{counting}", grouped(progress.map_or(queue, |progress| progress.total)));
    let Some(Progress { judged, deferred, declined, .. }) = progress else { return total };
    let is_shared = review.pair.as_ref().is_some_and(Pair::is_at_one_terminal);
    let done = if review.round.is_some() {
        "answered"
    } else if is_shared {
        "revealed"
    } else {
        "judged"
    };
    let others = [(deferred, "deferred", Verdict::Defer), (declined, "declined", Verdict::Declined)];
    let others = others.into_iter().filter(|(count, ..)| *count > 0);
    let others: String = others
        .map(|(count, word, verdict)| {
            let count = grouped(count);
            if is_wide { format!(", {count} {word}") } else { format!(" {}{count}", glyph(verdict)) }
        })
        .collect();
    let judged = grouped(judged);
    if is_wide { format!("{judged} of {total} {done}{others}") } else { format!("{judged}/{total}{others}") }
}

/// Says how long the rest of the session takes at the present pace.
fn minutes_left(model: &Model, progress: Progress) -> Option<String> {
    let rate = model.session.rate().filter(|rate| *rate > 0 && progress.left() > 0)?;
    let minutes = (progress.left() * 60).div_ceil(rate.into());
    Some(if minutes < 120 { format!("{minutes} min left") } else { format!("{} h left", minutes.div_ceil(60)) })
}

/// Paints the line at the top and its rule.
pub(super) fn header(model: &Model, painter: &mut Painter<'_>) {
    let width = model.size.0;
    let wide = geometry::form(model.size) == Form::Wide;
    let saving = model.requests.is_saving();
    let (saved, role) = if saving { ("saving…", Role::Warn) } else { ("saved  ", Role::Text) };
    let mut right: Vec<(String, Role)> = Vec::new();
    let mut minutes = None;
    if model.screen == Screen::Review {
        right.extend(place(model));
        let progress = model.screens.review.progress();
        right.push((progress_words(model, progress), Role::Header));
        if width >= 60 && (wide || model.reading.is_none()) {
            let progress = progress.unwrap_or_default();
            right.push((bar(progress.done(), progress.total, if wide { 16 } else { 8 }, "━", "╌"), Role::Accent));
        }
        let pair = model.screens.review.pair.as_ref();
        right.extend(pair.and_then(|pair| pair.agreement_words(width >= 140)).map(|words| (words, Role::Text)));
        minutes = progress.and_then(|progress| minutes_left(model, progress));
    }
    // Where there is little room, a list's title goes before the pace.
    let has_room = wide || model.screens.review.list.title.is_none();
    let rate = model.session.rate().filter(|_| wide || (minutes.is_none() && has_room));
    minutes.take_if(|_| !has_room);
    right.extend(rate.map(|rate| (format!("{}/h", grouped(rate.into())), Role::Text)));
    right.extend(minutes.map(|minutes| (minutes, Role::Text)));
    if !model.present {
        right.push((fit(visible_name(&model.session.reviewer).as_str(), NAME_AT_MOST), Role::Text));
    }
    if let Some(work) = model.background.first().filter(|_| width >= 80) {
        let words = visible_words(&work.words).into_string();
        let words = if model.present { model.session.cover.sentence(&words) } else { words };
        let words = fit(&words, FILE_AT_MOST);
        let records = if work.records > 0 { format!(" {}", grouped(work.records)) } else { String::new() };
        right.push((format!("{words}{records}…"), Role::Warn));
    }
    right.push((saved.to_owned(), role));
    let taken: usize = right.iter().map(|(text, _)| cells(text) + 2).sum();
    let taken = u16::try_from(taken).unwrap_or(width).min(width);
    let mut left = subject(model);
    if model.screen != Screen::Review {
        let from = model.led_from.map(|screen| format!("{} › ", screen.title())).unwrap_or_default();
        left = format!("{left} · {from}{}", model.screen.title());
    }
    let mut x = 1;
    if wide {
        x = painter.put(x, 0, width, "gemba", Role::Accent) + 2;
    }
    painter.put(x, 0, width.saturating_sub(x + taken), &left, Role::Header);
    let mut x = width - taken;
    for (text, role) in right {
        x += 1;
        x = painter.put(x, 0, width.saturating_sub(x), &text, role) + 1;
    }
    painter.rule(0, 1, width);
}

/// Says over the beginning of the rule what is masked, and what is not found, as long as there is room.
fn masked_words(model: &Model, painter: &mut Painter<'_>) {
    let page = model.screens.review.current().filter(|_| model.screen == Screen::Review);
    let counts = page.map(|page| page.document().masked().words()).unwrap_or_default();
    let counts = if counts.is_empty() { String::new() } else { format!(" {counts};") };
    let room = usize::from(model.size.0 / 2).saturating_sub(2);
    let all = format!(" masked:{counts} names of people and postal addresses are not found ");
    let forms =
        [all.as_str(), " names of people and postal addresses are not masked ", " names and addresses are not masked "];
    let words = forms.into_iter().find(|words| cells(words) <= room).unwrap_or(" names are not masked ");
    painter.put(1, 1, model.size.0 / 2, words, Role::Text);
}

/// Paints the keys that were pressed last and what each did over the end of the rule, as many as half of it has room for.
pub(super) fn pressed_keys(model: &Model, painter: &mut Painter<'_>) {
    if !model.present {
        return;
    }
    masked_words(model, painter);
    let mut end = model.size.0.saturating_sub(1);
    let room = model.size.0 / 2;
    for (keys, does) in model.keyboard.pressed.iter().rev() {
        let width = u16::try_from(cells(keys) + cells(does) + 3).unwrap_or(u16::MAX);
        if end.saturating_sub(width) < room {
            break;
        }
        end -= width;
        let x = painter.put(end, 1, width, &format!(" {keys} "), Role::Key);
        painter.put(x, 1, width, &format!("{does} "), Role::Text);
    }
}
