//! `export`: everything out, as JSON lines that `import` takes back exactly, as a table for spreadsheets, or as a
//! regression set of known-bad and known-good outputs.

mod examples;
mod writer;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use self::examples::{EXAMPLE, examples};
use self::writer::{Form, Place};
use crate::cli::context::Context;
use crate::cli::lookup::parse_filter;
use crate::cli::output::{counted, remark};
use crate::error::Result;
use crate::services::record_json::{FIELDS, RecordJson};

/// Writes records with their judgements: all of them, or those that a filter holds.
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// Which records (see the filter language); by default all.
    #[arg(value_name = "FILTER")]
    filter: Vec<String>,
    /// `jsonl` is exact, and `import` gives the same records back. `csv` is for spreadsheets and loses something: what
    /// could run as a formula gets an apostrophe before it, what cannot be seen is made visible. By default the
    /// ending of the file decides, else `jsonl`.
    #[arg(long, value_name = "FORMAT")]
    format: Option<Form>,
    /// `examples` writes a regression set: one line for each failure mode that a record was tagged with, each
    /// criterion that it was graded on, each pass. What reviewers dispute is left out.
    #[arg(long = "as", value_name = "WHAT")]
    what: Option<What>,
    /// Writes to this file instead of standard output; a file that is there is replaced once all is written.
    #[arg(long, value_name = "F")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    Examples,
}

/// Runs `gemba export`.
pub(super) fn run(context: &mut Context, args: &ExportArgs) -> Result<()> {
    let filter = parse_filter(&args.filter.join(" "))?;
    let reader = context.reader()?;
    let book = reader.codebook()?;
    let path = args.out.as_deref().filter(|path| *path != Path::new("-"));
    let is_csv = path.and_then(Path::extension).is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let form = args.format.unwrap_or(if is_csv { Form::Csv } else { Form::Jsonl });
    let fields = if args.what.is_some() { EXAMPLE } else { FIELDS };
    let now = Context::now();
    let mut place = Place::open(&mut context.out, path)?;
    if form == Form::Csv {
        place.row(&fields.iter().map(|field| (*field).to_owned()).collect::<Vec<_>>())?;
    }
    let (mut records, mut lines, mut disputed) = (0, 0, 0);
    reader.each(&filter, now, &mut |mut record| {
        let judgements = reader.judgements(record.row)?;
        records += 1;
        if args.what.is_some() {
            let found = examples(&record, &judgements, &book, &mut disputed);
            lines += found.len() as u64;
            for example in &found {
                place.write(form, fields, example)?;
            }
        } else {
            lines += 1;
            if form == Form::Csv {
                record.content.output = record.content.output_text().into_owned().into();
            }
            let line = RecordJson { record: &record, judgements: &judgements, book: &book, history: None, fields };
            place.write(form, fields, &line)?;
        }
        Ok(place.is_open())
    })?;
    place.close()?;
    let what = if args.what.is_some() { "example" } else { "record" };
    if let Some(path) = path {
        if context.json {
            let file = path.display().to_string();
            let line = json!({"written": lines, "records": records, "disputed": disputed, "file": file});
            context.out.json(&line)?;
        } else {
            remark(&format!("{} written to {}.", counted(lines, what), path.display()));
        }
    }
    if args.what.is_some() && lines == 0 {
        remark("There are no examples: nothing is judged among these records.");
    }
    if disputed > 0 {
        remark(&format!("{} left out: reviewers disagree.", counted(disputed, "example")));
    }
    Ok(())
}
