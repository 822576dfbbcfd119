//! What may be named in a change: the open mode or criterion that counts for a slug, or a refusal in words.

use crate::domain::codebook::{Codebook, CriterionEntry, Identity, ModeEntry};
use crate::domain::{Slug, Target};
use crate::error::{Problem, Result};

/// Returns the open mode that counts for what a slug names.
pub(super) fn open_mode<'a>(codebook: &'a Codebook, slug: &Slug) -> Result<&'a ModeEntry> {
    let mode = codebook.resolve_mode(codebook.known_mode(slug)?);
    require_open("failure mode", "modes", &mode.identity)?;
    Ok(mode)
}

/// Returns the open criterion that counts for what a slug or a number names.
pub(super) fn open_criterion<'a>(codebook: &'a Codebook, slug: &Slug) -> Result<&'a CriterionEntry> {
    let criterion = codebook.resolve_criterion(codebook.known_criterion(slug)?);
    require_open("criterion", "criteria", &criterion.identity)?;
    Ok(criterion)
}

/// Returns the open mode or criterion that counts for a target.
pub(super) fn open_target(codebook: &Codebook, target: &Target) -> Result<Target> {
    Ok(match target {
        Target::Mode(mode) => Target::Mode(open_mode(codebook, mode)?.identity.key.clone()),
        Target::Criterion(criterion) => Target::Criterion(open_criterion(codebook, criterion)?.identity.key.clone()),
    })
}

/// Returns the keys of the open modes that slugs name, each once.
pub(super) fn open_modes(codebook: &Codebook, slugs: &[Slug]) -> Result<Vec<Slug>> {
    let mut keys = Vec::new();
    for slug in slugs {
        let key = &open_mode(codebook, slug)?.identity.key;
        if !keys.contains(key) {
            keys.push(key.clone());
        }
    }
    Ok(keys)
}

/// Refuses the use of something split or retired.
fn require_open(what: &str, command: &str, identity: &Identity) -> Result<()> {
    let Identity { name, is_retired, .. } = identity;
    if !identity.parts().is_empty() {
        let parts = identity.parts().iter().map(Slug::as_str).collect::<Vec<_>>().join(", ");
        return Err(Problem::usage(format!("The {what} `{name}` was split into {parts}.")).hint("Use one of these."));
    }
    if *is_retired {
        return Err(Problem::usage(format!("The {what} `{name}` is retired."))
            .hint(format!("`gemba {command} revive {}` brings it back.", name.slug())));
    }
    Ok(())
}

/// Refuses a split into fewer than two parts, or into itself.
pub(super) fn check_parts(identity: &Identity, parts: &[Slug]) -> Result<()> {
    let name = &identity.name;
    if parts.contains(&identity.key) {
        return Err(Problem::usage(format!("`{name}` cannot be split into itself.")).hint("Give each part a new name."));
    }
    if parts.len() < 2 {
        return Err(Problem::usage(format!("`{name}` needs at least two parts.")).hint("To change a name, rename it."));
    }
    Ok(())
}

/// Says whether `merged` may be merged into `into`: false where it is already.
pub(super) fn check_merge(command: &str, merged: &Identity, resolved: &Identity, into: &Identity) -> Result<bool> {
    if merged.merged.is_some() {
        if resolved.key == into.key {
            return Ok(false);
        }
        return Err(Problem::usage(format!("`{}` is merged into `{}` already.", merged.slug, resolved.slug))
            .hint(format!("`gemba {command} revive {}` takes that back first.", merged.slug)));
    }
    if merged.key == into.key {
        return Err(Problem::usage(format!("`{}` cannot be merged into itself.", merged.slug)));
    }
    Ok(true)
}
