//! The thread for longer work that a screen asks for: imports and stubs, done by the services that the commands call.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use super::thread::{guarded, post};
use crate::app::message::{Job, JobReport, Message};
use crate::domain::{Name, StubCases, Target};
use crate::error::{Problem, Result};
use crate::ingest::Detected;
use crate::redact::Redactor;
use crate::runtime::clock::now;
use crate::runtime::launch::Launch;
use crate::runtime::mailbox::Mailbox;
use crate::services::import::{self, FileReport, ImportOrder, ImportProgress};
use crate::services::stubs::{self, StubOrder};
use crate::store::{Reader, Viewer, Writer};
use crate::text::grouped;

/// How often the screen is told at most how far an import is.
const APART: Duration = Duration::from_millis(100);
/// The folder of the workspace that summaries are written to.
const EXPORTS: &str = "exports";

/// The state of the jobs thread.
pub(super) struct JobsThread {
    workspace: PathBuf,
    evals: PathBuf,
    cases: StubCases,
    reviewer: Name,
    redactor: Redactor,
    mailbox: Mailbox,
}

impl JobsThread {
    pub(super) fn new(launch: &Launch, mailbox: Mailbox) -> Self {
        Self {
            workspace: launch.workspace.clone(),
            evals: launch.evals.clone(),
            cases: launch.start.suites.cases,
            reviewer: launch.start.reviewer.clone(),
            redactor: launch.start.redactor.clone(),
            mailbox,
        }
    }

    /// Does the jobs in order.
    pub(super) fn work(self, wanted: &Receiver<Job>) {
        while let Ok(job) = wanted.recv() {
            let done = guarded("doing a job", || match job {
                Job::Import(path) => self.import(path),
                Job::Stub(target, suites) => self.stub(target, &suites),
                Job::Summary(session, text) => self.summary(session, &text),
            });
            post(&self.mailbox, Message::JobDone(done));
        }
    }

    fn import(&self, path: PathBuf) -> Result<JobReport> {
        let order = ImportOrder::new(vec![path], self.reviewer.clone(), now(), &self.workspace);
        let mut writer = Writer::open(&self.workspace)?;
        let mut progress = PostedCount { mailbox: &self.mailbox, told: None };
        let reports = import::run(Some(&mut writer), &order, &mut progress)?;
        let changed = reports.iter().any(|report| report.imported > 0);
        Ok(JobReport { sentence: reports.iter().map(imported).collect::<Vec<_>>().join(" "), changed })
    }

    fn stub(&self, target: Target, suites: &[&str]) -> Result<JobReport> {
        let order = StubOrder {
            targets: suites.iter().map(|suite| (*suite).to_owned()).collect(),
            out: self.evals.clone(),
            only: vec![target],
            dry_run: false,
            check: false,
            cases: self.cases,
            redactor: Some(self.redactor.clone()),
        };
        let lines = stubs::run(&Reader::open(&self.workspace, &Viewer::outgoing(&self.reviewer))?, &order)?;
        stubs::keep_written(&self.workspace, &order, &lines, now());
        Ok(JobReport { sentence: stubs::summary(&lines, &self.evals), changed: false })
    }

    /// Writes the summary of a session into the workspace, in the place of an earlier one.
    fn summary(&self, session: i64, text: &str) -> Result<JobReport> {
        let folder = self.workspace.join(EXPORTS);
        let path = folder.join(format!("session-{session}.md"));
        let write = || -> std::io::Result<()> {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
            let mut file = tempfile::NamedTempFile::new_in(&folder)?;
            writeln!(file, "{text}")?;
            file.persist(&path)?;
            Ok(())
        };
        let place = path.display();
        write().map_err(|error| Problem::io(format!("{place} cannot be written: {error}.")).caused_by(error))?;
        Ok(JobReport { sentence: format!("The summary was written to {place}"), changed: false })
    }
}

/// Tells the screen how many records came in so far.
struct PostedCount<'a> {
    mailbox: &'a Mailbox,
    /// When the screen was told last.
    told: Option<Instant>,
}

impl ImportProgress for PostedCount<'_> {
    fn begin(&mut self, _: &str, _: &Detected) {}

    fn advance(&mut self, _: u64, records: u64) {
        if self.told.is_none_or(|told| told.elapsed() >= APART) {
            self.told = Some(Instant::now());
            post(self.mailbox, Message::JobAdvanced(records));
        }
    }

    fn end(&mut self, _: &FileReport) {}
}

/// Says what an import of one file did.
pub(super) fn imported(report: &FileReport) -> String {
    let mut parts =
        vec![format!("{}: {} new {}", report.path, grouped(report.imported), noun(report.imported, "record"))];
    if report.duplicates > 0 {
        parts.push(format!("{} there already", grouped(report.duplicates)));
    }
    if report.rejected > 0 {
        let lines = noun(report.rejected, "line");
        let file = report.rejects_file.as_ref().map_or_else(String::new, |file| format!(" in {}", file.display()));
        parts.push(format!("{} {lines} set aside{file}", report.rejected));
    }
    let problem = report.problem.as_ref().map_or_else(String::new, |problem| format!(" {}", problem.sentence));
    parts.join(", ") + "." + &problem
}

fn noun(count: u64, singular: &str) -> String {
    if count == 1 { singular.to_owned() } else { format!("{singular}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_is_reported_in_one_sentence() {
        let report =
            FileReport { path: "a.jsonl".into(), imported: 3, duplicates: 2, rejected: 1, ..FileReport::default() };
        assert_eq!(imported(&report), "a.jsonl: 3 new records, 2 there already, 1 line set aside.");
    }
}
