//! What shows the model and takes what is typed: the painted screen, or lines of text.

use std::io::{self, IsTerminal};

use ratatui::Terminal;
use ratatui::layout::{Position, Rect};

use super::backend::{BufferedBackend, size};
use super::clipboard;
use super::keys::TypedLines;
use super::mailbox::MailboxReceiver;
use super::terminal::{Guard, lost, write_out};
use crate::app::message::Message;
use crate::app::overlays::Overlay;
use crate::app::typed::TypedLine;
use crate::app::{LineInput, Model};
use crate::command::{Chord, Key};
use crate::error::{Problem, Result};
use crate::text::visible_words;
use crate::ui::lines::{self, LineTeller};
use crate::ui::{self, theme::Theme};

/// What shows the model.
pub(super) enum Front {
    /// A screen that is painted.
    Painted(Box<Terminal<BufferedBackend>>, Box<Theme>),
    /// Lines of text, and lines of words that are typed where standard input is no terminal.
    Told(Box<LineTeller>, Option<Typing>),
}

/// The typed lines, and the one that is being carried out.
#[derive(Debug, Default)]
pub(super) struct Typing {
    lines: TypedLines,
    line: Option<TypedLine>,
}

impl Front {
    /// Takes the terminal, as much of it as is needed.
    ///
    /// # Errors
    /// `Usage` where a screen is to be painted and there is no terminal; `Io` where it cannot be set up.
    pub(super) fn open(by_lines: bool, mouse: bool, theme: Theme) -> Result<(Self, Guard)> {
        if by_lines {
            let typing = (!io::stdin().is_terminal()).then(Typing::default);
            return Ok((Self::Told(Box::default(), typing), Guard::take_keys()?));
        }
        let guard = Guard::take(mouse)?;
        let terminal = Terminal::new(BufferedBackend::new()).map_err(lost)?;
        Ok((Self::Painted(Box::new(terminal), Box::new(theme)), guard))
    }

    /// Returns how the model is told; `None` where it is painted.
    pub(super) const fn input(&self) -> Option<LineInput> {
        match self {
            Self::Painted(..) => None,
            Self::Told(_, None) => Some(LineInput::Keys),
            Self::Told(_, Some(_)) => Some(LineInput::Words),
        }
    }

    /// Returns the columns and rows that the screens are laid out for.
    pub(super) fn size(&self) -> (u16, u16) {
        match self {
            Self::Painted(..) => (size().width, size().height),
            Self::Told(..) => lines::SIZE,
        }
    }

    /// Shows the model: paints it, or tells what changed, in whole lines.
    pub(super) fn show(&mut self, model: &Model) -> io::Result<()> {
        match self {
            Self::Painted(terminal, theme) => {
                terminal.draw(|frame| ui::draw(model, theme, frame)).map(drop)?;
                terminal.backend_mut().present()
            }
            // In the middle of a typed line nothing is told: what it comes to is.
            Self::Told(_, Some(Typing { line: Some(_), .. })) => Ok(()),
            Self::Told(_, Some(_)) if !model.is_settled() => Ok(()),
            Self::Told(teller, _) => write_lines(&teller.tell(model)),
        }
    }

    /// Makes the next look at it show everything that is painted.
    pub(super) fn repaint(&mut self) -> Result<()> {
        match self {
            Self::Painted(terminal, _) => terminal.resize(Rect::from((Position::ORIGIN, size()))).map_err(lost),
            Self::Told(..) => Ok(()),
        }
    }

    /// Notes that a key is pressed; what the ones before did is told first.
    pub(super) fn before_key(&mut self, model: &Model) -> io::Result<()> {
        if self.input() == Some(LineInput::Keys) {
            self.show(model)?;
        }
        if let Self::Told(teller, _) = self {
            teller.note_key();
        }
        Ok(())
    }

    /// Returns the typed lines where they take the place of the keyboard, to wait for them.
    pub(super) fn wait_for_line(&mut self, mail: &MailboxReceiver) -> bool {
        let Self::Told(_, Some(typing)) = self else { return false };
        typing.lines.drain(mail);
        true
    }

    /// Returns the next key of the typed lines, once everything is there that the one before asked for; behind the last
    /// line, the end.
    pub(super) fn next_typed(&mut self, model: &mut Model) -> io::Result<Option<Message>> {
        loop {
            if !model.is_settled() || model.is_reading_record() {
                return Ok(None);
            }
            let Self::Told(teller, Some(typing)) = self else { return Ok(None) };
            if let Some(line) = &mut typing.line {
                if let Some(message) = line.next(model) {
                    return Ok(Some(message));
                }
                typing.line = None;
            }
            write_lines(&teller.tell(model))?;
            if let Some(Overlay::Help(_)) = model.overlays.last() {
                // It was told, and is there to be read again.
                return Ok(Some(Message::Key { chord: Chord::plain(Key::Esc), burst: false }));
            }
            if typing.lines.is_over() {
                return Ok(Some(Message::Terminate));
            }
            let Some(line) = typing.lines.next() else { return Ok(None) };
            teller.note_key();
            model.notice = None;
            typing.line = Some(TypedLine::new(&line));
        }
    }

    /// Sends text to the clipboard; lines of text have none.
    pub(super) fn copy(&self, text: &str) -> Result<()> {
        match self {
            Self::Painted(..) => clipboard::copy(text),
            Self::Told(..) => Err(Problem::usage(
                "Nothing was copied: told in lines, gemba writes no control sequence; `gemba show` prints a record.",
            )),
        }
    }

    /// Refuses to hand the terminal to another program where there is none.
    pub(super) fn lends_terminal(&self) -> Result<()> {
        match self {
            Self::Painted(..) | Self::Told(_, None) => Ok(()),
            Self::Told(_, Some(_)) => Err(Problem::usage("Another program needs a terminal, and there is none here.")),
        }
    }

    /// Tells what is left to tell, and how far the session is.
    pub(super) fn farewell(&mut self, model: &Model) {
        if let Self::Told(teller, _) = self {
            // Whoever closed the pipe has heard enough.
            drop(write_lines(teller.farewell(model).as_slice()));
        }
    }
}

/// Writes whole lines in one piece.
pub(super) fn write_lines(lines: &[String]) -> io::Result<()> {
    let mut text = String::new();
    for line in lines {
        text.push_str(visible_words(line).as_str());
        text.push('\n');
    }
    write_out(text.as_bytes())
}
