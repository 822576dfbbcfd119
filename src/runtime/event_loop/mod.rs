//! The event loop: sleep → drain → update → perform → draw once. Nothing ticks; at rest it uses no processor time.
//!
//! One thread owns the machine, the terminal and the keyboard. It sleeps in a single `poll` over keyboard and mailbox;
//! while `$EDITOR` has the terminal, or the process is stopped, the keyboard is not part of that `poll`.

mod lending;

use std::collections::VecDeque;

use rustix::io::Errno;

use crate::app::message::{Effect, Message};
use crate::app::overlays::Overlay;
use crate::app::typed::choice_by_number;
use crate::app::{self, LineInput, Model};
use crate::command::{Chord, Key};
use crate::error::Result;
use crate::runtime::clock::now;
use crate::runtime::front::Front;
use crate::runtime::keys::{Drained, Input, Keyboard, panic_when_asked};
use crate::runtime::last_writes;
use crate::runtime::launch::Launch;
use crate::runtime::mailbox::{self, Incoming, Mailbox, MailboxReceiver};
use crate::runtime::programs::{Foreground, start_own_command};
use crate::runtime::signals::{self, belongs_to_the_editor, reraise};
use crate::runtime::terminal::{Guard, lost};
use crate::runtime::worker::{Workers, wake_at};

struct EventLoop {
    model: Model,
    front: Front,
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
    let (front, guard) = Front::open(launch.by_lines, launch.mouse, launch.theme.clone())?;
    let (mailbox, mail) = mailbox::open()?;
    let listener = signals::listen(mailbox.clone())?;
    let workers = Workers::start(&launch, &mailbox)?;
    let mut start = launch.start;
    start.size = front.size();
    let (mut model, effects) = app::start(start);
    if let Some(input) = front.input() {
        model.tell_in_lines(input);
    }
    let mut event_loop = EventLoop {
        model,
        front,
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
    if event_loop.signal.is_none() {
        event_loop.front.farewell(&event_loop.model);
    }
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
        self.update()?;
        self.draw()?;
        while !self.leaving {
            if !self.front.wait_for_line(&self.mail) {
                let listens = matches!(self.foreground, Foreground::Screen);
                let drained = self.keyboard.drain(&self.mail, listens);
                self.take_inputs(drained);
            }
            self.update()?;
            let mail = self.mail.take();
            let continued = mail.iter().rposition(|incoming| matches!(incoming, Incoming::Continued));
            for (at, incoming) in mail.into_iter().enumerate() {
                // A stop that was continued before it was handled is dropped.
                if !(matches!(incoming, Incoming::Stop) && continued.is_some_and(|continued| at < continued)) {
                    self.take_incoming(incoming)?;
                }
                self.update()?;
            }
            self.type_lines()?;
            if !self.leaving {
                self.draw()?;
            }
        }
        Ok(())
    }

    /// Gives what was typed in lines to the machine, key by key.
    fn type_lines(&mut self) -> Result<()> {
        while !self.leaving {
            match self.front.next_typed(&mut self.model) {
                Ok(None) => return Ok(()),
                Ok(Some(message)) => self.queue.push_back(message),
                Err(error) => self.lose(error)?,
            }
            self.update()?;
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
        let (columns, rows) = self.front.size();
        self.queue.push_back(Message::Resize(columns, rows));
    }

    /// Makes the next frame draw everything.
    fn repaint(&mut self) -> Result<()> {
        self.front.repaint()?;
        self.resize();
        Ok(())
    }

    /// Gives all waiting messages to the machine and performs its effects.
    fn update(&mut self) -> Result<()> {
        while let Some(message) = self.queue.pop_front() {
            if let Message::Key { chord, .. } = message {
                panic_when_asked(chord);
                if let Err(error) = self.front.before_key(&self.model) {
                    self.lose(error)?;
                }
                let is_told = self.front.input() == Some(LineInput::Keys);
                if let Some(mut choice) = choice_by_number(&self.model, chord).filter(|_| is_told) {
                    while let Some(message) = choice.next(&mut self.model) {
                        self.hand_over(message);
                    }
                    continue;
                }
            }
            self.hand_over(message);
        }
        Ok(())
    }

    /// Gives a message to the machine and performs its effects.
    fn hand_over(&mut self, message: Message) {
        self.leaving |= matches!(message, Message::Terminate);
        let effects = app::update(&mut self.model, message, now());
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Read(request, read) => self.workers.read(request, read),
                Effect::Cancel(request) => self.workers.cancel(request),
                Effect::Write(ticket, write) => self.workers.write(ticket, write, now()),
                Effect::Job(job) => self.workers.job(job),
                Effect::Edit(text) => {
                    let opened = self
                        .give_terminal()
                        .and_then(|()| Foreground::edit(&text, &self.workspace, self.mailbox.clone()));
                    self.take_opened(opened, |problem| Message::Edited(Err(problem)));
                }
                Effect::View(shown) => {
                    let opened = self
                        .give_terminal()
                        .and_then(|()| Foreground::view(&shown, &self.workspace, self.mailbox.clone()));
                    self.take_opened(opened, |problem| Message::Viewed(Err(problem)));
                }
                Effect::Run(run) => start_own_command(*run, &self.workspace, self.mailbox.clone()),
                Effect::Copy(text) => self.queue.push_back(Message::Copied(self.front.copy(&text))),
                Effect::Wake(time) => wake_at(&self.mailbox, time, now()),
                Effect::Suspend => self.suspend(),
                Effect::Quit => self.leaving = true,
            }
        }
    }

    fn draw(&mut self) -> Result<()> {
        if !matches!(self.foreground, Foreground::Screen) {
            return Ok(());
        }
        if let Err(error) = self.front.show(&self.model) {
            return self.lose(error);
        }
        // Help that is told needs no leaving: what it says is there to be read again.
        if self.front.input() == Some(LineInput::Keys) && matches!(self.model.overlays.last(), Some(Overlay::Help(_))) {
            self.hand_over(Message::Key { chord: Chord::plain(Key::Esc), burst: false });
        }
        Ok(())
    }

    /// Leaves where the terminal went away while it was written to; any other failure is a problem.
    fn lose(&mut self, error: std::io::Error) -> Result<()> {
        if ![Errno::IO, Errno::PIPE].map(|gone| Some(gone.raw_os_error())).contains(&error.raw_os_error()) {
            return Err(lost(error));
        }
        if self.front.input() != Some(LineInput::Words) {
            // Whoever closes a pipe has heard enough, and nothing hung up.
            self.signal.get_or_insert(signals::HANG_UP);
        }
        self.hand_over(Message::Terminate);
        Ok(())
    }
}
