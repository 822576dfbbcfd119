//! The state machine: a model, and `update(model, message, now) -> effects`. The only place where keys become
//! judgements.
//!
//! Uses no clock, files, SQL, terminal or randomness; time comes in with each message. `update` finds the action of a
//! key and hands it to the screen or the overlay that handles it.

mod codebook_edits;
pub mod geometry;
pub mod glyphs;
mod handler;
mod keyboard;
pub mod message;
mod model;
mod notice;
pub mod overlays;
pub mod pick;
mod read_model;
mod requests;
pub mod screens;
mod session;
mod update;

pub use keyboard::Keyboard;
pub use model::{LineInput, Model};
pub use notice::{Notice, NoticeKind};
pub use overlays::draft::{DraftKey, DraftPurpose};
pub use overlays::text_box::Editor;
pub use overlays::writing::SettingKind;
pub use read_model::ReadModel;
pub use requests::Requests;
pub use screens::judgement_words::glyph;
pub use screens::review::{PairStart, Seats};
pub use session::{Cover, Session, presenting_words};
pub use update::{Start, start, typed, update};

pub use crate::command::Screen;
