//! One pass that checks that a text is JSON and finds what a reader of values cannot see: double keys, lone surrogates,
//! depth.

use std::borrow::Cow;
use std::collections::HashSet;

use super::string::decode;
use crate::domain::records::plain_end;

/// Deeper values are kept as text.
pub(crate) const DEEPEST: usize = 512;

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

impl JsonScan {
    /// Returns whether a reader of values sees all of it.
    pub(crate) const fn is_plain(self) -> bool {
        !self.has_double_keys && !self.has_lone_surrogate && self.depth <= DEEPEST
    }
}

/// An open array or object.
struct Open<'a> {
    is_object: bool,
    /// Where its keys begin in the list of the keys of all open objects.
    first_key: usize,
    /// A bit for each of its keys: two keys with different bits are different.
    marks: u64,
    /// Its keys, once there are many.
    #[expect(clippy::box_collection, reason = "a line may open millions, and few have many keys")]
    many: Option<Box<HashSet<Cow<'a, str>>>>,
}

/// An object has so many keys before they are looked up by their hash.
const FEW: usize = 48;

/// Room for so many open objects and so many keys of them is made at once.
const USUAL_DEPTH: usize = 8;
const USUAL_KEYS: usize = 32;

/// Scans one valid JSON text.
pub(crate) fn scan(text: &str) -> JsonScan {
    check(text).unwrap_or_default()
}

/// Checks that a text is one JSON value, as strictly as `serde_json` does, and scans it; `None` where it is not.
pub(super) fn check(text: &str) -> Option<JsonScan> {
    check_members(text, &mut |_, _| {})
}

/// Like [`check`], and gives the members of the text where it is an object: the key as text, the value as it is written.
pub(super) fn check_members<'a>(text: &'a str, take: &mut dyn FnMut(Cow<'a, str>, &'a str)) -> Option<JsonScan> {
    let bytes = text.as_bytes();
    let mut found = JsonScan::default();
    let mut open: Vec<Open<'_>> = Vec::with_capacity(USUAL_DEPTH);
    let mut keys: Vec<Cow<'_, str>> = Vec::with_capacity(USUAL_KEYS);
    // The member that is being read: its key, and where its value begins.
    let mut member: Option<(Cow<'_, str>, usize)> = None;
    let mut at = skip_space(bytes, 0);
    loop {
        let first = *bytes.get(at)?;
        match first {
            b'{' | b'[' => {
                let is_object = first == b'{';
                open.push(Open { is_object, first_key: keys.len(), marks: 0, many: None });
                found.depth = found.depth.max(open.len());
                at = skip_space(bytes, at + 1);
                let is_empty = bytes.get(at) == Some(if is_object { &b'}' } else { &b']' });
                if !is_empty {
                    if is_object {
                        at = key(text, at, &mut found, &mut open, &mut keys, &mut member)?;
                    }
                    continue;
                }
            }
            b'"' => at = string(bytes, at, &mut found.has_lone_surrogate)?,
            b't' => at = word(bytes, at, b"true")?,
            b'f' => at = word(bytes, at, b"false")?,
            b'n' => at = word(bytes, at, b"null")?,
            b'-' | b'0'..=b'9' => at = number(bytes, at)?,
            _ => return None,
        }
        // Behind a value: what is closed with it, then the next one.
        loop {
            if let [_] = open.as_slice()
                && let Some((key, begin)) = member.take()
            {
                take(key, text.get(begin..at)?);
            }
            at = skip_space(bytes, at);
            let Some(within) = open.last() else { return (at == bytes.len()).then_some(found) };
            match (bytes.get(at)?, within.is_object) {
                (b',', true) => {
                    at = key(text, skip_space(bytes, at + 1), &mut found, &mut open, &mut keys, &mut member)?;
                    break;
                }
                (b',', false) => {
                    at = skip_space(bytes, at + 1);
                    break;
                }
                (b'}', true) | (b']', false) => {
                    if let Some(closed) = open.pop() {
                        keys.truncate(closed.first_key);
                    }
                    at += 1;
                }
                _ => return None,
            }
        }
    }
}

/// Returns the place of the next byte that is no white space.
pub(super) fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        at += 1;
    }
    at
}

/// Checks a key with its colon; returns the place of its value, and notes a member of the outermost object.
fn key<'a>(
    text: &'a str,
    at: usize,
    found: &mut JsonScan,
    open: &mut [Open<'a>],
    keys: &mut Vec<Cow<'a, str>>,
    member: &mut Option<(Cow<'a, str>, usize)>,
) -> Option<usize> {
    let bytes = text.as_bytes();
    if bytes.get(at) != Some(&b'"') {
        return None;
    }
    let plain = plain_end(bytes, at + 1);
    let (key, end) = if bytes.get(plain) == Some(&b'"') {
        (Cow::Borrowed(text.get(at + 1..plain)?), plain + 1)
    } else {
        let end = string(bytes, at, &mut found.has_lone_surrogate)?;
        (decode(text.get(at..end)?), end)
    };
    let is_outer = open.len() == 1;
    if let Some(object) = open.last_mut().filter(|_| !found.has_double_keys) {
        found.has_double_keys = is_double(object, keys, key.clone());
    }
    let colon = skip_space(bytes, end);
    if bytes.get(colon) != Some(&b':') {
        return None;
    }
    let value = skip_space(bytes, colon + 1);
    if is_outer {
        *member = Some((key, value));
    }
    Some(value)
}

/// Remembers a key; returns whether the object had it before.
fn is_double<'a>(object: &mut Open<'a>, keys: &mut Vec<Cow<'a, str>>, key: Cow<'a, str>) -> bool {
    if let Some(many) = &mut object.many {
        return !many.insert(key);
    }
    let mark = mark_of(&key);
    // Most keys are seen to be new without being compared.
    let may_be_known = object.marks & mark != 0;
    let own = keys.get(object.first_key..).unwrap_or_default();
    if may_be_known && own.contains(&key) {
        return true;
    }
    object.marks |= mark;
    keys.push(key);
    if keys.len() - object.first_key > FEW {
        object.many = Some(Box::new(keys.drain(object.first_key..).collect()));
    }
    false
}

