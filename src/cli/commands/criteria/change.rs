//! Criteria are written: added, revised, renamed, merged, split, retired, revived.

use serde_json::json;

use super::args::{AddArgs, EditArgs, statement};
use crate::cli::context::Context;
use crate::cli::lookup::{criterion, open_mode};
use crate::cli::output::{counted, remark};
use crate::cli::words::named_part;
use crate::domain::{
    Change, CodebookView, Criterion, CriterionSettings, Edit, ModeKey, Name, RecordId, Slug, Target, Untrusted,
};
use crate::error::{Problem, Result};
use crate::stubs::merge;
use crate::views::WouldStale;

/// Runs `gemba criteria add`.
pub(super) fn add(context: &mut Context, args: &AddArgs) -> Result<()> {
    let name = Name::new(&args.name)?;
    let text = statement(&args.text)?;
    let (modes, record) = links(context, &args.modes, args.record.as_deref())?;
    let summary = format!("+ {name} ({}) v1", name.slug());
    let settings = args.settings.settings()?;
    context.write(new_criterion(name, text, modes, record, settings), &summary).map(drop)
}

/// Returns the changes that add a criterion with its settings: the second one names what the first one adds.
fn new_criterion(
    name: Name,
    text: Untrusted,
    modes: Vec<ModeKey>,
    record: Option<RecordId>,
    settings: CriterionSettings,
) -> Vec<Change> {
    let criterion = name.slug();
    let mut changes = vec![Change::CriterionAdd { name, text, modes, record, number: None }];
    if !settings.is_empty() {
        changes.push(Change::CriterionEdit { criterion, name: None, modes: None, retired: None, settings });
    }
    changes
}

/// Runs `gemba criteria edit`.
pub(super) fn edit(context: &mut Context, args: &EditArgs) -> Result<()> {
    if args.dry_run {
        return print_stale_if_edited(context, args);
    }
    if args.edit.is_some() && args.text.is_none() {
        return Err(Problem::usage("--edit needs --text.")
            .hint("Add --text, or --dry-run to see what an edit would make stale."));
    }
    let key = key_of(context, &args.criterion)?;
    let (modes, record) = links(context, &args.modes, args.record.as_deref())?;
    let name = args.name.as_deref().map(Name::new).transpose()?;
    let settings = args.settings.settings()?;
    let mut changes = Vec::new();
    let moved = args.edit == Some(Edit::Meaning);
    if let (Some(text), Some(edit), Some(reason)) = (&args.text, args.edit, &args.reason) {
        let (criterion, edit) = (key.clone(), edit);
        let (text, reason) = (statement(text)?, reason_text(reason)?);
        changes.push(Change::CriterionRevise { criterion, text, edit, reason, record });
    }
    if name.is_some() || !modes.is_empty() || !settings.is_empty() {
        let (criterion, modes) = (key.clone(), (!modes.is_empty()).then_some(modes));
        changes.push(Change::CriterionEdit { criterion, name, modes, retired: None, settings });
    }
    if changes.is_empty() {
        return Err(Problem::usage("Nothing to change was given.")
            .hint("Give --text with --edit and --reason, or --name, --mode, --use-when, --avoid-when, --must-pass, --tau or --owner."));
    }
    context.write(changes, &format!("{key} changed"))?;
    if moved && !context.json {
        let book = context.reader()?.codebook()?;
        if let Some(now) = book.criterion_of(&key).filter(|now| now.stale > 0) {
            let stale = counted(now.stale, "grade");
            remark(&format!("{stale} of an older meaning: `gemba review --by stale` asks them again."));
        }
    }
    Ok(())
}

/// Prints what a meaning edit would make stale; a wording edit leaves everything as it is.
fn print_stale_if_edited(context: &mut Context, args: &EditArgs) -> Result<()> {
    let reader = context.reader()?;
    let book = reader.codebook()?;
    let known = criterion(&book, &args.criterion)?;
    let moves = args.edit.is_none_or(|edit| edit == Edit::Meaning);
    let would = if moves { reader.would_stale(&known.key)? } else { WouldStale::default() };
    let target = Target::Criterion(known.key.clone());
    let stubs =
        if moves { merge::read_manifest(&context.stub_folder(args.out.as_deref())?)?.stubs } else { Vec::new() };
    let stubs: Vec<String> = stubs.into_iter().filter(|entry| entry.target == target).map(|entry| entry.file).collect();
    if context.json {
        let reviewers: Vec<_> =
            would.grades.iter().map(|(name, grades)| json!({"reviewer": name, "grades": grades})).collect();
        return context.out.json(&json!({
            "criterion": known.slug, "name": known.name, "version": known.version(), "grades": would.all_grades(),
            "reviewers": reviewers, "stale_already": known.stale, "checks": would.checks, "stubs": stubs,
        }));
    }
    if !moves {
        return context.out.line("A wording edit makes nothing stale.");
    }
    context.out.line(&format!("A meaning edit of {} would make stale:", known.name))?;
    let already =
        if known.stale > 0 { format!(", in addition to {} already stale", known.stale) } else { String::new() };
    let graded: Vec<String> = would.grades.iter().map(|(name, grades)| format!("{name} {grades}")).collect();
    context.out.line(&listed(&(counted(would.all_grades(), "grade") + &already), &graded))?;
    let checks: Vec<String> = would.checks.iter().map(ToString::to_string).collect();
    context.out.line(&listed(&format!("the proof of {}", counted(checks.len() as u64, "check")), &checks))?;
    context.out.line(&listed(&counted(stubs.len() as u64, "stub"), &stubs))
}

