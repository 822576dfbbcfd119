//! What lies over a screen: text boxes at the foot, pickers and readers in the middle.

mod check_editor;
mod corrections;
mod disputes;
mod frame;
mod help;
mod picker;
mod regrade_offer;
mod revision;
mod stub_preview;
mod suggest;
mod text_entry;

pub(super) use picker::title as picker_title;
pub(super) use text_entry::title as text_title;

use ratatui::layout::Position;

use super::painter::Painter;
use crate::app::Model;
use crate::app::overlays::Overlay;

/// Paints the overlays, the topmost last; answers where the cursor blinks.
pub(super) fn draw(model: &Model, painter: &mut Painter<'_>) -> Option<Position> {
    let mut cursor = None;
    for overlay in &model.overlays {
        cursor = None;
        match overlay {
            Overlay::Text(entry) => cursor = Some(text_entry::draw(model, entry, painter)),
            Overlay::Picker(picker) => cursor = picker::draw(model, picker, painter),
            Overlay::Help(help) => help::draw(model, help, painter),
            Overlay::Corrections(open) => corrections::draw(model, open.scroll, painter),
            Overlay::Disputes(open) => disputes::draw(model, open, painter),
            Overlay::StubPreview(preview) => stub_preview::draw(model, preview, painter),
            Overlay::Suggest(open) => suggest::draw(model, open, painter),
            Overlay::Revision(revision) => revision::draw(model, revision, painter),
            Overlay::RegradeOffer(offer) => regrade_offer::draw(model, offer, painter),
        }
    }
    cursor
}
