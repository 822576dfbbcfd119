//! `demo`: the review screen over sample data, in a workspace that is thrown away.

use std::fs;

use clap::Args;

use crate::cli::context::Context;
use crate::cli::output::remark;
use crate::cli::screen::{self, Opening, needs_terminal};
use crate::error::{Problem, Result};
use crate::ingest::Detected;
use crate::services::import::{self, FileReport, ImportOrder, ImportProgress};
use crate::store::Writer;

/// The log that `gemba demo` opens.
const SAMPLE: &str = include_str!("../../../sample-data/support-week-1-2.jsonl");

/// Its file name, which becomes the source's name.
const SAMPLE_NAME: &str = "support-week-1-2.jsonl";

/// How the folder of a demo begins; the number of its process follows.
const DEMO: &str = "gemba-demo-";

/// The two-minute tour: sample data in a workspace that is thrown away at the end.
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {}

/// Runs `gemba demo`: a workspace in a temporary folder, gone at the end.
pub(super) fn run(context: &mut Context, _args: &DemoArgs) -> Result<()> {
    needs_terminal(context)?;
    sweep_left_demos();
    let folder = tempfile::Builder::new()
        .prefix(&format!("{DEMO}{}-", std::process::id()))
        .tempdir()
        .map_err(|error| Problem::io(format!("No temporary folder can be made: {error}.")).caused_by(error))?;
    let log = folder.path().join(SAMPLE_NAME);
    fs::write(&log, SAMPLE)
        .map_err(|error| Problem::io(format!("{} cannot be written: {error}.", log.display())).caused_by(error))?;
    let workspace = folder.path().join("demo");
    let reviewer = context.reviewer()?;
    let order =
        ImportOrder { strict: true, ..ImportOrder::new(vec![log], reviewer.clone(), Context::now(), &workspace) };
    let mut writer = Writer::open_or_create(&workspace)?;
    import::run(Some(&mut writer), &order, &mut Quiet)?;
    drop(writer);
    screen::open(context, &workspace, reviewer, Opening { throw_away: true, ..Opening::default() })?;
    remark("The demo's workspace is gone. `gemba import FILE` starts with your own log.");
    Ok(())
}

/// Takes away what demos left behind that a signal ended: folders of ours whose process is gone.
fn sweep_left_demos() {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.strip_prefix(DEMO)?.split('-').next()?.parse().ok());
        let Some(process) = process.and_then(rustix::process::Pid::from_raw) else { continue };
        let is_gone = rustix::process::test_kill_process(process) == Err(rustix::io::Errno::SRCH);
        let is_ours = entry.metadata().is_ok_and(|found| {
            found.is_dir() && std::os::unix::fs::MetadataExt::uid(&found) == rustix::process::getuid().as_raw()
        });
        if is_gone && is_ours {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// An import that shows nothing.
struct Quiet;

impl ImportProgress for Quiet {
    fn begin(&mut self, _path: &str, _detected: &Detected) {}
    fn advance(&mut self, _bytes: u64, _records: u64) {}
    fn end(&mut self, _report: &FileReport) {}
}
