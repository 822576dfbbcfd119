//! The threads that own connections: one writer, three lanes of readers, one for jobs.
//!
//! The event loop hands work over and never waits for it; answers come as post. A panic in a thread becomes a problem
//! in words: the screen stays.

mod jobs;
mod lane;
mod reader;
mod writer;

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Sender};
use std::thread::JoinHandle;

use super::Launch;
use super::mailbox::{Incoming, Mailbox};
use crate::app::message::{Job, Message, Query, Request, Ticket, Write};
use crate::domain::Time;
use crate::error::{Problem, Result};
use lane::Lane;

/// One write on its way.
struct Order {
    ticket: Ticket,
    write: Write,
    time: Time,
}

/// All threads, and what they owe.
pub(super) struct Workers {
    /// `None` once no more orders are taken.
    orders: Option<Sender<Order>>,
    /// Short reads: records, lines, judgements.
    fast: Lane,
    /// Reads that may walk the whole workspace.
    slow: Lane,
    /// Trials of a check that is being typed.
    typing: Lane,
    jobs: Sender<Job>,
    /// Jobs under way, oldest first: whether each is an import.
    importing: VecDeque<bool>,
    unanswered: usize,
    writer: Option<JoinHandle<()>>,
    readers: Vec<JoinHandle<()>>,
}

impl Workers {
    /// Starts the threads; each opens its own connection when it has something to do.
    ///
    /// # Errors
    /// `Io` where the system gives no threads.
    pub(super) fn start(launch: &Launch, mailbox: &Mailbox) -> Result<Self> {
        let (orders, taken) = mpsc::channel();
        let (jobs, wanted) = mpsc::channel();
        let desk = writer::Desk::new(launch, mailbox.clone());
        let writer = spawn("writer", move || desk.work(&taken))?;
        let bench = jobs::Bench::new(launch, mailbox.clone());
        // Not joined: an import goes on to its last chunk, which is whole or not there at all.
        drop(spawn("jobs", move || bench.work(&wanted))?);
        let (fast, slow, typing) = (Lane::default(), Lane::default(), Lane::default());
        let mut readers = Vec::new();
        for (name, lane) in [("reader", fast.clone()), ("searcher", slow.clone()), ("trier", typing.clone())] {
            let desk = reader::Desk::new(launch, mailbox.clone());
            readers.push(spawn(name, move || desk.work(&lane))?);
        }
        Ok(Self {
            orders: Some(orders),
            fast,
            slow,
            typing,
            jobs,
            importing: VecDeque::new(),
            unanswered: 0,
            writer: Some(writer),
            readers,
        })
    }

    /// Asks for a read.
    pub(super) fn read(&self, request: Request, query: Query) {
        let lane = match reader::pace(&query) {
            reader::Pace::Short => &self.fast,
            reader::Pace::Long => &self.slow,
            reader::Pace::Typing => &self.typing,
        };
        lane.ask(request, query);
    }

    /// Stops a read.
    pub(super) fn cancel(&self, request: Request) {
        self.fast.cancel(request);
        self.slow.cancel(request);
        self.typing.cancel(request);
    }

    /// Asks for a write. Every write is answered.
    pub(super) fn write(&mut self, ticket: Ticket, write: Write, time: Time) {
        if let Some(orders) = &self.orders
            && orders.send(Order { ticket, write, time }).is_ok()
        {
            self.unanswered += 1;
        }
    }

    /// Asks for a longer piece of work.
    pub(super) fn job(&mut self, job: Job) {
        self.importing.push_back(matches!(job, Job::Import(_)));
        drop(self.jobs.send(job));
    }

    /// Sees an answer pass on its way to the machine.
    pub(super) fn count(&mut self, message: &Message) {
        match message {
            Message::Written(..) => self.unanswered = self.unanswered.saturating_sub(1),
            Message::JobDone(_) => drop(self.importing.pop_front()),
            _ => {}
        }
    }

    /// How many writes, of the workspace or of stubs, are not answered yet.
    pub(super) fn unanswered(&self) -> usize {
        self.unanswered + self.importing.iter().filter(|import| !**import).count()
    }

    /// Whether an import is under way. Nobody waits for it: what it has stored by then is whole.
    pub(super) fn is_importing(&self) -> bool {
        self.importing.contains(&true)
    }
}

