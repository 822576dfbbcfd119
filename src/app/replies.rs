//! Replies to reads. What nobody waits for any more is dropped; what is older than the screen is brought up to it.

use std::collections::HashMap;

use super::message::{Effect, Query, Reply, Request, Write};
use super::overlays::Overlay;
use super::requests::{PendingKind, UnseenWrite, Wanted};
use super::writes::touches_codebook;
use super::{Model, Screen, optimism};
use crate::domain::{Change, Queue, RecordId, RowId, SamplingPlan, Time};
use crate::error::Problem;
use crate::views::QueueRow;

/// The changes of these writes, in order, each with its time.
fn changes(missed: &[UnseenWrite]) -> impl Iterator<Item = (&Change, Time)> {
    let groups = missed.iter().filter_map(|write| match write {
        UnseenWrite::Judged(judged) => Some(judged),
        UnseenWrite::Turned => None,
    });
    groups.flat_map(|judged| judged.changes.iter().map(|change| (change, judged.time)))
}

impl Model {
    /// Takes a reply.
    pub(super) fn take_reply(
        &mut self,
        request: Request,
        reply: Result<Reply, Problem>,
        now: Time,
        out: &mut Vec<Effect>,
    ) {
        let Some(asked) = self.requests.claim(request) else { return };
        match reply {
            Ok(mut reply) => {
                let missed = self.requests.missed(&asked);
                if self.bring_up_to_date(&mut reply, &missed) {
                    self.take_answer(asked.wanted, reply, now, out);
                } else {
                    self.requests.postpone(asked, out);
                }
            }
            Err(problem) => self.take_refusal(&asked.wanted, &problem),
        }
        if !self.keyboard.held.is_empty() && !self.is_reading() {
            self.settle(out);
            self.release_held(now, out);
        }
    }

    /// Shows in an answer what it may have missed; `false` where only the store can say what stands now.
    ///
    /// A change that the answer knows already is applied once more, which changes nothing: all of them are, in order.
    fn bring_up_to_date(&self, reply: &mut Reply, missed: &[UnseenWrite]) -> bool {
        let turned = missed.iter().any(|write| matches!(write, UnseenWrite::Turned));
        match reply {
            Reply::Record(_) | Reply::Rows(_) if turned => return false,
            Reply::Record(view) => {
                for (change, time) in changes(missed) {
                    if change.record() == Some(view.record.id) {
                        let (own, codebook) = (&self.sitting.reviewer, &self.read_model.codebook);
                        optimism::judge(&mut view.judgements, change, own, time, codebook);
                    }
                }
            }
            Reply::Rows(lines) => {
                let mut lines: HashMap<RecordId, &mut QueueRow> =
                    lines.iter_mut().map(|line| (line.id, line)).collect();
                for (change, _) in changes(missed) {
                    if let Some(line) = change.record().and_then(|id| lines.get_mut(&id)) {
                        optimism::judge_line(line, change);
                    }
                }
            }
            Reply::Codebook(_) => return !turned && !changes(missed).any(|(change, _)| touches_codebook(change)),
            Reply::Queue(_)
            | Reply::Figures(_)
            | Reply::Tallies(_)
            | Reply::Drift(_)
            | Reply::Saturation(_)
            | Reply::Rates(_)
            | Reply::WouldStale(_)
            | Reply::Alignment(_)
            | Reply::Judges(_)
            | Reply::Trial(_)
            | Reply::StubPreview(_)
            | Reply::Proposals(_) => return missed.is_empty(),
            // Which records there are is no judgement.
            Reply::Found(_) | Reply::Related(_) => {}
        }
        true
    }

