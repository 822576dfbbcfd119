//! A reading thread: its own connection, its own compiled checks; records are laid out here, off the screen's thread.

use std::path::PathBuf;
use std::sync::Arc;

use super::lane::Lane;
use super::{guarded, post};
use crate::app::message::{Message, Query, Reply, Request};
use crate::checks::{self, Commands, Compiled, Subject};
use crate::domain::CodebookView;
use crate::domain::{Check, CheckKey, Name, Record, RowId, Target};
use crate::error::Result;
use crate::layout::{Document, Rendering};
use crate::measures::check_sets::ALPHA;
use crate::runtime::Launch;
use crate::runtime::mailbox::Mailbox;
use crate::services;
use crate::services::trial::{Trier, Watch};
use crate::store::Reader;
use crate::views::{RecordView, Trial};

/// Which thread answers a read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// It touches only a few rows, and is never held up.
    Short,
    /// It may walk the whole workspace.
    Long,
    /// It follows somebody's typing: a newer one calls it off, and nothing else stands before it.
    Typing,
}

/// How long a read may take.
pub(super) const fn pace(query: &Query) -> Pace {
    match query {
        Query::Rows(_)
        | Query::Record(..)
        | Query::Codebook
        | Query::Find(_)
        | Query::Places(_)
        | Query::Conversation(_)
        | Query::SameInput(_)
        | Query::WouldStale(_) => Pace::Short,
        Query::Queue(..)
        | Query::Figures
        | Query::Tallies
        | Query::Drift
        | Query::Saturation
        | Query::Rates
        | Query::Alignment
        | Query::Judges
        | Query::StubPreview(..)
        | Query::Proposals(..) => Pace::Long,
        Query::Trial(..) => Pace::Typing,
    }
}

/// What one reading thread has.
pub(super) struct Desk {
    workspace: PathBuf,
    reviewer: Name,
    mailbox: Mailbox,
    reader: Option<Reader>,
    checks: Vec<(Check, Option<Box<dyn Compiled>>)>,
    trier: Trier,
}

/// Tells a trial's figures on the way, as long as its lane wants them.
struct Told<'a> {
    lane: &'a Lane,
    mailbox: &'a Mailbox,
    request: Request,
}

impl Watch for Told<'_> {
    fn is_wanted(&self) -> bool {
        self.lane.is_wanted()
    }

    fn so_far(&mut self, trial: Trial) {
        if self.lane.is_wanted() {
            post(self.mailbox, Message::SoFar(self.request, Box::new(trial)));
        }
    }
}

impl Desk {
    pub(super) fn new(launch: &Launch, mailbox: Mailbox) -> Self {
        Self {
            workspace: launch.workspace.clone(),
            reviewer: launch.start.reviewer.clone(),
            mailbox,
            reader: None,
            checks: Vec::new(),
            trier: Trier::default(),
        }
    }

    /// Answers reads until the lane is closed.
    pub(super) fn work(mut self, lane: &Lane) {
        while let Some((request, query)) = lane.next() {
            let answer = guarded("reading", || self.answer(lane, request, query));
            if lane.done() {
                post(&self.mailbox, Message::Reply(request, answer));
            }
        }
    }

