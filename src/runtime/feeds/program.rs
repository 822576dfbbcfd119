//! The output of a program: no shell, its own process group, which ends with the reading. What it says on standard error
//! is kept, not shown: it would garble the screen.

use std::ffi::OsString;
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

use super::pipe::Pipe;
use super::until::Until;
use crate::error::{Problem, Result};
use crate::ingest::{Feed, FeedFailed};
use crate::text::visible_start;

/// How many bytes of standard error are kept, the last ones.
const KEPT: usize = 4096;
/// How much of its last line is told, in cells.
const TOLD: usize = 200;

/// How long a look at a program that has closed its output lies apart from the next.
const PAUSE: Duration = Duration::from_millis(10);

/// A running program whose output is read.
pub struct Program {
    name: String,
    child: Child,
    output: Pipe,
    said: Option<JoinHandle<Vec<u8>>>,
    is_over: bool,
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
        let mut child = command.spawn().map_err(failed)?;
        let (Some(output), Some(errors)) = (child.stdout.take(), child.stderr.take()) else {
            return Err(failed(io::ErrorKind::BrokenPipe.into()));
        };
        let said = std::thread::Builder::new().name("program".into()).spawn(move || last_bytes(errors)).ok();
        Ok(Self { name, child, output: Pipe::of(OwnedFd::from(output), until), said, is_over: false })
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
    }

    /// Waits for the program, which has closed its output; what it started ends with it.
    fn finish(&mut self) -> io::Result<usize> {
        self.is_over = true;
        let pid = Pid::from_raw(self.child.id().cast_signed());
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
        // Not reaped before its group has ended: its number stays reserved.
        while !self.output.drops_rest() && pid.is_some_and(|pid| matches!(waitid(WaitId::Pid(pid), options), Ok(None)))
        {
            std::thread::sleep(PAUSE);
        }
        self.kill();
        let status = self.child.wait()?;
        if self.output.drops_rest() {
            return Ok(0);
        }
        if status.success() {
            return Ok(0);
        }
        let said = self.said.take().and_then(|said| said.join().ok()).unwrap_or_default();
        let text = String::from_utf8_lossy(&said);
        let last = text.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default();
        let last = visible_start(&last.into(), TOLD);
        let last = if last.as_str().is_empty() { ".".to_owned() } else { format!(": {}", last.as_str()) };
        let how = match (status.code(), status.signal()) {
            (Some(code), _) => format!("ended with {code}"),
            (None, signal) => format!("was ended by signal {}", signal.unwrap_or_default()),
        };
        let name = visible_start(&self.name.as_str().into(), TOLD);
        Err(io::Error::other(FeedFailed(format!("`{}` {how}{last}", name.as_str()))))
    }
}

impl Read for Program {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_over {
            return Ok(0);
        }
        match self.output.read(buffer)? {
            0 => self.finish(),
            got => Ok(got),
        }
    }
}

impl Feed for Program {
    fn is_ready(&mut self) -> bool {
        self.is_over || self.output.is_ready()
    }

    fn wait_a_moment(&mut self) -> bool {
        self.output.wait_a_moment()
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
fn last_bytes(mut stream: impl Read) -> Vec<u8> {
    let (mut kept, mut step) = (Vec::new(), [0_u8; KEPT]);
    while let Ok(count @ 1..) = stream.read(&mut step) {
        kept.extend_from_slice(step.get(..count).unwrap_or_default());
        let over = kept.len().saturating_sub(KEPT);
        kept.drain(..over);
    }
    kept
}
