//! `completions`: what a shell completes behind `gemba`.

use clap::Args;

use crate::cli::context::Context;
use crate::error::Result;

/// Writes completions for a shell to standard output.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell.
    shell: clap_complete::Shell,
}

/// Runs `gemba completions`.
pub(super) fn run(context: &mut Context, args: &CompletionsArgs) -> Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut (context.program)(), "gemba", &mut script);
    context.out.raw(&script)
}
