//! `results compare`: two imported results side by side, judge by judge, and the records that flipped.

use serde_json::{Value, json};

use super::judges::judged_target;
use crate::cli::context::Context;
use crate::cli::output::{counted, grouped, p_value, percent_between, remark, shown, told};
use crate::domain::result::ResultRun;
use crate::domain::{CodebookView, Untrusted};
use crate::error::{Problem, Result};
use crate::measures::judge::Passes;
use crate::services::results::{self, Basis, Comparison, Flip, PairLine, Side};

/// Flipped records told one by one, of each direction; `--json` has all.
const TOLD: usize = 5;

/// Compares two runs and prints what came of it.
pub(super) fn compare(context: &mut Context, first: &ResultRun, second: &ResultRun) -> Result<()> {
    if first.id == second.id {
        return Err(Problem::usage(format!("`{}` and `{}` are the same result.", first.name, second.name))
            .hint("`gemba results list` shows all of them."));
    }
    let reader = context.reader()?;
    let book = reader.codebook()?;
    let found = results::compare(&reader, first, second)?;
    for line in &found.lines {
        if context.json { context.out.json(&line_json(&book, line))? } else { print_pair(context, &book, line)? }
    }
    print_remarks(&found, first, second);
    Ok(())
}

fn line_json(book: &CodebookView, line: &PairLine) -> Value {
    let (kind, slug) = judged_target(book, &line.first.line).unzip();
    let ids = |flips: &[Flip]| flips.iter().map(|(a, b)| json!({"a": a, "b": b})).collect::<Vec<_>>();
    json!({
        "name": line.first.line.judge, "n": line.pairs.n(), "matched_on": matched_on(line),
        "a": side_json(&line.first, line.pairs.first()), "b": side_json(&line.second, line.pairs.second()),
        "pass_to_fail": line.pairs.pass_to_fail, "fail_to_pass": line.pairs.fail_to_pass,
        "mcnemar_p": line.pairs.exact_p(), "mcnemar_mid_p": line.pairs.mid_p(),
        "flips": {"pass_to_fail": ids(&line.pass_to_fail), "fail_to_pass": ids(&line.fail_to_pass)},
        "same_output": line.same_output, "target": slug, "target_kind": kind.unwrap_or("verdict"),
        "why": nothing_to_compare(line), "caveat": either_caveat(line),
    })
}

fn side_json(side: &Side, passes: Passes) -> Value {
    let limits = passes.limits();
    let rate = side.corrected(passes);
    let why = rate.as_ref().err().copied();
    json!({
        "result": side.line.run.name, "models": side.models, "prompt_versions": side.prompt_versions,
        "passed": passes.passed, "pass_rate": passes.share(), "low": limits.map(|(low, _)| low),
        "high": limits.map(|(_, high)| high), "corrected_pass_rate": rate.ok().map(|rate| rate.rate),
        "corrected_low": rate.ok().map(|rate| rate.low), "corrected_high": rate.ok().map(|rate| rate.high),
        "why": why, "alone": side.alone, "ambiguous": side.ambiguous, "no_answer": side.line.silent,
        "unmatched": side.line.unmatched, "repeated": side.line.repeated, "imported": side.line.run.imported.rfc3339(),
    })
}

/// Returns what the cases were matched by; `None` where none was.
fn matched_on(line: &PairLine) -> Option<&'static str> {
    (line.pairs.n() > 0).then(|| line.basis.word())
}

/// Says why no case was matched.
fn nothing_to_compare(line: &PairLine) -> Option<&'static str> {
    if line.pairs.n() > 0 {
        return None;
    }
    Some(if line.first.ambiguous > 0 {
        "every shared input occurs several times in one of the runs, so cases cannot be paired"
    } else if line.first.alone == 0 || line.second.alone == 0 {
        "one of the runs has no answer about a record"
    } else {
        "the runs share no record and no input"
    })
}

fn either_caveat(line: &PairLine) -> Option<&'static str> {
    line.first.line.caveat().or_else(|| line.second.line.caveat())
}

