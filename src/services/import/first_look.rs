//! Reads files before anything of them is stored, where it may turn out that nothing should be: labels whose values
//! cannot all mean the opposite of what was named, and judgements in gemba's own export, which are said first. Before a
//! screen only the beginning of a file is read, and what an import would ask after it is asked as well.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::doubts::Gauge;
use super::label_count::{self, LabelCount};
use super::order::{ImportOrder, ImportProgress};
use super::preflight;
use crate::error::{Problem, Result};
use crate::ingest::{self, Annotators, Detected, Item, Readable, RowFields, Sink, Unnamed};
use crate::text::{grouped, visible_words};

/// Before a screen so many items are looked at,
const ITEMS: u64 = 200;
/// or so many bytes of the file.
const BYTES: u64 = 4 * 1024 * 1024;

/// So many rows are looked at before an import, to see whether those of one record have different labels.
const ROWS: u64 = 10_000;

/// So many files are looked at before a screen; what is doubtful about the others is said when they are read.
const FILES: usize = 20;

/// The format whose judgements are taken only where the user says so.
const OWN: &str = "gemba";

/// What was found out before anything was stored.
pub(super) struct Looked {
    /// Whether the judgements in gemba's own export are to be taken.
    pub(super) takes_own: bool,
    /// The column that says whose each row's labels are, where nobody named it.
    pub(super) reviewer: Option<String>,
    /// What of a row belongs to its label.
    pub(super) rows: RowFields,
}

/// Returns whether the files have to be read twice.
pub(super) fn is_needed(order: &ImportOrder) -> bool {
    has_one_side(order) || may_be_of_many(order)
}

/// Returns whether labels may be of several people, one in each row.
fn may_be_of_many(order: &ImportOrder) -> bool {
    let is_one = order.label_as.is_some() && order.read.columns.reviewer.is_none();
    !order.read.labels.is_empty() && !is_one
}

/// Returns whether every value that is not named means the opposite, or the files are gemba's own.
fn has_one_side(order: &ImportOrder) -> bool {
    order.read.labels.iter().any(|label| label.fail_when.is_empty() != label.pass_when.is_empty()) || is_own(order)
}

/// Returns whether the user says that the files are gemba's own, or that their judgements are wanted.
fn is_own(order: &ImportOrder) -> bool {
    order.takes_own || order.read.format.as_deref() == Some(OWN)
}

/// Looks at the files.
///
/// # Errors
/// `Input` where a column of labels holds too many values that were not named, or a file holds judgements that nobody
/// wants; what cannot be read is left to the import.
pub(super) fn look(order: &ImportOrder, files: &[Readable], progress: &mut dyn ImportProgress) -> Result<Looked> {
    let mut takes = is_own(order);
    let mut rows = RowFields::default();
    let mut columns: Vec<Option<String>> = Vec::new();
    // What can be read only once is left to the import.
    for (path, readable) in order.paths.iter().zip(files) {
        let read = preflight::options(order, readable);
        if read.file.is_none() || (order.read.feed.is_some() && !readable.is_kept()) {
            continue;
        }
        let mut look = Look::new(order);
        // Whatever cannot be read is said by the import itself.
        let _ = ingest::read(&read, &mut look);
        if let Some(problem) = look.problem {
            return Err(problem.hint("Nothing was stored."));
        }
        if let Some(problem) = look.unclaimed(path) {
            return Err(problem);
        }
        if let Some(annotators) = &look.annotators {
            rows = rows.or(annotators.row_fields());
            columns.push(annotators.column().map(str::to_owned));
        }
        if look.own.is_empty() {
            continue;
        }
        let held = look.held(path);
        if takes {
            progress.tell(&format!("{held}."));
        } else if progress.agrees(&format!("{held}. Take them?")) {
            takes = true;
        } else {
            return Err(unwanted(path, &held, 0));
        }
    }
    // One column of all files, or none.
    let same = |first: &Option<String>| columns.iter().all(|column| column == first);
    let reviewer = columns.first().filter(|first| same(first)).cloned().flatten();
    if let Some(column) = &reviewer {
        progress
            .tell(&format!("`{column}` says whose each row's label is; with --label-as NAME all are one person's."));
    }
    for (is_of_rows, field) in [(rows.id, "id"), (rows.time, "time")] {
        if is_of_rows {
            progress.tell(&format!(
                "Rows of the same text have another {field} for each person: it is taken as the label's, not the record's."
            ));
        }
    }
    Ok(Looked { takes_own: takes, reviewer, rows })
}

