//! `export`: everything out, as JSON lines that `import` and `restore` take back, as a table for spreadsheets, or as a
//! regression set of known-bad and known-good outputs.

mod examples;
mod outgoing;
mod writer;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use self::examples::{EXAMPLE, examples};
use self::outgoing::Outgoing;
use self::writer::{Form, Place};
use crate::cli::context::Context;
use crate::cli::lookup::parse_filter;
use crate::cli::output::{counted, remark};
use crate::cli::redacting::RedactArgs;
use crate::domain::Filter;
use crate::error::Result;
use crate::services::exchange;
use crate::services::record_json::{FIELDS, RecordJson};
use crate::store::Reader;

/// Writes the workspace: records, judgements with their history, modes, criteria, checks and sessions.
///
/// With a filter, only its records and what was said of them, and the codebook. `import` unites the file with another
/// workspace, `restore` makes a workspace of it.
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// Which records (see `gemba help filter`); by default all.
    #[arg(value_name = "FILTER")]
    filter: Vec<String>,
    /// `gemba` is everything, exact: a header, then a line for each record and each event. `jsonl` is only records with
    /// what is said of them now, a line each, as `list --json` prints them. `csv` is for spreadsheets and loses something:
    /// what could run as a formula gets an apostrophe before it, what cannot be seen is made visible. By default the ending
    /// of the file decides, else `gemba`.
    #[arg(long, value_name = "FORMAT")]
    format: Option<Form>,
    /// `examples` writes a regression set: one line for each failure mode that a record was tagged with, each
    /// criterion that it was graded on, each pass. What reviewers dispute is left out.
    #[arg(long = "as", value_name = "WHAT")]
    what: Option<What>,
    /// Writes to this file instead of standard output; a file that is there is replaced once all is written.
    #[arg(long, value_name = "F")]
    out: Option<PathBuf>,
    #[command(flatten)]
    redact: RedactArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    Examples,
}

/// Runs `gemba export`.
pub(super) fn run(context: &mut Context, args: &ExportArgs) -> Result<()> {
    let typed = args.filter.join(" ");
    let filter = parse_filter(&typed)?;
    let reader = context.outgoing()?;
    let path = args.out.as_deref().filter(|path| *path != Path::new("-"));
    let is_csv = path.and_then(Path::extension).is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let form = args.format.unwrap_or(if is_csv { Form::Csv } else { Form::Gemba });
    let mut outgoing = Outgoing::new(context, &reader, &args.redact)?;
    if args.what.is_none() && form == Form::Gemba {
        let chosen = (!typed.trim().is_empty()).then_some((&filter, typed.trim()));
        return everything(context, (&reader, chosen), outgoing, path);
    }
    let book = reader.codebook()?;
    let is_set = args.what.is_some();
    let fields = if is_set { EXAMPLE } else { FIELDS };
    let now = Context::now();
    let mut place = Place::open(&mut context.out, path)?;
    if form == Form::Csv {
        place.row(&fields.iter().map(|field| (*field).to_owned()).collect::<Vec<_>>())?;
    }
    let (mut records, mut lines, mut disputed) = (0, 0, 0);
    reader.each(&filter, now, &mut |mut record| {
        let judgements = reader.judgements(record.row)?;
        records += 1;
        if is_set {
            let found = examples(&record, &judgements, &book, &mut disputed);
            lines += found.len() as u64;
            for example in &found {
                place.write(form, fields, example, &mut outgoing)?;
            }
        } else {
            lines += 1;
            if form == Form::Csv {
                record.content.output = record.content.output_text().into_owned().into();
            }
            let line = RecordJson { record: &record, judgements: &judgements, book: &book, history: None, fields };
            place.write(form, fields, &line, &mut outgoing)?;
        }
        Ok(place.is_open())
    })?;
    place.close()?;
    let what = if is_set { "example" } else { "record" };
    if let Some(path) = path {
        if context.json {
            let file = path.display().to_string();
            let line = json!({"written": lines, "records": records, "disputed": disputed, "file": file,
                "masked": outgoing.masks(), "found": outgoing.found()});
            context.out.json(&line)?;
        } else {
            remark(&format!("{} written to {}.", counted(lines, what), path.display()));
        }
    }
    outgoing.say();
    if is_set && lines == 0 {
        remark("There are no examples: nothing is judged among these records.");
    }
    if disputed > 0 {
        remark(&format!("{} left out: reviewers disagree.", counted(disputed, "example")));
    }
    Ok(())
}

/// Writes the lines that `import` and `restore` take back.
fn everything(
    context: &mut Context,
    (reader, chosen): (&Reader, Option<(&Filter, &str)>),
    mut outgoing: Outgoing,
    path: Option<&Path>,
) -> Result<()> {
    let mut place = Place::open(&mut context.out, path)?;
    let done = exchange::export(reader, chosen, outgoing.masks(), Context::now(), &mut |line| {
        place.line(&outgoing.line(line.to_owned()))?;
        Ok(place.is_open())
    })?;
    place.close()?;
    outgoing.say();
    let Some(path) = path else { return Ok(()) };
    if context.json {
        let file = path.display().to_string();
        let line = json!({"written": done.records, "records": done.records, "events": done.events, "disputed": 0,
            "file": file, "masked": outgoing.masks(), "found": outgoing.found()});
        return context.out.json(&line);
    }
    let held = format!("{} and {}", counted(done.records, "record"), counted(done.events, "event"));
    remark(&format!("{held} written to {}.", path.display()));
    Ok(())
}
