//! Counts: of the header and the Insights screen, and of what an edit of a criterion's meaning would make stale; what a
//! filter can name; saturation in words; shares, and how known answers were given.

use super::SuggestionPrecision;
use crate::domain::filter::Known;
use crate::domain::{CheckKey, Name};
use crate::measures::rates::{Group, GroupRate};
use crate::measures::saturation::Saturation;
use crate::measures::statistics::intervals::{more_for_five_points, wilson};
use crate::text::{counted, grouped, percent, percent_between};

/// What the header and the Insights screen count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// Records in the workspace.
    pub records: u64,
    /// Records with at least one verdict or tag, by anyone: those that were read.
    pub reviewed: u64,
    /// Of those, the ones that pass: as it was settled, else as all say who judged them. The others likewise.
    pub pass: u64,
    /// Those that fail.
    pub fail: u64,
    /// Those that some pass and some fail, which nobody settled.
    pub disputed: u64,
    /// Those that were only deferred.
    pub defer: u64,
    /// Those that were declined.
    pub declined: u64,
    /// Records that fail and show no mode: no rate of a mode counts them as showing it.
    pub uncoded_fails: u64,
    /// How many suggested tags were accepted, by mode and source.
    pub suggested_tags: Vec<SuggestionPrecision>,
    /// Verdicts per day (UTC date, count), oldest first.
    pub days: Vec<(String, u64)>,
}

/// Says how many records of a rate count as they were settled, instead of so many answers; `None` where none does.
#[must_use]
pub fn settled_instead(rate: &GroupRate) -> Option<String> {
    let word = if rate.group == Group::Criterion { "grade" } else { "vote" };
    let count = if rate.settled == 1 { "counts" } else { "count" };
    let votes = counted(rate.settled_votes, word);
    (rate.settled > 0).then(|| format!("settled: {} of them {count} instead of {votes}", grouped(rate.settled)))
}

/// Says how many disputed records a rate leaves out, and between what it stands whichever way they are settled; `None` where
/// none is.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of judgements stay far below 2^52")]
pub fn disputed_beside(rate: &GroupRate) -> Option<String> {
    let (disputed, hits, n) = (rate.excluded_disputed, rate.rate.hits, rate.rate.n);
    if disputed == 0 {
        return None;
    }
    let left_out = format!("{} disputed left out", grouped(disputed));
    if n == 0 {
        return Some(left_out);
    }
    if rate.rate.weighted {
        return Some(format!("{left_out}, which may raise or lower it"));
    }
    let all = (n + disputed) as f64;
    let [low, high] = [hits as f64 / all, (hits + disputed) as f64 / all];
    Some(format!("{left_out}: once they are settled it is {} to {}", percent(low), percent(high)))
}

/// Says how many records fail without a mode, and what that makes of the rates of modes.
#[must_use]
pub fn uncoded_sentence(uncoded: u64) -> String {
    format!(
        "Fails without a mode: {}; no rate of a mode counts them as showing it, so these rates may be too low.",
        grouped(uncoded)
    )
}

/// What a filter that is typed can name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilterWords {
    /// What was logged and judged; the codebook's part is empty.
    pub known: Known,
    /// The filters of the reviewer's earlier sessions, the newest at the end.
    pub used: Vec<String>,
}

/// What an edit of a criterion's meaning makes stale.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WouldStale {
    /// Grades that hold now, by reviewer, in the order of names.
    pub grades: Vec<(Name, u64)>,
    /// Checks attached to the criterion, and with them its stubs: they were proven on these grades.
    pub checks: Vec<CheckKey>,
}

impl WouldStale {
    /// All grades that would be stale.
    pub fn all_grades(&self) -> u64 {
        self.grades.iter().map(|(_, count)| count).sum()
    }
}

/// Says how many more judged records, of those that are left, make a rate known to five points.
#[must_use]
pub fn more_words(more: u64, left: u64) -> String {
    match more {
        more if more < left => format!("{} more for ± 5 points", grouped(more)),
        1 => "the one that is left would settle it".to_owned(),
        _ => format!("the {} that are left would settle it", grouped(left)),
    }
}

