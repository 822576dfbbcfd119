//! Finds what was typed: failure modes, criteria, checks, filters.

use crate::domain::spelling::nearest;
use crate::domain::{Check, CodebookView, Criterion, FailureMode, Filter, Slug, Target, filter};
use crate::error::{Problem, Result};

/// Finds the failure mode that was typed; refuses one that is no longer offered.
pub(super) fn open_mode<'a>(book: &'a CodebookView, typed: &str) -> Result<&'a FailureMode> {
    let mode = any_mode(book, typed)?;
    if mode.status.is_open() {
        return Ok(mode);
    }
    let hint = format!("`gemba modes revive {}` offers it again.", mode.slug);
    Err(Problem::usage(format!("The failure mode `{}` is {}.", mode.name, mode.status.word())).hint(hint))
}

/// Finds the failure mode that was typed, open or not.
pub(super) fn any_mode<'a>(book: &'a CodebookView, typed: &str) -> Result<&'a FailureMode> {
    book.mode(typed).ok_or_else(|| {
        let known = book.modes.iter().filter(|mode| mode.status.is_open());
        let known: Vec<&str> = known.flat_map(|mode| [mode.slug.as_str(), mode.name.as_str()]).collect();
        let add = format!("`gemba modes add '{}'` creates it.", typed.replace('\'', ""));
        let hint =
            nearest(typed, known.iter().copied()).map_or(add.clone(), |word| format!("Did you mean `{word}`? {add}"));
        Problem::usage(format!("There is no failure mode `{typed}`.")).hint(hint)
    })
}

/// Finds the criterion that was typed.
pub(super) fn criterion<'a>(book: &'a CodebookView, typed: &str) -> Result<&'a Criterion> {
    book.criterion(typed).or_else(|| by_number(book, typed)).ok_or_else(|| {
        let known: Vec<&str> =
            book.criteria.iter().flat_map(|known| [known.slug.as_str(), known.name.as_str()]).collect();
        let add = format!("`gemba criteria add '{}' --text …` creates it.", typed.replace('\'', ""));
        let hint =
            nearest(typed, known.iter().copied()).map_or(add.clone(), |word| format!("Did you mean `{word}`? {add}"));
        Problem::usage(format!("There is no criterion `{typed}`.")).hint(hint)
    })
}

fn by_number<'a>(book: &'a CodebookView, typed: &str) -> Option<&'a Criterion> {
    let number: u8 = typed.parse().ok()?;
    book.criteria.iter().find(|criterion| criterion.number == Some(number))
}

/// Finds the check that was typed.
pub(super) fn check<'a>(book: &'a CodebookView, typed: &str) -> Result<&'a Check> {
    book.checks.iter().find(|known| known.key.as_str() == typed).ok_or_else(|| {
        let known: Vec<&str> = book.checks.iter().map(|check| check.key.as_str()).collect();
        let hint = nearest(typed, known.iter().copied()).map(|word| format!("Did you mean `{word}`?"));
        Problem::usage(format!("There is no check `{typed}`."))
            .hint(hint.unwrap_or_else(|| "`gemba checks list` names them all.".to_owned()))
    })
}

/// Returns the present slug and name of a target.
pub(super) fn target_names<'a>(book: &'a CodebookView, target: &'a Target) -> (&'a Slug, Option<&'a str>) {
    let key = target.key();
    let now = match target {
        Target::Mode(_) => book.mode_of(key).map(|mode| (&mode.slug, Some(mode.name.as_str()))),
        Target::Criterion(_) => {
            book.criterion_of(key).map(|criterion| (&criterion.slug, Some(criterion.name.as_str())))
        }
    };
    now.unwrap_or((key, None))
}

/// Reads a filter; a wrong one is a wrong use of the command line.
pub(super) fn parse_filter(text: &str) -> Result<Filter> {
    filter::parse(text).map_err(|error| Problem::usage(error.sentence).hint(format!("The filter was read as: {text}")))
}
