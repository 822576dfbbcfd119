//! `checks kinds`: the kinds of checks, each with what it tests and its options.

use serde_json::json;

use crate::checks::{KINDS, Kind, Param};
use crate::cli::context::Context;
use crate::error::Result;

/// Returns the table of kinds for the help.
pub(super) fn help() -> String {
    let lines = |kind: &Kind| format!("  {}\n      {}\n", usage(kind), kind.help);
    "Kinds:\n".to_owned() + &KINDS.iter().map(lines).collect::<String>()
}

/// Returns how a kind is typed: `max-length CHARS --words --sentences`.
fn usage(kind: &Kind) -> String {
    let mut usage = kind.word.to_owned();
    for param in kind.all_params() {
        let word = if param.positional { param.name.to_uppercase() } else { format!("--{}", param.name) };
        usage.extend([" ", &word]);
    }
    usage
}

/// Runs `gemba checks kinds`.
pub(super) fn list(context: &mut Context) -> Result<()> {
    let mut group = None;
    for kind in KINDS {
        if context.json {
            let param_json =
                |param: &Param| json!({"name": param.name, "help": param.help, "positional": param.positional});
            let params: Vec<_> = kind.all_params().map(param_json).collect();
            let line = json!({"kind": kind.word, "group": kind.group.word(), "help": kind.help, "params": params});
            context.out.json(&line)?;
            continue;
        }
        if group.replace(kind.group) != Some(kind.group) {
            context.out.line(kind.group.word())?;
        }
        context.out.line(&format!("  {}", usage(kind)))?;
        context.out.line(&format!("      {}", kind.help))?;
    }
    Ok(())
}
