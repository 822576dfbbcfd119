//! Words that people label with: which mean pass or fail, which mean nothing, and what a column's name says of a yes.

use crate::domain::Verdict;
use crate::ingest::field_names::normalized;

/// Returns whether a label says that nobody decided: `n/a`, `unsure`, `-`, in any case.
pub(super) fn is_null_like(text: &str) -> bool {
    const WORDS: [&str; 13] =
        ["", "null", "none", "na", "n/a", "nan", "-", "?", "unsure", "unknown", "tbd", "skip", "unclear"];
    let text = text.trim().to_lowercase();
    WORDS.contains(&text.as_str())
}

/// Returns whether a free text says that there is none.
pub(super) fn is_no_text(text: &str) -> bool {
    matches!(text.trim().to_lowercase().as_str(), "" | "null" | "none" | "na" | "n/a" | "nan" | "-")
}

/// Returns the value of a column that is likeliest to mean fail: a yes to a bad thing, a no to a good one; never one that
/// means correct; of grades a limit in their middle. `None` where all of them mean correct.
pub(super) fn likely_fail(field: &str, values: &[String]) -> Option<String> {
    const CORRECT: [&str; 18] = [
        "c",
        "yes",
        "y",
        "true",
        "grounded",
        "faithful",
        "correct",
        "pass",
        "passed",
        "good",
        "ok",
        "okay",
        "right",
        "supported",
        "success",
        "accept",
        "accepted",
        "relevant",
    ];
    let words: &[&str] = match Tone::from_name(field) {
        Tone::Bad => &["yes", "y", "true", "1"],
        Tone::Good => &["no", "n", "false", "0"],
        Tone::Plain => &["no", "n", "false", "0", "i", "incorrect", "ungrounded", "unfaithful", "negative"],
    };
    let has = |words: &[&str], value: &String| words.contains(&value.to_lowercase().as_str());
    let numbers: Vec<f64> = values.iter().filter_map(|value| value.trim().parse().ok()).collect();
    if numbers.len() == values.len() && numbers.len() > 2 {
        let (least, most) = numbers.iter().fold((f64::MAX, f64::MIN), |(l, m), one| (l.min(*one), m.max(*one)));
        let sign = if Tone::from_name(field) == Tone::Bad { '>' } else { '<' };
        return Some(format!("{sign}{}", f64::midpoint(least, most)));
    }
    let likely = values.iter().find(|value| has(words, value)).or_else(|| negation(values));
    likely.or_else(|| values.iter().find(|value| !has(&CORRECT, value))).cloned()
}

/// Returns the value that says no to another one: `unacceptable` beside `acceptable`.
fn negation(values: &[String]) -> Option<&String> {
    const PREFIXES: [&str; 8] = ["un", "in", "im", "ir", "dis", "non", "non-", "not "];
    let says_no = |value: &&String| {
        let value = value.to_lowercase().replace('_', " ");
        PREFIXES.iter().any(|prefix| {
            let rest = value.strip_prefix(prefix);
            rest.is_some_and(|rest| values.iter().any(|other| other.to_lowercase().replace('_', " ") == rest))
        })
    };
    values.iter().find(says_no)
}

/// Whether a yes in a column is good or bad, by the column's name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tone {
    /// `hallucination`, `failed`: a yes is bad.
    Bad,
    /// `passed`, `thumbs`: a yes is good.
    Good,
    /// Neither.
    Plain,
}

impl Tone {
    fn from_name(field: &str) -> Self {
        const BAD: [&str; 12] = [
            "hallucinat",
            "fail",
            "error",
            "bad",
            "wrong",
            "toxic",
            "incorrect",
            "refus",
            "violat",
            "unsafe",
            "flag",
            "issue",
        ];
        const GOOD: [&str; 8] = ["pass", "success", "correct", "thumb", "good", "accept", "approv", "like"];
        let name = normalized(field);
        let holds = |words: &[&str]| words.iter().any(|word| name.contains(word));
        match (holds(&BAD), holds(&GOOD)) {
            (true, _) => Self::Bad,
            (false, true) => Self::Good,
            (false, false) => Self::Plain,
        }
    }
}

