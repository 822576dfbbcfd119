//! Says why nothing is suggested, and what came closest.

use super::limits::{ALPHA, TAU};
use super::suggestion::{MinedCheck, MinedChecks};
use super::wording::{Nouns, why};
use crate::measures::statistics::significance::fisher_tail;
use crate::text::grouped;

/// What a check is taken to catch when it is said how many more records would be enough.
const CATCHES: f64 = 0.8;
/// More records than this are not asked for.
const MOST_MORE: u64 = 200;

/// Why nothing is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// There is no bad, or no good, record.
    NothingToCompare,
    /// Even a check that catches 8 in 10 and rejects none could be chance. How many more would be enough.
    TooFew {
        /// Bad records.
        bad: u64,
        /// Good records.
        good: u64,
    },
    /// What separates them is attached already.
    Covered,
    /// What separates them rejects more than τ of the good ones.
    TooManyRejected,
    /// Nothing that was tried separates them.
    NothingSeparates,
}

impl Silence {
    /// Returns the reason as JSON has it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NothingToCompare => "nothing-to-compare",
            Self::TooFew { .. } => "too-few",
            Self::Covered => "covered",
            Self::TooManyRejected => "too-many-rejected",
            Self::NothingSeparates => "nothing-separates",
        }
    }
}

/// Returns why nothing is suggested.
pub fn silence(mined: &MinedChecks) -> Silence {
    if mined.counts.0 == 0 || mined.counts.1 == 0 {
        return Silence::NothingToCompare;
    }
    if mined.is_covered {
        return Silence::Covered;
    }
    if mined.closest.as_ref().is_some_and(|closest| closest.is_significant && closest.is_over) {
        return Silence::TooManyRejected;
    }
    let (bad, good) = mined.inputs;
    let level = ALPHA / f64::from(u32::try_from(mined.hypotheses.max(1)).unwrap_or(u32::MAX));
    if could_tell(bad, good, level) {
        return Silence::NothingSeparates;
    }
    // More of one label, where that is enough; else as many of both.
    let enough = |(of_bad, of_good): (u64, u64)| {
        let more = (1..=MOST_MORE).find(|more| could_tell(bad + more * of_bad, good + more * of_good, level));
        more.map(|more| (more, Silence::TooFew { bad: more * of_bad, good: more * of_good }))
    };
    let one = [enough((1, 0)), enough((0, 1))].into_iter().flatten().min_by_key(|(more, _)| *more);
    one.or_else(|| enough((1, 1))).map_or(Silence::NothingSeparates, |(_, silence)| silence)
}

/// Whether a check that catches 8 in 10 bad inputs and rejects none would be told from chance.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few thousand records"
)]
fn could_tell(bad: u64, good: u64, level: f64) -> bool {
    let caught = (bad as f64 * CATCHES).floor() as u64;
    fisher_tail(caught, bad, caught, bad + good) <= level
}

/// Says why nothing is suggested, and what came closest, unless that is not `quoted`.
pub fn nothing_found(mined: &MinedChecks, nouns: Nouns, quoted: bool) -> String {
    let (bad, good) = mined.counts;
    let Nouns { bad: bad_noun, good: good_noun } = nouns;
    let counts = format!("the {} {bad_noun} from the {} {good_noun}", grouped(bad), grouped(good));
    let closest = mined.closest.as_ref().filter(|_| quoted);
    let closest = closest.map(|closest| closest_words(closest, nouns)).unwrap_or_default();
    match silence(mined) {
        Silence::NothingToCompare => {
            let missing = if bad == 0 { bad_noun } else { good_noun };
            format!("No record is {missing} yet: there is nothing to compare the others with.")
        }
        Silence::TooFew { bad: more_bad, good: more_good } => {
            let more = [(more_bad, bad_noun), (more_good, good_noun)].into_iter().filter(|(more, _)| *more > 0);
            let more: Vec<String> = more.map(|(more, noun)| format!("{more} more {noun}")).collect();
            format!(
                "There are too few records to tell {counts}: even a check that catches 8 in 10 and rejects none could be \
                 chance; {} would be enough for it.{closest}",
                more.join(" and ")
            )
        }
        Silence::Covered => format!(
            "Nothing more separates {counts} than the checks that are attached already and the suggestions that were \
             dismissed."
        ),
        Silence::TooManyRejected => {
            let figures = mined.closest.as_ref().map_or_else(String::new, |closest| {
                format!(" rejects {} of {} {good_noun}", grouped(closest.all.fp), grouped(closest.all.negatives()))
            });
            format!("What tells {counts}{figures}: more than 1 in {:.0}, which is too much.{closest}", 1.0 / TAU)
        }
        Silence::NothingSeparates => format!("Nothing that a check could count separates {counts}.{closest}"),
    }
}

/// Words what came closest: `Closest: outputs that are not JSON: 45 of 46 tagged, 5 of 54 passed; out of fold …`.
fn closest_words(closest: &MinedCheck, nouns: Nouns) -> String {
    let figures = nouns.figures(closest.out_of_fold);
    format!(" Closest: {}; out of fold {figures}.", why(&closest.spec, closest.all, nouns))
}
