//! The guard of the terminal: which modes gemba switched on, and how each is switched off again.
//!
//! The state belongs to the process, not to a value: a panic hook, a signal thread and `Drop` may all have to give the
//! terminal back, and the second of them finds nothing left to do. Termios are the ones found at the start, byte by
//! byte. Knows nothing of what is drawn.

use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::ThreadId;

use crossterm::{Command, cursor, event, style, terminal};
use rustix::termios::{
    InputModes, LocalModes, OptionalActions, OutputModes, QueueSelector, Termios, isatty, tcflush, tcgetattr, tcsetattr,
};

use crate::error::{Problem, Result};

/// A mode that is switched on for the screen and off for everyone else, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Raw,
    /// Keys one by one, the output as it was.
    SingleKeys,
    AlternateScreen,
    BracketedPaste,
    HiddenCursor,
    Mouse,
}

impl Mode {
    /// What a painted screen needs.
    const SCREEN: [Self; 5] = [Self::Raw, Self::AlternateScreen, Self::BracketedPaste, Self::HiddenCursor, Self::Mouse];

    fn enable(self, cooked: &Termios) -> io::Result<()> {
        match self {
            Self::Raw => {
                let mut raw = cooked.clone();
                raw.make_raw();
                set_termios(&raw)
            }
            Self::SingleKeys => {
                let mut raw = cooked.clone();
                raw.make_raw();
                raw.output_modes = cooked.output_modes | OutputModes::OPOST | OutputModes::ONLCR;
                set_termios(&raw)
            }
            Self::AlternateScreen => {
                command(&terminal::EnterAlternateScreen)?;
                command(&terminal::Clear(terminal::ClearType::All))
            }
            Self::BracketedPaste => command(&event::EnableBracketedPaste),
            Self::HiddenCursor => command(&cursor::Hide),
            Self::Mouse => write_out(b"\x1b[?1000h\x1b[?1006h"),
        }
    }

    fn disable(self, cooked: &Termios) -> io::Result<()> {
        match self {
            // What was typed ahead belongs to the screen that is closing, never to the shell behind it.
            Self::Raw | Self::SingleKeys => {
                tcflush(io::stdin(), QueueSelector::IFlush).map_err(io::Error::from).and(set_termios(cooked))
            }
            Self::AlternateScreen => {
                command(&terminal::EndSynchronizedUpdate)?;
                command(&style::ResetColor)?;
                command(&terminal::LeaveAlternateScreen)
            }
            Self::BracketedPaste => command(&event::DisableBracketedPaste),
            Self::HiddenCursor => command(&cursor::Show),
            Self::Mouse => write_out(b"\x1b[?1006l\x1b[?1000l"),
        }
    }
}

/// The terminal's settings at the start, and the modes that are on now.
struct Held {
    cooked: Termios,
    /// What is to be on while gemba has it, in this order.
    wanted: Vec<Mode>,
    on: Vec<Mode>,
}

static HELD: Mutex<Option<Held>> = Mutex::new(None);
static SCREEN_THREAD: OnceLock<ThreadId> = OnceLock::new();

fn held() -> MutexGuard<'static, Option<Held>> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The terminal while gemba has it. Dropping it gives the terminal back.
#[derive(Debug)]
pub(super) struct Guard(());

impl Guard {
    /// Remembers the terminal as it is, takes it, and installs the panic hook.
    ///
    /// # Errors
    /// A `Usage` problem where there is no terminal to draw on; `Io` where it cannot be set up.
    pub(super) fn take(mouse: bool) -> Result<Self> {
        require_terminal()?;
        Self::hold(Mode::SCREEN.into_iter().filter(|mode| *mode != Mode::Mouse || mouse).collect())
    }

    /// Takes no more than single keys, for a screen that is told in lines: nothing but lines is written. Where standard
    /// input is no terminal there is nothing to take.
    ///
    /// # Errors
    /// `Io` where the terminal cannot be set up.
    pub(super) fn take_keys() -> Result<Self> {
        if isatty(io::stdin()) {
            return Self::hold(vec![Mode::SingleKeys]);
        }
        SCREEN_THREAD.get_or_init(|| std::thread::current().id());
        install_panic_hook();
        Ok(Self(()))
    }

    /// Remembers the terminal as it is, and switches on what is wanted.
    fn hold(wanted: Vec<Mode>) -> Result<Self> {
        let cooked = tcgetattr(io::stdin()).map_err(|error| lost(error.into()))?;
        *held() = Some(Held { cooked: sane(cooked), wanted, on: Vec::new() });
        SCREEN_THREAD.get_or_init(|| std::thread::current().id());
        install_panic_hook();
        let guard = Self(());
        guard.enter()?;
        Ok(guard)
    }

    /// Switches on every mode that is not on yet.
    #[expect(clippy::unused_self, reason = "only who holds the guard may switch")]
    pub(super) fn enter(&self) -> Result<()> {
        let mut held = held();
        let Some(held) = held.as_mut() else { return Ok(()) };
        for mode in held.wanted.clone() {
            if !held.on.contains(&mode) {
                // Listed first: a mode that failed half-way is switched off all the same.
                held.on.push(mode);
                mode.enable(&held.cooked).map_err(lost)?;
            }
        }
        Ok(())
    }

