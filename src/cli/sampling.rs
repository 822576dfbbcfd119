//! How records are drawn: the flags that `review` and `list` share.

use clap::Args;

use crate::cli::context::Context;
use crate::domain::{Day, DrawnBy, SAMPLING, Sampling, SamplingPlan, Stratum, Takes, spelling};
use crate::error::{Problem, Result};
use crate::store::Reader;

/// How records are drawn.
#[derive(Debug, Args)]
pub(super) struct SamplingArgs {
    /// Draws so many of them.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) sample: Option<u32>,
    #[arg(long, value_name = "PLAN", help = plans_help())]
    pub(super) by: Option<String>,
    /// The seed of a draw: the same seed draws the same records, in the same order.
    #[arg(long, value_name = "N")]
    pub(super) seed: Option<u64>,
}

impl SamplingArgs {
    /// Returns whether anything is drawn.
    pub(super) const fn is_drawn(&self) -> bool {
        self.sample.is_some() || self.by.is_some() || self.seed.is_some()
    }

    /// Returns how the records are drawn: at random where a size or a seed is named and no plan.
    ///
    /// # Errors
    /// `Usage` for an unknown plan, or for one that lacks what has to stand behind its word.
    pub(super) fn sampling(&self, reader: &Reader) -> Result<Sampling> {
        let is_drawn = self.sample.is_some() || self.seed.is_some();
        let (plan, by) = match &self.by {
            Some(typed) => plan(typed, reader)?,
            None if is_drawn => (SamplingPlan::Random, None),
            None => (SamplingPlan::default(), None),
        };
        // Short enough to be typed again; the session keeps it.
        let drawn = || u64::try_from(Context::now().0).unwrap_or_default() % 1_000_000;
        let seed = if plan.plan().needs_seed { self.seed.unwrap_or_else(drawn) } else { 0 };
        Ok(Sampling { plan, by, size: self.sample, seed })
    }
}

/// Reads a plan and what stands behind its word.
fn plan(typed: &str, reader: &Reader) -> Result<(SamplingPlan, Option<DrawnBy>)> {
    let (word, behind) = match typed.split_once(':') {
        Some((word, behind)) => (word, Some(behind)),
        None => (typed, None),
    };
    let words: Vec<&str> = named().map(SamplingPlan::word).collect();
    let Some(plan) = named().find(|plan| plan.word() == word) else {
        return Err(Problem::usage(format!("There is no sampling plan `{word}`.")).hint(spelling::hint(word, &words)));
    };
    let by = match (plan.plan().takes, behind) {
        (Takes::Nothing, None) => None,
        (Takes::Nothing, Some(_)) => {
            return Err(Problem::usage(format!("The plan `{word}` takes nothing behind it: --by {word}.")));
        }
        (Takes::Field, field) => {
            let fields: Vec<&str> = Stratum::ALL.iter().map(|field| field.word()).collect();
            let field = field.unwrap_or_default();
            let found = Stratum::from_word(field).ok_or_else(|| {
                Problem::usage(format!("The plan `{word}` needs a field, as in {word}:model."))
                    .hint(spelling::hint(field, &fields))
            })?;
            Some(DrawnBy::Field(found))
        }
        (Takes::Day, day) => {
            let found = Day::parse(day.unwrap_or_default()).ok_or_else(|| {
                Problem::usage(format!("The plan `{word}` needs a day, as in {word}:2026-11-27."))
                    .hint("`gemba today` reads the sample of today.")
            })?;
            Some(DrawnBy::Day(found))
        }
        (Takes::Record, id) => {
            let id = id.filter(|id| !id.is_empty()).ok_or_else(|| {
                Problem::usage(format!("The plan `{word}` needs a record, as in {word}:4f2a."))
                    .hint("`gemba list` prints the ids of records.")
            })?;
            Some(DrawnBy::Record(reader.find(id)?.1))
        }
    };
    Ok((plan, by))
}

/// Returns the plans that can be named: reading the whole is what happens without one.
fn named() -> impl Iterator<Item = SamplingPlan> {
    SAMPLING.iter().copied().filter(|plan| *plan != SamplingPlan::default())
}

fn plans_help() -> String {
    let plans = named().map(|plan| {
        let behind = match plan.plan().takes {
            Takes::Nothing => "",
            Takes::Field => ":FIELD",
            Takes::Record => ":ID",
            Takes::Day => ":DATE",
        };
        format!("  {}{behind}: {}", plan.word(), plan.plan().help)
    });
    format!("How they are drawn:\n{}", plans.collect::<Vec<_>>().join("\n"))
}
