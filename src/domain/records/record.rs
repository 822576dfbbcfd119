//! A record: one logged input/output pair with what came with it. Never changes after import.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::domain::{RawJson, Time, Untrusted};

/// The place of a record in its workspace, in import order. Never reused.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RowId(pub i64);

/// Who speaks in a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Instructions above the conversation (`system`, `developer`).
    System,
    /// The person, or the program, that asks.
    User,
    /// The model.
    Assistant,
    /// The answer of a tool.
    Tool,
    /// Any other role, as it was logged.
    #[serde(untagged)]
    Other(String),
}

impl Role {
    /// The role as it is written in JSON. May be untrusted text for [`Role::Other`].
    pub fn as_str(&self) -> &str {
        match self {
            Self::System => "system",
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::Tool => "tool",
            Self::Other(role) => role,
        }
    }

    /// Reads the role words of all known formats (`human`, `gpt`, `developer`, `function`, …).
    pub fn from_word(word: &str) -> Self {
        let trimmed = word.trim();
        let is_lower = !trimmed.bytes().any(|byte| byte.is_ascii_uppercase());
        let lower = if is_lower { Cow::Borrowed(trimmed) } else { Cow::Owned(trimmed.to_ascii_lowercase()) };
        match &*lower {
            "system" | "developer" => Self::System,
            "user" | "human" | "customer" | "prompter" | "usermessage" => Self::User,
            "assistant" | "gpt" | "ai" | "agent" | "bot" | "model" | "chatgpt" | "function_call" | "apimessage" => {
                Self::Assistant
            }
            "tool" | "function" | "observation" => Self::Tool,
            _ => Self::Other(word.to_owned()),
        }
    }
}

/// One piece of a message or of an output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Plain text.
    Text(Untrusted),
    /// The model's reasoning, where it was logged.
    Reasoning(Untrusted),
    /// The model refused, in these words (a field of its own in some APIs).
    Refusal(Untrusted),
    /// The model called a tool.
    ToolCall {
        /// The call's id, if any.
        id: Option<Untrusted>,
        /// The tool's name.
        name: Untrusted,
        /// The arguments as they were logged, usually JSON text.
        arguments: Untrusted,
    },
    /// What a tool answered.
    ToolResult {
        /// The id of the call it answers, if any.
        id: Option<Untrusted>,
        /// The answer as text.
        content: Untrusted,
    },
    /// Something that cannot be shown as text: its kind (image, audio, file) and its size in bytes, if known.
    Media {
        /// `image`, `audio`, `file`, or the type that was logged.
        kind: Untrusted,
        /// Bytes, when the data itself was in the log.
        bytes: Option<u64>,
        /// The address or the file name, when the log only refers to it.
        reference: Option<Untrusted>,
    },
    /// Anything else, as JSON.
    Other(RawJson),
}

impl Part {
    /// Returns its text as it stands in that of a message; `None` for what cannot be shown as text.
    pub fn plain(&self) -> Option<String> {
        let is_shown = !matches!(self, Self::Media { .. });
        is_shown.then(|| plain_text(std::slice::from_ref(self)))
    }

    /// Feeds the part to a hash, as identities take it in.
    pub(super) fn feed(&self, field: &mut impl FnMut(u8, &[u8])) {
        match self {
            Self::Text(text) => field(b'x', text.raw().as_bytes()),
            other => field(b'p', serde_json::to_string(other).unwrap_or_default().as_bytes()),
        }
    }
}

/// One turn of the transcript.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Who speaks.
    pub role: Role,
    /// What is said, in order.
    pub parts: Vec<Part>,
}

impl Message {
    /// A message of one piece of text.
    pub fn text(role: Role, text: impl Into<Untrusted>) -> Self {
        Self { role, parts: vec![Part::Text(text.into())] }
    }

    /// The text of this turn: what was said, and tool calls and results as their logged text, joined by newlines.
    /// Spans that name a turn count in this text.
    pub fn plain(&self) -> String {
        plain_text(&self.parts)
    }
}

/// The text of parts, joined by newlines; what cannot be shown as text is left out.
pub fn plain_text(parts: &[Part]) -> String {
    let mut text = String::new();
    each_piece(parts, |piece| text.push_str(piece));
    text
}

/// Gives the pieces that [`plain_text`] joins, newlines included, without copying them.
pub(super) fn each_piece<'a>(parts: &'a [Part], mut take: impl FnMut(&'a str)) {
    let mut is_first = true;
    for part in parts {
        let pieces: [&str; 4] = match part {
            Part::Text(text) | Part::Reasoning(text) | Part::Refusal(text) => [text.raw(), "", "", ""],
            Part::ToolCall { name, arguments, .. } => [name.raw(), "(", arguments.raw(), ")"],
            Part::ToolResult { content, .. } => [content.raw(), "", "", ""],
            Part::Media { .. } => continue,
            Part::Other(json) => [json.text(), "", "", ""],
        };
        if !is_first {
            take("\n");
        }
        is_first = false;
        pieces.into_iter().for_each(&mut take);
    }
}

/// What the importer noticed about a record, shown beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// The transcript ends without an answer of the model.
    NoFinalAnswer,
    /// An object of the line names a key twice; `raw` keeps both.
    DuplicateKeys,
    /// A lone surrogate stood in a string; it became U+FFFD and `raw` keeps the escape.
    LoneSurrogate,
    /// Bytes that are not UTF-8 became U+FFFD.
    InvalidUtf8,
    /// Nested deeper than can be shown; kept raw.
    TooDeep,
    /// Longer than the cap; head and tail are kept.
    Cut,
}

/// Everything that was logged of one input/output pair, before it has an identity.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// The log's own id of the pair.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<Untrusted>,
    /// The exchange of several turns that the pair belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation: Option<Untrusted>,
    /// When the pair was logged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<Time>,
    /// The model, as it was logged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<Untrusted>,
    /// The version of the prompt, as it was logged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt_version: Option<Untrusted>,
    /// All turns but the output, with the system message, in order: those before it, then those after it.
    pub messages: Vec<Message>,
    /// How many of the messages come after the output: what a tool or a user said to it, where a run ends so.
    #[serde(skip_serializing_if = "is_zero")]
    pub after_output: u32,
    /// The tools that were offered to the model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tools: Option<RawJson>,
    /// The output as text; JSON outputs are their compact JSON text. May be empty.
    pub output: Untrusted,
    /// What the output held besides its text (tool calls, reasoning, media).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub output_parts: Vec<Part>,
    /// The expected output, if the log has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<Untrusted>,
    /// Why the model stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finish_reason: Option<Untrusted>,
    /// Milliseconds from request to answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency_ms: Option<f64>,
    /// Tokens of the input.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens_in: Option<u64>,
    /// Tokens of the output.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens_out: Option<u64>,
    /// Cost in the log's currency, usually US dollars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<f64>,
    /// What the log says went wrong with the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Untrusted>,
    /// Every logged field that has no place above, in the log's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub meta: Vec<(Untrusted, RawJson)>,
    /// What the importer noticed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Flag>,
    /// The line as it stood in the log, kept only where the fields above cannot say all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<Untrusted>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}
