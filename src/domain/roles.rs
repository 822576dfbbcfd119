//! Who reviews in a workspace, and who may settle what alone. Everybody who answered may settle together.
//!
//! A name is what somebody says of themselves on this machine: nothing here keeps anyone out.

use crate::domain::words::words;
use crate::domain::{CodebookView, Name, SettleTarget};
use crate::error::{Problem, Result};

/// The hand of a reviewer on the keys that two share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// The keys at the left.
    Left,
    /// The keys at the right.
    Right,
}

words!(Hand: Left = "left", Right = "right");

/// What a workspace says of one reviewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewerRole {
    /// The name, as on judgements.
    pub name: Name,
    /// The hand.
    pub hand: Option<Hand>,
    /// What the reviewer may settle alone: criteria by slug or name, `verdict`, `mode:SLUG`, or `*` for everything.
    pub settles: Vec<String>,
}

/// What a workspace says of its reviewers. Without any words, a criterion's owner settles it alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roles {
    /// In the order of the file.
    pub reviewers: Vec<ReviewerRole>,
}

impl Roles {
    /// Returns what is said of a reviewer.
    #[must_use]
    pub fn of(&self, name: &Name) -> Option<&ReviewerRole> {
        self.reviewers.iter().find(|role| role.name == *name)
    }

    /// Returns who may settle a question alone: the criterion's owner, then those that the workspace names.
    #[must_use]
    pub fn owners(&self, target: &SettleTarget, book: &CodebookView) -> Vec<Name> {
        let (words, owner) = match target {
            SettleTarget::Verdict => (vec!["verdict".to_owned()], None),
            SettleTarget::Mode(key) => {
                let mode = book.mode_of(key);
                let slugs = std::iter::once(key).chain(mode.map(|mode| &mode.slug));
                (slugs.map(|slug| format!("mode:{slug}")).collect(), None)
            }
            SettleTarget::Criterion(key) => {
                let known = book.criterion_of(key);
                let mut words = vec![key.to_string()];
                words.extend(known.iter().flat_map(|known| [known.slug.to_string(), known.name.to_string()]));
                (words, known.and_then(|known| known.owner.clone()))
            }
        };
        let mut names: Vec<Name> = owner.into_iter().collect();
        let may = |role: &&ReviewerRole| role.settles.iter().any(|word| word == "*" || words.contains(word));
        for role in self.reviewers.iter().filter(may) {
            if !names.contains(&role.name) {
                names.push(role.name.clone());
            }
        }
        names
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
            SettleTarget::Verdict | SettleTarget::Mode(_) => {
                "`settles` in the workspace's reviewers.toml names one. ".to_owned()
            }
        };
        Err(Problem::usage(format!("Nobody may settle `{target}` alone: it has no owner."))
            .hint(format!("{owner}{together}")))
    }
}
