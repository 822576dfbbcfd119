//! The session of one reviewer since the program began: who reviews, at what pace, and the texts half-written.

use std::collections::HashSet;

use crate::domain::{CheckKey, ModeKey, Name, RecordId, RowId, Time};

/// Below this many verdicts, and below this many milliseconds, a rate would only be noise.
const RATE_FROM: (u32, u64) = (3, 30_000);

/// What one reviewer did since the program began.
#[derive(Debug)]
pub struct Session {
    /// Who reviews.
    pub reviewer: Name,
    /// Verdicts given so far.
    pub verdicts: u32,
    /// The mode tagged last.
    pub last_mode: Option<ModeKey>,
    /// Suggested tags that were set aside.
    dismissed: HashSet<(RecordId, ModeKey)>,
    /// Checks that were attached together with their stubs.
    stubbed: Vec<CheckKey>,
    /// Whether a stub is being written for a check that was just attached.
    awaits_stub: bool,
    first_verdict: Option<Time>,
    last_verdict: Option<Time>,
    drafts: Vec<(RowId, String, String)>,
    /// The drafts whose boxes the reviewer has left.
    aside: HashSet<(RowId, String)>,
    /// The drafts that are not yet written as they are now.
    dirty: Vec<(RowId, String)>,
}

impl Session {
    pub(super) fn new(reviewer: Name) -> Self {
        Self {
            reviewer,
            verdicts: 0,
            last_mode: None,
            dismissed: HashSet::new(),
            stubbed: Vec::new(),
            awaits_stub: false,
            first_verdict: None,
            last_verdict: None,
            drafts: Vec::new(),
            aside: HashSet::new(),
            dirty: Vec::new(),
        }
    }

    /// Sets a suggested tag aside.
    pub(super) fn dismiss(&mut self, record: RecordId, mode: ModeKey) {
        self.dismissed.insert((record, mode));
    }

    /// Whether this tag was suggested for the record and set aside.
    #[must_use]
    pub fn is_dismissed(&self, record: RecordId, mode: &ModeKey) -> bool {
        self.dismissed.contains(&(record, mode.clone()))
    }

    /// Remembers that the stub of these checks was written with them.
    pub(super) fn keep_stubbed(&mut self, checks: &[CheckKey]) {
        self.stubbed.extend_from_slice(checks);
        self.awaits_stub = true;
    }

    /// Whether the stub that was just written belongs to a check attached with it; asked once.
    pub(super) const fn take_awaited_stub(&mut self) -> bool {
        std::mem::replace(&mut self.awaits_stub, false)
    }

    /// Whether the stub of this check was written when it was attached.
    pub(super) fn has_stub(&self, check: &CheckKey) -> bool {
        self.stubbed.contains(check)
    }

    /// Counts a verdict that someone read a record for.
    pub(super) fn count(&mut self, now: Time) {
        self.verdicts += 1;
        self.first_verdict.get_or_insert(now);
        self.last_verdict = Some(now);
    }

    /// Returns the verdicts per hour between the first and the last one; `None` while there are too few.
    #[must_use]
    pub fn rate(&self) -> Option<u32> {
        let (first, last) = (self.first_verdict?, self.last_verdict?);
        let millis = u64::try_from(last.0 - first.0).ok().filter(|millis| *millis >= RATE_FROM.1)?;
        if self.verdicts < RATE_FROM.0 {
            return None;
        }
        u32::try_from(u64::from(self.verdicts - 1) * 3_600_000 / millis).ok()
    }

    /// Keeps a half-written text in memory.
    pub(super) fn keep_draft(&mut self, row: RowId, purpose: &str, text: &str) {
        self.drafts.retain(|(kept, what, _)| (*kept, what.as_str()) != (row, purpose));
        if !text.is_empty() {
            self.drafts.push((row, purpose.to_owned(), text.to_owned()));
        }
    }

    /// Its box was left: it is offered where the same box is opened, and not before.
    pub(super) fn set_aside(&mut self, row: RowId, purpose: &str) {
        self.aside.insert((row, purpose.to_owned()));
    }

    /// The half-written text of this record and purpose.
    #[must_use]
    pub fn draft(&self, row: RowId, purpose: &str) -> Option<String> {
        self.drafts.iter().find(|(kept, what, _)| *kept == row && what == purpose).map(|(_, _, text)| text.clone())
    }

    /// Keeps a half-written text and marks it for writing; its box stands open unless it was left (`is_aside`).
    pub(super) fn write_draft(&mut self, row: RowId, purpose: &str, text: &str, is_aside: bool) {
        let stood = self.draft(row, purpose).unwrap_or_default();
        self.keep_draft(row, purpose, text);
        let key = (row, purpose.to_owned());
        let moved = if is_aside { self.aside.insert(key.clone()) } else { self.aside.remove(&key) };
        if (stood != text || (moved && !text.is_empty())) && !self.dirty.contains(&key) {
            self.dirty.push(key);
        }
    }

    /// The next half-written text that changed since it was last written; an empty one is there no more.
    pub(super) fn take_dirty(&mut self) -> Option<(RowId, String, String, bool)> {
        let (row, purpose) = if self.dirty.is_empty() { None } else { Some(self.dirty.remove(0)) }?;
        let text = self.draft(row, &purpose).unwrap_or_default();
        let is_aside = self.aside.contains(&(row, purpose.clone()));
        Some((row, purpose, text, is_aside))
    }
}
