//! An event as it leaves a workspace and comes into another: all that its hash is taken over, and the hash.

use serde::{Deserialize, Serialize};

use crate::domain::{Change, Name};
use crate::store::journal::event::{self, Fields};

/// The latest Lamport time that is taken: far beyond what people and programs write, and far from the end of the numbers.
const LATEST: i64 = 1 << 53;

/// A hash, in JSON as hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hash(pub [u8; 32]);

impl TryFrom<String> for Hash {
    type Error = String;
    fn try_from(hex: String) -> Result<Self, String> {
        blake3::Hash::from_hex(&hex).map(|hash| Self(*hash.as_bytes())).map_err(|error| error.to_string())
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        blake3::Hash::from_bytes(hash.0).to_hex().to_string()
    }
}

/// One event of a journal, with everything that its hash is taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// UUIDv7.
    pub event: String,
    /// Which install wrote it.
    pub writer: String,
    /// Gapless per writer, from 1.
    pub sequence: i64,
    /// Its place in the order of all writers, with writer and sequence.
    pub lamport: i64,
    /// When, in milliseconds since 1970.
    pub time: i64,
    /// Who.
    pub reviewer: String,
    /// The writer's session.
    pub session: Option<i64>,
    /// The unit of undo: the id of its first event.
    pub group: String,
    /// The change as JSON, byte for byte.
    pub payload: String,
    /// What an event of before hashes were chained refers to; the others say it in their payload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    /// The hash of the writer's event before.
    pub previous: Option<Hash>,
    /// The hash over all of it.
    pub hash: Hash,
}

impl JournalEntry {
    /// Returns the change; `None` for one of a kind that this version does not know.
    #[must_use]
    pub fn change(&self) -> Option<Change> {
        serde_json::from_str(&self.payload).ok()
    }

    /// Returns the kind of the change where this version does not know it.
    pub(crate) fn unknown_kind(&self) -> Option<String> {
        event::kind(&self.payload).filter(|kind| !Change::KINDS.contains(&kind.as_str()))
    }

    /// Returns what the event refers to, as the journal keeps it beside the payload.
    pub(crate) fn context(&self) -> Option<String> {
        #[derive(Deserialize)]
        struct Said {
            under: Option<String>,
            heads: Option<serde_json::Value>,
        }
        if self.previous.is_none() {
            return self.context.clone();
        }
        let said: Said = serde_json::from_str(&self.payload).ok()?;
        said.under.or_else(|| said.heads.map(|heads| heads.to_string()))
    }

    /// Returns, as a clause, what is wrong with the event by itself.
    pub(crate) fn flaw(&self) -> Option<String> {
        let is_id = |text: &str| uuid::Uuid::try_parse(text).is_ok_and(|id| id.to_string() == text);
        if !is_id(&self.event) || !is_id(&self.group) || !is_id(&self.writer) {
            return Some("an id in it is no UUID".to_owned());
        }
        if self.sequence < 1 || self.lamport < self.sequence || self.lamport > LATEST {
            return Some("its numbers cannot be".to_owned());
        }
        if !Name::new(&self.reviewer).is_ok_and(|name| name.as_str() == self.reviewer) {
            return Some("the reviewer's name has invisible characters or is empty".to_owned());
        }
        let hash = Fields {
            id: &self.event,
            writer: &self.writer,
            sequence: self.sequence,
            lamport: self.lamport,
            time: self.time,
            reviewer: &self.reviewer,
            session: self.session,
            group: &self.group,
            previous: self.previous.map(|previous| previous.0),
            payload: &self.payload,
        }
        .hash();
        if hash != self.hash.0 {
            return Some("it is not what its hash was taken over".to_owned());
        }
        let is_heads = |text: &str| text.starts_with('{');
        if self.context().is_some_and(|context| !is_id(&context) && !is_heads(&context)) {
            return Some("what it refers to cannot be read".to_owned());
        }
        if self.unknown_kind().is_none() && self.change().is_none() {
            return Some("its change cannot be read".to_owned());
        }
        None
    }
}
