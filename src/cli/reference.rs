//! What gemba says about itself: `keys`, `themes`, `config`, `completions`, `man`.

use clap::{Args, CommandFactory};
use serde_json::json;

use super::Arguments;
use super::context::Context;
use super::out::Out;
use super::table::{Align, Table};
use crate::command::{Keymap, keymap_text};
use crate::config::{self, Level, file::KEYS};
use crate::error::{Problem, Result};

/// Writes completions for a shell to standard output.
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell.
    shell: clap_complete::Shell,
}

/// Runs `gemba keys`.
pub(super) fn keys(context: &mut Context) -> Result<()> {
    let keymap = Keymap::preset(&context.settings()?.keymap.value)?;
    if context.json {
        for binding in keymap.bindings() {
            context.out.json(&json!({
                "layer": binding.layer.title(), "key": binding.trigger.to_string(), "action": format!("{:?}", binding.entry.action),
                "title": binding.entry.title, "sentence": binding.entry.sentence,
            }))?;
        }
        return Ok(());
    }
    context.out.block(&keymap_text(&keymap))
}

/// Runs `gemba config`: every setting with its value and where that came from.
pub(super) fn config(context: &mut Context) -> Result<()> {
    let settings = context.settings()?;
    let found = config::discovery::find(&context.flags, &context.around);
    let reviewer = config::reviewer::find(&context.flags, &context.around, &settings)?;
    let folder = found.as_ref().map(|found| found.folder.display().to_string());
    let why = found.as_ref().map_or("none yet", |found| found.origin.words());
    let place = |path: &Option<std::path::PathBuf>| path.as_ref().map(|path| path.display().to_string());
    let state = |path: &Option<std::path::PathBuf>| match path {
        Some(path) if path.is_file() => "read",
        Some(_) | None => "not there",
    };
    let (of_user, of_workspace) = (place(&settings.user_file), place(&settings.workspace_file));
    let theme = settings.theme.value.clone();
    let commands_from = if settings.allow_commands { Level::Workspace } else { Level::BuiltIn }.word();
    let lines = [
        ("workspace", folder, why),
        ("user settings", of_user, state(&settings.user_file)),
        ("workspace settings", of_workspace, state(&settings.workspace_file)),
        ("reviewer", Some(reviewer.name.to_string()), reviewer.from),
        ("theme", theme, settings.theme.level.word()),
        ("color", Some(settings.color.value.word().to_owned()), settings.color.level.word()),
        ("keymap", Some(settings.keymap.value.clone()), settings.keymap.level.word()),
        ("stub_targets", Some(settings.stub_targets.value.join(", ")), settings.stub_targets.level.word()),
        ("stub_folder", Some(settings.stub_folder.value.clone()), settings.stub_folder.level.word()),
        ("allow_commands", Some(settings.allow_commands.to_string()), commands_from),
    ];
    let mut table = Table::new(&[("setting", Align::Left), ("value", Align::Left), ("from", Align::Left)]);
    for (name, value, from) in lines {
        if context.json {
            context.out.json(&json!({"setting": name, "value": value, "from": from}))?;
        } else {
            let value = value.unwrap_or_else(|| if from == Level::BuiltIn.word() { "default" } else { "–" }.to_owned());
            table.row(vec![name.to_owned(), value, from.to_owned()]);
        }
    }
    let width = context.width();
    table.print(&mut context.out, width)?;
    if !context.json {
        super::out::remark("");
        super::out::remark("config.toml may hold:");
        for (key, says) in KEYS {
            super::out::remark(&format!("  {key}: {says}"));
        }
    }
    Ok(())
}

/// Runs `gemba completions`.
pub(super) fn completions(out: &mut Out, args: &CompletionsArgs) -> Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "gemba", &mut script);
    out.own(&script)
}

/// Runs `gemba man`: the man page of gemba and of each of its commands.
pub(super) fn man(out: &mut Out) -> Result<()> {
    let mut command = Arguments::command();
    command.build();
    let mut page = Vec::new();
    let wrong = |error: std::io::Error| Problem::io(format!("The man page could not be made: {error}."));
    clap_mangen::Man::new(command.clone()).render(&mut page).map_err(wrong)?;
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help") {
        clap_mangen::Man::new(sub.clone()).render(&mut page).map_err(wrong)?;
    }
    out.own(&page)
}
