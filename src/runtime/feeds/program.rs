//! The output of a program: no shell, its own process group, which ends with the reading. What it says on standard error
//! is kept, not shown: it would garble the screen.

use std::ffi::OsString;
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, WaitIdStatus, kill_process_group, waitid};

use super::pipe::Pipe;
use super::until::Until;
use super::watcher::Watcher;
use crate::error::{Problem, Result};
use crate::ingest::{Feed, FeedFailed};
use crate::text::visible_start;

/// How many bytes of standard error are kept, the last ones.
const KEPT: usize = 4096;
/// How much of its last line is told, in cells.
const TOLD: usize = 200;

/// How long a look at a program that has closed its output lies apart from the next.
const PAUSE: Duration = Duration::from_millis(10);
/// How many such looks its last words are waited for.
const LAST_WORDS: u32 = 100;

/// A running program whose output is read.
pub struct Program {
    name: String,
    child: Child,
    output: Pipe,
    /// What it said on standard error, and the thread that takes it.
    said: Arc<Mutex<Vec<u8>>>,
    listener: Option<JoinHandle<()>>,
    is_over: bool,
    /// Ends its group where gemba is killed.
    watcher: Option<Watcher>,
    /// Whether it was stopped for asking on the terminal, which belongs to gemba.
    asks_terminal: bool,
}

impl Program {
    /// Starts a program with its arguments.
    ///
    /// # Errors
    /// `Input` where it cannot be started.
    pub fn start(words: &[OsString], until: Until) -> Result<Self> {
        let (program, arguments) = words.split_first().ok_or_else(|| Problem::usage("--exec names no program."))?;
        let name = Self::name(program);
        let failed = |error: io::Error| {
            let shown = visible_start(&name.as_str().into(), TOLD);
            Problem::input(format!("`{}` could not be started: {error}.", shown.as_str())).caused_by(error)
        };
        let mut command = Command::new(program);
        command.args(arguments).process_group(0);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut watcher = Watcher::start();
        let mut child = command.spawn().map_err(failed)?;
        if let (Some(watcher), Some(leader)) = (&mut watcher, Pid::from_raw(child.id().cast_signed())) {
            watcher.watch(leader);
        }
        let (Some(output), Some(errors)) = (child.stdout.take(), child.stderr.take()) else {
            return Err(failed(io::ErrorKind::BrokenPipe.into()));
        };
        let said = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&said);
        let listener = std::thread::Builder::new().name("program".into());
        let listener = listener.spawn(move || keep_last_bytes(errors, &heard)).ok();
        let output = Pipe::of(OwnedFd::from(output), until);
        Ok(Self { name, child, output, said, listener, is_over: false, watcher, asks_terminal: false })
    }

    /// Returns the name that is kept of a program: without its folder.
    pub fn name(program: &OsString) -> String {
        let file = Path::new(program).file_name().unwrap_or(program);
        file.to_string_lossy().into_owned()
    }

    /// Ends whatever runs in its process group.
    fn kill(&mut self) {
        if let Some(group) = Pid::from_raw(self.child.id().cast_signed()) {
            let _ = kill_process_group(group, Signal::KILL);
        }
        // Before the program is reaped, as its number may then be another's.
        self.watcher = None;
    }

    /// Returns what the system tells of the program without taking it: it is reaped when its group has ended, and its
    /// number stays reserved until then.
    fn state(&self, options: WaitIdOptions) -> Option<WaitIdStatus> {
        let pid = Pid::from_raw(self.child.id().cast_signed())?;
        waitid(WaitId::Pid(pid), options | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG).ok().flatten()
    }

    /// Looks whether the program was stopped for asking on the terminal: it would stay so for ever.
    fn look_whether_it_asks(&mut self) -> bool {
        let by = self.state(WaitIdOptions::STOPPED).and_then(|state| state.stopping_signal());
        self.asks_terminal |= by.is_some_and(|by| [Signal::TTIN, Signal::TTOU].map(Signal::as_raw).contains(&by));
        self.asks_terminal
    }

    /// Ends a program that asked on the terminal.
    fn refuse_terminal(&mut self) -> io::Error {
        self.is_over = true;
        self.kill();
        let _ = self.child.wait();
        self.failed("asked for the terminal, which it cannot have here.")
    }

    fn failed(&self, how: &str) -> io::Error {
        let name = visible_start(&self.name.as_str().into(), TOLD);
        io::Error::other(FeedFailed(format!("`{}` {how}", name.as_str())))
    }

    /// Waits for the program, which has closed its output; what it started ends with it.
    fn finish(&mut self) -> io::Result<usize> {
        while !self.output.drops_rest() && self.state(WaitIdOptions::EXITED).is_none() {
            if self.look_whether_it_asks() {
                return Err(self.refuse_terminal());
            }
            std::thread::sleep(PAUSE);
        }
        self.is_over = true;
        self.kill();
        let status = self.child.wait()?;
        if self.output.drops_rest() || status.success() {
            return Ok(0);
        }
        let how = match (status.code(), status.signal()) {
            (Some(code), _) => format!("ended with {code}"),
            (None, signal) => format!("was ended by signal {}", signal.unwrap_or_default()),
        };
        let last = self.last_words();
        Err(self.failed(&if last.is_empty() { format!("{how}.") } else { format!("{how}: {last}") }))
    }

    /// Returns the last line that the program said on standard error.
    fn last_words(&self) -> String {
        // What left the group may hold standard error open; it is not waited for.
        for _ in 0..LAST_WORDS {
            if self.output.drops_rest() || self.listener.as_ref().is_none_or(JoinHandle::is_finished) {
                break;
            }
            std::thread::sleep(PAUSE);
        }
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let text = String::from_utf8_lossy(&said);
        let last = text.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default();
        visible_start(&last.into(), TOLD).into_string()
    }
}

impl Read for Program {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_over {
            return Ok(0);
        }
        while !self.output.is_over() && !self.wait_a_moment() {}
        if self.asks_terminal {
            return Err(self.refuse_terminal());
        }
        match self.output.read(buffer)? {
            0 => self.finish(),
            got => Ok(got),
        }
    }
}

impl Feed for Program {
    fn is_ready(&mut self) -> bool {
        self.is_over || self.asks_terminal || self.output.is_ready()
    }

    fn wait_a_moment(&mut self) -> bool {
        self.output.wait_a_moment() || self.look_whether_it_asks()
    }

    fn drops_rest(&self) -> bool {
        self.output.drops_rest()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if !self.is_over {
            self.kill();
            let _ = self.child.wait();
        }
    }
}

/// Reads a stream to its end and keeps the last bytes.
fn keep_last_bytes(mut stream: impl Read, kept: &Mutex<Vec<u8>>) {
    let mut step = [0_u8; KEPT];
    while let Ok(count @ 1..) = stream.read(&mut step) {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend_from_slice(step.get(..count).unwrap_or_default());
        let over = kept.len().saturating_sub(KEPT);
        kept.drain(..over);
    }
}
