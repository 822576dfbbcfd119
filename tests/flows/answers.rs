//! What the workers do for a sitting: reads and writes, answered at once by the real store.

use std::sync::Arc;

use gemba::app::message::{Query, Reply, Write};
use gemba::checks::{self, Commands, Subject};
use gemba::domain::event::Applied;
use gemba::domain::{self, Batch, Session};
use gemba::error::{Problem, Result};
use gemba::layout::Document;
use gemba::measures::check_sets::ALPHA;
use gemba::services;
use gemba::views::RecordView;

use super::harness::Sitting;

impl Sitting {
    pub(super) fn answer(&self, query: Query) -> Result<Reply> {
        let reader = &self.reader;
        Ok(match query {
            Query::Queue(filter, sampling) => {
                Reply::Queue(reader.queue_of(&filter, &sampling, &self.reviewer, self.now)?)
            }
            Query::Rows(rows) => Reply::Rows(reader.queue_rows(&rows, &self.reviewer)?),
            Query::Record(row, rendering) => {
                let record = Arc::new(reader.record(row)?);
                let document = Arc::new(Document::of(&record, rendering));
                let judgements = reader.judgements(row)?;
                let mut objections = match record.content.output.raw().find("24 hours") {
                    Some(at) => {
                        let start = u32::try_from(record.content.output.raw()[..at].chars().count()).unwrap();
                        let reason = "\"24 hours\" stands nowhere in the context".to_owned();
                        vec![(domain::Slug::of("numbers-from-input"), reason, Some((start, start + 8)))]
                    }
                    None => Vec::new(),
                };
                let subject = Subject { output: record.content.output.raw(), content: &record.content };
                for check in reader.codebook()?.checks {
                    let found = checks::compile(&check.spec)?.objections(&subject);
                    let found = found.into_iter().map(|found| (check.key.clone(), found.reason, found.place));
                    objections.extend(found);
                }
                let answers = reader.answers_on(row)?;
                Reply::Record(Box::new(RecordView { record, judgements, document, rendering, objections, answers }))
            }
            Query::Codebook => Reply::Codebook(Box::new(reader.codebook()?)),
            Query::Figures => Reply::Figures(Box::new(reader.figures()?)),
            Query::Find(prefix) => Reply::Found(reader.find(&prefix)?.0),
            Query::Places(ids) => Reply::Related(
                ids.iter().filter_map(|id| reader.find(&id.to_string()).ok()).map(|(row, _)| row).collect(),
            ),
            Query::Conversation(row) => Reply::Related(vec![row]),
            Query::SameInput(row) => Reply::Related(reader.same_input(row)?),
            Query::Tallies => {
                let tallies = services::checks::tallies(reader, &Commands::not_on_screen())?;
                Reply::Tallies(tallies.into_iter().map(|(check, tally)| (check.key, tally)).collect())
            }
            Query::Drift => Reply::Drift(Box::new(services::drift::rubric(reader)?)),
            Query::Saturation => Reply::Saturation(Box::new(services::saturation::saturation(reader)?)),
            Query::Rates => Reply::Rates(services::stats::stats(reader)?),
            Query::WouldStale(key) => Reply::WouldStale(reader.would_stale(&key)?),
            Query::Alignment => {
                Reply::Alignment(services::align::alignments(reader, ALPHA, &Commands::not_on_screen())?.targets)
            }
            Query::Judges => Reply::Judges(services::results::newest(reader)?),
            Query::Trial(target, spec) => Reply::Trial(Box::new(services::trial::trial(reader, &target, &spec)?)),
            Query::StubPreview(target, further, suite) => {
                Reply::StubPreview(services::preview::preview(reader, &target, further.as_ref(), suite)?)
            }
            Query::Proposals(target, chosen) => {
                Reply::Proposals(Box::new(services::propose::propose(reader, &target, chosen.as_deref(), self.now)?))
            }
        })
    }

    pub(super) fn carry_out(&mut self, write: Write) -> Result<Applied> {
        let (now, session) = (self.now, self.session);
        match write {
            Write::Judge(_) | Write::Position(_) if self.fails_writes => Err(Problem::io("The disk is full.")),
            Write::Judge(changes) => {
                self.writer.append(&Batch { reviewer: self.reviewer.clone(), session, time: now, changes })
            }
            Write::Undo => self.writer.undo(&self.reviewer, session, now),
            Write::Redo => self.writer.redo(&self.reviewer, session, now),
            Write::Session(filter, sampling, queue) => {
                let begun = Session::begun(&self.reviewer, filter, sampling, queue, now);
                self.session = Some(self.writer.start_session(&begun)?);
                Ok(Applied::default())
            }
            Write::Position(_) | Write::Draft(..) => Ok(Applied::default()),
        }
    }
}
