//! `reviewers`: who reviews here, and who may settle what alone.

use clap::Args;
use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::output::{Table, remark};
use crate::domain::{GoldShare, ReviewerRole, SettleTarget};
use crate::error::Result;
use crate::services::session_summary::{known_counts, known_json};

/// Lists who reviews here, as the workspace's `reviewers.toml` says: the hand on keys that two share, and who may settle what
/// alone, how many known answers are mixed into each of their sessions, and how many of these they gave as known, and as they
/// had said before (95 % intervals). It keeps nobody out: a name is what somebody says of themselves on this machine.
#[derive(Debug, Args)]
pub(crate) struct ReviewersArgs {}

/// Runs `gemba reviewers`.
pub(super) fn run(context: &mut Context, _args: &ReviewersArgs) -> Result<()> {
    let roles = context.roles()?;
    roles.flaws.iter().for_each(|flaw| remark(flaw));
    let reader = context.reader()?;
    let (book, answers) = (reader.codebook()?, reader.gold_answers()?);
    let mut names: Vec<_> = roles.reviewers.iter().map(|role| role.name.clone()).collect();
    for owner in book.criteria.iter().filter_map(|criterion| criterion.owner.clone()) {
        if !names.contains(&owner) {
            names.push(owner);
        }
    }
    for answer in &answers {
        if !names.contains(&answer.reviewer) {
            names.push(answer.reviewer.clone());
        }
    }
    let mut table = Table::new(&["reviewer", "hand", "settles alone", "known answers", "as known", "as before"]);
    for name in &names {
        let role = roles.of(name);
        let mut settles: Vec<String> = role.map(|role| role.settles.clone()).unwrap_or_default();
        for criterion in book.criteria.iter().filter(|criterion| !criterion.retired) {
            let owners = roles.owners(&SettleTarget::Criterion(criterion.key.clone()), &book);
            let is_said = settles.iter().any(|word| word == "*" || *word == criterion.name.as_str());
            if owners.contains(name) && !is_said && !settles.contains(&criterion.slug.to_string()) {
                settles.push(criterion.slug.to_string());
            }
        }
        let hand = role.and_then(|role| role.hand).map(crate::domain::roles::Hand::word);
        let counts = known_counts(answers.iter().filter(|answer| answer.reviewer == *name));
        let gold = role.and_then(|role| role.gold).map(GoldShare::words).unwrap_or_default();
        context.row(
            &mut table,
            || json!({"reviewer": name, "hand": hand, "settles": settles, "gold": share(role), "known": known_json(&counts)}),
            || {
                let shares = [counts.share(), counts.repeats()].map(|share| share.map(|share| share.words()).unwrap_or_default());
                let [known, before] = shares;
                vec![name.to_string(), hand.unwrap_or_default().to_owned(), settles.join(", "), gold, known, before]
            },
        )?;
    }
    if names.is_empty() && !context.json {
        remark("Nothing is said of reviewers here: `reviewers.toml` in the workspace names them.");
        return Ok(());
    }
    if context.json { Ok(()) } else { context.table(&table) }
}

/// Returns how many known answers a reviewer gets, as `reviewers.toml` takes it.
fn share(role: Option<&ReviewerRole>) -> Value {
    match role.and_then(|role| role.gold) {
        None => Value::Null,
        Some(GoldShare::Number(number)) => json!(number),
        Some(GoldShare::Every(step)) => json!({"every": step}),
    }
}
