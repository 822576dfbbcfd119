//! The loop: sleep → drain → update → perform → draw once. Nothing ticks; at rest it uses no processor at all.
//!
//! One thread owns the machine, the terminal and the keyboard. It sleeps in a single `poll` over keyboard and post;
//! while `$EDITOR` has the terminal, or the process is stopped, the keyboard is simply not part of that `poll`.

use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::layout::Rect;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

use super::canvas::{Canvas, size};
use super::editor::Editor;
use super::input::Input;
use super::keyboard::{Drained, Keyboard, timespec};
use super::mailbox::{self, Incoming, Mailbox, MailboxReceiver};
use super::signals::{self, belongs_to_the_editor, die_by};
use super::terminal::{Guard, lost};
use super::worker::Workers;
use super::{Launch, clipboard, now};
use crate::app::message::{Effect, Message};
use crate::app::{self, Model};
use crate::command::{Chord, Key};
use crate::error::{Problem, Result};
use crate::ui::{self, theme::Theme};

/// How long leaving waits for the last writes: longer than the store waits for a lock.
const LAST_WRITES: Duration = Duration::from_secs(8);

/// Who has the terminal.
enum Stage {
    /// The screen.
    Screen,
    /// `$EDITOR`.
    Editor(Editor),
}

struct EventLoop {
    model: Model,
    theme: Theme,
    screen: Terminal<Canvas>,
    guard: Guard,
    stage: Stage,
    workspace: std::path::PathBuf,
    mailbox: Mailbox,
    post: MailboxReceiver,
    workers: Workers,
    keyboard: Keyboard,
    queue: VecDeque<Message>,
    leaving: bool,
    signal: Option<i32>,
}

/// Runs the screen until it is left.
pub(super) fn run(launch: Launch) -> Result<()> {
    let guard = Guard::take()?;
    let (mailbox, post) = mailbox::open()?;
    let listener = signals::listen(mailbox.clone())?;
    let workers = Workers::start(&launch, &mailbox)?;
    let screen = Terminal::new(Canvas::new()).map_err(lost)?;
    let mut start = launch.start;
    start.size = (size().width, size().height);
    let (model, effects) = app::start(start);
    let mut event_loop = EventLoop {
        model,
        theme: launch.theme,
        screen,
        guard,
        stage: Stage::Screen,
        workspace: launch.workspace,
        mailbox,
        post,
        workers,
        keyboard: Keyboard::default(),
        queue: VecDeque::new(),
        leaving: false,
        signal: None,
    };
    event_loop.perform(effects);
    let ran = event_loop.run();
    event_loop.guard.leave();
    let saved = event_loop.finish();
    let signal = event_loop.signal;
    // The editor's folder goes, the workers' connections close.
    drop(event_loop);
    if let Some(signal) = signal {
        die_by(signal);
    }
    drop(listener);
    ran.and(saved)
}

impl EventLoop {
    fn run(&mut self) -> Result<()> {
        self.update();
        self.draw()?;
        while !self.leaving {
            let listens = matches!(self.stage, Stage::Screen);
            let drained = self.keyboard.drain(&self.post, listens);
            self.take_inputs(drained);
            self.update();
            let post = self.post.take();
            let continued = post.iter().rposition(|incoming| matches!(incoming, Incoming::Continued));
            for (at, incoming) in post.into_iter().enumerate() {
                // Who was stopped and continued before it got to it does not stop afterwards.
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
                Input::Paste(text) => self.queue.push_back(Message::Paste(text)),
            }
        }
        if drained.hung_up {
            self.hang_up();
        }
    }

