//! Who may read the workspace: folder 0700, files 0600, whatever the umask says.
//!
//! A folder that holds other things than gemba's (a project named with `--workspace`) is never made narrower: it is
//! refused when others may write to it, and left alone otherwise.

use std::fs;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::Path;

use crate::error::{Problem, Result};
use crate::store::connection::paths::with_companions;
use crate::store::errors;

/// Makes the folder, closed to others.
pub(crate) fn make_folder(folder: &Path) -> Result<()> {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| errors::of_file(error, "make the workspace folder", folder))?;
    set_mode(folder, 0o700)
}

/// Closes an existing workspace folder to others, or refuses one that others may write to.
pub(crate) fn close_folder(folder: &Path) -> Result<()> {
    let Some(open) = openness(folder) else { return Ok(()) };
    if open.trailing_zeros() >= 6 {
        return Ok(());
    }
    if holds_only_ours(folder) && set_mode(folder, 0o700).is_ok() {
        return Ok(());
    }
    if open & 0o022 != 0 {
        return Err(Problem::workspace(format!(
            "The folder {} can be written by other users, so a workspace in it is not safe.",
            folder.display()
        ))
        .hint("Take the write permission away (`chmod go-w`), or name another folder."));
    }
    Ok(())
}

/// Closes the database file and its companions to others.
pub(crate) fn close_files(database: &Path) -> Result<()> {
    for file in with_companions(database) {
        if openness(&file).is_some_and(|open| open & 0o177 != 0) {
            set_mode(&file, 0o600)?;
        }
    }
    Ok(())
}

/// Whether this user may write to a file, or make one in a folder.
pub(crate) fn is_writable(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok()
}

/// Closes one file to others.
pub(crate) fn close_file(file: &Path) -> Result<()> {
    set_mode(file, 0o600)
}

/// Whether the database and its companions are closed to others.
pub(crate) fn files_are_closed(database: &Path) -> bool {
    with_companions(database).iter().all(|file| openness(file).is_none_or(|open| open.trailing_zeros() >= 6))
}

/// Whether nobody else may write to the folder.
pub(crate) fn folder_is_closed(folder: &Path) -> bool {
    openness(folder).is_none_or(|open| open & 0o022 == 0)
}

fn openness(path: &Path) -> Option<u32> {
    fs::metadata(path).ok().map(|metadata| metadata.mode() & 0o777)
}

fn set_mode(path: &Path, mode: u32) -> Result<()> {
    let done = fs::set_permissions(path, fs::Permissions::from_mode(mode));
    done.map_err(|error| errors::of_file(error, "set the permissions of", path))
}

fn holds_only_ours(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    entries.flatten().all(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("gemba.db")
            || matches!(&*name, "config.toml" | "themes" | "exports" | "rejects" | ".gitignore")
    })
}
