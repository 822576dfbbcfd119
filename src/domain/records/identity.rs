//! The identity of a record, and the rules by which it was taken over time.

use std::cell::RefCell;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::Content;

/// By which rule a workspace takes the identities of its records. It keeps its rule until it is upgraded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum IdentityRule {
    /// The first one: the logged line is part of it where it was kept, and a conversation is not.
    WithLine,
    /// The present one: the external id, else the time, else the conversation tells equal contents apart.
    #[default]
    ContentOnly,
}

impl IdentityRule {
    /// Returns the rule of a number in a workspace's `meta.identity`; `None` for one of a newer gemba.
    #[must_use]
    pub const fn of_number(number: i64) -> Option<Self> {
        match number {
            1 => Some(Self::WithLine),
            2 => Some(Self::ContentOnly),
            _ => None,
        }
    }

    /// Returns the number that stands for the rule in a workspace.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Self::WithLine => 1,
            Self::ContentOnly => 2,
        }
    }
}

/// The identity of a record: blake3 over its canonical content, the first 16 bytes, printed as 32 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RecordId(pub [u8; 16]);

impl RecordId {
    /// Returns the identity of a content by the present rule.
    #[must_use]
    pub fn of(content: &Content) -> Self {
        Self::by(IdentityRule::ContentOnly, content)
    }

    /// Returns the identity of a content by a rule: messages with system and tools, output, model, and what tells equal
    /// contents apart. Source, file name, labels and cost are never in it. Each field goes in behind its length, so that
    /// no two different contents give the same bytes.
    #[must_use]
    pub fn by(rule: IdentityRule, content: &Content) -> Self {
        let hash = hash_of(|hashed| Self::gather(rule, content, hashed));
        let mut id = [0; 16];
        id.copy_from_slice(&hash.as_bytes()[..16]);
        Self(id)
    }

    /// Gathers what the identity of a content is taken over.
    fn gather(rule: IdentityRule, content: &Content, hashed: &mut Vec<u8>) {
        let mut field = |tag: u8, bytes: &[u8]| {
            hashed.push(tag);
            hashed.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
            hashed.extend_from_slice(bytes);
        };
        for message in &content.messages {
            field(b'r', message.role.as_str().as_bytes());
            for part in &message.parts {
                part.feed(&mut field);
            }
        }
        if let Some(tools) = &content.tools {
            field(b'T', tools.text().as_bytes());
        }
        field(b'o', content.output.raw().as_bytes());
        for part in &content.output_parts {
            part.feed(&mut field);
        }
        if content.after_output > 0 {
            field(b'a', &content.after_output.to_le_bytes());
        }
        if let Some(model) = &content.model {
            field(b'm', model.raw().as_bytes());
        }
        if let Some(id) = &content.external_id {
            field(b'i', id.raw().as_bytes());
        } else if let Some(time) = content.time {
            field(b't', &time.0.to_le_bytes());
        }
        match (rule, &content.conversation) {
            (IdentityRule::WithLine, _) => {
                if let Some(raw) = &content.raw {
                    field(b'w', raw.raw().as_bytes());
                }
            }
            (IdentityRule::ContentOnly, Some(conversation))
                if content.external_id.is_none() && content.time.is_none() =>
            {
                field(b'c', conversation.raw().as_bytes());
            }
            (IdentityRule::ContentOnly, _) => {}
        }
    }

    /// Reads 32 hex digits.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Self> {
        if hex.len() != 32 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let mut id = [0; 16];
        for (byte, pair) in id.iter_mut().zip(hex.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(id))
    }

    /// The first six hex digits, for lists.
    #[must_use]
    pub fn short(self) -> String {
        self.to_string()[..6].to_owned()
    }
}

thread_local! {
    /// What is hashed next: gathered first, as hashing in one go is faster than piece by piece.
    static HASHED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// More than this is not kept for the next hash.
const LONGEST_KEPT: usize = 1024 * 1024;

/// Takes blake3 over what `gather` puts into a buffer.
pub(super) fn hash_of(gather: impl FnOnce(&mut Vec<u8>)) -> blake3::Hash {
    HASHED.with_borrow_mut(|hashed| {
        hashed.clear();
        hashed.shrink_to(LONGEST_KEPT);
        gather(hashed);
        blake3::hash(hashed)
    })
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for RecordId {
    type Error = String;
    fn try_from(hex: String) -> Result<Self, String> {
        Self::parse(&hex).ok_or_else(|| "a record id is 32 hex digits".to_owned())
    }
}

impl From<RecordId> for String {
    fn from(id: RecordId) -> Self {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::{IdentityRule, RecordId};
    use crate::domain::{Content, Message, Role, Time};

    fn content() -> Content {
        Content { messages: vec![Message::text(Role::User, "2+2?")], output: "4".into(), ..Content::default() }
    }

    #[test]
    fn the_logged_line_labels_and_cost_are_no_part_of_it() {
        let plain = content();
        let other = Content { raw: Some("a line".into()), cost: Some(1.0), latency_ms: Some(2.0), ..content() };
        assert_eq!(RecordId::of(&plain), RecordId::of(&other));
        let then = |content| RecordId::by(IdentityRule::WithLine, content);
        assert_ne!(then(&plain), then(&other), "an older workspace keeps its rule");
    }

    #[test]
    fn one_thing_tells_equal_contents_apart_the_id_or_the_time_or_the_conversation() {
        let in_conversation = |name: &str| Content { conversation: Some(name.into()), ..content() };
        assert_ne!(RecordId::of(&in_conversation("a")), RecordId::of(&in_conversation("b")));
        assert_ne!(RecordId::of(&in_conversation("a")), RecordId::of(&content()));
        let at = |name: &str, time| Content { time: Some(Time(time)), ..in_conversation(name) };
        assert_eq!(RecordId::of(&at("a", 1)), RecordId::of(&at("b", 1)));
        assert_ne!(RecordId::of(&at("a", 1)), RecordId::of(&at("a", 2)));
        let called = |id: &str, time| Content { external_id: Some(id.into()), ..at("a", time) };
        assert_eq!(RecordId::of(&called("x", 1)), RecordId::of(&called("x", 2)));
        assert_ne!(RecordId::of(&called("x", 1)), RecordId::of(&called("y", 1)));
    }
}
