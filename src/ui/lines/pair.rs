//! A pair in lines: who has voted; after the reveal both answers, and what was settled. What somebody chose blind is never
//! told, not to the one who chose it either: a voice in the room is heard by both.

use super::{SIZE, keys, plain};
use crate::app::{Model, Notice, NoticeKind};
use crate::command::{GlobalAction, Layer, PairAction};

/// Columns that the lines are laid out in, and where the second answer begins in them.
const WIDTH: usize = SIZE.0 as usize;
const SECOND: usize = (WIDTH - 2) / 2 + 2;

/// Returns what is told of the pair at the record under the cursor.
pub(super) fn lines(model: &Model) -> Vec<String> {
    let review = &model.screens.review;
    let mut told = Vec::new();
    for line in review.pair_lines(WIDTH, &model.read_model, model.present) {
        let text: String = line.pieces.iter().map(|(_, text)| text.as_str()).collect();
        let second = text.char_indices().nth(SECOND).map_or(text.len(), |(at, _)| at);
        let (first, second) = text.split_at(second);
        told.extend([first, second].into_iter().filter_map(plain::row));
    }
    if let Some((pair, row)) = review.blind_pair()
        && pair.has_voted(row, 0)
        && pair.has_voted(row, 1)
    {
        let key = model.keyboard.keymap.key(PairAction::Reveal).map(|key| key.to_string()).unwrap_or_default();
        told.push(format!("Both have voted: {key} reveals."));
    }
    told
}

/// Returns what is told in the place of a notice while a vote is open: that there is one.
pub(super) fn notice(notice: &Notice, model: &Model) -> Option<String> {
    if !model.is_blind_vote_open() {
        return None;
    }
    let names = |action: GlobalAction| notice.actions.iter().any(|named| *named == action);
    let is_asked = model.keyboard.pending == Some(Layer::FailWith);
    match notice.kind {
        NoticeKind::Good | NoticeKind::Bad => Some("Voted.".to_owned()),
        NoticeKind::Plain if is_asked => Some("Voted.".to_owned()),
        NoticeKind::Plain if names(GlobalAction::Undo) => Some("Kept.".to_owned()),
        NoticeKind::Plain if names(GlobalAction::Redo) => Some("Taken back.".to_owned()),
        NoticeKind::Plain | NoticeKind::Problem | NoticeKind::TooSmall => None,
    }
}

/// Returns the line of a layer that waits, which does not tell after what it waits.
pub(super) fn waiting(model: &Model, layer: Layer) -> Option<String> {
    let is_mode = model.is_blind_vote_open() && matches!(layer, Layer::FailWith | Layer::Tag);
    is_mode.then(|| format!("which mode? {}.", keys::modes(model).join(", ")))
}
