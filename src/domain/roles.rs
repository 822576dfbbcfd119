//! Who may settle what alone. Everybody who answered may settle together.

use crate::domain::{CodebookView, Name, SettleTarget};
use crate::error::{Problem, Result};

/// What a workspace says of its reviewers. Without any words, a criterion's owner settles it alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roles;

impl Roles {
    /// Returns who may settle a question alone, in the order in which they are named.
    #[must_use]
    pub fn owners(&self, target: &SettleTarget, book: &CodebookView) -> Vec<Name> {
        match target {
            SettleTarget::Criterion(key) => {
                book.criterion_of(key).and_then(|known| known.owner.clone()).into_iter().collect()
            }
            SettleTarget::Verdict | SettleTarget::Mode(_) => Vec::new(),
        }
    }

    /// Refuses a reviewer who may not settle a question alone, and says who may.
    ///
    /// # Errors
    /// A `Usage` problem.
    pub fn require_owner(&self, reviewer: &Name, target: &SettleTarget, book: &CodebookView) -> Result<()> {
        let owners = self.owners(target, book);
        if owners.contains(reviewer) {
            return Ok(());
        }
        let together = "Those who answered settle together: leave --owner out.";
        if let Some((last, others)) = owners.split_last() {
            let others: Vec<&str> = others.iter().map(Name::as_str).collect();
            let who = if others.is_empty() { last.to_string() } else { format!("{} and {last}", others.join(", ")) };
            return Err(
                Problem::usage(format!("{reviewer} may not settle `{target}` alone: {who} may.")).hint(together)
            );
        }
        let owner = match target {
            SettleTarget::Criterion(key) => format!("`gemba criteria edit {key} --owner NAME` names one. "),
            SettleTarget::Verdict | SettleTarget::Mode(_) => String::new(),
        };
        Err(Problem::usage(format!("Nobody may settle `{target}` alone: it has no owner."))
            .hint(format!("{owner}{together}")))
    }
}
