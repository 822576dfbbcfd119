//! What SQLite and the file system answer, put into words and into an exit class.
//!
//! Knows nothing of what was asked; whoever can name the folder says so itself.

use std::path::Path;

use rusqlite::ffi::ErrorCode;

use crate::error::{Kind, Problem};

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Self {
        let Some(code) = error.sqlite_error_code() else {
            return Self::workspace(format!("The workspace's database answers what gemba cannot read: {error}."))
                .hint("`gemba doctor` looks for the damage.");
        };
        match code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => {
                Self::workspace("The workspace is locked: another program has been writing to it for 5 seconds.")
                    .hint("Close the other program or try again.")
            }
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                Self::workspace(format!("The workspace's database is damaged: {error}."))
                    .hint("`gemba doctor` says how far; nothing was changed.")
            }
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => {
                Self::workspace("The workspace is read-only.").hint("Allow writing to its folder and its files.")
            }
            ErrorCode::CannotOpen => Self::workspace(format!("The workspace's database cannot be opened: {error}.")),
            ErrorCode::DiskFull => Self::io("The disk is full; nothing of this change was written.")
                .hint("Free some space and try again; all that was saved before is safe."),
            ErrorCode::SystemIoFailure => Self::io(format!("Reading or writing the workspace failed: {error}.")),
            ErrorCode::OperationInterrupted => stopped(),
            _ => Self::io(format!("The workspace's database refused an operation: {error}.")),
        }
    }
}

/// A read that was interrupted on request.
pub(crate) fn stopped() -> Problem {
    Problem::new(Kind::Io, "The read was stopped.")
}

/// A failed file operation on `path`, in the class that fits.
pub(crate) fn of_file(error: &std::io::Error, doing: &str, path: &Path) -> Problem {
    use std::io::ErrorKind as Io;
    let sentence = format!("Cannot {doing} {}: {error}.", path.display());
    match error.kind() {
        Io::PermissionDenied | Io::ReadOnlyFilesystem | Io::NotADirectory | Io::NotFound => {
            Problem::workspace(sentence)
        }
        _ => Problem::io(sentence),
    }
}

/// Something stands in the database that gemba never writes.
pub(crate) fn damaged(what: &str) -> Problem {
    Problem::workspace(format!("The workspace's database is damaged: {what}."))
        .hint("`gemba doctor` says how far; nothing was changed.")
}
