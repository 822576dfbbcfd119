//! Header and footer: where one is, how far one got, and the keys that work here.

use super::painter::{Painter, bar};
use super::theme::Role;
use crate::app::geometry::{self, Form};
use crate::app::screens::review::Progress;
use crate::app::{Model, Notice, NoticeKind, Screen, glyph};
use crate::command::{Action, BrowseAction, Entry, GlobalAction, GradingAction, Layer, REGISTRY, TextAction, entry_of};
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
    let mut words = vec![visible_words(&model.read_model.workspace).into_string()];
    if model.screens.review.round.is_some() {
        words.push("re-grading".to_owned());
        return words.join(" · ");
    }
    if let Some(reading) = &model.reading {
        words.push(reading_words(reading));
        // The name of the workspace gives way to the file's.
        return if geometry::form(model.size) == Form::Wide { words.join(" · ") } else { reading_words(reading) };
    }
    if let Some(filter) = model.requests.drawing().filter(|filter| list.drawn && **filter != *list.filter) {
        let key = model.keyboard.keymap.sequences(GlobalAction::Leave).into_iter().next().unwrap_or_default();
        let filter = if filter.is_empty() { "all records".to_owned() } else { visible_words(filter).into_string() };
        if geometry::form(model.size) != Form::Wide {
            return format!("looking ({key} stops): {filter}");
        }
        words.push(format!("looking for {filter} · {key} stops"));
        return words.join(" · ");
    }
    if let Some(title) = &list.title {
        words.push(visible_words(title).into_string());
        return words.join(" · ");
    }
    let session = model.screens.review.session_queue();
    words.extend(session.title.as_ref().map(|title| visible_words(title).into_string()));
    if session.title.is_none() && !session.filter.trim().is_empty() {
        words.push(visible_words(&session.filter).into_string());
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
        words.push(format!("view {} {place}", visible_words(filter)));
    }
    words.join(" · ")
}

/// Says how far a file is read: `reading prod.jsonl: 12,400 records, 34 %`.
fn reading_words(reading: &ReadingState) -> String {
    let name = reading.file.rsplit('/').next().unwrap_or_default();
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
    (!is_said).then(|| (format!("{what} {}", grouped(at)), Role::Muted))
}

