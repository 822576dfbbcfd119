//! How a log is read: the arguments that `import` and `review FILE` share.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::error::{Problem, Result};
use crate::ingest::FORMATS;

/// How a log is read.
#[derive(Debug, Clone, Default, Args)]
#[expect(clippy::struct_excessive_bools, reason = "one for each switch of the command line")]
pub(crate) struct LogArgs {
    /// The log format by name, instead of finding it.
    #[arg(long, value_name = "NAME", default_value = "auto", long_help = format_help())]
    pub(super) format: String,
    /// Where a field is found: input=a.b.0.c; or the name of a saved mapping. May be given several times. See `gemba
    /// help map`.
    #[arg(long, value_name = "FIELD=PATH|NAME")]
    pub(super) map: Vec<String>,
    /// Where the list of records stands in a file, or a line, that is one object: results.results. Of a database the
    /// table to read, of a workbook the sheet, of a zip archive the file, or a pattern.
    #[arg(long, value_name = "PATH")]
    pub(super) records: Option<String>,
    /// Takes only entries whose field has this value: type=sampling. Given several times for one field, any of them.
    #[arg(long, value_name = "FIELD=VALUE")]
    pub(super) r#where: Vec<String>,
    /// Splits a transcript into turns at what stands before them: 'USER: |AGENT: '. With --map messages=FIELD.
    #[arg(long, value_name = "MARKERS")]
    pub(super) split: Option<String>,
    /// A second file whose entries belong to those of the log, as answers to questions.
    #[arg(long, value_name = "FILE", requires = "on")]
    pub(super) join: Option<PathBuf>,
    /// The field that both files of --join have.
    #[arg(long, value_name = "FIELD", requires = "join")]
    pub(super) on: Option<String>,
    /// The encoding of the files, where it is not found: windows-1252, utf-16le, gb18030.
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
    /// How times are written: '%d.%m.%Y %H:%M'.
    #[arg(long, value_name = "FORMAT")]
    pub(super) time_format: Option<String>,
    /// The zone of times that say none: Europe/Berlin. UTC by default.
    #[arg(long, value_name = "ZONE")]
    pub(super) timezone: Option<String>,
    /// A value set on every record: model=gpt-4o, team=billing. May be given several times.
    #[arg(long, value_name = "KEY=VALUE")]
    pub(super) set: Vec<String>,
    /// The source's name; by default the file's name.
    #[arg(long, value_name = "NAME")]
    pub(super) source: Option<String>,
    /// Which spans of a trace become records; by default its topmost span, or its model calls where that has no input
    /// and output.
    #[arg(long, value_name = "root|llm")]
    pub(super) spans: Option<SpanChoice>,
    /// Takes at most so many records of each file.
    #[arg(long, value_name = "N")]
    pub(super) limit: Option<u64>,
    /// Imports a column as verdicts, or as answers to a criterion (FIELD=criterion:NAME), or as whether a failure mode
    /// is there (FIELD=mode:NAME). May be given several times.
    #[arg(long, value_name = "FIELD[=TARGET]")]
    pub(super) label: Vec<String>,
    /// The label's values that mean fail (not met, present), or comparisons: 0,no or '<0.5'; every other value then means
    /// pass, save n/a and the like. With several labels as FIELD:VALUE,…
    #[arg(long, value_name = "[FIELD:]VALUE,…", requires = "label", allow_negative_numbers = true)]
    pub(super) fail_when: Vec<String>,
    /// The label's values that mean pass (met, absent), as for --fail-when; with both, other values are no verdict.
    #[arg(long, value_name = "[FIELD:]VALUE,…", requires = "label", allow_negative_numbers = true)]
    pub(super) pass_when: Vec<String>,
    /// Whose judgements the columns hold; yours without.
    #[arg(long, value_name = "REVIEWER")]
    pub(super) label_as: Option<String>,
    /// The column that says whose judgements a row holds.
    #[arg(long, value_name = "FIELD")]
    pub(super) reviewer_from: Option<String>,
    /// Imports a column as notes.
    #[arg(long, value_name = "FIELD")]
    pub(super) note: Option<String>,
    /// Imports a column as failure modes: a JSON list, or names between , and ; – new ones are made.
    #[arg(long, value_name = "FIELD")]
    pub(super) tags: Option<String>,
    /// Imports a column as corrected outputs.
    #[arg(long, value_name = "FIELD")]
    pub(super) correct: Option<String>,
    /// Goes on with what others append to the file, over rotation and truncation, until ctrl-c.
    #[arg(long, conflicts_with = "exec")]
    pub(super) follow: bool,
    /// With --follow: ends where nothing came for so long.
    #[arg(long, value_name = "SECONDS", requires = "follow")]
    pub(super) idle: Option<u64>,
    /// With --exec: keeps what came of a program that fails.
    #[arg(long, requires = "exec")]
    pub(super) keep_partial: bool,
    /// Reads the output of a program, started without a shell; last on the line, as all that follows belongs to it. Only
    /// its name is kept. Nothing is stored where it fails.
    #[arg(long, value_name = "PROG ARG…", num_args = 1.., allow_hyphen_values = true)]
    pub(super) exec: Vec<OsString>,
    /// Takes a file also where more than half of its records have no output.
    #[arg(long)]
    pub(super) accept_empty: bool,
    /// Whether a person pointed at everything on the screen of `--pick`.
    #[arg(skip)]
    pub(super) is_picked: bool,
}

impl LogArgs {
    /// Returns whether the output of a program is read instead of files.
    pub(crate) const fn is_exec(&self) -> bool {
        !self.exec.is_empty()
    }

    /// Refuses arguments that say how a log is read where no file is named.
    ///
    /// # Errors
    /// `Usage`.
    pub(crate) fn refuse_without_file(&self) -> Result<()> {
        let given = [
            ("--format", self.format != "auto"),
            ("--map", !self.map.is_empty()),
            ("--records", self.records.is_some()),
            ("--where", !self.r#where.is_empty()),
            ("--split", self.split.is_some()),
            ("--join", self.join.is_some()),
            ("--encoding", self.encoding.is_some()),
            ("--time-format", self.time_format.is_some()),
            ("--timezone", self.timezone.is_some()),
            ("--set", !self.set.is_empty()),
            ("--source", self.source.is_some()),
            ("--spans", self.spans.is_some()),
            ("--limit", self.limit.is_some()),
            ("--label", !self.label.is_empty()),
            ("--label-as", self.label_as.is_some()),
            ("--reviewer-from", self.reviewer_from.is_some()),
            ("--note", self.note.is_some()),
            ("--tags", self.tags.is_some()),
            ("--correct", self.correct.is_some()),
            ("--accept-empty", self.accept_empty),
            ("--follow", self.follow),
        ];
        let Some((flag, _)) = given.into_iter().find(|(_, is_given)| *is_given) else { return Ok(()) };
        Err(Problem::usage(format!("{flag} says how a log is read, and no file of that name is there."))
            .hint("`gemba review FILE` reads one while the screen is open."))
    }
}

/// Which spans become records.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum SpanChoice {
    /// The topmost span of each trace.
    Root,
    /// Every call of a model.
    Llm,
}

/// Returns the help of `--format`: every format with an example.
fn format_help() -> String {
    let mut text = "The log format by name, instead of finding it:".to_owned();
    for format in FORMATS {
        text.extend(["\n\n", format.name, ": ", format.description, "\n", format.example.trim_end()]);
    }
    text
}
