//! Planning changes of criteria.

use crate::domain::codebook::{Codebook, CriterionEntry};
use crate::domain::plan::facts::Facts;
use crate::domain::plan::refusals::{check_merge, check_parts, open_criterion, open_modes};
use crate::domain::{Change, CriterionSettings, Edit, Name, RecordId, Slug, Untrusted};
use crate::error::{Problem, Result};

pub(super) fn add(
    facts: &dyn Facts,
    name: &Name,
    text: &Untrusted,
    modes: &[Slug],
    record: Option<RecordId>,
    number: Option<u8>,
) -> Result<Vec<Change>> {
    if let Some(record) = record {
        facts.require_record(record)?;
    }
    let codebook = facts.codebook()?;
    refuse_taken(codebook, name, None)?;
    refuse_empty(text)?;
    let number = match number {
        Some(number) => Some(free_number(codebook, number)?),
        None => codebook.free_number(),
    };
    let modes = open_modes(codebook, modes)?;
    Ok(vec![Change::CriterionAdd { name: name.clone(), text: text.clone(), modes, record, number }])
}

pub(super) fn revise(
    facts: &dyn Facts,
    criterion: &Slug,
    text: &Untrusted,
    edit: Edit,
    reason: &Untrusted,
    record: Option<RecordId>,
) -> Result<Vec<Change>> {
    if let Some(record) = record {
        facts.require_record(record)?;
    }
    let known = open_criterion(facts.codebook()?, criterion)?;
    refuse_empty(text)?;
    let is_same = known.current().is_some_and(|version| version.text == *text);
    if is_same && edit == Edit::Wording {
        return Ok(Vec::new());
    }
    let (text, reason, criterion) = (text.clone(), reason.clone(), known.identity.key.clone());
    Ok(vec![Change::CriterionRevise { criterion, text, edit, reason, record }])
}

/// Keeps of an edit only what changes anything. Retiring and reviving mean the criterion itself, the rest the one that it
/// is merged into.
pub(super) fn edit(
    codebook: &Codebook,
    criterion: &Slug,
    name: Option<&Name>,
    modes: Option<&[Slug]>,
    retired: Option<bool>,
    settings: &CriterionSettings,
) -> Result<Vec<Change>> {
    let itself = codebook.known_criterion(criterion)?;
    let known = if retired.is_some() { itself } else { codebook.resolve_criterion(itself) };
    let identity = &known.identity;
    let name = name.filter(|name| **name != identity.name).cloned();
    if let Some(name) = &name {
        refuse_taken(codebook, name, Some(&identity.key))?;
    }
    let modes = modes.map(|modes| open_modes(codebook, modes)).transpose()?;
    let modes = modes.filter(|modes| *modes != known.modes);
    if let (Some(true), Some(merge)) = (retired, &identity.merged) {
        return Err(Problem::usage(format!("`{}` is merged into `{}` already.", identity.slug, merge.into)));
    }
    let retired = retired.filter(|retired| *retired == identity.is_open());
    let settings = changed_settings(known, settings)?;
    if name.is_none() && modes.is_none() && retired.is_none() && settings.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![Change::CriterionEdit { criterion: identity.key.clone(), name, modes, retired, settings }])
}

fn changed_settings(known: &CriterionEntry, asked: &CriterionSettings) -> Result<CriterionSettings> {
    // Four decimals are read back exactly as they were written.
    let tau = asked.tau.map(|tau| (tau * 1e4).round() / 1e4);
    if tau.is_some_and(|tau| !(0.0..=1.0).contains(&tau)) {
        return Err(Problem::usage("τ, the share of good outputs that a check may reject, is between 0 and 1."));
    }
    let CriterionSettings { use_when, avoid_when, must_pass, owner, .. } = asked.clone();
    Ok(CriterionSettings {
        use_when: use_when.filter(|text| *text != known.use_when),
        avoid_when: avoid_when.filter(|text| *text != known.avoid_when),
        must_pass: must_pass.filter(|must| *must != known.must_pass),
        tau: tau.filter(|tau| Some(known.tau) != Some(*tau)),
        owner: owner.filter(|owner| *owner != known.owner),
    })
}

pub(super) fn merge(codebook: &Codebook, criterion: &Slug, into: &Slug) -> Result<Vec<Change>> {
    let known = codebook.known_criterion(criterion)?;
    let into = &open_criterion(codebook, into)?.identity;
    let merges = check_merge("criteria", &known.identity, &codebook.resolve_criterion(known).identity, into)?;
    let change = || Change::CriterionMerge { criterion: known.identity.key.clone(), into: into.key.clone() };
    Ok(merges.then(change).into_iter().collect())
}

pub(super) fn split(codebook: &Codebook, criterion: &Slug, into: &[Slug]) -> Result<Vec<Change>> {
    let known = open_criterion(codebook, criterion)?;
    let mut parts = Vec::new();
    for part in into {
        let key = &open_criterion(codebook, part)?.identity.key;
        if !parts.contains(key) {
            parts.push(key.clone());
        }
    }
    check_parts(&known.identity, &parts)?;
    Ok(vec![Change::CriterionSplit { criterion: known.identity.key.clone(), into: parts }])
}

fn refuse_taken(codebook: &Codebook, name: &Name, own: Option<&Slug>) -> Result<()> {
    let Some(other) = codebook.criterion_in_the_way(&name.slug(), own) else { return Ok(()) };
    let taken = &other.identity.name;
    let sentence = format!("The name `{name}` is taken: the criterion `{taken}` has the slug `{}`.", name.slug());
    let is_open = other.identity.is_open();
    let hint = if is_open { "Use another name." } else { "`gemba criteria revive` brings it back." };
    Err(Problem::usage(sentence).hint(hint))
}

fn free_number(codebook: &Codebook, number: u8) -> Result<u8> {
    if !(1..=9).contains(&number) {
        return Err(Problem::usage("A criterion's number is 1 to 9."));
    }
    match codebook.criteria.iter().find(|criterion| criterion.number == Some(number)) {
        Some(other) => {
            let name = &other.identity.name;
            Err(Problem::usage(format!("The number {number} belongs to the criterion `{name}`.")))
        }
        None => Ok(number),
    }
}

fn refuse_empty(text: &Untrusted) -> Result<()> {
    if text.raw().trim().is_empty() {
        return Err(Problem::usage("A criterion needs a text: a statement that an output meets or does not."));
    }
    Ok(())
}
