//! Takes a reader's items during an import: stores records in chunks, writes labels to the journal and bad lines to the
//! rejects file. Holds one chunk at a time.

use std::collections::HashSet;
use std::path::Path;

use super::order::{FileReport, ImportOrder, ImportProgress};
use super::pipeline::in_order;
use super::rejects::Rejects;
use super::source_name::source_name;
use crate::domain::{Batch, Change, Content, RawJson, RecordId, SourceDraft, Time, UndoGroup, Untrusted, Verdict};
use crate::error::Result;
use crate::ingest::{Detected, EntryBatch, Feedback, Item, ItemBatch, NextBatch, ParseBatch, Sink};
use crate::store::{PreparedChunk, Preparer, SourceId, Writer};

/// The most values of labels in the report.
const LABELS_REPORTED: usize = 6;

/// A chunk is stored at so many records,
const CHUNK: usize = 2000;
/// or so many bytes of text.
const CHUNK_BYTES: usize = 8 * 1024 * 1024;
/// More threads than this find nothing to do: records are stored by one.
const MOST_THREADS: usize = 8;
/// Progress is reported after so many items,
const REPORT_ITEMS: u64 = 500;
/// or so many bytes of the file.
const REPORT_BYTES: u64 = 1024 * 1024;
/// The most rejects quoted in the report.
const QUOTED: usize = 5;

/// One file's intake.
pub(super) struct Intake<'a> {
    writer: Option<&'a mut Writer>,
    order: &'a ImportOrder,
    group: &'a mut Option<UndoGroup>,
    progress: &'a mut dyn ImportProgress,
    report: FileReport,
    rejects: Rejects,
    source: Option<SourceId>,
    /// Makes records ready that come one by one; `None` where nothing is stored.
    preparer: Option<Preparer>,
    /// Chunks that are ready and not stored yet.
    ready: Vec<PreparedChunk>,
    /// For each record of them, its label's verdict.
    verdicts: Vec<Option<Verdict>>,
    /// The records that a dry run has read.
    seen: HashSet<RecordId>,
    /// Bytes and items at the last report of progress.
    reported: (u64, u64),
}

impl<'a> Intake<'a> {
    pub(super) fn new(
        writer: Option<&'a mut Writer>,
        order: &'a ImportOrder,
        path: &Path,
        group: &'a mut Option<UndoGroup>,
        progress: &'a mut dyn ImportProgress,
    ) -> Self {
        let report = FileReport {
            source: source_name(order.source.as_deref(), path),
            path: path.display().to_string(),
            ..FileReport::default()
        };
        Self {
            writer: writer.filter(|_| !order.dry_run),
            order,
            group,
            progress,
            report,
            rejects: Rejects::new(path, &order.rejects_folder, order.dry_run),
            source: None,
            preparer: None,
            ready: Vec::new(),
            verdicts: Vec::new(),
            seen: HashSet::new(),
            reported: (0, 0),
        }
    }

    /// Stores what is not stored yet.
    pub(super) fn flush(&mut self) -> Result<()> {
        if let Some(preparer) = &mut self.preparer {
            self.ready.push(preparer.finish()?);
        }
        let (ready, verdicts) = (std::mem::take(&mut self.ready), std::mem::take(&mut self.verdicts));
        let (Some(writer), Some(source)) = (self.writer.as_deref_mut(), self.source) else { return Ok(()) };
        if ready.iter().all(PreparedChunk::is_empty) {
            return Ok(());
        }
        let (stored, places) = writer.store_prepared(source, &ready)?;
        self.report.imported += stored.imported;
        self.report.duplicates += stored.duplicates;
        let changes: Vec<Change> = places
            .iter()
            .zip(verdicts)
            .filter_map(|((record, _), verdict)| Some(Change::Verdict { record: *record, verdict: Some(verdict?) }))
            .collect();
        if changes.is_empty() {
            return Ok(());
        }
        let reviewer = self.order.label_as.as_ref().unwrap_or(&self.order.reviewer).clone();
        let batch = Batch { reviewer, session: None, time: now(), changes };
        // A verdict that a person gave, before or since, is kept.
        let (applied, left) = writer.fill_in(&batch, self.group.as_ref())?;
        self.report.labels_left += left;
        if self.group.is_none() {
            *self.group = applied.group;
        }
        Ok(())
    }

    /// Returns the report. Removes the rejects file of a failed import that stored nothing.
    pub(super) fn finish(mut self, is_read: bool) -> (FileReport, Result<()>) {
        let stored_nothing = !is_read && self.report.imported + self.report.duplicates == 0;
        let closed = self.rejects.finish(stored_nothing).map(|file| self.report.rejects_file = file);
        (self.report, closed)
    }

    fn note_label(&mut self, label: Option<String>) {
        let values = &mut self.report.label_values;
        if let Some(label) = label.filter(|label| values.len() < LABELS_REPORTED && !values.contains(label)) {
            values.push(label);
        }
    }

