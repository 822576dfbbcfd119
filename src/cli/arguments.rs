//! The arguments of the program: global flags, the commands, and what becomes of arguments that cannot be read.

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::TypedValueParser;
use clap::error::ErrorKind;
use clap::{Args, Parser};

use super::commands::Command;
use super::words::one_of;
use crate::config::{Color, Flags};
use crate::domain::Untrusted;
use crate::error::Kind;
use crate::text::visible_block;

/// Look at what your model really said.
///
/// gemba loads logged LLM input/output pairs, lets you tag failure modes, keeps criteria under version control, and
/// turns what was tagged into assertions that run in your eval suite. Without a command it opens the review screen.
#[derive(Debug, Parser)]
#[command(name = "gemba", version, disable_help_subcommand = true)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// The flags that may be given anywhere.
#[derive(Debug, Args)]
#[command(next_help_heading = "Everywhere")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct Global {
    /// The workspace's folder, or the project's that holds `.gemba/`.
    #[arg(long, global = true, value_name = "DIR")]
    workspace: Option<PathBuf>,
    /// Your name on judgements.
    #[arg(long, global = true, value_name = "NAME")]
    reviewer: Option<String>,
    /// The screen's theme; `gemba themes` lists them.
    #[arg(long, global = true, value_name = "NAME")]
    theme: Option<String>,
    /// When colour is used.
    #[arg(long, global = true, value_name = "WHEN", value_parser = color_words())]
    color: Option<Color>,
    /// Tells the screens in lines of text, for a screen reader; needs no terminal (see `gemba review --help`).
    #[arg(long, global = true)]
    accessible: bool,
    /// Prints JSON, one object a line, where figures or lists are printed.
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// Shows what others said of blind sets that are open. The journal keeps that you looked.
    #[arg(long, global = true)]
    pub(super) unblind: bool,
    /// Says more on standard error.
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
}

fn color_words() -> impl TypedValueParser<Value = Color> {
    one_of(Color::ALL.into_iter().map(|color| (color.word(), color.help(), color)))
}

impl Global {
    /// Returns the flags that override settings.
    pub(super) fn flags(&self) -> Flags {
        Flags {
            workspace: self.workspace.clone(),
            reviewer: self.reviewer.clone(),
            theme: self.theme.clone(),
            color: self.color,
            accessible: self.accessible,
        }
    }
}

/// Rewrites the three kinds of arguments that clap would not read as they are meant. What stands behind `--exec` or `--` is
/// another program's, or is meant to the letter: it stays as it is.
///
/// `gemba help map` is `gemba map --help`.
///
/// A term of a filter may begin with a hyphen (`list -verdict:fail`): no flag has a colon in its name, so it is
/// rewritten to `NOT …` behind `list`, `review`, `report` and `export`. And the global flags may stand behind the words of a check, which
/// otherwise take everything: they are moved to the front.
pub(super) fn prepared(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut words: Vec<OsString> = arguments.collect();
    let is_end = |word: &OsString| word == "--" || word == "--exec" || word.to_string_lossy().starts_with("--exec=");
    let kept = words.iter().position(is_end).map(|at| words.split_off(at)).unwrap_or_default();
    let is = |word: &OsString, known: &str| word == known;
    if words.get(1).is_some_and(|word| is(word, "help")) {
        words.remove(1);
        words.push(OsString::from("--help"));
        words.extend(kept);
        return words;
    }
    if let Some(at) =
        words.iter().position(|word| ["list", "review", "report", "export"].iter().any(|known| is(word, known)))
    {
        for word in words.iter_mut().skip(at) {
            if let Some(term) = word.to_str().and_then(negated_term) {
                *word = OsString::from(format!("NOT {term}"));
            }
        }
    }
    let takes_words = |pair: &[OsString]| match pair {
        [first, second] => is(first, "checks") && (is(second, "add") || is(second, "edit")),
        _ => false,
    };
    if let Some(at) = words.windows(2).position(takes_words) {
        let tail = words.split_off(at + 2);
        let (global, rest) = split_global(tail);
        words.extend(global);
        words.extend(rest);
    }
    words.extend(kept);
    words
}

