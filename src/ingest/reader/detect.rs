//! Finds the format of a file from its first entries, or says between which ones it cannot tell.

use std::borrow::Cow;

use crate::error::{Problem, Result};
use crate::ingest::formats::{Detector, FORMATS, Format, GENERIC, Strength};
use crate::ingest::frame::{Body, Entry, Head};
use crate::ingest::import_plan::ImportPlan;
use crate::ingest::json::{Fields, close_truncated, without_not_finite};
use crate::ingest::paths::Made;

/// What the first entries say.
pub(super) enum Detection {
    /// This format reads the file.
    Format(&'static Format),
    /// No format knows it: its fields are read by their names.
    Unknown,
    /// It may be any of these.
    Tie(Vec<&'static Format>),
}

/// An entry that is looked at: one of the file, with its text, or one that options make of it.
enum Looked<'e> {
    Own(&'e Entry, Cow<'e, str>),
    Made(Made),
}

/// Detects the format of a file that begins with these entries.
pub(super) fn detect(plan: &ImportPlan, sample: &[Entry], is_element: bool) -> Detection {
    let expand = |entry| {
        let text = text(entry);
        match fields(entry, &text).and_then(|fields| plan.expanded(&fields, is_element)) {
            Some(list) => list.into_iter().map(Looked::Made).collect(),
            None => vec![Looked::Own(entry, text)],
        }
    };
    let looked: Vec<Looked<'_>> = sample.iter().flat_map(expand).collect();
    let entries: Vec<Fields<'_>> = looked
        .iter()
        .filter_map(|one| match one {
            Looked::Own(entry, text) => fields(entry, text),
            Looked::Made(made) => made.fields().ok(),
        })
        .filter(|fields| plan.filter.takes(fields))
        .collect();
    let mut possible: Vec<(&'static Format, usize)> = Vec::new();
    for format in FORMATS {
        if let Detector::File(detect) = format.detector {
            match detect(&entries) {
                Strength::Sure => return Detection::Format(format),
                Strength::Possible => possible.push((format, entries.len())),
                Strength::No => {}
            }
        }
    }
    let mut sure: Vec<(&'static Format, usize)> = Vec::new();
    for entry in &entries {
        let strengths: Vec<(&'static Format, Strength)> =
            FORMATS.iter().map(|format| (format, format.strength(entry))).collect();
        if let Some((format, _)) = strengths.iter().find(|(_, strength)| *strength == Strength::Sure) {
            vote(&mut sure, format);
        } else {
            let may_be = strengths.into_iter().filter(|(_, strength)| *strength == Strength::Possible);
            may_be.for_each(|(format, _)| vote(&mut possible, format));
        }
    }
    // Of equally many the first one that was found.
    if let Some((format, _)) = sure.iter().rev().max_by_key(|(_, count)| *count) {
        return Detection::Format(format);
    }
    let most = possible.iter().map(|(_, count)| *count).max().unwrap_or_default();
    let candidates: Vec<_> =
        possible.into_iter().filter(|(_, count)| *count == most).map(|(format, _)| format).collect();
    match candidates.as_slice() {
        [] => Detection::Unknown,
        [only] => Detection::Format(only),
        [..] => Detection::Tie(candidates),
    }
}

/// Refuses files that are read as one log and are of several formats.
pub(super) fn refuse_mixed(plan: &ImportPlan, name: &str, heads: &[Head]) -> Result<()> {
    if plan.given_format().is_some() {
        return Ok(());
    }
    let mut formats: Vec<(&'static str, Vec<&str>)> = Vec::new();
    for head in heads {
        let format = match detect(plan, &head.entries, false) {
            Detection::Format(format) => format.name,
            Detection::Unknown | Detection::Tie(_) => GENERIC.name,
        };
        match formats.iter_mut().find(|(known, _)| *known == format) {
            Some((_, files)) => files.push(&head.name),
            None => formats.push((format, vec![&head.name])),
        }
    }
    if formats.len() < 2 {
        return Ok(());
    }
    let said: Vec<String> = formats.iter().map(|(format, files)| format!("{format}: {}", files.join(", "))).collect();
    Err(Problem::input(format!("{name} holds logs of several formats."))
        .hint("`--records FILE` says which of its files to import; `--records 'logs/*.jsonl'` takes several.")
        .hint(format!("They are {}.", said.join("; "))))
}

fn vote(votes: &mut Vec<(&'static Format, usize)>, format: &'static Format) {
    match votes.iter_mut().find(|(known, _)| known.name == format.name) {
        Some((_, count)) => *count += 1,
        None => votes.push((format, 1)),
    }
}

/// Returns the JSON text of an entry, NaN and the like replaced; an empty one for a row of a table.
pub(super) fn text(entry: &Entry) -> Cow<'_, str> {
    match &entry.body {
        Body::Json { bytes, .. } => {
            let text = String::from_utf8_lossy(bytes);
            let finite = Fields::parse(&text).is_err().then(|| without_not_finite(&text)).flatten();
            finite.map_or(text, Cow::Owned)
        }
        Body::Cut(cut) => close_truncated(&cut.head).into(),
        Body::Row { .. } | Body::Broken { .. } => Cow::Borrowed(""),
    }
}

/// Returns the fields of an entry whose [`text`] is given; `None` where it cannot be read.
pub(super) fn fields<'a>(entry: &'a Entry, text: &'a str) -> Option<Fields<'a>> {
    match &entry.body {
        Body::Row { headers, cells, .. } => Some(Fields::from_row(headers, cells)),
        Body::Json { .. } | Body::Cut(_) => Fields::parse(text).ok(),
        Body::Broken { .. } => None,
    }
}

/// Returns the problem of a file that several formats may have written.
pub(super) fn tie(name: &str, formats: &[&'static Format]) -> Problem {
    let known: Vec<String> = formats.iter().map(|format| format!("{} ({})", format.name, format.description)).collect();
    let options: Vec<String> = formats.iter().map(|format| format!("--format {}", format.name)).collect();
    Problem::input(format!("{name} may be a log of {} formats: {}", formats.len(), known.join(" ")))
        .hint(format!("Say which it is: {}.", options.join(", or ")))
}