    fn record(&mut self, content: Content) -> Result<()> {
        let Some(preparer) = &mut self.preparer else {
            let is_new = self.seen.insert(RecordId::of(&content));
            self.report.imported += u64::from(is_new);
            self.report.duplicates += u64::from(!is_new);
            return Ok(());
        };
        preparer.add(content)?;
        if preparer.len() >= CHUNK || preparer.bytes() >= CHUNK_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    /// Counts what was read, and keeps what has to be kept of it besides the record.
    fn note(&mut self, noted: Noted) -> Result<()> {
        self.report.read += 1;
        match noted {
            Noted::Record { verdict, is_unmapped, label } => {
                self.note_label(label);
                match verdict {
                    Some(Verdict::Pass) => self.report.labels.0 += 1,
                    Some(Verdict::Fail) => self.report.labels.1 += 1,
                    Some(Verdict::Defer) | None => self.report.labels.2 += u64::from(is_unmapped),
                }
                if self.preparer.is_some() {
                    self.verdicts.push(verdict);
                }
            }
            Noted::Reject { line, offset, reason, text } => {
                self.report.rejected += 1;
                if self.report.first_rejects.len() < QUOTED {
                    self.report.first_rejects.push(format!("line {line}: {reason}"));
                }
                self.rejects.write(line, offset, &reason, &text)?;
            }
            Noted::Skipped { reason } => {
                self.report.read -= 1;
                match self.report.skipped.iter_mut().find(|(known, _)| *known == reason) {
                    Some((_, count)) => *count += 1,
                    None => self.report.skipped.push((reason, 1)),
                }
            }
        }
        Ok(())
    }

    /// Takes a batch that was read and made ready on another thread.
    fn batch(&mut self, batch: ReadBatch) -> Result<()> {
        batch.noted.into_iter().try_for_each(|noted| self.note(noted))?;
        self.ready.push(batch.chunk);
        let records: usize = self.ready.iter().map(PreparedChunk::len).sum();
        let bytes: usize = self.ready.iter().map(PreparedChunk::bytes).sum();
        if records >= CHUNK || bytes >= CHUNK_BYTES {
            self.flush()?;
        }
        self.report_progress(batch.position);
        Ok(())
    }

    fn report_progress(&mut self, position: u64) {
        let (bytes, items) = self.reported;
        if self.report.read - items >= REPORT_ITEMS || position.saturating_sub(bytes) >= REPORT_BYTES {
            self.reported = (position, self.report.read);
            self.progress.advance(position, self.report.read - self.report.rejected);
        }
    }
}

/// What is kept of an item besides its record.
enum Noted {
    Record { verdict: Option<Verdict>, is_unmapped: bool, label: Option<String> },
    Reject { line: u64, offset: u64, reason: String, text: Untrusted },
    Skipped { reason: &'static str },
}

/// A batch that was read and made ready.
struct ReadBatch {
    noted: Vec<Noted>,
    chunk: PreparedChunk,
    position: u64,
}

fn taken_apart(item: Item) -> (Noted, Option<Content>) {
    match item {
        Item::Record { content, verdict, is_unmapped, label, feedback, .. } => {
            (Noted::Record { verdict, is_unmapped, label }, Some(with_feedback(content, &feedback)))
        }
        Item::Reject { line, offset, reason, text } => (Noted::Reject { line, offset, reason, text }, None),
        Item::Skipped { reason, .. } => (Noted::Skipped { reason }, None),
    }
}

fn now() -> Time {
    Time(jiff::Timestamp::now().as_millisecond())
}

/// Keeps what people and tools said about a record among its fields.
fn with_feedback(mut content: Content, feedback: &[Feedback]) -> Content {
    if feedback.is_empty() {
        return content;
    }
    let text = |text: &Option<Untrusted>| text.as_ref().map(|text| text.raw().to_owned());
    let said: Vec<serde_json::Value> = feedback
        .iter()
        .map(|said| {
            serde_json::json!({"name": said.name.raw(), "score": said.score, "label": text(&said.label),
                "comment": text(&said.comment), "by": text(&said.by), "is_human": said.is_human})
        })
        .collect();
    if let Ok(json) = RawJson::parse(&serde_json::Value::from(said).to_string()) {
        content.meta.push(("feedback".into(), json));
    }
    content
}

impl Sink for Intake<'_> {
    fn detected(&mut self, detected: &Detected) -> Result<()> {
        detected.format.clone_into(&mut self.report.format);
        self.report.mapping.clone_from(&detected.mapping);
        if let Some(writer) = self.writer.as_deref_mut() {
            let draft = SourceDraft {
                name: Untrusted::new(self.report.source.as_str()),
                origin: Untrusted::new(self.report.path.as_str()),
                format: detected.format.to_owned(),
            };
            self.source = Some(writer.begin_source(&draft, now())?);
            self.preparer = Some(writer.preparer()?);
        }
        self.progress.begin(&self.report.path, detected);
        Ok(())
    }

    fn item(&mut self, item: Item, position: u64) -> Result<bool> {
        let (noted, content) = taken_apart(item);
        self.note(noted)?;
        if let Some(content) = content {
            self.record(content)?;
        }
        self.report_progress(position);
        Ok(true)
    }

    fn batches(&mut self, next: NextBatch<'_>, parse: ParseBatch<'_>) -> Option<Result<()>> {
        let writer = self.writer.as_deref()?;
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
        let preparers: Result<Vec<Preparer>> = (0..threads).map(|_| writer.preparer()).collect();
        let mut preparers = match preparers {
            Ok(preparers) => preparers,
            Err(problem) => return Some(Err(problem)),
        };
        let read = |preparer: &mut Preparer, batch: EntryBatch| {
            let ItemBatch { items, position } = parse(batch);
            let mut noted = Vec::with_capacity(items.len());
            for (what, content) in items.into_iter().map(taken_apart) {
                noted.push(what);
                content.map_or(Ok(()), |content| preparer.add(content))?;
            }
            Ok(ReadBatch { noted, chunk: preparer.finish()?, position })
        };
        Some(in_order(next, &mut preparers, &read, &mut |batch| self.batch(batch).map(|()| true)))
    }
}
