//! Reads amounts: "at least three sentences", "no more than 50 words", "280 characters or fewer".

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::checks::kinds::{max_length, min_length};
use crate::checks::mining::candidates::offer::spec;
use crate::checks::portable::word_lists::NUMBER_WORDS;
use crate::domain::CheckSpec;

/// An amount of something that can be counted.
static AMOUNT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = NUMBER_WORDS.iter().filter(|(number, _)| is_whole(number)).flat_map(|(_, words)| words);
    let number = format!(r"(\d{{1,5}}|{})", words.map(|word| regex::escape(word)).collect::<Vec<_>>().join("|"));
    let before = r"(at least|no fewer than|no less than|not fewer than|minimum of|minimum|min|more than|over|at most|no more than|not more than|no longer than|up to|maximum of|maximum|max|fewer than|less than|shorter than|under|below|within|exactly|precisely|only|just|too short|too long|in|to|about|around|between)";
    let unit = r"(characters?|chars?|words?|sentences?)";
    let after = r"(or fewer|or less|or more|max|maximum|at most|minimum|min|at least|exactly)";
    Regex::new(&format!(
        r"(?i)\b(?:{before}\s+)?{number}(?:\s*(?:-|–|to|and)\s*{number})?[\s-]+(?:\w+\s+)?{unit}\b(?:\s+{after}\b)?"
    ))
    .ok()
});

/// What is said of an amount.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    Least,
    Most,
    More,
    Fewer,
    Exactly,
}

/// Returns the limits that a clause names. A remark says how much there is, so that the opposite is asked, too.
pub(super) fn limits(clause: &str, is_remark: bool) -> Vec<CheckSpec> {
    let amounts = AMOUNT.iter().flat_map(|amount| amount.captures_iter(clause));
    amounts.flat_map(|found| of_amount(&found, is_remark)).collect()
}

fn of_amount(found: &Captures<'_>, is_remark: bool) -> Vec<CheckSpec> {
    let group = |at: usize| found.get(at).map(|part| part.as_str().to_lowercase());
    let Some(number) = group(2).and_then(|word| number(&word)) else { return Vec::new() };
    let unit = match group(4).as_deref().and_then(|word| word.get(..1)) {
        Some("c") => "chars",
        Some("w") => "words",
        _ => "sentences",
    };
    let least = |count: u64| (count > 0).then(|| spec(&min_length::KIND, [(unit, count.into())]));
    let most = |count: u64| (count > 0).then(|| spec(&max_length::KIND, [(unit, count.into())]));
    if let Some(end) = group(3).and_then(|word| self::number(&word)) {
        return least(number).into_iter().chain(most(end)).collect();
    }
    let bound = bound(group(1).as_deref(), group(5).as_deref());
    let asked = match bound {
        // A number without a word before it may be the least, the most or both.
        None | Some(Bound::Exactly) => vec![least(number), most(number)],
        Some(Bound::Least) => vec![least(number)],
        Some(Bound::Most) => vec![most(number)],
        Some(Bound::More) => vec![least(number + 1)],
        Some(Bound::Fewer) => vec![most(number.saturating_sub(1))],
    };
    let opposite = match bound {
        _ if !is_remark => Vec::new(),
        None | Some(Bound::Exactly) => vec![least(number + 1), most(number.saturating_sub(1))],
        Some(Bound::Least) => vec![most(number.saturating_sub(1))],
        Some(Bound::Most) => vec![least(number + 1)],
        Some(Bound::More) => vec![most(number)],
        Some(Bound::Fewer) => vec![least(number)],
    };
    asked.into_iter().chain(opposite).flatten().collect()
}

fn bound(before: Option<&str>, after: Option<&str>) -> Option<Bound> {
    match after.unwrap_or_default() {
        "or fewer" | "or less" | "max" | "maximum" | "at most" => return Some(Bound::Most),
        "or more" | "minimum" | "min" | "at least" => return Some(Bound::Least),
        "exactly" => return Some(Bound::Exactly),
        _ => {}
    }
    match before? {
        "at least" | "no fewer than" | "no less than" | "not fewer than" | "minimum of" | "minimum" | "min" => {
            Some(Bound::Least)
        }
        "more than" | "over" => Some(Bound::More),
        "at most" | "no more than" | "not more than" | "no longer than" | "up to" | "maximum of" | "maximum"
        | "max" | "within" => Some(Bound::Most),
        "fewer than" | "less than" | "shorter than" | "under" | "below" => Some(Bound::Fewer),
        "exactly" | "precisely" | "only" | "just" => Some(Bound::Exactly),
        _ => None,
    }
}

/// Returns the number that digits or a word say.
fn number(word: &str) -> Option<u64> {
    let said = || NUMBER_WORDS.iter().find(|(number, words)| is_whole(number) && words.contains(&word));
    word.parse().ok().or_else(|| said()?.0.parse().ok())
}

fn is_whole(number: &str) -> bool {
    number.parse::<u64>().is_ok()
}
