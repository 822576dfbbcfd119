//! Doubts in words: the cause with a count, an example with its number, what to do.

use serde_json::{Value, json};

use crate::domain::{RecordId, Span};
use crate::error::Problem;
use crate::ingest::{Doubt, DoubtKind};
use crate::text::{counted, grouped};

/// How many spans are listed that no longer fit.
const SPANS: usize = 20;
/// How much of an example is quoted.
const QUOTED: usize = 60;

/// One doubt, as it is reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its kind, for programs: `no_output`.
    pub kind: &'static str,
    /// How many records or entries show it.
    pub count: u64,
    /// One of them: its line or element, and what stands there.
    pub example: Option<(u64, String)>,
    /// The doubt as a sentence.
    pub said: String,
    /// What to do about it; empty where there is nothing to do.
    pub hint: String,
}

impl Said {
    /// Returns the doubt as `import --json` prints it.
    #[must_use]
    pub fn json(&self) -> Value {
        let example = self.example.as_ref().map(|(entry, text)| json!({"entry": entry, "text": text}));
        json!({"kind": self.kind, "count": self.count, "example": example, "said": self.said, "hint": self.hint})
    }
}

/// Returns `all 140 records`, `12 of 140 records` or `the one record`; `12 records` where it is not known of how many.
pub(super) fn of_all(count: u64, all: u64, what: &str) -> String {
    match (count, if all == 0 { 0 } else { all.max(count) }) {
        (count, 0) => counted(count, what),
        (_, 1) => format!("the one {what}"),
        (count, all) if count == all => format!("all {}", counted(all, what)),
        (count, all) => format!("{} of {}", grouped(count), counted(all, what)),
    }
}

/// Says that most of what was read was set aside: the file may be of another kind than it was taken for. `first` is the
/// first of what was set aside, with its line.
pub(super) fn of_rejects(rejected: u64, read: u64, first: Option<&String>) -> Option<Said> {
    let first = first.filter(|_| rejected * 2 > read)?;
    Some(Said {
        kind: "rejected",
        count: rejected,
        example: None,
        said: format!("{} set aside; the first: {first}", of_all(rejected, read, "entry")),
        hint: "--strict stores nothing of a file with such a line, --format says what the file is".to_owned(),
    })
}

/// Says a doubt of the reader. Its `what` is a sentence with places for the column and the counts.
pub(super) fn said(doubt: Doubt) -> Said {
    let Doubt { kind, field, count, of, example, hint, what } = doubt;
    let kind = match kind {
        DoubtKind::NotUnderstood => "not_understood",
        DoubtKind::Ambiguous => "ambiguous",
        DoubtKind::Bytes => "bytes",
        DoubtKind::Unmatched => "unmatched",
        DoubtKind::LeftOut => "left_out",
    };
    let said = what
        .replace("{records}", &of_all(count, of, "record"))
        .replace("{entries}", &of_all(count, of, "entry"))
        .replace("{files}", &of_all(count, of, "file"))
        .replace("{field}", &field);
    let mut example = example.map(|(entry, text)| (entry, quoted(text.raw())));
    // A file has no line.
    let said = match example.take_if(|(entry, _)| *entry == 0) {
        Some((_, file)) => format!("{said}, as `{file}`"),
        None => said,
    };
    Said { kind, count, example, said, hint }
}

/// What an import met of records that were there already.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known {
    /// Records that equal known ones and hold other values beside.
    pub(super) differing: u64,
    /// Entries read otherwise than before, where more than one record could be meant.
    pub(super) ambiguous: u64,
}

/// Says what records that were there already gave rise to.
pub(super) fn of_known(known: Known) -> Vec<Said> {
    let mut all = Vec::new();
    let mut say = |kind, count, said: String, hint: &str| {
        if count > 0 {
            all.push(Said { kind, count, example: None, said, hint: hint.to_owned() });
        }
    };
    say(
        "differing_duplicates",
        known.differing,
        format!(
            "other values beside the same texts in {}: the known values were kept",
            counted(known.differing, "record")
        ),
        "`gemba show ID` shows what is kept",
    );
    say(
        "ambiguous_reading",
        known.ambiguous,
        format!(
            "more than one record could be meant by {}, read otherwise than before: both readings were kept",
            counted(known.ambiguous, "entry")
        ),
        "`gemba sources remove NAME` takes the former reading out",
    );
    all
}

/// Returns the question whether both readings are to be kept where more than one earlier record could be meant, and the
/// problem where the answer is no; `stored` says what became of them.
pub(super) fn both_readings(path: &str, ambiguous: u64, stored: &str) -> (String, Problem) {
    let entries = counted(ambiguous, "entry");
    let verb = if ambiguous == 1 { "is" } else { "are" };
    let sentence =
        format!("{path}: {entries} {verb} read otherwise than before, and more than one earlier record could be meant");
    let problem = Problem::input(format!("{sentence}; {stored}."))
        .hint("`gemba sources remove NAME` takes the former reading out; --source NAME keeps both, under two names.");
    (format!("{sentence}. Keep both readings?"), problem)
}

/// Says which spans of judgements no longer fit the text that was read anew.
pub(super) fn of_spans(misfits: &[(RecordId, Span)]) -> Option<Said> {
    let named: Vec<String> = misfits.iter().map(|(record, span)| format!("{} {span}", record.short())).collect();
    let more = if named.len() > SPANS { ", …" } else { "" };
    let listed = named.get(..SPANS).unwrap_or(&named).join(", ");
    let count = misfits.len() as u64;
    let said = format!("the text of {} of judgements has changed: {listed}{more}", counted(count, "span"));
    let hint = "`gemba show ID` shows the record; tag or note the place anew".to_owned();
    (count > 0).then_some(Said { kind: "spans_do_not_fit", count, example: None, said, hint })
}

/// Returns a text in one line, shortened.
pub(super) fn quoted(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= QUOTED { line } else { line.chars().take(QUOTED - 1).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::said;
    use crate::domain::Untrusted;
    use crate::ingest::{Doubt, DoubtKind};

    #[test]
    fn a_file_is_named_without_the_number_of_an_entry() {
        let said = said(Doubt {
            kind: DoubtKind::Unmatched,
            field: String::new(),
            count: 2,
            of: 3,
            what: "{files} of the archive are no logs and were passed over",
            example: Some((0, Untrusted::new("z.log"))),
            hint: String::new(),
        });
        assert_eq!(said.said, "2 of 3 files of the archive are no logs and were passed over, as `z.log`");
        assert_eq!(said.example, None);
    }
}
