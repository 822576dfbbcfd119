//! Tries a check on every judged record while it is typed: in pieces from all over the log, with figures on the way,
//! until it is cancelled.
//!
//! Judgements are remembered from one run to the next as long as nobody judges; bodies are read again, block by block,
//! so that memory stays small however large the log is.

use std::time::{Duration, Instant};

use super::tallies::known_bad;
use crate::checks::{self, Commands, Compiled, Prepared, Subject};
use crate::domain::{CheckSpec, Queue, RecordId, RowId, Tally, Target};
use crate::error::Result;
use crate::measures::truth::truth;
use crate::store::{Judged, Reader, Stamp};
use crate::views::Trial;

/// When the first figures are reported, and how long after them the next ones.
const FIRST: Duration = Duration::from_millis(50);
const NEXT: Duration = Duration::from_millis(100);
/// Records of a piece: some blocks of bodies, read in some milliseconds.
const PIECE: usize = 256;
/// Labels that are remembered at most (about 16 MB); what is beyond is read in every run.
const REMEMBERED: usize = 400_000;

/// Receives what a longer read finds on the way: the figures of a trial, the first records of a queue.
pub trait TrialProgress {
    /// Whether the figures are still wanted; asked before every record.
    fn is_wanted(&self) -> bool;
    /// The figures so far.
    fn so_far(&mut self, trial: Trial);
    /// The first records of a queue, so far.
    fn first_hits(&mut self, _queue: Queue) {}
}

/// Waits for the whole trial and takes no figures on the way.
pub struct WholeTrial;

impl TrialProgress for WholeTrial {
    fn is_wanted(&self) -> bool {
        true
    }

    fn so_far(&mut self, _: Trial) {}
}

/// Tries checks, one after the other, and remembers the judgements between them.
pub struct TrialRunner {
    known: Option<Known>,
    first: Duration,
}

impl Default for TrialRunner {
    fn default() -> Self {
        Self::reporting_after(FIRST)
    }
}

/// The judgements for one target under one stamp of the store.
struct Known {
    stamp: Stamp,
    asked: Target,
    target: Target,
    rows: Vec<RowId>,
    pieces: Vec<Option<Piece>>,
    remembered: usize,
}

/// Some neighbouring judged records: those known to be bad or good, and how many of the others for which reason.
struct Piece {
    cases: Vec<(Judged, bool)>,
    aside: Tally,
    judged: usize,
}

impl Known {
    fn read(reader: &Reader, stamp: Stamp, asked: &Target) -> Result<Self> {
        let target = reader.codebook()?.current_target(asked);
        let rows = reader.judged_rows()?;
        let mut pieces = Vec::new();
        pieces.resize_with(rows.len().div_ceil(PIECE), || None);
        Ok(Self { stamp, asked: asked.clone(), target, rows, pieces, remembered: 0 })
    }

    /// Reads a piece, unless it is remembered.
    fn piece(&mut self, reader: &Reader, at: usize) -> Result<Option<Piece>> {
        let Some(place) = self.pieces.get_mut(at) else { return Ok(None) };
        if place.is_some() {
            return Ok(None);
        }
        let rows = self.rows.chunks(PIECE).nth(at).unwrap_or_default();
        let mut piece = Piece { cases: Vec::new(), aside: Tally::default(), judged: rows.len() };
        for (judged, judgements) in reader.said_of(rows)? {
            let is_bad = known_bad(truth(&self.target, &judgements), &mut piece.aside);
            piece.cases.extend(is_bad.map(|is_bad| (judged, is_bad)));
        }
        if self.remembered + piece.cases.len() > REMEMBERED {
            return Ok(Some(piece));
        }
        self.remembered += piece.cases.len();
        *place = Some(piece);
        Ok(None)
    }
}

/// The figures of a run, each record with its place, so that they can be reported in import order.
#[derive(Default)]
struct Figures {
    caught: Vec<(RowId, RecordId)>,
    missed: Vec<(RowId, RecordId)>,
    wrongly_rejected: Vec<(RowId, RecordId)>,
    others: Tally,
    seen: u64,
}

impl Figures {
    fn aside(&mut self, piece: &Piece) {
        self.others.not_comparable += piece.aside.not_comparable;
        self.others.excluded_disputed += piece.aside.excluded_disputed;
        self.others.excluded_stale += piece.aside.excluded_stale;
        self.others.excluded_na += piece.aside.excluded_na;
        self.seen += (piece.judged - piece.cases.len()) as u64;
    }

    fn take(&mut self, judged: &Judged, is_bad: bool, fails: bool) {
        self.seen += 1;
        let place = (judged.row, judged.id);
        match (is_bad, fails) {
            (true, true) => self.caught.push(place),
            (true, false) => self.missed.push(place),
            (false, true) => self.wrongly_rejected.push(place),
            (false, false) => self.others.accepted += 1,
        }
    }

