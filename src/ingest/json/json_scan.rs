//! One pass over valid JSON that finds what a reader of values cannot see: double keys, lone surrogates, depth.

use std::borrow::Cow;
use std::collections::HashSet;

use super::string::decode;

/// What the scan found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct JsonScan {
    /// How deep arrays and objects are nested; 0 for a scalar.
    pub(crate) depth: usize,
    /// Whether an object names a key twice.
    pub(crate) has_double_keys: bool,
    /// Whether a string holds half of a surrogate pair.
    pub(crate) has_lone_surrogate: bool,
}

/// An open array (no keys) or object.
enum Open<'a> {
    Array,
    Few(Vec<Cow<'a, str>>),
    Many(HashSet<Cow<'a, str>>),
}

impl<'a> Open<'a> {
    /// Remembers a key; returns whether it was there before.
    fn has_seen(&mut self, key: Cow<'a, str>) -> bool {
        match self {
            Self::Array => false,
            Self::Few(keys) if keys.contains(&key) => true,
            Self::Few(keys) if keys.len() < 48 => {
                keys.push(key);
                false
            }
            Self::Few(keys) => {
                let mut many: HashSet<_> = keys.drain(..).collect();
                let is_new = many.insert(key);
                *self = Self::Many(many);
                !is_new
            }
            Self::Many(keys) => !keys.insert(key),
        }
    }
}

/// Scans one valid JSON text.
pub(crate) fn scan(text: &str) -> JsonScan {
    let bytes = text.as_bytes();
    let mut found = JsonScan::default();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut expects_key = false;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => {
                expects_key = *byte == b'{';
                open.push(if expects_key { Open::Few(Vec::new()) } else { Open::Array });
                found.depth = found.depth.max(open.len());
            }
            b'}' | b']' => {
                open.pop();
                expects_key = false;
            }
            b',' => expects_key = !matches!(open.last(), Some(Open::Array) | None),
            b'"' => {
                let end = string_end(bytes, at, &mut found.has_lone_surrogate);
                if expects_key && let Some(object) = open.last_mut() {
                    expects_key = false;
                    found.has_double_keys |= object.has_seen(decode(text.get(at..end).unwrap_or("")));
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// One past the closing quote of the string that opens at `start`.
fn string_end(bytes: &[u8], start: usize, has_lone_surrogate: &mut bool) -> usize {
    let mut at = start + 1;
    let mut half = false;
    while let Some(step) = bytes.get(at..).and_then(|rest| rest.iter().position(|b| matches!(b, b'"' | b'\\'))) {
        *has_lone_surrogate |= half && step > 0;
        half &= step == 0;
        at += step;
        if bytes.get(at) == Some(&b'"') {
            *has_lone_surrogate |= half;
            return at + 1;
        }
        let is_unit = bytes.get(at + 1) == Some(&b'u');
        let unit = if is_unit { hex(bytes.get(at + 2..at + 6)) } else { None };
        match unit {
            Some(0xd800..=0xdbff) => {
                *has_lone_surrogate |= half;
                half = true;
            }
            Some(0xdc00..=0xdfff) => {
                *has_lone_surrogate |= !half;
                half = false;
            }
            _ => {
                *has_lone_surrogate |= half;
                half = false;
            }
        }
        at += if is_unit { 6 } else { 2 };
    }
    bytes.len()
}

fn hex(digits: Option<&[u8]>) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(digits?).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::scan;

    #[test]
    fn double_keys_are_seen_at_any_depth_and_in_any_spelling() {
        assert!(scan(r#"{"a":1,"a":2}"#).has_double_keys);
        assert!(scan(r#"[{"x":{"a":1,"\u0061":2}}]"#).has_double_keys);
        assert!(!scan(r#"{"a":{"a":{"a":["a","a"]}},"b":"a"}"#).has_double_keys);
        let many: Vec<String> = (0..200).map(|n| format!("\"k{}\":0", n % 199)).collect();
        assert!(scan(&format!("{{{}}}", many.join(","))).has_double_keys);
    }

    #[test]
    fn half_a_pair_is_seen_and_a_whole_one_is_not() {
        assert!(scan(r#""\ud83d""#).has_lone_surrogate);
        assert!(scan(r#""\ud83dx\ude00""#).has_lone_surrogate);
        assert!(scan(r#""\ud83d\n\ude00""#).has_lone_surrogate);
        assert!(scan(r#""\ude00""#).has_lone_surrogate);
        assert!(!scan(r#""\ud83d\ude00 \\ud83d""#).has_lone_surrogate);
    }

    #[test]
    fn depth_counts_brackets_outside_strings() {
        assert_eq!(scan(r#"{"a":[1,{"b":"[[[["}]}"#).depth, 3);
        assert_eq!(scan("1").depth, 0);
        assert_eq!(scan(&("[".repeat(100_000) + &"]".repeat(100_000))).depth, 100_000);
    }
}