/// Returns an indented line: what, and which ones.
fn listed(what: &str, which: &[String]) -> String {
    if which.is_empty() { format!("  {what}") } else { format!("  {what}: {}", which.join(", ")) }
}

/// Runs `gemba criteria merge`.
pub(super) fn merge_into(context: &mut Context, typed: &[String]) -> Result<()> {
    let book = context.reader()?.codebook()?;
    let Some((into, from)) = typed.split_last() else { return Ok(()) };
    let into = criterion(&book, into)?;
    let (mut changes, mut names) = (Vec::new(), Vec::new());
    for typed in from {
        let known = by_own_name(&book, typed)?;
        names.push(known.name.as_str());
        changes.push(Change::CriterionMerge { criterion: known.key.clone(), into: into.key.clone() });
    }
    context.write(changes, &format!("{} → {}", names.join(", "), into.name)).map(drop)
}

/// Runs `gemba criteria split`: the parts that are new take over modes, τ, owner and whether they must pass.
pub(super) fn split(context: &mut Context, typed: &str, parts: &[String]) -> Result<()> {
    let book = context.reader()?.codebook()?;
    let whole = criterion(&book, typed)?;
    let (mut changes, mut into, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        let (name, text) = named_part(part);
        let known = book.criterion(part).or_else(|| book.criterion(name).filter(|_| text.is_none()));
        if let Some(known) = known {
            into.push(known.key.clone());
            names.push(known.name.to_string());
            continue;
        }
        let text = text.ok_or_else(|| {
            Problem::usage(format!("There is no criterion `{name}` yet, and no text for it."))
                .hint(format!("Write it as '{}=TEXT'.", name.replace('\'', "")))
        })?;
        let (name, text) = (Name::new(name)?, statement(text)?);
        into.push(name.slug());
        names.push(name.to_string());
        let settings = CriterionSettings {
            must_pass: whole.must_pass.then_some(true),
            tau: Some(whole.tau),
            owner: whole.owner.clone().map(Some),
            ..CriterionSettings::default()
        };
        changes.extend(new_criterion(name, text, whole.modes.clone(), None, settings));
    }
    let summary = format!("{} → {}", whole.name, names.join(", "));
    changes.push(Change::CriterionSplit { criterion: whole.key.clone(), into });
    context.write(changes, &summary).map(drop)
}

/// Runs `gemba criteria retire` and `gemba criteria revive`.
pub(super) fn set_retired(context: &mut Context, typed: &str, retired: bool) -> Result<()> {
    let book = context.reader()?.codebook()?;
    let known = by_own_name(&book, typed)?;
    let summary = format!("{} {}", known.name, if retired { "retired" } else { "revived" });
    let (retired, settings) = (Some(retired), CriterionSettings::default());
    let change = Change::CriterionEdit { criterion: known.key.clone(), name: None, modes: None, retired, settings };
    context.write(vec![change], &summary).map(drop)
}

/// Finds the criterion that has this name itself, where [`criterion`] would follow a merge.
fn by_own_name<'a>(book: &'a CodebookView, typed: &str) -> Result<&'a Criterion> {
    let slug = Slug::of(typed);
    let bears = |known: &&Criterion| known.slug == slug || known.name.as_str() == typed;
    let open = book.criteria.iter().filter(|known| !known.retired).find(bears);
    match open.or_else(|| book.criteria.iter().find(bears)).or_else(|| book.criterion_of(&slug)) {
        Some(known) => Ok(known),
        None => criterion(book, typed),
    }
}

fn reason_text(typed: &str) -> Result<Untrusted> {
    if typed.trim().is_empty() {
        return Err(Problem::usage("The reason cannot be empty.").hint("Say what you saw that made you change it."));
    }
    Ok(Untrusted::from(typed))
}

fn key_of(context: &Context, typed: &str) -> Result<Slug> {
    Ok(criterion(&context.reader()?.codebook()?, typed)?.key.clone())
}

fn links(context: &Context, modes: &[String], record: Option<&str>) -> Result<(Vec<ModeKey>, Option<RecordId>)> {
    let reader = context.reader()?;
    let book = reader.codebook()?;
    let modes = modes.iter().map(|typed| Ok(open_mode(&book, typed)?.key.clone())).collect::<Result<_>>()?;
    let record = record.map(|typed| reader.find(typed)).transpose()?;
    Ok((modes, record.map(|(_, id)| id)))
}