fn print_pair(context: &mut Context, book: &CodebookView, line: &PairLine) -> Result<()> {
    let about =
        judged_target(book, &line.first.line).map(|(kind, slug)| format!(" ({kind} {slug})")).unwrap_or_default();
    let judge = format!("{}{about}", shown(&line.first.line.judge));
    if let Some(why) = nothing_to_compare(line) {
        return context.out.line(&format!("{judge}: nothing to compare, {why}"));
    }
    let n = line.pairs.n();
    let on = match line.basis {
        Basis::Record => format!("{}, the same outputs in both: flips come from the judge", counted(n, "record")),
        Basis::Input if line.same_output == 0 => format!("{}, answered again", counted(n, "equal input")),
        Basis::Input => {
            format!("{}, {} of them with the same output in both", counted(n, "equal input"), grouped(line.same_output))
        }
    };
    context.out.line(&format!("{judge}: {on}"))?;
    for (side, passes) in [(&line.first, line.pairs.first()), (&line.second, line.pairs.second())] {
        print_side(context, side, passes)?;
    }
    let (worse, better) = (line.pairs.pass_to_fail, line.pairs.fail_to_pass);
    let p = |p: Option<f64>| p.map(p_value).unwrap_or_default();
    let test = if worse + better == 0 {
        String::new()
    } else {
        format!("; McNemar {}, mid-{}", p(line.pairs.exact_p()), p(line.pairs.mid_p()))
    };
    context.out.line(&format!("  pass to fail {}, fail to pass {}{test}", grouped(worse), grouped(better)))?;
    for (words, flips) in [("pass to fail", &line.pass_to_fail), ("fail to pass", &line.fail_to_pass)] {
        if !flips.is_empty() {
            context.out.line(&format!("    {words}: {}", first_flips(flips)))?;
        }
    }
    Ok(())
}

fn print_side(context: &mut Context, side: &Side, passes: Passes) -> Result<()> {
    let known = |texts: &[Untrusted], none: &str| match texts {
        [] => none.to_owned(),
        texts => texts.iter().map(shown).collect::<Vec<_>>().join(", "),
    };
    let rate = passes.share().map(|share| percent_between(share, passes.limits())).unwrap_or_default();
    let corrected = match side.corrected(passes) {
        Ok(rate) => format!("corrected {}", percent_between(rate.rate, Some((rate.low, rate.high)))),
        Err(why) => format!("not corrected: {why}"),
    };
    context.out.line(&format!(
        "  {}  passes {rate}, {} of {}; {corrected}",
        side.line.run.name,
        grouped(passes.passed),
        grouped(passes.answered)
    ))?;
    context.out.line(&format!(
        "    model {}, prompt version {}",
        known(&side.models, "not named"),
        known(&side.prompt_versions, "not named")
    ))
}

/// Returns the first flips by short id: one id where both runs judged the same record, else `old→new`.
fn first_flips(flips: &[Flip]) -> String {
    let ids = |(a, b): &Flip| if a == b { a.short() } else { format!("{}→{}", a.short(), b.short()) };
    let mut text = flips.iter().take(TOLD).map(ids).collect::<Vec<_>>().join("  ");
    if flips.len() > TOLD {
        text.extend(["  and ", &grouped((flips.len() - TOLD) as u64), " more"]);
    }
    text
}

/// Prints beside the data what is in one run only, what was not counted, and how to open what flipped.
fn print_remarks(found: &Comparison, first: &ResultRun, second: &ResultRun) {
    if found.lines.is_empty() {
        remark(&format!("Nothing to compare: {} and {} share no judge or check.", first.name, second.name));
    }
    for (run, judges) in [(first, &found.only_first), (second, &found.only_second)] {
        if !judges.is_empty() {
            let names: Vec<String> = judges.iter().take(TOLD).map(shown).collect();
            let more = match judges.len().saturating_sub(TOLD) {
                0 => String::new(),
                more => format!(" and {} more", grouped(more as u64)),
            };
            remark(&format!("Only in {}: {}{more}.", run.name, names.join(", ")));
        }
    }
    for line in &found.lines {
        let judge = shown(&line.first.line.judge);
        for side in [&line.first, &line.second] {
            let out = told(&[
                (side.alone, "without a partner in the other run"),
                (side.ambiguous, "whose input occurs several times in a run"),
                (side.line.silent, "without an answer"),
                (side.line.unmatched, "without a record"),
                (side.line.repeated, "answered again (the last answer counts)"),
            ]);
            if !out.is_empty() {
                remark(&format!("{judge}, {}: not compared: {out}.", side.line.run.name));
            }
        }
        if let Some(caveat) = either_caveat(line).filter(|_| line.pairs.n() > 0) {
            remark(&format!("{judge}: {caveat}."));
        }
    }
    let flip = found.lines.iter().find_map(|line| line.pass_to_fail.first().or(line.fail_to_pass.first()));
    if let Some((_, id)) = flip {
        remark(&format!("`gemba show {}` shows one; on the screen `g /` goes to it. --json lists all.", id.short()));
    }
}
