//! A pipe: named ones, and the output of programs. Waits for more bytes, and for ctrl-c.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::OFlags;

use super::until::Until;
use crate::ingest::Feed;
use crate::runtime::keys::timespec;

/// A pipe that is read.
#[derive(Debug)]
pub struct Pipe {
    file: File,
    until: Until,
    /// Whether another writer is waited for where one has closed it.
    follows: bool,
    is_named: bool,
    /// Whether anything came.
    has_begun: bool,
}

impl Pipe {
    /// Opens a named pipe; does not wait for its writer. With `follows` its end is not the end.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn open(path: &Path, until: Until, follows: bool) -> io::Result<Self> {
        let flags = OFlags::NONBLOCK.bits().cast_signed();
        let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
        Ok(Self { file, until, follows, is_named: true, has_begun: false })
    }

    /// Takes standard input, and puts the terminal that the screen is on in its place: keys come from there.
    ///
    /// # Errors
    /// Where the screen is on no terminal, and whatever the system says.
    pub fn in_place_of_keys(until: Until) -> io::Result<Self> {
        let terminal = rustix::termios::ttyname(io::stdout(), Vec::new())?;
        let flags = OFlags::NOCTTY.bits().cast_signed();
        let path = Path::new(OsStr::from_bytes(terminal.to_bytes()));
        let keys = OpenOptions::new().read(true).write(true).custom_flags(flags).open(path)?;
        let log = rustix::io::fcntl_dupfd_cloexec(io::stdin(), 0)?;
        rustix::stdio::dup2_stdin(&keys)?;
        Ok(Self::of(log, until))
    }

    pub(super) fn of(output: OwnedFd, until: Until) -> Self {
        Self { file: File::from(output), until, follows: false, is_named: false, has_begun: false }
    }

    /// Returns whether nothing more is read.
    pub(super) fn is_over(&self) -> bool {
        self.until.is_over()
    }

    /// Waits at most so long until something is there, or the end.
    fn waits(&self, pause: std::time::Duration) -> bool {
        let mut fds = [PollFd::new(&self.file, PollFlags::IN)];
        poll(&mut fds, Some(&timespec(pause))).is_ok_and(|count| count > 0)
    }
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.until.is_over() {
                return Ok(0);
            }
            if !self.waits(Until::pause()) {
                continue;
            }
            match self.file.read(buffer) {
                // Before its first writer a named pipe looks as if it were at its end.
                Ok(0) if self.follows || (self.is_named && !self.has_begun) => std::thread::sleep(Until::pause()),
                Ok(got) => {
                    self.has_begun = true;
                    self.until.came();
                    return Ok(got);
                }
                Err(error) if matches!(error.kind(), io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock) => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl Feed for Pipe {
    fn is_ready(&mut self) -> bool {
        // The end of a followed pipe is no news.
        let mut fds = [PollFd::new(&self.file, PollFlags::IN)];
        let is_there = poll(&mut fds, Some(&timespec(std::time::Duration::ZERO))).is_ok_and(|count| count > 0);
        let [fd] = fds;
        is_there && ((!self.follows && self.has_begun) || fd.revents().contains(PollFlags::IN))
    }

    fn wait_a_moment(&mut self) -> bool {
        self.waits(Until::pause())
    }

    fn drops_rest(&self) -> bool {
        self.until.is_stopped()
    }
}