    fn trial(&self, of: usize) -> Trial {
        let in_order = |places: &[(RowId, RecordId)]| {
            let mut places = places.to_vec();
            places.sort_unstable_by_key(|(row, _)| *row);
            places.into_iter().map(|(_, id)| id).collect()
        };
        let tally = Tally {
            caught: in_order(&self.caught),
            missed: in_order(&self.missed),
            wrongly_rejected: in_order(&self.wrongly_rejected),
            ..self.others.clone()
        };
        Trial { tally, seen: self.seen, of: of as u64 }
    }
}

impl TrialRunner {
    /// Makes one that reports its first figures after this time.
    pub const fn reporting_after(first: Duration) -> Self {
        Self { known: None, first }
    }

    /// Returns what this spec would catch on this target and reports figures on the way; `None` when it was cancelled.
    ///
    /// # Errors
    /// Store problems as they are; wrong parameters in words.
    pub fn run(
        &mut self,
        reader: &Reader,
        target: &Target,
        spec: &CheckSpec,
        progress: &mut dyn TrialProgress,
    ) -> Result<Option<Trial>> {
        let check = match checks::prepare(spec, &Commands::not_on_screen())? {
            Prepared::Native(check) => check,
            other => {
                let tally = Tally { idle: other.not_run().map(str::to_owned), ..Tally::default() };
                return Ok(Some(Trial { tally, ..Trial::default() }));
            }
        };
        let begun = Instant::now();
        let _snapshot = reader.snapshot()?;
        let stamp = reader.stamp()?;
        let known = match self.known.take() {
            Some(known) if known.stamp == stamp && known.asked == *target => known,
            _ => Known::read(reader, stamp, target)?,
        };
        let known = self.known.insert(known);
        let mut run = Run { reader, check: check.as_ref(), figures: Figures::default(), due: begun + self.first };
        for at in all_over(known.pieces.len()) {
            if !progress.is_wanted() {
                return Ok(None);
            }
            let unremembered = known.piece(reader, at)?;
            let of = known.rows.len();
            let Some(piece) = unremembered.as_ref().or_else(|| known.pieces.get(at)?.as_ref()) else { continue };
            if !run.piece(piece, of, progress)? {
                return Ok(None);
            }
        }
        Ok(Some(run.figures.trial(known.rows.len())))
    }
}

/// One check while the pieces are counted.
struct Run<'a> {
    reader: &'a Reader,
    check: &'a dyn Compiled,
    figures: Figures,
    due: Instant,
}

impl Run<'_> {
    /// Tries the check on a piece; returns whether the figures are still wanted.
    fn piece(&mut self, piece: &Piece, of: usize, progress: &mut dyn TrialProgress) -> Result<bool> {
        self.figures.aside(piece);
        for (judged, is_bad) in &piece.cases {
            if !progress.is_wanted() {
                return Ok(false);
            }
            let content = self.reader.body(judged)?;
            let subject = Subject { output: content.output.raw(), content: &content };
            let fails = !self.check.objections(&subject).is_empty();
            self.figures.take(judged, *is_bad, fails);
            if Instant::now() >= self.due && self.figures.seen < of as u64 {
                progress.so_far(self.figures.trial(of));
                self.due = Instant::now() + NEXT;
            }
        }
        Ok(true)
    }
}

/// Returns all numbers below `count`, each once, beginning with the last and spread out: at any time the returned ones
/// are about evenly distributed (steps of the golden section).
fn all_over(count: usize) -> impl Iterator<Item = usize> {
    let near = (count.saturating_mul(618) / 1000).max(1);
    let step = (near..=near + count).find(|step| divisor(*step, count) == 1).unwrap_or(1);
    (0..count).map(move |at| count - 1 - at.wrapping_mul(step) % count)
}

const fn divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { divisor(b, a % b) }
}

/// Returns the figures of a check over all judged records.
///
/// # Errors
/// As [`TrialRunner::run`].
pub fn trial(reader: &Reader, target: &Target, spec: &CheckSpec) -> Result<Trial> {
    Ok(TrialRunner::default().run(reader, target, spec, &mut WholeTrial)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::all_over;

    #[test]
    fn the_pieces_come_from_all_over_and_each_once() {
        for count in [0, 1, 2, 3, 10, 196, 391, 1000] {
            let mut order: Vec<usize> = all_over(count).collect();
            if count > 100 {
                let early: Vec<usize> = order.iter().take(count / 10).copied().collect();
                let lower = early.iter().filter(|at| **at < count / 2).count();
                assert!(lower * 5 >= early.len() * 2 && lower * 5 <= early.len() * 3, "{count}: {early:?}");
            }
            assert!(order.first().is_none_or(|first| first + 1 == count));
            order.sort_unstable();
            assert_eq!(order, (0..count).collect::<Vec<_>>());
        }
    }
}