/// Returns `verdict:fail` for `-verdict:fail`, `(a OR b)` for `-(a OR b)`.
fn negated_term(word: &str) -> Option<&str> {
    let term = word.strip_prefix('-').filter(|term| !term.starts_with('-'))?;
    if term.starts_with(['(', '"']) {
        return Some(term);
    }
    let (name, _) = term.split_once(':')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
    is_name.then_some(term)
}

/// Separates the global flags with their values from everything else.
fn split_global(words: Vec<OsString>) -> (Vec<OsString>, Vec<OsString>) {
    let (mut global, mut rest) = (Vec::new(), Vec::new());
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let text = word.to_string_lossy();
        let flag = text.split('=').next().unwrap_or_default();
        match flag {
            "--json" | "--unblind" | "--verbose" | "-v" | "--accessible" => global.push(word),
            "--workspace" | "--reviewer" | "--theme" | "--color" => {
                let has_value = text.contains('=');
                global.push(word);
                if !has_value {
                    global.extend(words.next());
                }
            }
            _ => rest.push(word),
        }
    }
    (global, rest)
}

/// Prints help and version to standard output with exit code 0, and what is wrong with the command line to standard
/// error, made visible: it may quote what a script took from a log.
pub(super) fn end_of_parsing(error: &clap::Error) -> ExitCode {
    let is_help = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let text = error.render();
    if is_help {
        let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let text = if colour { text.ansi().to_string() } else { text.to_string() };
        // Whoever closed the pipe has read enough.
        let _ = std::io::stdout().write_all(text.as_bytes());
        return ExitCode::SUCCESS;
    }
    let safe = visible_block(&Untrusted::from(text.to_string()));
    let _ = std::io::stderr().write_all(safe.as_str().trim_end().as_bytes());
    let _ = std::io::stderr().write_all(b"\n");
    ExitCode::from(Kind::Usage.exit_code())
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use clap::CommandFactory;

    use super::{Arguments, prepared};

    fn words(line: &str) -> Vec<String> {
        let words = prepared(line.split(' ').map(OsString::from));
        words.into_iter().map(|word| word.into_string().unwrap()).collect()
    }

    #[test]
    fn clap_finds_no_fault_with_the_definitions() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_filter_term_may_begin_with_a_hyphen() {
        assert_eq!(
            words("gemba list -verdict:fail -v --limit 3"),
            ["gemba", "list", "NOT verdict:fail", "-v", "--limit", "3"]
        );
        assert_eq!(words("gemba list -(a:b --limit"), ["gemba", "list", "NOT (a:b", "--limit"]);
        assert_eq!(words("gemba list -\"a"), ["gemba", "list", "NOT \"a"]);
        assert_eq!(words("gemba note 3f -x:y"), ["gemba", "note", "3f", "-x:y"]);
    }

    #[test]
    fn the_words_of_another_program_stay_as_they_are() {
        for line in [
            "gemba review --exec dump -o:jsonl -(a:b --json",
            "gemba review --exec=dump -o:jsonl",
            "gemba checks add --mode review command -- jq -r:x --json",
        ] {
            assert_eq!(words(line).join(" "), line);
        }
        assert_eq!(
            words("gemba review -a:b --exec dump -o:jsonl"),
            ["gemba", "review", "NOT a:b", "--exec", "dump", "-o:jsonl"]
        );
    }

    #[test]
    fn global_flags_may_stand_behind_a_checks_words() {
        assert_eq!(
            words("gemba checks add --mode m contains -x --json --reviewer ana -- --json"),
            ["gemba", "checks", "add", "--json", "--reviewer", "ana", "--mode", "m", "contains", "-x", "--", "--json"]
        );
    }
}