    fn take_answer(&mut self, wanted: Wanted, reply: Reply, now: Time, out: &mut Vec<Effect>) {
        match (wanted, reply) {
            (Wanted::Queue { filter, sampling, .. }, Reply::Queue(queue)) if sampling.plan == SamplingPlan::Stale => {
                self.offer_round(filter, sampling, queue);
            }
            (Wanted::Queue { filter, sampling, land }, Reply::Queue(queue)) => {
                if queue.rows.is_empty() && queue.total > 0 {
                    self.say("No record matches this filter.", &[]);
                }
                self.review.list.filter.clone_from(&filter);
                self.review.list.sampling = sampling;
                self.review.list.title = None;
                self.take_queue(queue.clone(), land);
                self.send(PendingKind::Session, Write::Session(filter, sampling, queue), out);
            }
            (Wanted::Lines, Reply::Rows(lines)) => self.review.list.take_lines(lines),
            (Wanted::Bulk(bulk), Reply::Rows(lines)) => self.take_bulk(*bulk, &lines, now, out),
            (Wanted::Shown(row), Reply::Record(view)) => {
                if self.review.list.row() == Some(row) {
                    self.open_page(*view);
                } else {
                    self.review.keep_ahead(*view);
                }
            }
            (Wanted::Ahead(row), Reply::Record(view)) => {
                if self.review.list.row() == Some(row) && self.review.current().is_none() {
                    self.open_page(*view);
                } else {
                    self.review.keep_ahead(*view);
                }
            }
            (Wanted::Compared(_), Reply::Record(view)) => self.lists.compare.take(*view),
            (Wanted::Codebook, Reply::Codebook(codebook)) => {
                self.read_model.codebook = *codebook;
                self.refresh_picker();
            }
            (Wanted::Figures, Reply::Figures(figures)) => {
                self.read_model.figures = *figures;
                self.refresh_picker();
            }
            (Wanted::Find, Reply::Found(row)) => self.visit(row),
            (Wanted::Follow, Reply::Related(rows)) => {
                if let Some(row) = rows.first() {
                    self.go_back_to(*row);
                }
            }
            (Wanted::Listed(title), Reply::Related(rows)) => self.take_listed(title, rows),
            (Wanted::SameInput, Reply::Related(rows)) => self.compare_rows(rows, out),
            (Wanted::Tallies, Reply::Tallies(tallies)) => self.read_model.tallies = tallies,
            (Wanted::Drift, Reply::Drift(drift)) => self.read_model.insights.drift = Some(drift),
            (Wanted::Saturation, Reply::Saturation(read)) => self.read_model.insights.saturation = Some(read),
            (Wanted::Rates, Reply::Rates(rates)) => self.read_model.insights.rates = Some(rates),
            (Wanted::WouldStale(key), Reply::WouldStale(would)) => self.read_model.forecast = Some((key, Some(would))),
            (Wanted::Alignment, Reply::Alignment(targets)) => self.read_model.insights.alignment = Some(targets),
            (Wanted::Judges, Reply::Judges(lines)) => {
                self.read_model.insights.judges = Some(lines.into_iter().map(std::sync::Arc::new).collect());
            }
            (Wanted::Trial, Reply::Trial(trial)) => self.lists.check_editor.trial = Some(trial),
            (Wanted::StubPreview(target), Reply::StubPreview(page)) => {
                if let Some(Overlay::Preview(preview)) = self.overlays.last_mut()
                    && preview.target == target
                {
                    preview.take(page);
                }
            }
            (Wanted::Proposals(target) | Wanted::Proposed(target), reply) => self.take_proposals(&target, reply, out),
            _ => {}
        }
    }

    fn take_refusal(&mut self, wanted: &Wanted, problem: &Problem) {
        match wanted {
            Wanted::Shown(row) => self.review.unreadable = Some(*row),
            Wanted::StubPreview(_) => self.overlays.retain(|overlay| !matches!(overlay, Overlay::Preview(_))),
            Wanted::Proposals(_) => self.overlays.retain(|overlay| !matches!(overlay, Overlay::Suggest(_))),
            Wanted::Trial => self.lists.check_editor.trial = None,
            Wanted::WouldStale(key) => self.read_model.forecast = Some((key.clone(), None)),
            Wanted::Queue { .. } => self.keyboard.held.clear(),
            Wanted::Ahead(_) | Wanted::Compared(_) => return,
            _ => {}
        }
        self.complain(&problem.to_string());
    }

    /// Records chosen by identity become the queue.
    pub(super) fn take_listed(&mut self, title: String, rows: Vec<RowId>) {
        self.screen = Screen::Review;
        let total = self.review.list.queue.total;
        let population = rows.len() as u64;
        self.take_queue(Queue { rows, asks: Vec::new(), population, total: total.max(population) }, None);
        self.review.list.title = Some(title);
    }

    /// Asks for records by identity, to become the queue under this title.
    pub(super) fn list_records(&mut self, title: String, ids: Vec<crate::domain::RecordId>, out: &mut Vec<Effect>) {
        self.requests.ask(Wanted::Listed(title), Query::Places(ids), out);
    }
}
