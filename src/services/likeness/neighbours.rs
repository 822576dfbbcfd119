//! Tags suggested by the judged records whose outputs are most like the one on screen.

use std::collections::{HashMap, HashSet};

use super::common_words::common_words;
use crate::domain::{Judgements, ModeKey, RecordId, RowId, Untrusted, Verdict};
use crate::error::Result;
use crate::measures::likeness::{CommonWords, Grain, Pieces, Weights, pieces};
use crate::store::Reader;
use crate::views::SimilarTag;

/// So many judged records are looked at, those judged last: with a workspace of 100,000 records that many outputs are
/// read once, and each suggestion compares with that many.
const LOOKED_AT: usize = 2_000;
/// So many of the nearest speak for a tag.
const NEAREST: usize = 5;
/// At least so alike is a record that speaks for a tag.
///
/// With two of the five nearest in agreement, 9 of 12 tags suggested for the 256 last of `sample-data`'s first 316 records
/// were right; at .2 it were 11 of 17, at .4 8 of 10. The nearest alone is right in one of four there: outputs about the
/// same thing are alike, whether they fail or not.
const SIMILAR: f32 = 0.30;
/// So alike is one that speaks alone: nearly the same output.
const NEARLY_SAME: f32 = 0.75;
/// So many suggestions at most.
const AT_MOST: usize = 2;
/// An output of fewer pieces says too little: "Yes." is like every other "Yes.".
const PIECES: usize = 5;
/// So much of a neighbour's output is kept to be shown, in characters.
const WORDS: usize = 80;

/// The outputs of the records that were judged last, kept between reads.
pub struct Neighbours {
    common: CommonWords,
    weights: Weights,
    known: HashMap<RowId, Neighbour>,
}

struct Neighbour {
    id: RecordId,
    pieces: Pieces,
    words: Untrusted,
}

impl Default for Neighbours {
    fn default() -> Self {
        Self { common: common_words(), weights: Weights::default(), known: HashMap::new() }
    }
}

impl Neighbours {
    /// Returns the modes that similar judged records are tagged with, the most alike first. Whatever people said of the
    /// record itself plays no part.
    ///
    /// # Errors
    /// Store problems as they are; what was read so far is kept where the read was stopped.
    pub fn suggest(&mut self, reader: &Reader, row: RowId) -> Result<Vec<SimilarTag>> {
        self.keep_up(reader)?;
        let asked = pieces(reader.record(row)?.content.output.raw(), Grain::Words, &self.common);
        if asked.hashes().count() < PIECES {
            return Ok(Vec::new());
        }
        let vector = self.weights.vector(&asked);
        let mut nearest: Vec<(f32, RowId)> = self
            .known
            .iter()
            .filter(|(other, _)| **other != row)
            .map(|(other, own)| (vector.likeness(&self.weights.vector(&own.pieces)), *other))
            .filter(|(likeness, _)| *likeness >= SIMILAR)
            .collect();
        nearest.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)));
        nearest.truncate(NEAREST);
        let mut said = Vec::with_capacity(nearest.len());
        for (likeness, row) in nearest {
            said.push((likeness, row, reader.judgements(row)?));
        }
        let tag = |(mode, row): (ModeKey, RowId)| {
            self.known.get(&row).map(|own| SimilarTag { mode, record: own.id, words: own.words.clone() })
        };
        Ok(spoken_for(&said).into_iter().take(AT_MOST).filter_map(tag).collect())
    }

    /// Reads the outputs of records that were judged meanwhile, and forgets those that are no longer among the last.
    fn keep_up(&mut self, reader: &Reader) -> Result<()> {
        let last = reader.judged_last(LOOKED_AT)?;
        let wanted: HashSet<(RowId, RecordId)> = last.iter().copied().collect();
        let gone: Vec<RowId> =
            self.known.iter().filter(|(row, own)| !wanted.contains(&(**row, own.id))).map(|(row, _)| *row).collect();
        for row in gone {
            if let Some(own) = self.known.remove(&row) {
                self.weights.remove(&own.pieces);
            }
        }
        for (row, id) in last {
            if self.known.contains_key(&row) {
                continue;
            }
            let output = reader.record(row)?.content.output;
            let pieces = pieces(output.raw(), Grain::Words, &self.common);
            self.weights.add(&pieces);
            let words = Untrusted::new(output.raw().chars().take(WORDS).collect::<String>());
            self.known.insert(row, Neighbour { id, pieces, words });
        }
        Ok(())
    }
}

/// Returns the modes that the nearest records speak for, each with the most alike of those. A mode needs two of them, and
/// not fewer than passed; or one that is nearly the same, where none passed.
fn spoken_for(nearest: &[(f32, RowId, Judgements)]) -> Vec<(ModeKey, RowId)> {
    let is_passed = |said: &Judgements| {
        said.tags.is_empty() && said.verdicts.iter().any(|verdict| verdict.verdict == Verdict::Pass)
    };
    let passed = nearest.iter().filter(|(.., said)| is_passed(said)).count();
    let mut modes: Vec<(ModeKey, RowId, usize, bool)> = Vec::new();
    for (likeness, row, said) in nearest {
        let mut own: Vec<&ModeKey> = said.tags.iter().map(|tag| &tag.mode).collect();
        own.sort_unstable();
        own.dedup();
        for mode in own {
            match modes.iter_mut().find(|(known, ..)| known == mode) {
                Some((_, _, count, _)) => *count += 1,
                None => modes.push((mode.clone(), *row, 1, *likeness >= NEARLY_SAME && passed == 0)),
            }
        }
    }
    let speaks = |(_, _, count, alone): &(ModeKey, RowId, usize, bool)| *alone || (*count >= 2 && *count >= passed);
    modes.into_iter().filter(speaks).map(|(mode, row, ..)| (mode, row)).collect()
}
