//! Who the reviewer is: flag, environment, settings, git's `user.name`, `$USER`, the login name — the first that
//! holds a usable name.

use std::path::Path;
use std::process::{Command, Stdio};

use super::{Flags, Level, Setting, Settings, Surroundings};
use crate::domain::Name;
use crate::domain::name::{LONGEST_NAME, is_printable};
use crate::error::{Problem, Result};

/// The reviewer, and in words where the name came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewer {
    /// The name on judgements.
    pub name: Name,
    /// `flag`, `environment`, `workspace`, `user`, `git`, `$USER`, `login`.
    pub from: &'static str,
}

/// Finds the reviewer. A name with characters that cannot be seen, or too long a one, is cleaned, not refused: a
/// morning's session does not fail because git holds an odd name.
///
/// # Errors
/// A `Usage` problem when even the system knows no name.
pub fn find(flags: &Flags, around: &Surroundings, settings: &Settings) -> Result<Reviewer> {
    let of_files = settings.reviewer.as_ref().map(|Setting { value, level }| (value.clone(), level.word()));
    let known = [
        flags.reviewer.clone().map(|name| (name, Level::Flag.word())),
        around.text("GEMBA_REVIEWER").map(|name| (name, Level::Environment.word())),
        of_files,
    ];
    let usable = |(name, from): (String, &'static str)| Some(Reviewer { name: clean(&name)?, from });
    known
        .into_iter()
        .flatten()
        .find_map(usable)
        .or_else(|| usable((ask("git", &["config", "user.name"], &around.folder)?, "git")))
        .or_else(|| usable((around.text("USER")?, "$USER")))
        .or_else(|| usable((around.text("LOGNAME")?, "login")))
        .or_else(|| usable((ask("id", &["-un"], &around.folder)?, "login")))
        .ok_or_else(|| Problem::usage("Nobody says who you are.").hint("Give a name with --reviewer NAME."))
}

/// What is left of a name when everything that cannot be seen is taken out and it is cut to its longest length.
#[must_use]
pub fn clean(typed: &str) -> Option<Name> {
    let spaced: String = typed.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let words: String = spaced.chars().filter(|c| is_printable(*c)).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    Name::new(&words.chars().take(LONGEST_NAME).collect::<String>()).ok()
}

/// The first line that a program prints. Silent when it is missing or fails.
fn ask(program: &str, arguments: &[&str], folder: &Path) -> Option<String> {
    let answer = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()
        .filter(|answer| answer.status.success())?;
    let text = String::from_utf8_lossy(&answer.stdout).into_owned();
    text.lines().next().map(str::to_owned).filter(|line| !line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Flags, Settings, Surroundings, clean, find};

    #[test]
    fn odd_names_are_cleaned_and_empty_ones_passed_over() {
        assert_eq!(clean(" Ana\u{202e} \t Li\u{1b}[31m ").unwrap().as_str(), "Ana Li[31m");
        assert_eq!(clean("\u{200b}"), None);
        assert_eq!(clean(&"x".repeat(500)).unwrap().as_str().len(), 120);
    }

    #[test]
    fn the_flag_wins_then_the_environment() {
        let home = tempfile::tempdir().unwrap();
        let around = Surroundings::of(home.path(), &[("GEMBA_REVIEWER", "ben"), ("XDG_CONFIG_HOME", "/nowhere")]);
        let settings = Settings::load(&Flags::default(), &around, None).unwrap();
        let flags = Flags { reviewer: Some("ana".into()), ..Flags::default() };
        assert_eq!(find(&flags, &around, &settings).unwrap().name.as_str(), "ana");
        assert_eq!(find(&Flags::default(), &around, &settings).unwrap().name.as_str(), "ben");
        let empty = Flags { reviewer: Some("\u{200b}".into()), ..Flags::default() };
        assert_eq!(find(&empty, &around, &settings).unwrap().name.as_str(), "ben");
    }
}
