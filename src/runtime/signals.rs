//! Delivers signals to the event loop, and ends the process by the signal that asked for it.
//!
//! An ordinary thread sleeps until a signal comes. The first deadly one is delivered, so that drafts are saved; a
//! second ctrl-c or `kill` ends the process at once.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

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

/// Starts to listen.
pub(super) fn listen(mailbox: Mailbox) -> Result<Listener> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH]).map_err(lost)?;
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
                    deadly if dying && deadly != SIGHUP => reraise(deadly),
                    deadly => {
                        dying = true;
                        mailbox.send(Incoming::Deadly(deadly));
                    }
                }
            }
        })
        .map_err(lost)?;
    Ok(Listener(handle))
}

/// The hang-up that a terminal without a controlling process cannot send.
pub(super) const HANG_UP: i32 = SIGHUP;

/// Whether an editor in the foreground answers this signal itself (ctrl-c in `ed` must not end gemba).
pub(super) const fn belongs_to_the_editor(signal: i32) -> bool {
    matches!(signal, SIGINT | SIGQUIT)
}

/// The signal that set a flag of [`stop_flag`].
static STOPPED_BY: OnceLock<Arc<AtomicUsize>> = OnceLock::new();

/// Returns a flag that the first ctrl-c, `kill` or hang-up sets; the second one ends the process at once. A hang-up that
/// was ignored when the process began, as `nohup` has it, stays ignored.
///
/// # Errors
/// `Io` where the system does not allow to listen.
pub fn stop_flag() -> Result<Arc<AtomicBool>> {
    let flag = Arc::new(AtomicBool::new(false));
    let by = STOPPED_BY.get_or_init(Arc::default);
    for signal in [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| *signal != SIGHUP || !ignores_hang_up()) {
        // In this order: the first signal finds the flag unset.
        signal_hook::flag::register_conditional_default(signal, Arc::clone(&flag)).map_err(lost)?;
        signal_hook::flag::register(signal, Arc::clone(&flag)).map_err(lost)?;
        let number = usize::try_from(signal).unwrap_or_default();
        signal_hook::flag::register_usize(signal, Arc::clone(by), number).map_err(lost)?;
    }
    Ok(flag)
}

/// Returns whether this process ignores the hang-up, as it inherited it.
#[cfg(target_os = "linux")]
fn ignores_hang_up() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok()).unwrap_or_default();
    ignored & (1 << (SIGHUP - 1)) != 0
}

/// Returns whether this process ignores the hang-up; where the system does not tell, whether no terminal is left that
/// could hang up.
#[cfg(not(target_os = "linux"))]
fn ignores_hang_up() -> bool {
    use std::io::IsTerminal;
    !std::io::stdin().is_terminal() && !std::io::stderr().is_terminal()
}

/// Ends the process as the signal that stopped it would have.
pub fn end_as_stopped() -> ! {
    let by = STOPPED_BY.get().map(|by| by.load(Ordering::Relaxed)).unwrap_or_default();
    let signal = i32::try_from(by).ok().filter(|signal| *signal != 0).unwrap_or(SIGINT);
    let _ = emulate_default_handler(signal);
    std::process::exit(128 + signal)
}

/// Gives the terminal back and ends the process by the signal, so that the parent process sees which it was.
pub(super) fn reraise(signal: i32) -> ! {
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
    let Some(own) = JobPlace::of_process("self") else { return false };
    let mut ancestor = JobPlace::of_process(&own.parent);
    while let Some(process) = ancestor {
        if process.session != own.session {
            return false;
        }
        if process.group != own.group {
            return true;
        }
        ancestor = JobPlace::of_process(&process.parent);
    }
    false
}

/// The parent, group and session of a process. The numbers are text: in a container a session or a group that was begun
/// outside of it is 0, which rustix's `getsid` and `getpgid` take for impossible.
struct JobPlace {
    parent: String,
    group: String,
    session: String,
}

impl JobPlace {
    /// Of the process with this number, where the system tells it.
    #[cfg(target_os = "linux")]
    fn of_process(number: &str) -> Option<Self> {
        let stat = std::fs::read_to_string(format!("/proc/{number}/stat")).ok()?;
        // The name, in parentheses, may hold anything; after it come the state, the parent, the group, the session.
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(1).map(str::to_owned);
        Some(Self { parent: fields.next()?, group: fields.next()?, session: fields.next()? })
    }

    /// Of the process with this number, where there is no `/proc`.
    #[cfg(not(target_os = "linux"))]
    fn of_process(number: &str) -> Option<Self> {
        use rustix::process::{Pid, getpgid, getppid, getsid};
        let pid = if number == "self" { None } else { Some(Pid::from_raw(number.parse().ok()?)?) };
        // The parent of another process is unknown here: the chain ends with gemba's own parent.
        let parent = if pid.is_none() { getppid() } else { None };
        Some(Self {
            parent: parent.map_or_else(String::new, |parent| parent.as_raw_nonzero().to_string()),
            group: getpgid(pid).ok()?.as_raw_nonzero().to_string(),
            session: getsid(pid).ok()?.as_raw_nonzero().to_string(),
        })
    }
}

/// Stops every process of this job, as the terminal's own ctrl-z does: a gemba behind `make` must not stop alone.
pub(super) fn stop_the_job() {
    let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
}
