//! Masks JSON text so that it stays JSON: a placeholder stands inside the string, or takes the place of the whole number.

use std::ops::Range;

use super::counts::Counts;
use super::numbers::Found;
use super::redactor::{Masked, Redactor};

impl Redactor {
    /// Puts placeholders in the place of all that is found in JSON text. Names of members are looked at with their values:
    /// `"password": "…"`. What can be read by no parser (half a surrogate pair, long numbers) stays as it is.
    pub fn mask_json(&self, json: &str) -> Masked {
        let found = self.find(json);
        if found.is_empty() {
            return Masked { text: json.to_owned(), ..Masked::default() };
        }
        let scalars = scalars(json);
        let mut masked = Masked::default();
        let (mut from, mut scalar) = (0, 0);
        for found in &found {
            masked.counts.add(found);
            while scalars.get(scalar).is_some_and(|scalar| scalar.range.end <= found.range.start) {
                scalar += 1;
            }
            for part in scalars.get(scalar..).unwrap_or_default() {
                if part.range.start >= found.range.end {
                    break;
                }
                let (range, text) = part.replaced(json, found);
                if range.start < from {
                    continue;
                }
                masked.text.push_str(json.get(from..range.start).unwrap_or_default());
                masked.text.push_str(&text);
                from = range.end;
            }
        }
        masked.text.push_str(json.get(from..).unwrap_or_default());
        masked
    }

    /// Masks a member of an object, name and value as JSON.
    pub(super) fn mask_member(&self, name: &str, value: &str) -> Member {
        let Masked { text, counts } = self.mask_json(&format!("{name}:{value}"));
        let end = scalars(&text).first().map_or(0, |name| name.range.end + 1);
        let part = |range: Range<usize>| text.get(range).unwrap_or_default().to_owned();
        Member { name: part(0..end), value: part(end + 1..text.len()), counts }
    }
}

/// A masked member of an object.
pub(super) struct Member {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) counts: Counts,
}

/// The inside of a string, or a number or word outside of one.
struct Scalar {
    range: Range<usize>,
    is_string: bool,
}

impl Scalar {
    /// Returns what of it goes for something found, and what stands there instead.
    fn replaced(&self, json: &str, found: &Found) -> (Range<usize>, String) {
        if self.is_string {
            let mut range = found.range.start.max(self.range.start)..found.range.end.min(self.range.end);
            // A value that begins as a secret is one to its end, whatever signs are in it.
            if matches!(found.rule, "password" | "auth") && range.start == self.range.start {
                range.end = self.range.end;
            }
            // Half an escape would be no JSON: `\n` before what is found goes with it, `\` of what follows stays.
            range.start -= usize::from(ends_in_escape(json.get(self.range.start..range.start)));
            range.end -= usize::from(ends_in_escape(json.get(range.clone())));
            return (range, found.placeholder());
        }
        (self.range.clone(), format!("\"{}\"", found.placeholder()))
    }
}

/// Answers whether a part of a string ends in the backslash of an escape.
fn ends_in_escape(part: Option<&str>) -> bool {
    part.is_some_and(|part| part.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1)
}

/// Returns the strings, numbers and words of JSON text in order.
fn scalars(json: &str) -> Vec<Scalar> {
    let bytes = json.as_bytes();
    let (mut scalars, mut at) = (Vec::new(), 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let start = at + 1;
                let mut end = start;
                while bytes.get(end).is_some_and(|byte| *byte != b'"') {
                    end += 1 + usize::from(bytes.get(end) == Some(&b'\\'));
                }
                let end = end.min(bytes.len());
                scalars.push(Scalar { range: start..end, is_string: true });
                at = end + 1;
            }
            b'-' | b'0'..=b'9' => {
                let rest = bytes.get(at..).unwrap_or_default();
                let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-');
                let length = rest.iter().position(|byte| !is_part(byte)).unwrap_or(rest.len());
                scalars.push(Scalar { range: at..at + length, is_string: false });
                at += length;
            }
            _ => at += 1,
        }
    }
    scalars
}

#[cfg(test)]
mod tests {
    use super::super::{Key, Policy, Redactor};

    #[test]
    fn no_escape_is_cut_in_two() {
        let redactor = Redactor::new(&Policy::default(), Key::of(1)).unwrap();
        for text in [
            "a\nana@example.com",
            "DB_PASSWORD: mpynczDLSnykW2MJ\"",
            "\tAKIAIOSFODNN7EXAMPLE\\",
            "\n+44 20 7946 0958\n",
        ] {
            let once = serde_json::json!({"said": text}).to_string();
            let twice = serde_json::Value::String(once.clone()).to_string();
            for json in [once, twice] {
                let masked = redactor.mask_json(&json);
                assert!(
                    !masked.counts.is_empty() && serde_json::from_str::<serde_json::Value>(&masked.text).is_ok(),
                    "{}",
                    masked.text
                );
            }
        }
    }

    #[test]
    fn masked_json_is_json_and_says_the_same_of_everything_else() {
        let redactor = Redactor::new(&Policy::default(), Key::of(1)).unwrap();
        let json = r#"{"to":"a\u0040example.com","phone":4155552671,"n":[1,-2.5e3,true,null],"password":"hunter\"2x","x":"\ud800","user@example.com":"\\"}"#;
        let masked = redactor.mask_json(json);
        let raw: &serde_json::value::RawValue = serde_json::from_str(&masked.text).unwrap();
        assert!(raw.get().contains(r#""n":[1,-2.5e3,true,null]"#) && raw.get().contains(r#""x":"\ud800""#), "{raw}");
        for part in ["example.com", "4155552671", "hunter"] {
            assert!(!masked.text.contains(part), "{}", masked.text);
        }
        assert_eq!(masked.counts.words(), "1 password or secret, 2 e-mail addresses, 1 phone number");
    }
}