    /// The terminal is gone: what is half-written is saved, and nobody is asked anything any more.
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
            Incoming::Deadly(signal) => match &self.stage {
                Stage::Editor(_) if belongs_to_the_editor(signal) => {}
                stage => {
                    if let Stage::Editor(editor) = stage {
                        editor.terminate();
                    }
                    self.signal.get_or_insert(signal);
                    self.queue.push_back(Message::Terminate);
                }
            },
            Incoming::Stop => {
                self.guard.leave();
                signals::stop();
            }
            Incoming::Continued => {
                if matches!(self.stage, Stage::Screen) {
                    self.guard.enter_anew()?;
                    self.repaint()?;
                    self.queue.push_back(Message::Resumed);
                }
            }
            Incoming::Resized => self.resize(),
            Incoming::EditorEnded(ended) => self.close_editor(ended)?,
        }
        Ok(())
    }

    fn resize(&mut self) {
        let size = size();
        self.queue.push_back(Message::Resize(size.width, size.height));
    }

    /// Makes the next frame a whole one.
    fn repaint(&mut self) -> Result<()> {
        self.screen.resize(Rect::from((ratatui::layout::Position::ORIGIN, size()))).map_err(lost)?;
        self.resize();
        Ok(())
    }

    /// Gives the machine everything that waits, and does what it asks for.
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
                Effect::Edit(text) => self.open_editor(&text),
                Effect::Copy(text) => self.queue.push_back(Message::Copied(clipboard::copy(&text))),
                Effect::Suspend => self.suspend(),
                Effect::Quit => self.leaving = true,
            }
        }
    }

    fn suspend(&mut self) {
        if !signals::has_job_control() {
            let problem = Problem::usage("There is no shell that could bring gemba back, so it is not stopped.");
            self.queue.push_back(Message::JobDone(Err(problem)));
            return;
        }
        // The terminal first: once the job is stopped, it is the shell's.
        self.guard.leave();
        signals::stop_the_job();
    }

    fn open_editor(&mut self, text: &str) {
        self.guard.leave();
        self.keyboard = Keyboard::default();
        match Editor::open(text, &self.workspace, self.mailbox.clone()) {
            Ok(editor) => self.stage = Stage::Editor(editor),
            Err(problem) => {
                let back = self.guard.enter().and_then(|()| self.repaint());
                self.queue.push_back(Message::Edited(Err(problem)));
                if back.is_err() {
                    self.hang_up();
                }
            }
        }
    }

    fn close_editor(&mut self, ended: io::Result<std::process::ExitStatus>) -> Result<()> {
        let Stage::Editor(editor) = std::mem::replace(&mut self.stage, Stage::Screen) else { return Ok(()) };
        // The editor may have left the terminal in any state.
        self.guard.enter_anew()?;
        self.repaint()?;
        self.queue.push_back(Message::Edited(editor.text(ended)));
        Ok(())
    }

    fn draw(&mut self) -> Result<()> {
        if !matches!(self.stage, Stage::Screen) {
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

    /// Waits for the last writes, in sight of the reviewer where it takes long.
    fn finish(&mut self) -> Result<()> {
        let began = Instant::now();
        let mut told = self.signal.is_some();
        let mut failed = None;
        while self.workers.unanswered() > 0 {
            let waited = began.elapsed();
            if waited >= LAST_WRITES {
                let count = self.workers.unanswered();
                return Err(Problem::workspace(format!("{} could not be saved in time.", changes(count)))
                    .hint("Another program holds the workspace; what was shown as saved is on disk."));
            }
            if !told && waited > Duration::from_millis(300) {
                told = true;
                let sentence = format!("Saving {} …\n", changes(self.workers.unanswered()));
                drop(super::terminal::write_out(sentence.as_bytes()));
            }
            let rest = if told { LAST_WRITES } else { Duration::from_millis(310) }.saturating_sub(waited);
            self.stage = Stage::Screen;
            self.sleep_on_post(rest);
            for incoming in self.post.take() {
                match incoming {
                    Incoming::App(message) => {
                        self.workers.count(&message);
                        if let Message::Written(_, Err(problem)) = *message {
                            failed.get_or_insert(problem);
                        }
                    }
                    Incoming::Deadly(signal) => {
                        self.signal.get_or_insert(signal);
                    }
                    Incoming::Stop | Incoming::Continued | Incoming::Resized | Incoming::EditorEnded(_) => {}
                }
            }
        }
        if self.workers.is_importing() {
            let sentence =
                "The import was stopped on the way. What it had read is stored; import the file again for the rest.\n";
            let _ = super::terminal::write_out(sentence.as_bytes());
        }
        failed.map_or(Ok(()), Err)
    }

    fn sleep_on_post(&self, rest: Duration) {
        let _ = poll(&mut [PollFd::new(self.post.bell(), PollFlags::IN)], Some(&timespec(rest)));
    }
}

fn changes(count: usize) -> String {
    if count == 1 { "1 change".to_owned() } else { format!("{count} changes") }
}

#[expect(clippy::panic, reason = "a panic on request is what it is for")]
/// Lets a test see what a panic leaves behind: ctrl-t, where the environment asks for it, in debug builds only.
fn panic_when_asked(chord: crate::command::Chord) {
    if cfg!(debug_assertions)
        && chord == crate::command::Chord::ctrl('t')
        && std::env::var_os("GEMBA_TEST_PANIC").is_some()
    {
        std::panic::panic_any("CANARY: words of a panic are never shown");
    }
}
