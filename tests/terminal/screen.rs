//! gemba in a pseudo-terminal: start it, type, wait until the screen shows something, look at every byte it wrote.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

use super::oracle::Verdict;
use super::workspace::{PROGRAM, Workspace};

/// How long anything may take before it is taken for broken; many times what a loaded machine needs.
const PATIENCE: Duration = Duration::from_secs(30);

/// What was written so far.
struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    closed: bool,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    /// With an exit status.
    Exit(u32),
    /// By a signal, in the system's words.
    Signal(String),
}

/// The running program.
pub(crate) struct Screen {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    reader: Option<JoinHandle<()>>,
    /// The terminal as it was before.
    before: String,
    end: Option<End>,
}

impl Screen {
    /// `gemba ARGUMENTS` on a terminal of this size.
    pub(crate) fn start(workspace: &Workspace, arguments: &[&str], rows: u16, columns: u16) -> Self {
        Self::start_with(workspace, arguments, rows, columns, &[])
    }

    /// The same, with more in its environment.
    pub(crate) fn start_with(
        workspace: &Workspace,
        arguments: &[&str],
        rows: u16,
        columns: u16,
        environment: &[(&str, &str)],
    ) -> Self {
        let mut command = CommandBuilder::new(PROGRAM);
        command.args(arguments);
        Self::spawn(workspace, command, rows, columns, environment)
    }

    /// Any command on the terminal, a shell that starts gemba for instance.
    pub(crate) fn spawn(
        workspace: &Workspace,
        mut command: CommandBuilder,
        rows: u16,
        columns: u16,
        environment: &[(&str, &str)],
    ) -> Self {
        command.env_clear();
        command.cwd(workspace.root());
        for (name, value) in workspace.environment() {
            command.env(name, value);
        }
        for (name, value) in environment {
            command.env(name, value);
        }
        let pair = native_pty_system().openpty(PtySize { rows, cols: columns, ..PtySize::default() }).unwrap();
        let before = termios(&*pair.master);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let parser = vt100::Parser::new(at_least_one(rows), at_least_one(columns), 0);
        let seen = Arc::new((Mutex::new(Seen { parser, bytes: Vec::new(), closed: false }), Condvar::new()));
        let mut output = pair.master.try_clone_reader().unwrap();
        let reader = std::thread::spawn({
            let seen = Arc::clone(&seen);
            move || {
                let mut buffer = [0; 8192];
                loop {
                    let count = output.read(&mut buffer).unwrap_or(0);
                    let mut now = seen.0.lock().unwrap();
                    now.parser.process(&buffer[..count]);
                    now.bytes.extend_from_slice(&buffer[..count]);
                    now.closed = count == 0;
                    seen.1.notify_all();
                    if count == 0 {
                        return;
                    }
                }
            }
        });
        let keyboard = pair.master.take_writer().unwrap();
        Self { child, master: pair.master, keyboard, seen, reader: Some(reader), before, end: None }
    }

    /// Types, in one piece.
    pub(crate) fn send(&mut self, keys: &str) {
        self.send_bytes(keys.as_bytes());
    }

    /// Types bytes, in one piece.
    pub(crate) fn send_bytes(&mut self, keys: &[u8]) {
        self.keyboard.write_all(keys).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Changes the terminal's size.
    pub(crate) fn resize(&self, rows: u16, columns: u16) {
        // The parser keeps a cell for each place; no test looks beyond these.
        self.seen.0.lock().unwrap().parser.set_size(at_least_one(rows.min(500)), at_least_one(columns.min(1000)));
        self.master.resize(PtySize { rows, cols: columns, ..PtySize::default() }).unwrap();
    }

    /// Waits until the screen's text satisfies `holds`, and gives the text.
    #[track_caller]
    pub(crate) fn wait(&self, what: &str, holds: impl Fn(&str) -> bool) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = self.seen.0.lock().unwrap();
        loop {
            let text = seen.parser.screen().contents();
            if holds(&text) {
                return text;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero() && !seen.closed, "the screen never showed {what}; it shows:\n{text}");
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// Waits until the screen shows this text.
    #[track_caller]
    pub(crate) fn until(&self, text: &str) -> String {
        self.wait(&format!("{text:?}"), |shown| shown.contains(text))
    }

    /// Waits until the screen no longer shows this text.
    #[track_caller]
    pub(crate) fn until_gone(&self, text: &str) -> String {
        self.wait(&format!("itself without {text:?}"), |shown| !shown.contains(text))
    }

    /// Waits until the bytes written after `mark` satisfy `holds`.
    #[track_caller]
    pub(crate) fn wait_bytes(&self, what: &str, mark: usize, holds: impl Fn(&[u8]) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = self.seen.0.lock().unwrap();
        while !holds(seen.bytes.get(mark..).unwrap_or_default()) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero() && !seen.closed, "gemba never wrote {what}");
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// How many bytes were written so far.
    pub(crate) fn mark(&self) -> usize {
        self.seen.0.lock().unwrap().bytes.len()
    }

    /// Every byte that was written so far.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.seen.0.lock().unwrap().bytes.clone()
    }

    /// The screen's text now.
    pub(crate) fn text(&self) -> String {
        self.seen.0.lock().unwrap().parser.screen().contents()
    }

    /// The program's number.
    pub(crate) fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.process_id().unwrap()).unwrap()).unwrap()
    }

    /// Sends a signal to the program.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// Waits until the program's state in the process table is this letter (`T` stopped, `S` asleep).
    #[track_caller]
    pub(crate) fn until_state(&self, letter: char) {
        let deadline = Instant::now() + PATIENCE;
        let state = || {
            let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid().as_raw_nonzero())).unwrap();
            stat.rsplit_once(')').unwrap().1.trim_start().chars().next().unwrap()
        };
        while state() != letter {
            assert!(Instant::now() < deadline, "the process is in state {}, not {letter}", state());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for the end.
    #[track_caller]
    pub(crate) fn end(&mut self) -> End {
        if let Some(end) = &self.end {
            return end.clone();
        }
        let deadline = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < deadline, "gemba does not end; the screen shows:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(5));
        };
        let end = status.signal().map_or_else(|| End::Exit(status.exit_code()), |name| End::Signal(name.to_owned()));
        // Everything it wrote has arrived when the terminal is closed on its side.
        drop(self.reader.take().unwrap().join());
        self.end = Some(end.clone());
        end
    }

    /// After the end: the terminal is as it was, and nothing was written that could act on it.
    #[track_caller]
    pub(crate) fn assert_given_back(&self) {
        let verdict = self.verdict();
        verdict.assert_clean();
        assert!(verdict.modes.is_empty(), "these modes are still on: {:?}", verdict.modes);
        assert_eq!(termios(&*self.master), self.before, "the terminal's settings are not what they were");
        let seen = self.seen.0.lock().unwrap();
        let screen = seen.parser.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
    }

    /// The oracle on everything that was written so far.
    pub(crate) fn verdict(&self) -> Verdict {
        Verdict::of(&self.seen.0.lock().unwrap().bytes)
    }

    /// The terminal's settings now, and as they were before.
    pub(crate) fn settings(&self) -> (String, String) {
        (termios(&*self.master), self.before.clone())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if self.end.is_none() {
            drop(self.child.kill());
            drop(self.child.wait());
        }
    }
}

fn termios(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

fn at_least_one(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).unwrap_or(NonZeroU16::MIN)
}
