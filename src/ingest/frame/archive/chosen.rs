//! Which files of an archive are the log.

use super::directory::{Directory, Member};
use crate::domain::filter::Glob;
use crate::error::{Problem, Result};
use crate::ingest::frame::parts;

/// The endings of files that may be logs.
const TEXTS: [&str; 7] = [".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".log", ".txt"];
/// Those of tables.
const TABLES: [&str; 2] = [".csv", ".tsv"];
/// Those of archives and packed files.
const PACKED: [&str; 10] = [".zip", ".eval", ".xlsx", ".gz", ".zst", ".bz2", ".xz", ".7z", ".tar", ".tgz"];

/// What of an archive is read.
pub(super) enum Chosen {
    /// Each file is one entry; the file that says what they have in common.
    Whole { common: Option<Member>, members: Vec<Member> },
    /// Each file is a log; the names of those that are none.
    Logs { members: Vec<Member>, others: Vec<String> },
}

/// Chooses: the files that were asked for by name or pattern, the samples of an Inspect log, the conversations of a chat
/// export, else all that may be logs.
///
/// # Errors
/// `Input` where nothing in it may be a log.
pub(super) fn of(directory: &Directory, asked: Option<&str>) -> Result<Chosen> {
    let all = directory.members.as_slice();
    if let Some(asked) = asked {
        let pattern = Glob(asked.to_owned());
        let members: Vec<Member> =
            all.iter().filter(|one| one.name == asked || pattern.matches(&one.name)).cloned().collect();
        if members.is_empty() {
            let names: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
            return Err(Problem::input(format!("{} has no file `{asked}`.", directory.name)).hint(listed(&names)));
        }
        return Ok(Chosen::Logs { members, others: Vec::new() });
    }
    if let Some(chosen) = inspect(all) {
        return Ok(chosen);
    }
    let visible = all.iter().filter(|one| !is_hidden(&one.name));
    let conversations: Vec<Member> = visible.clone().filter(|one| is_conversations(one.last_name())).cloned().collect();
    if !conversations.is_empty() {
        return Ok(Chosen::Logs { members: conversations, others: Vec::new() });
    }
    let (mut members, others): (Vec<&Member>, Vec<&Member>) = visible.partition(|one| has_ending(&one.name, &TEXTS));
    if members.is_empty() {
        let packed: Vec<&str> =
            others.iter().map(|one| one.name.as_str()).filter(|name| has_ending(name, &PACKED)).collect();
        let names: Vec<&str> = others.iter().map(|one| one.name.as_str()).collect();
        let problem = Problem::input(format!("{} is a zip archive without a log in it.", directory.name));
        return Err(match packed.is_empty() {
            false => problem.hint("Archives within archives are not opened: unpack it and import the folder."),
            true if names.is_empty() => problem,
            true => problem.hint("`--records FILE` names the file in it to read."),
        }
        .hint(listed(&names)));
    }
    let tables = members.iter().filter(|one| has_ending(&one.name, &TABLES)).count();
    if tables > 0 && tables < members.len() {
        let names: Vec<&str> = members.iter().map(|one| one.name.as_str()).collect();
        return Err(Problem::input(format!("{} holds tables and other logs.", directory.name))
            .hint("`--records '*.csv'` says which of its files to import.")
            .hint(listed(&names)));
    }
    members.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Chosen::Logs {
        members: members.into_iter().cloned().collect(),
        others: others.into_iter().map(|one| one.name.clone()).collect(),
    })
}

/// Returns the samples of an archive that is a log of Inspect.
fn inspect(all: &[Member]) -> Option<Chosen> {
    let find = |name: &str| all.iter().find(|one| one.name == name).cloned();
    let common = find("header.json").or_else(|| find("_journal/start.json"))?;
    let members: Vec<Member> = all
        .iter()
        .filter(|one| one.name.starts_with("samples/") && has_ending(&one.name, &[".json"]))
        .cloned()
        .collect();
    let is_log = !members.is_empty() || all.iter().any(|one| one.name.starts_with("_journal/"));
    is_log.then_some(Chosen::Whole { common: Some(common), members })
}

/// Returns whether it is the file of conversations in an export of `ChatGPT` or Claude, which may be in several pieces.
fn is_conversations(name: &str) -> bool {
    let Some(middle) = name.strip_prefix("conversations").and_then(|rest| rest.strip_suffix(".json")) else {
        return false;
    };
    middle.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '_'))
}

fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| (part.starts_with('.') && part != "." && part != "..") || part == "__MACOSX")
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    let name = name.to_ascii_lowercase();
    endings.iter().any(|ending| name.ends_with(ending))
}

/// Returns names in a sentence.
pub(super) fn listed(names: &[&str]) -> String {
    if names.is_empty() {
        return "It is empty.".to_owned();
    }
    format!("It holds: {}.", parts::names(names.iter().copied()))
}
