//! `saturation`: whether reading on would show anything new.

use clap::Args;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::output::{counted, grouped, percent};
use crate::error::Result;
use crate::measures::drift::rubric::{CreatedCount, RECORDS_PER_COUNT, created};
use crate::services;

/// How many counts of new modes and criteria are printed for people.
const STRETCHES: usize = 12;

/// Whether reading on would show anything new: failure modes against records read, and how many are unseen.
#[derive(Debug, Args)]
pub(crate) struct SaturationArgs {}

/// Runs `gemba saturation`.
pub(super) fn run(context: &mut Context, _args: &SaturationArgs) -> Result<()> {
    let reader = context.reader()?;
    let figures = services::insights::saturation(&reader)?;
    let created = created(&reader.judged_facts()?, &reader.created()?);
    if context.json {
        let created: Vec<_> = created
            .iter()
            .map(|stretch| json!({"until": stretch.until, "modes": stretch.modes, "criteria": stretch.criteria}))
            .collect();
        let why = (figures.failing == 0).then_some("no failing record with a failure mode yet");
        return context.out.json(&json!({
            "read": figures.read, "modes": figures.modes, "unseen_mass": figures.unseen_mass(),
            "chao2": figures.chao2(), "since_new": figures.since_new, "curve": figures.curve,
            "advice": figures.advice(), "failing": figures.failing, "once": figures.once, "twice": figures.twice,
            "incidences": figures.incidences, "unseen_per_failing": figures.unseen_per_failing(), "births": created,
            "failing_without_mode": figures.modeless, "disputed": figures.disputed, "why": why,
        }));
    }
    let modes = counted(figures.modes, "failure mode");
    context.out.line(&format!(
        "{} read, {modes} in {}",
        grouped(figures.read),
        counted(figures.failing, "tagged record")
    ))?;
    if figures.modeless > 0 {
        let (have, are) = if figures.modeless == 1 { ("has", "is") } else { ("have", "are") };
        let failed = counted(figures.modeless, "failed record");
        context.out.line(&format!("{failed} {have} no failure mode yet and {are} not counted here"))?;
    }
    if figures.disputed > 0 {
        let (is, it, shows) = if figures.disputed == 1 { ("is", "it", "shows") } else { ("are", "they", "show") };
        let disputed = counted(figures.disputed, "disputed record");
        context
            .out
            .line(&format!("{disputed} {is} not counted here: what only {it} {shows} is not among the modes seen"))?;
    }
    if let Some(mass) = figures.unseen_mass() {
        let once = format!("{} of {} tags", figures.once, figures.incidences);
        context.out.line(&format!("The next tag is of an unseen mode: {} ({once} seen once)", percent(mass)))?;
    }
    if let Some(chance) = figures.unseen_per_failing() {
        context.out.line(&format!("The next failing record shows an unseen mode: {}", percent(chance)))?;
    }
    if let Some(all) = figures.chao2() {
        context.out.line(&format!("Modes in all, seen and unseen: at least {all:.0} (Chao2)"))?;
    }
    if !created.is_empty() {
        // The last ones tell; the whole row is in the JSON.
        let recent = created.get(created.len().saturating_sub(STRETCHES)..).unwrap_or_default();
        let row = |count: fn(&CreatedCount) -> u64| {
            recent.iter().map(|created| count(created).to_string()).collect::<Vec<_>>().join(" ")
        };
        let (modes, criteria) = (row(|created| created.modes), row(|created| created.criteria));
        let per = format!("Newly named per {RECORDS_PER_COUNT} read, up to now");
        context.out.line(&format!("{per}: failure modes {modes}; criteria {criteria}"))?;
    }
    context.out.line(&figures.advice())
}
