//! The commands: one file each, named like its command, and one row each in the table below.
//!
//! A file holds the arguments of its command, whose doc comment is the help, and a function `run`.

mod agree;
mod align;
mod backup;
mod blind;
mod checks;
mod completions;
mod config;
mod correct;
mod criteria;
mod demo;
mod doctor;
mod drift;
mod export;
mod filter;
mod filters;
mod grade;
mod import;
mod index;
mod keys;
mod list;
mod man;
mod map;
mod modes;
mod note;
mod redo;
mod report;
mod restore;
mod results;
mod review;
mod reviewers;
mod saturation;
mod session;
mod settle;
mod show;
mod sources;
mod stats;
mod stubs;
mod tag;
mod themes;
mod today;
mod trust;
mod undo;
mod untag;
mod verdict;

use clap::Subcommand;

use super::context::Context;
use crate::error::Result;

/// Whether a command knows `--json`. Screens and files for a shell have no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prints {
    /// Lines or tables, and JSON with `--json`.
    Json,
    /// Something else.
    NoJson,
}

/// Makes the enum of commands and what is asked of each from the rows of the table.
macro_rules! commands {
    ($($name:ident $file:ident::$args:ident $prints:ident;)*) => {
        #[derive(Debug, Subcommand)]
        pub(super) enum Command {
            $($name($file::$args),)*
        }

        impl Command {
            /// Runs the command.
            pub(super) fn run(&self, context: &mut Context) -> Result<()> {
                match self {
                    $(Self::$name(args) => $file::run(context, args),)*
                }
            }

            /// Returns whether the command knows `--json`.
            pub(super) const fn prints(&self) -> Prints {
                match self {
                    $(Self::$name(_) => Prints::$prints,)*
                }
            }
        }

        #[cfg(test)]
        const FILES: &[&str] = &[$(stringify!($file)),*];
    };
}

// In the order of `gemba --help`.
commands! {
    Demo demo::DemoArgs NoJson;
    Import import::ImportArgs Json;
    Sources sources::SourcesArgs Json;
    Index index::IndexArgs Json;
    Review review::ReviewArgs NoJson;
    Today today::TodayArgs Json;
    List list::ListArgs Json;
    Filters filters::FiltersArgs Json;
    Show show::ShowArgs Json;
    Verdict verdict::VerdictArgs Json;
    Tag tag::TagArgs Json;
    Untag untag::UntagArgs Json;
    Note note::NoteArgs Json;
    Correct correct::CorrectArgs Json;
    Grade grade::GradeArgs Json;
    Settle settle::SettleArgs Json;
    Blind blind::BlindArgs Json;
    Reviewers reviewers::ReviewersArgs Json;
    Undo undo::UndoArgs Json;
    Redo redo::RedoArgs Json;
    Modes modes::ModesArgs Json;
    Criteria criteria::CriteriaArgs Json;
    Checks checks::ChecksArgs Json;
    Trust trust::TrustArgs Json;
    Drift drift::DriftArgs Json;
    Align align::AlignArgs Json;
    Agree agree::AgreeArgs Json;
    Saturation saturation::SaturationArgs Json;
    Stats stats::StatsArgs Json;
    Stubs stubs::StubsArgs Json;
    Report report::ReportArgs NoJson;
    Export export::ExportArgs Json;
    Results results::ResultsArgs Json;
    Backup backup::BackupArgs Json;
    Restore restore::RestoreArgs Json;
    Doctor doctor::DoctorArgs Json;
    Session session::SessionArgs Json;
    Keys keys::KeysArgs Json;
    Themes themes::ThemesArgs Json;
    Config config::ConfigArgs Json;
    Completions completions::CompletionsArgs NoJson;
    Filter filter::FilterArgs NoJson;
    Map map::MapArgs NoJson;
    Man man::ManArgs NoJson;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::{Command as Program, Subcommand};

    use super::{Command, FILES};

    #[test]
    fn every_file_of_this_folder_is_a_command_of_its_name() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/cli/commands");
        let stem = |entry: std::io::Result<std::fs::DirEntry>| {
            entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()
        };
        let mut files: BTreeSet<String> = std::fs::read_dir(folder).unwrap().map(stem).collect();
        assert!(files.remove("mod"));
        let rows: BTreeSet<String> = FILES.iter().map(|file| (*file).to_owned()).collect();
        assert_eq!(files, rows, "a file without a row in `commands!`");
        let program = Command::augment_subcommands(Program::new("gemba"));
        let names: BTreeSet<String> = program.get_subcommands().map(|known| known.get_name().to_owned()).collect();
        assert_eq!(names, rows, "a command that is not named like its file");
    }

    #[test]
    fn every_command_says_what_it_does() {
        let program = Command::augment_subcommands(Program::new("gemba"));
        for command in program.get_subcommands() {
            assert!(command.get_about().is_some(), "`{}` has no help", command.get_name());
        }
    }
}
