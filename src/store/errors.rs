//! What SQLite and the file system answer, put into words and into an exit class.
//!
//! Knows nothing of what was asked; whoever can name the folder says so itself.

use std::path::Path;

use rusqlite::ffi::ErrorCode;

use crate::error::{Hint, Kind, Problem};

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Self {
        let problem = match error.sqlite_error_code() {
            Some(code) => of_code(code, &error),
            None => Self::workspace(format!("The workspace's database answers what gemba cannot read: {error}."))
                .hint(Hint::RunDoctor("`gemba doctor` looks for the damage.".to_owned())),
        };
        problem.caused_by(error)
    }
}

fn of_code(code: ErrorCode, error: &rusqlite::Error) -> Problem {
    match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => {
            Problem::workspace("The workspace is locked: another program has been writing to it for 5 seconds.")
                .hint("Close the other program or try again.")
        }
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => damaged(&error.to_string()),
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => {
            Problem::workspace("The workspace is read-only.").hint("Allow writing to its folder and its files.")
        }
        ErrorCode::CannotOpen => Problem::workspace(format!("The workspace's database cannot be opened: {error}.")),
        ErrorCode::DiskFull => Problem::io("The disk is full; nothing of this change was written.")
            .hint("Free some space and try again; all that was saved before is safe."),
        ErrorCode::SystemIoFailure => Problem::io(format!("Reading or writing the workspace failed: {error}.")),
        ErrorCode::OperationInterrupted => stopped(),
        _ => Problem::io(format!("The workspace's database refused an operation: {error}.")),
    }
}

/// Returns the problem of a read that was interrupted on request.
pub(crate) fn stopped() -> Problem {
    Problem::new(Kind::Io, "The read was stopped.")
}

/// Returns the problem of a failed file operation on `path`, in the class that fits.
pub(crate) fn of_file(error: std::io::Error, doing: &str, path: &Path) -> Problem {
    use std::io::ErrorKind as Io;
    let sentence = format!("Cannot {doing} {}: {error}.", path.display());
    let kind = match error.kind() {
        Io::PermissionDenied | Io::ReadOnlyFilesystem | Io::NotADirectory | Io::NotFound => Kind::Workspace,
        _ => Kind::Io,
    };
    Problem::new(kind, sentence).caused_by(error)
}

/// Returns the problem of a database that holds what gemba never writes.
pub(crate) fn damaged(what: &str) -> Problem {
    Problem::workspace(format!("The workspace's database is damaged: {what}."))
        .hint(Hint::RunDoctor("`gemba doctor` says how far; nothing was changed.".to_owned()))
}
