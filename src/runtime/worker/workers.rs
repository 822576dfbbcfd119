//! Starts the threads, hands work over to them, and counts the writes that are not answered yet.

use std::collections::VecDeque;
use std::sync::mpsc::{self, Sender};
use std::thread::JoinHandle;

use super::file_watch::FileWatch;
use super::importer::Reading;
use super::indexer::IndexerThread;
use super::jobs::JobsThread;
use super::read_queue::ReadQueue;
use super::reader::{ReadLane, ReaderThread, lane};
use super::thread::{Saving, spawn};
use super::writer::{PendingWrite, WriterThread};
use crate::app::message::{Job, Message, Request, Ticket, Write};
use crate::domain::Time;
use crate::error::Result;
use crate::runtime::launch::Launch;
use crate::runtime::mailbox::Mailbox;
use crate::views::Read;

/// All threads, and the work that they have not answered yet.
pub(crate) struct Workers {
    /// `None` once no more writes are taken.
    writes: Option<Sender<PendingWrite>>,
    /// Short reads: records, lines, judgements.
    fast: ReadQueue,
    /// Reads that may walk the whole workspace.
    slow: ReadQueue,
    /// Trials of a check that is being typed.
    typing: ReadQueue,
    jobs: Sender<Job>,
    /// Tells the indexing thread that records came in.
    came_in: Sender<()>,
    /// Jobs under way, oldest first: whether each is an import.
    importing: VecDeque<bool>,
    /// The reading of the files which the screen was opened over.
    pub(crate) reading: Reading,
    /// The writes that are not answered yet, for those who let them go first.
    saving: Saving,
    unanswered: usize,
    writer: Option<JoinHandle<()>>,
    readers: Vec<JoinHandle<()>>,
}

impl Workers {
    /// Starts the threads; each opens its own connection with the first work.
    ///
    /// # Errors
    /// `Io` where the system gives no threads.
    pub(crate) fn start(launch: &Launch, mailbox: &Mailbox) -> Result<Self> {
        let (orders, taken) = mpsc::channel();
        let (jobs, wanted) = mpsc::channel();
        let saving = Saving::default();
        let reading = Reading::start(launch, mailbox, saving.clone())?;
        let writer = WriterThread::new(launch, mailbox.clone());
        let writer = spawn("writer", move || writer.work(&taken))?;
        let jobs_thread = JobsThread::new(launch, mailbox.clone());
        // Not joined: an import may be cut off, since each chunk is stored whole or not at all.
        drop(spawn("jobs", move || jobs_thread.work(&wanted))?);
        let (came_in, more) = mpsc::channel();
        let indexer = IndexerThread::new(launch, saving.clone());
        // Not joined: each slice of the index is stored whole or not at all.
        drop(spawn("indexer", move || indexer.work(&more))?);
        // Not joined: it sleeps until the file changes, and holds nothing.
        let watch = FileWatch::new(launch, mailbox.clone());
        drop(spawn("file watch", move || watch.work())?);
        let (fast, slow, typing) = (ReadQueue::default(), ReadQueue::default(), ReadQueue::default());
        let mut readers = Vec::new();
        for (name, queue) in [("reader", fast.clone()), ("searcher", slow.clone()), ("trials", typing.clone())] {
            let reader = ReaderThread::new(launch, mailbox.clone());
            readers.push(spawn(name, move || reader.work(&queue))?);
        }
        Ok(Self {
            writes: Some(orders),
            fast,
            slow,
            typing,
            jobs,
            came_in,
            importing: VecDeque::new(),
            reading,
            saving,
            unanswered: 0,
            writer: Some(writer),
            readers,
        })
    }

    /// Sends a read.
    pub(crate) fn read(&self, request: Request, read: Read) {
        let queue = match lane(&read) {
            ReadLane::Short => &self.fast,
            ReadLane::Long => &self.slow,
            ReadLane::Typing => &self.typing,
        };
        queue.ask(request, read);
    }

    /// Cancels a read.
    pub(crate) fn cancel(&self, request: Request) {
        self.fast.cancel(request);
        self.slow.cancel(request);
        self.typing.cancel(request);
    }

    /// Sends a write. Every write is answered.
    pub(crate) fn write(&mut self, ticket: Ticket, write: Write, time: Time) {
        if let Some(writes) = &self.writes
            && writes.send(PendingWrite { ticket, write, time }).is_ok()
        {
            self.unanswered += 1;
            self.saving.set(self.unanswered);
        }
    }

    /// Sends a job.
    pub(crate) fn job(&mut self, job: Job) {
        self.importing.push_back(matches!(job, Job::Import(_)));
        drop(self.jobs.send(job));
    }

    /// Counts an answer on its way to the machine.
    pub(crate) fn count(&mut self, message: &Message) {
        match message {
            Message::Written(..) => {
                self.unanswered = self.unanswered.saturating_sub(1);
                self.saving.set(self.unanswered);
            }
            Message::WasRead(done) => {
                self.reading.end(done);
                let _ = self.came_in.send(());
            }
            Message::JobDone(_) => {
                if self.importing.pop_front() == Some(true) {
                    // A thread that gave up needs no word.
                    let _ = self.came_in.send(());
                }
            }
            Message::Key { .. }
            | Message::Mouse(_)
            | Message::Paste(_)
            | Message::Resize(..)
            | Message::SoFar(..)
            | Message::FirstHits(..)
            | Message::Reply(..)
            | Message::Reading(_)
            | Message::FileChanged
            | Message::Woken
            | Message::JobAdvanced(_)
            | Message::Edited(_)
            | Message::Copied(_)
            | Message::Viewed(_)
            | Message::Ran(_)
            | Message::Terminate => {}
        }
    }

