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
    /// is there (FIELD=mode:NAME). May be given several times: several columns about the same thing are of a reviewer each,
    /// by the column's name.
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
    /// The column that says whose judgements a row holds; with --label it is found by its name: annotator, worker,
    /// rater and the like. Rows of several people with the same text are one record.
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

    /// Returns the options that were given, each with its value; a switch has none. Without `--exec`, which ends a line.
    pub(super) fn given(&self) -> Given {
        // Taken apart, so that an option that is added cannot be forgotten here.
        let Self { format, map, records, r#where, split, join, on, encoding, time_format, timezone, set, .. } = self;
        let Self { source, spans, limit, label, fail_when, pass_when, label_as, reviewer_from, note, .. } = self;
        let Self { tags, correct, follow, idle, keep_partial, exec: _, accept_empty, is_picked: _, .. } = self;
        let format = (format != "auto").then(|| format.clone());
        let join = join.as_ref().map(|path| path.to_string_lossy().into_owned());
        let spans = spans.map(SpanChoice::word).map(str::to_owned);
        let several = |option: &'static str, values: &[String]| -> Given {
            values.iter().map(|value| (option, Some(value.clone()))).collect()
        };
        let one = |option: &'static str, value: &Option<String>| several(option, value.as_slice());
        let switch =
            |option: &'static str, is_on: bool| -> Given { is_on.then_some((option, None)).into_iter().collect() };
        [
            one("--format", &format),
            several("--map", map),
            one("--records", records),
            several("--where", r#where),
            one("--split", split),
            one("--join", &join),
            one("--on", on),
            one("--encoding", encoding),
            one("--time-format", time_format),
            one("--timezone", timezone),
            several("--set", set),
            one("--source", source),
            one("--spans", &spans),
            one("--limit", &limit.map(|limit| limit.to_string())),
            several("--label", label),
            several("--fail-when", fail_when),
            several("--pass-when", pass_when),
            one("--label-as", label_as),
            one("--reviewer-from", reviewer_from),
            one("--note", note),
            one("--tags", tags),
            one("--correct", correct),
            switch("--accept-empty", *accept_empty),
            switch("--follow", *follow),
            one("--idle", &idle.map(|seconds| seconds.to_string())),
            switch("--keep-partial", *keep_partial),
        ]
        .concat()
    }

    /// Refuses arguments that say how a log is read where no file is named.
    ///
    /// # Errors
    /// `Usage`.
    pub(crate) fn refuse_without_file(&self) -> Result<()> {
        let Some((flag, _)) = self.given().into_iter().next() else { return Ok(()) };
        Err(Problem::usage(format!("{flag} says how a log is read, and no file of that name is there."))
            .hint("`gemba review FILE` reads one while the screen is open."))
    }
}

/// Options with their values, if they have any.
pub(super) type Given = Vec<(&'static str, Option<String>)>;

/// Which spans become records.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum SpanChoice {
    /// The topmost span of each trace.
    Root,
    /// Every call of a model.
    Llm,
}

impl SpanChoice {
    /// Returns the word that chooses it.
    const fn word(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Llm => "llm",
        }
    }
}

/// Returns the help of `--format`: every format with an example.
fn format_help() -> String {
    let mut text = "The log format by name, instead of finding it:".to_owned();
    for format in FORMATS {
        text.extend(["\n\n", format.name, ": ", format.description, "\n", format.example.trim_end()]);
    }
    text
}
