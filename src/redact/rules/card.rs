//! Numbers of payment cards: the beginnings and lengths of the networks, and the check digit of Luhn (ISO/IEC 7812-1).

use std::ops::Range;

use super::rule::{Class, Pattern, Rule, after, before, build, digits, is_word};

pub(super) const RULE: Rule = Rule {
    word: "card",
    nouns: ("payment card", "payment cards"),
    help: "The number of a payment card, by its network and its check digit.",
    class: Class::Identity,
    find,
    same: digits,
};

/// The groups that cards are printed in; one group is a number without blanks.
static CARD: Pattern = Pattern::new(|| {
    build(r"\d{4}(?:[ .-]\d{4}){2,3}(?:[ .-]\d{1,3})?|\d{4}[ .-]\d{6}[ .-]\d{4,5}|\d{6}[ .-]\d{13}|\d{13,19}")
});

fn find(text: &str, found: &mut Vec<Range<usize>>) {
    let Some(card) = CARD.as_ref() else { return };
    for candidate in card.find_iter(text) {
        let mut span = candidate.range();
        // Behind four groups of four a short one may be part of the number, or the month that it expires in.
        if candidate.as_str().contains([' ', '.', '-']) && span.len() > 19 && !is_card(&digits(candidate.as_str())) {
            span.end = span.start + 19;
        }
        let first = before(text, span.start);
        let is_in_longer = first.is_some_and(|c| is_word(c) || joins(text, span.start, c)) || goes_on(text, span.end);
        if !is_in_longer && is_card(&digits(text.get(span.clone()).unwrap_or_default())) {
            found.push(span);
        }
    }
}

/// Answers whether a sign before a number joins it to digits: `0.4532…`, `1-4532…`.
fn joins(text: &str, start: usize, sign: char) -> bool {
    matches!(sign, '.' | ',' | '-') && before(text, start - 1).is_some_and(|c| c.is_ascii_digit())
}

/// Answers whether a number goes on behind a place.
fn goes_on(text: &str, at: usize) -> bool {
    match after(text, at) {
        Some('.' | ',' | '-') => after(text, at + 1).is_some_and(|c| c.is_ascii_digit()),
        Some(c) => is_word(c),
        None => false,
    }
}

fn is_card(number: &str) -> bool {
    let start = |length: usize| number.get(..length).and_then(|start| start.parse::<u32>().ok()).unwrap_or(0);
    let lengths: &[usize] = match (start(1), start(2), start(3), start(4)) {
        (4, ..) => &[13, 16, 19],
        (_, 51..=55, ..) | (_, _, _, 2221..=2720 | 2200..=2204) => &[16],
        (_, 34 | 37, ..) => &[15],
        (_, 36, ..) | (_, _, 300..=305, _) => &[14, 16, 19],
        (_, 38 | 39, ..) => &[14, 16],
        (_, 35 | 62 | 65 | 81, ..) | (_, _, 644..=649, _) | (_, _, _, 6011 | 9792) => &[16, 17, 18, 19],
        (_, 50 | 56..=58 | 60 | 61 | 63 | 66..=69, ..) => &[16, 18, 19],
        _ => &[],
    };
    lengths.contains(&number.len()) && luhn(number)
}

fn luhn(number: &str) -> bool {
    let sum: u32 = number
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let digit = u32::from(byte - b'0');
            match (at % 2, digit * 2) {
                (0, _) => digit,
                (_, double @ 0..=9) => double,
                (_, double) => double - 9,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}
