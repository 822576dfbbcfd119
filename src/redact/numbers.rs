//! What was found, and the number that it has.
//!
//! A number is made of the thing itself and a secret number of the workspace: the same person has the same number on every
//! screen and in every file of a workspace, without a list being kept, and who does not have the workspace cannot try out
//! which address a number stands for.

use std::ops::Range;

/// What the numbers of a workspace are made with. It leaves the workspace in backups only.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl Key {
    /// Makes the key of a workspace's secret number.
    pub fn of(secret: i64) -> Self {
        Self(blake3::derive_key("gemba redaction numbers", &secret.to_le_bytes()))
    }
}

impl Key {
    /// Returns the number of a thing that a rule found: six digits.
    pub(super) fn number(&self, rule: &str, same: &str) -> u32 {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        hasher.update(rule.as_bytes()).update(&[0]).update(same.as_bytes());
        let mut bytes = [0; 8];
        hasher.finalize_xof().fill(&mut bytes);
        u32::try_from(100_000 + u64::from_le_bytes(bytes) % 900_000).unwrap_or_default()
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// The word of the rule that names it.
    pub rule: &'static str,
    /// The number of the person or thing, six digits.
    pub number: u32,
}

impl Found {
    /// Returns what stands in its place: `[email 483920]`.
    pub fn placeholder(&self) -> String {
        format!("[{} {}]", self.rule, self.number)
    }
}
