//! What was done, in words.

use crate::app::read_model::ReadModel;
use crate::app::screens::judgement_words::{answer_glyph, answer_words, glyph};
use crate::domain::{Answer, Change, ModeKey, Verdict};
use crate::views::Judgement;

/// Returns the name of a mode, which may be made by these changes.
pub(super) fn name_of(mode: &ModeKey, changes: &[Change], read_model: &ReadModel) -> String {
    let new = changes.iter().find_map(|change| match change {
        Change::ModeAdd { name, .. } if name.slug() == *mode => Some(name.to_string()),
        _ => None,
    });
    new.unwrap_or_else(|| read_model.mode_name(mode))
}

/// Says what was done to this subject.
pub(crate) fn words_of(judgement: &Judgement, subject: &str, changes: &[Change], read_model: &ReadModel) -> String {
    match judgement {
        Judgement::Verdict(verdict) => format!("{} {subject} {}", glyph(*verdict), verdict.word()),
        Judgement::Declined(_) => format!("{} {subject} declined", glyph(Verdict::Declined)),
        Judgement::FailWith(mode) => format!("✗ {subject} fail, {}", name_of(mode, changes, read_model)),
        Judgement::Tag(mode) => format!("{subject} tagged {}", name_of(mode, changes, read_model)),
        Judgement::Untag(mode) => format!("{subject} no longer tagged {}", name_of(mode, changes, read_model)),
        Judgement::Grade(criterion, answer) => {
            let name = read_model.codebook.criterion_of(criterion).map_or_else(
                || criterion.to_string(),
                |criterion| criterion.number.map_or(criterion.name.to_string(), |number| number.to_string()),
            );
            let word = if *answer == Answer::Na { "does not apply" } else { answer_words(*answer) };
            format!("{} {subject} criterion {name} {word}", answer_glyph(*answer))
        }
        Judgement::Note(Some(_)) => format!("note on {subject} kept"),
        Judgement::Note(None) => format!("note on {subject} taken back"),
    }
}
