//! Planning changes of failure modes.

use crate::domain::codebook::{Codebook, ModeEntry};
use crate::domain::plan::refusals::{check_merge, check_parts, open_mode, open_modes};
use crate::domain::{Change, NO_REASON, Name, Slug, Untrusted};
use crate::error::{Problem, Result};

pub(super) fn add(
    codebook: &Codebook,
    name: &Name,
    definition: &Untrusted,
    severity: u8,
    hotkey: Option<char>,
) -> Result<Vec<Change>> {
    refuse_taken(codebook, name, None)?;
    check_severity(severity)?;
    let hotkey = match hotkey {
        Some(letter) => Some(free_letter(codebook, letter, None)?),
        None => codebook.free_hotkey(name.as_str()),
    };
    Ok(vec![Change::ModeAdd { name: name.clone(), definition: definition.clone(), severity, hotkey }])
}

/// Keeps of an edit only what changes anything.
#[expect(clippy::option_option, reason = "unchanged, none and a letter are three things")]
pub(super) fn edit(
    codebook: &Codebook,
    mode: &Slug,
    name: Option<&Name>,
    definition: Option<&Untrusted>,
    severity: Option<u8>,
    hotkey: Option<Option<char>>,
) -> Result<Vec<Change>> {
    let known = codebook.resolve_mode(codebook.known_mode(mode)?);
    let key = &known.identity.key;
    let name = name.filter(|name| **name != known.identity.name).cloned();
    if let Some(name) = &name {
        refuse_taken(codebook, name, Some(key))?;
    }
    if let Some(severity) = severity {
        check_severity(severity)?;
    }
    let hotkey = hotkey.filter(|hotkey| *hotkey != known.hotkey);
    if let Some(Some(letter)) = hotkey {
        free_letter(codebook, letter, Some(key))?;
    }
    let definition = definition.filter(|definition| **definition != known.definition).cloned();
    let severity = severity.filter(|severity| *severity != known.severity);
    if name.is_none() && definition.is_none() && severity.is_none() && hotkey.is_none() {
        return Ok(Vec::new());
    }
    Ok(vec![Change::ModeEdit { mode: key.clone(), name, definition, severity, hotkey }])
}

pub(super) fn merge(codebook: &Codebook, mode: &Slug, into: &Slug) -> Result<Vec<Change>> {
    let mode = codebook.known_mode(mode)?;
    let into = &open_mode(codebook, into)?.identity;
    let merges = check_merge("modes", &mode.identity, &codebook.resolve_mode(mode).identity, into)?;
    let change = || Change::ModeMerge { mode: mode.identity.key.clone(), into: into.key.clone() };
    Ok(merges.then(change).into_iter().collect())
}

pub(super) fn split(codebook: &Codebook, mode: &Slug, into: &[Slug]) -> Result<Vec<Change>> {
    let mode = open_mode(codebook, mode)?;
    let parts = open_modes(codebook, into)?;
    check_parts(&mode.identity, &parts)?;
    Ok(vec![Change::ModeSplit { mode: mode.identity.key.clone(), into: parts }])
}

pub(super) fn retire(codebook: &Codebook, mode: &Slug) -> Result<Vec<Change>> {
    let identity = &codebook.known_mode(mode)?.identity;
    if let Some(merge) = &identity.merged {
        return Err(Problem::usage(format!("`{}` is merged into `{}` already.", identity.slug, merge.into)));
    }
    let change = || Change::ModeRetire { mode: identity.key.clone() };
    Ok((!identity.is_retired).then(change).into_iter().collect())
}

pub(super) fn revive(codebook: &Codebook, mode: &Slug) -> Result<Vec<Change>> {
    let ModeEntry { identity, hotkey, .. } = codebook.known_mode(mode)?;
    if identity.is_open() {
        return Ok(Vec::new());
    }
    let mode = identity.key.clone();
    let mut changes = Vec::new();
    // Its letter may belong to another by now.
    if hotkey.is_some_and(|letter| codebook.mode_on(letter).is_some()) {
        let hotkey = Some(codebook.free_hotkey(identity.name.as_str()));
        changes.push(Change::ModeEdit { mode: mode.clone(), name: None, definition: None, severity: None, hotkey });
    }
    changes.push(Change::ModeRevive { mode });
    Ok(changes)
}

fn refuse_taken(codebook: &Codebook, name: &Name, own: Option<&Slug>) -> Result<()> {
    let Some(other) = codebook.mode_in_the_way(&name.slug(), own) else { return Ok(()) };
    let taken = &other.identity;
    let problem = |why: String| Problem::usage(format!("The name `{name}` is taken: {why}."));
    if taken.is_retired {
        return Err(problem(format!("`{}` is a retired failure mode", taken.name))
            .hint(format!("`gemba modes revive {}` brings it back.", taken.slug)));
    }
    if taken.merged.is_some() {
        let counts = &codebook.resolve_mode(other).identity;
        return Err(problem(format!("`{}` was merged into `{}`", taken.name, counts.name))
            .hint(format!("Use `{}`, or another name.", counts.slug)));
    }
    Err(problem(format!("the failure mode `{}` has the slug `{}`, now or before", taken.name, name.slug()))
        .hint("Use that one, or another name."))
}

fn free_letter(codebook: &Codebook, letter: char, own: Option<&Slug>) -> Result<char> {
    if !letter.is_ascii_lowercase() {
        return Err(Problem::usage("A hotkey is one letter from a to z."));
    }
    if letter == NO_REASON {
        return Err(Problem::usage(format!("The hotkey `{letter}` gives a fail no reason, so it can be of no mode."))
            .hint("Choose another letter."));
    }
    match codebook.mode_on(letter) {
        Some(other) if own != Some(&other.identity.key) => {
            let name = &other.identity.name;
            Err(Problem::usage(format!("The hotkey `{letter}` belongs to the failure mode `{name}`."))
                .hint("Choose another letter, or give that mode another one first."))
        }
        _ => Ok(letter),
    }
}

fn check_severity(severity: u8) -> Result<()> {
    if (1..=3).contains(&severity) {
        return Ok(());
    }
    Err(Problem::usage("A severity is 1 (a blemish), 2 or 3 (must never happen)."))
}
