//! Replies to reads. A superseded one is dropped; one that is older than the screen is brought up to date.

use std::collections::HashMap;

use super::writes::{touches_codebook, unwritten};
use crate::app::Model;
use crate::app::handler::Then;
use crate::app::message::{Effect, Request};
use crate::app::overlays::Overlay;
use crate::app::requests::UnseenWrite;
use crate::app::screens::review::Origin;
use crate::domain::{Change, Queue, RecordId, RowId, Target, Time};
use crate::error::Problem;
use crate::layout::Rendering;
use crate::views::{CheckSuggestions, PlacesFor, QueueRow, Read, RecordFor, RecordView, RowsFor, StubPageFor, Trial};

/// Returns the changes of these writes, in order, each with its time.
fn changes(missed: &[UnseenWrite]) -> impl Iterator<Item = (&Change, Time)> {
    let groups = missed.iter().filter_map(|write| match write {
        UnseenWrite::Judged(judged) => Some(judged),
        UnseenWrite::Turned => None,
    });
    groups.flat_map(|judged| judged.changes.iter().map(|change| (change, judged.time)))
}

impl Model {
    /// Takes a reply.
    pub(crate) fn take_reply(&mut self, request: Request, reply: Result<Read, Problem>, out: &mut Vec<Effect>) {
        let Some(asked) = self.requests.claim(request) else { return };
        match reply {
            Ok(mut read) => {
                let missed = self.requests.missed(&asked);
                if self.bring_up_to_date(&mut read, &missed) {
                    self.take_answer(read, out);
                } else {
                    self.requests.postpone(asked, out);
                }
            }
            Err(problem) => self.take_refusal(asked.read, &problem),
        }
        if !self.keyboard.held.is_empty() && !self.is_reading_record() {
            self.reconcile(out);
            self.release_held(out);
        }
    }

    /// Applies to an answer the writes that it may have missed; `false` where only the store can tell what holds now.
    ///
    /// A change that the answer knows already is applied once more, which changes nothing: all of them are, in order.
    fn bring_up_to_date(&self, read: &mut Read, missed: &[UnseenWrite]) -> bool {
        let turned = missed.iter().any(|write| matches!(write, UnseenWrite::Turned));
        match read {
            Read::Record { .. } | Read::Rows { .. } if turned => return false,
            Read::Record { slot, .. } => {
                let Some(view) = slot.answer_mut() else { return true };
                for (change, time) in changes(missed) {
                    if change.record() == Some(view.record.id) {
                        view.apply(change, &unwritten(&self.session.reviewer, time));
                    }
                }
            }
            Read::Rows { slot, .. } => {
                let lines = slot.answer_mut().into_iter().flatten();
                let mut lines: HashMap<RecordId, &mut QueueRow> = lines.map(|line| (line.id, line)).collect();
                for (change, _) in changes(missed) {
                    if let Some(line) = change.record().and_then(|id| lines.get_mut(&id)) {
                        line.apply(change);
                    }
                }
            }
            Read::Codebook(_) => return !turned && !changes(missed).any(|(change, _)| touches_codebook(change)),
            Read::Queue { .. } if !read.asks_people() => {}
            Read::Queue { .. }
            | Read::OwnVerdicts { .. }
            | Read::HandOff { .. }
            | Read::Unfinished { .. }
            | Read::OpenNotes(_)
            | Read::Today { .. }
            | Read::Figures(_)
            | Read::Tallies(_)
            | Read::Drift(_)
            | Read::Saturation(_)
            | Read::Rates(_)
            | Read::WouldStale { .. }
            | Read::Agreement(_)
            | Read::Alignment(_)
            | Read::Judges(_)
            | Read::Trial { .. }
            | Read::StubPage { .. }
            | Read::Suggestions { .. } => return missed.is_empty(),
            // Judgements do not change which records there are.
            Read::Arrivals { .. }
            | Read::NewEvents { .. }
            | Read::BlindSet { .. }
            | Read::Alike { .. }
            | Read::SimilarTags { .. }
            | Read::FilterWords(_)
            | Read::Find { .. }
            | Read::Places { .. }
            | Read::SameInput { .. } => {}
        }
        true
    }

