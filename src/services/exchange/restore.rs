//! A workspace made anew of an export.

use std::path::Path;

use super::look::look;
use super::take::take;
use crate::error::{Problem, Result};
use crate::store::{self, Copied, Reader, Writer};

/// Makes the workspace in `folder` what an export says. A workspace that is there is replaced only where `replaces` says
/// so, and kept beside it as a backup.
///
/// # Errors
/// As [`store::restore`]; `Input` where the export cannot be read, was cut or altered, or holds only what a filter chose.
pub fn restore(folder: &Path, export: &Path, replaces: bool) -> Result<Copied> {
    let found = look(export, None)?;
    if let Some(filter) = &found.header.filter {
        let filter = crate::text::visible_words(filter);
        return Err(Problem::input(format!("{} holds only the records of `{filter}`.", export.display()))
            .hint("`gemba import` unites it with a workspace."));
    }
    let scratch = tempfile::tempdir()
        .map_err(|error| Problem::io(format!("Cannot make a folder for the workspace: {error}.")).caused_by(error))?;
    let (made, backup) = (scratch.path().join("workspace"), scratch.path().join("restored.bak"));
    let mut writer = Writer::open_or_create(&made)?;
    take(export, &mut writer)?;
    drop(writer);
    Reader::open(&made)?.backup(&backup)?;
    store::restore(folder, &backup, replaces)
}
