//! Filter terms that only a record's texts can answer: words, regular expressions, logged fields.

use std::cell::OnceCell;
use std::sync::{Arc, OnceLock};

use regex::{Regex, RegexBuilder, bytes};
use rusqlite::Connection;

use crate::domain::filter::{BodyTerm, Glob, Phrase, Place};
use crate::domain::records::output_in;
use crate::domain::{Codebook, Content, RawJson, RowId};
use crate::error::{Problem, Result};
use crate::store::check_term::CheckTerm;
use crate::store::columns;
use crate::store::records::blocks;
use crate::store::text_index::expression::{literals, required_words};
use crate::store::text_index::lookup::{self, Coverage, Field, Hits};
use crate::store::text_index::row_set::RowSet;
use crate::store::text_index::texts;
use crate::store::text_index::words::{Words, all_of};

/// The largest compiled expression, in bytes: beyond it a pattern is refused, not run.
const LARGEST_REGEX: usize = 1 << 20;

/// A body term, ready to be asked, and what is known of it before a body is read.
pub(crate) struct Body {
    what: What,
    /// The records whose notes hold the words, where notes count.
    notes: OnceLock<RowSet>,
    /// What the index says.
    hits: OnceLock<Option<Hits>>,
}

enum What {
    /// Words; `probe` holds for the body's JSON wherever the words hold in its text.
    Words { place: Place, phrase: Phrase, words: Words, probe: Option<bytes::Regex> },
    /// A regular expression over the output.
    Output { regex: Regex, required: Option<Vec<Vec<String>>>, probe: Option<bytes::Regex> },
    /// What checks say.
    Check(CheckTerm),
    /// A logged field.
    Meta { path: String, value: Glob },
}

impl Body {
    /// Compiles a term.
    pub(crate) fn compile(term: &BodyTerm, codebook: &Codebook) -> Result<Self> {
        let what = match term {
            BodyTerm::Words { place, phrase } => {
                let words = Words::new(&phrase.text, phrase.is_prefix)?;
                let probe = words.probe().and_then(|pattern| probe(&pattern));
                What::Words { place: *place, phrase: phrase.clone(), words, probe }
            }
            BodyTerm::Regex { pattern, ignore_case } => What::Output {
                regex: build(pattern, *ignore_case, pattern)?,
                required: required_words(pattern, *ignore_case),
                probe: literals(pattern, *ignore_case).and_then(|literals| any_of(&literals)),
            },
            BodyTerm::Check { name, says } => What::Check(CheckTerm::compile(name, *says, codebook)?),
            BodyTerm::Meta { path, value } => What::Meta { path: path.clone(), value: value.clone() },
        };
        Ok(Self { what, notes: OnceLock::new(), hits: OnceLock::new() })
    }

    /// Finds the notes that hold the words, where notes count.
    pub(crate) fn look_up_notes(&self, conn: &Connection) -> Result<()> {
        let mut rows = RowSet::default();
        if let What::Words { place: Place::Anywhere, phrase, .. } = &self.what {
            let sql = "SELECT record FROM note WHERE gemba_words(?1, ?2, text)";
            columns::each(conn, sql, (&phrase.text, phrase.is_prefix), |row| {
                rows.insert(RowId(row.get(0)?));
                Ok(())
            })?;
        }
        self.notes.get_or_init(|| rows);
        Ok(())
    }

    /// Asks the index, as far as it goes.
    pub(crate) fn look_up(&self, conn: &Connection, coverage: &Arc<Coverage>) -> Result<()> {
        let asked = match &self.what {
            What::Words { place, words, .. } => {
                let fields: &[Field] = match place {
                    Place::Anywhere => &[Field::User, Field::Output],
                    Place::User => &[Field::User],
                    Place::Output => &[Field::Output],
                    Place::Input | Place::Tool => &[],
                };
                let query = words.index_query().filter(|_| !fields.is_empty());
                query.map(|query| (fields, query.expression, query.is_exact))
            }
            What::Output { required: Some(branches), .. } => {
                let branches: Vec<String> = branches.iter().map(|words| format!("({})", all_of(words))).collect();
                Some((&[Field::Output][..], branches.join(" OR "), false))
            }
            What::Output { required: None, .. } | What::Check(_) | What::Meta { .. } => None,
        };
        let hits = match asked {
            Some((fields, expression, is_exact)) => {
                let may = lookup::rows(conn, fields, &expression)?;
                Some(Hits { may, is_exact, coverage: Arc::clone(coverage) })
            }
            None => None,
        };
        self.hits.get_or_init(|| hits);
        Ok(())
    }

