//! `correct`: the output as it should have been, beside the one that was logged.

use std::io::Read;
use std::path::PathBuf;

use clap::Args;

use crate::cli::batch::{self, Judging};
use crate::cli::context::Context;
use crate::cli::words::corrected_text;
use crate::domain::Change;
use crate::error::{Problem, Result};

/// The longest corrected output in bytes.
const LONGEST: u64 = 16 << 20;

/// Writes, changes or takes back your corrected output of a record: the output as it should have been.
#[derive(Debug, Args)]
pub(crate) struct CorrectArgs {
    /// The record: its external id or any unique beginning of its id; `-` reads lines {"id":…,"text":…} from standard input.
    #[arg(value_name = "ID")]
    id: String,
    /// The output as it should have been; behind `--` when it begins with a hyphen. An empty one takes yours back.
    #[arg(value_name = "TEXT")]
    text: Option<String>,
    /// Takes it from this file, byte for byte; `-` is standard input.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["text", "delete"])]
    file: Option<PathBuf>,
    /// Takes your corrected output back.
    #[arg(long, conflicts_with = "text")]
    delete: bool,
}

/// Runs `gemba correct`.
pub(super) fn run(context: &mut Context, args: &CorrectArgs) -> Result<()> {
    if args.id == "-" {
        if args.text.is_some() || args.file.is_some() || args.delete {
            return Err(Problem::usage("With `-` everything comes from standard input."));
        }
        return batch::run(context, Judging::Correction);
    }
    let text = match (&args.text, &args.file) {
        _ if args.delete => None,
        (Some(text), _) => corrected_text(text),
        (None, Some(file)) => corrected_text(&read(file)?),
        (None, None) => {
            return Err(Problem::usage("No corrected output was given.")
                .hint("Give a text, --file FILE, or --delete to take yours back."));
        }
    };
    let reader = context.reader()?;
    let (row, record) = reader.find(&args.id)?;
    if let Some(text) = &text
        && reader.record(row)?.content.output == *text
    {
        return Err(Problem::usage(format!("That is the output of {} as it was logged.", record.short()))
            .hint("`gemba verdict ID pass` says that it is good as it is."));
    }
    let summary = format!("{} {}", record.short(), if text.is_some() { "corrected" } else { "correction deleted" });
    context.write(vec![Change::Correction { record, text }], &summary).map(drop)
}

fn read(file: &PathBuf) -> Result<String> {
    let unreadable =
        |error: std::io::Error| Problem::input(format!("{} cannot be read: {error}.", file.display())).caused_by(error);
    let mut bytes = Vec::new();
    let input: Box<dyn Read> = if file.as_os_str() == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(file).map_err(unreadable)?)
    };
    input.take(LONGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LONGEST {
        return Err(Problem::input(format!("{} is longer than 16 MiB.", file.display())));
    }
    String::from_utf8(bytes)
        .map_err(|error| Problem::input(format!("{} is not UTF-8 text.", file.display())).caused_by(error))
}
