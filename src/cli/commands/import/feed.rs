//! Where the text of a log comes from, where that is no plain file: a program, a file that others append to, a named pipe.

use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::log_args::LogArgs;
use crate::error::{Problem, Result};
use crate::ingest::{self, SharedFeed};
use crate::runtime::{Follow, Pipe, Program, Until};
use crate::services::import::ImportOrder;

/// Returns the paths to read: of a program only its name.
pub(crate) fn paths(log: &LogArgs, files: &[PathBuf]) -> Vec<PathBuf> {
    log.exec.first().map_or_else(|| files.to_vec(), |program| vec![PathBuf::from(Program::name(program))])
}

/// Opens what is read in the place of a file, if anything is. `shows` says whether somebody looks at the records meanwhile.
///
/// # Errors
/// `Input` where it cannot be opened or started; `Usage` for arguments that do not go together.
pub(crate) fn attach(order: &mut ImportOrder, log: &LogArgs, shows: bool) -> Result<()> {
    let idle = log.idle.map(Duration::from_secs);
    let until = Until::new(std::sync::Arc::clone(&order.stop), idle);
    if !log.exec.is_empty() {
        order.all_or_nothing = !log.keep_partial && !shows;
        order.read.feed = Some(SharedFeed::new(Program::start(&log.exec, until)?));
        return Ok(());
    }
    let [path] = order.paths.as_slice() else {
        return if log.follow {
            Err(Problem::usage("--follow reads one file at a time.").hint("Give each file a command of its own."))
        } else {
            Ok(())
        };
    };
    let failed =
        |error: std::io::Error| Problem::input(format!("{} cannot be read: {error}.", path.display())).caused_by(error);
    let is_pipe = std::fs::metadata(path).is_ok_and(|about| about.file_type().is_fifo());
    if is_pipe && (shows || log.follow) {
        order.read.feed = Some(SharedFeed::new(Pipe::open(path, until, log.follow).map_err(failed)?));
    } else if log.follow {
        refuse_packed(path)?;
        order.read.feed = Some(SharedFeed::new(Follow::open(path, until).map_err(failed)?));
    }
    order.live |= log.follow;
    Ok(())
}

/// Refuses to follow what cannot be appended to.
fn refuse_packed(path: &Path) -> Result<()> {
    if path.as_os_str() == "-" {
        return Err(Problem::usage("Standard input is read to its end anyway; --follow is for files."));
    }
    if ingest::is_named_like_packed(&path.to_string_lossy()) {
        return Err(Problem::usage(format!("{} is packed; --follow reads plain text.", path.display())));
    }
    Ok(())
}