/// Looks at the beginning of each file before a screen opens over it: what cannot be read, may be of several formats, or
/// is mostly without output ends here; what somebody agrees to is noted in the order.
///
/// # Errors
/// As the import's own, with nothing stored.
pub fn look_before_screen(order: &mut ImportOrder, progress: &mut dyn ImportProgress) -> Result<()> {
    let is_looked_at = |path: &PathBuf| {
        let about = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file);
        about.is_some_and(|about| about.len() <= BYTES || !ingest::is_read_whole(path))
    };
    let paths: Vec<PathBuf> = order.paths.iter().filter(|path| is_looked_at(path)).take(FILES).cloned().collect();
    for path in paths {
        let mut read = order.read.clone();
        path.clone_into(&mut read.path);
        read.feed = None;
        let mut look = Look::new(order);
        let done = ingest::read(&read, &mut look);
        let Look { gauge, problem, own, .. } = &look;
        if let Some(problem) = problem {
            return Err(problem.clone().hint("Nothing was stored."));
        }
        done?;
        let is_silent = gauge.has_records() && gauge.is_mostly_silent() && !order.accept_empty;
        let is_silent = is_silent.then(|| gauge.silence(&path.display().to_string()));
        let held = (!own.is_empty()).then(|| look.held(&path));
        if let Some((question, problem)) = is_silent {
            if !progress.agrees(&question) {
                return Err(problem);
            }
            order.accept_empty = true;
        }
        match held {
            Some(_) if is_own(order) => {}
            Some(held) if progress.agrees(&format!("{held}. Take them?")) => order.takes_own = true,
            Some(held) => return Err(unwanted(&path, &held, 0)),
            None => {}
        }
    }
    Ok(())
}

/// Returns the problem of judgements that nobody said to take.
pub(super) fn unwanted(path: &Path, held: &str, stored: u64) -> Problem {
    let kept =
        if stored == 0 { "nothing was stored".to_owned() } else { format!("{stored} records before were stored") };
    Problem::input(format!("{held}; {kept}."))
        .hint(format!("`gemba import {} --format gemba` takes them with the records.", path.display()))
}

/// Counts without storing.
struct Look<'o> {
    order: &'o ImportOrder,
    counts: Vec<LabelCount>,
    own: BTreeMap<String, u64>,
    is_own: bool,
    problem: Option<Problem>,
    gauge: Gauge,
    items: u64,
    annotators: Option<Annotators>,
    unnamed: Unnamed,
}

impl<'o> Look<'o> {
    fn new(order: &'o ImportOrder) -> Self {
        let (counts, own) = (Vec::new(), BTreeMap::new());
        let annotators = may_be_of_many(order).then(|| Annotators::new(order.read.columns.reviewer.is_some()));
        let (gauge, unnamed) = (Gauge::default(), Unnamed::default());
        Self { order, counts, own, is_own: false, problem: None, gauge, items: 0, annotators, unnamed }
    }

    /// Returns the question whose the labels are, where rows of one record have different ones and no column was found that
    /// says it.
    fn unclaimed(&self, path: &Path) -> Option<Problem> {
        if self.annotators.as_ref().is_none_or(Annotators::is_found) {
            return None;
        }
        let (differing, all) = self.unnamed.conflicts()?;
        let problem = Problem::input(format!(
            "{}: rows of the same record have different labels in {} of {} records, and no column is known to say whose they \
             are; nothing was stored.",
            path.display(),
            grouped(differing),
            grouped(all),
        ));
        let candidates: Vec<String> =
            self.unnamed.candidates().iter().map(|key| format!("`{}`", visible_words(key.raw()))).collect();
        let problem = problem.hint(if candidates.is_empty() {
            "--reviewer-from COLUMN names the column that says who answered.".to_owned()
        } else {
            format!("--reviewer-from COLUMN says it; it may be {}.", candidates.join(" or "))
        });
        Some(problem.hint("--label-as NAME takes them as one person's: of each record the first label counts."))
    }

    /// Says whose judgements a file holds, as far as it was looked at.
    fn held(&self, path: &Path) -> String {
        let whose: Vec<String> = self.own.iter().map(|(name, count)| format!("{name} {}", grouped(*count))).collect();
        let of = if self.order.live { " (in its first records)" } else { "" };
        format!("{} holds judgements of {}{of}", path.display(), whose.join(", "))
    }

    /// Returns whether more is to be looked at.
    fn goes_on(&self, position: u64) -> bool {
        if self.order.live {
            return self.items < ITEMS && position < BYTES;
        }
        let may_be_of_many = |annotators: &Annotators| annotators.is_found() || self.items < ROWS;
        self.is_own || has_one_side(self.order) || self.annotators.as_ref().is_some_and(may_be_of_many)
    }
}

impl Sink for Look<'_> {
    fn detected(&mut self, detected: &Detected) -> Result<()> {
        self.is_own = detected.format == OWN;
        Ok(())
    }

    fn goes_on(&mut self, position: u64) -> Result<bool> {
        Ok(Look::goes_on(self, position))
    }

    fn item(&mut self, item: Item, position: u64) -> Result<bool> {
        self.items += 1;
        let Item::Record { judged, content, line, .. } = item else { return Ok(Look::goes_on(self, position)) };
        if self.order.live {
            self.gauge.look(line, &content);
        }
        if let Err(problem) = label_count::count(&mut self.counts, &self.order.read.labels, judged.as_deref()) {
            self.problem = Some(problem);
            return Ok(false);
        }
        if let Some(annotators) = &mut self.annotators {
            if !annotators.is_found()
                && let Some(judged) = judged.as_deref().filter(|judged| judged.by_people.is_empty())
            {
                self.unnamed.look(&content, &judged.labels);
            }
            annotators.look(content, judged.as_ref().and_then(|judged| judged.by.as_ref()));
        }
        let opinions = judged.map(|judged| judged.opinions).unwrap_or_default();
        for by in opinions.into_iter().filter_map(|opinion| opinion.by) {
            let name = crate::text::visible_words(by.raw()).into_string();
            *self.own.entry(name).or_default() += 1;
        }
        Ok(Look::goes_on(self, position))
    }
}