    /// Forgets what is on, for a terminal that someone else may have changed, and enters anew.
    pub(super) fn enter_anew(&self) -> Result<()> {
        if let Some(held) = held().as_mut() {
            held.on.clear();
        }
        self.enter()
    }

    /// Gives the terminal back. Doing it twice does nothing.
    #[expect(clippy::unused_self, reason = "only who holds the guard may switch")]
    pub(super) fn leave(&self) {
        give_back();
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back, whoever calls; later modes first. A mode that cannot be switched off (the terminal is
/// gone) does not keep the others on.
pub(super) fn give_back() {
    if let Some(held) = held().as_mut() {
        while let Some(mode) = held.on.pop() {
            drop(mode.disable(&held.cooked));
        }
    }
}

/// Returns a problem where no screen can be drawn.
fn require_terminal() -> Result<()> {
    let refuse = |why: &str| {
        Err(Problem::usage(format!("A screen needs a terminal, and {why}."))
            .hint("With --accessible it is told in lines, on any terminal or none.")
            .hint("Without one, use the commands: gemba list, gemba show, gemba verdict, gemba tag, gemba note."))
    };
    if !isatty(io::stdin()) {
        return refuse("the standard input is not one");
    }
    if !isatty(io::stdout()) {
        return refuse("the standard output is not one");
    }
    match std::env::var("TERM") {
        Ok(term) if term == "dumb" => refuse("this one cannot place text (TERM is dumb)"),
        Ok(term) if !term.is_empty() => Ok(()),
        _ => refuse("TERM does not say which one this is"),
    }
}

/// The terminal as it was found, unless another program died and left it raw: then as a shell would set it.
fn sane(mut found: Termios) -> Termios {
    let cooked = LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG;
    if !found.local_modes.intersects(cooked) && !found.output_modes.contains(OutputModes::OPOST) {
        found.local_modes |= cooked | LocalModes::IEXTEN | LocalModes::ECHOE | LocalModes::ECHOK;
        found.output_modes |= OutputModes::OPOST | OutputModes::ONLCR;
        found.input_modes |= InputModes::ICRNL | InputModes::IXON | InputModes::BRKINT;
    }
    found
}

fn set_termios(termios: &Termios) -> io::Result<()> {
    loop {
        match tcsetattr(io::stdin(), OptionalActions::Now, termios) {
            Err(rustix::io::Errno::INTR) => {}
            other => return other.map_err(io::Error::from),
        }
    }
}

fn command(command: &impl Command) -> io::Result<()> {
    let mut text = String::new();
    command.write_ansi(&mut text).map_err(io::Error::other)?;
    write_out(text.as_bytes())
}

/// Writes bytes to the terminal, past the standard library's lock and buffer, which a panicking thread may hold.
pub(super) fn write_out(mut bytes: &[u8]) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;
    let out = io::stdout();
    while !bytes.is_empty() {
        match rustix::io::write(&out, bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            // Another program left the terminal non-blocking: wait until it takes more.
            Err(Errno::AGAIN) => drop(poll(&mut [PollFd::new(&out, PollFlags::OUT)], None)),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Makes the problem of a terminal that no longer answers.
pub(super) fn lost(error: io::Error) -> Problem {
    Problem::io(format!("The terminal does not answer: {error}.")).caused_by(error)
}

/// On a panic of the screen's thread: the terminal first, then one sentence, which never quotes the panic's words
/// (they may hold text of a log). A panic of a worker thread is caught there and becomes a problem in words.
fn install_panic_hook() {
    std::panic::set_hook(Box::new(|panic| {
        if SCREEN_THREAD.get() != Some(&std::thread::current().id()) {
            return;
        }
        give_back();
        let place = panic.location().map_or_else(String::new, |place| {
            let file = place.file().rsplit_once("src/").map_or("?", |(_, file)| file);
            format!(" ({file}:{})", place.line())
        });
        let sentence = format!(
            "gemba {} stopped after an internal error{place} (please report). What the screen showed as saved is on disk; \
             gemba review --resume continues where it stopped.\n",
            env!("CARGO_PKG_VERSION")
        );
        drop(io::stderr().write_all(sentence.as_bytes()));
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mode_that_is_switched_on_has_its_counterpart() {
        let text = |command: &dyn Fn(&mut String) -> std::fmt::Result| {
            let mut text = String::new();
            command(&mut text).unwrap();
            text
        };
        assert_eq!(text(&|to| terminal::EnterAlternateScreen.write_ansi(to)), "\x1b[?1049h");
        assert_eq!(text(&|to| terminal::LeaveAlternateScreen.write_ansi(to)), "\x1b[?1049l");
        assert_eq!(text(&|to| event::EnableBracketedPaste.write_ansi(to)), "\x1b[?2004h");
        assert_eq!(text(&|to| event::DisableBracketedPaste.write_ansi(to)), "\x1b[?2004l");
    }

    #[test]
    fn giving_back_what_was_never_taken_does_nothing() {
        give_back();
        give_back();
    }
}
