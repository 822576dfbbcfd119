//! Addresses of network cards: six pairs of hexadecimal digits, or three groups of four with points.

use std::ops::Range;

use super::rule::{Class, Pattern, Rule, after, before, build, is_word, matches};

pub(super) const RULE: Rule = Rule {
    word: "mac",
    nouns: ("MAC address", "MAC addresses"),
    help: "The hardware address of a network card.",
    class: Class::Identity,
    find,
    same,
};

static PAIRS: Pattern = Pattern::new(|| {
    let pair = "[0-9A-Fa-f]{2}";
    build(&format!(
        "{pair}(?::{pair}){{5}}|{pair}(?:-{pair}){{5}}|[0-9A-Fa-f]{{4}}\\.[0-9A-Fa-f]{{4}}\\.[0-9A-Fa-f]{{4}}"
    ))
});

/// Without signs between, or with blanks, only behind a word that says so.
static NAMED: Pattern = Pattern::new(|| {
    build(
        r"(?i)(?:(?-u:\b)|_)(?:mac|ether|hwaddr|bssid|hw|eui)(?:[ _-]?addr(?:ess)?)?\W{1,4}(?P<value>[0-9A-F]{12}|[0-9A-F]{2}(?: [0-9A-F]{2}){5}|[0-9A-F]{1,2}(?::[0-9A-F]{1,2}){5})\b",
    )
});

fn find(text: &str, found: &mut Vec<Range<usize>>) {
    matches(&NAMED, text, found, |_, _| true);
    matches(&PAIRS, text, found, |text, span| {
        let value = text.get(span.clone()).unwrap_or_default();
        let is_date = value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b'.');
        // A colon may stand before it (`mac:`) and behind it; a longer row of pairs is a fingerprint.
        let joined_before = match before(text, span.start) {
            Some(':' | '-') => is_pair(text, span.start - 1),
            Some(c) => is_word(c),
            None => false,
        };
        let joined_after = match after(text, span.end) {
            Some(':' | '-') => is_pair(text, span.end + 3) && !after(text, span.end + 3).is_some_and(is_word),
            Some(c) => is_word(c),
            None => false,
        };
        !joined_before && !joined_after && !is_date
    });
}

/// Answers whether two hexadecimal digits stand before a place.
fn is_pair(text: &str, at: usize) -> bool {
    let pair = at.checked_sub(2).and_then(|start| text.get(start..at));
    pair.is_some_and(|pair| pair.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn same(text: &str) -> String {
    text.chars().filter(char::is_ascii_hexdigit).map(|c| c.to_ascii_lowercase()).collect()
}
