//! Words and texts as they are typed or written in a JSON line: verdicts, answers, notes, corrections, parts.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::domain::{Answer, Name, Untrusted, Verdict, spelling};
use crate::error::{Problem, Result};

/// Makes a parser of the words of a table: word, help, value.
pub(super) fn one_of<T>(
    table: impl Iterator<Item = (&'static str, &'static str, T)>,
) -> impl TypedValueParser<Value = T>
where
    T: Clone + Send + Sync + 'static,
{
    let rows: Vec<(&str, &str, T)> = table.collect();
    let words = rows.iter().map(|(word, help, _)| PossibleValue::new(*word).help(help.trim_end_matches('.')));
    let words: Vec<PossibleValue> = words.collect();
    PossibleValuesParser::new(words).try_map(move |typed| {
        let row = rows.iter().find(|(word, ..)| *word == typed);
        row.map(|(_, _, value)| value.clone()).ok_or("not a word of the table")
    })
}

/// Reads `pass`, `fail`, `defer`, `declined`, or `none`.
pub(super) fn verdict_word(typed: &str) -> Result<Option<Verdict>> {
    if typed == "none" {
        return Ok(None);
    }
    Verdict::from_word(typed).map(Some).ok_or_else(|| {
        let known = ["pass", "fail", "defer", "declined", "none"];
        Problem::usage(format!("`{typed}` is not a verdict.")).hint(spelling::hint(typed, &known))
    })
}

/// Reads the reason of a verdict: one that declines needs it, a deferral may have it.
pub(super) fn verdict_reason(verdict: Option<Verdict>, typed: Option<&str>) -> Result<Option<Untrusted>> {
    let reason = typed.map(str::trim).filter(|reason| !reason.is_empty());
    let takes_reason = verdict.is_some_and(Verdict::takes_reason);
    match (reason, verdict) {
        (None, Some(Verdict::Declined)) => {
            Err(Problem::usage("`declined` needs a reason: why can it not be answered?")
                .hint("On the command line: --reason TEXT; in a line: \"reason\"."))
        }
        (Some(_), _) if !takes_reason => Err(Problem::usage("Only `declined` and `defer` have a reason.")
            .hint("`gemba note ID TEXT` says why a record passes or fails.")),
        (reason, _) => Ok(reason.map(Untrusted::from)),
    }
}

/// Reads `met`, `not-met`, `na`, or `none`.
pub(super) fn answer_word(typed: &str) -> Result<Option<Answer>> {
    if typed == "none" {
        return Ok(None);
    }
    Answer::from_word(typed).map(Some).ok_or_else(|| {
        let known = ["met", "not-met", "na", "none"];
        Problem::usage(format!("`{typed}` is not an answer.")).hint(spelling::hint(typed, &known))
    })
}

/// Reads the text of a note; refuses white space alone.
pub(super) fn note_text(typed: &str) -> Result<Untrusted> {
    if typed.trim().is_empty() {
        return Err(Problem::usage("A note cannot be empty.").hint("`gemba note ID --delete` takes one back."));
    }
    Ok(Untrusted::from(typed))
}

/// Reads a corrected output; `None`, for white space alone, takes the previous one back.
pub(super) fn corrected_text(typed: &str) -> Option<Untrusted> {
    (!typed.trim().is_empty()).then(|| Untrusted::from(typed))
}

/// Splits `NAME=TEXT` into name and text: how the parts of a split are written. A name may be alone.
pub(super) fn named_part(typed: &str) -> (&str, Option<&str>) {
    match typed.split_once('=') {
        Some((name, text)) => (name.trim(), Some(text.trim())),
        None => (typed.trim(), None),
    }
}

/// Joins names with commas.
pub(super) fn names<'a>(names: impl Iterator<Item = &'a Name>) -> String {
    names.map(Name::as_str).collect::<Vec<_>>().join(", ")
}

/// Refuses words on the command line where lines on standard input say everything.
pub(super) fn refuse_words<'a>(words: impl Iterator<Item = &'a String>) -> Result<()> {
    match words.into_iter().next() {
        None => Ok(()),
        Some(word) => {
            Err(Problem::usage(format!("With `-` everything comes from standard input, but `{word}` was given."))
                .hint("Put it into the lines."))
        }
    }
}

/// Returns what was typed, or refuses its absence.
pub(super) fn required<'a, T: ?Sized>(typed: Option<&'a T>, what: &str) -> Result<&'a T> {
    typed.ok_or_else(|| Problem::usage(format!("Missing: {what}.")).hint("--help shows how it is written."))
}
