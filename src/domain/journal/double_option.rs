//! Tells an absent field from one that is `null`.
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[expect(clippy::ref_option, clippy::option_option, clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
pub(super) fn serialize<S: Serializer>(value: &Option<Option<char>>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        None => "unchanged".serialize(serializer),
        Some(inner) => inner.serialize(serializer),
    }
}

#[expect(clippy::option_option, reason = "serde's signature")]
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<char>>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    Ok(match text.as_deref() {
        None => Some(None),
        Some("unchanged") => None,
        Some(letter) => Some(letter.chars().next()),
    })
}
