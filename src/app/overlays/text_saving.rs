//! What a finished text becomes.

use super::check_editor::CheckEditor;
use super::writing::{Revision, Writing};
use crate::app::codebook_edits::{add_criterion, define_mode, rename_criterion, rename_mode, set_setting, split};
use crate::app::handler::context::Context;
use crate::app::handler::intent::{Intent, Opening, ReviewIntent};
use crate::app::message::{Effect, Job};
use crate::app::screens::modes;
use crate::domain::{Name, filter};
use crate::views::Read;

/// Takes a finished text, or says why not.
pub(super) fn save(writing: &Writing, text: &str, check: &mut CheckEditor, cx: &mut Context<'_>) -> Result<(), String> {
    let name = || Name::new(text).map_err(|problem| problem.to_string());
    match writing {
        Writing::Note { id, span, .. } => cx.review(ReviewIntent::Note(*id, *span, text.to_owned())),
        Writing::Correction { id, .. } => cx.review(ReviewIntent::Correct(*id, text.to_owned())),
        Writing::NewCriterion { record } => add_criterion(statement(text)?, record.map(|(_, id)| id), cx)?,
        Writing::Revision { criterion, record } => {
            let (statement, reason) = statement(text)?.split_once('\n').unwrap_or((text, ""));
            let (text, reason) = (statement.trim().into(), reason.trim().into());
            let revision = Revision { criterion: criterion.clone(), text, reason, record: *record };
            cx.intend(Intent::Open(Opening::Revision(revision)));
        }
        Writing::CriterionName(criterion) => rename_criterion(criterion, name()?, cx),
        Writing::Setting(criterion, kind) => set_setting(criterion, *kind, text, cx)?,
        Writing::Split(target) => split(target, text, cx)?,
        Writing::ModeName => modes::add(name()?, cx)?,
        Writing::ModeRename(mode) => rename_mode(mode, name()?, cx),
        Writing::Definition(mode) => define_mode(mode, text, cx),
        Writing::NewMode { name, fails } => {
            cx.review(ReviewIntent::JudgeByName(name.clone(), text.trim().into(), *fails));
        }
        Writing::Check(_) | Writing::CheckEdit(..) => check.save(writing, text, cx)?,
        Writing::Filter => {
            let filter = text.trim().to_owned();
            filter::parse(&filter).map_err(|error| error.sentence)?;
            cx.review(ReviewIntent::Refilter(filter));
        }
        Writing::ListFilter => {}
        Writing::Search => cx.review(ReviewIntent::Search(text.to_owned())),
        Writing::JumpTo => {
            if !text.trim().is_empty() {
                cx.ask(Read::find(text.trim().to_owned()));
            }
        }
        Writing::Import => {
            if !text.trim().is_empty() {
                cx.effects.push(Effect::Job(Job::Import(text.trim().into())));
                cx.say("importing …", &[]);
            }
        }
    }
    Ok(())
}

fn statement(text: &str) -> Result<&str, String> {
    if text.trim().is_empty() { Err("A statement cannot be empty.".to_owned()) } else { Ok(text) }
}
