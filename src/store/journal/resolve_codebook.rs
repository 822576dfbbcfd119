//! What is asked of modes, criteria and checks → what is journalled. See `resolve`.

use rusqlite::Connection;

use crate::domain::{Change, CheckKey, CheckSpec, Name, Slug, Target};
use crate::error::{Problem, Result};
use crate::store::journal::book::Book;
use crate::store::journal::resolve::open_mode;
use crate::store::journal::{entity, resolve_criterion as criterion, suggestions};

/// The events that a change of the codebook comes to.
pub(crate) fn resolve(conn: &Connection, book: &Book, change: &Change) -> Result<Vec<Change>> {
    match change {
        Change::ModeAdd { name, definition, severity, hotkey } => {
            refuse_taken_mode(book, name, None)?;
            check_severity(*severity)?;
            let hotkey = match hotkey {
                Some(letter) => Some(free_letter(book, *letter, None)?),
                None => book.free_hotkey(name.as_str()),
            };
            let (name, definition, severity) = (name.clone(), definition.clone(), *severity);
            Ok(vec![Change::ModeAdd { name, definition, severity, hotkey }])
        }
        Change::ModeEdit { .. } => edit_mode(book, change),
        Change::ModeMerge { mode, into } => merge_mode(book, mode, into),
        Change::ModeSplit { mode, into } => {
            let mode = open_mode(book, mode)?;
            let parts = known_modes(book, into)?;
            check_parts(&mode.key, &mode.name, &parts)?;
            Ok(vec![Change::ModeSplit { mode: Slug::of(&mode.key), into: parts }])
        }
        Change::ModeRetire { mode } => {
            let mode = book.known_mode(mode)?;
            if let Some(heir) = &mode.heir {
                return Err(Problem::usage(format!("`{}` is merged into `{heir}` already.", mode.slug)));
            }
            Ok(if mode.is_retired { Vec::new() } else { vec![Change::ModeRetire { mode: Slug::of(&mode.key) }] })
        }
        Change::ModeRevive { mode } => {
            let mode = book.known_mode(mode)?;
            if mode.is_open() {
                return Ok(Vec::new());
            }
            let key = Slug::of(&mode.key);
            let mut changes = vec![Change::ModeRevive { mode: key.clone() }];
            // Its letter may have a new owner by now.
            if mode.hotkey.is_some_and(|letter| book.has_hotkey(letter).is_some()) {
                let hotkey = Some(book.free_hotkey(&mode.name));
                let edit = Change::ModeEdit { mode: key, name: None, definition: None, severity: None, hotkey };
                changes.insert(0, edit);
            }
            Ok(changes)
        }
        Change::CriterionAdd { name, text, modes, record, number } => {
            refuse_taken_criterion(book, name, None)?;
            refuse_empty(text)?;
            let number = match number {
                Some(number) => Some(free_number(book, *number)?),
                None => book.free_number(),
            };
            let modes = known_modes(book, modes)?;
            let (name, text) = (name.clone(), text.clone());
            Ok(vec![Change::CriterionAdd { name, text, modes, record: *record, number }])
        }
        Change::CriterionRevise { criterion, text, edit, reason, record } => {
            let known = open_criterion(book, criterion)?;
            refuse_empty(text)?;
            if known.text == text.raw() && *edit == crate::domain::Edit::Wording {
                return Ok(Vec::new());
            }
            let (text, reason, criterion) = (text.clone(), reason.clone(), Slug::of(&known.key));
            Ok(vec![Change::CriterionRevise { criterion, text, edit: *edit, reason, record: *record }])
        }
        Change::CriterionEdit { .. } => criterion::edit(book, change),
        Change::CriterionMerge { criterion, into } => criterion::merge(book, criterion, into),
        Change::CriterionSplit { criterion, into } => criterion::split(book, criterion, into),
        Change::CheckAdd { key, target, spec } => add_check(conn, book, key.as_ref(), target, spec),
        Change::CheckEdit { check, spec } => {
            let known = book.known_check(check)?;
            Ok(if known.tests(spec) { Vec::new() } else { vec![change.clone()] })
        }
        Change::CheckRemove { check } => {
            book.known_check(check)?;
            Ok(vec![change.clone()])
        }
        Change::SuggestionAnswer { target, spec, accepted } => {
            suggestions::resolve(conn, book, target, spec, *accepted)
        }
        Change::Verdict { .. }
        | Change::Tag { .. }
        | Change::Untag { .. }
        | Change::Note { .. }
        | Change::Correction { .. }
        | Change::Grade { .. }
        | Change::Undo { .. }
        | Change::Redo { .. } => Ok(Vec::new()),
    }
}

