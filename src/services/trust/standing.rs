//! Whether a program is allowed, and if not, what changed since it was.

use std::collections::{BTreeMap, BTreeSet};

use super::allowed::Allowed;
use super::program::{NamedFile, Place, Program};
use crate::checks;
use crate::domain::Check;
use crate::error::Result;
use crate::store::Reader;

/// A check that would start a program, and how that stands.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The check.
    pub check: Check,
    /// The program and its arguments.
    pub words: Vec<String>,
    /// What would be started; why it cannot be looked at, as a clause.
    pub program: std::result::Result<Program, String>,
    /// Whether it is allowed.
    pub standing: Standing,
}

/// Whether a program is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is, as it is now.
    Allowed,
    /// It never was.
    New,
    /// It was, before these files changed.
    FilesChanged(Vec<FileChange>),
    /// The check was allowed with other arguments.
    ArgumentsChanged(Vec<String>),
    /// The same was allowed in this other workspace, of which this one may be a copy.
    Elsewhere(String),
    /// It cannot be allowed for longer than one run: why, as a clause.
    Unwatchable(String),
}

/// A file that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// Its name.
    pub name: String,
    /// `changed`, `new` or `gone`.
    pub what: &'static str,
}

impl Standing {
    /// Compares a program with what was allowed. `check` is the check's key, where it is known.
    pub fn new(
        place: &Place,
        check: Option<&str>,
        words: &[String],
        program: &std::result::Result<Program, String>,
        allowed: &[Allowed],
    ) -> Self {
        let program = match program {
            Ok(program) => program,
            Err(why) => return Self::Unwatchable(why.clone()),
        };
        if allowed.iter().any(|entry| entry.hash == program.hash) {
            return Self::Allowed;
        }
        let here = place.workspace.to_string_lossy();
        let newest = |matches: &dyn Fn(&Allowed) -> bool| allowed.iter().rev().find(|entry| matches(entry));
        if let Some(entry) = newest(&|entry| entry.workspace == here && entry.command == words) {
            return Self::FilesChanged(changes(&entry.files, &program.files));
        }
        if let Some(entry) = newest(&|entry| entry.workspace == here && Some(entry.check.as_str()) == check) {
            return Self::ArgumentsChanged(entry.command.clone());
        }
        match newest(&|entry| entry.command == words && entry.files == program.files) {
            Some(entry) => Self::Elsewhere(entry.workspace.clone()),
            None => Self::New,
        }
    }

    /// Returns the word for JSON.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::New => "new",
            Self::FilesChanged(_) => "files-changed",
            Self::ArgumentsChanged(_) => "arguments-changed",
            Self::Elsewhere(_) => "elsewhere",
            Self::Unwatchable(_) => "unwatchable",
        }
    }

    /// Returns why the program is not started, as a clause; `None` where it may be.
    pub fn clause(&self) -> Option<String> {
        Some(match self {
            Self::Allowed => return None,
            Self::New => "its program with these arguments was never allowed here".to_owned(),
            Self::FilesChanged(files) if files.is_empty() => "its files changed since it was allowed".to_owned(),
            Self::FilesChanged(files) => {
                let named: Vec<String> = files.iter().map(|file| format!("{} is {}", file.name, file.what)).collect();
                format!("{} since it was allowed", named.join(", "))
            }
            Self::ArgumentsChanged(_) => "its arguments changed since it was allowed".to_owned(),
            Self::Elsewhere(workspace) => format!("it was allowed for the workspace {workspace} only"),
            Self::Unwatchable(why) => why.clone(),
        })
    }
}

/// Returns which files are not as they were.
fn changes(before: &[NamedFile], now: &[NamedFile]) -> Vec<FileChange> {
    let hashes = |files: &[NamedFile]| -> BTreeMap<String, String> {
        files.iter().map(|file| (file.name.clone(), file.hash.clone())).collect()
    };
    let (before, now) = (hashes(before), hashes(now));
    let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let change = |name: &String| match (before.get(name), now.get(name)) {
        (Some(_), None) => Some("gone"),
        (None, Some(_)) => Some("new"),
        (Some(old), Some(new)) if old != new => Some("changed"),
        (Some(_), Some(_)) | (None, None) => None,
    };
    names.into_iter().filter_map(|name| Some(FileChange { name: name.clone(), what: change(name)? })).collect()
}

/// Returns every check of the workspace that would start a program, oldest first.
///
/// # Errors
/// Store problems as they are; a check that this version cannot prepare.
pub fn wanted(reader: &Reader, place: &Place, allowed: &[Allowed]) -> Result<Vec<Wanted>> {
    let mut all = Vec::new();
    for check in reader.codebook()?.checks {
        let Some(line) = checks::command_line(&check.spec)? else { continue };
        let program = place.program(&line.words);
        let standing = Standing::new(place, Some(check.key.as_str()), &line.words, &program, allowed);
        all.push(Wanted { check, words: line.words, program, standing });
    }
    Ok(all)
}
