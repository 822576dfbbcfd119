//! `import --pick`: the screen on which a person points at what is what in a log.

use std::io::{self, IsTerminal};
use std::path::Path;

use super::args::ImportArgs;
use super::log_args::LogArgs;
use super::order;
use crate::app::pick::{Choices, PickStart, PickedLabel};
use crate::cli::context::Context;
use crate::cli::output::remark;
use crate::cli::theme::theme;
use crate::config::FoundWorkspace;
use crate::error::{Problem, Result};
use crate::ingest::ImportOptions;
use crate::runtime::{PickReader, run_pick};
use crate::services::import::{reading, source_name, structure};
use crate::text::{shell_word, visible_words};
use crate::views::{LogReading, LogStructure};

/// Opens the screen over a file. Returns the arguments that import it so; `None` where the screen was left.
///
/// # Errors
/// `Usage` without a terminal, or without exactly one file; `Input` where the file cannot be read at all.
pub(super) fn pick(context: &Context, args: &ImportArgs, place: &FoundWorkspace) -> Result<Option<ImportArgs>> {
    let [path] = args.paths.as_slice() else {
        return Err(Problem::usage("--pick looks at one file.")
            .hint("Pick with one of them; --map NAME then reads the others in the same way."));
    };
    if path.as_os_str() == "-" || !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(Problem::usage("--pick needs a terminal, for keys and for the picture.")
            .hint("`gemba import FILE --map FIELD=PATH` says the same in a script; see `gemba help map`."));
    }
    let name = source_name(args.log.source.as_deref(), path);
    let known = order::known_mapping(&args.log, path, place)?;
    let choices = from_pairs(&known);
    let mut base = order::options(&LogArgs { map: Vec::new(), ..args.log.clone() }, Vec::new())?;
    path.clone_into(&mut base.path);
    let mut log = Log { base };
    let start = PickStart {
        file: file_name(path),
        name: args.map_as.clone().unwrap_or(name),
        structure: structure(&log.options(&choices))?,
        reading: log.reading(&choices),
        choices,
    };
    let theme = theme(context, &context.settings()?)?;
    let Some((choices, name)) = run_pick(start, &theme, &mut log)? else { return Ok(None) };
    let picked = arguments(args, &choices, name);
    remark(&format!("The same without the screen: {}", visible_words(&command_line(&picked)).as_str()));
    Ok(Some(picked))
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The log, and what the command line says of it.
struct Log {
    base: ImportOptions,
}

impl Log {
    fn options(&self, choices: &Choices) -> ImportOptions {
        let mut log = LogArgs::default();
        choose(&mut log, choices);
        let labels = super::labels::labels(&log).unwrap_or_default();
        ImportOptions {
            map: choices.map.clone(),
            records: choices.records.clone(),
            labels: self.base.labels.iter().cloned().chain(labels).collect(),
            ..self.base.clone()
        }
    }
}

impl PickReader for Log {
    fn structure(&mut self, choices: &Choices) -> LogStructure {
        structure(&self.options(choices)).unwrap_or_default()
    }

    fn reading(&mut self, choices: &Choices) -> LogReading {
        reading(&self.options(choices))
    }
}

/// Returns what pairs of a saved mapping say.
fn from_pairs(pairs: &[(String, String)]) -> Choices {
    let mut choices = Choices::default();
    for (key, value) in pairs {
        match key.as_str() {
            "--records" => choices.records = Some(value.clone()),
            "--label" => choices.labels.push(PickedLabel { field: value.clone(), ..PickedLabel::default() }),
            "--fail-when" | "--pass-when" => {
                let of = |label: &&mut PickedLabel| value.strip_prefix(&format!("{}:", label.path())).is_some();
                if let Some(label) = choices.labels.iter_mut().find(of) {
                    let values = value.get(label.path().len() + 1..).unwrap_or_default().to_owned();
                    *(if key == "--fail-when" { &mut label.fail } else { &mut label.pass }) = values;
                }
            }
            _ if key.starts_with("--") => {}
            _ => choices.map.push((key.clone(), value.clone())),
        }
    }
    choices
}

/// Adds what was pointed at to the arguments.
fn choose(log: &mut LogArgs, choices: &Choices) {
    log.map = choices.map.iter().map(|(field, path)| format!("{field}={path}")).collect();
    log.records.clone_from(&choices.records);
    for label in &choices.labels {
        log.label.push(label.field.clone());
        let values = [(&mut log.fail_when, &label.fail), (&mut log.pass_when, &label.pass)];
        for (option, values) in values.into_iter().filter(|(_, values)| !values.is_empty()) {
            option.push(format!("{}:{values}", label.path()));
        }
    }
}

/// Returns the arguments that import as was picked.
fn arguments(args: &ImportArgs, choices: &Choices, name: String) -> ImportArgs {
    let mut log = LogArgs { is_picked: true, ..args.log.clone() };
    choose(&mut log, choices);
    let map_as = (!choices.is_empty()).then_some(name);
    ImportArgs { log, map_as, pick: false, ..args.clone() }
}

/// Returns the command line that does the same.
fn command_line(args: &ImportArgs) -> String {
    let log = &args.log;
    let mut words = vec!["gemba".to_owned(), "import".to_owned()];
    words.extend(args.paths.iter().map(|path| shell_word(&path.to_string_lossy())));
    let several = [
        ("--map", &log.map),
        ("--label", &log.label),
        ("--fail-when", &log.fail_when),
        ("--pass-when", &log.pass_when),
        ("--where", &log.r#where),
        ("--set", &log.set),
    ];
    let one = [
        ("--records", &log.records),
        ("--split", &log.split),
        ("--encoding", &log.encoding),
        ("--time-format", &log.time_format),
        ("--timezone", &log.timezone),
        ("--source", &log.source),
        ("--map-as", &args.map_as),
    ];
    let given = several.iter().flat_map(|(option, values)| values.iter().map(move |value| (*option, value)));
    let given = given.chain(one.iter().filter_map(|(option, value)| Some((*option, value.as_ref()?))));
    for (option, value) in given {
        words.extend([option.to_owned(), shell_word(value)]);
    }
    words.join(" ")
}
