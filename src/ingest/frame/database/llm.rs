//! `logs.db` of the command line program llm, of all its generations, as `llm logs --json` prints it: `log` and `logs`
//! (0.2 to 0.4), `responses` (0.5 to 0.31), and `turns` with their messages (from 0.32 on). One database may hold several.

use std::io;

use rusqlite::types::{Value, ValueRef};

use super::cells::{List, Object};
use super::connection::{Database, TableInfo, said, text_at};
use super::llm_generation::Generation;
use super::llm_turns;
use super::rows::broken;
use crate::error::Result;
use crate::ingest::frame::entry::{Body, Entry, Frame};

/// Reads a log of llm.
pub(super) struct Llm {
    database: Database,
    tables: Vec<TableInfo>,
    /// The generations that are left, the newest first.
    left: Vec<Generation>,
    last: i64,
    given: u64,
}

impl Llm {
    pub(super) fn new(database: Database, tables: Vec<TableInfo>) -> Self {
        let mut left: Vec<Generation> = Generation::ALL.into_iter().filter(|one| one.is_in(&tables)).collect();
        left.reverse();
        for (table, column) in
            [("tool_calls", "response_id"), ("tool_results", "response_id"), ("parts", "message_hash")]
        {
            if tables.iter().any(|one| one.name == table && one.has(&[column])) {
                // Without it each lookup reads the whole table. It is made in the copy; where that fails, it is slow.
                let sql = format!("CREATE INDEX IF NOT EXISTS gemba_{table} ON {table} ({column})");
                let _ = database.try_each(&sql, &[], &mut |_| false);
            }
        }
        Self { database, tables, left, last: i64::MIN, given: 0 }
    }

    fn has(&self, table: &str, columns: &[&str]) -> bool {
        self.tables.iter().any(|one| one.name == table && one.has(columns))
    }

    /// Returns the row behind the last one: its columns with their names.
    fn row(&mut self, generation: Generation) -> rusqlite::Result<Option<Vec<(String, Cell)>>> {
        let sql = format!("SELECT rowid, * FROM {} WHERE rowid > ?1 ORDER BY rowid LIMIT 1", generation.table());
        let mut found = None;
        let mut last = self.last;
        self.database.try_each(&sql, &[&self.last], &mut |row| {
            last = row.get(0).unwrap_or(i64::MAX);
            let names = row.as_ref().column_names().map(str::to_owned).collect::<Vec<_>>();
            let cells = names
                .into_iter()
                .enumerate()
                .skip(1)
                .filter_map(|(at, name)| Some((name, Cell::of(row.get_ref(at).ok()?)?)));
            found = Some(cells.collect());
            false
        })?;
        self.last = last;
        Ok(found)
    }

    /// Passes over a row that cannot be read. Returns whether what lies behind it can be found.
    fn pass_over(&mut self, generation: Generation) -> bool {
        let sql = format!("SELECT rowid FROM {} WHERE rowid > ?1 ORDER BY rowid LIMIT 1", generation.table());
        let mut place = None;
        let found = self.database.try_each(&sql, &[&self.last], &mut |row| {
            place = row.get(0).ok();
            false
        });
        self.last = place.unwrap_or(i64::MAX);
        found.is_ok() && place.is_some()
    }

    /// Writes a row as `llm logs --json` has it.
    fn written(&self, generation: Generation, row: &[(String, Cell)]) -> Result<Vec<u8>> {
        let mut object = Object::new();
        let text = |name: &str| row.iter().find(|(key, _)| key == name).and_then(|(_, cell)| cell.text());
        let id = text("id").unwrap_or_default();
        for (name, cell) in row {
            let (name, is_json) = match (generation, name.as_str()) {
                (Generation::Log | Generation::Logs, "timestamp" | "timestamp_utc") => ("datetime_utc", false),
                (Generation::Log | Generation::Logs, "chat_id" | "reply_to_id")
                | (_, "conversation_id" | "thread_id" | "parent_message_hash" | "tip_message_hash" | "schema_id") => {
                    continue;
                }
                // References to what is stored elsewhere, not what the provider sent.
                (Generation::Turns, "response_json") => continue,
                (_, name) => (name, matches!(name, "options_json" | "prompt_json" | "response_json" | "token_details")),
            };
            object.cell(name, if is_json { "JSON" } else { "" }, cell.value());
        }
        let always = ["prompt", "response", "options_json", "duration_ms", "datetime_utc"];
        let is_here = |name: &str| row.iter().any(|(key, _)| key == name);
        let is_renamed = |name: &str| name == "datetime_utc" && (is_here("timestamp") || is_here("timestamp_utc"));
        match generation {
            Generation::Log | Generation::Logs => {
                object.text("conversation_id", &text("chat_id").unwrap_or(id));
                always
                    .iter()
                    .filter(|name| !is_here(name) && !is_renamed(name))
                    .for_each(|name| object.json(name, b"null"));
            }
            Generation::Responses => {
                let conversation = text("conversation_id").unwrap_or_default();
                self.name_conversation(&mut object, "conversations", &conversation)?;
                always.iter().filter(|name| !is_here(name)).for_each(|name| object.json(name, b"null"));
                self.add_parts(&mut object, &id)?;
            }
            Generation::Turns => {
                let thread = text("thread_id").unwrap_or_default();
                if self.has("threads", &["id", "name"]) {
                    self.name_conversation(&mut object, "threads", &thread)?;
                }
                let others = ["options_json", "duration_ms", "datetime_utc"];
                others.iter().filter(|name| !is_here(name)).for_each(|name| object.json(name, b"null"));
                let (parent, tip) = (text("parent_message_hash"), text("tip_message_hash"));
                llm_turns::add(&self.database, &self.tables, &mut object, parent.as_deref(), tip.as_deref())?;
            }
        }
        if let Some(schema) = text("schema_id").filter(|_| self.has("schemas", &["id", "content"])) {
            self.database.each("SELECT content FROM schemas WHERE id = ?1", &[&schema], &mut |row| {
                object.text("schema_json", &text_at(row, 0).unwrap_or_default());
                false
            })?;
        }
        object.finish()
    }

