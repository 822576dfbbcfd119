//! The turns of llm from 0.32 on: chains of messages, each of parts, which turns share.

use std::collections::HashSet;

use super::cells::{Object, list, object_or_empty};
use super::connection::{Database, TableInfo, text_at};
use crate::error::Result;
use crate::ingest::json::{Fields, Value};

/// The longest chain that is walked.
const LONGEST: usize = 10_000;

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

    let asked = of(database, before.get(own..).unwrap_or_default())?;
    let said = of(database, &after)?;
    let prompt: Vec<&Part> = asked.iter().filter(|(role, _)| role == "user").map(|(_, part)| part).collect();
    let text = |parts: &[&Part], kind: &str| -> Result<String> {
        let texts: Result<Vec<String>> =
            parts.iter().filter(|part| part.kind == kind).map(|part| whole(database, tables, part)).collect();
        Ok(texts?.concat())
    };
    object.text("prompt", &text(&prompt, "text")?);
    if let Some(system) = system {
        let parts = of(database, std::slice::from_ref(system))?;
        object.text("system", &text(&parts.iter().map(|(_, part)| part).collect::<Vec<_>>(), "text")?);
    }
    let out: Vec<&Part> = said.iter().map(|(_, part)| part).collect();
    object.text("response", &text(&out, "text")?);
    let reasoning = text(&out, "reasoning")?;
    if !reasoning.is_empty() {
        object.text("reasoning", &reasoning);
    }
    let payloads = |parts: &mut dyn Iterator<Item = &Part>, kind: &str| -> Vec<Vec<u8>> {
        let of_kind = parts.filter(|part| part.kind == kind);
        of_kind.map(|part| object_or_empty(part.payload.as_bytes()).as_bytes().to_vec()).collect()
    };
    let results = payloads(&mut asked.iter().chain(&said).map(|(_, part)| part), "tool_result");
    object.json("tool_results", &list(&results));
    object.json("tool_calls", &list(&payloads(&mut out.iter().copied(), "tool_call")));
    let mut attachments = Vec::new();
    for part in prompt.iter().filter(|part| part.kind == "attachment") {
        attachments.push(attachment(database, tables, part)?);
    }
    object.json("attachments", &list(&attachments));
    Ok(())
}

/// Returns the messages from the root, or behind `end`, to a tip.
fn chain(database: &Database, tip: Option<&str>, end: Option<&str>) -> Result<Vec<Link>> {
    let (mut links, mut seen, mut next) = (Vec::new(), HashSet::new(), tip.map(str::to_owned));
    while let Some(hash) = next.take().filter(|hash| Some(hash.as_str()) != end) {
        if links.len() >= LONGEST || !seen.insert(hash.clone()) {
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

/// Returns the parts of messages, each with the role of its message.
fn of(database: &Database, links: &[Link]) -> Result<Vec<(String, Part)>> {
    let mut parts = Vec::new();
    for link in links {
        let sql = "SELECT type, text, payload FROM parts WHERE message_hash = ?1 ORDER BY position";
        database.each(sql, &[&link.hash], &mut |row| {
            let text = |at| text_at(row, at).unwrap_or_default();
            parts.push((link.role.clone(), Part { kind: text(0), text: text(1), payload: text(2) }));
            true
        })?;
    }
    Ok(parts)
}

/// Returns the text of a part, which may borrow fragments.
fn whole(database: &Database, tables: &[TableInfo], part: &Part) -> Result<String> {
    let fields = Fields::parse(object_or_empty(part.payload.as_bytes())).unwrap_or_default();
    let Some(pieces) = fields.get("text_ref").and_then(Value::elements) else { return Ok(part.text.clone()) };
    let has_fragments = tables.iter().any(|one| one.name == "fragments" && one.has(&["id", "content"]));
    let mut text = String::new();
    for piece in pieces.into_iter().filter_map(Value::members) {
        if let Some(literal) = piece.get("literal") {
            text.push_str(&literal.plain());
        } else if let Some(id) = piece.get("fragment").filter(|_| has_fragments) {
            database.each("SELECT content FROM fragments WHERE id = ?1", &[&id.source()], &mut |row| {
                text.push_str(&text_at(row, 0).unwrap_or_default());
                false
            })?;
        }
    }
    Ok(text)
}

/// Returns where an attachment is found.
fn attachment(database: &Database, tables: &[TableInfo], part: &Part) -> Result<Vec<u8>> {
    let fields = Fields::parse(object_or_empty(part.payload.as_bytes())).unwrap_or_default();
    let id = fields.get("attachment").and_then(Value::members).and_then(|inner| inner.get("id")).map(Value::plain);
    let mut object = Object::new();
    let Some(id) = id else { return Ok(object.finish()) };
    object.text("id", &id);
    if tables.iter().any(|one| one.name == "attachments" && one.has(&["id", "type", "path", "url"])) {
        let sql = "SELECT type, path, url FROM attachments WHERE id = ?1";
        database.each(sql, &[&id], &mut |row| {
            for (at, key) in ["type", "path", "url"].into_iter().enumerate() {
                if let Some(text) = text_at(row, at) {
                    object.text(key, &text);
                }
            }
            false
        })?;
    }
    Ok(object.finish())
}
