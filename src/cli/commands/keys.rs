//! `keys`: the key reference.

use clap::Args;
use serde_json::json;

use crate::cli::context::Context;
use crate::command::{Keymap, keymap_text, title_of};
use crate::error::Result;

/// The key reference.
#[derive(Debug, Args)]
pub(crate) struct KeysArgs {}

/// Runs `gemba keys`.
pub(super) fn run(context: &mut Context, _args: &KeysArgs) -> Result<()> {
    let keymap = Keymap::preset(&context.settings()?.keymap.value)?;
    if context.json {
        for binding in keymap.bindings() {
            context.out.json(&json!({
                "layer": title_of(binding.layer), "key": binding.trigger.to_string(), "action": binding.entry.id,
                "title": binding.entry.title, "sentence": binding.entry.sentence,
            }))?;
        }
        return Ok(());
    }
    context.out.block(&keymap_text(&keymap))
}
