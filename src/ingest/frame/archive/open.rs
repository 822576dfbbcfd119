//! Opens an archive as one log.

use super::chosen::{self, Chosen, listed};
use super::directory::{Directory, Member};
use super::members::{Logs, Texts, Whole, capped, log};
use crate::error::{Problem, Result};
use crate::ingest::frame::entries::{Entries, Head};
use crate::ingest::frame::size_cap::Capped;
use crate::ingest::json::Fields;
use crate::ingest::source::{Packed, read_problem};

/// How many files of an archive are looked at before the first is read,
const LOOKED_AT: usize = 50;
/// and how many entries of each.
const ENTRIES: usize = 4;

/// Opens the files of an archive that are logs. `asked` names them, or is a pattern.
///
/// # Errors
/// `Input` where none of them is one, or they are of different shapes.
pub(crate) fn open(packed: Packed, directory: Directory, asked: Option<&str>, texts: Texts) -> Result<Entries> {
    let (members, others) = match chosen::of(&directory, asked)? {
        Chosen::Whole { common, members } => return whole(packed, directory, common.as_ref(), members),
        Chosen::Logs { members, others } => (members, others),
    };
    if let [only] = members.as_slice() {
        let mut entries = log(&directory, only, &texts)?;
        (entries.bytes, entries.is_part_chosen) = (packed.bytes, true);
        (entries.files, entries.passed_over) = (others.len() + 1, others);
        return Ok(entries);
    }
    several(packed, directory, members, others, texts)
}

fn whole(packed: Packed, directory: Directory, common: Option<&Member>, members: Vec<Member>) -> Result<Entries> {
    if members.is_empty() {
        return Err(Problem::input(format!("{} is a log of Inspect without samples.", directory.name)));
    }
    let text = common.map(|member| -> Result<Option<String>> {
        let (text, damage) = capped(&mut directory.open(member)?, &directory.status)
            .map_err(|error| read_problem(&directory.name, error))?;
        match (text, damage) {
            (Capped::Whole(bytes), None) => Ok(String::from_utf8(bytes.into()).ok()),
            (Capped::Whole(_) | Capped::Cut(_), _) => Ok(None),
        }
    });
    let common = text.transpose()?.flatten();
    Ok(Entries::packed(packed, Box::new(Whole { directory, left: members.into_iter(), common, given: 0 })))
}

fn several(
    packed: Packed,
    directory: Directory,
    members: Vec<Member>,
    mut others: Vec<String>,
    texts: Texts,
) -> Result<Entries> {
    let (mut heads, mut logs, mut delimiter, mut failed) = (Vec::new(), Vec::new(), None, None);
    for (at, member) in members.into_iter().enumerate() {
        if at < LOOKED_AT {
            match log(&directory, &member, &texts).and_then(|entries| head(&member, entries)) {
                Ok((head, found)) => {
                    heads.push(head);
                    delimiter = delimiter.or(found);
                }
                Err(problem) if directory.status.is_bomb() => return Err(problem),
                Err(problem) => {
                    others.push(member.name);
                    failed = failed.or(Some(problem));
                    continue;
                }
            }
        }
        logs.push(member);
    }
    if let Some(problem) = failed.filter(|_| logs.is_empty()) {
        return Err(problem);
    }
    let with_lists: Vec<&str> = heads.iter().filter(|head| head.is_list).map(|head| head.name.as_str()).collect();
    let is_lists = with_lists.len() == heads.len() && !heads.iter().any(|head| head.has_common);
    if !with_lists.is_empty() && logs.len() > 1 && !is_lists {
        return Err(Problem::input(format!(
            "{} holds several documents, each with a list of records.",
            directory.name
        ))
        .hint("`--records FILE` says which of its files to import.")
        .hint(listed(&with_lists)));
    }
    directory.status.read.set(0);
    directory.status.given.set(0);
    let mut entries = Entries::packed(packed, Box::new(Logs::new(directory, logs, texts, is_lists)));
    entries.files = heads.len() + others.len();
    (entries.delimiter, entries.heads, entries.passed_over) = (delimiter, heads, others);
    Ok(entries)
}

/// Reads the first entries of a file.
fn head(member: &Member, mut entries: Entries) -> Result<(Head, Option<u8>)> {
    let mut first = Vec::new();
    while first.len() < ENTRIES {
        let Some(entry) = entries.next()? else { break };
        first.push(entry);
    }
    let outer = entries.outer();
    let around = outer.as_deref().and_then(|text| Fields::parse(text).ok());
    // What a run has in common stands beside the list, and formats read it of there.
    let has_common = around.is_some_and(|around| ["eval", "info", "evalId"].iter().any(|key| around.has(key)));
    let head = Head { name: member.name.clone(), entries: first, is_list: outer.is_some(), has_common };
    Ok((head, entries.delimiter))
}
