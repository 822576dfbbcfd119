//! The event loop: sleep → drain → update → perform → draw once. Nothing ticks; at rest it uses no processor time.
//!
//! One thread owns the machine, the terminal and the keyboard. It sleeps in a single `poll` over keyboard and mailbox;
//! while `$EDITOR` has the terminal, or the process is stopped, the keyboard is not part of that `poll`.

use std::collections::VecDeque;

use ratatui::Terminal;
use ratatui::layout::Rect;
use rustix::io::Errno;

use super::backend::{BufferedBackend, size};
use super::clock::now;
use super::keys::{Drained, Input, Keyboard};
use super::launch::Launch;
use super::mailbox::{self, Incoming, Mailbox, MailboxReceiver};
use super::programs::{Foreground, start_own_command};
use super::signals::{self, belongs_to_the_editor, reraise};
use super::terminal::{Guard, lost};
use super::worker::Workers;
use super::{clipboard, last_writes};
use crate::app::message::{Effect, Message};
use crate::app::{self, Model};
use crate::command::{Chord, Key};
use crate::error::{Problem, Result};
use crate::ui::{self, theme::Theme};

struct EventLoop {
    model: Model,
    theme: Theme,
    screen: Terminal<BufferedBackend>,
    guard: Guard,
    foreground: Foreground,
    workspace: std::path::PathBuf,
    mailbox: Mailbox,
    mail: MailboxReceiver,
    workers: Workers,
    keyboard: Keyboard,
    queue: VecDeque<Message>,
    leaving: bool,
    signal: Option<i32>,
}

/// Opens the screen and returns when the reviewer has left it and every write is answered.
///
/// Ends the process itself, by that signal, when a signal ended it.
///
/// # Errors
/// `Usage` without a terminal; `Io` when the terminal is lost; what kept the last writes from being saved.
pub fn run_screen(launch: Launch) -> Result<()> {
    let guard = Guard::take(launch.mouse)?;
    let (mailbox, mail) = mailbox::open()?;
    let listener = signals::listen(mailbox.clone())?;
    let workers = Workers::start(&launch, &mailbox)?;
    let screen = Terminal::new(BufferedBackend::new()).map_err(lost)?;
    let mut start = launch.start;
    start.size = (size().width, size().height);
    let (model, effects) = app::start(start);
    let mut event_loop = EventLoop {
        model,
        theme: launch.theme,
        screen,
        guard,
        foreground: Foreground::Screen,
        workspace: launch.workspace,
        mailbox,
        mail,
        workers,
        keyboard: Keyboard::default(),
        queue: VecDeque::new(),
        leaving: false,
        signal: None,
    };
    event_loop.perform(effects);
    let ran = event_loop.run();
    event_loop.guard.leave();
    let saved = last_writes::wait(&mut event_loop.workers, &event_loop.mail, &mut event_loop.signal);
    let unread = event_loop.workers.reading.problem();
    let signal = event_loop.signal;
    // The editor's folder goes, the workers' connections close.
    drop(event_loop);
    if let Some(signal) = signal {
        reraise(signal);
    }
    drop(listener);
    ran.and(saved).and(unread)
}

impl EventLoop {
    fn run(&mut self) -> Result<()> {
        self.update();
        self.draw()?;
        while !self.leaving {
            let listens = matches!(self.foreground, Foreground::Screen);
            let drained = self.keyboard.drain(&self.mail, listens);
            self.take_inputs(drained);
            self.update();
            let mail = self.mail.take();
            let continued = mail.iter().rposition(|incoming| matches!(incoming, Incoming::Continued));
            for (at, incoming) in mail.into_iter().enumerate() {
                // A stop that was continued before it was handled is dropped.
                if !(matches!(incoming, Incoming::Stop) && continued.is_some_and(|continued| at < continued)) {
                    self.take_incoming(incoming)?;
                }
                self.update();
            }
            if !self.leaving {
                self.draw()?;
            }
        }
        Ok(())
    }

    fn take_inputs(&mut self, drained: Drained) {
        let last = drained.inputs.len().saturating_sub(1);
        for (at, input) in drained.inputs.into_iter().enumerate() {
            match input {
                Input::Key(chord) => {
                    // An Enter behind a burst is what ends a line, not a part of it.
                    let ends = at == last && chord == Chord::plain(Key::Enter);
                    self.queue.push_back(Message::Key { chord, burst: drained.burst && !ends });
                }
                Input::Mouse(pointer) => self.queue.push_back(Message::Mouse(pointer)),
                Input::Paste(text) => self.queue.push_back(Message::Paste(text)),
            }
        }
        if drained.hung_up {
            self.hang_up();
        }
    }

    /// Saves what is half-written and leaves, because the terminal is gone.
    fn hang_up(&mut self) {
        self.signal.get_or_insert(signals::HANG_UP);
        self.queue.push_back(Message::Terminate);
    }

