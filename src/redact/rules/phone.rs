//! Telephone numbers: international ones of every calling code, and national ones in the groups that people write them in.
//!
//! A number is read as groups of digits with one sign between. Groups that any number could have count only after a word
//! such as "phone" or "tel".

use std::ops::Range;

use super::phone_countries::{CONTEXT, Country, LIKELY, NEXT, UNLIKELY, country_of};
use super::rule::{Class, Rule, after, before, digits, is_word};

pub(super) const RULE: Rule = Rule {
    word: "phone",
    nouns: ("phone number", "phone numbers"),
    help: "A telephone number: with its country's code, in the groups of its country, or after a word such as phone.",
    class: Class::Identity,
    find,
    same,
};

/// The fewest and the most digits of a number, with its country's code (ITU-T E.164), and with an exit code before.
const DIGITS: (usize, usize) = (6, 18);

/// A group of digits.
type Group = Range<usize>;

/// Digits in groups with one sign between each.
struct Candidate<'a> {
    text: &'a str,
    groups: Vec<Group>,
}

fn find(text: &str, found: &mut Vec<Range<usize>>) {
    let mut at = 0;
    while let Some(start) = next_digit(text, at) {
        let candidate = candidate(text, start);
        at = candidate.end();
        let (mut first, mut free) = (0, 0);
        while first < candidate.groups.len() {
            match candidate.number(first, first == free) {
                Some((span, groups)) => {
                    found.push(span);
                    first += groups;
                    free = first;
                }
                None => first += 1,
            }
        }
    }
}

fn next_digit(text: &str, from: usize) -> Option<usize> {
    text.as_bytes().get(from..)?.iter().position(u8::is_ascii_digit).map(|index| from + index)
}

/// Reads groups as long as one sign, or a bracket with a blank or hyphen, parts them.
fn candidate(text: &str, start: usize) -> Candidate<'_> {
    let bytes = text.as_bytes();
    let mut groups = Vec::new();
    let mut at = start;
    loop {
        let length = bytes.get(at..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count();
        groups.push(at..at + length);
        at += length;
        let rest = bytes.get(at..).unwrap_or_default();
        let signs = rest.iter().take(4).take_while(|byte| b" -./()".contains(byte)).count();
        let gap = rest.get(..signs).unwrap_or_default();
        let is_one =
            matches!(gap, b" " | b"-" | b"." | b"/" | b")" | b"(" | b") " | b" (" | b")-" | b"-(" | b") (" | b")/");
        if !is_one || !rest.get(signs).is_some_and(u8::is_ascii_digit) {
            return Candidate { text, groups };
        }
        at += signs;
    }
}

impl Candidate<'_> {
    fn end(&self) -> usize {
        self.groups.last().map_or(self.text.len(), |group| group.end)
    }

    /// Returns the number that begins with a group, and of how many groups it is. The longest counts. Where it is not free,
    /// because other groups go before, no blank may part its own.
    fn number(&self, first: usize, is_free: bool) -> Option<(Range<usize>, usize)> {
        let begins = self.groups.get(first)?.start;
        let (start, sign) = self.opening(begins);
        let in_brackets = sign == Some('(') && !before(self.text, start).is_some_and(|c| c.is_ascii_digit());
        if sign != Some('+') && !in_brackets && !self.may_begin(first, start) {
            return None;
        }
        let after_word = is_after_word(self.text, start);
        let most = (self.groups.len() - first).min(7);
        (1..=most).rev().find_map(|count| {
            let groups = self.groups.get(first..first + count)?;
            let end = groups.last()?.end;
            let number: String = groups.iter().filter_map(|group| self.text.get(group.clone())).collect();
            if !(DIGITS.0..=DIGITS.1).contains(&number.len()) || !self.may_end(first + count, sign == Some('+')) {
                return None;
            }
            let is_apart = is_free
                || sign.is_some()
                || groups
                    .windows(2)
                    .all(|two| matches!(two, [one, next] if self.text.get(one.end..next.start) != Some(" ")));
            if !is_apart {
                return None;
            }
            let is_number = if sign == Some('+') {
                is_international(&number)
            } else {
                !self.is_date(groups)
                    && (self.is_national(groups, &number, start < begins) || after_word && number.len() <= 15)
            };
            let closing = usize::from(sign == Some('(') && count == 1 && after(self.text, end) == Some(')'));
            is_number.then_some((start..end + closing, count))
        })
    }

    /// Returns where a number begins with its `+` or bracket, and which of them it has.
    fn opening(&self, begins: usize) -> (usize, Option<char>) {
        match before(self.text, begins) {
            Some('+') => match before(self.text, begins - 1) {
                Some('(') => (begins - 2, Some('+')),
                _ => (begins - 1, Some('+')),
            },
            Some('(') => match before(self.text, begins - 1) {
                Some('+') => (begins - 2, Some('+')),
                _ => (begins - 1, Some('(')),
            },
            _ => (begins, None),
        }
    }

    /// Answers whether a national number may begin here: not behind letters, a decimal point, a currency or another group's sign.
    fn may_begin(&self, first: usize, start: usize) -> bool {
        let c = before(self.text, start);
        if c.is_some_and(|c| is_word(c) || matches!(c, '$' | '€' | '£' | '¥' | '#' | '%' | '^')) {
            return false;
        }
        let joins = before(self.text, start.saturating_sub(1)).is_some_and(|other| match c {
            Some('-') => is_word(other),
            Some('.' | ',' | '/' | ':' | '=') => other.is_ascii_digit(),
            Some(_) | None => false,
        });
        let in_number = first > 0 && !matches!(c, Some(' '));
        !joins && !in_number
    }

    /// Answers whether a number may end before a group: nothing that belongs to it follows. One with its country's code is no
    /// amount.
    fn may_end(&self, next: usize, is_international: bool) -> bool {
        let end = self.groups.get(next - 1).map_or(0, |group| group.end);
        match after(self.text, end) {
            Some('-') if is_international => !after(self.text, end + 1).is_some_and(|c| c.is_ascii_digit()),
            Some('-') => !after(self.text, end + 1).is_some_and(is_word),
            Some('.' | ',' | '/' | ':' | '\'') => !after(self.text, end + 1).is_some_and(|c| c.is_ascii_digit()),
            Some('%' | '°' | '$' | '€' | '£') => is_international,
            Some(c) => !is_word(c),
            None => true,
        }
    }

    fn is_national(&self, groups: &[Group], number: &str, in_brackets: bool) -> bool {
        let parts: Vec<&str> = groups.iter().filter_map(|group| self.text.get(group.clone())).collect();
        // An exit code and a country's code: 00 49 …, 011 44 ….
        if ["00", "011"].iter().any(|exit| number.strip_prefix(exit).is_some_and(is_international)) {
            return true;
        }
        is_trunk(&parts, number)
            || LIKELY.iter().any(|layout| fits(layout, &parts))
            || in_brackets && UNLIKELY.iter().any(|layout| fits(layout, &parts))
    }

    /// Answers whether groups look like a date, alone or with a time.
    fn is_date(&self, groups: &[Group]) -> bool {
        let parts: Vec<&str> = groups.iter().filter_map(|group| self.text.get(group.clone())).collect();
        let within =
            |part: &str, least: u32, most: u32| part.parse::<u32>().is_ok_and(|value| (least..=most).contains(&value));
        let is_year = |part: &str| part.len() == 4 && within(part, 1900, 2099);
        let is_day = |part: &str| part.len() <= 2 && within(part, 1, 31);
        match parts.as_slice() {
            [a, b, c, ..] if is_day(a) && is_day(b) && is_year(c) => true,
            [a, b, c, ..] if is_year(a) && is_day(b) && is_day(c) => true,
            [a, b, ..] if is_day(a) && is_year(b) || is_year(a) && is_year(b) => true,
            _ => false,
        }
    }
}

