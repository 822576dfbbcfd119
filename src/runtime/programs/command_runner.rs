//! Runs the user's commands for checks: no shell, the record as JSON on standard input, limited in time and output.
//!
//! Each runs in its own process group, so that what it started ends with it: when its time is up, when it is done, and
//! when a signal ends gemba.

use std::io::{Read, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};
use signal_hook::SigId;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::checks::{CommandLine, Ran, Runner};
use crate::domain::{CodebookView, Judgements, Record};
use crate::services::record_json::{RecordJson, logged_fields};
use crate::text::json_safe;

/// How many bytes of each of a program's streams are kept; the rest is read and dropped.
const KEPT: usize = 4096;
/// The longest line that is passed on, in characters.
const LONGEST_LINE: usize = 300;
/// How long the streams of a program that has ended are waited for.
const GRACE: Duration = Duration::from_millis(500);
/// The longest pause between two looks at a program.
const PAUSE: Duration = Duration::from_millis(10);

/// Starts programs in one folder.
pub struct CommandRunner {
    folder: PathBuf,
    /// The number of the signal that came while a program ran.
    ended_by: Arc<AtomicUsize>,
    /// Whether no program runs, and a signal ends gemba as ever.
    is_idle: Arc<AtomicBool>,
    /// Made with the first program.
    hooks: OnceLock<Vec<SigId>>,
}

impl CommandRunner {
    /// A runner for the checks of this workspace: programs start in the folder that holds it. Signals that end gemba
    /// end the running program first.
    pub fn new(workspace: &Path) -> Self {
        let workspace = workspace.canonicalize().unwrap_or_else(|_| workspace.to_owned());
        let folder = workspace.parent().map_or_else(|| workspace.clone(), Path::to_owned);
        let (ended_by, is_idle) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(true)));
        Self { folder, ended_by, is_idle, hooks: OnceLock::new() }
    }

    /// Has the signals that end gemba told while a program runs.
    fn hook(&self) -> Vec<SigId> {
        let noted = |signal: i32| {
            let number = usize::try_from(signal).ok()?;
            signal_hook::flag::register_usize(signal, Arc::clone(&self.ended_by), number).ok()
        };
        let as_ever =
            |signal: i32| signal_hook::flag::register_conditional_default(signal, Arc::clone(&self.is_idle)).ok();
        [SIGINT, SIGTERM, SIGHUP].into_iter().flat_map(|signal| [as_ever(signal), noted(signal)]).flatten().collect()
    }

    /// Ends gemba by the signal that came while a program ran, if one did.
    fn end_if_told(&self) {
        let signal = self.ended_by.load(Ordering::Relaxed);
        if signal != 0 {
            let _ = signal_hook::low_level::emulate_default_handler(i32::try_from(signal).unwrap_or(SIGTERM));
        }
    }

    fn start(&self, line: &CommandLine) -> std::io::Result<Child> {
        let (program, arguments) = line.words.split_first().ok_or(std::io::ErrorKind::InvalidInput)?;
        let is_path = program.contains('/');
        let program = if is_path { self.folder.join(program) } else { PathBuf::from(program) };
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.folder).process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn()
    }

    /// Waits until the program has ended without reaping it, so that its process group stays reserved.
    fn is_done_in_time(&self, pid: Pid, timeout: Duration) -> bool {
        let began = Instant::now();
        let mut pause = Duration::from_micros(300);
        loop {
            let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
            if !matches!(waitid(WaitId::Pid(pid), options), Ok(None)) {
                return true;
            }
            if self.ended_by.load(Ordering::Relaxed) != 0 {
                let _ = kill_process_group(pid, Signal::KILL);
                self.end_if_told();
            }
            if began.elapsed() >= timeout {
                return false;
            }
            thread::sleep(pause);
            pause = (pause * 2).min(PAUSE);
        }
    }
}

impl Drop for CommandRunner {
    fn drop(&mut self) {
        for hook in self.hooks.take().into_iter().flatten() {
            signal_hook::low_level::unregister(hook);
        }
    }
}

impl Runner for CommandRunner {
    fn run(&self, line: &CommandLine, record: &Record) -> Ran {
        self.hooks.get_or_init(|| self.hook());
        self.is_idle.store(false, Ordering::Relaxed);
        let ran = match self.run_to_its_end(line, record) {
            Ok((status, out, err)) => verdict(status, &out, &err),
            Err(ran) => ran,
        };
        self.is_idle.store(true, Ordering::Relaxed);
        self.end_if_told();
        ran
    }
}

