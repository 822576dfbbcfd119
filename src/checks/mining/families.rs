//! Families: checks with a free parameter. Each family is one hypothesis, tested by what its whole search finds on
//! shuffled labels.

use serde_json::Value;

use super::bits::Bits;
use super::candidates::{Bounds, at_least};
use super::candidates::{Candidate, Phrase, Pool, portable, spec};
use super::cover::{self, Cover, Labels, Part};
use super::limits::COVER_SUPPORT;
use super::sample::View;
use crate::checks::kinds::{contains, contains_any, not_contains, not_regex};
use crate::domain::CheckSpec;

/// Separations that differ by less than this are equally good; the simpler check is taken.
const STEP: f64 = 0.03;

/// What each text of a cover costs when covers are compared: six words by lot separate fifty labels as well as three that
/// are meant do.
const PART: f64 = 0.04;

/// A kind of check with a free parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// A phrase that must not be there.
    Present,
    /// A phrase that must be there.
    Absent,
    /// Phrases of which none may be there.
    NoneOf,
    /// Phrases of which one must be there.
    AnyOf,
    /// A small expression that must not match.
    Pattern,
    /// A limit of a size or a figure.
    Size,
    /// Something at a path of JSON.
    Path,
    /// What an output begins or ends with.
    Edge,
}

const ALL: [Family; 8] = [
    Family::Size,
    Family::Present,
    Family::Absent,
    Family::Path,
    Family::Edge,
    Family::Pattern,
    Family::NoneOf,
    Family::AnyOf,
];

/// What a family finds on the true labels.
#[derive(Debug, Clone)]
pub(super) struct Fitted {
    pub(super) family: Family,
    pub(super) spec: CheckSpec,
    pub(super) fails: Bits,
    /// How far it separates the witnesses (phi coefficient), for a cover less its price.
    pub(super) phi: f64,
}

/// One thing that a family can choose, with what labels cannot change about it.
pub(super) struct Choice<'a> {
    pub(super) fails: &'a Bits,
    failed: usize,
    /// One over the spread of its phi coefficient; 0 where it cannot be of use.
    pub(super) scale: f64,
}

/// The families over the records of a view.
pub(super) struct Families<'a> {
    pub(super) pool: &'a Pool<'a>,
    pub(super) view: &'a View,
    /// Single choices of the families that have a list of checks.
    pub(super) lists: Vec<(Family, &'a [Candidate], Vec<Choice<'a>>)>,
    pub(super) phrases: Vec<(&'a Phrase, Choice<'a>, Roles)>,
}

/// What a phrase can be used for, whatever the labels.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "one for each family of phrases")]
pub(super) struct Roles {
    pub(super) present: bool,
    pub(super) absent: bool,
    none_of: bool,
    any_of: bool,
}