/// Answers whether digits are a number with a country's code, of a length that the country has.
fn is_international(number: &str) -> bool {
    let Some(Country { code, lengths, .. }) = country_of(number) else { return false };
    let national = number.get(code.len()..).unwrap_or_default();
    // The trunk zero in brackets: +44 (0)20 ….
    let national = national.strip_prefix('0').filter(|rest| lengths.contains(&rest.len())).unwrap_or(national);
    lengths.contains(&national.len())
}

/// Answers whether groups begin with a trunk zero as in most countries: 0 and a digit that is none, 9 to 12 digits in all.
fn is_trunk(parts: &[&str], number: &str) -> bool {
    let has_zero = number.starts_with('0') && !number.starts_with("00");
    // In program texts, the digits in a row.
    let is_row = "01234567890123".starts_with(number) || number.bytes().skip(1).all(|byte| byte == b'0');
    let is_grouped = match parts {
        [_] => (10..=11).contains(&number.len()),
        [first, rest @ ..] => {
            (2..=5).contains(&first.len())
                && (9..=12).contains(&number.len())
                && rest.len() <= 5
                && rest.iter().all(|part| (2..=8).contains(&part.len()))
        }
        [] => false,
    };
    has_zero && !is_row && is_grouped
}

/// Answers whether groups are laid out so: `N` is 2 to 9, `Z` 1 to 9, `#` any digit.
fn fits(layout: &str, parts: &[&str]) -> bool {
    let mut groups = layout.split(' ');
    parts.iter().all(|part| {
        groups.next().is_some_and(|group| {
            group.len() == part.len()
                && group.bytes().zip(part.bytes()).all(|(wanted, digit)| match wanted {
                    b'#' => true,
                    b'N' => digit >= b'2',
                    b'Z' => digit >= b'1',
                    wanted => wanted == digit,
                })
        })
    }) && groups.next().is_none()
}

/// Answers whether a word such as "phone" stands shortly before a place, in the same line.
fn is_after_word(text: &str, start: usize) -> bool {
    let head = text.get(..start).unwrap_or_default();
    let from = head.char_indices().rev().nth(27).map_or(0, |(index, _)| index);
    let near = head.get(from..).unwrap_or_default();
    let near = near.rsplit('\n').next().unwrap_or_default().to_lowercase();
    let head = near.trim_end_matches([' ', ':', '.']);
    let is_next = |word: &&str| head.strip_suffix(*word).is_some_and(|head| !head.ends_with(is_word));
    NEXT.iter().any(is_next)
        || CONTEXT.iter().any(|word| {
            near.rmatch_indices(word).any(|(at, _)| {
                let tail = near.get(at + word.len()..).unwrap_or_default();
                let is_whole = !word.is_ascii() || !near.get(..at).unwrap_or_default().ends_with(is_word);
                is_whole && !tail.contains(|c: char| c.is_ascii_digit() || matches!(c, ';' | '!' | '?'))
            })
        })
}

/// Numbers are the same by their last eight digits: with the country's code and without.
fn same(text: &str) -> String {
    let digits = digits(text);
    digits.get(digits.len().saturating_sub(8)..).unwrap_or_default().to_owned()
}