    fn name_conversation(&self, object: &mut Object, table: &str, id: &str) -> Result<()> {
        object.text("conversation_id", id);
        self.database.each(&format!("SELECT name FROM {table} WHERE id = ?1"), &[&id], &mut |row| {
            if let Some(name) = text_at(row, 0) {
                object.text("conversation_name", &name);
            }
            false
        })
    }

    /// Adds what belongs to a response and stands in tables of its own.
    fn add_parts(&self, object: &mut Object, id: &str) -> Result<()> {
        let fragments = |table: &str| {
            format!(
                "SELECT f.content FROM {table} p JOIN fragments f ON f.id = p.fragment_id WHERE p.response_id = ?1 \
                 ORDER BY p.\"order\""
            )
        };
        for table in ["prompt_fragments", "system_fragments"] {
            if self.has(table, &["response_id", "fragment_id", "order"]) && self.has("fragments", &["id", "content"]) {
                self.add_list(object, table, &fragments(table), id, &["content"])?;
            }
        }
        let calls = "SELECT name, arguments, tool_call_id FROM tool_calls WHERE response_id = ?1 ORDER BY id";
        if self.has("tool_calls", &["id", "response_id", "name", "arguments", "tool_call_id"]) {
            self.add_list(object, "tool_calls", calls, id, &["name", "arguments:json", "tool_call_id"])?;
        }
        let results = "SELECT name, output, tool_call_id FROM tool_results WHERE response_id = ?1 ORDER BY id";
        if self.has("tool_results", &["id", "response_id", "name", "output", "tool_call_id"]) {
            self.add_list(object, "tool_results", results, id, &["name", "output", "tool_call_id"])?;
        }
        let attached = "SELECT a.id, a.type, a.path, a.url FROM prompt_attachments p JOIN attachments a \
                        ON a.id = p.attachment_id WHERE p.response_id = ?1 ORDER BY p.\"order\"";
        if self.has("prompt_attachments", &["response_id", "attachment_id", "order"])
            && self.has("attachments", &["id", "type", "path", "url"])
        {
            self.add_list(object, "attachments", attached, id, &["id", "type", "path", "url"])?;
        }
        let tools = "SELECT t.name, t.description, t.input_schema FROM tool_responses r JOIN tools t \
                     ON t.id = r.tool_id WHERE r.response_id = ?1 ORDER BY t.id";
        if self.has("tool_responses", &["tool_id", "response_id"])
            && self.has("tools", &["id", "name", "description", "input_schema"])
        {
            self.add_list(object, "tools", tools, id, &["name", "description", "input_schema:json"])?;
        }
        Ok(())
    }

    /// Adds a list of objects; `:json` behind a key says that the column holds JSON.
    fn add_list(&self, object: &mut Object, key: &str, sql: &str, id: &str, keys: &[&str]) -> Result<()> {
        let mut found = List::new();
        self.database.each(sql, &[&id], &mut |row| {
            let mut one = Object::new();
            for (at, key) in keys.iter().enumerate() {
                let (key, declared) = key.strip_suffix(":json").map_or((*key, ""), |key| (key, "JSON"));
                if let Ok(value) = row.get_ref(at) {
                    one.cell(key, declared, value);
                }
            }
            found.object(one)
        })?;
        object.list(key, found);
        Ok(())
    }
}

/// A value that outlives its statement.
enum Cell {
    Text(Vec<u8>),
    Other(Value),
}

impl Cell {
    /// `None` for what is not there.
    fn of(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Null => None,
            ValueRef::Text(bytes) => Some(Self::Text(bytes.to_vec())),
            ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => {
                Value::try_from(value).ok().map(Self::Other)
            }
        }
    }

    fn value(&self) -> ValueRef<'_> {
        match self {
            Self::Text(bytes) => ValueRef::Text(bytes),
            Self::Other(value) => value.into(),
        }
    }

    fn text(&self) -> Option<String> {
        match self {
            Self::Text(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            Self::Other(Value::Integer(number)) => Some(number.to_string()),
            Self::Other(_) => None,
        }
    }
}

impl Frame for Llm {
    fn next(&mut self) -> io::Result<Option<Entry>> {
        while let Some(generation) = self.left.last().copied() {
            let written = match self.row(generation) {
                Ok(None) => {
                    self.left.pop();
                    self.last = i64::MIN;
                    continue;
                }
                Ok(Some(row)) => self.written(generation, &row).map_err(|problem| problem.sentence),
                Err(error) => {
                    let goes_on = self.pass_over(generation);
                    let lost = if goes_on { "the row cannot be read" } else { "from here on the log cannot be read" };
                    Err(format!("{lost}: {}", said(&error)))
                }
            };
            self.given += 1;
            return Ok(Some(match written {
                Ok(bytes) => Entry {
                    line: self.given,
                    offset: 0,
                    body: Body::Json { bytes: bytes.into(), is_unfinished: false },
                },
                Err(reason) => broken(self.given, reason),
            }));
        }
        Ok(None)
    }
}
