//! The Checks screen: what each check catches, misses and wrongly rejects. Writing one has a file of its own, `check_editor`.

use crate::app::message::Effect;
use crate::app::overlays::check_editor::Found;
use crate::app::overlays::picker::PickFor;
use crate::app::{Model, Screen};
use crate::checks;
use crate::command::ChecksAction;
use crate::domain::{Change, Check, Tally, Time};

impl Model {
    /// The checks in view.
    #[must_use]
    pub fn shown_checks(&self) -> Vec<&Check> {
        let Some(list) = self.lists.of(Screen::Checks) else { return Vec::new() };
        let all = self.read_model.codebook.checks.iter();
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
        self.read_model.tallies.iter().find(|(key, _)| *key == check.key).map(|(_, tally)| tally)
    }

    /// Does what a key of the Checks screen says.
    pub(crate) fn act_on_check(&mut self, action: ChecksAction, now: Time, out: &mut Vec<Effect>) {
        let Some(check) = self.selected_check().cloned() else {
            match action {
                ChecksAction::Add => self.pick(PickFor::CheckTarget, ""),
                _ => self.say("There is no check yet.", &[ChecksAction::Add.into()]),
            }
            return;
        };
        match action {
            ChecksAction::Add => self.pick(PickFor::CheckTarget, ""),
            ChecksAction::Caught => self.list_found_by(&check, Found::Caught, out),
            ChecksAction::Missed => self.list_found_by(&check, Found::Missed, out),
            ChecksAction::Rejected => self.list_found_by(&check, Found::Rejected, out),
            ChecksAction::Edit => self.edit_check(&check, out),
            ChecksAction::Remove => {
                let said = format!("check {} removed", check.key);
                self.write_rule(Change::CheckRemove { check: check.key }, &said, now, out);
            }
            ChecksAction::Stub => self.preview_stub(check.target, out),
        }
    }

    /// Goes to the records that a kept check catches, misses or wrongly rejects.
    fn list_found_by(&mut self, check: &Check, found: Found, out: &mut Vec<Effect>) {
        let Some(tally) = self.tally(check) else {
            self.say("The figures are still being read.", &[]);
            return;
        };
        let ids = found.of(tally).to_vec();
        if ids.is_empty() {
            self.say(format!("No record is {} {}.", found.word(), check.key), &[]);
        } else {
            self.list_found(format!("{} {}", found.word(), check.key), ids, out);
        }
    }
}
