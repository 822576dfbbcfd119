//! The arguments of `criteria add` and `criteria edit`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{BoolishValueParser, TypedValueParser};

use crate::cli::output::share;
use crate::cli::words::one_of;
use crate::domain::{CriterionSettings, Edit, Name, Untrusted};
use crate::error::{Problem, Result};

/// A new criterion.
#[derive(Debug, Args)]
pub(crate) struct AddArgs {
    /// Its name.
    pub(super) name: String,
    /// The statement: what a good output does.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(super) text: String,
    /// A failure mode it is about; may be given several times.
    #[arg(long = "mode", value_name = "MODE")]
    pub(super) modes: Vec<String>,
    /// The record that provoked it.
    #[arg(long, value_name = "ID")]
    pub(super) record: Option<String>,
    #[command(flatten)]
    pub(super) settings: SettingsArgs,
}

/// A new version of a criterion, or a new name, new modes or new settings for it.
#[derive(Debug, Args)]
pub(crate) struct EditArgs {
    /// The criterion, by name, slug or number.
    pub(super) criterion: String,
    /// The new statement.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, requires_all = ["edit", "reason"])]
    pub(super) text: Option<String>,
    /// Whether the line between good and bad moved (grades become stale), or is only said better.
    #[arg(long, value_name = "EDIT", value_parser = edit_words())]
    pub(super) edit: Option<Edit>,
    /// Why.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, requires = "text")]
    pub(super) reason: Option<String>,
    /// The record that provoked it.
    #[arg(long, value_name = "ID", requires = "text")]
    pub(super) record: Option<String>,
    /// A new name; its grades stay.
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
    /// The failure modes it is about from now on; may be given several times.
    #[arg(long = "mode", value_name = "MODE")]
    pub(super) modes: Vec<String>,
    #[command(flatten)]
    pub(super) settings: SettingsArgs,
    /// Says what a meaning edit would make stale, and writes nothing.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Where the stubs are that --dry-run looks at; without it the folder of the settings.
    #[arg(long, value_name = "DIR", requires = "dry_run")]
    pub(super) out: Option<PathBuf>,
}

/// What stands beside the text.
#[derive(Debug, Args)]
pub(crate) struct SettingsArgs {
    /// When to ask it.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    use_when: Option<String>,
    /// When not to.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    avoid_when: Option<String>,
    /// An output that does not meet it fails, whatever else is good; --must-pass=no takes that back.
    #[arg(
        long, value_name = "yes|no", num_args = 0..=1, require_equals = true, default_missing_value = "yes",
        value_parser = BoolishValueParser::new()
    )]
    must_pass: Option<bool>,
    /// The share of good outputs that a check may reject, 0 to 1.
    #[arg(long, value_name = "0..1", value_parser = share)]
    tau: Option<f64>,
    /// Who decides on it, or none.
    #[arg(long, value_name = "NAME|none")]
    owner: Option<String>,
}

impl SettingsArgs {
    pub(super) fn settings(&self) -> Result<CriterionSettings> {
        let owner = match self.owner.as_deref() {
            None => None,
            Some("none") => Some(None),
            Some(name) => Some(Some(Name::new(name)?)),
        };
        Ok(CriterionSettings {
            use_when: self.use_when.as_deref().map(Untrusted::from),
            avoid_when: self.avoid_when.as_deref().map(Untrusted::from),
            must_pass: self.must_pass,
            tau: self.tau,
            owner,
        })
    }
}

fn edit_words() -> impl TypedValueParser<Value = Edit> {
    let meaning = (Edit::Meaning.word(), "The line between good and bad moved.", Edit::Meaning);
    let wording = (Edit::Wording.word(), "The same line, worded better.", Edit::Wording);
    one_of([meaning, wording].into_iter())
}

pub(super) fn statement(typed: &str) -> Result<Untrusted> {
    if typed.trim().is_empty() {
        return Err(Problem::usage("The text of a criterion cannot be empty."));
    }
    Ok(Untrusted::from(typed))
}
