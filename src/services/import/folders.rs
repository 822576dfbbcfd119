//! Folders and patterns of names among the paths to import: which files they stand for, and what is passed over.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::order::{ImportOrder, ImportProgress};
use crate::domain::filter::Glob;
use crate::error::{Problem, Result};
use crate::ingest::{self, Detected, ImportOptions, Item, Sink};
use crate::services::exchange::is_export;
use crate::text::{counted, grouped};

/// So many files are taken without a question.
const FREE_FILES: usize = 1_000;
/// The most files and folders that are walked through.
const MOST: usize = 100_000;
/// The deepest folder.
const DEEPEST: usize = 32;
/// The most files that are named in a sentence.
const NAMED: usize = 5;
/// The format of gemba's own files, which an import of a folder passes over.
const OWN: &str = "gemba";

/// Files that are passed over, by the reason.
type PassedOver = BTreeMap<&'static str, Vec<PathBuf>>;

/// Returns the files that the paths of an order stand for, in the order of their names: a folder stands for the logs in it
/// and below, a pattern for the files that it matches. Says what is passed over: hidden files, links, gemba's own files,
/// what is no log.
///
/// # Errors
/// `Input` where a folder or pattern holds no log, and where many files or several formats are not agreed to.
pub fn expanded(order: &ImportOrder, progress: &mut dyn ImportProgress) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for path in &order.paths {
        if !is_several(path) {
            all.push(path.clone());
            continue;
        }
        let mut walk = Walk { files: Vec::new(), passed_over: PassedOver::new(), seen: 0 };
        if path.is_dir() {
            walk.folder(path, 0)?;
        } else {
            pattern(path, &mut walk)?;
        }
        walk.files.sort();
        ask_about_many(path, walk.files.len(), progress)?;
        let files = logs(order, path, &mut walk, progress)?;
        tell(path, &walk.passed_over, progress);
        if files.is_empty() {
            return Err(Problem::input(format!("{} holds no log that gemba can read.", path.display()))
                .hint("Name a file to see why it is not read."));
        }
        all.extend(files);
    }
    Ok(all)
}

/// Returns whether a path stands for several files: a folder, or a pattern of names.
pub fn is_several(path: &Path) -> bool {
    path.is_dir() || (!path.exists() && path.to_string_lossy().contains(['*', '?']))
}

fn ask_about_many(path: &Path, count: usize, progress: &mut dyn ImportProgress) -> Result<()> {
    let sentence = format!("{} holds {} files", path.display(), grouped(count as u64));
    if count <= FREE_FILES || progress.agrees(&format!("{sentence}. Import them all?")) {
        return Ok(());
    }
    Err(Problem::input(format!("{sentence}; nothing was stored.")).hint(format!(
        "Up to {} are imported without a question: name a folder in it, or a pattern: 'logs/2026-11-*.jsonl'.",
        grouped(FREE_FILES as u64)
    )))
}

/// Returns the files that are logs, each looked at once. Refuses logs of several formats unless they are agreed to.
fn logs(order: &ImportOrder, path: &Path, walk: &mut Walk, progress: &mut dyn ImportProgress) -> Result<Vec<PathBuf>> {
    let (mut files, mut formats): (Vec<PathBuf>, BTreeMap<&str, Vec<PathBuf>>) = (Vec::new(), BTreeMap::new());
    let wants_own = order.read.format.as_deref() == Some(OWN);
    for file in std::mem::take(&mut walk.files) {
        match glance(&order.read, &file) {
            Some(OWN) if !wants_own => walk.pass_over("made by gemba", file),
            Some(format) => {
                formats.entry(format).or_default().push(file.clone());
                files.push(file);
            }
            None => walk.pass_over("without a record that can be read", file),
        }
    }
    if formats.len() < 2 || order.read.format.is_some() {
        return Ok(files);
    }
    let said: Vec<String> = formats.iter().map(|(format, files)| format!("{format}: {}", named(path, files))).collect();
    let sentence = format!("{} holds logs of {} formats", path.display(), formats.len());
    if progress.agrees(&format!("{sentence} ({}). Import them all?", said.join("; "))) {
        return Ok(files);
    }
    Err(Problem::input(format!("{sentence}; nothing was stored."))
        .hint("Name the files, or a pattern of names in quotes: 'logs/*.jsonl'.")
        .hint(format!("They are {}.", said.join("; "))))
}

