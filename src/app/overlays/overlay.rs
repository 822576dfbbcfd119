//! One overlay of the stack over a screen.

use super::corrections::Corrections;
use super::disputes::Disputes;
use super::help::Help;
use super::picker::Picker;
use super::regrade_offer::RegradeOffer;
use super::stub_preview::StubPreview;
use super::suggest::SuggestOverlay;
use super::text_entry::TextEntry;
use super::writing::{Revision, Writing};
use crate::command::Layer;

/// One overlay. Each ends by doing something or by being left.
#[derive(Debug)]
pub enum Overlay {
    /// A box to write in.
    Text(Box<TextEntry>),
    /// A list to choose from; the palette too.
    Picker(Box<Picker>),
    /// The keys that work here.
    Help(Box<Help>),
    /// What the corrected outputs of the record change.
    Corrections(Corrections),
    /// What reviewers answered differently on the record.
    Disputes(Disputes),
    /// A stub before it is written.
    StubPreview(Box<StubPreview>),
    /// Checks to choose from, the stub of the chosen one below.
    Suggest(Box<SuggestOverlay>),
    /// Whether an edit changed the meaning or the wording.
    Revision(Box<Revision>),
    /// A re-grading round and what it costs, before it begins.
    RegradeOffer(Box<RegradeOffer>),
}

impl Overlay {
    /// Returns the layers of its keys, the topmost first.
    pub fn layers(&self) -> Vec<Layer> {
        match self {
            Self::Text(entry) if entry.writing.check_target().is_some() => {
                vec![Layer::CheckEditor, Layer::Text, Layer::Always]
            }
            Self::Text(entry) if entry.writing == Writing::Filter => {
                vec![Layer::FilterBox, Layer::Text, Layer::Always]
            }
            Self::Text(_) => vec![Layer::Text, Layer::Always],
            Self::Picker(_) => vec![Layer::Picker, Layer::Always],
            Self::Help(_) => vec![Layer::Help, Layer::Always],
            Self::Corrections(_) => vec![Layer::Reader, Layer::Always],
            Self::Disputes(_) => vec![Layer::Dispute, Layer::Reader, Layer::Always],
            Self::StubPreview(_) => vec![Layer::StubPreview, Layer::Reader, Layer::Always],
            Self::Suggest(_) => vec![Layer::Suggest, Layer::Reader, Layer::Always],
            Self::Revision(_) => vec![Layer::Revision, Layer::Always],
            Self::RegradeOffer(_) => vec![Layer::RegradeOffer, Layer::Always],
        }
    }

    /// Returns the lines above the view, of an overlay that is read.
    pub(crate) const fn scroll_mut(&mut self) -> Option<&mut usize> {
        match self {
            Self::Help(help) => Some(&mut help.scroll),
            Self::Corrections(corrections) => Some(&mut corrections.scroll),
            Self::Disputes(disputes) => Some(&mut disputes.scroll),
            Self::StubPreview(preview) => Some(&mut preview.scroll),
            Self::Suggest(suggest) => Some(&mut suggest.preview.scroll),
            Self::Text(_) | Self::Picker(_) | Self::Revision(_) | Self::RegradeOffer(_) => None,
        }
    }
}
