//! Tags suggested for the record on screen: failure modes whose checks object to the output, until the reviewer answers.
//!
//! A suggestion is never a judgement: `a` makes a tag of it, `A` sets it aside for this session.

use crate::app::handler::Context;
use crate::app::read_model::ReadModel;
use crate::app::screens::review::state::Review;
use crate::app::session::Session;
use crate::command::{Action, Layer};
use crate::domain::{CheckKey, ModeKey, Target, Verdict};
use crate::views::Judgement;

/// A mode suggested as a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagSuggestion {
    /// The mode.
    pub mode: ModeKey,
    /// The check that objects.
    pub check: CheckKey,
    /// The kind of that check, which says what the matter is: `numbers-from-input`.
    pub kind: String,
}

impl Review {
    /// Returns the modes suggested for the record on screen, in the order of the objections. None while a round asks:
    /// what is seen there would lead the answer; none where the reviewer has passed the output.
    pub fn suggested(&self, read_model: &ReadModel, session: &Session) -> Vec<TagSuggestion> {
        let Some(page) = self.current().filter(|_| self.round.is_none()) else { return Vec::new() };
        let view = &page.view;
        let verdicts = &view.judgements.verdicts;
        let verdict = verdicts.iter().find(|verdict| verdict.reviewer == session.reviewer);
        if verdict.is_some_and(|verdict| verdict.verdict == Verdict::Pass) {
            return Vec::new();
        }
        let book = &read_model.codebook;
        let mut found: Vec<TagSuggestion> = Vec::new();
        for (key, ..) in &view.objections {
            let Some(check) = book.checks.iter().find(|check| check.key == *key) else { continue };
            let Target::Mode(mode) = &check.target else { continue };
            let mode = book.resolve_mode(mode).filter(|mode| mode.status.is_open());
            let Some(mode) = mode.map(|mode| mode.key.clone()) else { continue };
            let is_tagged = view.judgements.tags.iter().any(|tag| tag.mode == mode);
            let is_known = found.iter().any(|other| other.mode == mode);
            if !is_tagged && !is_known && !session.is_dismissed(view.record.id, &mode) {
                found.push(TagSuggestion { mode, check: key.clone(), kind: check.spec.kind.clone() });
            }
        }
        found
    }

    /// Tags the record on screen with the first suggested mode, on the chosen span if there is one.
    pub(crate) fn accept_suggestion(&mut self, cx: &mut Context<'_>) {
        let Some((first, id)) = self.first_suggested(cx) else { return };
        let span = self.chosen_span();
        self.leave_selection();
        cx.session.last_mode = Some(first.mode.clone());
        self.judge_one(Vec::new(), Judgement::Tag(first.mode), id, span, cx);
    }

    /// Sets the first suggested mode aside for this record.
    pub(crate) fn dismiss_suggestion(&self, cx: &mut Context<'_>) {
        let Some((first, id)) = self.first_suggested(cx) else { return };
        let name = cx.read_model.mode_name(&first.mode);
        cx.session.dismiss(id, first.mode);
        cx.say(format!("{name} is no longer suggested for {}", id.short()), &[]);
    }

    fn first_suggested(&self, cx: &mut Context<'_>) -> Option<(TagSuggestion, crate::domain::RecordId)> {
        let first = self.suggested(cx.read_model, cx.session).into_iter().next();
        let id = self.current().map(|page| page.view.record.id);
        let found = first.zip(id);
        if found.is_none() {
            cx.say("There are no suggestions for this record.", &[Action::Open(Layer::Tag)]);
        }
        found
    }
}
