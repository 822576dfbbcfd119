//! A reading thread: answers reads on its own connection, off the screen's thread.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::read_queue::ReadQueue;
use super::thread::{guarded, post};
use crate::app::message::{Message, Request};
use crate::domain::{GoldShare, Name, Queue};
use crate::error::Result;
use crate::runtime::clock::now;
use crate::runtime::launch::Launch;
use crate::runtime::mailbox::Mailbox;
use crate::services::read::ReadService;
use crate::services::trial::TrialProgress;
use crate::store::{Reader, Viewer};
use crate::views::{Read, Trial};

/// Which thread answers a read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ReadLane {
    /// Reads of a few rows, which never wait for a long one.
    Short,
    /// Reads that may walk the whole workspace.
    Long,
    /// Queues of a filter, and trials of a check while it is typed: a newer one cancels the older, and nothing else is
    /// queued before it.
    Typing,
}

/// Returns the lane of a read.
pub(super) const fn lane(read: &Read) -> ReadLane {
    match read {
        Read::Rows { .. }
        | Read::Arrivals { .. }
        | Read::NewEvents { .. }
        | Read::BlindSet { .. }
        | Read::Record { .. }
        | Read::Codebook(_)
        | Read::OwnVerdicts { .. }
        | Read::Unfinished { .. }
        | Read::Today { .. }
        | Read::FilterWords(_)
        | Read::Find { .. }
        | Read::Places { .. }
        | Read::SameInput { .. }
        | Read::WouldStale { .. } => ReadLane::Short,
        Read::Alike { .. }
        | Read::SimilarTags { .. }
        | Read::OpenNotes(_)
        | Read::Figures(_)
        | Read::HandOff { .. }
        | Read::Tallies(_)
        | Read::Drift(_)
        | Read::Saturation(_)
        | Read::Rates(_)
        | Read::Agreement(_)
        | Read::Alignment(_)
        | Read::Judges(_)
        | Read::StubPage { .. }
        | Read::Suggestions { .. } => ReadLane::Long,
        Read::Queue { .. } | Read::Trial { .. } => ReadLane::Typing,
    }
}

/// The state of one reading thread.
pub(super) struct ReaderThread {
    workspace: PathBuf,
    reviewer: Name,
    /// How many known answers are mixed into each new session.
    gold: Option<GoldShare>,
    mailbox: Mailbox,
    /// Opened with the first read.
    service: Option<ReadService>,
}

/// First hits that come one by one are posted so far apart at least.
const APART: Duration = Duration::from_millis(100);

/// Posts a trial's figures on the way, and the first records of a queue, as long as they are wanted.
struct PostedProgress<'a> {
    queue: &'a ReadQueue,
    mailbox: &'a Mailbox,
    request: Request,
    /// When the read began, or something was posted last.
    told: Instant,
}

impl TrialProgress for PostedProgress<'_> {
    fn is_wanted(&self) -> bool {
        self.queue.is_wanted()
    }

    fn so_far(&mut self, trial: Trial) {
        if self.queue.is_wanted() {
            post(self.mailbox, Message::SoFar(self.request, Box::new(trial)));
        }
    }

    fn first_hits(&mut self, queue: Queue) {
        let is_due = queue.rows.len() == Queue::FIRST || self.told.elapsed() >= APART;
        if is_due && self.queue.is_wanted() {
            self.told = Instant::now();
            post(self.mailbox, Message::FirstHits(self.request, Box::new(queue)));
        }
    }
}

impl ReaderThread {
    pub(super) fn new(launch: &Launch, mailbox: Mailbox) -> Self {
        let start = &launch.start;
        // Two who judge the same records blind are asked nothing else.
        let gold = start.roles.gold_of(&start.reviewer).filter(|_| start.pair.is_none());
        let (workspace, reviewer) = (launch.workspace.clone(), start.reviewer.clone());
        Self { workspace, reviewer, gold, mailbox, service: None }
    }

    /// Answers reads until the queue is closed.
    pub(super) fn work(mut self, queue: &ReadQueue) {
        while let Some((request, mut read)) = queue.next() {
            let answer = guarded("reading", || self.answer(queue, request, &mut read));
            if queue.done() {
                post(&self.mailbox, Message::Reply(request, answer.map(|()| read)));
            }
        }
    }

    fn answer(&mut self, queue: &ReadQueue, request: Request, read: &mut Read) -> Result<()> {
        let service = if let Some(service) = &mut self.service {
            service
        } else {
            let reader = Reader::open(&self.workspace, &Viewer::of(&self.reviewer))?;
            queue.set_interrupt(reader.interrupt());
            self.service.insert(ReadService::new(reader, self.reviewer.clone()).mixing(self.gold))
        };
        let mut progress = PostedProgress { queue, mailbox: &self.mailbox, request, told: Instant::now() };
        service.read(read, now(), &mut progress)
    }
}