/// Says how much of the session is judged: `17 of 50 judged, 2 deferred, 1 declined`.
fn progress_words(model: &Model, progress: Option<Progress>) -> String {
    let review = &model.screens.review;
    let is_wide = geometry::form(model.size) == Form::Wide;
    let counting = if review.list.is_counting { "+" } else { "" };
    let queue = review.session_queue().len() as u64;
    let total = format!("{}{counting}", grouped(progress.map_or(queue, |progress| progress.total)));
    let Some(Progress { judged, deferred, declined, .. }) = progress else { return total };
    let done = if review.round.is_some() { "answered" } else { "judged" };
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
    let (saved, role) = if saving { ("saving…", Role::Warn) } else { ("saved  ", Role::Muted) };
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
        minutes = progress.and_then(|progress| minutes_left(model, progress));
    }
    // Where there is little room, a list's title goes before the pace.
    let has_room = wide || model.screens.review.list.title.is_none();
    let rate = model.session.rate().filter(|_| wide || (minutes.is_none() && has_room));
    minutes.take_if(|_| !has_room);
    right.extend(rate.map(|rate| (format!("{}/h", grouped(rate.into())), Role::Muted)));
    right.extend(minutes.map(|minutes| (minutes, Role::Muted)));
    if !model.present {
        right.push((fit(visible_name(&model.session.reviewer).as_str(), NAME_AT_MOST), Role::Muted));
    }
    right.push((saved.to_owned(), role));
    let taken: usize = right.iter().map(|(text, _)| cells(text) + 2).sum();
    let taken = u16::try_from(taken).unwrap_or(width).min(width);
    let mut left = subject(model);
    if model.screen != Screen::Review {
        left = format!("{left} · {}", model.screen.title());
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

/// Paints the rule and the line at the bottom.
pub(super) fn footer(model: &Model, painter: &mut Painter<'_>) {
    let (width, rows) = model.size;
    let Some(y) = rows.checked_sub(1) else { return };
    painter.rule(0, y.saturating_sub(1), width);
    let mut x = 1;
    if let Some(notice) = &model.notice {
        x = words(notice, model, x, y, painter) + 3;
    }
    let layers = model.layers();
    // What a notice asks needs no echo of the key that asked.
    if let Some(prefix) = model.keyboard.pending.filter(|_| model.notice.is_none()) {
        let keys = pressed(model, prefix);
        x = painter.put(x, y, width.saturating_sub(x), &keys, Role::Accent) + 2;
    }
    let mut hints = model.keyboard.keymap.hints(&layers);
    let named = model.notice.as_ref().map(|notice| notice.actions.as_slice()).unwrap_or_default();
    let one_line = model.text_entry().is_some_and(|entry| !entry.editor.is_multiline());
    let is_idle = |entry: &Entry| one_line && entry.action == TextAction::Newline;
    let taken = model.text_entry().map(|entry| entry.writing.taken());
    let hint_of = |entry: &Entry| taken.filter(|_| entry.action == TextAction::Save).unwrap_or(entry.hint);
    let asked = layers.contains(&Layer::Regrade);
    // In a round the asked criterion has its own keys.
    let is_other = |entry: &Entry| {
        asked
            && (entry.action == GradingAction::MetDigit
                || matches!(entry.action, Action::Open(Layer::NotMet | Layer::NotApplicable | Layer::FailWith)))
    };
    hints.retain(|(_, entry)| !named.contains(&entry.action) && !is_idle(entry) && !is_other(entry));
    let mut full = false;
    let narrow = geometry::form(model.size) != Form::Wide;
    let is_kept = |entry: &Entry| entry.action == GlobalAction::Help || (narrow && entry.action == BrowseAction::Pane);
    let width_of =
        |(key, entry): &(String, &Entry)| u16::try_from(cells(key) + cells(hint_of(entry)) + 3).unwrap_or(u16::MAX);
    let mut kept: u16 = hints.iter().filter(|(_, entry)| is_kept(entry)).map(width_of).sum();
    for hint in &hints {
        let (key, entry) = hint;
        let needed = width_of(hint);
        if is_kept(entry) {
            kept -= needed;
        } else if full || x.saturating_add(needed).saturating_add(kept) > width + 2 {
            full = true;
            continue;
        }
        if x.saturating_add(needed) > width + 2 {
            break;
        }
        x = painter.put(x, y, width.saturating_sub(x), key, Role::Key) + 1;
        x = painter.put(x, y, width.saturating_sub(x), hint_of(entry), Role::Footer) + 2;
    }
}

/// Returns the keys pressed so far of a sequence; within a selection the layer's own opener.
fn pressed(model: &Model, prefix: Layer) -> String {
    if model.screen_layers().first() == Some(&Layer::Select) {
        let opener = REGISTRY.iter().find(|entry| entry.opens() == Some(prefix) && entry.layer == Layer::Select);
        if let Some(trigger) = opener.and_then(|entry| model.keyboard.keymap.key_of(entry)) {
            return trigger.to_string();
        }
    }
    model.keyboard.prefix_keys(prefix)
}

fn words(notice: &Notice, model: &Model, x: u16, y: u16, painter: &mut Painter<'_>) -> u16 {
    let room = model.size.0;
    let role = match notice.kind {
        NoticeKind::Plain => Role::Text,
        NoticeKind::Good => Role::Pass,
        NoticeKind::Bad => Role::Fail,
        NoticeKind::Problem | NoticeKind::TooSmall => Role::Warn,
    };
    let mut x = painter.put(x, y, room.saturating_sub(x), &notice.text, role);
    for action in &notice.actions {
        let Some(entry) = entry_of(*action) else { continue };
        let keys = model.keyboard.keymap.sequences(*action).into_iter().next().unwrap_or_default();
        x = painter.put(x, y, room.saturating_sub(x), " · ", Role::Muted);
        x = painter.put(x, y, room.saturating_sub(x), &keys, Role::Key) + 1;
        x = painter.put(x, y, room.saturating_sub(x), entry.hint, Role::Footer);
    }
    x
}

/// Paints the one line of a screen that is too small for more.
pub(super) fn one_line(model: &Model, painter: &mut Painter<'_>) {
    let list = &model.screens.review.list;
    let at = list.cursor + usize::from(!list.is_empty());
    let text = model
        .notice
        .as_ref()
        .map_or_else(|| format!("judging needs 40 × 10 · {at} of {}", list.len()), |notice| notice.text.clone());
    painter.put(0, 0, model.size.0, &text, Role::Text);
}
