//! A record as items at no particular width: turns, answer, and remarks. `document_reader` makes it.

use std::collections::{BTreeMap, BTreeSet};

use super::block::Item;
use super::cover_runs::Cover;
use super::fold::Fold;
use super::search;
use crate::domain::Span;
use crate::redact::Counts;

/// How a record is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rendering {
    /// Markdown and JSON rendered and highlighted.
    #[default]
    Rendered,
    /// The text as it was logged, made visible.
    Raw,
}

/// A record, read into blocks, at no particular width.
#[derive(Debug, Clone, Default)]
pub struct Document {
    pub(super) turns: u32,
    /// The plain text of each turn, then of the output, then texts that no span counts in.
    pub(super) texts: Vec<String>,
    pub(super) items: Vec<Item>,
    /// What is shown of the turns that can be folded.
    pub(super) folds: BTreeMap<u32, Fold>,
    /// What is covered in each of the texts, in order.
    pub(super) covers: Vec<Vec<Cover>>,
    /// What was found there and uncovered.
    pub(super) uncovered: Vec<Vec<Cover>>,
    /// How much was found.
    pub(super) counts: Counts,
}

impl Document {
    /// Finds `needle`, without case, in reading order; at most `limit` places, and none in what is covered.
    pub fn find(&self, needle: &str, limit: usize) -> Vec<Span> {
        let mut found = Vec::new();
        let turns = (0..self.turns).map(Some).chain([None]);
        for turn in turns {
            let places = search::places(self.text(turn), needle, limit - found.len());
            let places = places.into_iter().map(|(start, end)| Span { turn, start, end });
            found.extend(places.filter(|place| !self.is_covered(*place)));
        }
        found
    }

    /// Returns the plain text of a turn (`None`: of the output), for selecting, in Unicode scalar values.
    pub fn text(&self, turn: Option<u32>) -> &str {
        let index = match turn {
            Some(turn) if turn < self.turns => turn,
            Some(_) => return "",
            None => self.turns,
        };
        self.texts.get(index as usize).map_or("", String::as_str)
    }

    /// Returns how many turns the input has.
    pub fn turns(&self) -> u32 {
        self.turns
    }

    /// Returns the turns that can be folded.
    pub fn foldable(&self) -> BTreeSet<u32> {
        self.folds.keys().copied().collect()
    }

    pub(super) fn items(&self) -> &[Item] {
        &self.items
    }

    pub(super) fn text_of(&self, item: &Item) -> &str {
        self.texts.get(item.text).map_or("", String::as_str)
    }
}
