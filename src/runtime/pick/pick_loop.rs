//! The loop of the picking screen: sleep → keys → update → read → show. What it reads it reads at once: a few entries.

use std::io;

use rustix::io::Errno;

use super::front::{Came, PickFront};
use crate::app::pick::{Choices, Pick, PickEffect, PickInput, PickStart};
use crate::error::Result;
use crate::runtime::keys::Drained;
use crate::runtime::mailbox::{self, Incoming};
use crate::runtime::signals::{self, reraise};
use crate::runtime::terminal::lost;
use crate::ui::theme::Theme;
use crate::views::{LogReading, LogStructure};

/// Reads the log with choices.
pub trait PickReader {
    /// Returns what the first entries hold.
    fn structure(&mut self, choices: &Choices) -> LogStructure;
    /// Returns how they are read.
    fn reading(&mut self, choices: &Choices) -> LogReading;
}

/// The screen while it is open.
struct Picking<'a> {
    pick: Pick,
    front: PickFront,
    reader: &'a mut dyn PickReader,
    /// How it ended; keys that come behind that are dropped.
    end: Option<PickEffect>,
}

/// Opens the screen, painted or told in lines, and returns what was pointed at and the name to save it under; `None` where it
/// was left.
///
/// Ends the process itself, by that signal, when a signal ended it.
///
/// # Errors
/// `Usage` where it is to be painted and there is no terminal; `Io` when the terminal is lost.
pub fn run_pick(
    start: PickStart,
    by_lines: bool,
    theme: &Theme,
    reader: &mut dyn PickReader,
) -> Result<Option<(Choices, String)>> {
    let (front, guard) = PickFront::open(by_lines, theme)?;
    let (mailbox, mail) = mailbox::open()?;
    let listener = signals::listen(mailbox)?;
    let mut picking = Picking { pick: Pick::new(start), front, reader, end: None };
    let mut signal = None;
    let shown = loop {
        if let Err(problem) = picking.show() {
            break Err(problem);
        }
        if picking.end.is_some() || signal.is_some() {
            break Ok(());
        }
        match picking.front.wait(&mail) {
            Came::Keys(drained) => {
                if drained.hung_up {
                    signal.get_or_insert(signals::HANG_UP);
                }
                picking.take_keys(drained);
            }
            Came::Lines(lines) => {
                if let Err(problem) = picking.take_lines(&lines) {
                    break Err(problem);
                }
            }
            Came::End => picking.end = Some(PickEffect::Cancel),
        }
        let mut is_disturbed = false;
        for incoming in mail.take() {
            match incoming {
                Incoming::Deadly(number) => drop(signal.get_or_insert(number)),
                Incoming::Stop => {
                    guard.leave();
                    signals::stop();
                }
                Incoming::Continued => is_disturbed = true,
                Incoming::Resized | Incoming::App(_) | Incoming::EditorEnded(_) => {}
            }
        }
        if is_disturbed && let Err(problem) = guard.enter_anew().and_then(|()| picking.front.repaint()) {
            break Err(problem);
        }
    };
    guard.leave();
    if let Some(signal) = signal {
        reraise(signal);
    }
    drop(listener);
    shown?;
    let Picking { pick, end, .. } = picking;
    Ok((end == Some(PickEffect::Import)).then_some((pick.choices, pick.name)))
}

impl Picking<'_> {
    /// Shows the screen as it is. Whoever closed the pipe that it is told to has left it.
    fn show(&mut self) -> Result<()> {
        match self.front.show(&self.pick) {
            Err(error) if is_closed(&error) && matches!(self.front, PickFront::Typed(..)) => {
                self.end = Some(PickEffect::Cancel);
                Ok(())
            }
            shown => {
                // Help that is told needs no leaving: what it says is there to be read again.
                self.pick.help &= matches!(self.front, PickFront::Painted(..));
                shown.map_err(lost)
            }
        }
    }

    fn take_keys(&mut self, drained: Drained) {
        let last = drained.inputs.len().saturating_sub(1);
        for (at, input) in drained.inputs.into_iter().enumerate() {
            self.front.note_key();
            let pasted = drained.burst.then_some(at == last);
            for input in self.front.keyed(input, &self.pick).unwrap_or_default() {
                self.take(input, pasted);
            }
        }
    }

    /// Does what each line says, and tells it before the next one.
    fn take_lines(&mut self, lines: &[String]) -> Result<()> {
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                self.show()?;
            }
            self.front.note_key();
            for input in PickFront::typed(line, &mut self.pick) {
                self.take(input, None);
            }
        }
        Ok(())
    }

    /// Takes a key or text; `pasted` where it came as fast as pasted text does: whether it is the last of that.
    fn take(&mut self, input: PickInput, pasted: Option<bool>) {
        if self.end.is_some() {
            return;
        }
        let effect = match (input, pasted) {
            (PickInput::Text(text), _) => {
                self.pick.paste(&text);
                PickEffect::None
            }
            (PickInput::Key(chord), Some(is_last)) => self.pick.press_pasted(chord, is_last),
            (PickInput::Key(chord), None) => self.pick.press(chord, self.front.page()),
        };
        self.perform(effect);
    }

    fn perform(&mut self, effect: PickEffect) {
        match effect {
            PickEffect::None => return,
            PickEffect::Import | PickEffect::Cancel => {
                self.end = Some(effect);
                return;
            }
            PickEffect::Reshape => self.pick.structure = self.reader.structure(&self.pick.choices),
            PickEffect::Read => {}
        }
        self.pick.reading = self.reader.reading(&self.pick.choices);
    }
}

fn is_closed(error: &io::Error) -> bool {
    error.raw_os_error() == Some(Errno::PIPE.raw_os_error())
}
