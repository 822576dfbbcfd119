//! `untag`: takes tags back.

use clap::Args;

use crate::cli::batch::{self, Judging};
use crate::cli::context::Context;
use crate::cli::lookup::any_mode;
use crate::cli::words::{names, refuse_words, required};
use crate::domain::Change;
use crate::error::Result;

/// Takes back your tags of these modes on a record.
#[derive(Debug, Args)]
pub(crate) struct UntagArgs {
    /// The record: its external id or any unique beginning of its id; `-` reads lines {"id":…,"mode":…} from standard input.
    #[arg(value_name = "ID")]
    id: String,
    /// Failure modes, by name or slug.
    #[arg(value_name = "MODE")]
    modes: Vec<String>,
}

/// Runs `gemba untag`.
pub(super) fn run(context: &mut Context, args: &UntagArgs) -> Result<()> {
    if args.id == "-" {
        refuse_words(args.modes.iter())?;
        return batch::run(context, Judging::Untag);
    }
    required(args.modes.first(), "a failure mode")?;
    let reader = context.reader()?;
    let (_, record) = reader.find(&args.id)?;
    let book = reader.codebook()?;
    let modes = args.modes.iter().map(|typed| any_mode(&book, typed)).collect::<Result<Vec<_>>>()?;
    let changes = modes.iter().map(|mode| Change::Untag { record, mode: mode.key.clone() }).collect();
    let summary = format!("- {} {}", record.short(), names(modes.iter().map(|mode| &mode.name)));
    context.write(changes, &summary).map(drop)
}
