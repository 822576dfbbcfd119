//! The fields of the filter language and what stands behind their colons.

use super::super::{Answer, Name, Time, Verdict, spelling::nearest};
use super::ast::Filter;
use super::error::FilterError;
use super::operand::{Amount, Bound, CheckSays, Compare, Format, Glob, Judge, Measure, Phrase, Place, TimeRef};
use super::term::{BodyTerm, Term};

/// Every field, for completion and for finding the nearest one to a typing slip.
pub const FIELDS: [&str; 36] = [
    "user",
    "out",
    "note",
    "tool",
    "in",
    "re",
    "verdict",
    "mode",
    "by",
    "id",
    "model",
    "prompt",
    "source",
    "conversation",
    "meta",
    "since",
    "until",
    "reviewed",
    "disputed",
    "settled",
    "contradiction",
    "corrected",
    "format",
    "error",
    "severity",
    "criterion",
    "grade",
    "check",
    "suggested",
    "stale",
    "result",
    "latency",
    "tokens",
    "outlen",
    "cost",
    "saved",
];

/// The units of durations in milliseconds, the largest first.
pub(super) const UNITS: [(&str, i64); 6] =
    [("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

/// What stands behind a colon.
pub(super) struct Value {
    pub text: String,
    pub is_quoted: bool,
    /// Whether a star followed the closing quote.
    pub is_prefix: bool,
    /// What followed a closing slash, for expressions.
    pub flags: Option<String>,
    pub at: usize,
}

/// Returns the filter that a field and its value say.
pub(super) fn term(field: &str, value: &Value, start: usize) -> Result<Filter, FilterError> {
    let lower = field.to_lowercase();
    let fail = |why: &str| Err(FilterError::at(value.at, why));
    if let Some(path) = field.get(..5).filter(|head| head.eq_ignore_ascii_case("meta.")).and_then(|_| field.get(5..)) {
        if path.is_empty() {
            return Err(FilterError::at(start, "expected a field's name behind `meta.`, as in `meta.team:billing`"));
        }
        let value = Glob(value.text.clone());
        return Ok(Filter::Body(BodyTerm::Meta { path: path.to_owned(), value }));
    }
    let is_name = matches!(&*lower, "id" | "conversation" | "source" | "model" | "prompt");
    if value.text.is_empty() && !is_name && FIELDS.contains(&&*lower) {
        return fail(&format!("expected a value behind `{lower}:`"));
    }
    Ok(Filter::Term(match &*lower {
        "user" => return words(Place::User, value),
        "out" => return words(Place::Output, value),
        "tool" => return words(Place::Tool, value),
        "in" => return words(Place::Input, value),
        "note" => Term::Note(phrase(value)?),
        "re" => {
            let flags = value.flags.as_deref().unwrap_or_default();
            if !matches!(flags, "" | "i") {
                return fail("expected nothing or `i` behind the closing `/`");
            }
            let pattern = value.text.clone();
            return Ok(Filter::Body(BodyTerm::Regex { pattern, ignore_case: flags == "i" }));
        }
        "verdict" => Term::Verdict(
            verdict_word(value).ok_or_else(|| unknown(value, &["pass", "fail", "defer", "declined", "any", "none"]))?,
        ),
        "mode" => Term::Mode(judge(value)),
        "by" => match Name::new(&value.text) {
            Ok(name) if name.as_str() == value.text => Term::By(name),
            _ => return fail("expected a reviewer's name"),
        },
        "saved" => Term::Saved(value.text.clone()),
        "id" => Term::Id(Glob(value.text.clone())),
        "model" => Term::Model(Glob(value.text.clone())),
        "prompt" => Term::Prompt(Glob(value.text.clone())),
        "source" => Term::Source(Glob(value.text.clone())),
        "conversation" => Term::Conversation(Glob(value.text.clone())),
        "since" => Term::Since(time(value)?),
        "until" => Term::Until(time(value)?),
        "reviewed" => Term::Reviewed(yes_or_no(value)?),
        "disputed" => Term::Disputed(yes_or_no(value)?),
        "settled" => Term::Settled(yes_or_no(value)?),
        "contradiction" => Term::Contradiction(yes_or_no(value)?),
        "corrected" => Term::Corrected(yes_or_no(value)?),
        "error" => Term::Error(yes_or_no(value)?),
        "format" => match Format::from_word(&value.text.to_lowercase()) {
            Some(format) => Term::Format(format),
            None => return Err(unknown(value, &Format::ALL.iter().map(|format| format.word()).collect::<Vec<_>>())),
        },
        "severity" => Term::Severity(bound(value, &[])?),
        "criterion" => Term::Criterion(value.text.clone()),
        "grade" => {
            let halves = value.text.rsplit_once('=').filter(|(criterion, _)| !criterion.is_empty());
            match halves.and_then(|(criterion, answer)| Some((criterion, Answer::from_word(answer)?))) {
                Some((criterion, answer)) => Term::Grade { criterion: criterion.to_owned(), answer },
                None => {
                    return fail("expected a criterion and `=met`, `=not-met` or `=na`, as in `grade:tone=not-met`");
                }
            }
        }
        "check" => return check(value),
        "suggested" => Term::Suggested(match value.text.as_str() {
            "yes" if !value.is_quoted => Judge::Any,
            "no" if !value.is_quoted => Judge::None,
            _ => judge(value),
        }),
        "stale" => Term::Stale(judge(value)),
        "result" => {
            let halves = value.text.rsplit_once('=').filter(|(judge, _)| !judge.is_empty());
            match halves.map(|(judge, said)| (judge, Verdict::from_word(&said.to_lowercase()))) {
                Some((judge, Some(said @ (Verdict::Pass | Verdict::Fail)))) => {
                    Term::Result { judge: Glob(judge.to_owned()), fails: said == Verdict::Fail }
                }
                _ => return fail("expected a judge's name and `=pass` or `=fail`, as in `result:judge=fail`"),
            }
        }
        "latency" => Term::Measure(Measure::Latency, bound(value, &UNITS)?),
        "tokens" => Term::Measure(Measure::Tokens, bound(value, &[])?),
        "outlen" => Term::Measure(Measure::OutputLength, bound(value, &[])?),
        "cost" => Term::Measure(Measure::Cost, bound(value, &[])?),
        "meta" => {
            return Err(FilterError::at(start, "expected a field's name behind `meta`, as in `meta.team:billing`"));
        }
        _ => {
            let why = match nearest(&lower, FIELDS) {
                Some(near) => format!("there is no field `{field}`; the nearest is `{near}:`"),
                None => format!("there is no field `{field}`; put the text in quotes to search for it"),
            };
            return Err(FilterError::at(start, &why));
        }
    }))
}

/// Reads `NAME`, which means that the check objects, or `NAME=pass`, `NAME=fail`, `NAME=none`.
fn check(value: &Value) -> Result<Filter, FilterError> {
    let (name, says) = match value.text.rsplit_once('=') {
        None => (value.text.as_str(), Some(CheckSays::Fail)),
        Some((name, says)) => (name, CheckSays::from_word(&says.to_lowercase())),
    };
    match says.filter(|_| !name.is_empty()) {
        Some(says) => Ok(Filter::Body(BodyTerm::Check { name: name.to_owned(), says })),
        None => Err(FilterError::at(
            value.at,
            "expected a check's name, alone or with `=fail`, `=pass` or `=none`, as in `check:is-json=fail`",
        )),
    }
}

fn words(place: Place, value: &Value) -> Result<Filter, FilterError> {
    Ok(Filter::Body(BodyTerm::Words { place, phrase: phrase(value)? }))
}

fn phrase(value: &Value) -> Result<Phrase, FilterError> {
    if value.text.trim().is_empty() {
        return Err(FilterError::at(value.at, "expected a word; there is nothing to look for in empty quotes"));
    }
    if value.is_quoted {
        return Ok(Phrase { text: value.text.clone(), is_prefix: value.is_prefix });
    }
    Ok(Phrase::typed(&value.text))
}

fn verdict_word(value: &Value) -> Option<Judge<Verdict>> {
    match value.text.to_lowercase().as_str() {
        "any" => Some(Judge::Any),
        "none" => Some(Judge::None),
        word => Verdict::from_word(word).map(Judge::Is),
    }
}

/// A name, or `any` and `none` when they are not in quotes.
fn judge(value: &Value) -> Judge<String> {
    match value.text.as_str() {
        "any" if !value.is_quoted => Judge::Any,
        "none" if !value.is_quoted => Judge::None,
        name => Judge::Is(name.to_owned()),
    }
}

fn yes_or_no(value: &Value) -> Result<bool, FilterError> {
    match value.text.to_lowercase().as_str() {
        "yes" | "true" => Ok(true),
        "no" | "false" => Ok(false),
        _ => Err(unknown(value, &["yes", "no"])),
    }
}

fn unknown(value: &Value, known: &[&str]) -> FilterError {
    let expected = known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    let near = nearest(&value.text, known.iter().copied());
    let near = near.map(|near| format!("; the nearest to `{}` is `{near}`", value.text)).unwrap_or_default();
    FilterError::at(value.at, &format!("expected one of {expected}{near}"))
}

/// `24h`, `7d`, or a date.
fn time(value: &Value) -> Result<TimeRef, FilterError> {
    let digits = value.text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = value.text.get(digits.len()..).unwrap_or_default();
    let millis = UNITS.iter().find(|(word, _)| *word == unit).map(|(_, millis)| *millis);
    if let Some(ago) = whole(digits).zip(millis).and_then(|(count, millis)| count.checked_mul(millis)) {
        return Ok(TimeRef::Ago(ago));
    }
    let at = Time::parse(&value.text);
    at.map(TimeRef::At).ok_or_else(|| {
        FilterError::at(value.at, "expected a duration such as `24h` or `7d`, or a date such as `2026-11-01`")
    })
}

fn whole(digits: &str) -> Option<i64> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// `>2`, `<=0.5`, `3`, with a unit where there are units.
fn bound(value: &Value, units: &[(&str, i64)]) -> Result<Bound, FilterError> {
    let sign = Compare::ALL.into_iter().find(|compare| value.text.starts_with(compare.sign()));
    let rest = sign.map_or(&*value.text, |sign| value.text.get(sign.sign().len()..).unwrap_or_default());
    let number = rest.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = rest.get(number.len()..).unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "the largest unit is a week in milliseconds")]
    let scale = match unit {
        "" => Some(1.0),
        unit => units.iter().find(|(word, _)| *word == unit).map(|(_, millis)| *millis as f64),
    };
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    let amount = number.parse::<f64>().ok().filter(|_| is_number);
    let amount = amount.zip(scale).and_then(|(amount, scale)| Amount::new(amount * scale));
    let compare = sign.unwrap_or(Compare::Is);
    amount.map(|amount| Bound { compare, amount }).ok_or_else(|| {
        let example = if units.is_empty() { "`>=2` or `<0.5`" } else { "`>2s` or `<=500ms`" };
        FilterError::at(value.at, &format!("expected a comparison with a number, such as {example}"))
    })
}
