//! What other screens and overlays ask of Review.

use super::queue::{Origin, list_records};
use super::regrade::draw_round;
use super::state::Review;
use crate::app::Screen;
use crate::app::handler::{Context, ReviewIntent};

impl Review {
    /// Does what was asked.
    pub(crate) fn fulfil(&mut self, intent: ReviewIntent, cx: &mut Context<'_>) {
        match intent {
            ReviewIntent::Line(filter, screen) => self.open_line(filter, screen, cx),
            ReviewIntent::Refilter(filter) => self.ask_unfinished(filter, cx),
            ReviewIntent::View(filter) => self.view(filter, cx),
            ReviewIntent::NextSample => self.next_sample(cx),
            ReviewIntent::Daily(day, found) => self.read_daily(day, found, cx),
            ReviewIntent::Deferred => self.view_deferred(cx),
            ReviewIntent::CheckRecords(title, ids) => list_records(title, ids, cx),
            ReviewIntent::JudgeRecords(title, rows, judge, target) => {
                // Records may have been read before their answers were imported.
                self.ahead.clear();
                self.page = None;
                self.take_listed(title, rows, Origin::Judge { judge, target }, cx);
            }
            ReviewIntent::Listed(title, rows, row, screen) => {
                self.take_listed(title, rows, Origin::Line(screen), cx);
                if let Some(row) = row {
                    self.list.go_to(row);
                }
            }
            ReviewIntent::Compared(rows, row) => {
                self.take_listed("the same input".to_owned(), rows, Origin::Line(Screen::Compare), cx);
                self.list.go_to(row);
            }
            ReviewIntent::OfferRound(filter) => draw_round(filter, cx),
            ReviewIntent::BeginRound(filter, sampling, queue) => self.begin_round(filter, sampling, queue, cx),
            ReviewIntent::Judge(judgement) => self.judge(judgement, cx),
            ReviewIntent::FailWith(mode) => self.fail_with(Vec::new(), mode, cx),
            ReviewIntent::ToggleTag(mode) => self.toggle_tag(mode, cx),
            ReviewIntent::JudgeByName(name, definition, fails) => self.judge_by_name(&name, definition, fails, cx),
            ReviewIntent::EditCriterion(key) => self.edit_criterion(&key, cx),
            ReviewIntent::Note(id, span, text) => self.take_note(id, span, &text, cx),
            ReviewIntent::Decline(record, reason) => self.take_reason(record, reason, cx),
            ReviewIntent::Correct(id, text) => self.take_correction(id, &text, cx),
            ReviewIntent::Search(text) => self.search(&text, cx),
        }
    }
}