/// Returns the format of a file by its first record; `None` where it has none.
fn glance(read: &ImportOptions, path: &Path) -> Option<&'static str> {
    if is_export(path) {
        return Some(OWN);
    }
    let options = ImportOptions { path: path.to_owned(), limit: Some(1), ..read.clone() };
    let mut first = First::default();
    // Why it cannot be read is said when somebody names it.
    let _ = ingest::read(&options, &mut first);
    first.format.filter(|_| first.has_record)
}

/// Takes the first record.
#[derive(Default)]
struct First {
    format: Option<&'static str>,
    has_record: bool,
}

impl Sink for First {
    fn detected(&mut self, detected: &Detected) -> Result<()> {
        self.format = Some(detected.format);
        Ok(())
    }

    fn item(&mut self, item: Item, _position: u64) -> Result<bool> {
        self.has_record |= matches!(item, Item::Record { .. });
        Ok(!self.has_record)
    }
}

/// Says what is passed over.
fn tell(path: &Path, passed_over: &PassedOver, progress: &mut dyn ImportProgress) {
    for (reason, files) in passed_over {
        let count = counted(files.len() as u64, "file");
        progress.tell(&format!("{}: {count} passed over ({reason}): {}.", path.display(), named(path, files)));
    }
}

/// Returns names within a folder.
fn named(folder: &Path, files: &[PathBuf]) -> String {
    let name = |file: &PathBuf| file.strip_prefix(folder).unwrap_or(file).display().to_string();
    crate::text::listed(files.iter().map(name), NAMED, ", ")
}

/// What was found on the way through folders.
struct Walk {
    files: Vec<PathBuf>,
    passed_over: PassedOver,
    seen: usize,
}

impl Walk {
    fn pass_over(&mut self, reason: &'static str, path: PathBuf) {
        self.passed_over.entry(reason).or_default().push(path);
    }

    /// Goes through a folder and those below it.
    fn folder(&mut self, folder: &Path, depth: usize) -> Result<()> {
        let Some(names) = listed(folder) else {
            self.pass_over("not readable", folder.to_owned());
            return Ok(());
        };
        for name in names {
            self.seen += 1;
            if self.seen > MOST {
                return Err(Problem::input(format!(
                    "{} holds more than {} files.",
                    folder.display(),
                    grouped(MOST as u64)
                )));
            }
            let path = folder.join(&name);
            let Ok(about) = std::fs::symlink_metadata(&path) else { continue };
            if is_hidden(&name) {
                self.pass_over("hidden", path);
            } else if about.is_symlink() {
                self.pass_over("links", path);
            } else if about.is_dir() && depth < DEEPEST {
                self.folder(&path, depth + 1)?;
            } else if about.is_file() && ingest::is_named_like_log(&name.to_string_lossy()) {
                self.files.push(path);
            } else {
                self.pass_over("not named like logs", path);
            }
        }
        Ok(())
    }
}

/// Returns the names in a folder, sorted; `None` where it may not be read.
fn listed(folder: &Path) -> Option<Vec<std::ffi::OsString>> {
    let mut names: Vec<_> = std::fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.file_name())).collect();
    names.sort();
    Some(names)
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Finds the files that a pattern matches, part by part; `**` stands for any folders.
fn pattern(pattern: &Path, walk: &mut Walk) -> Result<()> {
    let mut fixed = PathBuf::new();
    let mut parts: Vec<String> = Vec::new();
    for part in pattern.components() {
        let text = part.as_os_str().to_string_lossy();
        if parts.is_empty() && !text.contains(['*', '?']) {
            fixed.push(part);
        } else {
            parts.push(text.into_owned());
        }
    }
    matched(&fixed, &parts, walk)
}

fn matched(folder: &Path, parts: &[String], walk: &mut Walk) -> Result<()> {
    let [part, rest @ ..] = parts else { return Ok(()) };
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    if part == "**" {
        matched(folder, rest, walk)?;
    }
    for name in listed(here).unwrap_or_default() {
        walk.seen += 1;
        if walk.seen > MOST {
            return Err(Problem::input(format!("The pattern looks at more than {} files.", grouped(MOST as u64))));
        }
        let path = folder.join(&name);
        let Ok(about) = std::fs::symlink_metadata(&path) else { continue };
        let is_asked_for = part.starts_with('.') || !is_hidden(&name);
        if part == "**" {
            if about.is_dir() && is_asked_for {
                matched(&path, parts, walk)?;
            }
        } else if is_asked_for && Glob(part.clone()).matches(&name.to_string_lossy()) {
            match (about.is_dir(), about.is_file()) {
                (true, _) => matched(&path, rest, walk)?,
                (_, true) if rest.is_empty() => walk.files.push(path),
                (_, true) => {}
                (_, false) => walk.pass_over("links", path),
            }
        }
    }
    Ok(())
}