impl Drop for Workers {
    /// After a panic of the screen this is what still saves the writes that were asked for.
    fn drop(&mut self) {
        self.orders = None;
        self.fast.close();
        self.slow.close();
        self.typing.close();
        let writer = self.writer.take().filter(|writer| self.unanswered > 0 || writer.is_finished());
        for thread in writer.into_iter().chain(self.readers.drain(..)) {
            drop(thread.join());
        }
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .map_err(|error| Problem::io(format!("The system gives gemba no threads: {error}.")).caused_by(error))
}

/// Does a piece of work; a panic becomes a problem. Its words are left out: they may hold text of a log.
fn guarded<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Problem::io(format!("gemba made a mistake of its own while {what}; nothing was changed by it."))
            .hint("gemba doctor looks the workspace over."))
    })
}

fn post(mailbox: &Mailbox, message: Message) {
    mailbox.send(Incoming::App(message));
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::app::Start;
    use crate::app::message::Reply;
    use crate::checks::line;
    use crate::domain::{Batch, Change, Content, Name, Sampling, Slug, SourceDraft, Target, Verdict};
    use crate::runtime::mailbox::{self, Post};
    use crate::store::Writer;
    use crate::ui::theme::Theme;

    /// A workspace of so many passed records, and the threads over it.
    fn workers(count: usize, folder: &std::path::Path) -> (Workers, Post) {
        let workspace = folder.join("w");
        let mut writer = Writer::open_or_create(&workspace).unwrap();
        let draft = SourceDraft { name: "log".into(), origin: "log".into(), format: "jsonl".into() };
        let source = writer.begin_source(&draft, Time(0)).unwrap();
        let content = |at: usize| Content {
            external_id: Some(format!("{at}").into()),
            output: "The parcel is at the locker and waits. ".repeat(30).into(),
            ..Content::default()
        };
        let (_, rows) = writer.store_records(source, &(0..count).map(content).collect::<Vec<_>>()).unwrap();
        let changes = rows.iter().map(|(record, _)| Change::Verdict { record: *record, verdict: Some(Verdict::Pass) });
        let reviewer = Name::new("ana").unwrap();
        let changes = changes.collect();
        writer.append(&Batch { reviewer: reviewer.clone(), session: None, time: Time(0), changes }).unwrap();
        let start = Start {
            workspace: "w".to_owned(),
            reviewer,
            filter: String::new(),
            sampling: Sampling::default(),
            queue: None,
            position: None,
            answered: Vec::new(),
            drafts: Vec::new(),
            screen: None,
            preset: None,
            suites: crate::views::Suites::default(),
            size: (80, 24),
            present: false,
        };
        let (evals, theme) = (folder.join("evals"), Theme::default());
        let launch = Launch { workspace, start, session: None, evals, theme };
        let (mailbox, post) = mailbox::open().unwrap();
        (Workers::start(&launch, &mailbox).unwrap(), post)
    }

    fn trial(text: &str) -> Query {
        let spec = line::read(&format!("regex '(parcel|locker).*{text}.*(waits|sorry)'")).unwrap();
        Query::Trial(Target::Mode(Slug::of("short")), spec)
    }

    /// The next messages, at least one.
    fn next(post: &Post) -> Vec<Message> {
        let begun = Instant::now();
        loop {
            let came = post.take().into_iter();
            let came: Vec<_> =
                came.filter_map(|one| if let Incoming::App(message) = one { Some(message) } else { None }).collect();
            if !came.is_empty() {
                return came;
            }
            assert!(begun.elapsed() < Duration::from_secs(60), "nothing came");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn a_trial_that_is_called_off_stops_and_the_next_one_answers() {
        let folder = tempfile::tempdir().unwrap();
        let (workers, post) = workers(6_000, folder.path());
        workers.read(1, trial("a"));
        for message in next(&post) {
            assert!(matches!(message, Message::SoFar(1, _) | Message::Reply(1, Ok(_))), "{message:?}");
        }
        for request in 2..=5 {
            workers.cancel(request - 1);
            workers.read(request, trial(&"ab".repeat(usize::try_from(request).unwrap())));
        }
        // What was on its way when it was called off may still come, the machine drops it; then never again.
        let mut stale = 0;
        loop {
            for message in next(&post) {
                match message {
                    Message::SoFar(5, _) => {}
                    Message::Reply(5, Ok(Reply::Trial(trial))) => {
                        assert_eq!((trial.seen, trial.tally.accepted), (6_000, 0));
                        assert!(stale <= 1, "{stale} messages of called-off runs");
                        return;
                    }
                    Message::SoFar(1..=4, _) => stale += 1,
                    other => panic!("{other:?}"),
                }
            }
        }
    }
}