/// Returns the verdict of a word that surely means one.
pub(super) fn understand(text: &str, field: &str) -> Option<Verdict> {
    let tone = Tone::from_name(field);
    let (is_bad_thing, is_good_thing) = (tone == Tone::Bad, tone == Tone::Good);
    match normalized(text).as_str() {
        "pass" | "passed" | "good" | "correct" | "ok" | "okay" | "thumbsup" | "thumbup" | "👍" => Some(Verdict::Pass),
        "fail" | "failed" | "bad" | "incorrect" | "wrong" | "notok" | "notokay" | "thumbsdown" | "thumbdown" | "👎" => {
            Some(Verdict::Fail)
        }
        "true" if !is_bad_thing => Some(Verdict::Pass),
        "false" if !is_bad_thing => Some(Verdict::Fail),
        "1" | "10" if is_good_thing && matches!(text, "1" | "1.0") => Some(Verdict::Pass),
        "up" if is_good_thing => Some(Verdict::Pass),
        "0" | "00" if is_good_thing && matches!(text, "0" | "0.0") => Some(Verdict::Fail),
        "down" if is_good_thing => Some(Verdict::Fail),
        _ if is_good_thing && matches!(text, "-1" | "-1.0") => Some(Verdict::Fail),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_null_like, likely_fail, understand};
    use crate::domain::Verdict;

    #[test]
    fn words_that_everybody_understands() {
        let pass = Some(Verdict::Pass);
        let fail = Some(Verdict::Fail);
        assert_eq!(understand("PASS", "label"), pass);
        assert_eq!(understand("not ok", "rating"), fail);
        assert_eq!(understand("thumbs_down", "x"), fail);
        assert_eq!(understand("👍", "x"), pass);
        assert_eq!(understand("1", "passed"), pass);
        assert_eq!(understand("0.0", "success"), fail);
        assert_eq!(understand("-1", "thumbs"), fail);
        assert_eq!(understand("true", "is_correct"), pass);
    }

    #[test]
    fn what_could_mean_either_is_not_guessed() {
        assert_eq!(understand("yes", "hallucination"), None);
        assert_eq!(understand("true", "hallucination"), None);
        assert_eq!(understand("true", "incorrect"), None);
        assert_eq!(understand("1", "rating"), None);
        assert_eq!(understand("4", "passed"), None);
    }

    #[test]
    fn what_says_that_nobody_decided_is_no_verdict() {
        for text in ["", " ", "N/A", "na", "None", "-", "?", "Unsure", "TBD", "unclear", "skip", "NaN", "null"] {
            assert!(is_null_like(text), "{text}");
        }
        assert!(!is_null_like("no") && !is_null_like("0"));
    }

    #[test]
    fn what_means_correct_is_never_offered_as_a_fail() {
        let values = |list: &[&str]| list.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
        let likely = |field: &str, list: &[&str]| likely_fail(field, &values(list));
        let said = |text: &str| Some(text.to_owned());
        assert_eq!(likely("value", &["C", "I"]), said("I"));
        assert_eq!(likely("judge", &["Grounded", "Invented"]), said("Invented"));
        assert_eq!(likely("ok", &["yes", "true"]), None);
        assert_eq!(likely("hallucination", &["no", "yes"]), said("yes"));
        assert_eq!(likely("label", &["1", "0"]), said("0"));
        assert_eq!(likely("toxic", &["0", "1"]), said("1"));
        assert_eq!(likely("quality", &["acceptable", "unacceptable"]), said("unacceptable"));
        assert_eq!(likely("rating", &["5", "4", "2", "1", "3"]), said("<3"));
        assert_eq!(likely("toxicity", &["1", "2", "3"]), said(">2"));
    }
}
