//! `keys`: the key reference, with the person's own keys and what is wrong with them.

use clap::Args;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::output::remark;
use crate::command::{Keymap, keymap_text, title_of};
use crate::error::{Problem, Result};

/// The key reference, with your own keys.
///
/// `keymap.toml` in your folder of settings (`gemba config` names it) gives actions other keys, one a line, as Pass = "x";
/// `gemba keys --toml` prints one to begin with. A key that two actions of one layer want is told here and when the screen
/// opens.
#[derive(Debug, Args)]
pub(crate) struct KeysArgs {
    /// Prints all keys as a `keymap.toml` to begin with, each line a comment.
    #[arg(long)]
    toml: bool,
}

/// Runs `gemba keys`.
pub(super) fn run(context: &mut Context, args: &KeysArgs) -> Result<()> {
    if args.toml && context.json {
        return Err(Problem::usage("--toml and --json exclude each other.").hint("Take one of them away."));
    }
    let settings = context.settings()?;
    let own = Context::own_keys(&settings)?;
    let (keymap, flaws) = Keymap::personal(&settings.keymap.value, settings.fail_asks_why.value, &own)?;
    if args.toml {
        context.out.block(&keymap.as_toml())?;
    } else if context.json {
        for binding in keymap.bindings() {
            context.out.json(&json!({
                "layer": title_of(binding.layer), "key": binding.trigger.to_string(), "action": binding.entry.id,
                "title": binding.entry.title, "sentence": binding.entry.sentence,
            }))?;
        }
    } else {
        context.out.block(&keymap_text(&keymap))?;
    }
    let file = settings.keymap_file.as_ref().map(|file| file.display().to_string()).unwrap_or_default();
    if !flaws.is_empty() {
        context.out.flush()?;
    }
    for flaw in &flaws {
        remark(&flaw.in_file(&file));
    }
    Ok(())
}
