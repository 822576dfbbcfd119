//! Ends the group of a program where gemba itself is killed and can end nothing any more.

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use rustix::process::Pid;

/// What the system's shell does: take the number of a group, wait until the pipe closes, as it does when gemba is gone, then
/// end the group.
const WAIT: &str = "trap '' HUP INT TERM; read -r group && read -r _; [ -n \"$group\" ] && kill -s KILL -- \"-$group\"";

/// A process beside gemba that holds the other end of a pipe. It goes when this is dropped.
pub(super) struct Watcher(Child);

impl Watcher {
    /// Starts one, before the program that it is to watch over; `None` where the system has no shell for it.
    pub(super) fn start() -> Option<Self> {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", WAIT]).env_clear().process_group(0);
        shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        shell.spawn().ok().map(Self)
    }

    /// Tells it the group that a process leads.
    pub(super) fn watch(&mut self, leader: Pid) {
        if let Some(pipe) = &mut self.0.stdin {
            let _ = writeln!(pipe, "{}", leader.as_raw_nonzero());
        }
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        // Before its pipe closes: what it watched over has ended, and the number may be another's.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
