//! The picture of `gemba import --pick`: the paths of a log, and beside them one record as it is read.

use ratatui::Frame;
use ratatui::layout::Position;

use super::list;
use super::painter::{Painter, inset};
use super::theme::{Role, Theme};
use crate::app::geometry::{self, Area, Form};
use crate::app::pick::{LineEntry, Pick, Wanted};
use crate::command::PICK_KEYS;
use crate::domain::{Content, Time, Untrusted};
use crate::text::{cells, counted, fit, grouped, visible_start, visible_words};
use crate::views::{LabelReading, LogPath, LogReading};

/// The column that texts of a record begin in.
const MARGIN: u16 = 14;
/// The rows that an input or an output takes at most.
const TEXT_ROWS: usize = 4;
/// The turns that are shown.
const TURNS: usize = 12;

/// Returns how many paths a screen of this size shows.
#[must_use]
pub fn page(size: (u16, u16)) -> usize {
    usize::from(geometry::list_and_detail(size).0.height.saturating_sub(1))
}

/// Paints the whole screen.
pub fn draw(pick: &Pick, theme: &Theme, frame: &mut Frame<'_>) {
    let area = frame.area();
    let size = (area.width, area.height);
    let buffer = frame.buffer_mut();
    buffer.set_style(area, theme.base());
    let mut painter = Painter { theme, buffer };
    if geometry::form(size) == Form::Tiny {
        painter.put(0, 0, area.width, "pointing at fields needs 40 × 10", Role::Text);
        return;
    }
    header(pick, size, &mut painter);
    let (tree, record) = geometry::list_and_detail(size);
    let is_beside = record.x > 0;
    if pick.help && !is_beside {
        keys(Area { height: tree.height + record.height + 1, ..tree }, &mut painter);
        footer(pick, size, &mut painter);
        return;
    }
    if is_beside {
        painter.column(record.x - 1, tree.y, tree.height);
    } else {
        painter.rule(0, record.y.saturating_sub(1), size.0);
    }
    paths(pick, tree, &mut painter);
    if pick.help {
        keys(record, &mut painter);
    } else {
        reading(pick, record, &mut painter);
    }
    if let Some(cursor) = footer(pick, size, &mut painter) {
        frame.set_cursor_position(cursor);
    }
}

fn header(pick: &Pick, (width, _): (u16, u16), painter: &mut Painter<'_>) {
    let saved = format!("saved as {} ", visible_words(&pick.name).as_str());
    let taken = u16::try_from(cells(&saved)).unwrap_or(width).min(width / 2);
    let x = painter.put(1, 0, width, "gemba", Role::Accent) + 2;
    let title = format!("import {}", visible_words(&pick.file).as_str());
    painter.put(x, 0, width.saturating_sub(x + taken + 1), &title, Role::Header);
    painter.put(width - taken, 0, taken, &saved, Role::Text);
    painter.rule(0, 1, width);
}

fn paths(pick: &Pick, area: Area, painter: &mut Painter<'_>) {
    let structure = &pick.structure;
    let more = if structure.is_cut { ", not all of them" } else { "" };
    painter.row(area, 0, &[(" ", Role::Text), ("WHAT THE LOG HOLDS", Role::Muted), (more, Role::Muted)]);
    let right = Area { width: area.width.saturating_sub(1), ..area };
    painter.right(right, 0, &format!("in {}", counted_entries(structure.entries)), Role::Text);
    let body = Area { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let top = (pick.cursor + 1).saturating_sub(usize::from(body.height).max(1));
    let shown = structure.paths.iter().enumerate().skip(top).take(usize::from(body.height));
    for (row, (at, path)) in (0_u16..).zip(shown) {
        let name = name(path);
        let said = pick.said_of(path);
        let said = if said.is_empty() { String::new() } else { format!(" ← {}", said.join(", ")) };
        let sample = format!("  {}", visible_start(&path.sample, usize::from(area.width)).as_str());
        let count = if path.count == structure.entries { String::new() } else { grouped(path.count) };
        let pieces = [(name.as_str(), Role::Text), (said.as_str(), Role::Accent), (sample.as_str(), Role::Text)];
        list::line(body, row, at == pick.cursor, &pieces, &count, painter);
    }
    if structure.paths.is_empty() {
        painter.row(body, 0, &[("  nothing that could be pointed at", Role::Muted)]);
    }
}

/// Returns how many entries were looked at.
pub(super) fn counted_entries(count: u64) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("the first {} entries", grouped(count)) }
}

