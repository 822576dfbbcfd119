//! The screens in lines of text, for a screen reader: what changed since the last look, in sentences, each a whole line.
//!
//! Nothing is placed, painted or repainted. Review, boxes, pickers and help are told by themselves; every other screen is
//! painted where nobody sees it, and its rows are read from there (`picture`).

mod keys;
mod overlays;
mod pair;
mod pick;
mod picture;
mod plain;
mod record;
mod review;
mod teller;

pub use pick::PickTeller;
pub use teller::LineTeller;

/// The columns and rows that the screens are laid out for: wide enough for a paragraph in one line, and for a list without
/// scrolling.
pub const SIZE: (u16, u16) = (1_000, 200);
