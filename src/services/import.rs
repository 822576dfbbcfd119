//! Imports files into the workspace: reader → records → store, labels → verdicts, bad lines → the rejects file.

mod intake;
mod rehearsal;
mod rejects;

use std::path::{Path, PathBuf};
use std::time::Instant;

use self::intake::Intake;
use self::rehearsal::Rehearsal;
use crate::domain::{Name, Time, UndoGroup};
use crate::error::{Kind, Problem, Result};
use crate::ingest::{self, Detected, ImportOptions};
use crate::store::Writer;

/// What to import.
#[derive(Debug, Clone)]
pub struct ImportOrder {
    /// How to read each file; `path` is replaced by each of `paths`.
    pub read: ImportOptions,
    /// The files, in order.
    pub paths: Vec<PathBuf>,
    /// The source's name; the file's name without its endings where absent.
    pub source: Option<String>,
    /// Who gives the verdicts that labels become.
    pub label_as: Option<Name>,
    /// The reviewer of this run.
    pub reviewer: Name,
    /// Stop at the first bad line, before anything is stored.
    pub strict: bool,
    /// Read everything, store nothing.
    pub dry_run: bool,
    /// Where rejects files go: beside the log when it is writable, else here.
    pub rejects_folder: PathBuf,
}

/// What one file's import did.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FileReport {
    /// The source's name.
    pub source: String,
    /// The file as given.
    pub path: String,
    /// The format that was found.
    pub format: String,
    /// How the first record was read: `("input", "question")`.
    pub mapping: Vec<(String, String)>,
    /// Records and rejects that were read.
    pub read: u64,
    /// New records.
    pub imported: u64,
    /// Records that were there already.
    pub duplicates: u64,
    /// Lines set aside.
    pub rejected: u64,
    /// The first few rejects in words, for the screen.
    pub first_rejects: Vec<String>,
    /// Where the rejects stand.
    pub rejects_file: Option<PathBuf>,
    /// Labels taken over as pass, as fail, and those nobody could map.
    pub labels: (u64, u64, u64),
    /// The first few values of labels that were not understood, or taken for a pass as none of those that mean fail.
    pub label_values: Vec<String>,
    /// Labels that were not taken over, because another verdict of the reviewer stands there.
    pub labels_left: u64,
    /// Wall time.
    pub seconds: f64,
    /// Why the file was not read to its end, where others of the same command were.
    pub problem: Option<Problem>,
}

impl FileReport {
    /// Whether the file gave nothing at all, for the reason that its problem says.
    fn is_in_vain(&self) -> bool {
        self.problem.is_some() && self.imported + self.duplicates == 0
    }
}

/// Called as a file is read.
pub trait Progress {
    /// A file was detected.
    fn begin(&mut self, path: &str, detected: &Detected);
    /// So many bytes of the file, so many records.
    fn advance(&mut self, bytes: u64, records: u64);
    /// The file is done.
    fn end(&mut self, report: &FileReport);
}

/// Imports all files. `writer` is `None` for a dry run without a workspace. A file that cannot be read does not keep the
/// others out: its report says why.
///
/// # Errors
/// `Input` where no file could be read or had anything importable, or for a bad line under `strict`; store problems as
/// they are, unless something was imported before them, whose report then ends with the problem's.
pub fn run(
    mut writer: Option<&mut Writer>,
    order: &ImportOrder,
    progress: &mut dyn Progress,
) -> Result<Vec<FileReport>> {
    let rehearsal = if order.strict { Rehearsal::hold(order)? } else { Rehearsal::none(order) };
    let writer = &mut writer;
    // All labels of one command are one group: one undo takes them back.
    let mut group = None;
    let mut reports = Vec::with_capacity(order.paths.len());
    for (path, readable) in order.paths.iter().zip(rehearsal.paths()) {
        let report = import_file(writer.as_deref_mut(), order, path, readable, &mut group, progress);
        progress.end(&report);
        let ends = report.problem.as_ref().is_some_and(|problem| matches!(problem.kind, Kind::Workspace | Kind::Io));
        reports.push(report);
        if ends {
            break;
        }
    }
    match reports.first().and_then(|report| report.problem.clone()) {
        Some(first) if reports.iter().all(FileReport::is_in_vain) => Err(first),
        Some(_) | None => Ok(reports),
    }
}

/// Imports one file. `readable` is where its bytes are: the file itself, or what standard input was spooled to.
fn import_file(
    writer: Option<&mut Writer>,
    order: &ImportOrder,
    path: &Path,
    readable: &Path,
    group: &mut Option<UndoGroup>,
    progress: &mut dyn Progress,
) -> FileReport {
    let began = Instant::now();
    let mut read = order.read.clone();
    readable.clone_into(&mut read.path);
    let mut intake = Intake::new(writer, order, path, group, progress);
    let outcome = ingest::read(&read, &mut intake).and_then(|()| intake.flush());
    let (mut report, closed) = intake.finish(outcome.is_ok());
    report.problem = outcome.and(closed).err();
    if report.problem.is_none() && report.read == report.rejected {
        report.problem = Some(nothing_importable(&report));
    }
    report.seconds = began.elapsed().as_secs_f64();
    report
}

fn nothing_importable(report: &FileReport) -> Problem {
    let problem = Problem::input(format!("{} has nothing importable in it.", report.path));
    let Some(first) = report.first_rejects.first() else { return problem };
    match &report.rejects_file {
        Some(file) => problem.hint(format!("The first of its bad lines is {first}; all are in {}.", file.display())),
        None => problem.hint(format!("The first of its bad lines is {first}.")),
    }
}

const ENDINGS: [&str; 9] = [".gz", ".zst", ".zstd", ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".log"];

/// The name of a source: as given, else the file's name without its endings.
fn source_name(given: Option<&str>, path: &Path) -> String {
    if let Some(name) = given {
        return name.to_owned();
    }
    if path.as_os_str() == "-" {
        return "stdin".to_owned();
    }
    let mut name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    while let Some(shorter) =
        ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).filter(|rest| !rest.is_empty())
    {
        name = shorter.to_owned();
    }
    name
}

fn now() -> Time {
    Time(jiff::Timestamp::now().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::source_name;
    use std::path::Path;

    #[test]
    fn a_source_is_called_like_its_file_without_endings() {
        assert_eq!(source_name(None, Path::new("/logs/app.2026-11.jsonl.gz")), "app.2026-11");
        assert_eq!(source_name(None, Path::new("-")), "stdin");
        assert_eq!(source_name(None, Path::new(".json")), ".json");
        assert_eq!(source_name(Some("prod"), Path::new("x.csv")), "prod");
    }
}
