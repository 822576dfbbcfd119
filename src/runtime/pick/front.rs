//! What shows the picking screen and takes what is typed there: painted at a terminal, or told in lines.

use std::io::{self, IsTerminal};

use ratatui::Terminal;
use ratatui::layout::{Position, Rect};

use crate::app::pick::{Pick, PickInput, digit, typed};
use crate::error::Result;
use crate::runtime::backend::{BufferedBackend, size};
use crate::runtime::front::write_lines;
use crate::runtime::keys::{Drained, Input, Keyboard, TypedLines};
use crate::runtime::mailbox::MailboxReceiver;
use crate::runtime::terminal::{Guard, lost};
use crate::ui::lines::{self, PickTeller};
use crate::ui::{self, theme::Theme};

/// What shows the picking screen.
pub(super) enum PickFront {
    /// A screen that is painted.
    Painted(Box<Terminal<BufferedBackend>>, Box<Theme>, Keyboard),
    /// Lines of text, for single keys at a terminal.
    Told(PickTeller, Keyboard),
    /// Lines of text, for lines of words.
    Typed(PickTeller, TypedLines),
}

/// What was typed, in the order in which it came.
pub(super) enum Came {
    /// Keys and pasted text; whether they came as fast as pasted text does.
    Keys(Drained),
    /// Lines of words.
    Lines(Vec<String>),
    /// Nothing will come any more.
    End,
}

impl PickFront {
    /// Takes the terminal, as much of it as is needed.
    ///
    /// # Errors
    /// `Usage` where a screen is to be painted and there is no terminal; `Io` where it cannot be set up.
    pub(super) fn open(by_lines: bool, theme: &Theme) -> Result<(Self, Guard)> {
        if !by_lines {
            let guard = Guard::take(false)?;
            let terminal = Terminal::new(BufferedBackend::new()).map_err(lost)?;
            return Ok((Self::Painted(Box::new(terminal), Box::new(theme.clone()), Keyboard::default()), guard));
        }
        let guard = Guard::take_keys()?;
        let teller = PickTeller::default();
        let front = if io::stdin().is_terminal() {
            Self::Told(teller, Keyboard::default())
        } else {
            Self::Typed(teller, TypedLines::default())
        };
        Ok((front, guard))
    }

    /// Shows the screen: paints it, or tells what changed, in whole lines.
    pub(super) fn show(&mut self, pick: &Pick) -> io::Result<()> {
        match self {
            Self::Painted(terminal, theme, _) => {
                terminal.draw(|frame| ui::pick::draw(pick, theme, frame)).map(drop)?;
                terminal.backend_mut().present()
            }
            Self::Told(teller, _) | Self::Typed(teller, _) => write_lines(&teller.tell(pick)),
        }
    }

    /// Makes the next look at it show everything that is painted.
    pub(super) fn repaint(&mut self) -> Result<()> {
        match self {
            Self::Painted(terminal, ..) => terminal.resize(Rect::from((Position::ORIGIN, size()))).map_err(lost),
            Self::Told(..) | Self::Typed(..) => Ok(()),
        }
    }

    /// Sleeps until something is typed or mail comes.
    pub(super) fn wait(&mut self, mail: &MailboxReceiver) -> Came {
        match self {
            Self::Painted(_, _, keyboard) | Self::Told(_, keyboard) => Came::Keys(keyboard.drain(mail, true)),
            Self::Typed(_, lines) => {
                lines.drain(mail);
                let typed: Vec<String> = std::iter::from_fn(|| lines.next()).collect();
                if typed.is_empty() && lines.is_over() { Came::End } else { Came::Lines(typed) }
            }
        }
    }

    /// Returns what a line of words comes to.
    pub(super) fn typed(line: &str, pick: &mut Pick) -> Vec<PickInput> {
        typed(line, pick)
    }

    /// Returns what a key comes to: where paths are told with numbers, a digit goes to one.
    pub(super) fn keyed(&self, input: Input, pick: &Pick) -> Option<Vec<PickInput>> {
        let chord = match input {
            Input::Key(chord) => chord,
            Input::Paste(text) => return Some(vec![PickInput::Text(text)]),
            Input::Mouse(_) => return None,
        };
        let chosen = if matches!(self, Self::Told(..)) { digit(chord, pick) } else { None };
        Some(chosen.unwrap_or_else(|| vec![PickInput::Key(chord)]))
    }

    /// Notes that something was typed: what is said next is news, even where the same was said before.
    pub(super) fn note_key(&mut self) {
        if let Self::Told(teller, _) | Self::Typed(teller, _) = self {
            teller.note_key();
        }
    }

    /// Returns how many paths are shown at once.
    pub(super) fn page(&self) -> usize {
        match self {
            Self::Painted(..) => ui::pick::page((size().width, size().height)),
            Self::Told(..) | Self::Typed(..) => ui::pick::page(lines::SIZE),
        }
    }
}
