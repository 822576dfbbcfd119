//! A session: one stretch of reviewing over one queue, and how that queue was drawn.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{
    Ask, Day, Draw, DrawnBy, Gold, Name, Queue, RecordId, RowId, SamplingPlan, SamplingPool, Stratum, Takes, Time,
};
use crate::error::Result;

/// A sampling plan with its size and seed; kept with the session so that a rate can be weighted back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Sampling {
    /// The plan.
    pub plan: SamplingPlan,
    /// What stands behind its word, for a plan that takes something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<DrawnBy>,
    /// How many records at most; `None` for all.
    pub size: Option<u32>,
    /// The seed of a random draw, and of the order of a re-grading round.
    pub seed: u64,
}

impl Sampling {
    /// Returns the daily sample of a day.
    #[must_use]
    pub const fn daily(day: Day) -> Self {
        Self { plan: SamplingPlan::Daily, by: Some(DrawnBy::Day(day)), size: None, seed: 0 }
    }

    /// Returns the day of a daily sample.
    #[must_use]
    pub const fn day(&self) -> Option<Day> {
        match self.by {
            Some(DrawnBy::Day(day)) => Some(day),
            Some(DrawnBy::Field(_) | DrawnBy::Record(_)) | None => None,
        }
    }

    /// Returns whether nothing is drawn: every record of the filter is read, in import order.
    pub fn is_whole(&self) -> bool {
        Self { seed: 0, ..*self } == Self::default()
    }

    /// Returns whether records that are alike are read once, as one of them. Of a daily sample each is read.
    #[must_use]
    pub fn folds_alike(&self) -> bool {
        !self.is_whole() && self.day().is_none()
    }

    /// Names the draw in the header; `None` for the whole in import order.
    pub fn title(&self) -> Option<String> {
        let title = (self.plan.plan().title)(self.size, self.seed)?;
        let words = match self.by {
            Some(DrawnBy::Record(id)) => format!("{}:{}", self.plan.word(), id.short()),
            Some(DrawnBy::Day(day)) => return Some(format!("sample of {day}")),
            Some(DrawnBy::Field(_)) | None => self.plan_words(),
        };
        Some(title.replacen(self.plan.word(), &words, 1))
    }

    /// Returns the plan's word with what stands behind it, as it is typed and stored: `stratified:model`.
    #[must_use]
    pub fn plan_words(&self) -> String {
        let word = self.plan.word();
        match self.by {
            None => word.to_owned(),
            Some(DrawnBy::Field(field)) => format!("{word}:{}", field.word()),
            Some(DrawnBy::Record(id)) => format!("{word}:{id}"),
            Some(DrawnBy::Day(day)) => format!("{word}:{day}"),
        }
    }

    /// Reads what [`Self::plan_words`] gives.
    #[must_use]
    pub fn parse_plan(words: &str) -> Option<(SamplingPlan, Option<DrawnBy>)> {
        let Some((word, behind)) = words.split_once(':') else { return Some((SamplingPlan::from_word(words)?, None)) };
        let plan = SamplingPlan::from_word(word)?;
        let by = match plan.plan().takes {
            Takes::Nothing => return None,
            Takes::Field => DrawnBy::Field(Stratum::from_word(behind)?),
            Takes::Record => DrawnBy::Record(RecordId::parse(behind)?),
            Takes::Day => DrawnBy::Day(Day::parse(behind)?),
        };
        Some((plan, Some(by)))
    }

    /// Draws a queue from the pool.
    ///
    /// # Errors
    /// What reading the pool answers, and what the plan refuses.
    pub fn draw(&self, pool: &dyn SamplingPool) -> Result<Queue> {
        let size = self.size.map(|size| usize::try_from(size).unwrap_or(usize::MAX));
        (self.plan.plan().draw)(pool, &Draw { size, seed: self.seed, by: self.by })
    }
}

/// Where somebody is reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadingPlace {
    /// The record.
    pub row: RowId,
    /// The place of its text that is the first in view; `None` while it is as it was opened.
    pub at: Option<TextPlace>,
}

impl ReadingPlace {
    /// Returns the place of a record that was not scrolled yet.
    #[must_use]
    pub const fn top_of(row: RowId) -> Self {
        Self { row, at: None }
    }
}

/// A row of a record's text that is found again at any width: by what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextPlace {
    /// The block of the text, counted from 0.
    pub block: u32,
    /// The character of the block's text that the row begins with.
    pub character: u32,
    /// So many rows below the first that begins with it; above when negative (a label, the space above a block).
    pub rows: i32,
}

impl TextPlace {
    /// Reads what [`fmt::Display`] writes; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (block, rest) = text.split_once('@')?;
        let at = rest.find(['+', '-']).unwrap_or(rest.len());
        let (character, rows) = rest.split_at(at);
        let rows = if rows.is_empty() { 0 } else { rows.parse().ok()? };
        Some(Self { block: block.parse().ok()?, character: character.parse().ok()?, rows })
    }
}

impl fmt::Display for TextPlace {
    /// Writes `BLOCK@CHARACTER`, with `+ROWS` or `-ROWS` where it is not that very row.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.block, self.character)?;
        if self.rows == 0 { Ok(()) } else { write!(f, "{:+}", self.rows) }
    }
}

/// One session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The number in the workspace.
    pub id: i64,
    /// The reviewer.
    pub reviewer: Name,
    /// The filter as it was typed.
    pub filter: String,
    /// How the queue was drawn.
    pub sampling: Sampling,
    /// How many records the filter held when the queue was drawn.
    pub population: u64,
    /// The queue as it was drawn; empty where the whole is read, which is drawn anew.
    pub queue: Vec<RowId>,
    /// What is asked at each place of the queue, for a plan that asks criteria; else empty. A row may be asked twice.
    pub asks: Vec<Ask>,
    /// Where it stopped.
    pub position: Option<ReadingPlace>,
    /// When it began.
    pub started: Time,
    /// The known answers that are mixed in.
    pub gold: Option<Gold>,
}

impl Session {
    /// Begins a session over this queue; the store gives it its number.
    pub fn begun(reviewer: &Name, filter: String, sampling: Sampling, queue: Queue, now: Time) -> Self {
        let Queue { rows, asks, population, gold, .. } = queue;
        let reviewer = reviewer.clone();
        Self { id: 0, reviewer, filter, sampling, population, queue: rows, asks, position: None, started: now, gold }
    }
}
