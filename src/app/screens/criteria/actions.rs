//! What each key of the Criteria screen does.

use super::state::Criteria;
use crate::app::codebook_edits::{edit_settings, statement_line};
use crate::app::handler::{Context, ReviewIntent};
use crate::app::overlays::picker::rows::PickFor;
use crate::app::overlays::writing::{SettingKind, Writing};
use crate::command::{CriteriaAction, GlobalAction};
use crate::domain::{Change, Criterion, CriterionKey, CriterionSettings, ModeKey, Target};
use crate::text::counted;
use crate::views::Read;

impl Criteria {
    /// Does what a key says.
    pub(crate) fn handle(&mut self, action: CriteriaAction, _letter: char, cx: &mut Context<'_>) {
        match action {
            CriteriaAction::Add => cx.open_text(Writing::NewCriterion { record: None }, ""),
            CriteriaAction::Revise => self.on_selected(cx, |criterion, cx| {
                let writing = Writing::Revision { criterion: criterion.key.clone(), record: None };
                cx.open_text(writing, statement_line(criterion));
            }),
            CriteriaAction::Regrade => self.on_selected(cx, |criterion, cx| {
                if criterion.stale == 0 {
                    cx.say(format!("No grade of {} is stale.", criterion.name), &[]);
                } else {
                    cx.review(ReviewIntent::OfferRound(format!("stale:{}", criterion.slug)));
                }
            }),
            CriteriaAction::Rename => self.on_selected(cx, |criterion, cx| {
                cx.open_text(Writing::CriterionName(criterion.key.clone()), criterion.name.as_str());
            }),
            CriteriaAction::Link => self.on_selected(cx, |criterion, cx| cx.pick(PickFor::Link(criterion.key.clone()))),
            CriteriaAction::UseWhen => self.on_selected(cx, |criterion, cx| {
                cx.open_text(term(criterion, SettingKind::UseWhen), criterion.use_when.raw());
            }),
            CriteriaAction::AvoidWhen => self.on_selected(cx, |criterion, cx| {
                cx.open_text(term(criterion, SettingKind::AvoidWhen), criterion.avoid_when.raw());
            }),
            CriteriaAction::MustPass => self.on_selected(cx, |criterion, cx| {
                let must_pass = !criterion.must_pass;
                let word = if must_pass { "must pass" } else { "need no longer pass" };
                let settings = CriterionSettings { must_pass: Some(must_pass), ..CriterionSettings::default() };
                edit_settings(&criterion.key, settings, format!("{} {word}", criterion.name), cx);
            }),
            CriteriaAction::Tolerance => self.on_selected(cx, |criterion, cx| {
                cx.open_text(term(criterion, SettingKind::Tau), criterion.tau.to_string());
            }),
            CriteriaAction::Owner if cx.present => {
                cx.say("No owner is shown while presenting.", &[GlobalAction::Present.into()]);
            }
            CriteriaAction::Owner => self.on_selected(cx, |criterion, cx| {
                let owner = criterion.owner.as_ref().map(ToString::to_string).unwrap_or_default();
                cx.open_text(term(criterion, SettingKind::Owner), owner);
            }),
            CriteriaAction::Merge => self.on_asked(cx, |criterion, cx| {
                cx.pick(PickFor::MergeCriterion(criterion.key.clone()));
            }),
            CriteriaAction::Split => self.on_asked(cx, |criterion, cx| {
                cx.open_text(Writing::Split(Target::Criterion(criterion.key.clone())), "");
            }),
            CriteriaAction::Retire => self.on_selected(cx, retire_or_revive),
            CriteriaAction::Record => self.go_to_record(cx),
            CriteriaAction::Stub => self.on_selected(cx, |criterion, cx| {
                cx.open_stub(Target::Criterion(criterion.key.clone()));
            }),
            CriteriaAction::OlderVersion => self.choose_version(1, cx),
            CriteriaAction::NewerVersion => self.choose_version(-1, cx),
            CriteriaAction::LineDown => self.scroll_page(1, cx),
            CriteriaAction::LineUp => self.scroll_page(-1, cx),
        }
    }

    /// Does something with the criterion under the cursor, or says that there is none.
    fn on_selected(&self, cx: &mut Context<'_>, act: impl FnOnce(&Criterion, &mut Context<'_>)) {
        match self.selected(cx.read_model) {
            Some(criterion) => act(criterion, cx),
            None => cx.say("There is no criterion yet.", &[CriteriaAction::Add.into()]),
        }
    }

    /// Does the same, unless the criterion is retired.
    fn on_asked(&self, cx: &mut Context<'_>, act: impl FnOnce(&Criterion, &mut Context<'_>)) {
        self.on_selected(cx, |criterion, cx| {
            if criterion.retired {
                cx.say(format!("{} is no longer asked.", criterion.name), &[CriteriaAction::Retire.into()]);
            } else {
                act(criterion, cx);
            }
        });
    }

    /// Goes to the record that provoked the chosen version.
    fn go_to_record(&self, cx: &mut Context<'_>) {
        self.on_selected(cx, |criterion, cx| match self.chosen_version(criterion).and_then(|version| version.record) {
            Some(record) => cx.ask(Read::find(record.to_string())),
            None => cx.say("No record is remembered with this version.", &[CriteriaAction::OlderVersion.into()]),
        });
    }
}

fn term(criterion: &Criterion, kind: SettingKind) -> Writing {
    Writing::Setting(criterion.key.clone(), kind)
}

fn retire_or_revive(criterion: &Criterion, cx: &mut Context<'_>) {
    let retired = !criterion.retired;
    let summary = format!("{} {}", criterion.name, if retired { "retired" } else { "is asked again" });
    let (criterion, settings) = (criterion.key.clone(), CriterionSettings::default());
    let change = Change::CriterionEdit { criterion, name: None, modes: None, retired: Some(retired), settings };
    cx.write_codebook(change, summary);
}

/// Merges a criterion: its name leads to the other one from now on.
pub(crate) fn merge(key: &CriterionKey, into: CriterionKey, cx: &mut Context<'_>) {
    let codebook = &cx.read_model.codebook;
    let name = |key| codebook.criterion_of(key).map(|known| known.name.to_string()).unwrap_or_default();
    let grades = codebook.criterion_of(key).map_or(0, |criterion| criterion.grades);
    let summary = format!("{} merged into {}; its {} stay its own", name(key), name(&into), counted(grades, "grade"));
    cx.write_codebook(Change::CriterionMerge { criterion: key.clone(), into }, summary);
}

/// Links a mode to a criterion, or removes the link.
pub(crate) fn link(key: &CriterionKey, mode: ModeKey, cx: &mut Context<'_>) {
    let Some(criterion) = cx.read_model.codebook.criterion_of(key) else { return };
    let mut modes = criterion.modes.clone();
    let name = cx.read_model.mode_name(&mode);
    let linked = modes.contains(&mode);
    let words = if linked { "is no longer linked to" } else { "is linked to" };
    let summary = format!("{} {words} {name}", criterion.name);
    if linked {
        modes.retain(|known| *known != mode);
    } else {
        modes.push(mode);
    }
    let (criterion, settings) = (key.clone(), CriterionSettings::default());
    let change = Change::CriterionEdit { criterion, name: None, modes: Some(modes), retired: None, settings };
    cx.write_codebook(change, summary);
}
