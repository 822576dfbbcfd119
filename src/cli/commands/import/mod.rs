//! `import`: logs into the workspace, which is created when there is none.

mod args;
mod feed;
mod judgements;
mod labels;
mod log_args;
mod order;
mod pick;
mod progress;
mod report;

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use self::args::Doubts;
pub(super) use self::args::ImportArgs;

pub(super) use self::feed::{attach, paths as paths_of};
pub(super) use self::log_args::LogArgs;
pub(super) use self::order::of as order_of;
pub(super) use self::progress::FileProgress;
use crate::cli::commands::index;
use crate::cli::context::Context;
use crate::cli::output::{complain, explain, remark};
use crate::config::{FoundWorkspace, Origin, discovery};
use crate::error::{Problem, Result};
use crate::runtime::{end_as_stopped, stop_flag};
use crate::services::import::{self, FileReport, ImportOrder};
use crate::store::Writer;
use crate::text::shell_word;

/// Runs `gemba import`.
pub(super) fn run(context: &mut Context, args: &ImportArgs) -> Result<()> {
    if args.formats {
        return report::formats(context);
    }
    if args.undo {
        return super::sources::undo_import(context, args.with_judgements, args.dry_run);
    }
    args.paths.iter().filter(|path| args.pick || !import::is_several(path)).try_for_each(|path| readable(path))?;
    let place = discovery::for_import(&context.flags, &context.env);
    let picked = if args.pick { Some(pick::pick(context, args, &place)?) } else { None };
    let args = match &picked {
        None => args,
        Some(Some(picked)) => picked,
        Some(None) => {
            remark("Nothing was imported.");
            return Ok(());
        }
    };
    context.mention(&place);
    Context::warn_of_place(&place.folder);
    let stopped = stop_flag()?;
    let mut order = ImportOrder {
        stop: Arc::clone(&stopped),
        strict: args.strict,
        dry_run: args.dry_run,
        doubts_fail: args.doubts == Doubts::Fail,
        ..order::of(context, &args.log, paths_of(&args.log, &args.paths), &place)?
    };
    if args.map_as.is_some() && order.read.mapping().is_empty() {
        return Err(Problem::usage("There is no mapping to save.").hint("Give --map FIELD=PATH with --map-as NAME."));
    }
    if order.doubts_fail && args.log.follow {
        return Err(Problem::usage(
            "--follow stores records while they come; --doubts fail stores nothing before the end.",
        )
        .hint("Leave one of them out."));
    }
    let mut progress = FileProgress::new(Arc::clone(&stopped), !context.json);
    if !args.log.is_exec() {
        order.paths = import::expanded(&order, &mut progress)?;
    }
    attach(&mut order, &args.log, false)?;
    let is_new = !place.exists();
    let made_folder = !place.folder.exists();
    let mut writer = match (args.dry_run, is_new) {
        (true, true) => None,
        (true, false) => Some(Writer::open(&place.folder)?),
        // What is followed is seen while it comes.
        (false, _) if order.live => Some(Writer::open_or_create(&place.folder)?),
        (false, _) => Some(Writer::open_for_import(&place.folder)?),
    };
    let done = import::run(writer.as_mut(), &order, &mut progress);
    if done.is_err() && is_new && !args.dry_run {
        writer = None;
        forget_folder(&place, made_folder);
    }
    if let (Err(problem), true) = (&done, stopped.load(Ordering::Relaxed)) {
        complain(problem, context.verbose);
        end_as_stopped();
    }
    let reports = done?;
    if is_new && !args.dry_run {
        remark(&format!("New workspace in {}.", place.folder.display()));
    } else if !args.dry_run && is_elsewhere(&place, &context.env.folder) {
        remark(&format!("Into the workspace in {}.", place.folder.display()));
    }
    if let (Some(name), Some(writer)) = (&args.map_as, writer.as_mut()) {
        if args.dry_run {
            remark("A dry run saves no mapping.");
        } else {
            writer.save_mapping(name, &order.read.mapping())?;
            remark(&format!("The mapping is saved: --map {} uses it again.", shell_word(name)));
        }
    }
    report::print(context, args, &reports)?;
    if stopped.load(Ordering::Relaxed) {
        context.out.flush()?;
        end_as_stopped();
    }
    if let Some(writer) = writer.as_mut().filter(|_| !args.dry_run && !context.json && is_watched()) {
        let state = writer.index_state()?;
        index::build(writer, state)?;
    }
    failed_files(&reports, context.verbose)
}

/// Returns whether a workspace that nobody named lies outside the working folder.
fn is_elsewhere(place: &FoundWorkspace, working: &Path) -> bool {
    let named = match place.origin {
        Origin::Flag | Origin::Environment => true,
        Origin::Project | Origin::UserData => false,
    };
    !named && place.folder.parent() != Some(working)
}

/// Returns whether somebody sees the bar of what goes on after the summary, and may end it.
fn is_watched() -> bool {
    std::io::stdout().is_terminal() && std::io::stderr().is_terminal()
}

/// Returns the problem of the files that were not imported; where there are several, prints each of them first.
fn failed_files(reports: &[FileReport], verbose: bool) -> Result<()> {
    let problems: Vec<(&str, &Problem)> =
        reports.iter().filter_map(|report| Some((report.path.as_str(), report.problem.as_ref()?))).collect();
    let kind = match problems.as_slice() {
        [] => return Ok(()),
        [(_, problem)] => return Err((*problem).clone()),
        [(_, first), ..] => first.kind,
    };
    for (_, problem) in &problems {
        remark(&problem.sentence);
        explain(problem, verbose);
    }
    let names: Vec<&str> = problems.iter().map(|(path, _)| *path).collect();
    Err(Problem::new(kind, format!("Not imported, or not to the end: {}.", names.join(", "))))
}

/// Refuses what cannot be a log before a workspace is made for it.
pub(super) fn readable(path: &Path) -> Result<()> {
    if path.as_os_str() == "-" {
        return Ok(());
    }
    let wrong = |what: String| Problem::input(format!("{} {what}", path.display()));
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(wrong("does not exist.".to_owned()).caused_by(error))
        }
        Err(error) => Err(wrong(format!("cannot be read: {error}.")).caused_by(error)),
        Ok(found) if found.is_dir() => {
            Err(wrong("is a directory.".to_owned()).hint("Name the files in it; `gemba import` takes folders too."))
        }
        Ok(_) => Ok(()),
    }
}

/// Takes away the folder that this failed import made, as long as nothing at all is in it.
pub(super) fn forget_folder(place: &FoundWorkspace, made_folder: bool) {
    if made_folder {
        // Fails, rightly, when anything else is in the folder.
        let _ = std::fs::remove_dir(&place.folder);
    }
}
