//! One pass over valid JSON that finds what a reader of values cannot see: double keys, lone surrogates, depth.

use std::borrow::Cow;
use std::collections::HashSet;

use super::string::decode;
use crate::domain::records::string_end;

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

/// An open array or object.
struct Open<'a> {
    is_object: bool,
    /// Where its keys begin in the list of the keys of all open objects.
    first_key: usize,
    /// Its keys, once there are many.
    many: Option<HashSet<Cow<'a, str>>>,
}

/// An object has so many keys before they are looked up by their hash.
const FEW: usize = 48;

/// Scans one valid JSON text.
pub(crate) fn scan(text: &str) -> JsonScan {
    let bytes = text.as_bytes();
    let mut found = JsonScan::default();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut keys: Vec<Cow<'_, str>> = Vec::new();
    // Half a surrogate pair is only ever an escape.
    let may_be_half = memchr::memmem::find(bytes, b"\\ud").or_else(|| memchr::memmem::find(bytes, b"\\uD")).is_some();
    let mut expects_key = false;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => {
                expects_key = *byte == b'{';
                open.push(Open { is_object: expects_key, first_key: keys.len(), many: None });
                found.depth = found.depth.max(open.len());
            }
            b'}' | b']' => {
                if let Some(closed) = open.pop() {
                    keys.truncate(closed.first_key);
                }
                expects_key = false;
            }
            b',' => expects_key = open.last().is_some_and(|open| open.is_object),
            b'"' => {
                let end = if may_be_half {
                    string_end_with_halves(bytes, at, &mut found.has_lone_surrogate)
                } else {
                    string_end(bytes, at)
                };
                if expects_key && let Some(object) = open.last_mut() {
                    expects_key = false;
                    let key = decode(text.get(at..end).unwrap_or(""));
                    found.has_double_keys |= !found.has_double_keys && is_double(object, &mut keys, key);
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

/// Remembers a key; returns whether the object had it before.
fn is_double<'a>(object: &mut Open<'a>, keys: &mut Vec<Cow<'a, str>>, key: Cow<'a, str>) -> bool {
    if let Some(many) = &mut object.many {
        return !many.insert(key);
    }
    let own = keys.get(object.first_key..).unwrap_or_default();
    if own.contains(&key) {
        return true;
    }
    keys.push(key);
    if keys.len() - object.first_key > FEW {
        object.many = Some(keys.drain(object.first_key..).collect());
    }
    false
}

/// Like [`string_end`], and looks for halves of surrogate pairs.
fn string_end_with_halves(bytes: &[u8], start: usize, has_lone_surrogate: &mut bool) -> usize {
    let mut at = start + 1;
    let mut half = false;
    while let Some(step) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
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
