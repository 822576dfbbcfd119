//! International bank account numbers (ISO 13616): the length of the country, and the remainder of 97 is 1 (ISO 7064).

use std::ops::Range;

use super::rule::{Class, Pattern, Rule, before, build, is_word};

pub(super) const RULE: Rule = Rule {
    word: "iban",
    nouns: ("IBAN", "IBANs"),
    help: "An international bank account number of the right length and check digits.",
    class: Class::Identity,
    find,
    same,
};

/// The lengths by country, from the register of SWIFT, and of countries that use such numbers without being in it.
const LENGTHS: &[(usize, &str)] = &[
    (15, "NO"),
    (16, "BE"),
    (18, "DK FI FO GL NL FK SD"),
    (19, "MK SI"),
    (20, "AT BA EE KZ LT LU XK MN"),
    (21, "CH HR LI LV"),
    (22, "BG BH CR DE GB GE IE ME RS VA"),
    (23, "AE GI IL IQ SO TL OM"),
    (24, "AD CZ ES MD PK RO SA SE SK TN VG"),
    (25, "AO CV GW LY MZ PT ST"),
    (26, "DZ IR IS TR"),
    (27, "BI CF CG CM DJ FR GA GQ GR IT KM MC MG MR SM TD"),
    (28, "AL AZ BF BJ BY CI CY DO GT HN HU LB MA ML NE NI PL SN SV TG"),
    (29, "BR EG PS QA UA"),
    (30, "JO KW MU YE"),
    (31, "MT SC"),
    (32, "LC"),
    (33, "RU"),
];

static START: Pattern = Pattern::new(|| build(r"(?i)[A-Z]{2}\d{2}[ -]?[A-Z0-9]{2}"));

fn find(text: &str, found: &mut Vec<Range<usize>>) {
    let Some(start) = START.as_ref() else { return };
    let mut from = 0;
    while let Some(begins) = start.find_at(text, from) {
        from = begins.start() + 1;
        if before(text, begins.start()).is_some_and(is_word) {
            continue;
        }
        if let Some(end) = account(text, begins.start()) {
            found.push(begins.start()..end);
            from = end;
        }
    }
}

/// Returns where the account number that begins at a place ends.
fn account(text: &str, start: usize) -> Option<usize> {
    let country = text.get(start..start + 2)?.to_ascii_uppercase();
    let (length, _) = LENGTHS.iter().find(|(_, countries)| countries.split(' ').any(|known| known == country))?;
    let (mut remainder, mut count, mut end, mut first) = (0u32, 0, start, Vec::new());
    let mut last_was_gap = false;
    for (at, byte) in text.bytes().enumerate().skip(start) {
        if !byte.is_ascii_alphanumeric() {
            // Groups of four, with one blank or hyphen between.
            if count == *length || last_was_gap || !matches!(byte, b' ' | b'-') {
                break;
            }
            last_was_gap = true;
            continue;
        }
        if count == *length {
            if last_was_gap {
                break;
            }
            return None;
        }
        last_was_gap = false;
        let value = char::from(byte).to_digit(36)?;
        if count < 4 {
            first.push(value);
        } else {
            remainder = append(remainder, value);
        }
        count += 1;
        end = at + 1;
    }
    let remainder = first.into_iter().fold(remainder, append);
    (count == *length && remainder == 1).then_some(end)
}

/// Appends a digit, or the two digits of a letter, to a number of which only the remainder of 97 is kept.
fn append(remainder: u32, value: u32) -> u32 {
    (remainder * if value < 10 { 10 } else { 100 } + value) % 97
}

fn same(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}