    fn take_incoming(&mut self, incoming: Incoming) -> Result<()> {
        match incoming {
            Incoming::App(message) => {
                self.workers.count(&message);
                self.queue.push_back(*message);
            }
            Incoming::Deadly(signal) => match &self.foreground {
                Foreground::Editor(_) | Foreground::Viewer(_) if belongs_to_the_editor(signal) => {}
                foreground => {
                    foreground.terminate();
                    self.signal.get_or_insert(signal);
                    self.queue.push_back(Message::Terminate);
                }
            },
            Incoming::Stop => {
                self.guard.leave();
                signals::stop();
            }
            Incoming::Continued => {
                if matches!(self.foreground, Foreground::Screen) {
                    self.guard.enter_anew()?;
                    self.repaint()?;
                }
            }
            Incoming::Resized => self.resize(),
            Incoming::EditorEnded(ended) => self.close_program(ended)?,
        }
        Ok(())
    }

    fn resize(&mut self) {
        let size = size();
        self.queue.push_back(Message::Resize(size.width, size.height));
    }

    /// Makes the next frame draw everything.
    fn repaint(&mut self) -> Result<()> {
        self.screen.resize(Rect::from((ratatui::layout::Position::ORIGIN, size()))).map_err(lost)?;
        self.resize();
        Ok(())
    }

    /// Gives all waiting messages to the machine and performs its effects.
    fn update(&mut self) {
        while let Some(message) = self.queue.pop_front() {
            if let Message::Key { chord, .. } = &message {
                panic_when_asked(*chord);
            }
            let terminate = matches!(message, Message::Terminate);
            let effects = app::update(&mut self.model, message, now());
            self.perform(effects);
            if terminate {
                self.leaving = true;
            }
        }
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Read(request, read) => self.workers.read(request, read),
                Effect::Cancel(request) => self.workers.cancel(request),
                Effect::Write(ticket, write) => self.workers.write(ticket, write, now()),
                Effect::Job(job) => self.workers.job(job),
                Effect::Edit(text) => {
                    self.give_terminal();
                    let opened = Foreground::edit(&text, &self.workspace, self.mailbox.clone());
                    self.take_opened(opened, |problem| Message::Edited(Err(problem)));
                }
                Effect::View(shown) => {
                    self.give_terminal();
                    let opened = Foreground::view(&shown, &self.workspace, self.mailbox.clone());
                    self.take_opened(opened, |problem| Message::Viewed(Err(problem)));
                }
                Effect::Run(run) => start_own_command(*run, &self.workspace, self.mailbox.clone()),
                Effect::Copy(text) => self.queue.push_back(Message::Copied(clipboard::copy(&text))),
                Effect::Suspend => self.suspend(),
                Effect::Quit => self.leaving = true,
            }
        }
    }

    fn suspend(&mut self) {
        if !signals::has_job_control() {
            let problem = Problem::usage("There is no shell that could continue gemba, so it is not stopped.");
            self.queue.push_back(Message::JobDone(Err(problem)));
            return;
        }
        // The terminal first: once the job is stopped, it is the shell's.
        self.guard.leave();
        signals::stop_the_job();
    }

    fn give_terminal(&mut self) {
        self.guard.leave();
        self.keyboard = Keyboard::default();
    }

    /// Leaves the terminal to a program, or takes it back where that did not start.
    fn take_opened(&mut self, opened: Result<Foreground>, failed: impl FnOnce(Problem) -> Message) {
        match opened {
            Ok(foreground) => self.foreground = foreground,
            Err(problem) => {
                let back = self.guard.enter().and_then(|()| self.repaint());
                self.queue.push_back(failed(problem));
                if back.is_err() {
                    self.hang_up();
                }
            }
        }
    }

    fn close_program(&mut self, ended: std::io::Result<std::process::ExitStatus>) -> Result<()> {
        let Some(left) = std::mem::replace(&mut self.foreground, Foreground::Screen).ended(ended) else {
            return Ok(());
        };
        // The program may have left the terminal in any state.
        self.guard.enter_anew()?;
        self.repaint()?;
        self.queue.push_back(left);
        Ok(())
    }

    fn draw(&mut self) -> Result<()> {
        if !matches!(self.foreground, Foreground::Screen) {
            return Ok(());
        }
        let drawn = self.screen.draw(|frame| ui::draw(&self.model, &self.theme, frame)).map(drop);
        match drawn.and_then(|()| self.screen.backend_mut().present()) {
            Ok(()) => Ok(()),
            // The terminal went away while it was drawn on.
            Err(error)
                if [Errno::IO, Errno::PIPE].map(|gone| Some(gone.raw_os_error())).contains(&error.raw_os_error()) =>
            {
                self.hang_up();
                self.update();
                Ok(())
            }
            Err(error) => Err(lost(error)),
        }
    }
}

#[expect(clippy::panic, reason = "panics on request")]
/// Panics on ctrl-t, so that a test can see what a panic leaves behind; only in debug builds where the environment asks.
fn panic_when_asked(chord: crate::command::Chord) {
    if cfg!(debug_assertions)
        && chord == crate::command::Chord::ctrl('t')
        && std::env::var_os("GEMBA_TEST_PANIC").is_some()
    {
        std::panic::panic_any("CANARY: words of a panic are never shown");
    }
}
