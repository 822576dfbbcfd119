//! The thread that reads the files which the screen was opened over, and tells how far it is.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::jobs::imported;
use super::thread::{Saving, guarded, post, spawn};
use crate::app::message::{JobReport, Message};
use crate::error::{Problem, Result};
use crate::ingest::Detected;
use crate::runtime::launch::Launch;
use crate::runtime::mailbox::Mailbox;
use crate::services::import::{self, FileReport, ImportOrder, ImportProgress};
use crate::store::Writer;
use crate::views::ReadingState;

/// How often the screen is told at most how far the reading is.
const APART: Duration = Duration::from_millis(100);
/// How long is slept between two looks at whether it has ended.
const PAUSE: Duration = Duration::from_millis(1);

/// How long the end of a batch that is being stored is waited for when the screen is left, in milliseconds.
const LONGEST_STOP: u32 = 1_000;

/// What the reading thread shares with the screen.
#[derive(Debug, Clone, Default)]
struct ReadingControl {
    /// Whether the reading is to end.
    is_stopped: Arc<AtomicBool>,
    /// The judgements that go first.
    saving: Saving,
}

/// The reading of the files which the screen was opened over; nothing where it was opened over none.
#[derive(Debug)]
pub(crate) struct Reading {
    control: ReadingControl,
    thread: Option<JoinHandle<()>>,
    problem: Option<Problem>,
    /// Whether it reads files, and nothing that comes while it is read.
    is_plain: bool,
    /// Whether it was stopped before its end.
    is_cut: bool,
}

impl Reading {
    /// Begins to read.
    ///
    /// # Errors
    /// `Io` where the system gives no thread.
    pub(super) fn start(launch: &Launch, mailbox: &Mailbox, saving: Saving) -> Result<Self> {
        let is_stopped = launch.reading.as_ref().map(|order| Arc::clone(&order.stop)).unwrap_or_default();
        let control = ReadingControl { is_stopped, saving };
        let importer = ImporterThread::new(launch, mailbox.clone(), control.clone());
        let thread = importer.map(|importer| spawn("importer", move || importer.work())).transpose()?;
        let is_plain = launch.reading.as_ref().is_some_and(|order| order.read.feed.is_none());
        Ok(Self { control, thread, problem: None, is_plain, is_cut: false })
    }

    /// Takes how it ended.
    pub(super) fn end(&mut self, done: &Result<JobReport>) {
        self.thread = None;
        self.problem = done.as_ref().err().cloned();
    }

    /// Asks the thread to end; does not wait for it.
    pub(crate) fn ask_to_stop(&mut self) {
        self.is_cut = self.thread.as_ref().is_some_and(|thread| !thread.is_finished());
        self.control.is_stopped.store(true, Ordering::Relaxed);
    }

    /// Waits for the end of what was asked to stop; returns whether it had not come to its end by itself.
    pub(crate) fn was_cut(&mut self) -> bool {
        // What cannot be read any more is not waited for: what is stored is whole.
        for _ in 0..LONGEST_STOP {
            if self.thread.as_ref().is_none_or(JoinHandle::is_finished) {
                break;
            }
            std::thread::sleep(PAUSE);
        }
        self.is_cut
    }

    /// Returns whether a later reading finds the rest: of plain files, not of what comes only once.
    pub(crate) const fn can_go_on(&self) -> bool {
        self.is_plain
    }

    /// Returns why the files were not read to their end.
    pub(crate) fn problem(&mut self) -> Result<()> {
        self.problem.take().map_or(Ok(()), Err)
    }
}

/// The state of the reading thread.
struct ImporterThread {
    workspace: PathBuf,
    order: ImportOrder,
    mailbox: Mailbox,
    control: ReadingControl,
}

impl ImporterThread {
    /// Returns `None` where the screen was opened over no file.
    fn new(launch: &Launch, mailbox: Mailbox, control: ReadingControl) -> Option<Self> {
        let order = launch.reading.clone()?;
        Some(Self { workspace: launch.workspace.clone(), order, mailbox, control })
    }

    /// Reads all files.
    fn work(self) {
        let done = guarded("reading a log", || self.read());
        post(&self.mailbox, Message::WasRead(done));
    }

    fn read(&self) -> Result<JobReport> {
        let mut writer = Writer::open(&self.workspace)?;
        let mut progress = PostedReading {
            mailbox: &self.mailbox,
            control: &self.control,
            state: ReadingState::default(),
            earlier: 0,
            told: None,
        };
        if let Some(path) = self.order.paths.first() {
            progress.state.file = path.display().to_string();
            progress.tell_screen();
        }
        let reports = import::run(Some(&mut writer), &self.order, &mut progress)?;
        // Records that another source held first came in too, and stand further up. Judgements are written behind their
        // records: the queue may have asked in between.
        let is_judged = |report: &FileReport| !report.judgements.is_empty() || report.labels() != (0, 0, 0);
        let changed = reports.iter().any(|report| report.duplicates + report.replaced > 0 || is_judged(report));
        if let [FileReport { problem: Some(problem), .. }] = reports.as_slice() {
            return Err(problem.clone());
        }
        let doubts = reports.iter().flat_map(|report| &report.doubts).map(|doubt| match doubt.hint.as_str() {
            "" => format!(" {}.", doubt.said),
            hint => format!(" {}: {hint}.", doubt.said),
        });
        let sentence = reports.iter().map(imported).collect::<Vec<_>>().join(" ") + &doubts.collect::<String>();
        Ok(JobReport { sentence, changed })
    }
}

/// Tells the screen how far the reading is.
struct PostedReading<'a> {
    mailbox: &'a Mailbox,
    control: &'a ReadingControl,
    state: ReadingState,
    /// Records of the files before this one.
    earlier: u64,
    told: Option<Instant>,
}

impl PostedReading<'_> {
    fn tell_screen(&mut self) {
        self.told = Some(Instant::now());
        post(self.mailbox, Message::Reading(Box::new(self.state.clone())));
    }
}

impl ImportProgress for PostedReading<'_> {
    fn begin(&mut self, path: &str, detected: &Detected) {
        path.clone_into(&mut self.state.file);
        (self.state.bytes, self.state.of) = (0, detected.bytes);
        self.told = None;
    }

    fn advance(&mut self, bytes: u64, records: u64) {
        (self.state.bytes, self.state.records) = (bytes, self.earlier + records);
        if self.told.is_none_or(|told| told.elapsed() >= APART) {
            self.tell_screen();
        }
    }

    fn end(&mut self, _report: &FileReport) {
        self.earlier = self.state.records;
        self.tell_screen();
    }

    fn waits(&mut self) {
        self.state.waits = true;
        self.tell_screen();
        self.state.waits = false;
    }

    fn before_storing(&mut self) {
        self.control.saving.let_go_first();
    }

    fn is_stopped(&self) -> bool {
        self.control.is_stopped.load(Ordering::Relaxed)
    }
}
