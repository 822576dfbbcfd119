//! `stubs`: checks written out as files of an eval suite, or only judged.

mod ci;
mod proof;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::context::Context;
use crate::cli::lookup::{criterion, open_mode};
use crate::cli::output::{Table, counted, remark};
use crate::cli::redacting::{RedactArgs, say_masked};
use crate::domain::{StubCases, Target};
use crate::error::{Kind, Problem, Result};
use crate::redact::{Counts, Mode};
use crate::services::stubs::{self, StubFiles, StubLine, StubOrder};
use crate::stubs::{DEFAULT, SUITES, StubState};

/// How many stubs are named with a remark that more of them share.
const MOST_NAMED: usize = 3;

/// Writes assertion stubs that run as they are, offline, on the recorded outputs.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "one for each flag")]
pub(crate) struct StubsArgs {
    #[arg(long = "target", value_name = "SUITE,…", value_delimiter = ',', help = target_help())]
    targets: Vec<String>,
    /// The folder they go into; without it that of the setting `stub_folder`, or evals.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Only this failure mode; may be given several times.
    #[arg(long = "mode", value_name = "MODE")]
    modes: Vec<String>,
    /// Only this criterion; may be given several times.
    #[arg(long = "criterion", value_name = "CRITERION")]
    criteria: Vec<String>,
    /// Says what would be written and writes nothing.
    #[arg(long)]
    dry_run: bool,
    /// Writes nothing and ends with 1 when a stub is weak or outdated.
    #[arg(long)]
    check: bool,
    /// With --check: also when one is still to do.
    #[arg(long, requires = "check")]
    strict: bool,
    /// Writes at most so many known-bad and so many good records as cases, and of those with one prompt one; without it
    /// those of the setting `stub_cases`, or 20. What the checks miss is left out of none.
    #[arg(long, value_name = "N", conflicts_with = "check")]
    cases: Option<NonZeroUsize>,
    /// Replays the cases of weak stubs too; without it a weak stub is one test that fails and says why.
    #[arg(long, conflicts_with = "check")]
    allow_weak: bool,
    /// Lists the proof of every stub by record; without it, what weak ones get wrong.
    #[arg(long)]
    proof: bool,
    /// Writes a workflow that runs the stubs of the folder in CI, and no stubs; with --dry-run it is printed. Known: github.
    #[arg(long, value_name = "SERVICE", conflicts_with_all = ["targets", "modes", "criteria", "check", "proof"])]
    ci: Option<String>,
    #[command(flatten)]
    redact: RedactArgs,
}

/// Returns the help of `--target`, which names every suite.
fn target_help() -> String {
    let suites: Vec<&str> = SUITES.iter().map(|suite| suite.word).collect();
    format!(
        "The suite: {}; several by comma or by repeating. Without it those of the setting `stub_targets` are written \
         ({} by default), and --check tests every suite that is in the folder",
        suites.join(", "),
        DEFAULT.word
    )
}

/// Runs `gemba stubs`.
pub(super) fn run(context: &mut Context, args: &StubsArgs) -> Result<()> {
    let out = context.stub_folder(args.out.as_deref())?;
    if let Some(service) = &args.ci {
        return ci::run(context, service, &out, args.dry_run);
    }
    let reader = context.outgoing()?;
    let book = reader.codebook()?;
    let mut only = Vec::new();
    for typed in &args.modes {
        only.push(Target::Mode(open_mode(&book, typed)?.key.clone()));
    }
    for typed in &args.criteria {
        only.push(Target::Criterion(criterion(&book, typed)?.key.clone()));
    }
    let mut targets: Vec<String> = Vec::new();
    for target in args.targets.iter().map(|target| target.trim().to_owned()) {
        if !targets.contains(&target) {
            targets.push(target);
        }
    }
    if targets.is_empty() && !args.check {
        targets = context.settings()?.stub_targets.value;
    }
    let redactor = args.redact.redactor(context, &reader, Mode::Mask)?;
    let ordered = context.settings()?.stub_cases();
    let order = StubOrder {
        targets,
        out: out.clone(),
        only,
        dry_run: args.dry_run,
        check: args.check,
        cases: StubCases {
            each: args.cases.map_or(ordered.each, NonZeroUsize::get),
            of_weak: args.allow_weak || ordered.of_weak,
        },
        redactor,
    };
    let lines = stubs::run(&reader, &order)?;
    stubs::keep_written(&context.workspace()?.folder, &order, &lines, Context::now());
    let mut table = Table::new(&["stub", "state", "catches", ">wrongly rejects", "file"]);
    for line in &lines {
        let figure = |text: String| if line.state == StubState::Judge { "not asked".to_owned() } else { text };
        if context.json {
            context.out.json(&proof::json(&book, line))?;
        } else {
            table.row(vec![
                line.stub.clone(),
                line.state.word().to_owned(),
                figure(both(
                    &format!("{} of {}", line.caught, line.caught + line.missed),
                    line.masked
                        .as_ref()
                        .map(|masked| format!("{} of {}", masked.figures.tp, masked.figures.positives())),
                )),
                figure(both(
                    &line.wrongly_rejected.to_string(),
                    line.masked.as_ref().map(|masked| masked.figures.fp.to_string()),
                )),
                out.join(&line.file).display().to_string(),
            ]);
        }
    }
    context.table(&table)?;
    if !context.json {
        proof::print(context, &lines, args.proof || context.verbose)?;
    }
    print_remarks(&lines);
    let mut masked = Counts::default();
    lines.iter().filter_map(|line| line.masked.as_ref()).for_each(|proof| masked.merge(&proof.found));
    say_masked(&masked);
    print_summary(args, &out, &lines);
    if args.check { gate(&lines, args, &out) } else { Ok(()) }
}

