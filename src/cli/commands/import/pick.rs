//! `import --pick`: the screen on which a person points at what is what in a log, painted or told in lines.

use std::io::{self, IsTerminal};
use std::path::Path;

use super::args::ImportArgs;
use super::labels::labels;
use super::log_args::LogArgs;
use super::order;
use crate::app::pick::{Choices, PickStart, PickedLabel};
use crate::cli::context::Context;
use crate::cli::output::remark;
use crate::cli::theme::theme;
use crate::config::FoundWorkspace;
use crate::error::{Problem, Result};
use crate::ingest::{ImportOptions, JoinedFile, LabelOptions};
use crate::runtime::{PickReader, run_pick};
use crate::services::import::{reading, source_name, structure};
use crate::text::{shell_word, visible_words};
use crate::views::{LogReading, LogStructure};

/// Opens the screen over a file. Returns the arguments that import it so; `None` where the screen was left.
///
/// # Errors
/// `Usage` without a terminal that it is to be painted on, or without exactly one file; `Input` where the file cannot be read at all.
pub(super) fn pick(context: &Context, args: &ImportArgs, place: &FoundWorkspace) -> Result<Option<ImportArgs>> {
    let [path] = args.paths.as_slice() else {
        return Err(Problem::usage("--pick looks at one file.")
            .hint("Pick with one of them; --map NAME then reads the others in the same way."));
    };
    if path.as_os_str() == "-" {
        return Err(Problem::usage("--pick takes keys or words from standard input, so the log has to be a file.")
            .hint("`gemba import - --map FIELD=PATH` says the same; see `gemba help map`."));
    }
    let settings = context.settings()?;
    let by_lines = settings.accessible.value;
    let has_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    if !by_lines && !has_terminal {
        return Err(Problem::usage("--pick needs a terminal, for keys and for the picture.")
            .hint("With --accessible it is told in lines, and takes a line of words for each key.")
            .hint("`gemba import FILE --map FIELD=PATH` says the same in a script; see `gemba help map`."));
    }
    let name = source_name(args.log.source.as_deref(), path);
    let (log, map) = order::merged(&args.log, order::known_mapping(&args.log, path, place)?);
    let choices = Choices { map, records: log.records.clone(), labels: picked_labels(&log)? };
    let join = order::options(&log, Vec::new())?.join;
    let mut log = Log { path, given: log, join };
    let start = PickStart {
        file: file_name(path),
        name: args.map_as.clone().unwrap_or(name),
        structure: log.options(&choices).and_then(|options| structure(&options))?,
        reading: log.reading(&choices),
        choices,
    };
    let theme = theme(context, &settings)?;
    let Some((choices, name)) = run_pick(start, by_lines, &theme, &mut log)? else { return Ok(None) };
    let map_as = choices.can_be_saved().then_some(name);
    let picked = ImportArgs { log: chosen(&log.given, &choices), map_as, pick: false, ..args.clone() };
    remark(&format!("The same without the screen: {}", visible_words(&command_line(&picked)).as_str()));
    Ok(Some(picked))
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The log, and how it is read: the arguments, laid over the mapping that was known.
struct Log<'a> {
    path: &'a Path,
    given: LogArgs,
    /// The second file, which is read once and not with every key.
    join: Option<JoinedFile>,
}

impl Log<'_> {
    fn options(&self, choices: &Choices) -> Result<ImportOptions> {
        let log = LogArgs { map: Vec::new(), ..chosen(&self.given, choices) };
        let read = order::options(&log, choices.map.clone())?;
        Ok(ImportOptions { path: self.path.to_owned(), join: self.join.clone(), ..read })
    }
}

impl PickReader for Log<'_> {
    fn structure(&mut self, choices: &Choices) -> LogStructure {
        self.options(choices).and_then(|options| structure(&options)).unwrap_or_default()
    }

    fn reading(&mut self, choices: &Choices) -> LogReading {
        match self.options(choices) {
            Ok(options) => reading(&options),
            Err(problem) => LogReading { problem: Some(problem.sentence), ..LogReading::default() },
        }
    }
}

/// Returns the labels that arguments name, for the screen.
fn picked_labels(log: &LogArgs) -> Result<Vec<PickedLabel>> {
    let picked = |label: LabelOptions| PickedLabel {
        field: label.typed(),
        fail: label.fail_when.join(","),
        pass: label.pass_when.join(","),
    };
    Ok(labels(log)?.into_iter().map(picked).collect())
}

/// Returns the arguments with what was pointed at in the place of what they say of it.
fn chosen(log: &LogArgs, choices: &Choices) -> LogArgs {
    let map = choices.map.iter().map(|(field, path)| format!("{field}={path}")).collect();
    let mut log = LogArgs {
        map,
        records: choices.records.clone(),
        label: Vec::new(),
        fail_when: Vec::new(),
        pass_when: Vec::new(),
        is_picked: true,
        ..log.clone()
    };
    for label in &choices.labels {
        log.label.push(label.field.clone());
        let values = [(&mut log.fail_when, &label.fail), (&mut log.pass_when, &label.pass)];
        for (option, values) in values.into_iter().filter(|(_, values)| !values.is_empty()) {
            option.push(format!("{}:{values}", label.path()));
        }
    }
    log
}

/// Returns the command line that does the same.
fn command_line(args: &ImportArgs) -> String {
    let mut words = vec!["gemba".to_owned(), "import".to_owned()];
    words.extend(args.paths.iter().map(|path| shell_word(&path.to_string_lossy())));
    for (option, value) in args.given() {
        match value {
            None => words.push(option.to_owned()),
            // What looks like an option would be taken for one.
            Some(value) if value.starts_with('-') => words.push(shell_word(&format!("{option}={value}"))),
            Some(value) => words.extend([option.to_owned(), shell_word(&value)]),
        }
    }
    words.join(" ")
}
