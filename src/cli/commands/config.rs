//! `config`: every setting, its value and where that came from.

use clap::Args;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::output::{Table, remark};
use crate::config::{self, Level, Settings, file::KEYS};
use crate::error::Result;
use crate::redact::Policy;
use crate::text::counted;

/// Every setting, its value and where that came from.
#[derive(Debug, Args)]
pub(crate) struct ConfigArgs {}

/// Runs `gemba config`: every setting with its value and where that came from.
pub(super) fn run(context: &mut Context, _args: &ConfigArgs) -> Result<()> {
    let settings = context.settings()?;
    let found = config::discovery::find(&context.flags, &context.env);
    let reviewer = config::reviewer::find(&context.flags, &context.env, &settings)?;
    let folder = found.as_ref().map(|found| found.folder.display().to_string());
    let why = found.as_ref().map_or("none yet", |found| found.origin.words());
    let place = |path: &Option<std::path::PathBuf>| path.as_ref().map(|path| path.display().to_string());
    let state = |path: &Option<std::path::PathBuf>| match path {
        Some(path) if path.is_file() => "read",
        Some(_) | None => "not there",
    };
    let (of_user, of_workspace) = (place(&settings.user_file), place(&settings.workspace_file));
    let theme = settings.theme.value.clone();
    let trust = context.trust_file().map(|file| file.path().display().to_string());
    let traces = (!settings.trace_url.value.is_empty()).then(|| settings.trace_url.value.words());
    context.refuse_allowing()?;
    let lines = [
        ("workspace", folder, why),
        ("user settings", of_user, state(&settings.user_file)),
        ("workspace settings", of_workspace, state(&settings.workspace_file)),
        ("reviewer", Some(reviewer.name.to_string()), reviewer.from),
        ("theme", theme, settings.theme.level.word()),
        ("color", Some(settings.color.value.word().to_owned()), settings.color.level.word()),
        ("keymap", Some(settings.keymap.value.clone()), settings.keymap.level.word()),
        ("keys", place(&settings.keymap_file), state(&settings.keymap_file)),
        ("fail_asks_why", Some(settings.fail_asks_why.value.to_string()), settings.fail_asks_why.level.word()),
        (
            "present_may_unmask",
            Some(settings.present_may_unmask.value.to_string()),
            settings.present_may_unmask.level.word(),
        ),
        ("mouse", Some(settings.mouse.value.to_string()), settings.mouse.level.word()),
        ("accessible", Some(settings.accessible.value.to_string()), settings.accessible.level.word()),
        ("stub_targets", Some(settings.stub_targets.value.join(", ")), settings.stub_targets.level.word()),
        ("stub_folder", Some(settings.stub_folder.value.clone()), settings.stub_folder.level.word()),
        ("stub_allow_weak", Some(settings.stub_allow_weak.value.to_string()), settings.stub_allow_weak.level.word()),
        ("stub_cases", Some(settings.stub_cases.value.to_string()), settings.stub_cases.level.word()),
        ("trace_url", traces, settings.trace_url.level.word()),
        ("trust", trust, "your own, with `gemba trust`"),
    ];
    let mut lines = lines.map(|(name, value, from)| (name, value, from.to_owned())).to_vec();
    lines.splice(lines.len() - 1..lines.len() - 1, redaction(&settings));
    let mut table = Table::new(&["setting", "value", "from"]);
    for (name, value, from) in lines {
        let none = if from == Level::BuiltIn.word() { "default" } else { "–" };
        let json = || json!({"setting": name, "value": value, "from": from});
        let cell = || value.clone().unwrap_or_else(|| none.to_owned());
        context.row(&mut table, json, || vec![name.to_owned(), cell(), from.clone()])?;
    }
    context.table(&table)?;
    if !context.json {
        remark("");
        remark("config.toml may hold:");
        for (key, says) in KEYS {
            remark(&format!("  {key}: {says}"));
        }
    }
    Ok(())
}

/// Returns the settings of `[redact]`. What both files say holds together; words and expressions are only counted, because they
/// say what is to be hidden.
fn redaction(settings: &Settings) -> [(&'static str, Option<String>, String); 4] {
    let from = |has: fn(&Policy) -> bool| {
        let levels = settings.redact_of.iter().filter(|(_, policy)| has(policy)).map(|(level, _)| level.word());
        let levels: Vec<&str> = levels.collect();
        if levels.is_empty() { Level::BuiltIn.word().to_owned() } else { levels.join(", ") }
    };
    let count = |texts: &[String], noun: &str| match texts.len() {
        0 => "none".to_owned(),
        count => counted(count as u64, noun),
    };
    let Policy { words, patterns, off } = &settings.redact;
    let off = if off.is_empty() { "none".to_owned() } else { off.join(", ") };
    let copies = &settings.redact_copies;
    [
        ("redact.words", Some(count(words, "word")), from(|policy| !policy.words.is_empty())),
        ("redact.patterns", Some(count(patterns, "expression")), from(|policy| !policy.patterns.is_empty())),
        ("redact.off", Some(off), from(|policy| !policy.off.is_empty())),
        ("redact.copies", Some(copies.value.word().to_owned()), copies.level.word().to_owned()),
    ]
}
