//! What is said of a pair: who has voted, and after the reveal both answers side by side.

use super::state::{Pair, Seats};
use crate::app::Session;
use crate::app::read_model::ReadModel;
use crate::app::screens::detail::flow;
use crate::app::screens::judgement_words::{answer_glyph, glyph};
use crate::app::screens::review::state::Review;
use crate::app::screens::{DetailLine, Tone};
use crate::domain::{Judgements, Name, RowId, SettleTarget, SettledAnswer, SettledBy, SettledView};
use crate::text::{cells, fit, visible_line, visible_name};

/// Rows that each answer takes at most.
const ANSWER_ROWS: usize = 6;
/// Cells of a name.
const NAME_AT_MOST: usize = 24;
/// From so many columns on, both answers stand beside each other.
const BESIDE_FROM: usize = 56;

impl Pair {
    /// Returns what somebody is called here: their name, or where no names are shown, their place.
    pub fn called(&self, seat: usize, present: bool) -> String {
        match (self.seats, present) {
            (Seats::OneTerminal, true) => if seat == 0 { "left" } else { "right" }.to_owned(),
            (Seats::TwoTerminals(own), _) if own == seat => "you".to_owned(),
            (Seats::TwoTerminals(_), true) => "the other".to_owned(),
            (Seats::OneTerminal | Seats::TwoTerminals(_), false) => {
                let name = self.reviewers.get(seat).map(|name| visible_name(name).into_string());
                fit(&name.unwrap_or_default(), NAME_AT_MOST)
            }
        }
    }

    /// Says whether somebody has voted on a record: `ana has not voted`.
    pub fn vote_words(&self, row: RowId, seat: usize, own: bool, present: bool) -> String {
        let who = self.called(seat, present);
        let (is_own, has) = match self.seats {
            Seats::TwoTerminals(at) if at == seat => (true, own),
            Seats::OneTerminal | Seats::TwoTerminals(_) => (false, self.has_voted(row, seat)),
        };
        match (is_own, has) {
            (true, true) => format!("{who} have voted"),
            (true, false) => format!("{who} have not voted"),
            (false, true) => format!("{who} has voted"),
            (false, false) => format!("{who} has not voted"),
        }
    }

    /// Says who has not voted yet.
    pub(super) fn missing_words(&self, missing: &[usize], present: bool) -> String {
        let who: Vec<String> = missing.iter().map(|seat| self.called(*seat, present)).collect();
        let is_own = |seat: &usize| matches!(self.seats, Seats::TwoTerminals(own) if own == *seat);
        let verb = if missing.len() > 1 || missing.iter().any(is_own) { "have" } else { "has" };
        format!("{} {verb} not voted on this record yet", who.join(" and "))
    }

    /// Says on how many records somebody has voted: `ben has voted on 17 of 40`.
    pub fn count_words(&self, seat: usize, present: bool) -> String {
        format!("{} has voted on {} of {}", self.called(seat, present), self.voted(seat), self.records())
    }

    /// Says how far both agree so far: `14 of 18 alike`, with kappa behind it where there is room. Nothing before a reveal.
    pub fn agreement_words(&self, is_wide: bool) -> Option<String> {
        let table = self.agreement()?;
        let alike = table.both + table.neither;
        let all = alike + table.first_only + table.second_only;
        let kappa = table.kappa().ok().filter(|_| is_wide).map(|kappa| format!(", kappa {kappa:.2}"));
        Some(format!("{alike} of {all} alike{}", kappa.unwrap_or_default()))
    }
}

impl Review {
    /// Returns what stands above the record of a pair: who has voted, or both answers and what was settled. Empty where
    /// there is no pair, and of a record that is not part of its set.
    pub fn pair_lines(&self, width: usize, read_model: &ReadModel, present: bool) -> Vec<DetailLine> {
        let (Some(pair), Some(row)) = (&self.pair, self.list.row()) else { return Vec::new() };
        if !pair.holds(row) {
            return Vec::new();
        }
        if pair.is_revealed(row) {
            self.answer_lines(pair, row, width, read_model, present)
        } else {
            self.blind_lines(pair, row, width, present)
        }
    }

    fn blind_lines(&self, pair: &Pair, row: RowId, width: usize, present: bool) -> Vec<DetailLine> {
        let own = self.own.has(row) == Some(true);
        let said = |seat: usize| pair.vote_words(row, seat, own, present);
        let mut pieces = vec![(Tone::Muted, "BLIND  ".to_owned())];
        pieces.push((Tone::Plain, format!("{} · ", said(0))));
        pieces.push((Tone::Plain, said(1)));
        if let Seats::TwoTerminals(own) = pair.seats {
            let other = pair.count_words(1 - own.min(1), present);
            pieces.push((Tone::Muted, format!(" · {other}")));
        }
        let mut lines = Vec::new();
        flow(pieces, 0, width, &mut lines);
        lines
    }

