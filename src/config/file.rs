//! `config.toml`: its keys and values, and how a wrong one is refused. The same keys hold user-wide and in a workspace.

use std::path::Path;

use toml::{Table, Value};

use super::color::Color;
use super::own_command;
use super::redact::{self, RedactTable};
use crate::command::{OwnCommand, PRESETS};
use crate::domain::spelling;
use crate::error::{Problem, Result};
use crate::stubs;
use crate::text::flaw_of_address;

/// Every key that a configuration file may hold, with its meaning.
pub const KEYS: &[(&str, &str)] = &[
    ("reviewer", "Your name on judgements."),
    ("theme", "The name of a theme; `gemba themes` lists them."),
    ("color", "auto, always or never."),
    ("keymap", "default, arrows or prodigy."),
    ("present_may_unmask", "Whether X shows what is masked while presenting: true or false."),
    ("fail_asks_why", "Whether f asks why a record failed: true, or false, with which only F asks."),
    ("stub_targets", "The suites that `gemba stubs` writes without --target, as in [\"pytest\", \"promptfoo\"]."),
    (
        "stub_folder",
        "The folder that stubs go into without --out, from the working folder, inside the project; `evals` by default.",
    ),
    ("stub_allow_weak", "Whether the cases of weak stubs are replayed too, as by --allow-weak: true or false."),
    ("stub_cases", "How many known-bad and how many good records a stub has as cases at most; 20 by default."),
    ("mouse", "Whether clicks and the wheel are taken: true, or false to leave the mouse to the terminal."),
    ("accessible", "Whether screens are told in lines of text, for a screen reader: true or false."),
    (
        "trace_url",
        "Where traces are, with {id}, {conversation} or {record}: \"https://…/trace/{id}\", or a table of them by source.",
    ),
    (
        "command",
        "Yours only: [[command]] with key, title and argv puts a program of yours on a key; it gets the record as JSON.",
    ),
    (
        "redact",
        "What is masked besides the rules, and rules that are not: [redact] with words, patterns and off, lists of texts; \
         copies, mask or off, says whether copies from the screen are masked.",
    ),
    (
        "allow_commands",
        "Allows nothing: programs are allowed by you, with `gemba trust`, and not by a file that others send.",
    ),
];

/// The longest configuration file that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// One file's settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct File {
    /// The reviewer's name.
    pub reviewer: Option<String>,
    /// The theme's name.
    pub theme: Option<String>,
    /// When colour may be used.
    pub color: Option<Color>,
    /// The key map.
    pub keymap: Option<String>,
    /// Whether a fail asks why.
    pub fail_asks_why: Option<bool>,
    /// Whether what is masked while presenting can be shown.
    pub present_may_unmask: Option<bool>,
    /// Whether clicks and the wheel are taken.
    pub mouse: Option<bool>,
    /// Whether screens are told in lines of text.
    pub accessible: Option<bool>,
    /// The suites that stubs are written for, each once.
    pub stub_targets: Option<Vec<String>>,
    /// The folder that stubs go into.
    pub stub_folder: Option<String>,
    /// Whether the cases of weak stubs are replayed too.
    pub stub_allow_weak: Option<bool>,
    /// The most cases of each side that a stub has.
    pub stub_cases: Option<usize>,
    /// The addresses of traces by source; `*` for every source.
    pub trace_url: Option<Vec<(String, String)>>,
    /// Own commands.
    pub command: Option<Vec<OwnCommand>>,
    /// What is masked and what is not.
    pub redact: Option<RedactTable>,
    /// Whether the file asks that checks may start programs, which it cannot allow.
    pub allow_commands: Option<bool>,
}

impl File {
    /// Reads a file; one that does not exist sets nothing.
    ///
    /// # Errors
    /// A `Usage` problem that names the file.
    pub fn read(path: &Path) -> Result<Self> {
        let Some(text) = text_of(path, "settings")? else { return Ok(Self::default()) };
        Self::parse(&text)
            .map_err(|problem| Problem { sentence: format!("In {}: {}", path.display(), problem.sentence), ..problem })
    }

