//! The Criteria screen: statements under version control, and how a new version comes to be.

pub mod versions;

use std::fmt::Write as _;

use crate::app::codebook_edits::TermKind;
use crate::app::message::Effect;
use crate::app::overlays::picker::PickFor;
use crate::app::overlays::text_entry::Writing;
use crate::app::overlays::{Overlay, Revision};
use crate::app::{Model, Screen};
use crate::command::{CriteriaAction, GradingAction};
use crate::domain::{Change, Criterion, CriterionKey, Edit, ModeKey, Target, Terms, Time};
use crate::text::{counted, grouped};
use crate::views::{Read, Slot};

impl Model {
    /// The criteria in view: asked ones by number, then retired ones.
    #[must_use]
    pub fn shown_criteria(&self) -> Vec<&Criterion> {
        let Some(list) = self.lists.of(Screen::Criteria) else { return Vec::new() };
        let retired = self.read_model.codebook.criteria.iter().filter(|criterion| criterion.retired);
        let all = self.read_model.open_criteria().into_iter().chain(retired);
        let text = |criterion: &Criterion| criterion.current().map(|version| version.text.raw().to_owned());
        all.filter(|criterion| {
            list.holds(criterion.name.as_str()) || text(criterion).is_some_and(|text| list.holds(&text))
        })
        .collect()
    }

    /// The criterion under the cursor of the Criteria screen.
    #[must_use]
    pub fn selected_criterion(&self) -> Option<&Criterion> {
        let cursor = self.lists.of(Screen::Criteria)?.cursor;
        let shown = self.shown_criteria();
        shown.get(cursor.min(shown.len().saturating_sub(1))).copied()
    }

    /// Opens the statement of the criterion with this number.
    pub(crate) fn edit_criterion_on(&mut self, digit: char) {
        let number = digit.to_digit(10).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(0);
        match self.read_model.criterion_on(number).map(|criterion| criterion.key.clone()) {
            Some(key) => self.edit_criterion(&key),
            None => self.say(format!("There is no criterion {number}."), &[GradingAction::NewCriterion.into()]),
        }
    }

    /// Opens the statement of a criterion; from Review the record is remembered with the new version.
    pub(crate) fn edit_criterion(&mut self, key: &CriterionKey) {
        let Some(criterion) = self.read_model.codebook.criterion_of(key) else { return };
        let text = criterion.current().map(|version| version.text.raw().replace('\n', " ")).unwrap_or_default();
        let here = self.review.current().filter(|_| self.screen == Screen::Review);
        let record = here.map(|page| (page.view.record.row, page.view.record.id));
        self.write_text(Writing::Revision { criterion: key.clone(), record }, &text);
    }

    /// Esc at the last question goes back to the text.
    pub(crate) fn reopen_revision(&mut self, revision: &Revision) {
        let here = self.review.current().filter(|page| Some(page.view.record.id) == revision.record);
        let record = here.map(|page| (page.view.record.row, page.view.record.id));
        let text = match revision.reason.raw() {
            "" => revision.text.raw().to_owned(),
            reason => format!("{}\n{reason}", revision.text.raw()),
        };
        self.write_text(Writing::Revision { criterion: revision.criterion.clone(), record }, &text);
    }

    /// Writes the new version.
    pub(crate) fn revise(&mut self, edit: Edit, now: Time, out: &mut Vec<Effect>) {
        let Some(Overlay::EditKind(revision)) = self.overlays.pop() else { return };
        let Revision { criterion, text, reason, record } = *revision;
        let known = self.read_model.codebook.criterion_of(&criterion);
        let next = known.map_or(1, |criterion| criterion.version() + 1);
        let stale = match edit {
            Edit::Meaning => format!(", {} stale", counted(known.map_or(0, |criterion| criterion.grades), "grade")),
            Edit::Wording => String::new(),
        };
        let said = format!("criterion {criterion} v{next}, {}{stale}", edit.word());
        if let Some(page) = self.review.current()
            && Some(page.view.record.id) == record
        {
            let row = page.view.record.row;
            self.session.write_draft(row, &format!("criterion {criterion}"), "", false);
        }
        self.write_rule(Change::CriterionRevise { criterion, text, edit, reason, record }, &said, now, out);
    }

    /// Reads what the edit that is being written would make stale.
    pub(crate) fn settle_forecast(&mut self, out: &mut Vec<Effect>) {
        let edited = match self.overlays.last() {
            Some(Overlay::EditKind(revision)) => &revision.criterion,
            Some(Overlay::Text(entry)) => match &entry.writing {
                Writing::Revision { criterion, .. } => criterion,
                _ => return,
            },
            _ => {
                self.read_model.forecast = None;
                return;
            }
        };
        let known = self.read_model.forecast.as_ref().is_some_and(|(key, _)| key == edited);
        let is_same = |read: &Read| matches!(read, Read::WouldStale { criterion, .. } if criterion == edited);
        if !known && !self.requests.waits_for(is_same) {
            self.requests.ask(Read::WouldStale { criterion: edited.clone(), slot: Slot::empty() }, out);
        }
    }

