//! A thread that sleeps until a time, tells the screen, and ends. It is the only clock that the screen asks for: nothing ticks.

use std::time::Duration;

use super::thread::{post, spawn};
use crate::app::message::Message;
use crate::domain::Time;
use crate::runtime::mailbox::Mailbox;

/// Tells the screen once this time has come. Where the system gives no thread it is told with the next change instead.
pub(crate) fn wake_at(mailbox: &Mailbox, time: Time, now: Time) {
    let mailbox = mailbox.clone();
    let left = Duration::from_millis(u64::try_from(time.0 - now.0).unwrap_or_default());
    // Not joined: it holds nothing.
    drop(spawn("alarm", move || {
        std::thread::sleep(left);
        post(&mailbox, Message::Woken);
    }));
}