/// Returns the last step of a path, as far in as it is deep.
fn name(path: &LogPath) -> String {
    format!("{}{}", "  ".repeat(path.depth), visible_start(&path.name, 40).as_str())
}

/// Returns what the first entries are read as: the format, and how many records they are.
pub(super) fn about(reading: &LogReading) -> Vec<String> {
    let mut about = vec![visible_words(&reading.format).into_string(), counted(reading.records, "record")];
    if reading.without_output > 0 {
        about.push(format!("{} without output", grouped(reading.without_output)));
    }
    if reading.rejected > 0 {
        about.push(format!("{} not read", grouped(reading.rejected)));
    }
    about.retain(|words| !words.is_empty());
    about
}

/// Returns what is wrong with how they are read, or doubtful.
pub(super) fn warnings(reading: &LogReading) -> Vec<String> {
    let warnings = reading.problem.iter().chain(&reading.doubts).cloned();
    let reject = reading.reject.iter().map(|why| format!("not read: {why}"));
    warnings.chain(reject).map(|warning| visible_words(&warning).into_string()).collect()
}

/// Paints how the first entries are read, and the first record of them.
fn reading(pick: &Pick, area: Area, painter: &mut Painter<'_>) {
    let reading = &pick.reading;
    let about = about(reading);
    painter.row(area, 0, &[(" ", Role::Text), ("AS IT IS READ  ", Role::Muted), (&about.join(" · "), Role::Text)]);
    let inside = inset(Area { y: area.y + 1, height: area.height.saturating_sub(1), ..area }, 1);
    let mut row = 0;
    for warning in warnings(reading) {
        row = list::paragraph(inside, row, &warning, Role::Warn, painter);
    }
    for label in &reading.labels {
        row = field(inside, row, "label", &label_words(label), painter);
    }
    if let Some(record) = &reading.first {
        self::record(record, inside, row, painter);
    }
}

/// Returns what a column of labels says.
pub(super) fn label_words(label: &LabelReading) -> String {
    let mut words =
        vec![format!("{} pass, {} fail of {}", label.pass, label.fail, visible_words(&label.field).as_str())];
    words.extend((label.unknown > 0).then(|| format!("{} not understood", grouped(label.unknown))));
    words.extend((label.none > 0).then(|| format!("{} no verdict", grouped(label.none))));
    words.join(", ")
}

/// Returns what a record says, field by field, then its turns.
pub(super) fn fields(record: &Content) -> Vec<(String, String)> {
    let line = |text: &Untrusted| visible_start(text, 2_000).into_string();
    let named = [
        ("input", Some(line(&Untrusted::from(&*record.last_question())))),
        ("output", Some(line(&Untrusted::from(record.answer())))),
        ("model", record.model.as_ref().map(line)),
        ("time", record.time.map(Time::rfc3339)),
        ("id", record.external_id.as_ref().map(line)),
        ("conversation", record.conversation.as_ref().map(line)),
        ("prompt", record.prompt_version.as_ref().map(line)),
        ("expected", record.expected.as_ref().map(line)),
        ("latency", record.latency_ms.map(|latency| format!("{latency} ms"))),
    ];
    let named = named.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let turns = record.messages.iter().take(TURNS).map(|turn| {
        let role = visible_words(turn.role.as_str()).into_string();
        (format!("turn: {role}"), line(&Untrusted::from(turn.plain())))
    });
    named.chain(turns).collect()
}

fn record(record: &Content, area: Area, mut row: u16, painter: &mut Painter<'_>) {
    for (name, value) in fields(record) {
        let is_text = matches!(name.as_str(), "input" | "output");
        // All but input and output take one row each.
        let value = if is_text { value } else { fit(&value, usize::from(area.width.saturating_sub(MARGIN))) };
        row = field(area, row, &name, &value, painter);
    }
}

