//! `criteria`: what good output is, in versions.

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::context::{Context, criterion, mode};
use super::out::{counted, remark, shown};
use super::table::{Align, Table};
use crate::domain::view::Codebook;
use crate::domain::{Change, Criterion, CriterionVersion, Edit, ModeKey, Name, RecordId, Slug, Terms, Untrusted};
use crate::error::{Problem, Result};

/// Lists, writes and revises criteria; each keeps all its versions.
#[derive(Debug, Args)]
pub(super) struct CriteriaArgs {
    #[command(subcommand)]
    command: Option<CriteriaCommand>,
}

#[derive(Debug, Subcommand)]
enum CriteriaCommand {
    /// All criteria with their grades.
    List,
    /// A new criterion.
    Add {
        /// Its name.
        name: String,
        /// The statement: what a good output does.
        #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
        text: String,
        /// A failure mode it speaks of; may be given several times.
        #[arg(long = "mode", value_name = "MODE")]
        modes: Vec<String>,
        /// The record that provoked it.
        #[arg(long, value_name = "ID")]
        record: Option<String>,
    },
    /// A new version of a criterion, or a new name or new modes for it.
    Edit {
        /// The criterion, by name, slug or number.
        criterion: String,
        /// The new statement.
        #[arg(long, value_name = "TEXT", allow_hyphen_values = true, requires_all = ["edit", "reason"])]
        text: Option<String>,
        /// Whether the line between good and bad moved (grades become stale), or is only said better.
        #[arg(long, value_enum, requires = "text")]
        edit: Option<EditWord>,
        /// Why.
        #[arg(long, value_name = "TEXT", allow_hyphen_values = true, requires = "text")]
        reason: Option<String>,
        /// The record that provoked it.
        #[arg(long, value_name = "ID", requires = "text")]
        record: Option<String>,
        /// A new name; its grades stay.
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// The failure modes it speaks of from now on; may be given several times.
        #[arg(long = "mode", value_name = "MODE")]
        modes: Vec<String>,
    },
    /// All versions of a criterion, oldest first.
    Log {
        /// The criterion, by name, slug or number.
        criterion: String,
    },
    /// One criterion in full.
    Show {
        /// The criterion, by name, slug or number.
        criterion: String,
    },
    /// Stops asking a criterion; its grades stay.
    Retire {
        /// The criterion, by name, slug or number.
        criterion: String,
    },
    /// Asks a retired criterion again.
    Revive {
        /// The criterion, by name, slug or number.
        criterion: String,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum EditWord {
    /// The line between good and bad moved.
    Meaning,
    /// The same line, said better.
    Wording,
}

/// Runs `gemba criteria`.
pub(super) fn run(context: &mut Context, args: CriteriaArgs) -> Result<()> {
    match args.command.unwrap_or(CriteriaCommand::List) {
        CriteriaCommand::List => list(context),
        CriteriaCommand::Log { criterion } => log(context, &criterion),
        CriteriaCommand::Show { criterion } => show(context, &criterion),
        CriteriaCommand::Add { name, text, modes, record } => {
            let name = Name::new(&name)?;
            let text = statement(&text)?;
            let (modes, record) = links(context, &modes, record.as_deref())?;
            let said = format!("+ {name} ({}) v1", name.slug());
            write(context, vec![Change::CriterionAdd { name, text, modes, record, number: None }], &said)
        }
        CriteriaCommand::Edit { criterion: typed, text, edit, reason, record, name, modes } => {
            let key = key_of(context, &typed)?;
            let (modes, record) = links(context, &modes, record.as_deref())?;
            let name = name.as_deref().map(Name::new).transpose()?;
            let mut changes = Vec::new();
            if let (Some(text), Some(edit), Some(reason)) = (text, edit, reason) {
                let edit = match edit {
                    EditWord::Meaning => Edit::Meaning,
                    EditWord::Wording => Edit::Wording,
                };
                let (text, reason) = (statement(&text)?, reason_text(&reason)?);
                changes.push(Change::CriterionRevise { criterion: key.clone(), text, edit, reason, record });
            }
            if name.is_some() || !modes.is_empty() {
                let modes = (!modes.is_empty()).then_some(modes);
                let (criterion, terms) = (key.clone(), Terms::default());
                changes.push(Change::CriterionEdit { criterion, name, modes, retired: None, terms });
            }
            if changes.is_empty() {
                return Err(Problem::usage("Nothing to change was given.")
                    .hint("Give --text with --edit and --reason, or --name, or --mode."));
            }
            write(context, changes, &format!("{key} changed"))
        }
        CriteriaCommand::Retire { criterion } => set_retired(context, &criterion, true),
        CriteriaCommand::Revive { criterion } => set_retired(context, &criterion, false),
    }
}

fn statement(typed: &str) -> Result<Untrusted> {
    if typed.trim().is_empty() {
        return Err(Problem::usage("The text of a criterion cannot be empty."));
    }
    Ok(Untrusted::from(typed))
}

fn reason_text(typed: &str) -> Result<Untrusted> {
    if typed.trim().is_empty() {
        return Err(Problem::usage("The reason cannot be empty.").hint("Say what you saw that made you change it."));
    }
    Ok(Untrusted::from(typed))
}

fn write(context: &mut Context, changes: Vec<Change>, said: &str) -> Result<()> {
    let (mut writer, _) = context.both()?;
    context.write(&mut writer, changes, said).map(drop)
}

fn key_of(context: &Context, typed: &str) -> Result<Slug> {
    Ok(criterion(&context.reader()?.codebook()?, typed)?.key.clone())
}

fn links(context: &Context, modes: &[String], record: Option<&str>) -> Result<(Vec<ModeKey>, Option<RecordId>)> {
    let reader = context.reader()?;
    let book = reader.codebook()?;
    let modes = modes.iter().map(|typed| Ok(mode(&book, typed)?.key.clone())).collect::<Result<_>>()?;
    let record = record.map(|typed| reader.find(typed)).transpose()?;
    Ok((modes, record.map(|(_, id)| id)))
}

fn set_retired(context: &mut Context, typed: &str, retired: bool) -> Result<()> {
    let key = key_of(context, typed)?;
    let said = format!("{key} {}", if retired { "retired" } else { "revived" });
    let (retired, terms) = (Some(retired), Terms::default());
    let change = Change::CriterionEdit { criterion: key, name: None, modes: None, retired, terms };
    write(context, vec![change], &said)
}

/// The slugs of the modes as they are named now.
fn mode_slugs<'a>(book: &'a Codebook, criterion: &'a Criterion) -> Vec<&'a Slug> {
    criterion.modes.iter().map(|key| book.mode_of(key).map_or(key, |mode| &mode.slug)).collect()
}

fn criterion_json(book: &Codebook, criterion: &Criterion) -> serde_json::Value {
    json!({
        "name": criterion.name, "slug": criterion.slug, "version": criterion.version(),
        "text": criterion.current().map(|version| &version.text), "modes": mode_slugs(book, criterion),
        "grades": criterion.grades, "stale": criterion.stale, "number": criterion.number,
        "retired": criterion.retired, "key": criterion.key,
    })
}

fn list(context: &mut Context) -> Result<()> {
    let book = context.reader()?.codebook()?;
    let mut table = Table::new(&[
        ("no", Align::Right),
        ("criterion", Align::Left),
        ("v", Align::Right),
        ("grades", Align::Right),
        ("stale", Align::Right),
        ("modes", Align::Left),
        ("text", Align::Left),
    ]);
    for criterion in &book.criteria {
        if context.json {
            context.out.json(&criterion_json(&book, criterion))?;
            continue;
        }
        let slugs: Vec<&str> = mode_slugs(&book, criterion).into_iter().map(Slug::as_str).collect();
        let retired = if criterion.retired { " (retired)" } else { "" };
        table.row(vec![
            criterion.number.map(|number| number.to_string()).unwrap_or_default(),
            format!("{}{retired}", criterion.name),
            criterion.version().to_string(),
            criterion.grades.to_string(),
            criterion.stale.to_string(),
            slugs.join(" "),
            criterion.current().map(|version| shown(&version.text)).unwrap_or_default(),
        ]);
    }
    if book.criteria.is_empty() && !context.json {
        remark("No criteria yet. `gemba criteria add NAME --text …` writes one, or `c n` on the review screen.");
    }
    let width = context.width();
    table.print(&mut context.out, width)
}

fn log(context: &mut Context, typed: &str) -> Result<()> {
    let book = context.reader()?.codebook()?;
    let criterion = criterion(&book, typed)?;
    for version in &criterion.versions {
        if context.json {
            context.out.json(&json!({
                "version": version.version, "text": version.text, "edit": version.edit, "reason": version.reason,
                "record": version.record, "reviewer": version.reviewer, "time": version.time.rfc3339(),
                "criterion": criterion.slug, "name": criterion.name,
            }))?;
        } else {
            print_version(context, version)?;
        }
    }
    Ok(())
}

fn print_version(context: &mut Context, version: &CriterionVersion) -> Result<()> {
    let CriterionVersion { version: number, edit, reviewer, time, .. } = version;
    let out = &mut context.out;
    let record = version.record.map(|id| format!("  record {}", id.short())).unwrap_or_default();
    out.line(&format!("v{number}  {}  {}  {reviewer}{record}", edit.word(), time.rfc3339()))?;
    out.block(&indented(crate::text::visible_block(&version.text).as_str()))?;
    if !version.reason.is_empty() {
        out.line(&format!("    because: {}", shown(&version.reason)))?;
    }
    Ok(())
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

fn show(context: &mut Context, typed: &str) -> Result<()> {
    let book = context.reader()?.codebook()?;
    let criterion = criterion(&book, typed)?;
    if context.json {
        return context.out.json(&criterion_json(&book, criterion));
    }
    let out = &mut context.out;
    let number = criterion.number.map(|number| format!("{number}  ")).unwrap_or_default();
    let retired = if criterion.retired { "  retired" } else { "" };
    let grades = format!("{}, {} stale", counted(criterion.grades, "grade"), criterion.stale);
    let head = format!("{number}{}  {}  v{}  {grades}{retired}", criterion.name, criterion.slug, criterion.version());
    out.line(&head)?;
    if let Some(version) = criterion.current() {
        out.block(&indented(crate::text::visible_block(&version.text).as_str()))?;
    }
    for slug in mode_slugs(&book, criterion) {
        out.line(&format!("  mode {slug}"))?;
    }
    let own =
        |check: &&crate::domain::Check| check.target.word() == "criterion" && *check.target.key() == criterion.key;
    for check in book.checks.iter().filter(own) {
        out.line(&format!("  check {}: {}", check.key, crate::checks::describe(&check.spec)))?;
    }
    Ok(())
}
