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
    let settings = context.settings()?;
    let keymap = Keymap::preset(&settings.keymap.value)?;
    let keymap = if settings.fail_asks_why.value { keymap } else { keymap.failing_at_once() };
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
