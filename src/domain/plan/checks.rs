//! Planning changes of checks, and answers to suggested ones.

use crate::domain::codebook::Codebook;
use crate::domain::plan::facts::Facts;
use crate::domain::plan::refusals::open_target;
use crate::domain::{Change, CheckKey, CheckSpec, Slug, Target};
use crate::error::{Problem, Result};

pub(super) fn add(facts: &dyn Facts, key: Option<&CheckKey>, target: &Target, spec: &CheckSpec) -> Result<Vec<Change>> {
    let codebook = facts.codebook()?;
    let target = open_target(codebook, target)?;
    if codebook.checks.iter().any(|check| check.target == target && check.spec == *spec) {
        return Ok(Vec::new());
    }
    let key = match key {
        Some(key) if facts.is_check_key_used(key)? => {
            return Err(Problem::usage(format!("The check key `{key}` is taken.")));
        }
        Some(key) => key.clone(),
        None if facts.is_judging_blind()? => free_key(facts, &target, &format!("{}-{}", spec.kind, digits(spec)))?,
        None => free_key(facts, &target, &spec.kind)?,
    };
    Ok(vec![Change::CheckAdd { key: Some(key), target, spec: spec.clone() }])
}

/// Returns digits that two checks have in common only when they test the same: with them in their keys, what two make
/// without seeing each other's is told apart at the reveal, and is one check where both made the same.
fn digits(spec: &CheckSpec) -> String {
    let text = serde_json::to_string(spec).unwrap_or_default();
    blake3::hash(text.as_bytes()).to_hex().chars().take(6).collect()
}

/// Returns `<target>-<stem>`, with `-2`, `-3` behind it where that is used: a key is never given twice, removed checks
/// included.
fn free_key(facts: &dyn Facts, target: &Target, stem: &str) -> Result<CheckKey> {
    for number in 1_u32.. {
        let ending = if number == 1 { format!("-{stem}") } else { format!("-{stem}-{number}") };
        let head: String = target.key().as_str().chars().take(60_usize.saturating_sub(ending.len())).collect();
        let key = Slug::of(&format!("{head}{ending}"));
        if !facts.is_check_key_used(&key)? {
            return Ok(key);
        }
    }
    Err(Problem::usage("No key is left for another check."))
}

pub(super) fn edit(codebook: &Codebook, check: &CheckKey, spec: &CheckSpec) -> Result<Vec<Change>> {
    let is_same = codebook.known_check(check)?.spec == *spec;
    let change = || Change::CheckEdit { check: check.clone(), spec: spec.clone() };
    Ok((!is_same).then(change).into_iter().collect())
}

pub(super) fn remove(codebook: &Codebook, check: &CheckKey) -> Result<Vec<Change>> {
    codebook.known_check(check)?;
    Ok(vec![Change::CheckRemove { check: check.clone() }])
}

/// Plans the answer to a suggested check; nothing where it was answered so already.
pub(super) fn answer(facts: &dyn Facts, target: &Target, spec: &CheckSpec, accepted: bool) -> Result<Vec<Change>> {
    let target = open_target(facts.codebook()?, target)?;
    let is_same = facts.suggestion_answer(&target, spec)? == Some(accepted);
    let change = || Change::SuggestionAnswer { target: target.clone(), spec: spec.clone(), accepted };
    Ok((!is_same).then(change).into_iter().collect())
}
