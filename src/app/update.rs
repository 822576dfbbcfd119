//! One message in, a changed model and its effects out.

use super::Model;
use super::message::{Effect, Message};
use crate::domain::Time;

/// Takes one message. `now` is the only clock.
#[must_use]
pub fn update(model: &mut Model, message: Message, now: Time) -> Vec<Effect> {
    let _ = now;
    match message {
        Message::Resize(columns, rows) => {
            model.size = (columns, rows);
            Vec::new()
        }
        Message::Terminate => vec![Effect::Quit],
        _ => Vec::new(),
    }
}
