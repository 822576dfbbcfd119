//! `checks`: executable tests of outputs, and how they stand against what people said.

use clap::{Args, Subcommand};
use serde_json::json;

use super::context::{Context, criterion, mode};
use super::out::{counted, grouped, remark};
use super::table::{Align, Table};
use crate::checks::{Commands, KINDS, Kind, Nature, Param, describe, parse};
use crate::domain::spelling::nearest;
use crate::domain::view::Codebook;
use crate::domain::{Change, Check, CheckSpec, RecordId, Slug, Tally, Target};
use crate::error::{Problem, Result};
use crate::services;
use crate::text::visible_line;

/// The longest file that a check's parameter is read from, in bytes.
const LONGEST_FILE: u64 = 4 << 20;
/// How many records are named with what a program said of them.
const MOST_TOLD: usize = 5;

/// Lists, attaches, changes and runs checks.
#[derive(Debug, Args)]
pub(super) struct ChecksArgs {
    #[command(subcommand)]
    command: Option<ChecksCommand>,
}

#[derive(Debug, Subcommand)]
enum ChecksCommand {
    /// All checks with what they are attached to.
    List,
    /// Lists the kinds of checks, each with what it tests and its options.
    Kinds,
    /// Attaches a check to a failure mode or a criterion, as in: --mode too-short min-length --chars 40.
    #[command(after_help = kinds())]
    Add {
        /// The failure mode that its objections mean.
        #[arg(long, value_name = "MODE", conflicts_with = "criterion")]
        mode: Option<String>,
        /// The criterion that it tests.
        #[arg(long, value_name = "CRITERION")]
        criterion: Option<String>,
        /// The kind, its argument and its options.
        #[arg(
            value_name = "KIND [ARGUMENT] [OPTIONS]",
            required = true,
            trailing_var_arg = true,
            allow_hyphen_values = true
        )]
        words: Vec<String>,
    },
    /// Replaces what a check tests.
    #[command(after_help = kinds())]
    Edit {
        /// The check, as `checks list` names it.
        check: String,
        /// The kind, its argument and its options.
        #[arg(
            value_name = "KIND [ARGUMENT] [OPTIONS]",
            required = true,
            trailing_var_arg = true,
            allow_hyphen_values = true
        )]
        words: Vec<String>,
    },
    /// Takes checks away.
    Remove {
        /// The checks, as `checks list` names them.
        #[arg(value_name = "CHECK", required = true)]
        checks: Vec<String>,
    },
    /// Mines checks from the tags, offline: at most five, simplest first, each proven on a held-out half of the inputs.
    Suggest(super::suggest::SuggestArgs),
    /// Holds every check (or the named ones) against the judged records.
    Run {
        /// Only these checks, modes or criteria.
        #[arg(value_name = "CHECK")]
        only: Vec<String>,
    },
}

/// The table of kinds for the help.
fn kinds() -> String {
    let lines = |kind: &Kind| format!("  {}\n      {}\n", usage(kind), kind.help);
    "Kinds:\n".to_owned() + &KINDS.iter().map(lines).collect::<String>()
}

/// How a kind is typed: `max-length CHARS --words --sentences`.
fn usage(kind: &Kind) -> String {
    let mut usage = kind.word.to_owned();
    for param in kind.params {
        let word = if param.positional { param.name.to_uppercase() } else { format!("--{}", param.name) };
        usage.extend([" ", &word]);
    }
    usage
}

fn list_kinds(context: &mut Context) -> Result<()> {
    let mut group = "";
    for kind in KINDS {
        if context.json {
            let of = |param: &Param| json!({"name": param.name, "help": param.help, "positional": param.positional});
            let params: Vec<_> = kind.params.iter().map(of).collect();
            let line = json!({"kind": kind.word, "group": kind.group, "help": kind.help, "params": params});
            context.out.json(&line)?;
            continue;
        }
        if kind.group != group {
            group = kind.group;
            context.out.line(group)?;
        }
        context.out.line(&format!("  {}", usage(kind)))?;
        context.out.line(&format!("      {}", kind.help))?;
    }
    Ok(())
}