/// Returns one of 64 bits, by a key's length and its ends.
fn mark_of(key: &str) -> u64 {
    let (first, last) = match key.as_bytes() {
        [first, .., last] => (*first, *last),
        [only] => (*only, 0),
        [] => (0, 0),
    };
    1 << ((usize::from(first) * 5 + usize::from(last) * 11 + key.len()) % 64)
}

/// Checks a string and looks for halves of surrogate pairs; returns the place behind it.
fn string(bytes: &[u8], quote: usize, has_lone_surrogate: &mut bool) -> Option<usize> {
    let (mut at, mut half) = (quote + 1, false);
    loop {
        let end = plain_end(bytes, at);
        *has_lone_surrogate |= half && end > at;
        half &= end == at;
        match (bytes.get(end)?, bytes.get(end + 1)) {
            (b'"', _) => {
                *has_lone_surrogate |= half;
                return Some(end + 1);
            }
            (b'\\', Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')) => {
                *has_lone_surrogate |= half;
                half = false;
                at = end + 2;
            }
            (b'\\', Some(b'u')) => {
                let unit = hex(bytes.get(end + 2..end + 6)?)?;
                let is_second = (0xdc00..=0xdfff).contains(&unit);
                *has_lone_surrogate |= half != is_second;
                half = (0xd800..=0xdbff).contains(&unit);
                at = end + 6;
            }
            _ => return None,
        }
    }
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |unit, digit| Some(unit << 4 | char::from(*digit).to_digit(16)?))
}

fn word(bytes: &[u8], at: usize, word: &[u8]) -> Option<usize> {
    bytes.get(at..)?.starts_with(word).then_some(at + word.len())
}

/// Checks a number; returns the place behind it.
fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let digits = |at: usize| {
        let count = bytes.get(at..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count();
        (count > 0).then_some(at + count)
    };
    let first = at + usize::from(bytes.get(at) == Some(&b'-'));
    let mut end = digits(first)?;
    if bytes.get(first) == Some(&b'0') && end > first + 1 {
        return None;
    }
    if bytes.get(end) == Some(&b'.') {
        end = digits(end + 1)?;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        end = digits(end + 1 + usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-'))))?;
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::value::RawValue;

    use super::{check, scan};

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

    fn serde_reads(text: &str) -> bool {
        serde_json::from_str::<&RawValue>(text).is_ok()
    }

    #[test]
    fn what_is_json_and_what_is_not() {
        for text in [
            "",
            " ",
            "01",
            "-",
            "-0",
            "1.",
            ".5",
            "1e",
            "1e+5",
            "1E-05",
            "-0.0e0",
            "tru",
            "truex",
            "null ",
            "[1,]",
            "[,1]",
            "[1 2]",
            "{\"a\":1,}",
            "{\"a\"}",
            "{a:1}",
            "{,}",
            "[]]",
            "[[]",
            "{}{}",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\u+123\"",
            "\"\\uD800\"",
            "\"a\tb\"",
            "\"\u{0}\"",
            "\"\u{7f}é\"",
            " [ 1 , { } , [ ] ] ",
            "{\"a\" : \"b\"}",
            "\u{a0}1",
            "+1",
            "NaN",
            "1 1",
            "\"",
            "\"\\",
            "\"\\u",
            "{\"a\":}",
            "[}",
            "{]",
            "{\"a\":1]",
        ] {
            assert_eq!(check(text).is_some(), serde_reads(text), "{text:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_check_says_what_serde_says(text in r#"([\[\]{}:, "a\\u0e.+\-1d8tfn]|true|null|"a"|\\u00|é){0,12}"#) {
            prop_assert_eq!(check(&text).is_some(), serde_reads(&text));
        }

        #[test]
        fn one_changed_byte_of_json_is_judged_as_serde_judges_it(at in 0_usize..60, byte in 0_u8..128) {
            let mut text = r#"{"a\n":[1,-2.5e+3,true,null,"\u00e9 x"],"b":{"c":{}},"d":""}"#.as_bytes().to_vec();
            if let Some(place) = text.get_mut(at) {
                *place = byte;
            }
            let text = String::from_utf8(text).unwrap();
            prop_assert_eq!(check(&text).is_some(), serde_reads(&text));
        }
    }
}
