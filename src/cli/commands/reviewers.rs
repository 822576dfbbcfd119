//! `reviewers`: who reviews here, and who may settle what alone.

use clap::Args;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::output::{Table, remark};
use crate::domain::SettleTarget;
use crate::error::Result;

/// Lists who reviews here, as the workspace's `reviewers.toml` says: the hand on keys that two share, and who may settle what
/// alone. It keeps nobody out: a name is what somebody says of themselves on this machine.
#[derive(Debug, Args)]
pub(crate) struct ReviewersArgs {}

/// Runs `gemba reviewers`.
pub(super) fn run(context: &mut Context, _args: &ReviewersArgs) -> Result<()> {
    let roles = context.roles()?;
    let book = context.reader()?.codebook()?;
    let mut names: Vec<_> = roles.reviewers.iter().map(|role| role.name.clone()).collect();
    for owner in book.criteria.iter().filter_map(|criterion| criterion.owner.clone()) {
        if !names.contains(&owner) {
            names.push(owner);
        }
    }
    let mut table = Table::new(&["reviewer", "hand", "settles alone"]);
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
        context.row(
            &mut table,
            || json!({"reviewer": name, "hand": hand, "settles": settles}),
            || vec![name.to_string(), hand.unwrap_or_default().to_owned(), settles.join(", ")],
        )?;
    }
    if names.is_empty() && !context.json {
        remark("Nothing is said of reviewers here: `reviewers.toml` in the workspace names them.");
        return Ok(());
    }
    if context.json { Ok(()) } else { context.table(&table) }
}
