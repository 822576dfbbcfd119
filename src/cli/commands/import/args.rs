//! The arguments of `import`.

use std::path::PathBuf;

use clap::Args;

use super::log_args::{Given, LogArgs};

/// Loads logged input/output pairs. Finds the format by itself, skips what is there already, sets bad lines aside.
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "one for each switch of the command line")]
pub(crate) struct ImportArgs {
    /// Files, plain or packed with gzip, zstd or bzip2; SQLite, Parquet, Excel or zip files; folders of them,
    /// patterns of names ('logs/*.jsonl'); `-` for standard input.
    #[arg(value_name = "PATH", required_unless_present_any = ["undo", "formats", "exec"], conflicts_with = "exec")]
    pub(super) paths: Vec<PathBuf>,
    /// Lists the log formats and what they may be packed in.
    #[arg(long, conflicts_with_all = ["paths", "undo"])]
    pub(super) formats: bool,
    /// Shows what the file holds, for you to point at input, output, turns, time, labels; then imports it so and saves
    /// the mapping under the source's name.
    #[arg(long, conflicts_with = "undo")]
    pub(super) pick: bool,
    #[command(flatten)]
    pub(super) log: LogArgs,
    /// Saves the mapping of this import under a name for reuse.
    #[arg(long, value_name = "NAME", alias = "save-map")]
    pub(super) map_as: Option<String>,
    /// Stops at the first bad line, before anything is stored.
    #[arg(long)]
    pub(super) strict: bool,
    /// Reads everything and stores nothing.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// What to do where the import is doubtful: tell, or fail with code 1 and store nothing.
    #[arg(long, value_name = "tell|fail", value_enum, default_value_t = Doubts::Tell, hide_possible_values = true)]
    pub(super) doubts: Doubts,
    /// Takes your newest import out again; what people judged since is kept. With --dry-run only says what would go.
    #[arg(long, conflicts_with = "paths")]
    pub(super) undo: bool,
    /// With --undo: takes records out also where people judged them.
    #[arg(long, requires = "undo")]
    pub(super) with_judgements: bool,
}

impl ImportArgs {
    /// Returns the options that were given, without `--pick`; see [`LogArgs::given`].
    pub(super) fn given(&self) -> Given {
        let Self { paths: _, formats, pick: _, log, map_as, strict, dry_run, doubts, undo, with_judgements } = self;
        let switches = [
            ("--formats", *formats),
            ("--strict", *strict),
            ("--dry-run", *dry_run),
            ("--undo", *undo),
            ("--with-judgements", *with_judgements),
        ];
        let mut given = log.given();
        given.extend(map_as.clone().map(|name| ("--map-as", Some(name))));
        given.extend((*doubts == Doubts::Fail).then(|| ("--doubts", Some("fail".to_owned()))));
        given.extend(switches.into_iter().filter(|(_, is_on)| *is_on).map(|(option, _)| (option, None)));
        given
    }
}

/// What is done with doubts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Doubts {
    /// They are told after the import.
    Tell,
    /// Nothing is imported.
    Fail,
}