/// Returns a figure with that of the masked cases, where anything is masked.
fn both(plain: &str, masked: Option<String>) -> String {
    masked.map_or_else(|| plain.to_owned(), |masked| format!("{plain} (masked {masked})"))
}

/// Says each remark once, with the stubs that it is about: the suites of one mode mostly share it.
fn print_remarks(lines: &[StubLine]) {
    let mut printed: Vec<(&str, Vec<&str>)> = Vec::new();
    for (line, text) in lines.iter().flat_map(|line| line.remarks.iter().map(move |text| (line, text.as_str()))) {
        match printed.iter_mut().find(|(known, _)| *known == text) {
            Some((_, stubs)) => stubs.push(&line.stub),
            None => printed.push((text, vec![&line.stub])),
        }
    }
    for (text, stubs) in printed {
        let named = stubs.get(..MOST_NAMED).filter(|_| stubs.len() > MOST_NAMED + 1);
        let more = named.map(|named| format!(" and {} more", stubs.len() - named.len())).unwrap_or_default();
        remark(&format!("{}{more}: {text}", named.unwrap_or(&stubs).join(", ")));
    }
}

fn print_summary(args: &StubsArgs, out: &Path, lines: &[StubLine]) {
    let stubs = counted(lines.len() as u64, "stub");
    if lines.is_empty() {
        remark("There is nothing to write yet: tag records with a failure mode first.");
    } else if args.dry_run {
        remark(&format!("{stubs} would be written to {}.", out.display()));
    } else if !args.check {
        remark(&format!("{stubs} written to {}.", out.display()));
    }
}

/// Trips on weak, outdated and broken stubs, under `strict` on those still to do as well; and where there was nothing
/// to look at: a folder without stubs, a suite or a target that was named and does not stand there.
fn gate(lines: &[StubLine], args: &StubsArgs, out: &Path) -> Result<()> {
    let is_written = |line: &&StubLine| line.files != StubFiles::Absent;
    let folder = out.display();
    let absent =
        args.targets.iter().find(|suite| !lines.iter().filter(is_written).any(|line| line.suite == suite.trim()));
    let unwritten = lines.iter().find(|line| {
        let is_named = !(args.modes.is_empty() && args.criteria.is_empty());
        is_named && !lines.iter().filter(is_written).any(|other| other.target == line.target)
    });
    let nothing = match (absent, unwritten) {
        (Some(suite), _) => Some(format!("There is no {} stub in {folder}", suite.trim())),
        (None, Some(line)) => Some(format!("There is no stub of {} in {folder}", line.target.key())),
        (None, None) => lines.iter().all(|line| !is_written(&line)).then(|| format!("There is no stub in {folder}")),
    };
    if let Some(nothing) = nothing {
        return Err(Problem::new(Kind::Gate, format!("{nothing}, so nothing was checked."))
            .hint("`gemba stubs` writes them; --out names the folder that they are in."));
    }
    let trips = |line: &StubLine| match line.state {
        StubState::Weak | StubState::Outdated => Some(line.state.word()),
        StubState::Todo | StubState::Proven | StubState::Thin | StubState::Judge
            if line.files == StubFiles::Incomplete =>
        {
            Some("not whole")
        }
        StubState::Todo if args.strict => Some(line.state.word()),
        StubState::Todo | StubState::Proven | StubState::Thin | StubState::Judge => None,
    };
    let tripped: Vec<String> =
        lines.iter().filter_map(|line| Some(format!("{} is {}", line.stub, trips(line)?))).collect();
    if tripped.is_empty() {
        return Ok(());
    }
    Err(Problem::new(Kind::Gate, format!("The stubs fail the check: {}.", tripped.join(", ")))
        .hint("`gemba stubs --check --proof` lists the records, `gemba show ID` shows one."))
}