fn edit_mode(book: &Book, change: &Change) -> Result<Vec<Change>> {
    let Change::ModeEdit { mode, name, definition, severity, hotkey } = change else { return Ok(Vec::new()) };
    let known = book.heir(book.known_mode(mode)?);
    let name = name.as_ref().filter(|name| name.as_str() != known.name).cloned();
    if let Some(name) = &name {
        refuse_taken_mode(book, name, Some(&known.key))?;
    }
    if let Some(severity) = severity {
        check_severity(*severity)?;
    }
    let hotkey = hotkey.filter(|hotkey| *hotkey != known.hotkey);
    if let Some(Some(letter)) = hotkey {
        free_letter(book, letter, Some(&known.key))?;
    }
    let definition = definition.as_ref().filter(|definition| definition.raw() != known.definition).cloned();
    let severity = severity.filter(|severity| *severity != known.severity);
    if name.is_none() && definition.is_none() && severity.is_none() && hotkey.is_none() {
        return Ok(Vec::new());
    }
    Ok(vec![Change::ModeEdit { mode: Slug::of(&known.key), name, definition, severity, hotkey }])
}

fn merge_mode(book: &Book, mode: &Slug, into: &Slug) -> Result<Vec<Change>> {
    let mode = book.known_mode(mode)?;
    let into = open_mode(book, into)?;
    if mode.heir.is_some() {
        let heir = book.heir(mode);
        if heir.key == into.key {
            return Ok(Vec::new());
        }
        return Err(Problem::usage(format!("`{}` is merged into `{}` already.", mode.slug, heir.slug))
            .hint(format!("`gemba modes revive {}` takes that back first.", mode.slug)));
    }
    if mode.key == into.key {
        return Err(Problem::usage(format!("`{}` cannot be merged into itself.", mode.slug)));
    }
    Ok(vec![Change::ModeMerge { mode: Slug::of(&mode.key), into: Slug::of(&into.key) }])
}

fn add_check(
    conn: &Connection,
    book: &Book,
    key: Option<&CheckKey>,
    target: &Target,
    spec: &CheckSpec,
) -> Result<Vec<Change>> {
    let target = match target {
        Target::Mode(mode) => Target::Mode(Slug::of(&open_mode(book, mode)?.key)),
        Target::Criterion(criterion) => {
            let known = open_criterion(book, criterion)?;
            Target::Criterion(Slug::of(&known.key))
        }
    };
    let is_same = |check: &&crate::store::journal::book::Check| {
        check.kind == target.word() && check.target == target.key().as_str() && check.tests(spec)
    };
    if book.checks.iter().any(|check| is_same(&check)) {
        return Ok(Vec::new());
    }
    let key = match key {
        Some(key) if is_used(conn, key)? => {
            return Err(Problem::usage(format!("The check key `{key}` is taken.")));
        }
        Some(key) => key.clone(),
        None => check_key(conn, &target, &spec.kind)?,
    };
    Ok(vec![Change::CheckAdd { key: Some(key), target, spec: spec.clone() }])
}

/// `<target>-<kind>`, then `-2`, `-3` behind it: a key is never given twice, removed checks included.
fn check_key(conn: &Connection, target: &Target, kind: &str) -> Result<CheckKey> {
    for number in 1_u32.. {
        let ending = if number == 1 { format!("-{kind}") } else { format!("-{kind}-{number}") };
        let head: String = target.key().as_str().chars().take(60_usize.saturating_sub(ending.len())).collect();
        let key = Slug::of(&format!("{head}{ending}"));
        if !is_used(conn, &key)? {
            return Ok(key);
        }
    }
    Err(Problem::usage("No key is left for another check."))
}

fn is_used(conn: &Connection, key: &CheckKey) -> Result<bool> {
    let sql = "SELECT 1 FROM event WHERE entity = ?1 AND grp NOT IN (SELECT grp FROM undone_group)";
    Ok(conn.prepare_cached(sql)?.exists([entity::check(key)])?)
}