/// Paints a name and its text, wrapped beside it; returns the row behind it.
fn field(area: Area, row: u16, name: &str, text: &str, painter: &mut Painter<'_>) -> u16 {
    if row >= area.height {
        return row;
    }
    painter.put(area.x, area.y + row, MARGIN - 1, name, Role::Muted);
    let beside = Area { x: area.x + MARGIN, width: area.width.saturating_sub(MARGIN), ..area };
    let lines = crate::layout::wrap_plain(text, usize::from(beside.width).max(1));
    let mut next = row;
    for line in lines.iter().take(TEXT_ROWS) {
        painter.row(beside, next, &[(line, Role::Text)]);
        next += 1;
    }
    // A text of no row still has the row of its name.
    next.max(row + 1)
}

fn keys(area: Area, painter: &mut Painter<'_>) {
    painter.row(area, 0, &[(" KEYS", Role::Muted)]);
    let inside = inset(Area { y: area.y + 1, height: area.height.saturating_sub(1), ..area }, 1);
    let told: Vec<_> = PICK_KEYS.iter().filter(|row| !row.sentence.is_empty()).collect();
    // In two columns where one does not hold them.
    let height = usize::from(inside.height).max(1);
    let columns = told.len().div_ceil(height).clamp(1, 3);
    let width = inside.width / u16::try_from(columns).unwrap_or(1);
    for (at, row) in told.iter().enumerate() {
        let (column, line) = (at / height, at % height);
        let (Ok(column), Ok(line)) = (u16::try_from(column), u16::try_from(line)) else { return };
        let place = Area { x: inside.x + column * width, width: width.saturating_sub(1), ..inside };
        if usize::from(column) < columns {
            let key = format!("{:<10}", row.key);
            painter.row(place, line, &[(&key, Role::Key), (row.sentence, Role::Text)]);
        }
    }
}

/// Paints the line at the bottom: the keys, what was said last, or the text that is being typed; returns its cursor.
fn footer(pick: &Pick, (width, rows): (u16, u16), painter: &mut Painter<'_>) -> Option<Position> {
    let y = rows.saturating_sub(1);
    painter.rule(0, y.saturating_sub(1), width);
    if let Some(entry) = &pick.entry {
        let question = question(pick, entry);
        painter.put(1, y.saturating_sub(1), width.saturating_sub(2), &format!(" {question} "), Role::Accent);
        let typed = visible_words(&entry.text).into_string();
        // The end of a long text is what is being typed.
        let room = usize::from(width.saturating_sub(4));
        let skipped: String = typed.chars().skip(typed.chars().count().saturating_sub(room)).collect();
        let x = painter.put(1, y, width.saturating_sub(2), &skipped, Role::Text);
        return Some(Position { x, y });
    }
    let mut x = 1;
    if !pick.notice.is_empty() {
        x = painter.put(x, y, width, &pick.notice, Role::Warn) + 3;
    }
    for row in PICK_KEYS.iter().filter(|row| !row.hint.is_empty()) {
        let needed = u16::try_from(cells(row.key) + cells(row.hint) + 3).unwrap_or(u16::MAX);
        if x.saturating_add(needed) > width + 2 {
            break;
        }
        x = painter.put(x, y, width - x, row.key, Role::Key) + 1;
        x = painter.put(x, y, width.saturating_sub(x), row.hint, Role::Footer) + 2;
    }
    None
}

/// Returns the question of a line that is typed; of a label with the values that it has.
pub(super) fn question(pick: &Pick, entry: &LineEntry) -> String {
    let question = entry.question();
    if !matches!(entry.wanted, Wanted::Fail | Wanted::Pass) {
        return question.to_owned();
    }
    let values = pick.structure.paths.get(pick.cursor).map(|path| path.values.as_slice()).unwrap_or_default();
    if values.is_empty() {
        return question.to_owned();
    }
    let told: Vec<String> = values
        .iter()
        .map(|(value, count)| format!("{} {}", visible_start(value, 24).as_str(), grouped(*count)))
        .collect();
    format!("{question}. Here: {}", told.join(", "))
}