/// Runs `gemba checks`.
pub(super) fn run(context: &mut Context, args: ChecksArgs) -> Result<()> {
    match args.command.unwrap_or(ChecksCommand::List) {
        ChecksCommand::List => list(context),
        ChecksCommand::Kinds => list_kinds(context),
        ChecksCommand::Add { mode: on_mode, criterion: on_criterion, words } => {
            let (mut on_mode, mut on_criterion) = (on_mode, on_criterion);
            let words = take_target(words, &mut on_mode, &mut on_criterion);
            let spec = parse(&words, &read_file)?;
            let book = context.reader()?.codebook()?;
            let target = match (on_mode, on_criterion) {
                (Some(typed), None) => Target::Mode(mode(&book, &typed)?.key.clone()),
                (None, Some(typed)) => Target::Criterion(criterion(&book, &typed)?.key.clone()),
                (Some(_), Some(_)) | (None, None) => {
                    return Err(Problem::usage("A check is attached to one failure mode or one criterion.")
                        .hint("Give --mode MODE or --criterion CRITERION before the kind."));
                }
            };
            let said = format!("+ {} on {} {}", describe(&spec), target.word(), target.key());
            write(context, Change::CheckAdd { key: None, target, spec }, &said)
        }
        ChecksCommand::Edit { check, words } => {
            let spec = parse(&words, &read_file)?;
            let check = known(&context.reader()?.codebook()?, &check)?.key.clone();
            let said = format!("{check}: {}", describe(&spec));
            write(context, Change::CheckEdit { check, spec }, &said)
        }
        ChecksCommand::Remove { checks } => {
            let book = context.reader()?.codebook()?;
            let keys = checks.iter().map(|typed| Ok(known(&book, typed)?.key.clone())).collect::<Result<Vec<_>>>()?;
            let said = format!("- {}", keys.iter().map(Slug::as_str).collect::<Vec<_>>().join(", "));
            let changes = keys.into_iter().map(|check| Change::CheckRemove { check }).collect();
            let (mut writer, _) = context.both()?;
            context.write(&mut writer, changes, &said).map(drop)
        }
        ChecksCommand::Suggest(args) => super::suggest::run(context, &args),
        ChecksCommand::Run { only } => tallies(context, &only),
    }
}

fn write(context: &mut Context, change: Change, said: &str) -> Result<()> {
    let (mut writer, _) = context.both()?;
    let nature = match &change {
        Change::CheckAdd { spec, .. } | Change::CheckEdit { spec, .. } => Nature::of(spec),
        _ => Nature::Native,
    };
    let applied = context.write(&mut writer, vec![change], said)?;
    if let (Some(key), false) = (applied.made.first(), context.json) {
        remark(&match nature {
            Nature::Native => format!("It is named {key}. `gemba checks run {key}` shows what it catches."),
            Nature::Judge => {
                format!("It is named {key}. `gemba stubs` writes it for your suite; gemba itself asks no model.")
            }
            Nature::Command => match context.commands()? {
                Commands::On(_) => {
                    format!("It is named {key}. `gemba checks run {key}` runs it over the judged records.")
                }
                Commands::Off(why) => format!("It is named {key}, and will not run yet: {why}."),
            },
        });
    }
    Ok(())
}

/// Takes `--mode M` or `--criterion C` out of the words behind the kind, where none stood before it.
fn take_target(words: Vec<String>, mode: &mut Option<String>, criterion: &mut Option<String>) -> Vec<String> {
    if mode.is_some() || criterion.is_some() {
        return words;
    }
    let mut left = Vec::new();
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--" => {
                left.push(word);
                left.extend(words.by_ref());
            }
            "--mode" => *mode = words.next(),
            "--criterion" => *criterion = words.next(),
            other => match (other.strip_prefix("--mode="), other.strip_prefix("--criterion=")) {
                (Some(typed), _) => *mode = Some(typed.to_owned()),
                (_, Some(typed)) => *criterion = Some(typed.to_owned()),
                (None, None) => left.push(word),
            },
        }
    }
    left
}

/// Reads a parameter's file.
fn read_file(path: &str) -> Result<String> {
    let wrong = |what: String| Problem::input(format!("{path} {what}"));
    let found = std::fs::metadata(path).map_err(|error| wrong(format!("cannot be read: {error}.")))?;
    if !found.is_file() {
        return Err(wrong("is not a file.".to_owned()));
    }
    if found.len() > LONGEST_FILE {
        return Err(wrong("is longer than 4 MiB.".to_owned()));
    }
    std::fs::read_to_string(path).map_err(|error| wrong(format!("cannot be read: {error}.")))
}

fn known<'a>(book: &'a Codebook, typed: &str) -> Result<&'a Check> {
    book.checks.iter().find(|check| check.key.as_str() == typed).ok_or_else(|| {
        let known: Vec<&str> = book.checks.iter().map(|check| check.key.as_str()).collect();
        let hint = nearest(typed, known.iter().copied()).map(|word| format!("Did you mean `{word}`?"));
        Problem::usage(format!("There is no check `{typed}`."))
            .hint(hint.unwrap_or_else(|| "`gemba checks list` names them all.".to_owned()))
    })
}

/// The slug and the name of a target as they are now.
pub(super) fn target_names<'a>(book: &'a Codebook, target: &'a Target) -> (&'a Slug, Option<&'a str>) {
    let key = target.key();
    let now = match target {
        Target::Mode(_) => book.mode_of(key).map(|mode| (&mode.slug, Some(mode.name.as_str()))),
        Target::Criterion(_) => book.criterion_of(key).map(|one| (&one.slug, Some(one.name.as_str()))),
    };
    now.unwrap_or((key, None))
}

