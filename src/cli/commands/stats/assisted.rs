//! `stats --assist`: rates that a check narrows.

use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::lookup::{check, target_names};
use crate::cli::output::{Table, grouped, percent_between, remark, shown};
use crate::domain::{CodebookView, Target};
use crate::error::Result;
use crate::measures::rates::assisted::narrower;
use crate::measures::rates::{Group, GroupRate};
use crate::services::insights::{AssistBy, AssistedRate, assisted_rates};
use crate::store::Reader;
use crate::text::percent;

/// Returns the assisted rates by what was typed: `auto`, or the name of a check.
pub(super) fn rates(reader: &Reader, book: &CodebookView, typed: &str) -> Result<Vec<AssistedRate>> {
    let by = match typed {
        "auto" => AssistBy::Auto,
        typed => AssistBy::Check(check(book, typed)?.key.clone()),
    };
    assisted_rates(reader, &by, Context::now())
}

/// Returns the line of a rate with what assists it, where that was asked for.
pub(super) fn beside(
    mut line: Value,
    book: &CodebookView,
    rate: &GroupRate,
    assisted: Option<&[AssistedRate]>,
) -> Value {
    let (Some(assisted), Some(fields)) = (assisted, line.as_object_mut()) else { return line };
    let one = assisted.iter().find(|one| is_of(book, rate, &one.target));
    let told = one.map(|one| {
        json!({
            "check": one.check, "n": one.n, "why": one.why,
            "rate": one.rate.map(|rate| rate.rate), "low": one.rate.map(|rate| rate.low),
            "high": one.rate.map(|rate| rate.high), "narrower": gain(rate, one),
            "failing": one.answers.map(|answers| answers.failing), "records": one.answers.map(|answers| answers.all),
        })
    });
    let ppi = one
        .and_then(|one| one.ppi)
        .map(|ppi| json!({"lambda": ppi.lambda, "rate": ppi.rate.rate, "low": ppi.rate.low, "high": ppi.rate.high}));
    fields.insert("assisted".to_owned(), told.unwrap_or_default());
    fields.insert("ppi".to_owned(), ppi.unwrap_or_default());
    line
}

/// Prints the assisted rates beside the plain ones, and why there is none.
pub(super) fn tell(
    context: &mut Context,
    book: &CodebookView,
    rates: &[GroupRate],
    assisted: &[AssistedRate],
) -> Result<()> {
    let mut table = Table::new(&["assisted", "check", "fails", ">n", ">check fails", ">of", "against the plain rate"]);
    let mut has_rows = false;
    for one in assisted {
        let (slug, _) = target_names(book, &one.target);
        let plain = rates.iter().find(|rate| is_of(book, rate, &one.target));
        if let (Some(rate), Some(answers)) = (one.rate, one.answers) {
            has_rows = true;
            table.row(vec![
                slug.to_string(),
                one.check.to_string(),
                percent_between(rate.rate, Some((rate.low, rate.high))),
                grouped(one.n),
                grouped(answers.failing),
                grouped(answers.all),
                plain.and_then(|plain| gain(plain, one)).map(gain_words).unwrap_or_default(),
            ]);
        } else {
            let why = one.why.as_deref().unwrap_or_default();
            remark(&format!("{slug} is not assisted by {}: {why}.", one.check));
        }
    }
    if has_rows {
        context.out.block("")?;
        context.table(&table)?;
    }
    if assisted.is_empty() {
        remark("No failure mode and no criterion has a check that could assist. `gemba checks suggest` finds some.");
    }
    Ok(())
}

fn is_of(book: &CodebookView, rate: &GroupRate, target: &Target) -> bool {
    let group = match target {
        Target::Mode(_) => Group::Mode,
        Target::Criterion(_) => Group::Criterion,
    };
    rate.group == group && target_names(book, target).0.as_str() == shown(&rate.value)
}

/// How much narrower the interval is than that of the plain rate.
fn gain(plain: &GroupRate, assisted: &AssistedRate) -> Option<f64> {
    Some(narrower(assisted.rate?, plain.rate.rate?))
}

fn gain_words(gain: f64) -> String {
    if gain >= 0.0 { format!("{} narrower", percent(gain)) } else { format!("{} wider", percent(-gain)) }
}
