//! The session of one reviewer since the program began: who reviews, at what pace, and the texts half-written.

use std::collections::HashSet;

use super::cover::{Cover, called};
use crate::app::message::Write;
use crate::app::overlays::draft::DraftKey;
use crate::domain::{CheckKey, ModeKey, Name, Time};
use crate::text::{visible_name, visible_words};

/// Below this many verdicts, and below this many milliseconds, a rate would only be noise.
const RATE_FROM: (u32, u64) = (3, 30_000);

/// What one reviewer did since the program began.
#[derive(Debug)]
pub struct Session {
    /// Who reviews.
    pub reviewer: Name,
    /// What others do not see while presenting.
    pub cover: Cover,
    /// The number of the review session, once it is written.
    pub(crate) number: Option<i64>,
    /// The numbers of all sessions that were written in.
    own: Vec<i64>,
    /// The place in the journal up to which the screen knows it; `None` until it was read.
    pub(crate) known_to: Option<i64>,
    /// When the session ends calmly, behind the next verdict.
    pub(crate) time_box: Option<Time>,
    /// Whether its end was shown.
    pub(crate) has_ended: bool,
    /// Whether a mode's hotkey that is no longer one was looked for.
    pub(crate) has_moved_hotkey: bool,
    /// Verdicts given so far.
    pub verdicts: u32,
    /// The mode tagged last.
    pub last_mode: Option<ModeKey>,
    /// The filters that were used.
    pub(crate) filters: FilterHistory,
    /// Checks that were attached together with their stubs.
    stubbed: Vec<CheckKey>,
    /// Whether a stub is being written for a check that was just attached.
    awaits_stub: bool,
    first_verdict: Option<Time>,
    last_verdict: Option<Time>,
    drafts: Vec<(DraftKey, String)>,
    /// The drafts whose boxes the reviewer has left.
    aside: HashSet<DraftKey>,
    /// The drafts that are not yet written as they are now.
    dirty: Vec<DraftKey>,
}

/// The filters that were used, oldest first, and where one is among them while going back.
#[derive(Debug, Default)]
pub(crate) struct FilterHistory {
    used: Vec<String>,
    /// The place of the one that is shown, and what was typed before going back.
    shown: Option<(usize, String)>,
}

impl FilterHistory {
    /// Puts filters of earlier sessions before the others, where they are not known.
    pub(crate) fn begin_with(&mut self, earlier: Vec<String>) {
        let new: Vec<String> = earlier.into_iter().filter(|filter| !self.used.contains(filter)).collect();
        if let Some((at, _)) = &mut self.shown {
            *at += new.len();
        }
        self.used.splice(0..0, new);
    }

    /// Notes a filter that was used; each stands once, where it was used last.
    pub(crate) fn note(&mut self, filter: &str) {
        self.shown = None;
        self.used.retain(|known| known != filter);
        if !filter.is_empty() {
            self.used.push(filter.to_owned());
        }
    }

    /// Returns the filter used before the one that is shown.
    pub(crate) fn earlier(&mut self, typed: &str) -> Option<String> {
        let is_shown = |(at, _): &(usize, String)| self.used.get(*at).is_some_and(|filter| filter == typed);
        let (at, before) = match self.shown.take().filter(is_shown) {
            Some((at, before)) => (at.checked_sub(1), before),
            // The one that is in force is the last of them.
            None => (self.used.iter().rposition(|filter| filter != typed), typed.to_owned()),
        };
        let at = at.or((!self.used.is_empty()).then_some(0))?;
        self.shown = Some((at, before));
        self.used.get(at).cloned()
    }

    /// Returns the filter used after the one that is shown, and in the end what was typed first.
    pub(crate) fn later(&mut self) -> Option<String> {
        let (at, before) = self.shown.take()?;
        match self.used.get(at + 1) {
            Some(filter) => {
                let filter = filter.clone();
                self.shown = Some((at + 1, before));
                Some(filter)
            }
            None => Some(before),
        }
    }
}

impl Session {
    pub(crate) fn new(reviewer: Name, cover: Cover) -> Self {
        Self {
            reviewer,
            cover,
            number: None,
            own: Vec::new(),
            known_to: None,
            time_box: None,
            has_ended: false,
            has_moved_hotkey: false,
            verdicts: 0,
            last_mode: None,
            filters: FilterHistory::default(),
            stubbed: Vec::new(),
            awaits_stub: false,
            first_verdict: None,
            last_verdict: None,
            drafts: Vec::new(),
            aside: HashSet::new(),
            dirty: Vec::new(),
        }
    }

    /// Returns how a reviewer is called on the screen: by a number while presenting.
    pub fn who(&self, name: &Name, present: bool) -> String {
        called(&self.cover, name, present)
    }