fn list(context: &mut Context) -> Result<()> {
    let book = context.reader()?.codebook()?;
    let mut table = Table::new(&[("check", Align::Left), ("target", Align::Left), ("tests", Align::Left)]);
    for check in &book.checks {
        let (target, name) = target_names(&book, &check.target);
        if context.json {
            let CheckSpec { kind, params } = &check.spec;
            context.out.json(&json!({
                "check": check.key, "target": target, "target_kind": check.target.word(), "name": name, "kind": kind,
                "params": params, "description": describe(&check.spec),
            }))?;
        } else {
            let target = format!("{} {target}", check.target.word());
            table.row(vec![check.key.to_string(), target, describe(&check.spec)]);
        }
    }
    if book.checks.is_empty() && !context.json {
        remark(
            "No checks yet. `gemba checks add --mode MODE KIND …` attaches one; `gemba checks kinds` lists the kinds.",
        );
    }
    let width = context.width();
    table.print(&mut context.out, width)
}

fn tallies(context: &mut Context, only: &[String]) -> Result<()> {
    let reader = context.reader()?;
    let commands = context.commands()?;
    let book = reader.codebook()?;
    let mut wanted: Vec<&Slug> = Vec::new();
    for typed in only {
        let named = book.mode(typed).map(|mode| &mode.key).or(book.criterion(typed).map(|one| &one.key));
        wanted.push(match named {
            Some(key) if !book.checks.iter().any(|check| check.key.as_str() == typed) => key,
            _ => &known(&book, typed)?.key,
        });
    }
    let asked =
        |check: &Check| wanted.is_empty() || wanted.contains(&&check.key) || wanted.contains(&check.target.key());
    let mut table = Table::new(&[
        ("check", Align::Left),
        ("target", Align::Left),
        ("catches", Align::Left),
        ("wrongly rejects", Align::Left),
        ("left out", Align::Right),
        ("tests", Align::Left),
    ]);
    let mut printed = false;
    let mut told = Vec::new();
    for (check, tally) in services::checks::tallies_of(&reader, &commands, &asked)? {
        printed = true;
        told.extend(remarks(&check, &tally));
        if context.json {
            context.out.json(&tally_json(&book, &check, &tally))?;
        } else {
            table.row(tally_row(&book, &check, &tally));
        }
    }
    if !printed && !context.json {
        remark("There are no checks to run. `gemba checks add --mode MODE KIND …` attaches one.");
    }
    let width = context.width();
    table.print(&mut context.out, width)?;
    for sentence in &told {
        remark(sentence);
    }
    Ok(())
}

/// What is to be said of a check that was not run, or not on every record, and of what a program said.
fn remarks(check: &Check, tally: &Tally) -> Vec<String> {
    if let Some(why) = &tally.idle {
        return vec![format!("The check {} was not run: {why}.", check.key)];
    }
    let mut sentences = Vec::new();
    if let Some(why) = &tally.trouble {
        let records = counted(tally.not_run, "record");
        let why = visible_line(why);
        sentences.push(format!("The check {} gave no answer on {records}, left out of its figures: {why}.", check.key));
    }
    for (id, line) in tally.said.iter().take(MOST_TOLD) {
        sentences.push(format!("{} fails {}: {}", check.key, id.short(), visible_line(line)));
    }
    if let Some(more @ 1..) = tally.said.len().checked_sub(MOST_TOLD) {
        sentences.push(format!("{} says more of {more} others; `--json` shows it.", check.key));
    }
    sentences
}

fn tally_json(book: &Codebook, check: &Check, tally: &Tally) -> serde_json::Value {
    let (target, name) = target_names(book, &check.target);
    let figure = |count: u64| tally.idle.is_none().then_some(count);
    let of = |ids: &[RecordId]| figure(ids.len() as u64);
    let said: Vec<_> = tally.said.iter().map(|(id, line)| json!({"id": id, "reason": line})).collect();
    json!({
        "check": check.key, "target": target, "kind": check.spec.kind,
        "tp": of(&tally.caught), "fn": of(&tally.missed), "fp": of(&tally.wrongly_rejected),
        "tn": figure(tally.accepted),
        "missed": tally.missed, "wrongly_rejected": tally.wrongly_rejected, "caught": tally.caught,
        "target_kind": check.target.word(), "name": name, "description": describe(&check.spec),
        "not_comparable": tally.not_comparable, "excluded_disputed": tally.excluded_disputed,
        "excluded_stale": tally.excluded_stale, "excluded_na": tally.excluded_na,
        "idle": tally.idle, "not_run": tally.not_run, "trouble": tally.trouble, "said": said,
    })
}

fn tally_row(book: &Codebook, check: &Check, tally: &Tally) -> Vec<String> {
    let (target, _) = target_names(book, &check.target);
    let of = |part: usize, other: u64| format!("{} of {}", grouped(part as u64), grouped(part as u64 + other));
    let is_idle = tally.idle.is_some();
    let of = |part, other| if is_idle { "not run".to_owned() } else { of(part, other) };
    let left_out =
        tally.not_run + tally.not_comparable + tally.excluded_disputed + tally.excluded_stale + tally.excluded_na;
    vec![
        check.key.to_string(),
        format!("{} {target}", check.target.word()),
        of(tally.caught.len(), tally.missed.len() as u64),
        of(tally.wrongly_rejected.len(), tally.accepted),
        grouped(left_out),
        describe(&check.spec),
    ]
}
