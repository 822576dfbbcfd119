//! `settle`: what reviewers who answered differently decided on.

use clap::Args;

use crate::cli::batch::{self, Judging};
use crate::cli::context::Context;
use crate::cli::settling;
use crate::cli::words::{names, refuse_words};
use crate::domain::{Change, Name, SettledAnswer, SettledBy};
use crate::error::{Problem, Result};

/// Settles what reviewers answered differently: the settled answer stands above every single one, which all stay as they
/// are.
#[derive(Debug, Args)]
pub(crate) struct SettleArgs {
    /// The record: its external id or any unique beginning of its id; `-` reads lines {"id":…,"target":…,"answer":…,"by":…} from standard
    /// input.
    #[arg(value_name = "ID")]
    id: String,
    /// What is settled, and the answer: `verdict pass`, fail or declined; `mode NAME yes` or no; `criterion NAME met`,
    /// not-met or na; none takes the settlement back.
    #[arg(value_name = "WHAT")]
    words: Vec<String>,
    /// Who settled it together; without, all who answered.
    #[arg(long, value_name = "A,B", value_delimiter = ',', conflicts_with = "owner")]
    by: Vec<String>,
    /// You decide alone, as the owner of the criterion.
    #[arg(long)]
    owner: bool,
}

/// Runs `gemba settle`.
pub(super) fn run(context: &mut Context, args: &SettleArgs) -> Result<()> {
    if args.id == "-" {
        refuse_words(args.words.iter().chain(&args.by))?;
        return batch::run(context, Judging::Settle);
    }
    let reader = context.reader()?;
    let (row, record) = reader.find(&args.id)?;
    let book = reader.codebook()?;
    let words: Vec<&str> = args.words.iter().map(String::as_str).collect();
    let Some((typed, asked)) = words.split_last() else {
        return Err(Problem::usage("Missing: what is settled, and the answer.").hint("--help shows how it is written."));
    };
    let target = settling::target(&book, asked)?;
    let answer = settling::answer(&target, typed)?;
    let by = args.by.iter().map(|name| Name::new(name)).collect::<Result<Vec<_>>>()?;
    let how = if args.owner { SettledBy::Owner } else { SettledBy::Agreement };
    let asked = asked.join(" ");
    let change = settling::change(
        (&book, &context.roles()?),
        &reader.judgements(row)?,
        (record, target, answer),
        (&context.reviewer()?, by, how),
    )?;
    let Change::Settle { by, .. } = &change else { return Ok(()) };
    let who = names(by.iter());
    let word = answer.map_or("not settled", SettledAnswer::word);
    let by = if answer.is_some() { format!(" (settled by {who})") } else { String::new() };
    let summary = format!("= {} {asked} {word}{by}", record.short());
    context.write(vec![change], &summary).map(drop)
}
