//! The loop of the picking screen: sleep → keys → update → read → draw. What it reads it reads at once: a few entries.

use std::io;

use ratatui::Terminal;
use ratatui::layout::{Position, Rect};

use super::backend::{BufferedBackend, size};
use super::keys::{Input, Keyboard};
use super::mailbox::{self, Incoming};
use super::signals::{self, reraise};
use super::terminal::{Guard, lost};
use crate::app::pick::{Choices, Pick, PickEffect, PickStart};
use crate::error::Result;
use crate::ui::{self, theme::Theme};
use crate::views::{LogReading, LogStructure};

/// Reads the log with choices.
pub trait PickReader {
    /// Returns what the first entries hold.
    fn structure(&mut self, choices: &Choices) -> LogStructure;
    /// Returns how they are read.
    fn reading(&mut self, choices: &Choices) -> LogReading;
}

/// Opens the screen and returns what was pointed at and the name to save it under; `None` where it was left.
///
/// Ends the process itself, by that signal, when a signal ended it.
///
/// # Errors
/// `Usage` without a terminal; `Io` when the terminal is lost.
pub fn run_pick(start: PickStart, theme: &Theme, reader: &mut dyn PickReader) -> Result<Option<(Choices, String)>> {
    let guard = Guard::take(false)?;
    let (mailbox, mail) = mailbox::open()?;
    let listener = signals::listen(mailbox)?;
    let mut screen = Terminal::new(BufferedBackend::new()).map_err(lost)?;
    let mut pick = Pick::new(start);
    let mut keyboard = Keyboard::default();
    let (mut signal, mut end) = (None, None);
    let drawn = loop {
        if let Err(problem) = draw(&mut screen, &pick, theme) {
            break Err(problem);
        }
        let drained = keyboard.drain(&mail, true);
        let last = drained.inputs.len().saturating_sub(1);
        for (at, input) in drained.inputs.into_iter().enumerate() {
            match input {
                Input::Key(chord) if end.is_none() => {
                    let effect = if drained.burst {
                        pick.press_pasted(chord, at == last)
                    } else {
                        pick.press(chord, ui::pick::page((size().width, size().height)))
                    };
                    perform(effect, &mut pick, reader);
                    end = Some(effect).filter(|effect| matches!(effect, PickEffect::Import | PickEffect::Cancel));
                }
                // Keys that were typed after the end are dropped.
                Input::Key(_) | Input::Mouse(_) => {}
                Input::Paste(text) => pick.paste(&text),
            }
        }
        if drained.hung_up {
            signal.get_or_insert(signals::HANG_UP);
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
        if end.is_some() || signal.is_some() {
            break Ok(());
        }
        if is_disturbed && let Err(problem) = guard.enter_anew().and_then(|()| repaint(&mut screen)) {
            break Err(problem);
        }
    };
    guard.leave();
    if let Some(signal) = signal {
        reraise(signal);
    }
    drop(listener);
    drawn?;
    Ok((end == Some(PickEffect::Import)).then_some((pick.choices, pick.name)))
}

fn perform(effect: PickEffect, pick: &mut Pick, reader: &mut dyn PickReader) {
    match effect {
        PickEffect::None | PickEffect::Import | PickEffect::Cancel => return,
        PickEffect::Reshape => pick.structure = reader.structure(&pick.choices),
        PickEffect::Read => {}
    }
    pick.reading = reader.reading(&pick.choices);
}

fn draw(screen: &mut Terminal<BufferedBackend>, pick: &Pick, theme: &Theme) -> Result<()> {
    let drawn = screen.draw(|frame| ui::pick::draw(pick, theme, frame)).map(drop);
    drawn.and_then(|()| screen.backend_mut().present()).map_err(|error: io::Error| lost(error))
}

/// Makes the next frame draw everything.
fn repaint(screen: &mut Terminal<BufferedBackend>) -> Result<()> {
    screen.resize(Rect::from((Position::ORIGIN, size()))).map_err(lost)
}
