//! A workspace made anew of a backup or of an export.

use std::path::Path;

use super::look::look;
use super::reading::is_export;
use super::take::take;
use crate::error::{Problem, Result};
use crate::ingest::Readable;
use crate::store::{self, Copied, Reader, Viewer, Writer};

/// Makes the workspace in `folder` what a backup or an export says; `-` is standard input. A workspace that is there is
/// replaced only where `replaces` says so, and kept beside it as a backup.
///
/// # Errors
/// As [`store::restore`]; `Input` where an export cannot be read, was cut or altered, or holds only what a filter chose.
pub fn restore(folder: &Path, file: &Path, replaces: bool) -> Result<Copied> {
    // Both are read more than once.
    let file = Readable::of(file, None)?;
    if !is_export(file.path()) {
        return store::restore(folder, file.path(), replaces);
    }
    let found = look(&file, None)?;
    if let Some(filter) = &found.header.filter {
        let filter = crate::text::visible_words(filter);
        return Err(Problem::input(format!("{} holds only the records of `{filter}`.", file.name()))
            .hint("`gemba import` unites it with a workspace."));
    }
    let scratch = scratch_beside(folder)
        .map_err(|error| Problem::io(format!("Cannot make a folder for the workspace: {error}.")).caused_by(error))?;
    let (made, backup) = (scratch.path().join("workspace"), scratch.path().join("restored.bak"));
    let mut writer = Writer::open_or_create(&made)?;
    take(&file, &mut writer)?;
    drop(writer);
    Reader::open(&made, &Viewer::nobody())?.backup(&backup)?;
    store::restore(folder, &backup, replaces)
}

/// Makes a folder of this user alone beside the workspace, where there is as much room as the workspace needs: a system's
/// temporary folder may be memory.
fn scratch_beside(folder: &Path) -> std::io::Result<tempfile::TempDir> {
    let beside = folder.ancestors().skip(1).find(|place| place.is_dir());
    let beside = beside.map(|place| tempfile::Builder::new().prefix(".gemba-restore-").tempdir_in(place));
    // One who may write in the workspace's folder may not always do so beside it.
    beside.and_then(std::io::Result::ok).map_or_else(tempfile::tempdir, Ok)
}