    fn answer(&mut self, lane: &Lane, request: Request, query: Query) -> Result<Reply> {
        if self.reader.is_none() {
            let reader = Reader::open(&self.workspace)?;
            lane.set_interrupt(reader.interrupt());
            self.reader = Some(reader);
        }
        let Some(reader) = &self.reader else { return Ok(Reply::Related(Vec::new())) };
        match query {
            Query::Queue(filter, sampling) => {
                reader.queue_of(&filter, &sampling, &self.reviewer, crate::runtime::now()).map(Reply::Queue)
            }
            Query::Rows(rows) => reader.queue_rows(&rows, &self.reviewer).map(Reply::Rows),
            Query::Record(row, rendering) => {
                let view = record_view(reader, &mut self.checks, row, rendering)?;
                Ok(Reply::Record(Box::new(view)))
            }
            Query::Codebook => Ok(Reply::Codebook(Box::new(reader.codebook()?))),
            Query::Figures => Ok(Reply::Figures(Box::new(reader.figures()?))),
            Query::Find(prefix) => reader.find(&prefix).map(|(row, _)| Reply::Found(row)),
            Query::Places(ids) => {
                let places = ids.iter().filter_map(|id| reader.find(&id.to_string()).ok());
                Ok(Reply::Related(places.map(|(row, _)| row).collect()))
            }
            Query::Conversation(row) => {
                let conversation = reader.record(row)?.content.conversation;
                let rows = conversation.map_or_else(|| Ok(vec![row]), |name| reader.conversation(&name))?;
                Ok(Reply::Related(rows))
            }
            Query::SameInput(row) => reader.same_input(row).map(Reply::Related),
            Query::Tallies => {
                let tallies = services::checks::tallies(reader, &Commands::not_on_screen())?;
                Ok(Reply::Tallies(tallies.into_iter().map(|(check, tally)| (check.key, tally)).collect()))
            }
            Query::Drift => Ok(Reply::Drift(Box::new(services::drift::rubric(reader)?))),
            Query::Saturation => Ok(Reply::Saturation(Box::new(services::saturation::saturation(reader)?))),
            Query::Rates => services::stats::stats(reader).map(Reply::Rates),
            Query::WouldStale(key) => reader.would_stale(&key).map(Reply::WouldStale),
            Query::Alignment => {
                let found = services::align::alignments(reader, ALPHA, &Commands::not_on_screen())?;
                Ok(Reply::Alignment(found.targets))
            }
            Query::Judges => services::results::newest(reader).map(Reply::Judges),
            Query::Trial(target, spec) => {
                let mut told = Told { lane, mailbox: &self.mailbox, request };
                let trial = self.trier.run(reader, &target, &spec, &mut told)?;
                // What was called off is not answered.
                Ok(Reply::Trial(Box::new(trial.unwrap_or_default())))
            }
            Query::StubPreview(target, further, suite) => {
                services::preview::preview(reader, &target, further.as_ref(), suite).map(Reply::StubPreview)
            }
            Query::Proposals(target, chosen) => {
                let found = services::propose::propose(reader, &target, chosen.as_deref(), crate::runtime::now())?;
                Ok(Reply::Proposals(Box::new(found)))
            }
        }
    }
}

fn record_view(
    reader: &Reader,
    compiled: &mut Vec<(Check, Option<Box<dyn Compiled>>)>,
    row: RowId,
    rendering: Rendering,
) -> Result<RecordView> {
    let record = reader.record(row)?;
    let judgements = reader.judgements(row)?;
    let codebook = reader.codebook()?;
    recompile(compiled, &codebook);
    let objections = match judgements.correction() {
        Some(_) => objections(compiled, &judgements.as_expected(record.clone())),
        None => objections(compiled, &record),
    };
    let document = Arc::new(Document::of(&record, rendering));
    let answers = reader.answers_on(row)?;
    Ok(RecordView { record: Arc::new(record), judgements, document, rendering, objections, answers })
}

/// Compiles what is new in the codebook and forgets what is gone or no longer asked.
fn recompile(compiled: &mut Vec<(Check, Option<Box<dyn Compiled>>)>, codebook: &CodebookView) {
    let wanted: Vec<&Check> = codebook.checks.iter().filter(|check| is_asked(check, codebook)).collect();
    if wanted.iter().copied().eq(compiled.iter().map(|(check, _)| check)) {
        return;
    }
    let mut old = std::mem::take(compiled);
    for check in wanted {
        let known = old.iter().position(|(other, _)| other == check).map(|at| old.swap_remove(at).1);
        let prepared = known.unwrap_or_else(|| checks::compile(&check.spec).ok());
        compiled.push((check.clone(), prepared));
    }
}

/// Whether what the check is attached to is still in use.
fn is_asked(check: &Check, codebook: &CodebookView) -> bool {
    match &check.target {
        Target::Mode(key) => codebook.mode_of(key).is_some_and(|mode| mode.status.is_open()),
        Target::Criterion(key) => codebook.criterion_of(key).is_some_and(|criterion| !criterion.retired),
    }
}

/// Check, sentence, place in the output.
type Objected = (CheckKey, String, Option<(u32, u32)>);

fn objections(compiled: &[(Check, Option<Box<dyn Compiled>>)], record: &Record) -> Vec<Objected> {
    let subject = Subject { output: record.content.output.raw(), content: &record.content };
    let mut found = Vec::new();
    for (check, prepared) in compiled {
        let Some(prepared) = prepared else { continue };
        for objection in prepared.objections(&subject) {
            found.push((check.key.clone(), objection.reason, objection.place));
        }
    }
    found
}