    /// Reads a file's text.
    ///
    /// # Errors
    /// A `Usage` problem for what is not TOML, an unknown key (with the nearest known one) or a wrong value.
    pub fn parse(text: &str) -> Result<Self> {
        let table: Table = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text.get(..span.start).unwrap_or(text).lines().count().max(1));
            Problem::usage(format!("line {line} is not TOML: {}.", error.message())).caused_by(error)
        })?;
        let mut file = Self::default();
        for (key, value) in &table {
            match key.as_str() {
                "reviewer" => file.reviewer = Some(word(key, value)?),
                "theme" => file.theme = Some(word(key, value)?),
                "color" => file.color = Some(Color::from_word(&word(key, value)?)?),
                "keymap" => file.keymap = Some(keymap(&word(key, value)?)?),
                "present_may_unmask" => file.present_may_unmask = Some(truth(key, value)?),
                "fail_asks_why" => file.fail_asks_why = Some(truth(key, value)?),
                "mouse" => file.mouse = Some(truth(key, value)?),
                "accessible" => file.accessible = Some(truth(key, value)?),
                "stub_targets" => file.stub_targets = Some(suites(key, value)?),
                "stub_folder" => file.stub_folder = Some(folder(key, &word(key, value)?)?),
                "stub_allow_weak" => file.stub_allow_weak = Some(truth(key, value)?),
                "stub_cases" => file.stub_cases = Some(count(key, value)?),
                "trace_url" => file.trace_url = Some(addresses(key, value)?),
                "command" => file.command = Some(own_command::read(key, value)?),
                "redact" => file.redact = Some(redact::read(key, value)?),
                "allow_commands" => file.allow_commands = Some(truth(key, value)?),
                unknown => {
                    let known: Vec<&str> = KEYS.iter().map(|(known, _)| *known).collect();
                    return Err(
                        Problem::usage(format!("`{unknown}` is not a setting.")).hint(spelling::hint(unknown, &known))
                    );
                }
            }
        }
        Ok(file)
    }
}

/// Reads the text of a file of the user's `what`; `None` where there is none.
///
/// # Errors
/// A `Usage` problem that names the file, for one that cannot be read or is longer than 1 MiB.
pub(super) fn text_of(path: &Path, what: &str) -> Result<Option<String>> {
    let wrong = |text: String| Problem::usage(format!("The {what} in {} {text}", path.display()));
    match std::fs::metadata(path) {
        Err(missing) if is_absent(&missing) => return Ok(None),
        Ok(found) if found.len() > LONGEST => return Err(wrong("are longer than 1 MiB.".to_owned())),
        Ok(found) if !found.is_file() => return Err(wrong("are not a file.".to_owned())),
        Ok(_) | Err(_) => {}
    }
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(missing) if is_absent(&missing) => Ok(None),
        Err(error) => Err(wrong(format!("cannot be read: {error}.")).caused_by(error)),
    }
}

fn is_absent(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
}

fn word(key: &str, value: &Value) -> Result<String> {
    value.as_str().map(str::to_owned).ok_or_else(|| {
        Problem::usage(format!("`{key}` is {}, but should be text.", value.type_str()))
            .hint(format!("Write {key} = \"…\"."))
    })
}

fn truth(key: &str, value: &Value) -> Result<bool> {
    value.as_bool().ok_or_else(|| {
        Problem::usage(format!("`{key}` is {}, but should be true or false.", value.type_str()))
            .hint(format!("Write {key} = true, without quotes."))
    })
}

/// Returns a number from 1 on.
fn count(key: &str, value: &Value) -> Result<usize> {
    let count = value.as_integer().and_then(|count| usize::try_from(count).ok()).filter(|count| *count > 0);
    count.ok_or_else(|| {
        Problem::usage(format!("`{key}` should be a number from 1 on."))
            .hint(format!("Write {key} = 20, without quotes."))
    })
}

/// Returns one address for every source, or one for each source that is named.
fn addresses(key: &str, value: &Value) -> Result<Vec<(String, String)>> {
    let checked = |source: &str, value: &Value| {
        let address = word(key, value)?;
        match flaw_of_address(&address) {
            Some(flaw) => Err(Problem::usage(format!("`{key}` {flaw}."))
                .hint(format!("Write {key} = \"https://traces.example/trace/{{id}}\"."))),
            None => Ok((source.to_owned(), address)),
        }
    };
    match value.as_table() {
        Some(sources) => sources.iter().map(|(source, value)| checked(source, value)).collect(),
        None => Ok(vec![checked("*", value)?]),
    }
}