    fn take_answer(&mut self, read: Read, out: &mut Vec<Effect>) {
        let read_model = &mut self.read_model;
        match read {
            Read::Queue { text, sampling, land, slot, .. } => {
                slot.deliver(|queue| {
                    self.handle_review(out, |review, cx| review.take_drawn(text, sampling, queue, land, cx));
                });
            }
            Read::Unfinished { text, slot, .. } => slot.deliver(|found| {
                self.handle_review(out, |review, cx| review.resume_or_begin(text, found, cx));
            }),
            Read::Today { is_again, slot } => slot.deliver(|start| self.take_daily(*start, is_again, out)),
            Read::Arrivals { text, slot, .. } => slot.deliver(|arrivals| self.take_arrivals(&text, arrivals, out)),
            Read::NewEvents { slot, .. } => slot.deliver(|found| self.take_new_events(&found, out)),
            Read::BlindSet { slot, .. } => slot.deliver(|standing| self.take_blind_set(standing, out)),
            Read::Rows { purpose: RowsFor::Window, slot, .. } => {
                slot.deliver(|rows| self.screens.review.list.take_lines(rows));
            }
            Read::Rows { purpose: RowsFor::Unjudged { forward, from }, slot, .. } => {
                slot.deliver(|lines| {
                    self.handle_review(out, |review, cx| review.take_unjudged(&lines, forward, from, cx));
                });
            }
            Read::Rows { purpose: RowsFor::Bulk(bulk), slot, .. } => {
                slot.deliver(|rows| self.handle_review(out, |review, cx| review.take_bulk(*bulk, &rows, cx)));
            }
            Read::Record { row, purpose, slot, .. } => slot.deliver(|view| self.take_record(row, purpose, *view, out)),
            Read::Alike { rows, purpose, slot } => slot.deliver(|found| {
                self.handle_review(out, |review, cx| review.take_alike(&rows, purpose, found, cx));
            }),
            Read::SimilarTags { row, slot } => slot.deliver(|tags| self.screens.review.similar = Some((row, tags))),
            Read::FilterWords(slot) => slot.deliver(|words| self.take_filter_words(*words)),
            Read::Codebook(slot) => slot.deliver(|codebook| {
                self.session.cover.know_codebook(&codebook);
                self.read_model.codebook = *codebook;
                self.refresh_picker();
                self.refresh_filter_box();
                self.move_hotkey(out);
            }),
            Read::OwnVerdicts { slot, .. } => slot.deliver(|own| self.screens.review.take_own_verdicts(own)),
            Read::Figures(slot) => slot.deliver(|figures| {
                self.read_model.figures = *figures;
                self.refresh_picker();
            }),
            Read::OpenNotes(slot) => slot.deliver(|notes| self.read_model.open_notes = *notes),
            Read::HandOff { slot, .. } => slot.deliver(|hand_off| self.screens.end.take(hand_off)),
            Read::Find { slot, .. } => slot.deliver(|row| self.handle_review(out, |review, cx| review.visit(row, cx))),
            Read::Places { purpose: PlacesFor::Follow, slot, .. } => slot.deliver(|rows| {
                if let Some(row) = rows.first() {
                    self.go_back_to(*row, out);
                }
            }),
            Read::Places { purpose: PlacesFor::List(title), slot, .. } => {
                slot.deliver(|rows| {
                    self.handle_review(out, |review, cx| review.take_listed(title, rows, Origin::Check, cx));
                });
            }
            Read::SameInput { slot, .. } => slot.deliver(|rows| self.compare_rows(rows, out)),
            Read::Tallies(slot) => slot.deliver(|tallies| read_model.tallies = tallies),
            Read::Drift(slot) => slot.deliver(|drift| read_model.insights.drift = Some(drift)),
            Read::Saturation(slot) => slot.deliver(|saturation| read_model.insights.saturation = Some(saturation)),
            Read::Rates(slot) => slot.deliver(|rates| read_model.insights.rates = Some(rates)),
            Read::WouldStale { criterion, slot } => {
                slot.deliver(|would| read_model.forecast = Some((criterion, Some(would))));
            }
            Read::Agreement(slot) => slot.deliver(|report| read_model.insights.agreement = Some(report)),
            Read::Alignment(slot) => slot.deliver(|targets| read_model.insights.alignment = Some(targets)),
            Read::Judges(slot) => slot.deliver(|lines| {
                read_model.insights.judges = Some(lines.into_iter().map(std::sync::Arc::new).collect());
            }),
            Read::Trial { slot, .. } => slot.deliver(|trial| self.take_trial(Some(trial))),
            Read::StubPage { target, purpose: StubPageFor::Preview, slot, .. } => slot.deliver(|page| {
                if let Some(Overlay::StubPreview(preview)) = self.overlays.last_mut()
                    && preview.target == target
                {
                    preview.take(page);
                }
            }),
            Read::StubPage { target, purpose: StubPageFor::Suggestion, slot, .. } => {
                slot.deliver(|page| {
                    if let Some(open) = self.suggestions_mut(&target) {
                        open.preview.take(page);
                    }
                });
            }
            Read::Suggestions { target, slot, .. } => {
                slot.deliver(|suggestions| self.take_suggestions(&target, *suggestions, out));
            }
        }
    }