    /// What an edit of this criterion's meaning makes stale, in words; what stays, for one of its wording.
    #[must_use]
    pub fn staling(&self, key: &CriterionKey, edit: Edit) -> String {
        if edit == Edit::Wording {
            return "nothing goes stale".to_owned();
        }
        let would = match &self.read_model.forecast {
            Some((own, Some(would))) if own == key => would,
            Some((own, None)) if own == key => return "what goes stale could not be read".to_owned(),
            Some(_) | None => return "reading what goes stale …".to_owned(),
        };
        let mut words = match would.all_grades() {
            0 => "no grade goes stale".to_owned(),
            fresh => {
                let minutes = fresh.div_ceil(2);
                let go = if fresh == 1 { "goes" } else { "go" };
                format!("{} {go} stale (about {} min to re-grade)", counted(fresh, "grade"), grouped(minutes))
            }
        };
        let already = self.read_model.codebook.criterion_of(key).map_or(0, |criterion| criterion.stale);
        if already > 0 {
            let _ = write!(words, ", {} already are", grouped(already));
        }
        match would.checks.len() {
            0 => {}
            1 => words += "; 1 check and its stub were proven on them",
            checks => {
                let _ = write!(words, "; {checks} checks and their stubs were proven on them");
            }
        }
        words
    }

    /// Merges a criterion: its name leads to the other one from now on.
    pub(crate) fn merge_criterion(&mut self, key: &CriterionKey, into: CriterionKey, now: Time, out: &mut Vec<Effect>) {
        let name =
            |key| self.read_model.codebook.criterion_of(key).map(|known| known.name.to_string()).unwrap_or_default();
        let grades = self.read_model.codebook.criterion_of(key).map_or(0, |criterion| criterion.grades);
        let said = format!("{} merged into {}; its {} stay its own", name(key), name(&into), counted(grades, "grade"));
        self.write_rule(Change::CriterionMerge { criterion: key.clone(), into }, &said, now, out);
    }

    /// Links a mode to a criterion, or takes the link away.
    pub(crate) fn link_mode(&mut self, key: &CriterionKey, mode: ModeKey, now: Time, out: &mut Vec<Effect>) {
        let Some(criterion) = self.read_model.codebook.criterion_of(key) else { return };
        let mut modes = criterion.modes.clone();
        let name = self.read_model.mode_name(&mode);
        let linked = modes.contains(&mode);
        let said = format!("{} {} {name}", criterion.name, if linked { "no longer speaks of" } else { "speaks of" });
        if linked {
            modes.retain(|own| *own != mode);
        } else {
            modes.push(mode);
        }
        let (criterion, terms) = (key.clone(), Terms::default());
        let change = Change::CriterionEdit { criterion, name: None, modes: Some(modes), retired: None, terms };
        self.write_rule(change, &said, now, out);
    }

    /// Does what a key of the Criteria screen says.
    pub(crate) fn act_on_criterion(&mut self, action: CriteriaAction, now: Time, out: &mut Vec<Effect>) {
        let add = Writing::NewCriterion { record: None };
        let Some(criterion) = self.selected_criterion().cloned() else {
            match action {
                CriteriaAction::Add => self.write_text(add, ""),
                _ => self.say("There is no criterion yet.", &[CriteriaAction::Add.into()]),
            }
            return;
        };
        let key = criterion.key.clone();
        let term = |kind| Writing::Term(key.clone(), kind);
        match action {
            CriteriaAction::Add => self.write_text(add, ""),
            CriteriaAction::Regrade => self.draw_round(&criterion, now, out),
            CriteriaAction::UseWhen => self.write_text(term(TermKind::UseWhen), criterion.use_when.raw()),
            CriteriaAction::AvoidWhen => self.write_text(term(TermKind::AvoidWhen), criterion.avoid_when.raw()),
            CriteriaAction::Tolerance => self.write_text(term(TermKind::Tau), &criterion.tau.to_string()),
            CriteriaAction::Owner => {
                let owner = criterion.owner.as_ref().map(ToString::to_string).unwrap_or_default();
                self.write_text(term(TermKind::Owner), &owner);
            }
            CriteriaAction::MustPass => {
                let must_pass = !criterion.must_pass;
                let word = if must_pass { "must pass" } else { "need no longer pass" };
                let terms = Terms { must_pass: Some(must_pass), ..Terms::default() };
                self.edit_terms(&key, terms, &format!("{} {word}", criterion.name), now, out);
            }
            CriteriaAction::Merge | CriteriaAction::Split if criterion.retired => {
                self.say(format!("{} is no longer asked.", criterion.name), &[CriteriaAction::Retire.into()]);
            }
            CriteriaAction::Merge => self.pick(PickFor::MergeCriterion(key), ""),
            CriteriaAction::Split => self.write_text(Writing::Split(Target::Criterion(key)), ""),
            CriteriaAction::Revise => self.edit_criterion(&key),
            CriteriaAction::Rename => self.write_text(Writing::CriterionName(key), criterion.name.as_str()),
            CriteriaAction::Link => self.pick(PickFor::Link(key), ""),
            CriteriaAction::Retire => {
                let retired = !criterion.retired;
                let said = format!("{} {}", criterion.name, if retired { "retired" } else { "is asked again" });
                let (retired, terms) = (Some(retired), Terms::default());
                let change = Change::CriterionEdit { criterion: key, name: None, modes: None, retired, terms };
                self.write_rule(change, &said, now, out);
            }
            CriteriaAction::Stub => self.stub_for(Target::Criterion(key), out),
            CriteriaAction::Record => match self.chosen_version(&criterion).and_then(|version| version.record) {
                Some(record) => self.requests.ask(Read::find(record.to_string()), out),
                None => self.say("No record is remembered with this version.", &[CriteriaAction::OlderVersion.into()]),
            },
            CriteriaAction::OlderVersion => self.choose_version(1),
            CriteriaAction::NewerVersion => self.choose_version(-1),
            CriteriaAction::LineDown => self.scroll_versions(1),
            CriteriaAction::LineUp => self.scroll_versions(-1),
        }
    }
}
