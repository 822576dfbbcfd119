//! Checks to choose from: each in a sentence with its figures, the chosen one with its proof and its stub below.

use super::frame::frame;
use super::stub_preview;
use crate::app::Model;
use crate::app::geometry::Area;
use crate::app::overlays::suggest::SuggestOverlay;
use crate::checks::check_syntax;
use crate::checks::mining::{Nouns, is_broad, why};
use crate::command::SuggestAction;
use crate::domain::Target;
use crate::measures::alignment::Confusion;
use crate::text::{fit, grouped, visible_words};
use crate::ui::list::paragraph;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;
use crate::views::CheckSuggestion;

/// Columns of the widest frame.
const WIDTH: u16 = 124;

/// Paints the choice.
pub(super) fn draw(model: &Model, open: &SuggestOverlay, painter: &mut Painter<'_>) {
    let name = match &open.target {
        Target::Mode(key) => visible_words(&model.read_model.mode_name(key)).into_string(),
        Target::Criterion(key) => key.to_string(),
    };
    let title = format!(" checks for {name} ");
    let inside = frame(model, WIDTH, model.size.1.saturating_sub(4), &title, painter);
    let Some(found) = &open.found else {
        painter.row(inside, 0, &[("looking for what tells the bad outputs from the good ones …", Role::Muted)]);
        return;
    };
    let mut row = 0;
    if let Some(remark) = &found.remark {
        row = paragraph(inside, row, visible_words(remark).as_str(), Role::Text, painter) + 1;
    }
    let nouns = Nouns::for_target(&open.target);
    for (at, suggestion) in found.suggestions.iter().enumerate() {
        row = entry(inside, row, at, suggestion, nouns, at == open.cursor, painter);
    }
    let Some(suggestion) = open.suggestion() else {
        let key = model.keyboard.keymap.key(SuggestAction::Accept).map(|key| key.to_string()).unwrap_or_default();
        let begun = match found.by_hand.as_str() {
            "" => "to write a check in".to_owned(),
            begun => format!("that begins with {}", visible_words(begun)),
        };
        let text = format!("{key} opens a box {begun}; while you type, it says what the check would catch.");
        paragraph(inside, row, &text, Role::Text, painter);
        return;
    };
    row = details(inside, row + 1, suggestion, nouns, painter) + 1;
    let below = Area { y: inside.y + row, height: inside.height.saturating_sub(row), ..inside };
    if below.height > 1 {
        stub_preview::body(&open.preview, below, painter);
    }
}

fn entry(
    area: Area,
    row: u16,
    at: usize,
    suggestion: &CheckSuggestion,
    nouns: Nouns,
    is_chosen: bool,
    painter: &mut Painter<'_>,
) -> u16 {
    let sentence = why(&suggestion.spec, figures(suggestion), nouns);
    let sentence = fit(visible_words(&sentence).as_str(), usize::from(area.width.saturating_sub(5)));
    let number = (at + 1).to_string();
    let mark = if is_chosen { "▌" } else { " " };
    painter.row(area, row, &[(mark, Role::Accent), (&number, Role::Key), ("  ", Role::Text), (&sentence, Role::Text)]);
    if is_chosen {
        painter.select(area, row);
    }
    row + 1
}

/// Paints how the chosen one is typed, and what its figures are based on; returns the row below.
fn details(area: Area, mut row: u16, suggestion: &CheckSuggestion, nouns: Nouns, painter: &mut Painter<'_>) -> u16 {
    painter.row(area, row, &[(visible_words(&check_syntax::print(&suggestion.spec)).as_str(), Role::Code)]);
    row += 1;
    if let Some(out_of_fold) = suggestion.out_of_fold {
        let text = format!("out of fold: {}", nouns.figures(out_of_fold));
        painter.row(area, row, &[(&text, Role::Text)]);
        row += 1;
    }
    if let Some((failed, of)) = suggestion.unread.filter(|(_, of)| *of > 0) {
        let role = if is_broad(failed, of) { Role::Warn } else { Role::Text };
        let text = format!("of {} unjudged outputs it fails {}", grouped(of), grouped(failed));
        painter.row(area, row, &[(&text, role)]);
        row += 1;
    }
    row
}

fn figures(suggestion: &CheckSuggestion) -> Confusion {
    let tally = &suggestion.tally;
    Confusion {
        tp: tally.caught.len() as u64,
        fn_: tally.missed.len() as u64,
        fp: tally.wrongly_rejected.len() as u64,
        tn: tally.accepted,
    }
}