    /// Shows the records with the input of the one in Review, which becomes the left one.
    fn compare_rows(&mut self, rows: Vec<RowId>, out: &mut Vec<Effect>) {
        let left = self.screens.review.list.row();
        self.handle(out, |screens, cx| {
            for row in screens.compare.take_rows(rows, left).to_vec() {
                cx.ask(Read::record(row, Rendering::Rendered, RecordFor::Compare));
            }
        });
    }

    /// Takes the figures of the check that is typed.
    fn take_trial(&mut self, trial: Option<Box<Trial>>) {
        if let Some(entry) = self.text_entry_mut() {
            entry.check.trial = trial;
        }
    }

    /// Takes the figures so far of a trial that goes on, unless it was cancelled.
    pub(crate) fn take_so_far(&mut self, request: Request, trial: Box<Trial>) {
        if self.requests.is_for(request, Read::is_trial) {
            self.take_trial(Some(trial));
        }
    }

    /// Takes the first records so far of a queue that is still being drawn, unless it was cancelled: they can be read
    /// while the others are looked for.
    pub(crate) fn take_first_hits(&mut self, request: Request, queue: Queue, out: &mut Vec<Effect>) {
        let Some(Read::Queue { text, sampling, land, .. }) = self.requests.open(request) else { return };
        let (text, sampling, land) = (text.clone(), *sampling, *land);
        self.handle_review(out, |review, cx| review.take_first_hits(text, sampling, queue, land, cx));
    }

    /// Takes suggestions that were read, unless their overlay was closed meanwhile.
    fn take_suggestions(&mut self, asked: &Target, found: CheckSuggestions, out: &mut Vec<Effect>) {
        let open = |overlay: &Overlay| matches!(overlay, Overlay::Suggest(open) if open.target == *asked);
        let Some(at) = self.overlays.iter().rposition(open) else { return };
        // Whatever lies over it stays there.
        let above = self.overlays.split_off(at + 1);
        self.handle_overlay(out, |overlay, cx| {
            if let Overlay::Suggest(open) = overlay {
                open.take(found, cx);
            }
            Then::Stay
        });
        self.overlays.extend(above);
    }

    fn take_record(&mut self, row: RowId, purpose: RecordFor, view: RecordView, out: &mut Vec<Effect>) {
        match purpose {
            RecordFor::Compare => self.screens.compare.take(view),
            RecordFor::Shown => self.handle_review(out, |review, cx| review.take_record(row, view, true, cx)),
            RecordFor::Ahead => self.handle_review(out, |review, cx| review.take_record(row, view, false, cx)),
        }
    }

    fn take_refusal(&mut self, read: Read, problem: &Problem) {
        match read {
            Read::Record { purpose: RecordFor::Ahead | RecordFor::Compare, .. }
            | Read::NewEvents { .. }
            | Read::BlindSet { .. } => return,
            Read::Record { row, purpose: RecordFor::Shown, .. } => self.screens.review.unreadable = Some(row),
            Read::StubPage { purpose: StubPageFor::Preview, .. } => {
                self.overlays.retain(|overlay| !matches!(overlay, Overlay::StubPreview(_)));
            }
            Read::Suggestions { .. } => self.overlays.retain(|overlay| !matches!(overlay, Overlay::Suggest(_))),
            Read::Trial { .. } => self.take_trial(None),
            Read::WouldStale { criterion, .. } => self.read_model.forecast = Some((criterion, None)),
            Read::Queue { .. } => {
                self.screens.review.list.is_counting = false;
                self.screens.review.bring_back_queue();
                self.keyboard.held.clear();
            }
            Read::Rows { .. }
            | Read::Arrivals { .. }
            | Read::Alike { .. }
            | Read::SimilarTags { .. }
            | Read::OpenNotes(_)
            | Read::FilterWords(_)
            | Read::Codebook(_)
            | Read::OwnVerdicts { .. }
            | Read::HandOff { .. }
            | Read::Unfinished { .. }
            | Read::Today { .. }
            | Read::Figures(_)
            | Read::Find { .. }
            | Read::Places { .. }
            | Read::SameInput { .. }
            | Read::Tallies(_)
            | Read::Drift(_)
            | Read::Saturation(_)
            | Read::Rates(_)
            | Read::Agreement(_)
            | Read::Alignment(_)
            | Read::Judges(_)
            | Read::StubPage { purpose: StubPageFor::Suggestion, .. } => {}
        }
        self.complain(&problem.to_string());
    }
}
