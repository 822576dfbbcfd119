//! `report`: figures and examples for people who do not use gemba, as a page of HTML or as Markdown.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use tempfile::NamedTempFile;

use crate::cli::context::Context;
use crate::cli::lookup::parse_filter;
use crate::cli::output::{counted, remark};
use crate::cli::redacting::{RedactArgs, say_masked};
use crate::domain::Time;
use crate::error::{Kind, Problem, Result};
use crate::redact::Mode;
use crate::report;
use crate::services::report::{ReportOrder, gather};

/// Writes a report: rates, saturation, drift, agreement, alignment of checks and progress as charts with their figures, and examples
/// of each failure mode.
///
/// The HTML is one file that holds all it needs: it loads nothing, runs nothing, links nowhere, prints well, and follows
/// the reader's dark or light colours. Markdown is for a ticket: tables, no images. Both quote logs, masked.
#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// Which records (see `gemba help filter`); by default all.
    #[arg(value_name = "FILTER")]
    filter: Vec<String>,
    /// By default the ending of the file decides, else `md`.
    #[arg(long, value_name = "FORMAT")]
    format: Option<Form>,
    /// Writes to this file, which only you can read, and which must not be there yet. By default standard output; HTML that
    /// would go to a terminal is written to `gemba-report-DATE.html` in the current folder instead.
    #[arg(long, value_name = "F")]
    out: Option<PathBuf>,
    /// Replaces the file that is there.
    #[arg(long)]
    force: bool,
    /// How many examples of each failure mode; 0 for figures alone.
    #[arg(long, value_name = "N", default_value_t = 2)]
    examples: usize,
    #[command(flatten)]
    redact: RedactArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A page that holds all it needs.
    Html,
    /// Markdown.
    Md,
}

/// Runs `gemba report`.
pub(super) fn run(context: &mut Context, args: &ReportArgs) -> Result<()> {
    let typed = args.filter.join(" ");
    let filter = parse_filter(&typed)?;
    let now = Context::now();
    let given = args.out.as_deref().filter(|path| *path != Path::new("-"));
    let form = args.format.unwrap_or_else(|| form_of(given));
    let is_shown = args.out.is_none() && std::io::stdout().is_terminal();
    let path = match (given, form) {
        (Some(path), _) => Some(path.to_owned()),
        (None, Form::Html) if is_shown => Some(file_name(now)),
        (None, Form::Html | Form::Md) => None,
    };
    if let Some(path) = path.as_deref().filter(|path| path.exists() && !args.force) {
        return Err(is_there(path));
    }
    let reader = context.outgoing()?;
    let filter = (!typed.trim().is_empty()).then(|| (filter, typed.trim().to_owned()));
    let order = ReportOrder {
        filter,
        examples: args.examples,
        redactor: args.redact.redactor(context, &reader, Mode::Mask)?,
        now,
    };
    let contents = gather(&reader, &order, &context.commands(false)?)?;
    if let Some(masked) = &contents.masked {
        say_masked(masked);
    }
    let text = match form {
        Form::Html => report::html(&contents),
        Form::Md => report::markdown(&contents),
    };
    let Some(path) = path else { return context.out.raw(text.as_bytes()) };
    write(&path, &text, args.force)?;
    let records = counted(contents.counts.records, "record");
    remark(&format!("A report of {records} is written to {}.", path.display()));
    Ok(())
}

/// Returns the format that the ending of a file names.
fn form_of(path: Option<&Path>) -> Form {
    let ending = path.and_then(Path::extension);
    let is_html = ["html", "htm"].iter().any(|known| ending.is_some_and(|ending| ending.eq_ignore_ascii_case(known)));
    if is_html { Form::Html } else { Form::Md }
}

fn file_name(now: Time) -> PathBuf {
    let made = now.rfc3339();
    PathBuf::from(format!("gemba-report-{}.html", made.split('T').next().unwrap_or_default()))
}

/// Writes a file at once, for the user alone; over one that is there only where asked.
fn write(path: &Path, text: &str, force: bool) -> Result<()> {
    let unwritable =
        |error: std::io::Error| Problem::io(format!("{} cannot be written: {error}.", path.display())).caused_by(error);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder).map_err(unwritable)?;
    file.write_all(text.as_bytes()).map_err(unwritable)?;
    file.as_file().sync_all().map_err(unwritable)?;
    if force {
        return file.persist(path).map(drop).map_err(|error| unwritable(error.error));
    }
    file.persist_noclobber(path).map(drop).map_err(|error| match error.error.kind() {
        std::io::ErrorKind::AlreadyExists => is_there(path),
        _ => unwritable(error.error),
    })
}

fn is_there(path: &Path) -> Problem {
    Problem::new(Kind::Usage, format!("{} is there already.", path.display()))
        .hint("`--force` replaces it, `--out F` writes another file.")
}
