//! The title of the record: its id and verdict, what the log says of it, and how much of it is in view.

use crate::app::geometry::{Area, Form, Pane, form};
use crate::app::screens::review::Page;
use crate::app::{Model, glyph};
use crate::command::{BrowseAction, NotesAction};
use crate::domain::{Flag, Record};
use crate::layout::Rendering;
use crate::text::{cells, counted, grouped, visible_start};
use crate::ui::painter::Painter;
use crate::ui::theme::Role;

/// Below this width the text begins in the second row, which facts then leave free.
const SECOND_ROW_FROM: u16 = 30;
/// Cells that are kept for the lines in view.
const POSITION: usize = 20;

/// Paints the title: `✗ 3f9a2c  gpt-4o · v3 · 23 Nov 08:14 · 1.8 s · 96 tok      16–40 of 210 lines`. Facts for which there is
/// no room go on in the next row.
pub(super) fn draw(model: &Model, page: &Page, area: Area, painter: &mut Painter<'_>) {
    let record = &page.view.record;
    let verdicts = &page.view.judgements.verdicts;
    let verdict = verdicts.iter().find(|verdict| verdict.reviewer == model.session.reviewer).map(|view| view.verdict);
    let (mark, role) = verdict.map_or(("", Role::Text), |verdict| (glyph(verdict), Role::from(verdict)));
    let id = format!("{}{}", if mark.is_empty() { "" } else { " " }, record.id.short());
    let focus = if model.screens.review.pane == Pane::Record { Role::Accent } else { Role::Strong };
    let used = 1 + cells(mark) + cells(&id) + 2;
    let right = right(model, page);
    let taken: usize = right.iter().map(|(text, _)| cells(text)).sum();
    // The facts stay where they are when the place appears.
    let room = usize::from(area.width).saturating_sub(used + taken.max(POSITION) + 1);
    let judged = if form(model.size) == Form::Single { judged(model, page) } else { Vec::new() };
    let (first, rest) = fill(&[judged, facts(record)].concat(), room);
    painter.row(area, 0, &[(" ", Role::Text), (mark, role), (&id, focus), ("  ", Role::Text), (&first, Role::Text)]);
    let mut before = area;
    for (text, role) in right.iter().rev() {
        painter.right(before, 0, text, *role);
        before.width = before.width.saturating_sub(u16::try_from(cells(text)).unwrap_or(u16::MAX));
    }
    if area.width >= SECOND_ROW_FROM {
        painter.row(area, 1, &[(" ", Role::Text), (&rest, Role::Text)]);
    }
}

/// Returns what stands at the right end: how the text is shown, how many records are alike, what is in view.
fn right(model: &Model, page: &Page) -> Vec<(String, Role)> {
    let mut pieces = Vec::new();
    if page.view.rendering == Rendering::Raw {
        pieces.push((" raw ".to_owned(), Role::Warn));
    }
    let masked = page.document().masked().mentions();
    if model.present && masked > 0 {
        pieces.push((format!(" {} masked ", grouped(masked)), Role::Warn));
    }
    if page.shift() > 0 {
        pieces.push((format!(" from column {} ", grouped(page.shift() as u64 + 1)), Role::Warn));
    }
    if let (Some(dispute), Some(key)) =
        (model.screens.review.dispute(&model.read_model), model.keyboard.keymap.key(NotesAction::Answers))
    {
        let (word, role) = if dispute.is_open() { ("disputed", Role::Warn) } else { ("settled", Role::Accent) };
        pieces.push((format!(" {word} · {key} "), role));
    }
    let others = model.screens.review.list.alike_to(page.view.record.row);
    if let Some(key) = model.keyboard.keymap.key(BrowseAction::Alike).filter(|_| others > 0) {
        pieces.push((format!(" +{} alike · {key} ", grouped(others as u64)), Role::Accent));
    }
    if let Some((rows, lines, is_all)) = page.position() {
        let more = if is_all { "" } else { "+" };
        let (first, last) = (grouped(rows.start as u64 + 1), grouped(rows.end as u64));
        pieces.push((format!(" {first}–{last} of {}{more} lines ", grouped(lines as u64)), Role::Text));
    }
    pieces
}

/// Returns what the reviewer said of the record besides the verdict, for screens without room for the panel of judgements.
fn judged(model: &Model, page: &Page) -> Vec<String> {
    let (reviewer, judgements) = (&model.session.reviewer, &page.view.judgements);
    let mut tags = judgements.tags.iter().filter(|tag| tag.reviewer == *reviewer);
    let first = tags.next().map(|tag| model.read_model.mode_name(&tag.mode));
    let more = tags.count();
    let mut said = Vec::new();
    said.extend(first.map(|name| {
        let more = if more == 0 { String::new() } else { format!(" +{more}") };
        format!("● {}{more}", visible_start(&name.into(), 24))
    }));
    let notes = judgements.notes.iter().filter(|note| note.reviewer == *reviewer).count();
    said.extend((notes > 0).then(|| counted(notes as u64, "note")));
    said
}

/// Joins facts to a line of this width, and those for which there is no room to another.
fn fill(facts: &[String], room: usize) -> (String, String) {
    let mut used = 0;
    let mut fits = |fact: &str| {
        used += cells(fact) + if used == 0 { 0 } else { 3 };
        used <= room
    };
    let (first, rest) = facts.split_at(facts.iter().take_while(|fact| fits(fact)).count());
    (first.join(" · "), rest.join(" · "))
}

/// Returns what the log says of the record.
pub(crate) fn facts(record: &Record) -> Vec<String> {
    let content = &record.content;
    let mut facts = Vec::new();
    facts.extend(content.model.as_ref().map(|model| visible_start(model, 40).into_string()));
    facts.extend(content.prompt_version.as_ref().map(|prompt| visible_start(prompt, 24).into_string()));
    facts.extend(content.time.map(crate::domain::Time::short));
    facts.extend(content.latency_ms.map(|millis| format!("{:.1} s", millis / 1000.0)));
    facts.extend(content.tokens_out.map(|tokens| format!("{tokens} tok")));
    facts.extend(content.error.as_ref().map(|error| format!("error: {}", visible_start(error, 40))));
    facts.extend(content.flags.iter().map(|flag| flag_words(*flag).to_owned()));
    facts
}

const fn flag_words(flag: Flag) -> &'static str {
    match flag {
        Flag::NoFinalAnswer => "no final answer",
        Flag::DuplicateKeys => "duplicate keys",
        Flag::LoneSurrogate => "lone surrogate",
        Flag::InvalidUtf8 => "invalid UTF-8",
        Flag::TooDeep => "nested too deep",
        Flag::Cut => "cut: head and tail",
    }
}
