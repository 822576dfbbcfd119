//! Writes a filter so that reading it again gives the same tree.

use std::fmt::{self, Write};

use super::ast::Filter;
use super::operand::{Bound, CheckSays, Glob, Judge, Measure, Phrase, Place, TimeRef};
use super::parse::ends_a_word;
use super::term::{BodyTerm, Term};
use super::values::UNITS;

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => Ok(()),
            Self::Term(term) => fmt::Display::fmt(term, f),
            Self::Body(term) => fmt::Display::fmt(term, f),
            Self::Not(inner) => {
                f.write_char('-')?;
                inside(inner, f)
            }
            Self::And(parts) => joined(parts, " ", f),
            Self::Or(parts) => joined(parts, " OR ", f),
        }
    }
}

fn joined(parts: &[Filter], between: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
        }
        inside(part, f)?;
    }
    Ok(())
}

fn inside(filter: &Filter, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match filter {
        Filter::And(_) | Filter::Or(_) => write!(f, "({filter})"),
        Filter::All | Filter::Term(_) | Filter::Body(_) | Filter::Not(_) => fmt::Display::fmt(filter, f),
    }
}

impl fmt::Display for BodyTerm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words { place: Place::Anywhere, phrase } => {
                let text = &phrase.text;
                let is_word =
                    !text.contains(':') && !text.starts_with('-') && !matches!(text.as_str(), "AND" | "OR" | "NOT");
                words(phrase, is_word, f)
            }
            Self::Words { place: Place::User, phrase } => words_in("user", phrase, f),
            Self::Words { place: Place::Output, phrase } => words_in("out", phrase, f),
            Self::Words { place: Place::Input, phrase } => words_in("in", phrase, f),
            Self::Words { place: Place::Tool, phrase } => words_in("tool", phrase, f),
            Self::Regex { pattern, ignore_case } => {
                f.write_str("re:/")?;
                expression(pattern, f)?;
                f.write_str(if *ignore_case { "/i" } else { "/" })
            }
            Self::Check { name, says: CheckSays::Fail } if !name.contains('=') => field("check", name, f),
            Self::Check { name, says } => field("check", &format!("{name}={}", says.word()), f),
            Self::Meta { path, value: Glob(value) } => {
                f.write_str("meta.")?;
                let is_bare = is_bare(path) && !path.contains(':');
                if is_bare {
                    f.write_str(path)?;
                } else {
                    quoted(path, f)?;
                }
                f.write_char(':')?;
                valued(value, f)
            }
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Verdict(Judge::Is(verdict)) => write!(f, "verdict:{}", verdict.word()),
            Self::Verdict(Judge::Any) => f.write_str("verdict:any"),
            Self::Verdict(Judge::None) => f.write_str("verdict:none"),
            Self::Mode(mode) => judged("mode", mode, f),
            Self::Note(phrase) => words_in("note", phrase, f),
            Self::Suggested(Judge::Is(mode)) if matches!(mode.as_str(), "yes" | "no") => {
                f.write_str("suggested:")?;
                quoted(mode, f)
            }
            Self::Suggested(mode) => judged("suggested", mode, f),
            Self::Saved(name) => field("saved", name, f),
            Self::By(name) => field("by", name.as_str(), f),
            Self::Id(Glob(pattern)) => field("id", pattern, f),
            Self::Model(Glob(pattern)) => field("model", pattern, f),
            Self::Prompt(Glob(pattern)) => field("prompt", pattern, f),
            Self::Source(Glob(pattern)) => field("source", pattern, f),
            Self::Conversation(Glob(pattern)) => field("conversation", pattern, f),
            Self::Since(at) => write!(f, "since:{at}"),
            Self::Until(at) => write!(f, "until:{at}"),
            Self::Reviewed(yes) => write!(f, "reviewed:{}", yes_or_no(*yes)),
            Self::Disputed(yes) => write!(f, "disputed:{}", yes_or_no(*yes)),
            Self::Settled(yes) => write!(f, "settled:{}", yes_or_no(*yes)),
            Self::Contradiction(yes) => write!(f, "contradiction:{}", yes_or_no(*yes)),
            Self::Corrected(yes) => write!(f, "corrected:{}", yes_or_no(*yes)),
            Self::Format(format) => write!(f, "format:{}", format.word()),
            Self::Error(yes) => write!(f, "error:{}", yes_or_no(*yes)),
            Self::Severity(bound) => write!(f, "severity:{bound}"),
            Self::Criterion(criterion) => field("criterion", criterion, f),
            Self::Grade { criterion, answer } => field("grade", &format!("{criterion}={}", answer.word()), f),
            Self::Stale(criterion) => judged("stale", criterion, f),
            Self::Result { judge: Glob(judge), fails } => {
                field("result", &format!("{judge}={}", if *fails { "fail" } else { "pass" }), f)
            }
            Self::Measure(Measure::Latency, bound) => write!(f, "latency:{bound}ms"),
            Self::Measure(Measure::Tokens, bound) => write!(f, "tokens:{bound}"),
            Self::Measure(Measure::OutputLength, bound) => write!(f, "outlen:{bound}"),
            Self::Measure(Measure::Cost, bound) => write!(f, "cost:{bound}"),
        }
    }
}

impl fmt::Display for TimeRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(time) => f.write_str(&time.rfc3339()),
            Self::Ago(millis) => {
                let fitting = UNITS.iter().find(|(_, unit)| *millis >= *unit && millis % unit == 0);
                let (word, unit) = fitting.unwrap_or(&("ms", 1));
                write!(f, "{}{word}", millis / unit)
            }
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.compare.sign(), self.amount.get())
    }
}

fn judged(name: &str, value: &Judge<String>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value {
        Judge::Any => write!(f, "{name}:any"),
        Judge::None => write!(f, "{name}:none"),
        Judge::Is(word) if word == "any" || word == "none" => {
            write!(f, "{name}:")?;
            quoted(word, f)
        }
        Judge::Is(word) => field(name, word, f),
    }
}

fn words_in(field: &str, phrase: &Phrase, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{field}:")?;
    words(phrase, !phrase.text.starts_with('/'), f)
}

fn words(phrase: &Phrase, may_be_bare: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Phrase { text, is_prefix } = phrase;
    // A star of the text's own would let it go on.
    if may_be_bare && is_bare(text) && (*is_prefix || text == "*" || !text.ends_with('*')) {
        f.write_str(text)?;
    } else {
        quoted(text, f)?;
    }
    f.write_str(if *is_prefix { "*" } else { "" })
}

fn field(name: &str, value: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{name}:")?;
    valued(value, f)
}

fn valued(value: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let is_bare = is_bare(value) && !value.starts_with('/');
    if is_bare { f.write_str(value) } else { quoted(value, f) }
}

/// Returns a value as it stands behind a colon: in quotes where it would end elsewhere.
pub(super) fn written(value: &str) -> String {
    struct Written<'a>(&'a str);
    impl fmt::Display for Written<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            valued(self.0, f)
        }
    }
    Written(value).to_string()
}

fn is_bare(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(ends_a_word)
}

fn quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}

/// A bare slash would end the expression; one behind a backslash stands already as it is typed.
fn expression(pattern: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut is_escaped = false;
    for c in pattern.chars() {
        if c == '/' && !is_escaped {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
        is_escaped = c == '\\' && !is_escaped;
    }
    Ok(())
}

const fn yes_or_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}
