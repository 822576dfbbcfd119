//! The Checks screen: what each check catches, misses and wrongly rejects; a new one is tried while it is typed.

use crate::app::message::{Effect, Query};
use crate::app::picker::PickFor;
use crate::app::text_entry::Writing;
use crate::app::traffic::Wanted;
use crate::app::{Model, Screen};
use crate::checks;
use crate::command::Action;
use crate::domain::view::Tally;
use crate::domain::{Change, Check, CheckSpec, Target, Time};
use crate::error::Problem;

/// Splits what was typed as a shell does: blanks part words, quotes keep them together.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in text.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

fn parse(text: &str) -> Result<CheckSpec, Problem> {
    let refuse = |path: &str| {
        Err(Problem::usage(format!("\"{path}\" cannot be read from here."))
            .hint("Files are taken by `gemba checks add`."))
    };
    let spec = checks::parse(&words(text), &refuse)?;
    checks::sound(&spec)?;
    Ok(spec)
}

impl Model {
    /// The checks in view.
    #[must_use]
    pub fn shown_checks(&self) -> Vec<&Check> {
        let Some(list) = self.lists.of(Screen::Checks) else { return Vec::new() };
        let all = self.world.codebook.checks.iter();
        all.filter(|check| list.holds(check.key.as_str()) || list.holds(&checks::describe(&check.spec))).collect()
    }

    /// The check under the cursor of the Checks screen.
    #[must_use]
    pub fn selected_check(&self) -> Option<&Check> {
        let cursor = self.lists.of(Screen::Checks)?.cursor;
        let shown = self.shown_checks();
        shown.get(cursor.min(shown.len().saturating_sub(1))).copied()
    }

    /// The tally of a check, once read.
    #[must_use]
    pub fn tally(&self, check: &Check) -> Option<&Tally> {
        self.world.tallies.iter().find(|(key, _)| *key == check.key).map(|(_, tally)| tally)
    }

    /// Opens the box for a new check.
    pub(in crate::app) fn write_check(&mut self, target: Target) {
        self.lists.trial = None;
        self.write_text(Writing::Check(target), "");
    }

    /// Tries what was typed of a check, where it is one.
    pub(in crate::app) fn try_check(&mut self, target: Target, text: &str, out: &mut Vec<Effect>) {
        match parse(text) {
            Ok(spec) => self.traffic.ask(Wanted::Trial, Query::Trial(target, spec), out),
            Err(_) => self.lists.trial = None,
        }
    }

    /// Adds a check as typed.
    pub(in crate::app) fn add_check(
        &mut self,
        target: &Target,
        text: &str,
        now: Time,
        out: &mut Vec<Effect>,
    ) -> Result<(), String> {
        let spec = parse(text).map_err(|problem| problem.to_string())?;
        let change = Change::CheckAdd { key: None, target: target.clone(), spec };
        self.write_rule(change, "check added", now, out);
        Ok(())
    }

    /// Does what a key of the Checks screen says.
    pub(in crate::app) fn act_on_check(&mut self, action: Action, now: Time, out: &mut Vec<Effect>) {
        if action == Action::CheckAdd {
            self.pick(PickFor::CheckTarget, "");
            return;
        }
        let Some(check) = self.selected_check().cloned() else {
            self.say("There is no check yet.", &[Action::CheckAdd]);
            return;
        };
        match action {
            Action::CheckMissed | Action::CheckRejected => {
                let Some(tally) = self.tally(&check) else {
                    self.say("The figures are still being read.", &[]);
                    return;
                };
                let (ids, word) = if action == Action::CheckMissed {
                    (tally.missed.clone(), "missed by")
                } else {
                    (tally.wrongly_rejected.clone(), "wrongly rejected by")
                };
                if ids.is_empty() {
                    self.say(format!("No record is {word} {}.", check.key), &[]);
                } else {
                    self.list_records(format!("{word} {}", check.key), ids, out);
                }
            }
            Action::CheckRemove => {
                let said = format!("check {} removed", check.key);
                self.write_rule(Change::CheckRemove { check: check.key }, &said, now, out);
            }
            Action::CheckStub => self.preview_stub(check.target, out),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_part_at_blanks_and_quotes_keep_them() {
        assert_eq!(super::words("contains 'as an AI' --ignore-case"), ["contains", "as an AI", "--ignore-case"]);
        assert_eq!(super::words(r"regex '^\s*\{'"), ["regex", r"^\s*\{"]);
        assert_eq!(super::words("  a  ''  "), ["a", ""]);
    }
}