impl CommandRunner {
    /// Runs a command and says how it ended, with the first line it wrote: for one that is no check. Signals stay with
    /// whoever listens for them.
    pub(super) fn report(&self, line: &CommandLine, record: &Record) -> String {
        let (status, out, err) = match self.run_to_its_end(line, record) {
            Ok(ended) => ended,
            Err(Ran::NotStarted(why) | Ran::Ended(why)) => return why,
            Err(Ran::TimedOut | Ran::Passed | Ran::Failed(_)) => {
                return format!("it took longer than {} s and was ended", line.timeout.as_secs());
            }
        };
        let end = match (status.code(), status.signal()) {
            (Some(0), _) => "done".to_owned(),
            (Some(code), _) => format!("ended with {code}"),
            (None, signal) => format!("signal {} ended it", signal.unwrap_or_default()),
        };
        first_line(&out).or_else(|| first_line(&err)).map_or_else(|| end.clone(), |line| format!("{end}: {line}"))
    }

    /// Runs a command to its end: how it ended and the beginnings of what it wrote; else why there is no end.
    fn run_to_its_end(&self, line: &CommandLine, record: &Record) -> Result<(ExitStatus, Vec<u8>, Vec<u8>), Ran> {
        let name = line.words.first().map_or("", String::as_str);
        let mut child = match self.start(line) {
            Ok(child) => child,
            Err(error) => return Err(Ran::NotStarted(format!("`{name}` could not be started: {error}"))),
        };
        let feed = child.stdin.take().map(|mut stdin| {
            let text = as_json(record);
            // A program need not read the record: a closed pipe is no problem.
            thread::spawn(move || stdin.write_all(text.as_bytes()))
        });
        let streams = [child.stdout.take().map(read_start), child.stderr.take().map(read_start)];
        let Some(pid) = Pid::from_raw(child.id().cast_signed()) else {
            return Err(Ran::NotStarted(format!("`{name}` has no process")));
        };
        let is_done = self.is_done_in_time(pid, line.timeout);
        // Whatever it started ends too; only then is the program itself reaped.
        let _ = kill_process_group(pid, Signal::KILL);
        let status = child.wait();
        drop(feed);
        if !is_done {
            return Err(Ran::TimedOut);
        }
        let [out, err] =
            streams.map(|stream| stream.and_then(|stream| stream.recv_timeout(GRACE).ok()).unwrap_or_default());
        match status {
            Ok(status) => Ok((status, out, err)),
            Err(error) => Err(Ran::Ended(format!("it could not be waited for: {error}"))),
        }
    }
}

/// The record as `list --json` prints it, without what people said of it.
fn as_json(record: &Record) -> String {
    let (judgements, book) = (Judgements::default(), CodebookView::default());
    let fields = logged_fields();
    let whole = RecordJson { record, judgements: &judgements, book: &book, history: None, fields: &fields };
    let mut text = json_safe(&serde_json::to_string(&whole).unwrap_or_default());
    text.push('\n');
    text
}

/// Reads a stream to its end on a thread and keeps the beginning.
fn read_start(mut stream: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (send, receive) = channel();
    thread::spawn(move || {
        let (mut kept, mut buffer) = (Vec::new(), [0_u8; KEPT]);
        while let Ok(count @ 1..) = stream.read(&mut buffer) {
            let room = KEPT - kept.len();
            kept.extend(buffer.iter().take(count.min(room)));
        }
        let _ = send.send(kept);
    });
    receive
}

/// 0 passes, 1 fails with the first line, anything else is no answer.
fn verdict(status: ExitStatus, out: &[u8], err: &[u8]) -> Ran {
    let objection = first_line(out).or_else(|| first_line(err));
    let message = first_line(err).or_else(|| first_line(out)).map_or_else(String::new, |line| format!(": {line}"));
    match (status.code(), status.signal()) {
        (Some(0), _) => Ran::Passed,
        (Some(1), _) => Ran::Failed(objection.unwrap_or_else(|| "the command ended with 1".to_owned())),
        (Some(code), _) => Ran::Ended(format!("it ended with {code}, which is neither 0 nor 1{message}")),
        (None, signal) => Ran::Ended(format!("signal {} ended it{message}", signal.unwrap_or_default())),
    }
}

/// Returns the first line that is not blank, shortened.
fn first_line(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    Some(line.chars().take(LONGEST_LINE).collect())
}