    fn answer_lines(
        &self,
        pair: &Pair,
        row: RowId,
        width: usize,
        read_model: &ReadModel,
        present: bool,
    ) -> Vec<DetailLine> {
        let Some(page) = self.current() else { return Vec::new() };
        let judgements = &page.view.judgements;
        let beside = width >= BESIDE_FROM;
        let half = if beside { width.saturating_sub(2) / 2 } else { width };
        let [left, right] = [0, 1].map(|seat| {
            let mut lines = Vec::new();
            let who = pair.called(seat, present);
            let said = pair.reviewers.get(seat).map(|name| answer_of(name, judgements, read_model));
            let mut pieces = vec![(Tone::Strong, format!("{who}  "))];
            pieces.extend(said.unwrap_or_default());
            flow(pieces, 0, half, &mut lines);
            lines.truncate(ANSWER_ROWS);
            lines
        });
        let mut lines = if beside { side_by_side(&left, &right, half) } else { [left, right].concat() };
        flow(settled_pieces(pair, row, judgements, read_model), 0, width, &mut lines);
        lines
    }
}

/// Returns what was settled, or that the answers are alike or not.
fn settled_pieces(pair: &Pair, row: RowId, judgements: &Judgements, read_model: &ReadModel) -> Vec<(Tone, String)> {
    let settled = judgements.settled.iter().filter(|settled| !settled.stale);
    let settled: Vec<String> =
        settled.map(|settled| settled_words(&settled.target, settled.answer, read_model)).collect();
    if !settled.is_empty() {
        return vec![(Tone::Strong, "settled  ".to_owned()), (Tone::Plain, settled.join(", "))];
    }
    match pair.votes(row) {
        Some((first, second)) if first == second => vec![(Tone::Muted, "both votes are alike".to_owned())],
        Some(_) => vec![(Tone::Warn, "the votes differ, nothing is settled yet".to_owned())],
        None => vec![(Tone::Muted, "not voted on by both".to_owned())],
    }
}

/// Returns what one reviewer said of a record: verdict, modes, criteria, notes.
fn answer_of(name: &Name, judgements: &Judgements, read_model: &ReadModel) -> Vec<(Tone, String)> {
    let verdict = judgements.verdicts.iter().find(|view| view.reviewer == *name);
    let mut said = vec![verdict.map_or_else(
        || "no vote".to_owned(),
        |view| {
            let reason = view.reason.as_ref().map(|reason| format!(" ({})", visible_line(reason)));
            format!("{} {}{}", glyph(view.verdict), view.verdict.word(), reason.unwrap_or_default())
        },
    )];
    let tags = judgements.tags.iter().filter(|tag| tag.reviewer == *name);
    said.extend(tags.map(|tag| format!("● {}", read_model.mode_name(&tag.mode))));
    let grades = judgements.grades.iter().filter(|grade| grade.reviewer == *name);
    said.extend(grades.map(|grade| {
        let criterion = read_model.codebook.criterion_of(&grade.criterion);
        let called = criterion.map_or_else(
            || grade.criterion.to_string(),
            |criterion| {
                criterion
                    .number
                    .map_or_else(|| visible_name(&criterion.name).into_string(), |number| number.to_string())
            },
        );
        format!("{} criterion {called}", answer_glyph(grade.answer))
    }));
    let notes = judgements.notes.iter().filter(|note| note.reviewer == *name);
    said.extend(notes.map(|note| format!("\"{}\"", visible_line(&note.text))));
    vec![(Tone::Plain, said.join(" · "))]
}

/// Says who settled something, and when: `by ana, ben, 18 Nov 11:06`.
pub(crate) fn settled_by(view: &SettledView, session: &Session, present: bool) -> String {
    let who: Vec<String> = view.by.iter().map(|name| session.who(name, present)).collect();
    let how = match view.how {
        SettledBy::Agreement => "",
        SettledBy::Owner => ", the owner",
    };
    format!("by {}{how}, {}", who.join(", "), view.time.short())
}

/// Says what was settled: `✗ fail`, `wrong tone: yes`, `criterion 2: met`.
pub(crate) fn settled_words(target: &SettleTarget, answer: SettledAnswer, read_model: &ReadModel) -> String {
    match target {
        SettleTarget::Verdict => match answer.verdict() {
            Some(verdict) => format!("{} {}", glyph(verdict), verdict.word()),
            None => answer.word().to_owned(),
        },
        SettleTarget::Mode(mode) => format!("{}: {}", read_model.mode_name(mode), answer.word()),
        SettleTarget::Criterion(key) => {
            let criterion = read_model.codebook.criterion_of(key);
            let called =
                criterion.map_or_else(|| key.to_string(), |criterion| visible_name(&criterion.name).into_string());
            format!("{called}: {}", answer.word().replace('-', " "))
        }
    }
}

/// Puts lines beside each other, the right ones behind so many cells.
fn side_by_side(left: &[DetailLine], right: &[DetailLine], width: usize) -> Vec<DetailLine> {
    let rows = left.len().max(right.len());
    let mut lines = Vec::new();
    for row in 0..rows {
        let mut line = left.get(row).cloned().unwrap_or_default();
        let used: usize = line.pieces.iter().map(|(_, text)| cells(text)).sum();
        if let Some(beside) = right.get(row) {
            line.pieces.push((Tone::Plain, " ".repeat((width + 2).saturating_sub(used))));
            line.pieces.extend(beside.pieces.iter().cloned());
        }
        lines.push(line);
    }
    lines
}
