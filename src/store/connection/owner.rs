//! Whose a workspace is. One that belongs to another user is read and never written: whoever made it chose its content,
//! and may still change it.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::error::Problem;
use crate::store::connection::paths::database;
use crate::store::connection::permissions::is_writable;

/// Whether files of this user are one's own: the user's who runs gemba, or, under `sudo`, of whoever called it.
#[must_use]
pub fn is_own(uid: u32) -> bool {
    let me = rustix::process::geteuid();
    let caller = || std::env::var("SUDO_UID").ok()?.parse::<u32>().ok();
    uid == me.as_raw() || me.is_root() && Some(uid) == caller()
}

/// Returns the number of the other user to whom the folder or its database belongs; `None` where both are one's own
/// or there is no workspace.
#[must_use]
pub fn foreign_owner(folder: &Path) -> Option<u32> {
    let owners = [folder.to_owned(), database(folder)].map(|path| fs::metadata(path).ok().map(|found| found.uid()));
    owners.into_iter().flatten().find(|uid| !is_own(*uid))
}

/// Whether the workspace can be read and not written: another user's, or one whose folder or file allows no writing.
#[must_use]
pub fn is_only_read(folder: &Path) -> bool {
    foreign_owner(folder).is_some() || !is_writable(folder) || !is_writable(&database(folder))
}

/// Returns why a workspace of another user is not written.
pub(crate) fn not_yours(folder: &Path, owner: u32) -> Problem {
    Problem::workspace(format!(
        "The workspace {} belongs to another user (number {owner}), so it is only read.",
        folder.display()
    ))
    .hint("If it is yours, make it so with `chown -R`; else `gemba backup FILE` copies it and `gemba restore FILE --workspace DIR` makes one of your own of it.")
}
