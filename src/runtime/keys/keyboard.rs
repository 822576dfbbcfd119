//! The keyboard as the event loop uses it: sleeps until there are keys or mail, then takes all keys there are.
//!
//! Reads the terminal directly, never beyond what is there, and only while the screen has it. Several keys that come at
//! once are held back for [`WINDOW`], so that the first ones of an unbracketed paste are known as such.

use std::io;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::input::{Decoder, Input};
use super::paste_guard::{PasteGuard, WINDOW};
use crate::command::Chord;
use crate::runtime::mailbox::MailboxReceiver;

/// How long the beginning of a key's sequence waits for its rest.
const SEQUENCE: Duration = Duration::from_millis(25);

/// The most bytes of one drain.
const DRAIN: usize = 1 << 20;

/// The result of one drain.
#[derive(Debug, Default)]
pub(crate) struct Drained {
    /// Keys and pastes, in order.
    pub(crate) inputs: Vec<Input>,
    /// Whether the keys were pasted without brackets.
    pub(crate) burst: bool,
    /// Whether the terminal is gone.
    pub(crate) hung_up: bool,
}

/// The state that is kept between drains.
#[derive(Debug, Default)]
pub(crate) struct Keyboard {
    decoder: Decoder,
    paste_guard: PasteGuard,
}

/// Why a sleep ended.
pub(super) enum Woken {
    /// There are keys.
    Keys,
    /// The terminal is gone.
    HungUp,
    /// There is mail, or the time is over.
    Otherwise,
}

impl Keyboard {
    /// Sleeps until there are keys or mail, and takes every key there is. Without `listens` keys are left alone.
    pub(crate) fn drain(&mut self, mail: &MailboxReceiver, listens: bool) -> Drained {
        let mut inputs = Vec::new();
        let hung_up = self.take(mail, listens, &mut inputs).is_err();
        let burst = self.paste_guard.is_paste(keys(&inputs), Instant::now());
        Drained { inputs, burst, hung_up }
    }

    /// `Err` when the terminal is gone.
    fn take(&mut self, mail: &MailboxReceiver, listens: bool, inputs: &mut Vec<Input>) -> Result<(), ()> {
        let mut taken = 0;
        let mut began = None;
        while taken < DRAIN {
            let keys_only = began.is_some() || self.decoder.is_waiting();
            let rest = match began {
                _ if self.decoder.is_waiting() => Some(SEQUENCE),
                None => None,
                Some(began) => Some(self.hold_back(keys(inputs), began)),
            };
            match wait(if keys_only { None } else { Some(mail) }, listens, rest) {
                Woken::Keys => {
                    taken += self.read(inputs)?;
                    began.get_or_insert_with(Instant::now);
                }
                Woken::HungUp => return Err(()),
                Woken::Otherwise if keys_only => {
                    self.decoder.flush(inputs);
                    break;
                }
                Woken::Otherwise => break,
            }
        }
        Ok(())
    }

    /// How much longer keys that came at once are held back.
    fn hold_back(&self, keys: usize, began: Instant) -> Duration {
        let now = Instant::now();
        if self.paste_guard.may_be_paste(keys, now) {
            WINDOW.saturating_sub(now.saturating_duration_since(began))
        } else {
            Duration::ZERO
        }
    }

    fn read(&mut self, inputs: &mut Vec<Input>) -> Result<usize, ()> {
        let mut bytes = [0; 4096];
        match rustix::io::read(io::stdin(), &mut bytes) {
            Ok(0) => Err(()),
            Ok(count) => {
                self.decoder.feed(bytes.get(..count).unwrap_or_default(), inputs);
                Ok(count)
            }
            Err(Errno::INTR | Errno::AGAIN) => Ok(0),
            Err(_) => Err(()),
        }
    }
}

/// Sleeps until standard input, where it `listens`, or mail has something, or the time is over.
pub(super) fn wait(mail: Option<&MailboxReceiver>, listens: bool, rest: Option<Duration>) -> Woken {
    let terminal = io::stdin();
    let mut waited = Vec::with_capacity(2);
    if listens {
        waited.push(PollFd::new(&terminal, PollFlags::IN));
    }
    if let Some(mail) = mail {
        waited.push(PollFd::new(mail.wake(), PollFlags::IN));
    }
    match poll(&mut waited, rest.map(timespec).as_ref()) {
        Ok(0) | Err(Errno::INTR) => return Woken::Otherwise,
        Err(_) => return Woken::HungUp,
        Ok(_) => {}
    }
    match waited.first().map(PollFd::revents) {
        Some(ready) if listens && ready.contains(PollFlags::IN) => Woken::Keys,
        Some(ready) if listens && !ready.is_empty() => Woken::HungUp,
        _ => Woken::Otherwise,
    }
}

fn keys(inputs: &[Input]) -> usize {
    inputs.iter().filter(|input| matches!(input, Input::Key(_))).count()
}

/// A duration as `poll` takes it.
pub(crate) fn timespec(rest: Duration) -> Timespec {
    Timespec { tv_sec: i64::try_from(rest.as_secs()).unwrap_or(i64::MAX), tv_nsec: i64::from(rest.subsec_nanos()) }
}

#[expect(clippy::panic, reason = "panics on request")]
/// Panics on ctrl-t, so that a test can see what a panic leaves behind; only in debug builds where the environment asks.
pub(crate) fn panic_when_asked(chord: Chord) {
    if cfg!(debug_assertions) && chord == Chord::ctrl('t') && std::env::var_os("GEMBA_TEST_PANIC").is_some() {
        std::panic::panic_any("CANARY: words of a panic are never shown");
    }
}