/// Returns how many modes there are in all by the estimate (Chao2), rounded; `None` where nothing was tagged.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an estimate of a few modes, rounded")]
pub fn estimated_modes(read: &Saturation) -> Option<u64> {
    read.chao2().map(|all| all.round().max(0.0) as u64)
}

/// Returns the estimate: `8 modes in 62 tagged records of 120 read · at least 2 more are probably unseen (Good–Turing 8
/// %, Chao2 ≥ 10)`.
#[must_use]
pub fn estimate(read: &Saturation) -> String {
    let mut words = vec![format!(
        "{} in {} of {} read",
        counted(read.modes, "mode"),
        counted(read.failing, "tagged record"),
        grouped(read.read)
    )];
    if read.modeless > 0 {
        words.push(format!("{} without a mode", counted(read.modeless, "fail")));
    }
    if read.disputed > 0 {
        // What they show is perhaps a mode more.
        words.push(format!("{} disputed, left out", grouped(read.disputed)));
    }
    if let Some((mass, all)) = read.unseen_mass().zip(read.chao2()) {
        let details = format!("Good–Turing {}, Chao2 ≥ {all:.0}", percent(mass));
        words.push(match estimated_modes(read).unwrap_or_default().saturating_sub(read.modes) {
            0 => details,
            1 => format!("at least 1 more is probably unseen ({details})"),
            unseen => format!("at least {} more are probably unseen ({details})", grouped(unseen)),
        });
    }
    words.join(" · ")
}

/// A share of records with its 95 % interval (Wilson).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// Records that count.
    pub hits: u64,
    /// Of so many.
    pub n: u64,
    /// The lower limit, 0 to 1.
    pub low: f64,
    /// The upper limit.
    pub high: f64,
}

impl Share {
    /// Returns the share; `None` of nothing.
    #[must_use]
    pub fn of(hits: u64, n: u64) -> Option<Self> {
        wilson(hits, n).map(|(low, high)| Self { hits, n, low, high })
    }

    /// Returns it in words: `2 of 3, 67 % (21–94)`.
    #[must_use]
    pub fn words(&self) -> String {
        let limits = percent_between(self.value(), Some((self.low, self.high)));
        format!("{} of {}, {limits}", grouped(self.hits), grouped(self.n))
    }

    /// Returns how many more of so many records make the interval as narrow as five points on each side; `None` where it is.
    #[must_use]
    pub fn more(&self, population: u64) -> Option<u64> {
        more_for_five_points(self.n, self.value(), (self.low, self.high), population)
    }

    /// Returns the share itself, 0 to 1.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
    pub fn value(&self) -> f64 {
        self.hits as f64 / self.n.max(1) as f64
    }
}

/// How known answers were given: passes and fails only.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct KnownCounts {
    /// Those that are as known.
    pub as_known: u64,
    /// Of so many.
    pub known: u64,
    /// Those that are as the reviewer had said before.
    pub as_before: u64,
    /// Of so many that the reviewer had judged before.
    pub before: u64,
}

impl KnownCounts {
    /// Returns the share that is as known; `None` where none was answered.
    #[must_use]
    pub fn share(&self) -> Option<Share> {
        Share::of(self.as_known, self.known)
    }

    /// Returns the share of the repeats that are as before; `None` where there are none.
    #[must_use]
    pub fn repeats(&self) -> Option<Share> {
        Share::of(self.as_before, self.before)
    }

    /// Says it: `4 of 5, 80 % (38–96)`, and of repeats `2 of 3 as you said before` in the words of `before`.
    #[must_use]
    pub fn words(&self, before: &str) -> Option<String> {
        let known = self.share()?.words();
        Some(match self.repeats() {
            Some(share) => format!("{known}; {} of {} {before}", share.hits, share.n),
            None => known,
        })
    }
}