pub(crate) fn known_modes(book: &Book, modes: &[Slug]) -> Result<Vec<Slug>> {
    let mut keys = Vec::new();
    for mode in modes {
        let key = Slug::of(&open_mode(book, mode)?.key);
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    Ok(keys)
}

fn refuse_taken_mode(book: &Book, name: &Name, own: Option<&str>) -> Result<()> {
    let Some(other) = book.mode_in_the_way(&name.slug(), own) else { return Ok(()) };
    let problem = |why: String| Problem::usage(format!("The name `{name}` is taken: {why}."));
    if other.is_retired {
        return Err(problem(format!("`{}` is a retired failure mode", other.name))
            .hint(format!("`gemba modes revive {}` brings it back.", other.slug)));
    }
    if other.heir.is_some() {
        let heir = book.heir(other);
        return Err(problem(format!("`{}` was merged into `{}`", other.name, heir.name))
            .hint(format!("Use `{}`, or another name.", heir.slug)));
    }
    Err(problem(format!("the failure mode `{}` has the slug `{}`, now or before", other.name, name.slug()))
        .hint("Use that one, or another name."))
}

pub(crate) fn refuse_taken_criterion(book: &Book, name: &Name, own: Option<&str>) -> Result<()> {
    let Some(other) = book.criterion_in_the_way(&name.slug(), own) else { return Ok(()) };
    let sentence =
        format!("The name `{name}` is taken: the criterion `{}` has the slug `{}`.", other.name, name.slug());
    let hint = if other.is_open() { "Use another name." } else { "`gemba criteria revive` brings it back." };
    Err(Problem::usage(sentence).hint(hint))
}

fn free_letter(book: &Book, letter: char, own: Option<&str>) -> Result<char> {
    if !letter.is_ascii_lowercase() {
        return Err(Problem::usage("A hotkey is one letter from a to z."));
    }
    match book.has_hotkey(letter) {
        Some(other) if own != Some(other.key.as_str()) => {
            Err(Problem::usage(format!("The hotkey `{letter}` belongs to the failure mode `{}`.", other.name))
                .hint("Choose another letter, or give that mode another one first."))
        }
        _ => Ok(letter),
    }
}

fn free_number(book: &Book, number: u8) -> Result<u8> {
    if !(1..=9).contains(&number) {
        return Err(Problem::usage("A criterion's number is 1 to 9."));
    }
    match book.criteria.iter().find(|criterion| criterion.number == Some(number)) {
        Some(other) => Err(Problem::usage(format!("The number {number} belongs to the criterion `{}`.", other.name))),
        None => Ok(number),
    }
}

fn check_severity(severity: u8) -> Result<()> {
    if (1..=3).contains(&severity) {
        return Ok(());
    }
    Err(Problem::usage("A severity is 1 (a blemish), 2 or 3 (must never happen)."))
}

fn refuse_empty(text: &crate::domain::Untrusted) -> Result<()> {
    if text.raw().trim().is_empty() {
        return Err(Problem::usage("A criterion needs a text: a statement that an output meets or does not."));
    }
    Ok(())
}

/// The open criterion that a slug or a number names now; one that is asked no longer is refused.
pub(crate) fn open_criterion<'a>(book: &'a Book, slug: &Slug) -> Result<&'a crate::store::journal::book::Criterion> {
    let criterion = book.criterion_heir(book.known_criterion(slug)?);
    if !criterion.parts.is_empty() {
        return Err(split("criterion", &criterion.name, &criterion.parts));
    }
    if criterion.is_retired {
        return Err(retired("criterion", &criterion.name, "criteria"));
    }
    Ok(criterion)
}

/// Refuses a split into fewer than two parts, or into itself.
pub(crate) fn check_parts(key: &str, name: &str, parts: &[Slug]) -> Result<()> {
    if parts.iter().any(|part| part.as_str() == key) {
        return Err(Problem::usage(format!("`{name}` cannot be split into itself.")).hint("Give each part a new name."));
    }
    if parts.len() < 2 {
        return Err(Problem::usage(format!("`{name}` needs at least two parts.")).hint("To change a name, rename it."));
    }
    Ok(())
}

/// Refuses the use of something that others now say more exactly.
pub(crate) fn split(what: &str, name: &str, parts: &[String]) -> Problem {
    Problem::usage(format!("The {what} `{name}` was split into {}.", parts.join(", "))).hint("Use one of these.")
}

/// Refuses the use of something retired.
pub(crate) fn retired(what: &str, name: &str, command: &str) -> Problem {
    Problem::usage(format!("The {what} `{name}` is retired."))
        .hint(format!("`gemba {command} revive {}` brings it back.", Slug::of(name)))
}
