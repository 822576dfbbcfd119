//! What a stub's proof says, printed: the records it gets wrong, and what changed since it was written.
//!
//! Suites that share a proof share its lines. Ids only: `gemba show` prints a record.

use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::output::{Out, shown as visible};
use crate::domain::{CodebookView, CriterionVersion, Edit, RecordId};
use crate::error::Result;
use crate::services::stubs::{Outdated, StubLine};
use crate::stubs::{MaskedProof, StubState};

/// Ids on one printed line.
const PER_LINE: usize = 12;
/// Ids of one outcome that are printed without `--proof`.
const MOST_UNASKED: usize = 24;

/// Prints what weak stubs miss and wrongly reject, and what changed under outdated ones; with `all` the proof of every
/// stub, each id of it.
pub(super) fn print(context: &mut Context, lines: &[StubLine], all: bool) -> Result<()> {
    let colour = context.colour()?;
    let mut shown: Vec<&StubLine> = Vec::new();
    for line in lines.iter().filter(|line| {
        !matches!(line.state, StubState::Todo | StubState::Judge) && (all || line.state == StubState::Weak)
    }) {
        let shares = |other: &&StubLine| other.target == line.target && other.proof == line.proof;
        if shown.iter().any(shares) {
            continue;
        }
        shown.push(line);
        let stubs: Vec<&str> = lines.iter().filter(shares).map(|other| other.stub.as_str()).collect();
        print_records(&mut context.out, line, &stubs.join(", "), all)?;
    }
    let mut printed: Vec<&StubLine> = Vec::new();
    for line in lines {
        let Some(outdated) = &line.outdated else { continue };
        let shares = |other: &&StubLine| other.target == line.target && other.outdated == line.outdated;
        if !printed.iter().any(shares) {
            printed.push(line);
            let stubs: Vec<&str> = lines.iter().filter(shares).map(|other| other.stub.as_str()).collect();
            print_changes(&mut context.out, outdated, &stubs.join(", "), colour)?;
        }
    }
    Ok(())
}

fn print_records(out: &mut Out, line: &StubLine, stubs: &str, all: bool) -> Result<()> {
    let proof = &line.proof;
    out.line(&format!("{stubs}, by record:"))?;
    for (verb, records, is_wrong) in [
        ("catches", &proof.caught, false),
        ("misses", &proof.missed, true),
        ("wrongly rejects", &proof.wrongly_rejected, true),
    ] {
        if records.is_empty() || !(all || is_wrong) {
            continue;
        }
        let most = if all { records.len() } else { MOST_UNASKED };
        for (at, ids) in records.iter().take(most).collect::<Vec<_>>().chunks(PER_LINE).enumerate() {
            let ids: Vec<String> = ids.iter().map(|id| RecordId::short(**id)).collect();
            out.line(&format!("  {:<16}{}", if at == 0 { verb } else { "" }, ids.join(" ")))?;
        }
        if records.len() > most {
            out.line(&format!("  {:<16}and {} more; --proof lists them all", "", records.len() - most))?;
        }
    }
    Ok(())
}

fn print_changes(out: &mut Out, outdated: &Outdated, stubs: &str, colour: bool) -> Result<()> {
    out.line(&format!("{stubs}: version {} \u{2192} {}", outdated.from, outdated.to))?;
    if outdated.diff.is_empty() {
        return out.line("  The text it was written for no longer exists: that edit was undone.");
    }
    out.word_diff(&outdated.diff, colour)?;
    for step in outdated.steps.iter().filter(|step| !step.reason.is_empty()) {
        out.line(&format!("  v{} {}: {}", step.version, step.edit.word(), visible(&step.reason)))?;
    }
    Ok(())
}

/// Returns the figures of the masked cases, and which records only hold unmasked.
fn masked_json(masked: &MaskedProof) -> Value {
    let figures = &masked.figures;
    json!({"caught": figures.tp, "missed": figures.fn_, "wrongly_rejected": figures.fp, "left_out": masked.left_out,
        "found": masked.found})
}

/// Returns one stub as `--json` prints it.
pub(super) fn json(book: &CodebookView, line: &StubLine) -> Value {
    let key = line.target.key();
    let criterion = line.version.and_then(|_| book.criterion_of(key));
    let name = book.mode_of(key).filter(|_| criterion.is_none()).map(|mode| (&mode.slug, &mode.name));
    let (slug, name) = criterion.map(|known| (&known.slug, &known.name)).or(name).unzip();
    let step = |step: &CriterionVersion| json!({"version": step.version, "edit": Edit::word(step.edit), "reason": step.reason, "time": step.time.rfc3339()});
    let outdated = line.outdated.as_ref().map(|outdated| {
        let diff: Vec<Value> =
            outdated.diff.iter().map(|(kind, text)| json!({"change": kind.word(), "text": text})).collect();
        let steps: Vec<Value> = outdated.steps.iter().map(step).collect();
        json!({"from": outdated.from, "to": outdated.to, "diff": diff, "reason": outdated.reason, "steps": steps})
    });
    // A judge was not asked: it has caught and missed nothing.
    let figure = |count: u64| (line.state != StubState::Judge).then_some(count);
    let changed = &line.checks_changed;
    json!({
        "stub": line.stub, "target": slug.unwrap_or(key), "file": line.file.display().to_string(), "state": line.state.word(),
        "caught": figure(line.caught), "missed": figure(line.missed),
        "wrongly_rejected": figure(line.wrongly_rejected), "suite": line.suite, "target_kind": line.target.word(), "name": name, "remarks": line.remarks,
        "criterion": criterion.map(|known| &known.slug), "version": line.version,
        "proof": {
            "caught": line.proof.caught, "missed": line.proof.missed,
            "wrongly_rejected": line.proof.wrongly_rejected,
        },
        "masked": line.masked.as_ref().map(masked_json), "held_out": false, "outdated": outdated,
        "checks_changed": {"added": changed.added, "removed": changed.removed, "changed": changed.changed},
    })
}
