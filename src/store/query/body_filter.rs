//! Filter terms that only a record's body can answer: words, regular expressions, logged fields.

use regex::{Regex, RegexBuilder, bytes};

use crate::domain::filter::{BodyTerm, Glob, Place};
use crate::domain::records::plain_text;
use crate::domain::{Content, RawJson};
use crate::error::{Problem, Result};

/// The largest compiled expression, in bytes: beyond it a pattern is refused, not run.
const LARGEST_REGEX: usize = 1 << 20;

/// A body term, ready to be asked.
pub(crate) enum Body {
    /// Words; `probe` holds for the body's JSON wherever the words hold in its text.
    Words { place: Place, exact: Regex, probe: Option<bytes::Regex> },
    /// A regular expression over the output.
    Output(Regex),
    /// A logged field.
    Meta { path: String, value: Glob },
}

impl Body {
    /// Compiles a term.
    pub(crate) fn compile(term: &BodyTerm) -> Result<Self> {
        Ok(match term {
            BodyTerm::Words { place, text } => {
                let words: Vec<String> = text.split_whitespace().map(regex::escape).collect();
                let exact = build(&words.join(r"\s+"), true, text)?;
                Self::Words { place: *place, exact, probe: probe(text) }
            }
            BodyTerm::Regex { pattern, ignore_case } => Self::Output(build(pattern, *ignore_case, pattern)?),
            BodyTerm::Meta { path, value } => Self::Meta { path: path.clone(), value: value.clone() },
        })
    }

    /// Whether the term may hold, from the undecoded JSON of the body. Never wrong when it says no.
    pub(crate) fn may_hold(&self, json: &[u8]) -> bool {
        match self {
            Self::Words { probe: Some(probe), .. } => probe.is_match(json),
            Self::Words { probe: None, .. } | Self::Output(_) | Self::Meta { .. } => true,
        }
    }

    /// Whether the term holds.
    pub(crate) fn holds(&self, content: &Content) -> bool {
        match self {
            Self::Words { place, exact, .. } => {
                let in_input = || content.messages.iter().any(|message| exact.is_match(&message.plain()));
                let in_output = || {
                    exact.is_match(content.output.raw())
                        || (!content.output_parts.is_empty() && exact.is_match(&plain_text(&content.output_parts)))
                };
                match place {
                    Place::Anywhere => in_output() || in_input(),
                    Place::Input => in_input(),
                    Place::Output => in_output(),
                }
            }
            Self::Output(regex) => regex.is_match(content.output.raw()),
            Self::Meta { path, value } => meta_holds(content, path, value),
        }
    }
}

fn build(pattern: &str, ignore_case: bool, typed: &str) -> Result<Regex> {
    RegexBuilder::new(pattern).case_insensitive(ignore_case).size_limit(LARGEST_REGEX).build().map_err(|error| {
        let why = match &error {
            regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
            error => error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned(),
        };
        let typed: String = typed.chars().take(60).collect();
        Problem::usage(format!("The pattern `{typed}` cannot be used: {why}."))
            .hint("Put a text in quotes to search for it literally.")
            .caused_by(error)
    })
}

/// The longest word of the text that JSON writes as it is. JSON keeps all but quotes, backslashes and controls.
fn probe(text: &str) -> Option<bytes::Regex> {
    let is_plain = |c: char| !c.is_control() && c != '"' && c != '\\';
    let pieces = text.split(|c: char| c.is_whitespace() || !is_plain(c));
    let longest = pieces.max_by_key(|piece| piece.len()).filter(|piece| !piece.is_empty())?;
    bytes::RegexBuilder::new(&regex::escape(longest)).case_insensitive(true).size_limit(LARGEST_REGEX).build().ok()
}

/// A logged field is found by its whole name, or by the beginning of the path up to a dot; the rest walks into it.
fn meta_holds(content: &Content, path: &str, value: &Glob) -> bool {
    content.meta.iter().any(|(key, json)| {
        let key = key.raw();
        if key == path {
            return json_holds(json, value);
        }
        let inner = path.strip_prefix(key).and_then(|rest| rest.strip_prefix('.'));
        let Some(inner) = inner else { return false };
        let Ok(mut at) = serde_json::from_str::<serde_json::Value>(json.text()) else { return false };
        walk(&mut at, inner).is_some_and(|found| json_holds(&RawJson::of(&found), value))
    })
}

/// Walks by the longest key that fits at each step, since keys may hold dots themselves.
fn walk(at: &mut serde_json::Value, path: &str) -> Option<serde_json::Value> {
    if let Some(found) = step(at, path) {
        return Some(found.take());
    }
    let mut dots: Vec<usize> = path.match_indices('.').map(|(index, _)| index).collect();
    while let Some(dot) = dots.pop() {
        let (head, rest) = path.split_at(dot);
        if let Some(inner) = step(at, head)
            && let Some(found) = walk(inner, rest.trim_start_matches('.'))
        {
            return Some(found);
        }
    }
    None
}

fn step<'a>(at: &'a mut serde_json::Value, key: &str) -> Option<&'a mut serde_json::Value> {
    match at {
        serde_json::Value::Object(fields) => fields.get_mut(key),
        serde_json::Value::Array(items) => items.get_mut(key.parse::<usize>().ok()?),
        _ => None,
    }
}

/// A value fits by its text; a list fits when one of its values does.
fn json_holds(json: &RawJson, value: &Glob) -> bool {
    if value.matches(&json.plain()) {
        return true;
    }
    let Ok(serde_json::Value::Array(items)) = serde_json::from_str(json.text()) else { return false };
    items.iter().any(|item| value.matches(&RawJson::of(item).plain()))
}
