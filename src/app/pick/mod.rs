//! The screen of `gemba import --pick`: a person points at what is what in a log. Pure: a key gives an effect, which the
//! runtime performs. It has its own keys (`command::PICK_KEYS`), since there may be no workspace yet.

mod choices;
mod entry;
mod state;
mod typed;

pub use choices::{Choices, PickedLabel};
pub use entry::{LineEntry, Wanted};
pub use state::{Pick, PickEffect, PickStart};
pub use typed::{PickInput, digit, typed};
