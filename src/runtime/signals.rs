//! Signals become post for the event loop, and death by a signal stays death by that signal.
//!
//! An ordinary thread sleeps until a signal comes. The first deadly one is delivered, so that drafts are saved; a
//! second ctrl-c or `kill` does not wait for anybody.

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::{Handle, Signals};
use signal_hook::low_level::emulate_default_handler;

use super::mailbox::{Incoming, Mailbox};
use super::terminal::{give_back, lost};
use crate::error::Result;

/// Listens while it lives.
#[derive(Debug)]
pub(super) struct Listener(Handle);

impl Drop for Listener {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Begins to listen.
pub(super) fn listen(mailbox: Mailbox) -> Result<Listener> {
    let mut signals =
        Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH]).map_err(|error| lost(&error))?;
    let handle = signals.handle();
    std::thread::Builder::new()
        .name("signals".into())
        .spawn(move || {
            let mut dying = false;
            for signal in signals.forever() {
                match signal {
                    SIGTSTP => mailbox.send(Incoming::Stop),
                    SIGCONT => mailbox.send(Incoming::Continued),
                    SIGWINCH => mailbox.send(Incoming::Resized),
                    // A closing terminal hangs up twice (kernel and shell): that is no impatience.
                    deadly if dying && deadly != SIGHUP => die_by(deadly),
                    deadly => {
                        dying = true;
                        mailbox.send(Incoming::Deadly(deadly));
                    }
                }
            }
        })
        .map_err(|error| lost(&error))?;
    Ok(Listener(handle))
}

/// The hang-up that a terminal without a controlling process cannot send.
pub(super) const HANG_UP: i32 = SIGHUP;

/// Whether an editor in the foreground answers this signal itself (ctrl-c in `ed` must not end gemba).
pub(super) const fn belongs_to_the_editor(signal: i32) -> bool {
    matches!(signal, SIGINT | SIGQUIT)
}

/// Gives the terminal back and ends as if the signal had never been caught, so that whoever waits sees which it was.
pub(super) fn die_by(signal: i32) -> ! {
    give_back();
    drop(emulate_default_handler(signal));
    // Only where the system refused to raise it.
    std::process::exit(128 + signal)
}

/// Stops the process until someone continues it.
pub(super) fn stop() {
    drop(emulate_default_handler(SIGTSTP));
}

/// Whether a shell is there that would continue a stopped gemba: some process of this job has a parent outside the job
/// and inside the session (else its process group is "orphaned", and POSIX would not let ctrl-z stop it).
pub(super) fn has_job_control() -> bool {
    use rustix::process::{getpgid, getpgrp, getppid, getsid};
    let Ok(session) = getsid(None) else { return false };
    let mut ancestor = getppid();
    while let Some(pid) = ancestor {
        if getsid(Some(pid)) != Ok(session) {
            return false;
        }
        if getpgid(Some(pid)) != Ok(getpgrp()) {
            return true;
        }
        ancestor = parent_of(pid);
    }
    false
}

/// The parent of a process, where the system tells it.
fn parent_of(pid: rustix::process::Pid) -> Option<rustix::process::Pid> {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).ok()?;
    // The name, in parentheses, may hold anything; after it come the state and the parent.
    let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?;
    rustix::process::Pid::from_raw(parent)
}

/// Stops every process of this job, as the terminal's own ctrl-z does: a gemba behind `make` must not stop alone.
pub(super) fn stop_the_job() {
    let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
}
