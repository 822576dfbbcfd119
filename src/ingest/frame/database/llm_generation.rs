//! The generations of the log of llm, told by their tables.

use super::connection::TableInfo;

/// A generation of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Generation {
    Log,
    Logs,
    Responses,
    Turns,
}

impl Generation {
    pub(super) const ALL: [Self; 4] = [Self::Log, Self::Logs, Self::Responses, Self::Turns];

    /// Returns the table with its answers.
    pub(super) const fn table(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Logs => "logs",
            Self::Responses => "responses",
            Self::Turns => "turns",
        }
    }

    /// Returns whether a database has its tables.
    pub(super) fn is_in(self, tables: &[TableInfo]) -> bool {
        let has = |name: &str, columns: &[&str]| tables.iter().any(|table| table.name == name && table.has(columns));
        match self {
            Self::Log | Self::Logs => has(self.table(), &["model", "prompt", "system", "response", "chat_id"]),
            Self::Responses => {
                has("responses", &["id", "model", "prompt", "response", "conversation_id"])
                    && has("conversations", &["id", "name"])
            }
            Self::Turns => {
                has("turns", &["id", "thread_id", "parent_message_hash", "tip_message_hash", "model"])
                    && has("messages", &["hash", "parent_hash", "role"])
                    && has("parts", &["message_hash", "position", "type", "text", "payload"])
            }
        }
    }
}

/// Returns whether a database is a log of llm.
pub(super) fn is_log(tables: &[TableInfo]) -> bool {
    Generation::ALL.iter().any(|generation| generation.is_in(tables))
}