    /// Returns the name that a reviewer has on the screen: a number while presenting.
    pub fn reviewer_as(&self, name: &Name, present: bool) -> Name {
        let covered = present.then(|| Name::cleaned(&self.who(name, true)));
        covered.flatten().unwrap_or_else(|| name.clone())
    }

    /// Returns how an imported result is called on the screen: by a number while presenting.
    pub fn result(&self, name: &Name, present: bool) -> String {
        let number = self.cover.result(name);
        if present { number } else { visible_name(name).into_string() }
    }

    /// Returns a filter as the screen shows it: without names of people and sources while presenting.
    pub fn filter(&self, filter: &str, present: bool) -> String {
        if present { self.cover.filter(filter) } else { visible_words(filter).into_string() }
    }

    /// Returns a sentence or a title as the screen shows it: without names of people and files while presenting.
    pub fn sentence(&self, text: &str, present: bool) -> String {
        let text = visible_words(text);
        if present { self.cover.sentence(text.as_str()) } else { text.into_string() }
    }

    /// Returns a cell of a table as it is copied: without names of people and files while presenting.
    pub(crate) fn copied(&self, cell: String, present: bool) -> String {
        if present { self.cover.sentence(&cell) } else { cell }
    }

    /// Takes the number of the session that is written in from now on; returns whether it is another one.
    pub(crate) fn take_number(&mut self, number: i64) -> bool {
        if !self.own.contains(&number) {
            self.own.push(number);
        }
        self.number.replace(number) != Some(number)
    }

    /// Answers whether events of this session were written by this screen.
    pub(crate) fn is_own(&self, session: Option<i64>) -> bool {
        session.is_some_and(|session| self.own.contains(&session))
    }

    /// Remembers that the stub of these checks was written with them.
    pub(crate) fn keep_stubbed(&mut self, checks: &[CheckKey]) {
        self.stubbed.extend_from_slice(checks);
        self.awaits_stub = true;
    }

    /// Answers whether the stub that was just written belongs to a check attached with it; asked once.
    pub(crate) const fn take_awaited_stub(&mut self) -> bool {
        std::mem::replace(&mut self.awaits_stub, false)
    }

    /// Answers whether the stub of this check was written when it was attached.
    pub(crate) fn has_stub(&self, check: &CheckKey) -> bool {
        self.stubbed.contains(check)
    }

    /// Answers whether the time that was set is over; once.
    pub(crate) fn take_time_over(&mut self, now: Time) -> bool {
        self.time_box.take_if(|end| now >= *end).is_some()
    }

    /// Counts a verdict that someone read a record for.
    pub(crate) fn count(&mut self, now: Time) {
        self.verdicts += 1;
        self.first_verdict.get_or_insert(now);
        self.last_verdict = Some(now);
    }

    /// Returns the verdicts per hour between the first and the last one; `None` while there are too few.
    pub fn rate(&self) -> Option<u32> {
        let (first, last) = (self.first_verdict?, self.last_verdict?);
        let millis = u64::try_from(last.0 - first.0).ok().filter(|millis| *millis >= RATE_FROM.1)?;
        if self.verdicts < RATE_FROM.0 {
            return None;
        }
        u32::try_from(u64::from(self.verdicts - 1) * 3_600_000 / millis).ok()
    }

    /// Keeps a half-written text in memory.
    pub(crate) fn keep_draft(&mut self, key: &DraftKey, text: &str) {
        self.drafts.retain(|(kept, _)| kept != key);
        if !text.is_empty() {
            self.drafts.push((key.clone(), text.to_owned()));
        }
    }

    /// Remembers that the reviewer left its box: it is offered where the same box is opened, and not before.
    pub(crate) fn set_aside(&mut self, key: DraftKey) {
        self.aside.insert(key);
    }

    /// Returns the half-written text of this record and purpose.
    pub fn draft(&self, key: &DraftKey) -> Option<String> {
        self.drafts.iter().find(|(kept, _)| kept == key).map(|(_, text)| text.clone())
    }

    /// Keeps a half-written text and marks it for writing; `is_aside` where the reviewer left its box.
    pub(crate) fn write_draft(&mut self, key: DraftKey, text: &str, is_aside: bool) {
        let before = self.draft(&key).unwrap_or_default();
        self.keep_draft(&key, text);
        let moved = if is_aside { self.aside.insert(key.clone()) } else { self.aside.remove(&key) };
        if (before != text || (moved && !text.is_empty())) && !self.dirty.contains(&key) {
            self.dirty.push(key);
        }
    }

    /// Takes the next half-written text that changed since it was last written; an empty one is to be deleted.
    pub(crate) fn take_dirty(&mut self) -> Option<Write> {
        let key = if self.dirty.is_empty() { None } else { Some(self.dirty.remove(0)) }?;
        let text = self.draft(&key).unwrap_or_default();
        let is_aside = self.aside.contains(&key);
        Some(Write::Draft(key.0, key.1.to_string(), text, is_aside))
    }
}
