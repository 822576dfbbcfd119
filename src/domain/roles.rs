//! Who reviews in a workspace, and who may settle what alone. Everybody who answered may settle together.
//!
//! A name is what somebody says of themselves on this machine: nothing here keeps anyone out.

use crate::domain::words::words;
use crate::domain::{CodebookView, GoldShare, Name, SettleTarget};
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
    /// How many known answers are mixed into each new session.
    pub gold: Option<GoldShare>,
}

/// What a workspace says of its reviewers. Without any words, a criterion's owner settles it alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roles {
    /// In the order of the file.
    pub reviewers: Vec<ReviewerRole>,
    /// What is wrong in the file without harm to the rest, in sentences.
    pub flaws: Vec<String>,
}

impl Roles {
    /// Returns what is said of a reviewer.
    #[must_use]
    pub fn of(&self, name: &Name) -> Option<&ReviewerRole> {
        self.reviewers.iter().find(|role| role.name == *name)
    }

    /// Seats two who share the keys by their hands: the left hand's first. Where nothing is said of their hands they sit as they
    /// are given; so they do where both have the same one, which is returned then.
    #[must_use]
    pub fn seated(&self, pair: [Name; 2]) -> ([Name; 2], Option<Hand>) {
        let hands = pair.each_ref().map(|name| self.of(name).and_then(|role| role.hand));
        match hands {
            [Some(one), Some(other)] if one == other => (pair, Some(one)),
            [Some(Hand::Right), _] | [None, Some(Hand::Left)] => {
                let [first, second] = pair;
                ([second, first], None)
            }
            [Some(Hand::Left), _] | [None, Some(Hand::Right) | None] => (pair, None),
        }
    }

    /// Returns how many known answers a reviewer gets in each new session.
    #[must_use]
    pub fn gold_of(&self, name: &Name) -> Option<GoldShare> {
        self.of(name)?.gold
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Who sits at the left, then at the right, of two with these hands; and the hand that both have.
    fn seated(hands: [Option<Hand>; 2]) -> (String, Option<Hand>) {
        let names = ["ana", "ben"].map(|name| Name::new(name).unwrap());
        let role = |(name, hand): (&Name, Option<Hand>)| ReviewerRole {
            name: name.clone(),
            hand,
            settles: Vec::new(),
            gold: None,
        };
        let roles = Roles { reviewers: names.iter().zip(hands).map(role).collect(), flaws: Vec::new() };
        let ([left, right], shared) = roles.seated(names);
        (format!("{left} {right}"), shared)
    }

    #[test]
    fn two_sit_by_their_hands_and_as_given_where_these_say_nothing() {
        let (left, right) = (Some(Hand::Left), Some(Hand::Right));
        for hands in [[None, None], [left, right], [left, None], [None, right]] {
            assert_eq!(seated(hands), ("ana ben".to_owned(), None), "{hands:?}");
        }
        for hands in [[right, left], [right, None], [None, left]] {
            assert_eq!(seated(hands), ("ben ana".to_owned(), None), "{hands:?}");
        }
        assert_eq!(seated([left, left]), ("ana ben".to_owned(), left));
        assert_eq!(seated([right, right]), ("ana ben".to_owned(), right));
        let names = ["ana", "ben"].map(|name| Name::new(name).unwrap());
        assert_eq!(Roles::default().seated(names.clone()), (names, None), "no file says anything");
    }
}
