//! Answers reads: fills the slot of each from the store. The worker's threads and the test harnesses call the same.

mod known;
mod record_view;

use self::record_view::CompiledChecks;
use super::likeness::neighbours::Neighbours;
use super::likeness::{alike, open_notes};
use super::trial::{TrialProgress, TrialRunner};
use super::{alignment, insights, results, session_summary, stubs, suggest, tallies};
use crate::checks::Commands;
use crate::domain::{Day, Filter, GoldShare, Name, Sampling, Session, Time};
use crate::error::Result;
use crate::measures::check_sets::ALPHA;
use crate::store::Reader;
use crate::views::{DailyStart, NewEvents, Read, RecordView, UnfinishedSession};

/// One connection that answers reads, and what it remembers between them.
pub struct ReadService {
    reader: Reader,
    reviewer: Name,
    /// How many known answers are mixed into each new session.
    gold: Option<GoldShare>,
    checks: CompiledChecks,
    trials: TrialRunner,
    neighbours: Neighbours,
}

impl ReadService {
    /// Makes a service for one reviewer's screen.
    pub fn new(reader: Reader, reviewer: Name) -> Self {
        Self {
            reader,
            reviewer,
            gold: None,
            checks: CompiledChecks::default(),
            trials: TrialRunner::default(),
            neighbours: Neighbours::default(),
        }
    }

    /// Makes a service that mixes known answers into each queue that is drawn for a session.
    #[must_use]
    pub fn mixing(self, gold: Option<GoldShare>) -> Self {
        Self { gold, ..self }
    }

    /// Fills the slot of the read; that of a cancelled trial stays empty.
    ///
    /// # Errors
    /// Store problems as they are; `Usage` for an unknown id, mode, criterion or suite; wrong parameters of a check.
    pub fn read(&mut self, read: &mut Read, now: Time, progress: &mut dyn TrialProgress) -> Result<()> {
        let reader = &self.reader;
        // All that a screen is told at once is of one moment.
        let _snapshot = reader.snapshot()?;
        match read {
            Read::Queue { filter, sampling, gold, slot, .. } => {
                slot.fill(known::queue(reader, (filter, sampling), gold, (self.gold, &self.reviewer), now, progress)?);
            }
            Read::Unfinished { text, sampling, slot } => {
                let session = reader.unfinished_session_by(&self.reviewer, text, sampling, now)?;
                slot.fill(unfinished(reader, session)?);
            }
            Read::Today { slot, .. } => {
                let day = Day::of(now);
                slot.fill(Box::new(if reader.daily_sample(day)?.is_some() {
                    let left = reader.queue_of(&Filter::All, &Sampling::daily(day), &self.reviewer, now)?.rows.len();
                    let session = session_summary::daily_session(reader, &self.reviewer, day, now)?;
                    DailyStart::Read(day, left, unfinished(reader, session)?)
                } else {
                    DailyStart::Freeze(session_summary::sample_to_freeze(reader, day, 0, now)?)
                }));
            }
            Read::Arrivals { filter, after, slot, .. } => slot.fill(reader.arrivals(filter, *after, now)?),
            Read::NewEvents { after, slot } => {
                let (last, sessions) = reader.events_behind(*after)?;
                slot.fill(NewEvents { last, sessions });
            }
            Read::BlindSet { set, slot } => slot.fill(reader.blind_standing(set, now)?),
            Read::Rows { rows, gold, slot, .. } => {
                let mut lines = reader.queue_rows(rows, &self.reviewer)?;
                known::unsay(reader, &self.reviewer, gold, &mut lines)?;
                slot.fill(lines);
            }
            Read::Record { row, rendering, before, gold, slot, .. } => {
                let said = known::said(reader, &self.reviewer, gold, &[*row])?.remove(row);
                let since = said.as_ref().zip(gold.as_ref()).map(|(_, gold)| gold.since);
                let view = self.checks.record_view(reader, (*row, said), *before, *rendering)?;
                let answered = reader.tag_answers_on(view.record.id, &self.reviewer, since)?;
                slot.fill(Box::new(RecordView { answered, ..view }));
            }
            Read::SimilarTags { row, slot } => slot.fill(self.neighbours.suggest(reader, *row)?),
            Read::Alike { rows, slot, .. } => slot.fill(alike::among(reader, rows)?),
            Read::FilterWords(slot) => slot.fill(Box::new(reader.filter_words(&self.reviewer)?)),
            Read::Codebook(slot) => slot.fill(Box::new(reader.codebook()?)),
            Read::OwnVerdicts { gold, slot } => {
                let mut verdicts = reader.verdicts_of(&self.reviewer)?;
                known::replace_own(reader, &self.reviewer, gold, &mut verdicts)?;
                slot.fill(verdicts);
            }
            Read::OpenNotes(slot) => slot.fill(Box::new(open_notes::open_notes(reader)?)),
            Read::Figures(slot) => slot.fill(Box::new(reader.figures()?)),
            Read::HandOff { session, links, redactor, slot } => {
                slot.fill(Box::new(session_summary::hand_off(
                    reader,
                    &self.reviewer,
                    *session,
                    (links, redactor),
                    now,
                )?));
            }
            Read::Find { prefix, slot } => slot.fill(reader.find(prefix)?.0),
            Read::Places { ids, slot, .. } => {
                let places = ids.iter().filter_map(|id| reader.find(&id.to_string()).ok());
                slot.fill(places.map(|(row, _)| row).collect());
            }
            Read::SameInput { row, slot } => slot.fill(reader.same_input(*row)?),
            Read::Tallies(slot) => {
                let tallies = tallies::tallies(reader, &Commands::not_on_screen())?;
                slot.fill(tallies.into_iter().map(|(check, tally)| (check.key, tally)).collect());
            }
            Read::Drift(slot) => slot.fill(Box::new(insights::rubric_drift(reader)?)),
            Read::Saturation(slot) => slot.fill(Box::new(insights::saturation(reader)?)),
            Read::Rates(slot) => slot.fill(insights::rates(reader)?),
            Read::WouldStale { criterion, slot } => slot.fill(reader.would_stale(criterion)?),
            Read::Agreement(slot) => slot.fill(Box::new(insights::agreement::on_screen(reader)?)),
            Read::Alignment(slot) => {
                slot.fill(alignment::alignments(reader, ALPHA, &Commands::not_on_screen())?.targets);
            }
            Read::Judges(slot) => slot.fill(results::newest(reader)?),
            Read::Trial { target, spec, slot } => {
                if let Some(trial) = self.trials.run(reader, target, spec, progress)? {
                    slot.fill(Box::new(trial));
                }
            }
            Read::StubPage { target, unattached, suite, cases, redactor, slot, .. } => {
                slot.fill(stubs::stub_page(reader, target, unattached.as_ref(), (suite, *cases), redactor)?);
            }
            Read::Suggestions { target, selected, shared, slot } => {
                let selected = selected.as_deref();
                slot.fill(Box::new(suggest::suggest(reader, target, selected, shared.as_ref(), now)?));
            }
        }
        Ok(())
    }
}

/// Returns a session with what is known of it beside its queue.
fn unfinished(reader: &Reader, session: Option<Session>) -> Result<Option<Box<UnfinishedSession>>> {
    let Some(session) = session else { return Ok(None) };
    let (answered, has_ended) = (reader.answered(&session)?, reader.has_ended(session.id)?);
    Ok(Some(Box::new(UnfinishedSession { session, answered, has_ended })))
}