    /// How many writes, of the workspace or of stubs, are not answered yet.
    pub(crate) fn unanswered(&self) -> usize {
        self.unanswered + self.importing.iter().filter(|import| !**import).count()
    }

    /// Returns whether an import is under way. It is not waited for: what it has stored by then is whole.
    pub(crate) fn is_importing(&self) -> bool {
        self.importing.contains(&true)
    }
}

impl Drop for Workers {
    /// After a panic of the screen this is what still saves the writes that were asked for.
    fn drop(&mut self) {
        self.writes = None;
        self.fast.close();
        self.slow.close();
        self.typing.close();
        let writer = self.writer.take().filter(|writer| self.unanswered > 0 || writer.is_finished());
        for thread in writer.into_iter().chain(self.readers.drain(..)) {
            drop(thread.join());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::app::Start;
    use crate::checks::check_syntax;
    use crate::domain::{Batch, Change, Content, Name, Sampling, Slug, SourceDraft, Target, Verdict};
    use crate::runtime::mailbox::{self, Incoming, MailboxReceiver};
    use crate::store::Writer;
    use crate::ui::theme::Theme;
    use crate::views::Slot;

    /// A workspace of so many passed records, and the threads over it.
    fn workers(count: usize, folder: &std::path::Path) -> (Workers, MailboxReceiver) {
        let workspace = folder.join("w");
        let mut writer = Writer::open_or_create(&workspace).unwrap();
        let draft = SourceDraft::new("log", "log", "jsonl");
        let source = writer.begin_source(&draft, Time(0)).unwrap();
        let content = |at: usize| Content {
            external_id: Some(format!("{at}").into()),
            output: "The parcel is at the locker and waits. ".repeat(30).into(),
            ..Content::default()
        };
        let (_, rows) = writer.store_records(source, &(0..count).map(content).collect::<Vec<_>>()).unwrap();
        let changes = rows.iter().map(|(record, _)| Change::Verdict {
            record: *record,
            verdict: Some(Verdict::Pass),
            reason: None,
        });
        let (reviewer, changes) = (Name::new("ana").unwrap(), changes.collect());
        writer.append(&Batch { reviewer: reviewer.clone(), session: None, time: Time(0), changes }).unwrap();
        let start = Start {
            workspace: "w".to_owned(),
            reviewer,
            filter: String::new(),
            sampling: Sampling::default(),
            queue: None,
            gold: None,
            position: None,
            answered: Vec::new(),
            resumed: None,
            drafts: Vec::new(),
            screen: None,
            time_box: None,
            preset: None,
            own_keys: crate::command::OwnKeys::default(),
            fail_asks_why: true,
            trace_links: crate::text::TraceLinks::default(),
            roles: crate::domain::Roles::default(),
            redactor: crate::redact::Redactor::default(),
            suites: crate::views::Suites::default(),
            is_reading: false,
            size: (80, 24),
            present: false,
            pair: None,
            may_unmask: true,
            copies: crate::redact::Mode::Mask,
        };
        let (evals, theme) = (folder.join("evals"), Theme::default());
        let launch =
            Launch { workspace, start, session: None, evals, reading: None, mouse: false, by_lines: false, theme };
        let (mailbox, mail) = mailbox::open().unwrap();
        (Workers::start(&launch, &mailbox).unwrap(), mail)
    }

    fn trial(text: &str) -> Read {
        let spec = check_syntax::read(&format!("regex '(parcel|locker).*{text}.*(waits|sorry)'")).unwrap();
        Read::Trial { target: Target::Mode(Slug::of("short")), spec, slot: Slot::empty() }
    }

    /// The next messages, at least one.
    fn next(mail: &MailboxReceiver) -> Vec<Message> {
        let begun = Instant::now();
        loop {
            let came = mail.take().into_iter();
            let came: Vec<_> = came
                .filter_map(|incoming| if let Incoming::App(message) = incoming { Some(*message) } else { None })
                // The file was written to before.
                .filter(|message| !matches!(message, Message::FileChanged))
                .collect();
            if !came.is_empty() {
                return came;
            }
            assert!(begun.elapsed() < Duration::from_secs(60), "nothing came");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn a_cancelled_trial_stops_and_the_next_one_answers() {
        let folder = tempfile::tempdir().unwrap();
        let (workers, mail) = workers(6_000, folder.path());
        workers.read(1, trial("a"));
        for message in next(&mail) {
            assert!(matches!(message, Message::SoFar(1, _) | Message::Reply(1, Ok(_))), "{message:?}");
        }
        for request in 2..=5 {
            workers.cancel(request - 1);
            workers.read(request, trial(&"ab".repeat(usize::try_from(request).unwrap())));
        }
        // What was on its way when it was cancelled may still come, the machine drops it; then never again.
        let mut stale = 0;
        loop {
            for message in next(&mail) {
                match message {
                    Message::SoFar(5, _) => {}
                    Message::Reply(5, Ok(Read::Trial { mut slot, .. })) => {
                        let trial = slot.answer_mut().unwrap();
                        assert_eq!((trial.seen, trial.tally.accepted), (6_000, 0));
                        assert!(stale <= 1, "{stale} messages of cancelled runs");
                        return;
                    }
                    Message::SoFar(1..=4, _) => stale += 1,
                    other => panic!("{other:?}"),
                }
            }
        }
    }
}
