//! Takes a reader's items during an import: stores records in chunks, writes labels to the journal and bad lines to the
//! rejects file. Holds one chunk at a time.

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::doubts::Gauge;
use super::file_hash;
use super::first_look::unwanted;
use super::judgements::{Judgements, fitting, with_feedback};
use super::label_count;
use super::order::{FileReport, ImportOrder, ImportProgress, source_name};
use super::pipeline::in_order;
use super::rejects::Rejects;
use super::said;
use crate::domain::{Content, RecordId, SourceDraft, Time, Untrusted};
use crate::error::Result;
use crate::ingest::{Detected, Doubt, EntryBatch, Item, Judged, NextBatch, OpenFile, ParseBatch, Sink, Taken};
use crate::store::{PreparedChunk, Preparer, Reread, SourceId, Writer};
use crate::text::visible_words;

/// A chunk is stored at so many records,
const CHUNK: usize = 2000;
/// at fewer where somebody waits for them and judges meanwhile,
const LIVE_CHUNK: usize = 500;
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
    judgements: &'a mut Judgements,
    progress: &'a mut dyn ImportProgress,
    report: FileReport,
    rejects: Rejects,
    gauge: Gauge,
    /// Whether it was decided that the file is worth storing.
    is_accepted: bool,
    source: Option<SourceId>,
    /// The file; `None` for what is read only once.
    file: Option<OpenFile>,
    /// The hash of the file, once it was read.
    hash: Option<[u8; 32]>,
    /// Makes records ready that come one by one; `None` where nothing is stored.
    preparer: Option<Preparer>,
    /// Chunks that are ready and not stored yet.
    ready: Vec<PreparedChunk>,
    /// Chunks that were stored, whose memory serves the next ones.
    spare: Arc<Mutex<Vec<PreparedChunk>>>,
    /// For each record of them, what came with it.
    judged: Vec<Option<Box<Judged>>>,
    /// A chunk is stored at so many records.
    chunk: usize,
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
        file: Option<OpenFile>,
        judgements: &'a mut Judgements,
        progress: &'a mut dyn ImportProgress,
    ) -> Self {
        let report = FileReport {
            source: source_name(order.source.as_deref(), path),
            path: path.display().to_string(),
            ..FileReport::default()
        };
        Self {
            writer,
            order,
            judgements,
            progress,
            report,
            rejects: Rejects::new(path, &order.rejects_folder, order.dry_run),
            gauge: Gauge::default(),
            is_accepted: order.accept_empty,
            source: None,
            file,
            hash: None,
            preparer: None,
            ready: Vec::new(),
            spare: Arc::default(),
            judged: Vec::new(),
            chunk: if order.live { LIVE_CHUNK } else { CHUNK },
            seen: HashSet::new(),
            reported: (0, 0),
        }
    }

    /// Stores what is not stored yet.
    pub(super) fn flush(&mut self) -> Result<()> {
        self.judge()?;
        if let Some(preparer) = self.preparer.as_mut().filter(|preparer| !preparer.is_empty()) {
            let stored = self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
            self.ready.push(preparer.finish_into(stored)?);
        }
        let (ready, judged) = (std::mem::take(&mut self.ready), std::mem::take(&mut self.judged));
        let (Some(writer), Some(source)) = (self.writer.as_deref_mut(), self.source) else { return Ok(()) };
        if ready.iter().all(PreparedChunk::is_empty) {
            return Ok(());
        }
        self.progress.before_storing();
        let (stored, places) = writer.store_prepared(source, &ready)?;
        self.report.imported += stored.imported;
        self.report.duplicates += stored.duplicates;
        self.report.enriched += stored.enriched;
        // The rows of others differ in what is theirs.
        let is_of_many = self.order.read.columns.reviewer.is_some();
        self.report.differing += if is_of_many { 0 } else { stored.differing };
        self.report.replaced += stored.replaced;
        self.report.ambiguous += stored.ambiguous;
        let judged: Vec<(RecordId, Judged)> =
            places.iter().zip(judged).filter_map(|((record, _), judged)| Some((*record, *judged?))).collect();
        self.spare.lock().unwrap_or_else(PoisonError::into_inner).extend(ready);
        self.judgements.write(writer, self.order, source, now(), judged, &mut self.report)
    }

    /// Looks at what was read before the first of it is stored: rubbish is not, unless somebody wants it.
    fn judge(&mut self) -> Result<()> {
        if self.is_accepted || !self.gauge.is_mostly_silent() {
            self.is_accepted |= self.gauge.has_records();
            return Ok(());
        }
        let (question, problem) = self.gauge.silence(&self.report.path);
        self.is_accepted = self.progress.agrees(&question);
        if self.is_accepted { Ok(()) } else { Err(problem) }
    }

    /// Stores what is left, and that the source was read to its end.
    pub(super) fn close(&mut self) -> Result<()> {
        self.flush()?;
        self.report.sample = self.gauge.sample();
        let label = self.order.read.labels.first().map(|label| label.field.as_str());
        let own = self.gauge.said(&self.report.mapping, label);
        let read = std::mem::take(&mut self.report.doubts);
        self.report = self.report.settled(Reread::default(), &own, &read);
        self.report.is_stopped |= self.progress.is_stopped();
        if self.report.is_stopped {
            // The source stays unfinished: importing again goes on.
            return Ok(());
        }
        // What is read out of order, as a container is, is hashed behind it.
        let hash = self.hash.or_else(|| self.file.as_ref().and_then(file_hash::of_file));
        let (Some(writer), Some(source)) = (self.writer.as_deref_mut(), self.source) else { return Ok(()) };
        let report = &self.report;
        let kept = |reread| report.settled(reread, &own, &read).kept_json(&self.order.read);
        let reread = writer.finish_source(source, self.order.source.is_some(), hash, &kept)?;
        self.report = self.report.settled(reread, &own, &read);
        if self.report.replaced > 0 {
            self.report.doubts.extend(said::of_spans(&writer.misfit_spans(source)?));
        }
        Ok(())
    }

    /// Returns the report. Removes the rejects file of a failed import that stored nothing.
    pub(super) fn finish(mut self, is_read: bool) -> (FileReport, Result<()>) {
        let stored_nothing = !is_read && self.report.imported + self.report.duplicates == 0;
        let closed = self.rejects.finish(stored_nothing).map(|file| self.report.rejects_file = file);
        (self.report, closed)
    }

    fn record(&mut self, entry: u64, content: &Content) -> Result<()> {
        self.gauge.look(entry, content);
        let Some(preparer) = &mut self.preparer else {
            let is_new = self.seen.insert(RecordId::of(content));
            self.report.imported += u64::from(is_new);
            self.report.duplicates += u64::from(!is_new);
            return Ok(());
        };
        // The records of one entry are stored together.
        let is_full = preparer.len() >= self.chunk || preparer.bytes() >= CHUNK_BYTES;
        if is_full && preparer.last_entry() != Some(entry) {
            // What was noted of this record waits for it.
            let judged = self.judged.pop();
            self.flush()?;
            self.judged.extend(judged);
        }
        self.preparer.as_mut().map_or(Ok(()), |preparer| preparer.add(entry, content))
    }

    /// Counts what was read, and keeps what has to be kept of it besides the record.
    fn note(&mut self, noted: Noted) -> Result<()> {
        self.report.read += 1;
        match noted {
            Noted::Record { judged } => {
                let by = judged.iter().flat_map(|judged| &judged.opinions).find_map(|opinion| opinion.by.as_ref());
                if let Some(by) = by.filter(|_| !self.judgements.takes_own) {
                    let held = format!("{} holds judgements of {}", self.report.path, visible_words(by.raw()));
                    return Err(unwanted(Path::new(&self.report.path), &held, self.report.imported));
                }
                let labels = &self.order.read.labels;
                label_count::count(&mut self.report.label_columns, labels, judged.as_deref())?;
                if self.preparer.is_some() {
                    self.judged.push(judged);
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
        self.gauge.add(batch.gauge);
        self.ready.push(batch.chunk);
        let records: usize = self.ready.iter().map(PreparedChunk::len).sum();
        let bytes: usize = self.ready.iter().map(PreparedChunk::bytes).sum();
        // A first import is one transaction: nothing is gained by waiting.
        let is_bulk = self.writer.as_deref().is_some_and(Writer::is_unpublished);
        if is_bulk || self.order.live || records >= self.chunk || bytes >= CHUNK_BYTES {
            self.flush()?;
        }
        self.report_progress(batch.position);
        if batch.is_last_for_now {
            self.progress.waits();
        }
        self.report.is_stopped = self.progress.is_stopped();
        Ok(())
    }

    fn report_progress(&mut self, position: u64) {
        let (bytes, items) = self.reported;
        if self.order.live || self.report.read - items >= REPORT_ITEMS || position.saturating_sub(bytes) >= REPORT_BYTES
        {
            self.reported = (position, self.report.read);
            self.progress.advance(position, self.report.read - self.report.rejected);
        }
    }
}

/// What is kept of an item besides its record.
enum Noted {
    Record { judged: Option<Box<Judged>> },
    Reject { line: u64, offset: u64, reason: String, text: Untrusted },
    Skipped { reason: &'static str },
}

/// A batch that was read and made ready.
struct ReadBatch {
    noted: Vec<Noted>,
    gauge: Gauge,
    chunk: PreparedChunk,
    position: u64,
    is_last_for_now: bool,
}

fn taken_apart(item: Item) -> (Noted, Option<(u64, Content)>) {
    match item {
        Item::Record { content, line, feedback, judged } => {
            (Noted::Record { judged: fitting(judged, &content) }, Some((line, with_feedback(content, &feedback))))
        }
        Item::Reject { line, offset, reason, text } => (Noted::Reject { line, offset, reason, text }, None),
        Item::Skipped { reason, .. } => (Noted::Skipped { reason }, None),
    }
}

fn now() -> Time {
    Time(jiff::Timestamp::now().as_millisecond())
}

impl Sink for Intake<'_> {
    fn detected(&mut self, detected: &Detected) -> Result<()> {
        detected.format.clone_into(&mut self.report.format);
        self.report.mapping.clone_from(&detected.mapping);
        if let Some(writer) = self.writer.as_deref_mut() {
            let mut hash = None;
            // Whether it is a file that was imported before matters now only where one has its size.
            if let Some(file) = &self.file
                && writer.knows_size(file.bytes())?
            {
                hash = file_hash::of_file(file);
                self.hash = hash;
            }
            let draft = SourceDraft {
                name: Untrusted::new(self.report.source.as_str()),
                origin: Untrusted::new(self.report.path.as_str()),
                format: detected.format.to_owned(),
                reviewer: Some(self.order.reviewer.clone()),
                mapping: detected.mapping.clone(),
                bytes: self.file.as_ref().map(OpenFile::bytes),
                hash,
            };
            self.source = Some(writer.begin_source(&draft, self.order.begun)?);
            self.preparer = Some(writer.preparer()?);
        }
        self.progress.begin(&self.report.path, detected);
        Ok(())
    }

    fn item(&mut self, item: Item, position: u64) -> Result<bool> {
        let (noted, content) = taken_apart(item);
        self.note(noted)?;
        if let Some((entry, content)) = content {
            self.record(entry, &content)?;
        }
        self.goes_on(position)
    }

    fn goes_on(&mut self, position: u64) -> Result<bool> {
        self.report_progress(position);
        self.report.is_stopped = self.progress.is_stopped();
        Ok(!self.report.is_stopped)
    }

    fn hashed(&mut self, bytes: u64, hash: [u8; 32]) {
        if self.hash.is_none() && self.file.as_ref().is_some_and(|file| file.bytes() == bytes) {
            self.hash = Some(hash);
        }
    }

    fn pause(&mut self) -> Result<()> {
        if self.order.live {
            self.flush()?;
            self.progress.waits();
        }
        Ok(())
    }

    fn doubts(&mut self, doubts: Vec<Doubt>) -> Result<()> {
        self.report.doubts.extend(doubts.into_iter().map(said::said));
        Ok(())
    }

    fn batches(&mut self, next: NextBatch<'_>, parse: ParseBatch<'_>) -> Option<Result<()>> {
        let writer = self.writer.as_deref()?;
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
        let preparers: Result<Vec<Preparer>> = (0..threads).map(|_| writer.preparer()).collect();
        let mut preparers = match preparers {
            Ok(preparers) => preparers,
            Err(problem) => return Some(Err(problem)),
        };
        let spare = Arc::clone(&self.spare);
        let read = |preparer: &mut Preparer, batch: EntryBatch| {
            let is_last_for_now = batch.is_last_for_now();
            let (mut noted, mut gauge) = (Vec::new(), Gauge::default());
            let position = parse(batch, &mut |made| {
                let (what, content) = match made {
                    Taken::Item(item) => {
                        let (what, content) = taken_apart(item);
                        (what, content.map(|(entry, content)| (entry, Cow::Owned(content))))
                    }
                    Taken::Record { line, content } => {
                        (Noted::Record { judged: None }, Some((line, Cow::Borrowed(content))))
                    }
                };
                noted.push(what);
                let Some((entry, content)) = content else { return Ok(()) };
                gauge.look(entry, &content);
                preparer.add(entry, &content)
            })?;
            let stored = spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
            Ok(ReadBatch { noted, gauge, chunk: preparer.finish_into(stored)?, position, is_last_for_now })
        };
        Some(in_order(next, &EntryBatch::is_last_for_now, &mut preparers, &read, &mut |batch| {
            self.batch(batch).map(|()| !self.report.is_stopped)
        }))
    }
}
