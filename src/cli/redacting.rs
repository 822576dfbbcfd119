//! `--redact`: whether secrets and personal data are masked in what leaves gemba.

use clap::Args;
use clap::builder::TypedValueParser;

use super::context::Context;
use super::output::remark;
use super::words::one_of;
use crate::error::Result;
use crate::redact::{Counts, Mode, NOT_FOUND, Redactor};
use crate::store::Reader;

/// The argument, for every command whose text leaves gemba.
#[derive(Debug, Args)]
pub(crate) struct RedactArgs {
    /// Whether secrets and personal data become placeholders such as [email 483920]; names of people and postal addresses
    /// are not found. Without it stubs, reports and summaries are masked, and exports say what they hold.
    #[arg(long, value_name = "HOW", value_parser = modes())]
    redact: Option<Mode>,
}

fn modes() -> impl TypedValueParser<Value = Mode> {
    let help = |mode: Mode| match mode {
        Mode::Mask => "Placeholders, the same for the same person or key.",
        Mode::Off => "The text as it is.",
    };
    one_of(Mode::ALL.iter().map(move |mode| (mode.word(), help(*mode), *mode)))
}

impl RedactArgs {
    /// Returns what masks: always where `--redact mask` was given, never with `off`, else as the command usually does.
    pub(crate) fn redactor(&self, context: &Context, reader: &Reader, usual: Mode) -> Result<Option<Redactor>> {
        match self.redact.unwrap_or(usual) {
            Mode::Mask => finder(context, reader).map(Some),
            Mode::Off => Ok(None),
        }
    }
}

/// Returns what finds secrets and personal data in this workspace, by the settings.
pub(crate) fn finder(context: &Context, reader: &Reader) -> Result<Redactor> {
    reader.redactor(&context.settings()?.redact)
}

/// Says on standard error what was masked, where anything was.
pub(crate) fn say_masked(counts: &Counts) {
    if !counts.is_empty() {
        remark(&format!("Masked: {}; --redact off leaves them. {NOT_FOUND}", counts.words()));
    }
}
