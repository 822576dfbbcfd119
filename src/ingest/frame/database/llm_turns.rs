//! The turns of llm from 0.32 on: chains of messages, each of parts, which turns share.

use std::cell::Cell;
use std::collections::HashSet;

use super::cells::{List, Object, object_or_empty};
use super::connection::{Database, TableInfo, text_at};
use crate::error::{Problem, Result};
use crate::ingest::frame::size_cap::{LONGEST, ROW_TOO_LONG};
use crate::ingest::json::{Fields, Value};

/// The longest chain that is walked.
const LONGEST_CHAIN: usize = 10_000;

/// One message of a chain.
struct Link {
    hash: String,
    role: String,
}

/// One part of a message.
struct Part {
    kind: String,
    text: String,
    payload: String,
}

/// Adds to an entry what a turn was given and what came of it. What it was given is the messages of users and tools at the
/// end of its parent's chain; what came is the messages between there and its tip.
pub(super) fn add(
    database: &Database,
    tables: &[TableInfo],
    object: &mut Object,
    parent: Option<&str>,
    tip: Option<&str>,
) -> Result<()> {
    let before = chain(database, parent, None)?;
    let after = chain(database, tip, parent)?;
    let own = before.iter().rposition(|link| !matches!(link.role.as_str(), "user" | "tool")).map_or(0, |at| at + 1);
    let system = before.first().filter(|link| link.role == "system");

    let store = Store { database, tables, left: Cell::new(LONGEST) };
    let asked = store.parts(before.get(own..).unwrap_or_default())?;
    let said = store.parts(&after)?;
    let prompt: Vec<&Part> = asked.iter().filter(|(role, _)| role == "user").map(|(_, part)| part).collect();
    let text = |parts: &[&Part], kind: &str| -> Result<String> {
        let texts: Result<Vec<String>> =
            parts.iter().filter(|part| part.kind == kind).map(|part| store.text(part)).collect();
        Ok(texts?.concat())
    };
    object.text("prompt", &text(&prompt, "text")?);
    if let Some(system) = system {
        let parts = store.parts(std::slice::from_ref(system))?;
        object.text("system", &text(&parts.iter().map(|(_, part)| part).collect::<Vec<_>>(), "text")?);
    }
    let out: Vec<&Part> = said.iter().map(|(_, part)| part).collect();
    object.text("response", &text(&out, "text")?);
    let reasoning = text(&out, "reasoning")?;
    if !reasoning.is_empty() {
        object.text("reasoning", &reasoning);
    }
    let payloads = |parts: &mut dyn Iterator<Item = &Part>, kind: &str| -> List {
        let mut list = List::new();
        for part in parts.filter(|part| part.kind == kind) {
            list.json(object_or_empty(part.payload.as_bytes()).as_bytes());
        }
        list
    };
    let results = payloads(&mut asked.iter().chain(&said).map(|(_, part)| part), "tool_result");
    object.list("tool_results", results);
    object.list("tool_calls", payloads(&mut out.iter().copied(), "tool_call"));
    let mut attachments = List::new();
    for part in prompt.iter().filter(|part| part.kind == "attachment") {
        attachments.object(store.attachment(part)?);
    }
    object.list("attachments", attachments);
    Ok(())
}

/// Returns the messages from the root, or behind `end`, to a tip.
fn chain(database: &Database, tip: Option<&str>, end: Option<&str>) -> Result<Vec<Link>> {
    let (mut links, mut seen, mut next) = (Vec::new(), HashSet::new(), tip.map(str::to_owned));
    while let Some(hash) = next.take().filter(|hash| Some(hash.as_str()) != end) {
        if links.len() >= LONGEST_CHAIN || !seen.insert(hash.clone()) {
            break;
        }
        database.each("SELECT parent_hash, role FROM messages WHERE hash = ?1", &[&hash], &mut |row| {
            next = text_at(row, 0);
            links.push(Link { hash: hash.clone(), role: text_at(row, 1).unwrap_or_default() });
            false
        })?;
    }
    links.reverse();
    Ok(links)
}

/// What a turn refers to, no more of it than a row may have.
struct Store<'d> {
    database: &'d Database,
    tables: &'d [TableInfo],
    /// How many bytes of text may still be read.
    left: Cell<usize>,
}

impl Store<'_> {
    /// Finds rows and gives each to `take` with its columns as texts.
    ///
    /// # Errors
    /// `Input` where the database cannot be read, or the texts of this turn are too long.
    fn each(&self, sql: &str, value: &str, take: &mut dyn FnMut(Vec<Option<String>>)) -> Result<()> {
        let mut is_too_long = false;
        self.database.each(sql, &[&value], &mut |row| {
            let texts: Vec<Option<String>> = (0..row.as_ref().column_count()).map(|at| text_at(row, at)).collect();
            let bytes: usize = texts.iter().flatten().map(String::len).sum();
            is_too_long = bytes > self.left.get();
            self.left.set(self.left.get().saturating_sub(bytes));
            if !is_too_long {
                take(texts);
            }
            !is_too_long
        })?;
        if is_too_long { Err(Problem::input(ROW_TOO_LONG)) } else { Ok(()) }
    }

    fn has(&self, table: &str, columns: &[&str]) -> bool {
        self.tables.iter().any(|one| one.name == table && one.has(columns))
    }

    /// Returns the parts of messages, each with the role of its message.
    fn parts(&self, links: &[Link]) -> Result<Vec<(String, Part)>> {
        let mut parts = Vec::new();
        for link in links {
            let sql = "SELECT type, text, payload FROM parts WHERE message_hash = ?1 ORDER BY position";
            self.each(sql, &link.hash, &mut |texts| {
                let mut texts = texts.into_iter().map(Option::unwrap_or_default);
                let mut text = || texts.next().unwrap_or_default();
                parts.push((link.role.clone(), Part { kind: text(), text: text(), payload: text() }));
            })?;
        }
        Ok(parts)
    }

    /// Returns the text of a part, which may borrow fragments.
    fn text(&self, part: &Part) -> Result<String> {
        let fields = Fields::parse(object_or_empty(part.payload.as_bytes())).unwrap_or_default();
        let Some(pieces) = fields.get("text_ref").and_then(Value::elements) else { return Ok(part.text.clone()) };
        let has_fragments = self.has("fragments", &["id", "content"]);
        let mut text = String::new();
        for piece in pieces.into_iter().filter_map(Value::members) {
            if let Some(literal) = piece.get("literal") {
                text.push_str(&literal.plain());
            } else if let Some(id) = piece.get("fragment").filter(|_| has_fragments) {
                self.each("SELECT content FROM fragments WHERE id = ?1", id.source(), &mut |texts| {
                    texts.iter().flatten().for_each(|content| text.push_str(content));
                })?;
            }
        }
        Ok(text)
    }

    /// Returns where an attachment is found.
    fn attachment(&self, part: &Part) -> Result<Object> {
        let fields = Fields::parse(object_or_empty(part.payload.as_bytes())).unwrap_or_default();
        let id = fields.get("attachment").and_then(Value::members).and_then(|inner| inner.get("id")).map(Value::plain);
        let mut object = Object::new();
        let Some(id) = id else { return Ok(object) };
        object.text("id", &id);
        if self.has("attachments", &["id", "type", "path", "url"]) {
            self.each("SELECT type, path, url FROM attachments WHERE id = ?1", &id, &mut |texts| {
                for (key, text) in ["type", "path", "url"].into_iter().zip(texts) {
                    if let Some(text) = text {
                        object.text(key, &text);
                    }
                }
            })?;
        }
        Ok(object)
    }
}
