//! What is asked of a criterion besides its text (name, links, terms, retiring, merging, splitting) → what is
//! journalled. See `resolve`.

use crate::domain::{Change, Slug, Terms};
use crate::error::{Problem, Result};
use crate::store::journal::book::{Book, Criterion};
use crate::store::journal::resolve_codebook::{check_parts, known_modes, open_criterion, refuse_taken_criterion};

/// Of an edit only what changes anything. Retiring and reviving mean the criterion itself, the rest its heir.
pub(crate) fn edit(book: &Book, change: &Change) -> Result<Vec<Change>> {
    let Change::CriterionEdit { criterion, name, modes, retired, terms } = change else { return Ok(Vec::new()) };
    let own = book.known_criterion(criterion)?;
    let known = if retired.is_some() { own } else { book.criterion_heir(own) };
    let name = name.as_ref().filter(|name| name.as_str() != known.name).cloned();
    if let Some(name) = &name {
        refuse_taken_criterion(book, name, Some(&known.key))?;
    }
    let modes = modes.as_ref().map(|modes| known_modes(book, modes)).transpose()?;
    let modes = modes.filter(|modes| !modes.iter().map(Slug::as_str).eq(known.modes.iter().map(String::as_str)));
    if let (Some(true), Some(heir)) = (retired, &known.heir) {
        return Err(Problem::usage(format!("`{}` is merged into `{heir}` already.", known.slug)));
    }
    let retired = retired.filter(|retired| *retired == known.is_open());
    let terms = changed_terms(known, terms)?;
    if name.is_none() && modes.is_none() && retired.is_none() && terms.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![Change::CriterionEdit { criterion: Slug::of(&known.key), name, modes, retired, terms }])
}

fn changed_terms(known: &Criterion, asked: &Terms) -> Result<Terms> {
    // Four decimals are read back exactly as they were written.
    let tau = asked.tau.map(|tau| (tau * 1e4).round() / 1e4);
    if tau.is_some_and(|tau| !(0.0..=1.0).contains(&tau)) {
        return Err(Problem::usage("τ, the share of good outputs that a check may reject, is between 0 and 1."));
    }
    let Terms { use_when, avoid_when, must_pass, owner, .. } = asked.clone();
    Ok(Terms {
        use_when: use_when.filter(|text| known.terms.use_when.as_ref() != Some(text)),
        avoid_when: avoid_when.filter(|text| known.terms.avoid_when.as_ref() != Some(text)),
        must_pass: must_pass.filter(|must| known.terms.must_pass != Some(*must)),
        tau: tau.filter(|tau| known.terms.tau != Some(*tau)),
        owner: owner.filter(|owner| known.terms.owner.as_ref() != Some(owner)),
    })
}

/// From now on the name leads to another open criterion.
pub(crate) fn merge(book: &Book, criterion: &Slug, into: &Slug) -> Result<Vec<Change>> {
    let known = book.known_criterion(criterion)?;
    let into = open_criterion(book, into)?;
    if known.heir.is_some() {
        let heir = book.criterion_heir(known);
        if heir.key == into.key {
            return Ok(Vec::new());
        }
        return Err(Problem::usage(format!("`{}` is merged into `{}` already.", known.slug, heir.slug))
            .hint(format!("`gemba criteria revive {}` takes that back first.", known.slug)));
    }
    if known.key == into.key {
        return Err(Problem::usage(format!("`{}` cannot be merged into itself.", known.slug)));
    }
    Ok(vec![Change::CriterionMerge { criterion: Slug::of(&known.key), into: Slug::of(&into.key) }])
}

/// From now on others are asked in its place.
pub(crate) fn split(book: &Book, criterion: &Slug, into: &[Slug]) -> Result<Vec<Change>> {
    let known = open_criterion(book, criterion)?;
    let mut parts = Vec::new();
    for part in into {
        let key = Slug::of(&open_criterion(book, part)?.key);
        if !parts.contains(&key) {
            parts.push(key);
        }
    }
    check_parts(&known.key, &known.name, &parts)?;
    Ok(vec![Change::CriterionSplit { criterion: Slug::of(&known.key), into: parts }])
}
