//! `grade`: an answer to a criterion.

use clap::Args;

use crate::cli::batch::{self, Judging};
use crate::cli::context::Context;
use crate::cli::lookup::criterion;
use crate::cli::words::{answer_word, refuse_words, required};
use crate::domain::{Answer, Change, Purpose};
use crate::error::Result;

/// Grades a record against the current version of a criterion.
#[derive(Debug, Args)]
pub(crate) struct GradeArgs {
    /// The record: its external id or any unique beginning of its id; `-` reads lines {"id":…,"criterion":…,"answer":…}, and takes
    /// "purpose":"noise" for an answer that was asked a second time to measure your own noise.
    #[arg(value_name = "ID")]
    id: String,
    /// The criterion, by name, slug or number.
    #[arg(value_name = "CRITERION")]
    criterion: Option<String>,
    /// met, not-met or na; none takes the grade back.
    #[arg(value_name = "ANSWER")]
    answer: Option<String>,
}

/// Runs `gemba grade`.
pub(super) fn run(context: &mut Context, args: &GradeArgs) -> Result<()> {
    if args.id == "-" {
        refuse_words(args.criterion.iter().chain(&args.answer))?;
        return batch::run(context, Judging::Grade);
    }
    let named = required(args.criterion.as_ref(), "a criterion")?;
    let answer = answer_word(required(args.answer.as_deref(), "an answer: met, not-met or na")?)?;
    let reader = context.reader()?;
    let (_, record) = reader.find(&args.id)?;
    let book = reader.codebook()?;
    let criterion = criterion(&book, named)?;
    let word = answer.map_or("no grade", Answer::word);
    let summary = format!("{} {} v{} {word}", record.short(), criterion.name, criterion.version());
    let change =
        Change::Grade { record, criterion: criterion.key.clone(), version: 0, answer, purpose: Purpose::First };
    context.write(vec![change], &summary).map(drop)
}