    /// Returns whether the term holds, where that is known without the record's text.
    pub(crate) fn known(&self, row: RowId) -> Option<bool> {
        if self.notes.get().is_some_and(|rows| rows.contains(row)) {
            return Some(true);
        }
        let hits = self.hits.get()?.as_ref().filter(|hits| hits.coverage.covers(row))?;
        match hits.may.contains(row) {
            false => Some(false),
            true if hits.is_exact => Some(true),
            true => None,
        }
    }

    /// Returns the rows that may hold the term, or `None` for all, and those that surely do.
    pub(crate) fn candidates(&self) -> (Option<RowSet>, RowSet) {
        let notes = self.notes.get().cloned().unwrap_or_default();
        let Some(hits) = self.hits.get().and_then(Option::as_ref) else { return (None, notes) };
        let uncovered = hits.coverage.uncovered();
        let mut sure = RowSet::default();
        if hits.is_exact {
            sure = hits.may.clone();
            sure.remove(&uncovered);
        }
        sure.add(&notes);
        let mut may = hits.may.clone();
        may.add(&uncovered);
        may.add(&notes);
        (Some(may), sure)
    }

    /// Whether the term may hold, from the undecoded JSON of the body. Never wrong when it says no.
    pub(crate) fn may_hold(&self, json: &[u8]) -> bool {
        match &self.what {
            What::Words { probe: Some(probe), .. } | What::Output { probe: Some(probe), .. } => probe.is_match(json),
            What::Words { probe: None, .. } | What::Output { probe: None, .. } | What::Check(_) | What::Meta { .. } => {
                true
            }
        }
    }

    /// Returns whether the term holds for the body of this JSON; `content` is the same, where it was decoded already.
    pub(crate) fn holds_in(&self, json: &[u8], content: &OnceCell<Content>) -> Result<bool> {
        if !self.may_hold(json) {
            return Ok(false);
        }
        if let (What::Output { regex, .. }, None) = (&self.what, content.get())
            && let Some(output) = output_in(json)
        {
            return Ok(regex.is_match(&output));
        }
        if let Some(content) = content.get() {
            return Ok(self.holds(content));
        }
        let decoded = blocks::decode(json)?;
        Ok(self.holds(content.get_or_init(|| decoded)))
    }

    /// Whether the term holds.
    pub(crate) fn holds(&self, content: &Content) -> bool {
        match &self.what {
            What::Words { place, words, .. } => {
                let visit = &mut |text: &str| words.are_in(text);
                match place {
                    Place::Anywhere => texts::output(content, visit) || texts::user(content, visit),
                    Place::User => texts::user(content, visit),
                    Place::Output => texts::output(content, visit),
                    Place::Input => texts::input(content, visit),
                    Place::Tool => texts::tools(content, visit),
                }
            }
            What::Output { regex, .. } => regex.is_match(content.output.raw()),
            What::Check(check) => check.holds(content),
            What::Meta { path, value } => meta_holds(content, path, value),
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

/// Looks for any of these texts in JSON, without case.
fn any_of(texts: &[String]) -> Option<bytes::Regex> {
    probe(&texts.iter().map(|text| regex::escape(text)).collect::<Vec<_>>().join("|"))
}

/// Looks for an expression in JSON, without case.
fn probe(pattern: &str) -> Option<bytes::Regex> {
    bytes::RegexBuilder::new(pattern).case_insensitive(true).size_limit(LARGEST_REGEX).build().ok()
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
