//! Who the reviewer is: flag, environment, settings, git's `user.name`, `$USER`, the login name — the first that
//! holds a usable name.

use std::path::Path;
use std::process::{Command, Stdio};

use super::environment::Environment;
use super::flags::Flags;
use super::settings::{Level, Setting, Settings};
use crate::domain::Name;
use crate::error::{Problem, Result};

/// The reviewer, and in words where the name came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewer {
    /// The name on judgements.
    pub name: Name,
    /// `flag`, `environment`, `workspace`, `user`, `git`, `$USER`, `login`.
    pub from: &'static str,
}

/// Finds the reviewer. An invisible character or a too long name is cleaned, not refused: a session does
/// not fail because git holds an odd name.
///
/// # Errors
/// A `Usage` problem when no source has a usable name.
pub fn find(flags: &Flags, env: &Environment, settings: &Settings) -> Result<Reviewer> {
    let from_files = settings.reviewer.as_ref().map(|Setting { value, level }| (value.clone(), level.word()));
    let known = [
        flags.reviewer.clone().map(|name| (name, Level::Flag.word())),
        env.text("GEMBA_REVIEWER").map(|name| (name, Level::Environment.word())),
        from_files,
    ];
    let usable = |(name, from): (String, &'static str)| Some(Reviewer { name: clean(&name)?, from });
    known
        .into_iter()
        .flatten()
        .find_map(usable)
        .or_else(|| usable((ask("git", &["config", "user.name"], &env.folder)?, "git")))
        .or_else(|| usable((env.text("USER")?, "$USER")))
        .or_else(|| usable((env.text("LOGNAME")?, "login")))
        .or_else(|| usable((ask("id", &["-un"], &env.folder)?, "login")))
        .ok_or_else(|| Problem::usage("No reviewer is known.").hint("Give a name with --reviewer NAME."))
}

/// Returns a name without its invisible characters, cut to the longest length; `None` when nothing is left.
pub fn clean(typed: &str) -> Option<Name> {
    Name::cleaned(typed)
}

/// Returns the first line that a program prints; `None` when it is missing or fails.
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
    use super::{Environment, Flags, Settings, clean, find};

    #[test]
    fn odd_names_are_cleaned_and_empty_ones_passed_over() {
        assert_eq!(clean(" Ana\u{202e} \t Li\u{1b}[31m ").unwrap().as_str(), "Ana Li[31m");
        assert_eq!(clean("\u{200b}"), None);
        assert_eq!(clean(&"x".repeat(500)).unwrap().as_str().len(), 120);
    }

    #[test]
    fn the_flag_wins_then_the_environment() {
        let home = tempfile::tempdir().unwrap();
        let env = Environment::new(home.path(), &[("GEMBA_REVIEWER", "ben"), ("XDG_CONFIG_HOME", "/nowhere")]);
        let settings = Settings::load(&Flags::default(), &env, None).unwrap();
        let flags = Flags { reviewer: Some("ana".into()), ..Flags::default() };
        assert_eq!(find(&flags, &env, &settings).unwrap().name.as_str(), "ana");
        assert_eq!(find(&Flags::default(), &env, &settings).unwrap().name.as_str(), "ben");
        let empty = Flags { reviewer: Some("\u{200b}".into()), ..Flags::default() };
        assert_eq!(find(&empty, &env, &settings).unwrap().name.as_str(), "ben");
    }
}