fn suites(key: &str, value: &Value) -> Result<Vec<String>> {
    let wrong = |what: &str| {
        Problem::usage(format!("`{key}` is {what}, but should be a list of suites."))
            .hint(format!("Write {key} = [\"pytest\", \"promptfoo\"]."))
    };
    let items = value.as_array().ok_or_else(|| wrong(value.type_str()))?;
    let mut words: Vec<String> = Vec::new();
    for item in items {
        let word = item.as_str().ok_or_else(|| wrong("a list of something other than text"))?;
        let word = stubs::suite_named(word)?.word.to_owned();
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if words.is_empty() { Err(wrong("an empty list")) } else { Ok(words) }
}

fn folder(key: &str, text: &str) -> Result<String> {
    if text.trim().is_empty() || text.contains('\0') {
        return Err(
            Problem::usage(format!("`{key}` is not the name of a folder.")).hint(format!("Write {key} = \"evals\"."))
        );
    }
    Ok(text.to_owned())
}

fn keymap(name: &str) -> Result<String> {
    let known: Vec<&str> = PRESETS.iter().map(|(known, _)| *known).collect();
    if known.contains(&name) {
        return Ok(name.to_owned());
    }
    Err(Problem::usage(format!("`{name}` is not a key map.")).hint(spelling::hint(name, &known)))
}

#[cfg(test)]
mod tests {
    use super::{Color, File};

    #[test]
    fn every_setting_is_read() {
        let file =
            File::parse("reviewer = 'ana'\ntheme = 'light'\ncolor = 'never'\nkeymap = 'arrows'\nfail_asks_why = false")
                .unwrap();
        assert_eq!(file.reviewer.as_deref(), Some("ana"));
        assert_eq!((file.color, file.fail_asks_why), (Some(Color::Never), Some(false)));
    }

    #[test]
    fn an_unknown_setting_is_refused_with_the_nearest() {
        let problem = File::parse("reviwer = 'ana'").unwrap_err();
        assert!(problem.sentence.contains("`reviwer`"), "{problem}");
        assert!(problem.advice().contains("`reviewer`"));
    }

    #[test]
    fn targets_of_stubs_are_known_suites() {
        let targets = |text: &str| File::parse(text).map(|file| file.stub_targets.unwrap());
        assert_eq!(targets("stub_targets = ['rust', 'pytest', 'rust']").unwrap(), ["rust", "pytest"]);
        assert!(targets("stub_targets = ['promtfoo']").unwrap_err().advice().contains("`promptfoo`"));
        for wrong in ["'pytest'", "[]", "[3]"] {
            let problem = targets(&format!("stub_targets = {wrong}")).unwrap_err();
            assert!(problem.sentence.contains("list") && !problem.hints.is_empty(), "{problem}");
        }
        assert!(File::parse("stub_folder = ' '").is_err());
    }

    #[test]
    fn traces_are_at_one_address_or_at_one_for_each_source() {
        let addresses = |text: &str| File::parse(text).map(|file| file.trace_url.unwrap());
        assert_eq!(addresses("trace_url = 'https://t/{id}'").unwrap(), [("*".into(), "https://t/{id}".into())]);
        let two = addresses("[trace_url]\nprod = 'https://p/{id}'\n'*' = 'https://t/{record}'").unwrap();
        assert_eq!(two.len(), 2);
        let problem = addresses("trace_url = 'https://{id}/'").unwrap_err();
        assert!(problem.sentence.contains("host") && !problem.hints.is_empty(), "{problem}");
    }

    #[test]
    fn broken_toml_and_wrong_types_are_refused_in_words() {
        assert!(File::parse("a = 'b'\ntheme = ").unwrap_err().sentence.contains("line 2"));
        assert!(File::parse("theme = 3").unwrap_err().sentence.contains("integer"));
        assert!(File::parse("color = 'blue'").is_err());
        assert!(File::parse("keymap = 'arrow'").unwrap_err().advice().contains("`arrows`"));
    }
}
