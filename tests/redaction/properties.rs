//! What holds of masking whatever the text: nothing is left of a secret, nothing else changes, and masking again changes nothing.

use std::fmt::Write as _;
use std::sync::LazyLock;

use gemba::redact::Redactor;
use proptest::prelude::*;
use proptest::sample::select;
use unicode_segmentation::UnicodeSegmentation;

use super::planted::{Planted, planted};

static REDACTOR: LazyLock<Redactor> = LazyLock::new(Redactor::default);
static PLANTED: LazyLock<Vec<Planted>> = LazyLock::new(planted);

/// Planted things with the words that they need; those that are written with escapes stand in texts of their own.
fn one() -> impl Strategy<Value = &'static Planted> {
    (0..PLANTED.len()).prop_map(|at| &PLANTED[at]).prop_filter("escaped", |one| !one.secret.contains(['%', '\\', '&']))
}

/// What may stand beside a secret without being part of it: white space, punctuation, markup, letters of scripts that write no
/// blanks, colours of terminals.
const BESIDE: &[&str] = &[
    "",
    " ",
    "\n",
    "\t",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "\"",
    "'",
    "`",
    "**",
    "_",
    "__",
    "|",
    ", ",
    "; ",
    ". ",
    ": ",
    "? ",
    "!",
    "、",
    "。",
    "，",
    "：",
    "「",
    "」",
    "（",
    "）",
    "“",
    "”",
    "„",
    "«",
    "»",
    "…",
    "•",
    "→",
    "😀",
    "中",
    "で",
    "한",
    "ท",
    "\u{a0}",
    "\u{200b}",
    "\u{feff}",
    "\u{1b}[31m",
    "\u{1b}[0m",
    "<b>",
    "</b>",
    "```\n",
    "> ",
    "- ",
];

fn beside() -> impl Strategy<Value = &'static str> {
    select(BESIDE)
}

/// JSON as programs write it that write ASCII only.
fn in_ascii(json: &str) -> String {
    let mut out = String::new();
    for c in json.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| write!(out, "\\u{unit:04x}").unwrap());
        }
    }
    out
}

/// A text as it stands in the query of an address.
fn in_address(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").unwrap();
        }
    }
    out
}

fn is_left(masked: &str, one: &Planted) -> bool {
    masked.contains(&one.secret)
}

#[test]
fn each_planted_thing_is_found_beside_each_of_these() {
    let escaped = |one: &&Planted| !one.secret.contains(['%', '\\', '&']);
    let left: Vec<String> = PLANTED
        .iter()
        .filter(escaped)
        .flat_map(|one| BESIDE.iter().map(move |beside| (one, format!("a\n{beside}{}{beside} z", one.text))))
        .filter(|(one, text)| is_left(&REDACTOR.mask(text).text, one))
        .map(|(_, text)| format!("{text:?}"))
        .collect();
    assert!(left.is_empty(), "{} are left:\n{}", left.len(), left.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_shrink_iters: 50, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_planted_is_left_whatever_stands_beside_it(
        one in one(), before in ".{0,40}", left in beside(), right in beside(), after in ".{0,40}",
    ) {
        // Digits beside digits would be another number, and letters beside a key another key.
        prop_assume!(!left.is_empty() || before.is_empty());
        let text = format!("{before}\n{left}{}{right} {after}", one.text);
        let masked = REDACTOR.mask(&text).text;
        prop_assert!(!is_left(&masked, one), "{:?} → {:?}", text, masked);
    }

    #[test]
    fn at_both_ends_of_a_text_and_beside_each_other_they_are_found(one in one(), other in one(), between in beside()) {
        let text = format!("{} {between} {}", one.text, other.text);
        let masked = REDACTOR.mask(&text).text;
        prop_assert!(!is_left(&masked, one) && !is_left(&masked, other), "{:?} → {:?}", text, masked);
    }

    #[test]
    fn in_json_in_an_address_and_in_a_table_they_are_found(one in one(), ascii in any::<bool>()) {
        let json = serde_json::json!({"said": one.text, "n": [1, null]}).to_string();
        let json = if ascii { in_ascii(&json) } else { json };
        let masked = REDACTOR.mask_json(&json).text;
        let read: serde_json::Value = serde_json::from_str(&masked).unwrap();
        prop_assert!(!is_left(read["said"].as_str().unwrap(), one) && read["n"] == serde_json::json!([1, null]), "{} → {}", json, masked);
        let twice = serde_json::Value::String(json).to_string();
        let masked: String = serde_json::from_str(&REDACTOR.mask_json(&twice).text).unwrap();
        prop_assert!(!is_left(&masked, one), "{} → {}", twice, masked);

        let address = format!("https://x.example/find?q={}&n=1", in_address(&one.text));
        let (masked, secret) = (REDACTOR.mask(&address).text, in_address(&one.secret));
        prop_assert!(!masked.contains(&secret), "{} → {}", address, masked);

        if !one.text.contains('\n') {
            let table = format!("| who | what |\n|---|---|\n| Bob |{}| \n", one.text);
            let masked = REDACTOR.mask(&table).text;
            prop_assert!(!is_left(&masked, one) && masked.ends_with("| \n"), "{} → {}", table, masked);
        }
    }

    #[test]
    fn masking_again_changes_nothing(one in one(), before in ".{0,60}", after in "\\PC{0,60}") {
        let masked = REDACTOR.mask(&format!("{before} {} {after}", one.text));
        let again = REDACTOR.mask(&masked.text);
        prop_assert_eq!(&again.text, &masked.text);
        prop_assert!(again.counts.is_empty());
    }

    #[test]
    fn no_sign_is_cut_in_two(one in one(), before in "\\PC{0,20}", marks in "[\u{300}\u{301}\u{200d}\u{fe0f}\u{1f3fd}é]{0,3}", after in "\\PC{0,20}") {
        let text = format!("{before} {}{marks}{after}", one.text);
        let starts: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
        for found in REDACTOR.find(&text) {
            prop_assert!(starts.binary_search(&found.range.start).is_ok(), "{text:?} {found:?}");
            prop_assert!(starts.binary_search(&found.range.end).is_ok(), "{text:?} {found:?}");
        }
    }

    #[test]
    fn what_is_not_found_stays_as_it_is(text in "(\\PC|\n){0,200}") {
        let (masked, found) = (REDACTOR.mask(&text), REDACTOR.find(&text));
        prop_assert_eq!(found.is_empty(), masked.text == text);
        let mut at = 0;
        let mut rest = masked.text.as_str();
        for found in found {
            rest = rest.strip_prefix(&text[at..found.range.start]).unwrap().strip_prefix(&found.placeholder()).unwrap();
            at = found.range.end;
        }
        prop_assert_eq!(rest, &text[at..]);
    }

    #[test]
    fn the_same_thing_has_the_same_number_wherever_it_stands(one in one(), before in "[a-z ,.]{0,30}") {
        let number = |text: &str| {
            let found = REDACTOR.find(text);
            found.iter().find(|found| text[found.range.clone()].contains(&one.secret)).map(|found| (found.rule, found.number))
        };
        let alone = number(&one.text);
        prop_assert_eq!(number(&format!("{before} \n{} and more", one.text)), alone);
    }
}
