//! `man`: the man page.

use clap::Args;

use crate::cli::context::Context;
use crate::error::{Problem, Result};

/// Writes the man page to standard output.
#[derive(Debug, Args)]
pub(crate) struct ManArgs {}

/// Runs `gemba man`: the man page of gemba and of each of its commands.
pub(super) fn run(context: &mut Context, _args: &ManArgs) -> Result<()> {
    let mut command = (context.program)();
    command.build();
    let mut page = Vec::new();
    let wrong =
        |error: std::io::Error| Problem::io(format!("The man page could not be made: {error}.")).caused_by(error);
    clap_mangen::Man::new(command.clone()).render(&mut page).map_err(wrong)?;
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help") {
        clap_mangen::Man::new(sub.clone()).render(&mut page).map_err(wrong)?;
    }
    context.out.raw(&page)
}
