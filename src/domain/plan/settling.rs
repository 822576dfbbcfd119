//! Planning a settlement: what reviewers who answered differently decided on.

use crate::domain::plan::facts::Facts;
use crate::domain::plan::refusals::open_criterion;
use crate::domain::{Change, Name, RecordId, SettleTarget, SettledAnswer, SettledBy};
use crate::error::{Problem, Result};

/// Plans one. Who may settle alone is known to those who ask for it (`services::roles`): here it only has to be one name.
pub(super) fn settle(
    facts: &dyn Facts,
    record: RecordId,
    target: &SettleTarget,
    version: u32,
    answer: Option<SettledAnswer>,
    by: &[Name],
    how: SettledBy,
) -> Result<Vec<Change>> {
    facts.require_record(record)?;
    if let Some(set) = facts.open_set_of(record)? {
        let short = record.short();
        return Err(Problem::usage(format!(
            "{short} is judged blind in the set {set}: it can be settled once it is revealed."
        ))
        .hint("`gemba blind reveal` shows the answers of a record that all have voted on."));
    }
    let codebook = facts.codebook()?;
    let (target, newest) = match target {
        SettleTarget::Verdict => (SettleTarget::Verdict, 0),
        SettleTarget::Mode(key) => {
            let mode = codebook.resolve_mode(codebook.known_mode(key)?);
            (SettleTarget::Mode(mode.identity.key.clone()), 0)
        }
        SettleTarget::Criterion(key) => {
            let known = match answer {
                Some(_) => open_criterion(codebook, key)?,
                None => codebook.known_criterion(key)?,
            };
            (SettleTarget::Criterion(known.identity.key.clone()), known.version())
        }
    };
    if version > newest {
        return Err(Problem::usage(format!("`{target}` has no version {version} yet; the newest is {newest}.")));
    }
    let version = if version == 0 { newest } else { version };
    let before = facts.settled(record, &target)?;
    let Some(word) = answer else {
        let change = Change::Settle { record, target, version: 0, answer: None, by: by.to_vec(), how };
        return Ok(before.is_some().then_some(change).into_iter().collect());
    };
    if !target.answers().contains(&word) {
        let words: Vec<String> = target.answers().iter().map(|known| format!("`{}`", known.word())).collect();
        return Err(Problem::usage(format!(
            "`{target}` cannot be settled as `{}`: expected one of {}.",
            word.word(),
            words.join(", ")
        )));
    }
    if !facts.is_judged(record)? {
        return Err(Problem::usage(format!("Nobody has judged {} yet: there is nothing to settle.", record.short()))
            .hint("Give your own answer: `gemba verdict`, `gemba tag` or `gemba grade`."));
    }
    if by.is_empty() || (how == SettledBy::Agreement && by.len() < 2) {
        return Err(Problem::usage("An agreement needs the names of two reviewers or more.")
            .hint("Name them with --by A,B; the owner of a criterion settles alone with --owner."));
    }
    let is_same = before.is_some_and(|(known, under, names)| (known, under) == (word, version) && names == by);
    let change = Change::Settle { record, target, version, answer, by: by.to_vec(), how };
    Ok((!is_same).then_some(change).into_iter().collect())
}
