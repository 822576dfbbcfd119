//! A re-grading round: its questions and answers (`round`), and what it does at the screen (`questions`).

mod questions;
mod round;

pub use questions::Question;
pub(crate) use questions::{draw_round, offer_round};
pub use round::{Given, Place, Round};
