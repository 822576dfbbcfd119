//! Which judged records a stub carries as cases: so many of each side, no prompt twice, the same for every suite.

use std::collections::{BTreeSet, HashSet};

use super::proof::Proof;
use super::stub_source::{Case, StubSource};
use crate::domain::StubCases;

/// What a record's place in the draw follows from, with its id: new records leave most of the choice as it was.
const SEED: &[u8] = b"gemba cases 1";

/// How likely a case is kept, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// Bad, and passed by the checks: none of these is left out.
    Missed,
    /// Good, and failed by the checks.
    WronglyRejected,
    /// As it should be.
    Right,
    /// An example for a rubric, which holds no case of its own against it.
    Example,
}

impl Proof {
    /// Returns the proof with the cases that are ordered: at most so many of each side, and of those with one prompt one,
    /// but every bad one that gemba's own engine passes. The figures stay those of all records.
    #[must_use]
    pub fn with_cases(mut self, source: &StubSource, ordered: StubCases) -> Self {
        self.allows_weak = ordered.of_weak;
        let all = self.cases.len();
        let mut kept = BTreeSet::new();
        for side in [true, false] {
            let mut drawn: Vec<(Rank, [u8; 32], usize, &Case)> = Vec::new();
            for (at, _) in &self.cases {
                if let Some(case) = source.cases.get(*at).filter(|case| case.is_bad == side) {
                    drawn.push((self.rank(*at, case), lot(case), *at, case));
                }
            }
            drawn.sort_unstable_by_key(|(rank, lot, at, _)| (*rank, *lot, *at));
            let (mut count, mut prompts) = (0, HashSet::new());
            for (rank, _, at, case) in drawn {
                let prompt = case.record.content.input_text();
                let is_new = prompt.is_empty() || prompts.insert(prompt);
                if rank == Rank::Missed || (is_new && count < ordered.each) {
                    kept.insert(at);
                    count += 1;
                }
            }
        }
        self.cases.retain(|(at, _)| kept.contains(at));
        self.is_cut = self.cases.len() < all;
        self
    }

    /// Returns how many are kept, where some are not.
    pub fn cut_words(&self, source: &StubSource) -> Option<String> {
        let words = || format!("{} --cases says how many of each side at most.", self.kept_words(source));
        self.is_cut.then(words)
    }

    fn rank(&self, at: usize, case: &Case) -> Rank {
        match (self.wrong.contains(&at), case.is_bad) {
            (true, true) => Rank::Missed,
            (true, false) => Rank::WronglyRejected,
            (false, _) if self.examples.contains(&at) => Rank::Example,
            (false, _) => Rank::Right,
        }
    }

    /// Returns how many of how many records are cases, as a sentence.
    pub(crate) fn kept_words(&self, source: &StubSource) -> String {
        let is_bad = |(at, _): &&(usize, _)| source.cases.get(*at).is_some_and(|case| case.is_bad);
        let bad = self.cases.iter().filter(is_bad).count();
        format!(
            "Cases: {bad} of {} {}, {} of {} good ones.",
            self.figures.positives(),
            source.known_bad(),
            self.cases.len() - bad,
            self.figures.negatives()
        )
    }
}

fn lot(case: &Case) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(SEED).update(case.record.id.to_string().as_bytes());
    *hasher.finalize().as_bytes()
}