impl<'a> Families<'a> {
    pub(super) fn new(pool: &'a Pool<'a>, view: &'a View) -> Self {
        let bounds = Bounds::new(view.bad, view.good());
        let choice = |fails: &'a Bits| {
            let failed = fails.shared(&view.units);
            Choice { fails, failed, scale: scale(failed, view) }
        };
        let list = |family: Family, from: &'a [Candidate]| {
            let choices: Vec<Choice<'a>> = from.iter().map(|candidate| choice(&candidate.fails)).collect();
            (family, from, choices)
        };
        let mut lists = vec![
            list(Family::Size, &pool.sizes),
            list(Family::Path, &pool.paths),
            list(Family::Edge, &pool.edges),
            list(Family::Pattern, &pool.patterns),
        ];
        for (.., choices) in &mut lists {
            for choice in choices.iter_mut().filter(|choice| !bounds.allows(choice.failed)) {
                choice.scale = 0.0;
            }
        }
        lists.retain(|(.., choices)| choices.iter().any(|choice| choice.scale > 0.0));
        let (good, n) = (view.good(), view.n);
        let parts = (at_least(COVER_SUPPORT / 2.0, view.bad), at_least(COVER_SUPPORT / 2.0, good));
        let phrases = pool.phrases.iter().map(|phrase| {
            let choice = choice(&phrase.holds);
            let held = choice.failed;
            let roles = Roles {
                present: bounds.allows(held),
                absent: bounds.allows(n - held),
                none_of: parts.0 <= held && held <= bounds.most,
                any_of: parts.1 <= held && held < n,
            };
            (phrase, choice, roles)
        });
        let phrases = phrases.filter(|(_, choice, _)| choice.scale > 0.0).collect();
        Self { pool, view, lists, phrases }
    }

    /// Returns what each family finds on the true labels, where it finds anything.
    pub(super) fn fit(&self) -> Vec<Fitted> {
        let bad = &self.view.bad_units;
        let mut found = Vec::new();
        for family in ALL {
            let fitted = match family {
                Family::Size | Family::Path | Family::Edge | Family::Pattern => self.fit_list(family),
                Family::Present | Family::Absent => self.fit_phrase(family),
                Family::NoneOf | Family::AnyOf => {
                    let counts: Vec<usize> =
                        self.phrases.iter().map(|(_, choice, _)| choice.fails.shared(bad)).collect();
                    let good = self.view.units.without(bad);
                    self.fit_cover(family, &counts, bad, &good)
                }
            };
            found.extend(fitted);
        }
        found
    }

    fn fit_list(&self, family: Family) -> Option<Fitted> {
        let (_, candidates, choices) = self.lists.iter().find(|(own, ..)| *own == family)?;
        let values: Vec<f64> =
            choices.iter().map(|choice| self.phi(choice, choice.fails.shared(&self.view.bad_units))).collect();
        let best = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let alike = candidates.iter().zip(&values).filter(|(_, phi)| **phi >= best - STEP);
        // Of limits that separate alike and are as round the middle one: it is as far from what is good as from what is bad.
        let rank = alike.clone().map(|(candidate, _)| candidate.rank).min()?;
        let simplest: Vec<_> = alike.filter(|(candidate, _)| candidate.rank == rank).collect();
        let best = simplest.iter().map(|(_, phi)| **phi).fold(f64::NEG_INFINITY, f64::max);
        let equals: Vec<_> = simplest.into_iter().filter(|(_, phi)| **phi >= best - 1e-9).collect();
        let (candidate, phi) = equals.get(if family == Family::Size { equals.len() / 2 } else { 0 })?;
        (**phi > 0.0).then(|| Fitted {
            family,
            spec: candidate.spec.clone(),
            fails: candidate.fails.clone(),
            phi: **phi,
        })
    }

    fn fit_phrase(&self, family: Family) -> Option<Fitted> {
        let sign = if family == Family::Present { 1.0 } else { -1.0 };
        let values = self.phrases.iter().filter_map(|(phrase, choice, roles)| {
            let is_allowed = if family == Family::Present { roles.present } else { roles.absent };
            is_allowed.then(|| (*phrase, sign * self.phi(choice, choice.fails.shared(&self.view.bad_units))))
        });
        let values: Vec<(&Phrase, f64)> = values.collect();
        let best = values.iter().map(|(_, phi)| *phi).fold(f64::NEG_INFINITY, f64::max);
        let alike = values.into_iter().filter(|(_, phi)| *phi >= best - STEP);
        let (phrase, phi) = alike.min_by(|a, b| a.0.rank.cmp(&b.0.rank).then(b.1.total_cmp(&a.1)))?;
        let params = [("text", phrase.text.as_str().into()), ("ignore-case", phrase.ignores_case.into())];
        let (spec, fails) = if family == Family::Present {
            (spec(&not_contains::KIND, params), phrase.holds.clone())
        } else {
            (spec(&contains::KIND, params), self.all().without(&phrase.holds))
        };
        (phi > 0.0).then_some(())?;
        Some(Fitted { family, spec: portable(&spec)?, fails, phi })
    }

    fn fit_cover(&self, family: Family, counts: &[usize], bad: &Bits, good: &Bits) -> Option<Fitted> {
        let cover = self.cover(family, counts, bad, good);
        if cover.parts.len() < 2 {
            return None;
        }
        let mut texts: Vec<&str> = cover.parts.iter().map(|phrase| phrase.text.as_str()).collect();
        texts.sort_unstable();
        let ignores_case = cover.parts.iter().any(|phrase| phrase.ignores_case);
        let (check, fails) = if family == Family::NoneOf {
            let pattern: Vec<String> = texts.iter().map(|text| regex::escape(text)).collect();
            let params = [("pattern", pattern.join("|").into()), ("ignore-case", ignores_case.into())];
            (spec(&not_regex::KIND, params), cover.holds.clone())
        } else {
            let texts: Vec<Value> = texts.into_iter().map(Value::from).collect();
            let params = [("text", texts.into()), ("ignore-case", ignores_case.into())];
            (spec(&contains_any::KIND, params), self.all().without(&cover.holds))
        };
        let phi = self.cover_worth(family, &cover, bad);
        (phi > 0.0).then_some(())?;
        Some(Fitted { family, spec: portable(&check)?, fails, phi })
    }

    fn all(&self) -> Bits {
        Bits::of(self.pool.corpus.len(), |_| true)
    }

    /// Grows a cover of phrases; `counts` says for each how many of the bad records hold it.
    pub(super) fn cover(&self, family: Family, counts: &[usize], bad: &Bits, good: &Bits) -> Cover<'a> {
        let is_none_of = family == Family::NoneOf;
        let parts: Vec<Part<'a>> = self
            .phrases
            .iter()
            .zip(counts)
            .filter(|((.., roles), _)| if is_none_of { roles.none_of } else { roles.any_of })
            .map(|((phrase, choice, _), bad)| {
                let wanted = if is_none_of { *bad } else { choice.failed - bad };
                Part { phrase, held: choice.failed, wanted }
            })
            .collect();
        let (of_bad, of_good) = (self.view.bad, self.view.good());
        let labels = if is_none_of {
            Labels { wanted: bad, unwanted: good, counts: (of_bad, of_good) }
        } else {
            Labels { wanted: good, unwanted: bad, counts: (of_good, of_bad) }
        };
        cover::grow(&parts, &labels, self.pool.corpus.len())
    }

    /// Returns how far a cover separates the labels, less a price for each of its texts.
    pub(super) fn cover_worth(&self, family: Family, cover: &Cover<'_>, bad: &Bits) -> f64 {
        let held = cover.holds.shared(&self.view.units);
        let choice = Choice { fails: &cover.holds, failed: held, scale: scale(held, self.view) };
        let phi = self.phi(&choice, cover.holds.shared(bad));
        #[expect(clippy::cast_precision_loss, reason = "six texts at most")]
        let price = PART * cover.parts.len() as f64;
        (if family == Family::NoneOf { phi } else { -phi }) - price
    }

    /// Returns the phi coefficient of a choice that fails so many of the bad records.
    #[expect(clippy::cast_precision_loss, reason = "counts of records")]
    pub(super) fn phi(&self, choice: &Choice<'_>, caught: usize) -> f64 {
        let (n, bad) = (self.view.n as f64, self.view.bad as f64);
        (caught as f64 * n - choice.failed as f64 * bad) * choice.scale
    }
}

/// One over the spread of the phi coefficient of what fails so many records; 0 where it fails none or all.
#[expect(clippy::cast_precision_loss, reason = "counts of records")]
fn scale(failed: usize, view: &View) -> f64 {
    let product = failed as f64 * (view.n - failed) as f64 * view.bad as f64 * view.good() as f64;
    if product > 0.0 { 1.0 / product.sqrt() } else { 0.0 }
}

impl Family {
    /// Ranks what a check says of an output, the most telling first: what is there tells more than what is not.
    pub(super) const fn rank(self) -> u32 {
        match self {
            Self::Path => 0,
            Self::Present => 1,
            Self::Size => 2,
            Self::Pattern => 3,
            Self::NoneOf => 4,
            Self::Edge => 5,
            Self::Absent => 6,
            Self::AnyOf => 7,
        }
    }

    /// See [`super::suggestion::MinedCheck::weight`].
    pub(super) const fn weight(self) -> u8 {
        match self {
            Self::NoneOf | Self::AnyOf => 2,
            Self::Present | Self::Absent | Self::Pattern | Self::Size | Self::Path | Self::Edge => 1,
        }
    }
}
