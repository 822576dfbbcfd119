//! Tags suggested for the record on screen: by checks that object to the output, and by judged records that are like it.
//!
//! A suggestion is never a judgement: `a` makes a tag of it, `A` sets it aside; each answer is kept.

use crate::app::handler::Context;
use crate::app::read_model::ReadModel;
use crate::app::screens::review::state::Review;
use crate::app::session::Session;
use crate::command::{Action, GlobalAction, Layer};
use crate::domain::{Change, CheckKey, ModeKey, RecordId, TagAnswer, TagSource, Target, Untrusted, Verdict};
use crate::views::{Judgement, Read, Slot};

/// A mode suggested as a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagSuggestion {
    /// The mode.
    pub mode: ModeKey,
    /// Why, the first reason that is shown before others.
    pub reasons: Vec<Reason>,
}

/// Why a tag is suggested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A check of the mode objects: its key and its kind, which says what the matter is: `numbers-from-input`.
    Check(CheckKey, String),
    /// A judged record with this tag is like it: the record, and how its output begins.
    Similar(RecordId, Untrusted),
}

impl TagSuggestion {
    /// Returns the changes that keep one answer for every source of it.
    fn answers(&self, record: RecordId, answer: TagAnswer) -> Vec<Change> {
        let source = |reason: &Reason| match reason {
            Reason::Check(check, _) => TagSource::Check(check.clone()),
            Reason::Similar(other, _) => TagSource::Similar(*other),
        };
        let sources = self.reasons.iter().map(source);
        sources.map(|source| Change::TagSuggestionAnswer { record, mode: self.mode.clone(), source, answer }).collect()
    }
}

impl Review {
    /// Asks which tags similar records suggest for the record on screen, once it is read.
    pub(crate) fn load_similar(&self, cx: &mut Context<'_>) {
        let Some(row) = self.current().filter(|_| self.round.is_none()).map(|page| page.view.record.row) else {
            return;
        };
        let is_known = self.similar.as_ref().is_some_and(|(known, _)| *known == row);
        let is_meant = |read: &Read| matches!(read, Read::SimilarTags { row: asked, .. } if *asked == row);
        if !is_known && !cx.read_model.codebook.modes.is_empty() && !cx.requests.waits_for(is_meant) {
            cx.ask(Read::SimilarTags { row, slot: Slot::empty() });
        }
    }

    /// Returns the modes suggested for the record on screen: those whose checks object, in the order of the objections,
    /// then those of similar records. None while a round asks: what is seen there would lead the answer; none where the
    /// reviewer has passed the output; none that the reviewer answered.
    pub fn suggested(&self, read_model: &ReadModel, session: &Session) -> Vec<TagSuggestion> {
        let Some(page) = self.current().filter(|_| self.round.is_none()) else { return Vec::new() };
        let view = &page.view;
        let verdicts = &view.judgements.verdicts;
        let verdict = verdicts.iter().find(|verdict| verdict.reviewer == session.reviewer);
        if verdict.is_some_and(|verdict| verdict.verdict == Verdict::Pass) {
            return Vec::new();
        }
        let book = &read_model.codebook;
        let checks = view.objections.iter().filter_map(|(key, ..)| {
            let check = book.checks.iter().find(|check| check.key == *key)?;
            let Target::Mode(mode) = &check.target else { return None };
            Some((mode, Reason::Check(key.clone(), check.spec.kind.clone())))
        });
        let similar = self.similar.iter().filter(|(row, _)| *row == view.record.row).flat_map(|(_, tags)| tags);
        let similar = similar.map(|tag| (&tag.mode, Reason::Similar(tag.record, tag.words.clone())));
        let mut found: Vec<TagSuggestion> = Vec::new();
        for (mode, reason) in checks.chain(similar) {
            let mode = book.resolve_mode(mode).filter(|mode| mode.status.is_open());
            let Some(mode) = mode.map(|mode| mode.key.clone()) else { continue };
            let is_tagged = view.judgements.tags.iter().any(|tag| tag.mode == mode);
            let is_answered = view.answered.iter().any(|answered| answered.mode == mode);
            if is_tagged || is_answered {
                continue;
            }
            match found.iter_mut().find(|other| other.mode == mode) {
                Some(known) if known.reasons.contains(&reason) => {}
                Some(known) => known.reasons.push(reason),
                None => found.push(TagSuggestion { mode, reasons: vec![reason] }),
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
        cx.write(first.answers(id, TagAnswer::Dismissed));
        cx.say(format!("{name} is no longer suggested for {}", id.short()), &[GlobalAction::Undo.into()]);
    }

    /// Returns what the tags among some changes of the record on screen answer to what is suggested for it: a suggested mode
    /// is accepted; another one changes the first suggestion.
    pub(crate) fn answers_given_by(&self, changes: &[Change], id: RecordId, cx: &Context<'_>) -> Vec<Change> {
        if self.current().is_none_or(|page| page.view.record.id != id) {
            return Vec::new();
        }
        let tagged = changes.iter().filter_map(|change| match change {
            Change::Tag { record, mode, .. } if *record == id => Some(mode),
            _ => None,
        });
        let suggested = self.suggested(cx.read_model, cx.session);
        let answer = |mode: &ModeKey| match suggested.iter().find(|one| one.mode == *mode) {
            Some(accepted) => accepted.answers(id, TagAnswer::Accepted),
            None => suggested.first().map(|first| first.answers(id, TagAnswer::Changed)).unwrap_or_default(),
        };
        tagged.flat_map(answer).collect()
    }

    fn first_suggested(&self, cx: &mut Context<'_>) -> Option<(TagSuggestion, RecordId)> {
        let first = self.suggested(cx.read_model, cx.session).into_iter().next();
        let id = self.current().map(|page| page.view.record.id);
        let found = first.zip(id);
        if found.is_none() {
            cx.say("There are no suggestions for this record.", &[Action::Open(Layer::Tag)]);
        }
        found
    }
}
